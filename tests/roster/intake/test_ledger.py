"""Term ledgers: terms by rule, faults by row, and who is known."""

from __future__ import annotations

from datetime import date

import pytest

from leadgoose.ground.intake.problems import Unreadable
from leadgoose.roster.intake.ledger import read_ledger
from leadgoose.roster.intake.register import index_of, read_register
from leadgoose.roster.intake.results import Ledger, RegisterIndex, TermRow
from registers_made import HEADER as PEOPLE
from registers_made import Cell, id_number, person, sheet

HEADER = [
    "序号",
    "党支部名称",
    "成立时间",
    "本届选举时间",
    "任期（年）",
    "应换届时间",
    "延期或提前至",
    "批复文号",
    "书记",
    "副书记",
    "委员",
    "备注",
]
INDEX = RegisterIndex(
    branches=frozenset({"作业一队党支部", "作业二队党支部"}),
    people={"作业一队党支部": {"甲": 1, "乙": 1, "丙": 1, "重名": 2, "单雄": 1, "买买提 江": 1}, "作业二队党支部": {"丁": 1}},
    waiting={"作业一队党支部": frozenset({"待改"}), "": frozenset({"无支部"})},
    aliases={"作业二大队党支部": "作业二队党支部", "老作业队": "作业二队党支部"},
)


def term(**cells: Cell) -> list[Cell]:
    own: dict[str, Cell] = {
        "seq": 1,
        "branch": "作业一队党支部",
        "founded_on": "2001-05-10",
        "elected_on": "2024-03-07",
        "years": 3,
        "expires_on": "2027-03-07",
        "shifted_to": "",
        "reply_no": "",
        "secretary": "甲",
        "deputies": "乙",
        "members": "丙",
        "note": "",
    }
    assert set(cells) <= set(own)
    return list({**own, **cells}.values())


def judged(*rows: list[Cell], index: RegisterIndex = INDEX) -> Ledger:
    return read_ledger(sheet(["台账"], ["截止日期：2026年10月31日"], HEADER, *rows), "x.xlsx", index)


def found(ledger: Ledger) -> list[tuple[str, str, str]]:
    return [(problem.column, problem.code, problem.severity) for problem in ledger.problems]


FAULTS: list[tuple[str, dict[str, Cell], list[tuple[str, str, str]]]] = [
    ("a term without a fault", {}, []),
    ("a branch that the register does not have", {"branch": "作业九队党支部"}, [("党支部名称", "branch-unknown", "error")]),
    (
        "officers of an unknown branch are not judged",
        {"branch": "作业九队党支部", "secretary": "谁"},
        [("党支部名称", "branch-unknown", "error")],
    ),
    ("no branch", {"branch": ""}, [("党支部名称", "required-missing", "error")]),
    ("an election year alone", {"elected_on": "2024年"}, [("本届选举时间", "date-unreadable", "error")]),
    ("an election month alone", {"elected_on": "2024-03"}, [("本届选举时间", "date-unreadable", "error")]),
    ("no election day", {"elected_on": ""}, [("本届选举时间", "date-unreadable", "error")]),
    ("no length of the term", {"years": ""}, [("任期（年）", "required-missing", "error")]),
    ("a length that is none", {"years": "长期"}, [("任期（年）", "required-missing", "error")]),
    ("a length of thirty years", {"years": 30}, [("任期（年）", "required-missing", "error")]),
    ("a secretary whom nobody knows", {"secretary": "谁"}, [("书记", "person-unknown", "error")]),
    ("a secretary of another branch", {"secretary": "丁"}, [("书记", "person-unknown", "error")]),
    ("two of that name in the branch", {"deputies": "重名"}, [("副书记", "person-ambiguous", "error")]),
    (
        "two unknown members are two problems",
        {"members": "谁、丙、又谁"},
        [("委员", "person-unknown", "error"), ("委员", "person-unknown", "error")],
    ),
    ("the sheet's expiry a year early", {"expires_on": "2026-03-07"}, [("应换届时间", "expiry-mismatch", "warning")]),
    ("the sheet's expiry a day early", {"expires_on": "2027-03-06"}, [("应换届时间", "expiry-mismatch", "warning")]),
    ("the sheet's expiry as the right month", {"expires_on": "2027年3月"}, []),
    ("the sheet's expiry unreadable", {"expires_on": "三年后"}, [("应换届时间", "expiry-mismatch", "warning")]),
    ("no expiry in the sheet", {"expires_on": ""}, []),
    ("shifted by exactly a year", {"shifted_to": "2028-03-07", "reply_no": "示〔2027〕1号"}, []),
    (
        "shifted by a year and a day",
        {"shifted_to": "2028-03-08", "reply_no": "示〔2027〕1号"},
        [("延期或提前至", "shift-too-long", "warning")],
    ),
    ("shifted earlier", {"shifted_to": "2026-12-01", "reply_no": "示〔2026〕1号"}, []),
    ("shifted without a reply", {"shifted_to": "2027-06-01"}, [("延期或提前至", "shift-without-reply", "warning")]),
    (
        "shifted too long and without a reply",
        {"shifted_to": "2029-01-01"},
        [("延期或提前至", "shift-too-long", "warning"), ("延期或提前至", "shift-without-reply", "warning")],
    ),
    ("a shift to no day", {"shifted_to": "2027年", "reply_no": "1"}, [("延期或提前至", "date-unreadable", "error")]),
    ("a dash for no shift", {"shifted_to": "—", "reply_no": "/"}, []),
    (
        "a founding day that cannot be read keeps nothing back",
        {"founded_on": "不详"},
        [("成立时间", "date-unreadable", "warning")],
    ),
    ("no officers at all is a vacancy", {"secretary": "", "deputies": "", "members": ""}, []),
    ("空缺 is a vacancy", {"secretary": "空缺"}, []),
    ("an officer whose row waits for correction is known", {"secretary": "待改"}, []),
    ("an officer whose waiting row says no branch is known", {"secretary": "无支部"}, []),
]


@pytest.mark.parametrize(("cells", "right"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_faults(cells: dict[str, Cell], right: list[tuple[str, str, str]]) -> None:
    ledger = judged(term(**cells))
    assert found(ledger) == right
    waits = any(severity == "error" for _, _, severity in right)
    assert (len(ledger.terms), len(ledger.waiting)) == ((0, 1) if waits else (1, 0))
    assert all(problem.row == 4 and problem.message for problem in ledger.problems)


READ: list[tuple[str, dict[str, Cell], str, object]] = [
    ("29 February and three years end on the 28th", {"elected_on": "2024-02-29", "expires_on": ""}, "expires_on", "2027-02-28"),
    (
        "29 February and four years end on the 29th",
        {"elected_on": "2024-02-29", "years": 4, "expires_on": ""},
        "expires_on",
        "2028-02-29",
    ),
    ("the expiry is the rule's, never the sheet's", {"expires_on": "2026-01-01"}, "expires_on", "2027-03-07"),
    ("years as words", {"years": "三年"}, "years", 3),
    ("years with 年", {"years": "5年", "expires_on": ""}, "years", 5),
    ("支部 means 党支部", {"branch": "作业一队支部"}, "branch", "作业一队党支部"),
    ("the branch in the other script", {"branch": "作業一隊黨支部"}, "branch", "作业一队党支部"),
    (
        "a name that was matched once",
        {"branch": "作业二大队支部", "secretary": "丁", "deputies": "", "members": ""},
        "branch",
        "作业二队党支部",
    ),
    (
        "a matched name without 支部",
        {"branch": "老作业队", "secretary": "", "deputies": "", "members": ""},
        "branch",
        "作业二队党支部",
    ),
    ("an empty secretary is none", {"secretary": ""}, "secretary", None),
    ("names by 、", {"members": "乙、丙"}, "members", ("乙", "丙")),
    ("names by commas and line breaks", {"members": "乙，丙\n甲"}, "members", ("乙", "丙", "甲")),
    ("names by spaces, each known", {"members": "单雄 待改"}, "members", ("单雄", "待改")),
    ("a name with a space of its own", {"members": "买买提 江"}, "members", ("买买提 江",)),
    ("posts in brackets", {"members": "乙（组织委员）、丙(宣传委员)"}, "members", ("乙", "丙")),
    ("posts before a colon", {"members": "组织委员：乙；宣传委员：丙"}, "members", ("乙", "丙")),
    ("a name in the other script is that person, written as the ledger does", {"secretary": "單雄"}, "secretary", "單雄"),
    ("the shift's words before its day", {"shifted_to": "延期至2027年6月1日", "reply_no": "1"}, "shifted_to", "2027-06-01"),
    (
        "a reply's number stays as written",
        {"shifted_to": "2027-06-01", "reply_no": "示工党发〔2026〕52号"},
        "reply_no",
        "示工党发〔2026〕52号",
    ),
    ("a founding month is kept as such", {"founded_on": "1998.07"}, "founded_on", "1998-07"),
    ("a real date", {"elected_on": date(2024, 3, 7)}, "elected_on", "2024-03-07"),
]


@pytest.mark.parametrize(("cells", "key", "right"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_reads(cells: dict[str, Cell], key: str, right: object) -> None:
    ledger = judged(term(**cells))
    assert [problem for problem in ledger.problems if problem.severity == "error"] == []
    [row] = ledger.terms
    assert getattr(row, key) == right


def test_terms_are_plain_facts() -> None:
    ledger = judged(term())
    assert ledger.terms == (
        TermRow(
            sheet="花名册",
            row=4,
            branch="作业一队党支部",
            elected_on="2024-03-07",
            years=3,
            expires_on="2027-03-07",
            shifted_to=None,
            reply_no=None,
            secretary="甲",
            deputies=("乙",),
            members=("丙",),
            founded_on="2001-05-10",
            note="",
        ),
    )
    assert ledger.reported_on == "2026-10-31"


def test_a_signature_line_below_is_no_term() -> None:
    ledger = judged(term(), ["填表人：", "", "审核人："])
    assert len(ledger.terms) == 1
    assert ledger.problems == ()


def test_a_register_is_no_ledger() -> None:
    with pytest.raises(Unreadable, match="党支部名称"):
        read_ledger(sheet(PEOPLE, person()), "x.xlsx", INDEX)


INDEXES: list[tuple[str, list[list[Cell]], str, list[str]]] = [
    ("a person once", [person()], "甲乙丙", []),
    ("two people of one name", [person(), person(id_number=id_number(order="013"))], "甲乙丙", ["person-ambiguous"]),
    ("one person registered twice is one", [person(), person()], "甲乙丙", []),
    (
        "an accepted and a waiting person of one name are two",
        [person(), person(id_number=id_number(order="013")[:17])],
        "甲乙丙",
        ["person-ambiguous"],
    ),
    (
        "a person whose row waits",
        [person(joined_party="不详"), person(name="丁", id_number=id_number(order="013"))],
        "甲乙丙",
        [],
    ),
    (
        "a person whose row waits for its branch",
        [person(branch=""), person(name="丁", id_number=id_number(order="013"))],
        "甲乙丙",
        [],
    ),
    (
        "a person of another branch",
        [person(branch="作业二队党支部"), person(name="丁", id_number=id_number(order="013"))],
        "甲乙丙",
        ["person-unknown"],
    ),
]


@pytest.mark.parametrize(("people", "secretary", "codes"), [case[1:] for case in INDEXES], ids=[case[0] for case in INDEXES])
def test_who_is_known_from_a_register(people: list[list[Cell]], secretary: str, codes: list[str]) -> None:
    index = index_of(read_register(sheet(PEOPLE, *people), "x.xlsx"))
    ledger = judged(term(secretary=secretary, deputies="", members=""), index=index)
    assert [problem.code for problem in ledger.problems] == codes


def test_a_branch_of_waiting_rows_only_is_a_branch() -> None:
    index = index_of(read_register(sheet(PEOPLE, person(joined_party="不详")), "x.xlsx"))
    assert index.branches == {"作业一队党支部"}
