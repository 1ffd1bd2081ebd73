"""Each fault of a row: what is reported, where, and what is not."""

from __future__ import annotations

from datetime import date

import pytest

from leadgoose.roster.intake.register import read_register
from leadgoose.roster.intake.results import PersonRow, Register
from registers_made import HEADER, Cell, id_number, person, sheet

MAN = id_number("1985-03-12", "011")


def judged(**cells: Cell) -> Register:
    return read_register(sheet(HEADER, person(**cells)), "x.xlsx")


def found(register: Register) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in register.problems]


FAULTS: list[tuple[str, dict[str, Cell], list[tuple[str, str]]]] = [
    ("a row without a fault has none", {}, []),
    ("an ID number stored as a number", {"id_number": 9.90101198503120e17}, [("身份证号", "id-number-truncated")]),
    ("a wrong check digit", {"id_number": MAN[:17] + ("1" if MAN[17] != "1" else "2")}, [("身份证号", "id-number-checksum")]),
    ("seventeen digits", {"id_number": MAN[:17]}, [("身份证号", "id-number-checksum")]),
    (
        "a broken number is not compared with birth and gender",
        {"id_number": MAN[:17], "gender": "女", "birth_date": "1990-01-01"},
        [("身份证号", "id-number-checksum")],
    ),
    ("another day of birth", {"birth_date": "1985-03-13"}, [("出生年月", "birth-date-mismatch")]),
    ("another month of birth, no day given", {"birth_date": "1985.04"}, [("出生年月", "birth-date-mismatch")]),
    ("another gender", {"gender": "女"}, [("性别", "gender-mismatch")]),
    ("a gender that is none", {"gender": "未知"}, [("性别", "gender-mismatch")]),
    ("a joining date that is unknown", {"joined_party": "不详"}, [("入党时间", "date-unreadable")]),
    ("a joining date that is 无", {"joined_party": "无"}, [("入党时间", "date-unreadable")]),
    ("a joining date of a year alone", {"joined_party": "2010年"}, [("入党时间", "date-unreadable")]),
    ("an unreadable birth date", {"birth_date": "八五年"}, [("出生年月", "date-unreadable")]),
    ("an unreadable full membership", {"full_member": "待定"}, [("转正时间", "date-unreadable")]),
    ("full member before joining", {"full_member": "2010-06-30"}, [("转正时间", "full-before-joined")]),
    ("full member on the day of joining", {"full_member": "2010-07-01"}, []),
    ("full member in the month of joining, no day given", {"full_member": "2010-07"}, []),
    ("full member in a month before", {"full_member": "2010-06"}, [("转正时间", "full-before-joined")]),
    ("no name", {"name": ""}, [("姓名", "required-missing")]),
    ("a name of spaces", {"name": " \u3000 "}, [("姓名", "required-missing")]),
    ("no ID number", {"id_number": ""}, [("身份证号", "required-missing")]),
    ("a dash for the branch", {"branch": "—"}, [("所在党支部", "required-missing")]),
    ("no joining date", {"joined_party": None}, [("入党时间", "required-missing")]),
    ("no status", {"status": ""}, [("党员类别", "required-missing")]),
    ("a status that says neither", {"status": "中共党员"}, [("党员类别", "required-missing")]),
    ("no full membership of a full member is not judged here", {"full_member": ""}, []),
    ("no gender, no birth date, no phone, no education", {"gender": "", "birth_date": "", "phone": "", "education": ""}, []),
    (
        "three faults in one row, each reported",
        {"name": "", "gender": "女", "joined_party": "不详"},
        [("姓名", "required-missing"), ("性别", "gender-mismatch"), ("入党时间", "date-unreadable")],
    ),
]


@pytest.mark.parametrize(("cells", "right"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_faults(cells: dict[str, Cell], right: list[tuple[str, str]]) -> None:
    register = judged(**cells)
    assert found(register) == [(2, column, code) for column, code in right]
    assert len(register.people) == (0 if right else 1)
    assert len(register.waiting) == (1 if right else 0)
    assert all(problem.severity == "error" and problem.message for problem in register.problems)


READ: list[tuple[str, dict[str, Cell], str, object]] = [
    ("a birth month is completed from the ID number", {"birth_date": "1985年3月"}, "birth_date", "1985-03-12"),
    ("a missing birth date is the ID number's", {"birth_date": ""}, "birth_date", "1985-03-12"),
    ("a missing gender is the ID number's", {"gender": ""}, "gender", "男"),
    ("a gender with 性", {"gender": "男性"}, "gender", "男"),
    ("a joining month is kept as such", {"joined_party": "1998.07", "full_member": "1999-07"}, "joined_party", "1998-07"),
    ("no full membership is nothing", {"full_member": "", "status": "预备党员"}, "full_member", None),
    ("a dash for full membership is nothing", {"full_member": "——", "status": "预备党员"}, "full_member", None),
    ("无 for full membership is nothing", {"full_member": "无", "status": "预备党员"}, "full_member", None),
    ("正式 means 正式党员", {"status": "正式"}, "status", "正式党员"),
    ("预备 means 预备党员", {"status": " 预备 "}, "status", "预备党员"),
    ("中共预备党员 means 预备党员", {"status": "中共预备党员"}, "status", "预备党员"),
    ("支部 means 党支部", {"branch": "作业一队支部"}, "branch", "作业一队党支部"),
    ("spaces inside a branch", {"branch": "作业一队 党支部"}, "branch", "作业一队党支部"),
    ("the branch's committee is the branch", {"branch": "作业一队党支部委员会"}, "branch", "作业一队党支部"),
    ("a head count after the branch", {"branch": "作业一队党支部（15人）"}, "branch", "作业一队党支部"),
    ("a name without 支部 stays", {"branch": "作业一队"}, "branch", "作业一队"),
    ("a phone stored as a number", {"phone": 12015031205.0}, "phone", "12015031205"),
    ("a phone with spaces", {"phone": "120 1503 1205"}, "phone", "12015031205"),
    (
        "a small x in the ID number",
        {"id_number": id_number("1985-03-12", "039").lower()},
        "id_number",
        id_number("1985-03-12", "039"),
    ),
    ("education stays in its script", {"education": "研究生（碩士）"}, "education", "研究生（碩士）"),
    ("a name in traditional characters stays", {"name": "單 雄"}, "name", "單雄"),
    ("a text that looks like a formula is a text", {"education": "=1+1"}, "education", "=1+1"),
    ("a real date", {"joined_party": date(2010, 7, 1)}, "joined_party", "2010-07-01"),
]


@pytest.mark.parametrize(("cells", "key", "right"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_reads(cells: dict[str, Cell], key: str, right: object) -> None:
    register = judged(**cells)
    assert found(register) == []
    [row] = register.people
    assert getattr(row, key) == right


def test_the_later_row_carries_the_duplicate_and_is_compared_with_nothing_else() -> None:
    register = read_register(sheet(HEADER, person(), person(name="丁", gender="女", birth_date="1990-01-01")), "x.xlsx")
    assert found(register) == [(3, "身份证号", "id-number-duplicate")]
    [problem] = register.problems
    assert "第 2 行（甲乙丙）" in problem.message


def test_a_duplicate_of_a_row_that_waits_is_a_duplicate_still() -> None:
    register = read_register(sheet(HEADER, person(joined_party="不详"), person(name="丁")), "x.xlsx")
    assert found(register) == [(2, "入党时间", "date-unreadable"), (3, "身份证号", "id-number-duplicate")]


def test_the_same_broken_number_twice_is_broken_twice_and_no_duplicate() -> None:
    register = read_register(sheet(HEADER, person(id_number=MAN[:17]), person(id_number=MAN[:17])), "x.xlsx")
    assert [code for _, _, code in found(register)] == ["id-number-checksum", "id-number-checksum"]


def test_a_waiting_row_keeps_what_was_written_and_what_was_read() -> None:
    [row] = judged(gender="女", branch="作业一队支部", name="沈  昊").waiting
    assert (row.sheet, row.row, row.name, row.branch) == ("花名册", 2, "沈昊", "作业一队党支部")
    assert row.raw["name"] == "沈  昊"
    assert row.raw["gender"] == "女"
    assert [problem.field for problem in row.problems] == ["gender"]


def test_a_row_without_name_and_number_is_listed_never_dropped() -> None:
    blank: list[Cell] = [None] * 9
    register = read_register(sheet(HEADER, person(), [*blank, "12000000009", "正式党员"]), "x.xlsx")
    assert register.counts.rows == 2
    assert {(row, code) for row, _, code in found(register)} == {(3, "required-missing")}


def test_no_sentence_shows_an_id_number_or_a_phone() -> None:
    register = read_register(
        sheet(HEADER, person(), person(name="丁"), person(id_number=MAN[:17]), person(id_number=9.9e17)), "x.xlsx"
    )
    assert len(register.problems) == 3
    assert not any(MAN[:8] in problem.message or "12000000001" in problem.message for problem in register.problems)


def test_people_are_plain_facts() -> None:
    [row] = judged().people
    assert row == PersonRow(
        sheet="花名册",
        row=2,
        name="甲乙丙",
        gender="男",
        ethnicity="汉族",
        birth_date="1985-03-12",
        id_number=MAN,
        education="本科",
        degree="",
        school="",
        major="",
        work_start=None,
        joined_party="2010-07-01",
        full_member="2011-07-01",
        branch="作业一队党支部",
        party_post="",
        admin_post="",
        phone="12000000001",
        status="正式党员",
    )
    assert not row.is_probationary
