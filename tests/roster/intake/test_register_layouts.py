"""What real registers look like around their rows: all of it is read, and what is not a row of data says why."""

from __future__ import annotations

from collections.abc import Sequence

import opencc
import pytest

from leadgoose.ground.intake.problems import Unreadable
from leadgoose.roster.intake.columns import LEDGER, LEDGER_COLUMNS, REGISTER, REGISTER_COLUMNS
from leadgoose.roster.intake.register import read_register
from leadgoose.roster.intake.results import Register
from registers_made import DATA, HEADER, Cell, comma_separated, id_number, person, sheet, workbook

Rows = Sequence[Sequence[Cell]]
A = person(name="甲", id_number=id_number("1985-03-12", "011"))
B = person(name="乙", id_number=id_number("1985-03-12", "013"))
C = person(name="丙", id_number=id_number("1985-03-12", "015"))
BRANCH = HEADER.index("所在党支部")


def without_branch(row: Sequence[Cell], branch: Cell = "") -> list[Cell]:
    return [*row[:BRANCH], branch, *row[BRANCH + 1 :]]


def cut(row: Sequence[Cell]) -> list[Cell]:
    """The row without the branch's column."""
    return [*row[:BRANCH], *row[BRANCH + 1 :]]


def names(register: Register) -> list[str]:
    return [row.name for row in register.people]


def whys(register: Register) -> list[tuple[int, str]]:
    return [(line.row, line.why) for line in register.left_out]


AROUND: list[tuple[str, Rows, list[str], list[tuple[int, str]]]] = [
    (
        "a title and a unit line above",
        [["示例处党员花名册"], ["填报单位：示例处　　填报日期：2026年10月31日"], HEADER, A],
        ["甲"],
        [(1, "title"), (2, "title"), (3, "header")],
    ),
    ("the header repeated on the next page", [HEADER, A, HEADER, B], ["甲", "乙"], [(1, "header"), (3, "header")]),
    (
        "title, unit and header repeated on the next page",
        [["花名册"], ["填报单位：示例处"], HEADER, A, ["花名册"], ["填报单位：示例处"], HEADER, B],
        ["甲", "乙"],
        [(1, "title"), (2, "title"), (3, "header"), (5, "title"), (6, "title"), (7, "header")],
    ),
    ("blank rows", [HEADER, A, [], ["", " ", None], B], ["甲", "乙"], [(1, "header")]),
    (
        "小计 and 合计",
        [HEADER, A, ["小计", "1人"], B, ["合 计", "", "2"]],
        ["甲", "乙"],
        [(1, "header"), (3, "total"), (5, "total")],
    ),
    ("小計 and 合計", [HEADER, A, ["小計"], ["合計", "2"]], ["甲"], [(1, "header"), (3, "total"), (4, "total")]),
    ("a signature line below", [HEADER, A, ["填表人：　　审核人：　　联系电话："]], ["甲"], [(1, "header"), (3, "footer")]),
    (
        "a signature line in several cells",
        [HEADER, A, ["填表人：", "", "审核人：", "", "联系电话："]],
        ["甲"],
        [(1, "header"), (3, "footer")],
    ),
    (
        "notes below",
        [HEADER, A, ["注：1.本表一式两份"], ["2.身份证号须为18位，不得省略"]],
        ["甲"],
        [(1, "header"), (3, "footer"), (4, "footer")],
    ),
    ("page numbers", [HEADER, A, ["第 1 页 共 2 页"], B], ["甲", "乙"], [(1, "header"), (3, "footer")]),
    (
        "numbers of columns under the header",
        [HEADER, [str(n) for n in range(1, 12)], A],
        ["甲"],
        [(1, "header"), (2, "numbered")],
    ),
    (
        "rows that hold only a number prepared for later",
        [["序号", *HEADER], [1, *A], [2], [3]],
        ["甲"],
        [(1, "header"), (3, "numbered"), (4, "numbered")],
    ),
    (
        "columns in another order from the second page on",
        [HEADER, A, HEADER[::-1], B[::-1]],
        ["甲", "乙"],
        [(1, "header"), (3, "header")],
    ),
    (
        "a small table of the reporter above",
        [["填报人", "电话"], ["某人", "12000000009"], HEADER, A],
        ["甲"],
        [(1, "title"), (2, "title"), (3, "header")],
    ),
]


@pytest.mark.parametrize(("rows", "people", "left_out"), [case[1:] for case in AROUND], ids=[case[0] for case in AROUND])
def test_lines_that_are_no_rows(rows: Rows, people: list[str], left_out: list[tuple[int, str]]) -> None:
    register = read_register(sheet(*rows), "x.xlsx")
    assert names(register) == people
    assert register.problems == ()
    assert whys(register) == left_out


def test_the_unit_and_the_day_are_read_from_the_line_above() -> None:
    register = read_register(sheet(["填报单位：示例处（盖章）　　　填报日期：2026.10.31"], HEADER, A), "x.xlsx")
    assert (register.unit, register.reported_on) == ("示例处(盖章)", "2026-10-31")


def test_the_unit_and_the_day_may_stand_in_cells_of_their_own() -> None:
    register = read_register(sheet(["填報單位：", "示例處", "", "填報日期：", "2026年10月31日"], HEADER, A), "x.xlsx")
    assert (register.unit, register.reported_on) == ("示例處", "2026-10-31")


def test_the_day_may_stand_below_the_table() -> None:
    register = read_register(sheet(HEADER, A, ["填表人：某人", "", "填表日期：2026-10-31"]), "x.xlsx")
    assert register.reported_on == "2026-10-31"


def test_a_branch_merged_over_its_members_is_theirs() -> None:
    rows = [HEADER, A, without_branch(B), HEADER, without_branch(C)]
    register = read_register(workbook({"花名册": rows}, [(1, BRANCH, 4, BRANCH)]), "x.xlsx")
    assert [(row.name, row.branch) for row in register.people] == [
        ("甲", "作业一队党支部"),
        ("乙", "作业一队党支部"),
        ("丙", "作业一队党支部"),
    ]


def test_an_empty_branch_outside_a_merged_cell_is_missing() -> None:
    register = read_register(workbook({"花名册": [HEADER, A, without_branch(B), without_branch(C)]}, [(1, BRANCH, 2, BRANCH)]), "x.xlsx")
    assert [(problem.row, problem.code) for problem in register.problems] == [(4, "required-missing")]


def test_csv_that_lost_its_merged_cells_gets_the_branch_from_above() -> None:
    people = [person(name=f"甲{n}", id_number=id_number("1985-03-12", f"{n:02}1"), branch="" if n % 3 else f"作业{n}队支部") for n in range(9)]
    register = read_register(comma_separated([HEADER, *people]), "x.csv")
    assert [row.branch for row in register.people] == [f"作业{n - n % 3}队党支部" for n in range(9)]


def test_csv_with_every_branch_filled_in_but_one_has_one_missing() -> None:
    people = [person(name=f"甲{n}", id_number=id_number("1985-03-12", f"{n:02}1"), branch="" if n == 4 else "作业一队支部") for n in range(9)]
    register = read_register(comma_separated([HEADER, *people]), "x.csv")
    assert [(problem.row, problem.code) for problem in register.problems] == [(6, "required-missing")]


BRANCHES: list[tuple[str, str, Rows, list[str]]] = [
    ("the sheet's name", "作业一队支部", [cut(HEADER), cut(A)], ["作业一队党支部"]),
    ("the unit before the sheet's name", "作业一队支部", [["填报单位：作业二队党支部"], cut(HEADER), cut(A)], ["作业二队党支部"]),
    (
        "a line alone above its members",
        "花名册",
        [cut(HEADER), ["作业一队党支部（1人）"], cut(A), ["作业二队支部"], cut(B)],
        ["作业一队党支部", "作业二队党支部"],
    ),
    (
        "a unit line before each block",
        "花名册",
        [["填报单位：作业一队党支部"], cut(HEADER), cut(A), ["填报单位：作业二队党支部"], cut(HEADER), cut(B)],
        ["作业一队党支部", "作业二队党支部"],
    ),
]


@pytest.mark.parametrize(("name", "rows", "branches"), [case[1:] for case in BRANCHES], ids=[case[0] for case in BRANCHES])
def test_without_a_branch_column_the_branch_is(name: str, rows: Rows, branches: list[str]) -> None:
    register = read_register(workbook({name: rows}), "x.xlsx")
    assert [row.branch for row in register.people] == branches
    assert register.problems == ()


def test_without_a_branch_anywhere_every_row_lacks_it() -> None:
    register = read_register(sheet(cut(HEADER), cut(A)), "x.xlsx")
    [problem] = register.problems
    assert (problem.code, problem.column, problem.place) == ("required-missing", "所在党支部", None)
    assert problem.message == "表中没有“所在党支部”这一列，请补上该列"


def test_one_sheet_per_branch_and_one_that_is_no_register() -> None:
    register = read_register(
        workbook({"作业一队党支部": [HEADER, A], "作业二队党支部": [HEADER, B], "填表说明": [["身份证号须为18位"]], "空": []}),
        "x.xlsx",
    )
    assert names(register) == ["甲", "乙"]
    assert [(line.sheet, line.why) for line in register.left_out if line.row == 0] == [("填表说明", "no-header"), ("空", "empty")]


def test_a_number_on_two_sheets_is_a_duplicate_on_the_second() -> None:
    register = read_register(workbook({"一": [HEADER, A], "二": [HEADER, A]}), "x.xlsx")
    [problem] = register.problems
    assert (problem.sheet, problem.row, problem.code) == ("二", 2, "id-number-duplicate")
    assert "“一”第 2 行" in problem.message


def test_columns_that_no_field_knows_are_named() -> None:
    register = read_register(sheet([*HEADER, "籍贯", "备注"], [*A, "某地", ""]), "x.xlsx")
    assert [column.column for column in register.unread_columns] == ["籍贯", "备注"]


def test_a_header_of_two_rows() -> None:
    top = ["姓名", "性别", "职务", "", "身份证号", "入党时间", "所在党支部", "党员类别"]
    below = ["", "", "党内", "行政", "", "", "", ""]
    row = ["甲", "男", "书记", "队长", id_number(), "2010-07-01", "作业一队党支部", "正式党员"]
    register = read_register(workbook({"花名册": [top, below, row]}, [(0, 2, 0, 3), *((0, place, 1, place) for place in (0, 1, 4, 5, 6, 7))]), "x.xlsx")
    [read] = register.people
    assert (read.row, read.party_post, read.admin_post) == (3, "书记", "队长")


def test_of_two_columns_for_one_thing_the_second_fills_the_first() -> None:
    header = [*HEADER, "手机"]
    register = read_register(sheet(header, [*person(phone=""), "12000000007"], [*B, "12000000008"]), "x.xlsx")
    assert [row.phone for row in register.people] == ["12000000007", "12000000001"]


def test_a_required_column_named_twice_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        read_register(sheet([*HEADER, "姓 名"], [*A, "别人"]), "x.xlsx")
    assert caught.value.code == "column-twice"
    assert "A 列和 L 列" in caught.value.message


NO_HEADER: list[tuple[str, Rows]] = [
    ("no rows at all", [[]]),
    ("one empty cell", [[" "]]),
    ("people but no header", [A, B]),
    ("a header of two names only", [["姓名", "性别"], ["甲", "男"]]),
    ("another kind of table", [["物资名称", "数量", "单位", "备注"], ["钻杆", 3, "根", ""]]),
]


@pytest.mark.parametrize("rows", [case[1] for case in NO_HEADER], ids=[case[0] for case in NO_HEADER])
def test_no_header(rows: Rows) -> None:
    with pytest.raises(Unreadable) as caught:
        read_register(sheet(*rows), "x.xlsx")
    assert caught.value.code == "no-header"


def test_a_csv_of_mojibake_has_no_header() -> None:
    with pytest.raises(Unreadable, match="乱码"):
        read_register("姓名,性別,入黨時間\n".encode("big5"), "x.csv")


def test_a_header_without_rows_is_an_empty_register() -> None:
    register = read_register(sheet(["花名册"], HEADER), "x.xlsx")
    assert (register.counts.rows, register.problems, register.people) == (0, (), ())


@pytest.mark.parametrize("name", ["register.xls", "register.ods"])
def test_other_formats_say_the_same_as_the_workbook(name: str) -> None:
    whole = read_register(DATA / "roster-clean.xlsx")
    register = read_register(DATA / name)
    assert register.problems == ()
    facts = [row.id_number for row in whole.people[:40]], [row.branch for row in whole.people[:40]]
    assert ([row.id_number for row in register.people], [row.branch for row in register.people]) == facts
    assert (register.unit, register.reported_on) == ("示例油田工程技术处", "2026-10-31")


TO_TRADITIONAL = opencc.OpenCC("s2t")


@pytest.mark.parametrize(("layout", "columns"), [(REGISTER, REGISTER_COLUMNS), (LEDGER, LEDGER_COLUMNS)], ids=["register", "ledger"])
def test_every_name_of_a_column_is_known_in_both_scripts_and_spread(layout: object, columns: dict[str, tuple[str, ...]]) -> None:
    for field, usual in columns.items():
        for name in usual:
            for written in (
                name,
                TO_TRADITIONAL.convert(name),
                " ".join(name),
                f"*{name}：",
                name + "（必填）",
                name.replace("(", "（").replace(")", "）"),
            ):
                known = layout.field_of(written)  # type: ignore[attr-defined]
                assert known is not None, written
                assert known[0] == field, written


def test_a_register_in_traditional_characters() -> None:
    header = [
        "姓名",
        "性別",
        "民族",
        "出生年月",
        "公民身份號碼",
        "文化程度",
        "加入黨組織日期",
        "轉為正式黨員日期",
        "所屬支部",
        "聯繫電話",
        "人員類別",
    ]
    rows = [
        header,
        person(name="單雄", branch="作業一隊支部", status="正式"),
        person(name="乙", id_number=id_number("1985-03-12", "013"), branch="作業一隊黨支部", status="預備", full_member=""),
    ]
    register = read_register(sheet(*rows), "x.xlsx")
    assert [(row.name, row.branch, row.status) for row in register.people] == [
        ("單雄", "作業一隊黨支部", "正式黨員"),
        ("乙", "作業一隊黨支部", "預備黨員"),
    ]
    assert register.counts.branches == 1
    assert register.people[1].is_probationary


def test_a_traditional_header_over_simplified_cells_converts_none_of_them() -> None:
    header = ["姓名", "性別", "民族", "出生年月", "身份證號", "學歷", "入黨時間", "轉正時間", "所在黨支部", "聯繫電話", "黨員類別"]
    rows = [person(), person(name="乙", id_number=id_number("1985-03-12", "013"), branch="作业一队支部", status="正式")]
    register = read_register(sheet(header, *rows), "x.xlsx")
    assert [(row.branch, row.status) for row in register.people] == [("作业一队党支部", "正式党员")] * 2
    assert register.people[0].education == "本科"
