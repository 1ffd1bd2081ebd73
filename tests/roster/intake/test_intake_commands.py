"""The samples and their truth, through the commands as they are typed; no database, no settings, no key, no Django."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from leadgoose.ground.intake.text import as_text
from leadgoose.ground.intake.workbook import open_sheets
from leadgoose.roster.intake.commands import check_roster, check_terms
from registers_made import DATA, HEADER, comma_separated, id_number, person, sheet, workbook


def truth(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DATA / f"{name}.truth.json").read_text(encoding="utf-8"))
    return read


def planted(problems: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted((one["sheet"], one["row"], one["column"], one["code"], one["severity"]) for one in problems)


@pytest.mark.parametrize(("name", "status"), [("roster-clean", 0), ("roster-messy", 1), ("roster-per-branch", 1)])
def test_registers_are_read_as_their_truth_says(name: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_roster([str(DATA / f"{name}.xlsx"), "--json"]) == status
    said, right = json.loads(capsys.readouterr().out), truth(name)
    assert said["counts"] == right["counts"]
    assert said["people"] == right["people"]
    assert planted(said["problems"]) == planted(right["problems"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_register_saved_as_csv_says_the_same(encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [grid] = open_sheets((DATA / "roster-messy.xlsx").read_bytes(), "x.xlsx")
    path = tmp_path / "花名册.csv"
    path.write_bytes(
        comma_separated([[repr(cell) if isinstance(cell, float) and cell > 1e15 else as_text(cell) for cell in row] for row in grid.rows], encoding)
    )
    assert check_roster([str(path), "--json"]) == 1
    said, right = json.loads(capsys.readouterr().out), truth("roster-messy")
    assert said["counts"] == right["counts"]
    assert said["people"] == right["people"]
    assert planted(said["problems"]) == planted(right["problems"])


@pytest.mark.parametrize("name", ["clean", "messy"])
def test_ledgers_are_read_as_their_truth_says(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_terms([str(DATA / f"terms-{name}.xlsx"), "--register", str(DATA / f"roster-{name}.xlsx"), "--json"]) == 1
    said, right = json.loads(capsys.readouterr().out), truth(f"terms-{name}")
    assert said["terms"] == right["terms"]
    assert planted(said["problems"]) == planted(right["problems"])


def test_the_keys_of_the_json_are_those_of_the_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "一.xlsx"
    path.write_bytes(sheet(HEADER, person(joined_party="不详"), person(name="乙", id_number=id_number(order="013"))))
    assert check_roster([str(path), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert list(said) == ["counts", "people", "problems"]
    assert list(said["people"][0]) == list(truth("roster-clean")["people"][0])
    assert said["problems"] == [
        {
            "sheet": "花名册",
            "row": 2,
            "column": "入党时间",
            "code": "date-unreadable",
            "severity": "error",
            "value": "不详",
            "message": "从“不详”读不出日期，请按 1985-03-12 的样子录入",
        }
    ]


def test_for_people_the_sums_come_first_and_no_number_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_roster([str(DATA / "roster-messy.xlsx")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "行数 699　可用 661　待改 38　支部 34"
    assert lines[3].startswith("问题　　38 处：")
    assert lines[5] == "花名册"
    assert lines[6].startswith("  第  13 行  身份证号码  ")
    text = "\n".join(lines)
    assert not any(row["id_number"] in text or row["phone"] in text for row in truth("roster-messy")["people"])


def test_for_people_a_clean_file_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_roster([str(DATA / "roster-clean.xlsx")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "问题　　没有"


def test_for_people_what_was_not_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "一.xlsx"
    path.write_bytes(workbook({"花名册": [[*HEADER, "籍贯"], [*person(), "某地"]], "说明": [["无表头的一张"]]}))
    assert check_roster([str(path)]) == 0
    out = capsys.readouterr().out
    assert "未读的列　籍贯" in out
    assert "未读的行　工作表“说明”（没有表头，未读）" in out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的，请重新选择文件"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "读不出表格：文件不是 .xlsx、.xls、.ods 或 .csv，请在 Excel 或 WPS 中打开后另存为 .xlsx"),
        (
            sheet(["物资", "数量"]),
            "没有找到表头：应有一行写着姓名、身份证号、入党时间等列名，请补上表头，文字是乱码的请另存为 .xlsx",
        ),
    ],
    ids=["an empty file", "a picture", "no header"],
)
def test_a_file_that_cannot_be_read_is_status_2(content: bytes, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "一.xlsx"
    path.write_bytes(content)
    assert check_roster([str(path), "--json"]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"一.xlsx：{sentence}\n")


def test_a_file_that_is_not_there_is_status_2(tmp_path: Path) -> None:
    assert check_roster([str(tmp_path / "none.xlsx")]) == 2
    assert check_terms([str(tmp_path / "none.xlsx"), "--register", str(DATA / "roster-clean.xlsx")]) == 2
    assert check_terms([str(DATA / "terms-clean.xlsx"), "--register", str(tmp_path / "none.xlsx")]) == 2


def test_the_command_loads_no_django_and_needs_no_settings(tmp_path: Path) -> None:
    path = tmp_path / "一.xlsx"
    path.write_bytes(sheet(HEADER, person()))
    code = (
        f"import sys; from leadgoose.site.cli import main; status = main(['check-roster', {str(path)!r}]); "
        "sys.exit(9 if any(name.startswith('django') for name in sys.modules) else status)"
    )
    clean = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(Path(__file__).parents[3] / "src"), "LC_ALL": "C"}
    done = subprocess.run([sys.executable, "-c", code], env=clean, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "可用 1" in done.stdout.decode()
