"""The corrections workbook: out with every number masked, in again with nothing lost."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadgoose.ground.intake.corrections import safe_names
from leadgoose.ground.intake.problems import Unreadable
from leadgoose.roster.intake.corrections import Kind, corrections_workbook, read_corrections
from leadgoose.roster.intake.ledger import read_ledger
from leadgoose.roster.intake.register import index_of, read_register
from leadgoose.roster.intake.results import PersonRow, Register
from registers_made import DATA, HEADER, comma_separated, id_number, person, sheet, workbook

AT = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
SAMPLES = ["roster-messy.xlsx", "roster-per-branch.xlsx", "register.xls", "register.ods"]


def mask(text: str) -> str:
    """The house's mask: the first three and the last four."""
    if len(text) <= 7:
        return "*" * max(len(text) - 4, 0) + text[-4:] if len(text) > 4 else "*" * len(text)
    return text[:3] + "*" * (len(text) - 7) + text[-4:]


def out(content: bytes, name: str, kind: Kind = "register", register: Register | None = None) -> bytes:
    judged = register or read_register(content, name)
    return corrections_workbook(content, name, judged.problems, mask, made_by="办公室 甲", made_at=AT, kind=kind)


def back(corrected: bytes, original: bytes, name: str) -> Register:
    return read_register(read_corrections(corrected, "更正.xlsx", original, name, mask), "更正.xlsx")


def all_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def facts(register: Register) -> list[tuple[Any, ...]]:
    """People without their sheet's name, which a CSV's stem may change."""
    return [tuple(getattr(row, key) for key in PersonRow.__slots__ if key != "sheet") for row in register.people]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_number_leaves_the_house(name: str) -> None:
    content = (DATA / name).read_bytes()
    text = all_text(out(content, name))
    assert not any(row.id_number in text or row.phone in text for row in read_register(content, name).people)
    shown = re.findall(r"[>\"'](\d{15,18}[Xx]?|1\d{10}|\d\.\d+E\+1\d)[<\"']", text)
    assert shown == []


@pytest.mark.parametrize("name", SAMPLES)
def test_uploaded_untouched_it_says_the_same_as_before(name: str) -> None:
    content = (DATA / name).read_bytes()
    before, after = read_register(content, name), back(out(content, name), content, name)
    assert facts(after) == facts(before)
    assert [(one.row, one.column, one.code, one.value) for one in after.problems] == [
        (one.row, one.column, one.code, one.value) for one in before.problems
    ]
    assert after.counts == before.counts


@pytest.mark.parametrize("name", ["roster-messy", "roster-per-branch"])
def test_mended_with_the_right_values_everybody_is_taken_in(name: str) -> None:
    content = (DATA / f"{name}.xlsx").read_bytes()
    places = {(one.sheet, one.row, one.column): one.place for one in read_register(content, name).problems}
    book = openpyxl.load_workbook(io.BytesIO(out(content, name)))
    planted = json.loads((DATA / f"{name}.truth.json").read_text(encoding="utf-8"))["problems"]
    for one in planted:
        book[one["sheet"]].cell(one["row"], places[one["sheet"], one["row"], one["column"]] + 1).value = one["right"]
    mended = io.BytesIO()
    book.save(mended)
    register = back(mended.getvalue(), content, name)
    assert register.problems == ()
    assert register.counts.accepted == register.counts.rows
    rights = {one["right"] for one in planted if one["code"].startswith("id-number")}
    assert rights <= {row.id_number for row in register.people}


def test_a_mended_ledger_is_taken_in() -> None:
    content = (DATA / "terms-messy.xlsx").read_bytes()
    index = index_of(read_register(DATA / "roster-messy.xlsx"))
    ledger = read_ledger(content, "terms-messy.xlsx", index)
    places = {(one.row, one.column): one.place for one in ledger.problems}
    made = corrections_workbook(content, "terms-messy.xlsx", ledger.problems, mask, made_by="甲", made_at=AT, kind="ledger")
    book = openpyxl.load_workbook(io.BytesIO(made))
    for one in json.loads((DATA / "terms-messy.truth.json").read_text(encoding="utf-8"))["problems"]:
        place = places[one["row"], one["column"]]
        assert place is not None
        book[one["sheet"]].cell(one["row"], place + 1).value = one["right"]
    mended = io.BytesIO()
    book.save(mended)
    whole = read_corrections(mended.getvalue(), "x.xlsx", content, "terms-messy.xlsx", mask, kind="ledger")
    again = read_ledger(whole, "x.xlsx", index)
    assert again.problems == ()
    assert len(again.terms) == 34


def test_the_wrong_cells_are_marked_and_commented_and_the_file_says_who_made_it_and_when() -> None:
    content = sheet(HEADER, person(joined_party="不详"), person(name="", id_number=id_number(order="013")))
    book = openpyxl.load_workbook(io.BytesIO(out(content, "花名册.xlsx")))
    page = book["花名册"]
    commented = {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}
    assert commented == {"G2": "从“不详”读不出日期，请按 1985-03-12 的样子录入", "A3": "没有填写姓名，请补上"}
    assert {cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFD9D6"} == {"G2", "A3"}
    about = [row[0] for row in book["更正说明"].iter_rows(values_only=True)]
    assert about[1:5] == [
        "制作人：办公室 甲",
        "制作时间：2026-11-24 02:30",
        "原文件：花名册.xlsx",
        "标记 2 处，原因写在单元格的批注里，下面逐处列出，点一下就到",
    ]
    assert about[8:] == ["花名册 G2：从“不详”读不出日期，请按 1985-03-12 的样子录入", "花名册 A3：没有填写姓名，请补上"]
    assert [cell.hyperlink.location for cell in book["更正说明"]["A"][8:]] == ["'花名册'!G2", "'花名册'!A3"]


def test_cells_of_id_numbers_are_text_even_when_a_number_is_typed_over_them() -> None:
    book = openpyxl.load_workbook(io.BytesIO(out(sheet(HEADER, person(id_number=9.9e17)), "x.xlsx")))
    cell = book["花名册"]["E2"]
    assert (cell.value, cell.number_format, cell.data_type) == ("990***********0000", "@", "s")


def test_numbers_in_other_columns_titles_and_signature_lines_are_masked_too() -> None:
    number = id_number(order="017")
    rows = [
        ["填报单位：示例处 联系电话：12000000009"],
        [*HEADER, "备注"],
        [*person(), f"配偶身份证号{number}，电话0427-7654321"],
        ["填表人：某人 120 0000 0008"],
    ]
    text = all_text(out(sheet(*rows), "x.xlsx"))
    for secret in (number, "12000000009", "7654321<", "0427-7654321", "120 0000 0008"):
        assert secret not in text
    assert f"配偶身份证号{mask(number)}，电话" in text


def test_text_that_looks_like_a_formula_stays_text() -> None:
    content = sheet(HEADER, person(education='=HYPERLINK("http://a","b")', gender="女"))
    made = out(content, "x.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert (book["花名册"]["F2"].value, book["花名册"]["F2"].data_type) == ('=HYPERLINK("http://a","b")', "s")
    assert "<f>" not in all_text(made)


def test_a_changed_number_is_taken_as_typed() -> None:
    content = sheet(HEADER, person(), person(name="乙"))
    book = openpyxl.load_workbook(io.BytesIO(out(content, "x.xlsx")))
    book["花名册"]["E3"] = id_number(order="013")
    book["花名册"]["J3"] = 12000000002
    saved = io.BytesIO()
    book.save(saved)
    register = back(saved.getvalue(), content, "x.xlsx")
    assert [(row.name, row.id_number, row.phone) for row in register.people] == [
        ("甲乙丙", id_number(), "12000000001"),
        ("乙", id_number(order="013"), "12000000002"),
    ]


def edited(made: bytes, edit: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(made))
    edit(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_a_row_taken_out_does_not_shift_the_numbers_of_the_others() -> None:
    people = [
        person(
            name=f"甲{n}",
            id_number=id_number(f"19{60 + n}-03-12", f"{n}11"),
            birth_date=f"19{60 + n}-03-12",
            phone=f"1200000100{n}",
        )
        for n in range(5)
    ]
    content = sheet(HEADER, *people, person(name="重", id_number=people[0][4]))
    saved = edited(out(content, "x.xlsx"), lambda book: book["花名册"].delete_rows(3))
    register = back(saved, content, "x.xlsx")
    right = {str(row[0]): str(row[4]) for row in people}
    assert {row.name: row.id_number for row in register.people} == {name: right[name] for name in ("甲0", "甲2", "甲3", "甲4")}


def test_a_masked_number_that_fits_two_people_is_not_guessed() -> None:
    first = id_number("1985-03-12", "011")
    twin = next(
        number
        for area in range(9999)
        for order in range(1, 999, 2)
        if (number := id_number("1985-03-12", f"{order:03}", f"990{area:03}"[:6])) != first and mask(number) == mask(first)
    )
    content = sheet(HEADER, person(), person(name="乙", id_number=twin))
    saved = edited(out(content, "x.xlsx"), lambda book: book["花名册"].insert_rows(2))
    register = back(saved, content, "x.xlsx")
    # the first person slid onto the second's row, where the same look stands: only a typed number can part them
    assert [problem.code for problem in register.problems if problem.row == 4] == ["id-number-checksum"]
    assert "仍是遮盖的样子" in next(problem.message for problem in register.problems if problem.row == 4)


def test_a_missing_sheet_is_refused() -> None:
    content = workbook(
        {"一队党支部": [HEADER, person(gender="女")], "二队党支部": [HEADER, person(name="乙", id_number=id_number(order="013"))]}
    )
    saved = edited(out(content, "x.xlsx"), lambda book: book.remove(book["二队党支部"]))
    with pytest.raises(Unreadable, match="二队党支部"):
        read_corrections(saved, "x.xlsx", content, "x.xlsx", mask)


def test_a_csv_comes_back_as_a_workbook_and_is_read_as_before() -> None:
    content = comma_separated(
        [HEADER, person(joined_party="不详"), person(name="乙", id_number=id_number(order="013"))], "gb18030"
    )
    before, after = read_register(content, "名册.csv"), back(out(content, "名册.csv"), content, "名册.csv")
    assert facts(after) == facts(before)
    assert [(one.row, one.code) for one in after.problems] == [(2, "date-unreadable")]


def test_names_of_sheets_that_a_workbook_refuses_are_changed_and_kept_apart() -> None:
    long = "示例油田工程技术处准备大队机关第一联合党支部党员花名册（二〇二六年）"
    assert safe_names(["a/b", "A_b", long, "'x'", ""]) == ["a_b", "A_b 2", long[:31], "x", "Sheet"]


cells = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12), st.integers(0, 10**15), st.booleans()
)


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=4), max_size=4))
def test_whatever_stands_in_other_columns_survives(rows: list[list[Any]]) -> None:
    content = sheet([*HEADER, "备注", "甲", "乙", "丙"], *([*person(gender="女"), *row] for row in rows))
    made = out(content, "x.xlsx")
    whole = read_corrections(made, "x.xlsx", content, "x.xlsx", mask)
    assert read_register(whole, "x.xlsx").grids[0].rows == read_register(content, "x.xlsx").grids[0].rows
