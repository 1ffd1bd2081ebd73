"""The grid: what is pasted fills what is unknown, says where it is wrong, and never guesses."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from office import NOW, TODAY, Office, ledger, member, open_office, register, term
from openpyxl import load_workbook

from again import Again
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.worker import perform
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.vault.actions import open_sealed
from leadgoose.roster.actions.grid import fill_grid
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.intake.grid import read_grid, text_of
from leadgoose.roster.models import Organisation, OrganisationFact, Post, ProductionUnit
from leadgoose.roster.queries.grid import compare_grid, grid_now, unknown_counts
from leadgoose.roster.web import grid

HEADER = "党支部名称\t上级总支\t单位名称\t单位类别\t核定委员数\t是否设委员会\t书记专/兼职\t是否交叉任职\t书记任职时间\t书记产生方式"
FULL = f"{HEADER}\n一队党支部\t作业大队党总支\t作业一队\t生产单位\t5\t是\t专职\t否\t2024-05-10\t选举产生\n"


def _office() -> Office:
    office = open_office()
    office.take(register(member(1, "甲", "一队党支部", 党内职务="书记"), member(2, "乙", "二队党支部"), member(3, "丙", "机关党支部")))
    return office


the_office = Again(_office)


@pytest.fixture
def office(db: None) -> Office:
    return the_office()


def place(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def values(name: str) -> dict[str, object]:
    now = grid_now("top")
    return {field: value for field, value in now.lines[place(name).key].values.items() if field != "branch"}


def test_a_full_row_fills_everything_and_builds_the_general_branch(office: Office) -> None:
    receipt, seen = fill_grid(office.top, FULL, by=office.by, at=NOW)
    assert receipt is not None and seen.changes == 9
    assert values("一队党支部") == {
        "general": "作业大队党总支", "unit": "作业一队", "unit_kind": "production", "seats": 5, "committee": True, "full_time": True,
        "cross_appointed": False, "since": date(2024, 5, 10), "came_by": "elected",
    }
    general, branch = place("作业大队党总支"), place("一队党支部")
    assert (general.kind, general.parent, branch.parent) == ("general_branch", office.top, general)
    assert branch.path == f"/top/{general.key}/{branch.key}/"
    assert OrganisationFact.objects.on(date(2026, 10, 31)).get(organisation=branch).parent == general     # unknown until now, not changed now
    assert values("二队党支部") == {}
    entry = Entry.objects.get(act="GridFilled")
    assert entry.facts == {"organisations": {branch.key: sorted(values("一队党支部"))}, "created": [general.key]}
    assert (entry.typed, entry.filled) == (9, 0)
    assert open_sealed(branch.key, "unit", entry.sealed[branch.key]["unit"]) == "作业一队"
    post = Post.objects.known().get(kind="secretary")
    assert (post.source, post.valid_from) == ("register", date(2026, 10, 31))


def test_the_same_grid_again_changes_nothing(office: Office) -> None:
    fill_grid(office.top, FULL, by=office.by, at=NOW)
    before = (Entry.objects.count(), OrganisationFact.objects.count(), Post.objects.count())
    receipt, seen = fill_grid(office.top, FULL, by=office.by, at=NOW)
    assert (receipt, seen.changes, seen.faults) == (None, 0, 0)
    assert (Entry.objects.count(), OrganisationFact.objects.count(), Post.objects.count()) == before


def test_empty_cells_and_missing_columns_say_nothing(office: Office) -> None:
    fill_grid(office.top, FULL, by=office.by, at=NOW)
    full = values("一队党支部")
    _, seen = fill_grid(office.top, "支部\t核定委员数\t上级总支\n一队支部\t\t\n二队党支部\t3\t", by=office.by, at=NOW)
    assert seen.changes == 1
    assert values("一队党支部") == full
    assert values("二队党支部") == {"seats": 3}


def test_what_was_known_otherwise_changes_today_and_the_past_stays(office: Office) -> None:
    fill_grid(office.top, FULL, by=office.by, at=NOW)
    fill_grid(office.top, "党支部名称\t核定委员数\n一队党支部\t7", by=office.by, at=NOW)
    facts = OrganisationFact.objects.filter(organisation=place("一队党支部"))
    assert facts.on(TODAY).get().seats == 7
    assert facts.on(date(2026, 11, 22)).get().seats == 5


def test_without_a_committee_there_are_no_seats(office: Office) -> None:
    fill_grid(office.top, "党支部名称\t核定委员数\n一队党支部\t5", by=office.by, at=NOW)
    fill_grid(office.top, "党支部名称\t是否设委员会\n一队党支部\t否", by=office.by, at=NOW)
    fact = OrganisationFact.objects.on(TODAY).get(organisation=place("一队党支部"))
    assert (fact.no_committee, fact.seats) == (True, None)


def test_several_branches_share_one_unit_and_one_new_general_branch(office: Office) -> None:
    text = "党支部名称\t上级总支\t单位名称\t单位类别\n一队党支部\t作业大队党总支\t作业大队\t生产\n二队党支部\t作业大队总支\t作业大队\t"
    _, seen = fill_grid(office.top, text.replace("作业大队总支", "作业大队党总支"), by=office.by, at=NOW)
    assert seen.new_general == ("作业大队党总支",)
    assert ProductionUnit.objects.count() == 1
    assert {values(name)["unit_kind"] for name in ("一队党支部", "二队党支部")} == {"production"}
    assert place("作业大队党总支").children.count() == 2


FAULTS = [
    ("an unknown branch", "九队党支部\t5", "核定委员数", "branch", "花名册里没有这个支部，请核对名称"),
    ("no branch", "\t5", "核定委员数", "branch", "没有填写党支部名称"),
    ("the same branch twice", "一队党支部\t5\n一队支部\t5", "核定委员数", "branch", "与第 2 行是同一个支部，请合成一行"),
    ("no seats at all", "一队党支部\t0", "核定委员数", "seats", "请填 1 至 15 的整数"),
    ("more seats than there are", "一队党支部\t16", "核定委员数", "seats", "请填 1 至 15 的整数"),
    ("seats in words", "一队党支部\t五", "核定委员数", "seats", "请填 1 至 15 的整数"),
    ("neither yes nor no", "一队党支部\t也许", "是否设委员会", "committee", "请填是或否"),
    ("a month only", "一队党支部\t2024-05", "书记任职时间", "since", "请按 2024-08-27 的样子填到日"),
    ("a day to come", "一队党支部\t2026-11-24", "书记任职时间", "since", "还没有到这一天"),
    ("a branch without a secretary", "二队党支部\t专职", "书记专/兼职", "full_time", "没有书记，书记的情况无从填写"),
    ("half-time", "一队党支部\t半职", "书记专/兼职", "full_time", "请填专职或兼职"),
    ("two ways at once", "一队党支部\t选举后任命", "书记产生方式", "came_by", "请填选举产生、上级指派或任免文件"),
    ("a branch as general branch", "一队党支部\t二队党支部", "上级总支", "general", "党总支的名称应以“党总支”结尾"),
    ("a kind without a unit", "一队党支部\t生产", "单位类别", "unit_kind", "请先填单位名称"),
    ("a kind that is none", "一队党支部\t车队", "单位类别", "unit_kind", "请填生产单位、后勤服务、机关科研或离退休"),
]


@pytest.mark.parametrize(("rows", "column", "field", "message"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_wrong_cell_is_named_and_nothing_is_written(office: Office, rows: str, column: str, field: str, message: str) -> None:
    text = f"党支部名称\t{column}\n{rows}"
    seen = compare_grid("top", read_grid(text), TODAY)
    faults = [(name, cell.fault.message) for row in seen.rows for name, cell in row.cells.items() if cell.fault]
    assert faults == [(field, message)]
    with pytest.raises(Refused) as no:
        fill_grid(office.top, text, by=office.by, at=NOW)
    assert no.value.code == "grid-faults"
    assert not Entry.objects.filter(act="GridFilled").exists()


def test_one_wrong_cell_keeps_the_right_ones_out_too(office: Office) -> None:
    with pytest.raises(Refused):
        fill_grid(office.top, "党支部名称\t核定委员数\n一队党支部\t5\n二队党支部\t五", by=office.by, at=NOW)
    assert values("一队党支部") == {}


def test_a_secretary_in_dispute_is_settled_first(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部", 党内职务="书记"), member(4, "丁", "一队党支部")), date(2026, 11, 1))
    office.take_terms(ledger(term("一队党支部", 书记="丁")))
    seen = compare_grid("top", read_grid(FULL), TODAY)
    assert {cell.fault.message for row in seen.rows for cell in row.cells.values() if cell.fault} == {"书记有几种说法，请先在“任职不一致”中选定"}


def test_unknown_stays_unknown_and_is_counted(office: Office) -> None:
    assert unknown_counts(grid_now("top")) == {
        "general": 0, "unit": 3, "unit_kind": 3, "seats": 3, "committee": 3, "full_time": 1, "cross_appointed": 1, "since": 1, "came_by": 1,
    }
    fill_grid(office.top, FULL, by=office.by, at=NOW)
    assert unknown_counts(grid_now("top"))["unit"] == 3       # the new general branch's own unit is not known either


@pytest.mark.parametrize("text", ["", "一队党支部\t5", "党支部名称\n一队党支部", "a\tb\nc\td"])
def test_without_a_header_nothing_can_be_read(office: Office, text: str) -> None:
    assert read_grid(text).fault is not None
    with pytest.raises(Refused):
        fill_grid(office.top, text, by=office.by, at=NOW)


def test_excel_quotes_spaces_full_width_and_traditional_headers_are_read() -> None:
    grid = read_grid('黨支部名稱\t核定委員數（人）\t書記專/兼職\n"一隊黨支部"\t５\t專職\n\n')
    assert grid.columns == ("branch", "seats", "full_time")
    assert [(row.number, row.values) for row in grid.rows] == [(2, {"branch": "一隊黨支部", "seats": 5, "full_time": True})]


def test_only_the_clerk_may(office: Office) -> None:
    with pytest.raises(Denied):
        fill_grid(office.top, FULL, by=office.stranger, at=NOW)


def test_the_downloaded_grid_is_read_again_as_it_stands(office: Office) -> None:
    from leadgoose.ground.intake.workbook import open_sheets

    fill_grid(office.top, FULL, by=office.by, at=NOW)
    assert "formaction" in office.client().get("/o/top/grid/?format=xlsx").content.decode(), "a file with secretaries' data is taken by POST"
    content = office.client().post("/o/top/grid/?format=xlsx").content
    taken = Entry.objects.get(act="FileTaken")
    [secretary] = Post.objects.filter(valid_to=None, retracted_at=None)
    assert (taken.facts["page"], taken.facts["people"], taken.person_key) == ("roster.fill_grid", 1, secretary.person.key)
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert "office-clerk" in str(sheet["A2"].value) and "2026-11-23" in str(sheet["A2"].value)
    seen = compare_grid("top", read_grid(text_of(open_sheets(content, "补录表.xlsx"))), TODAY)
    assert (len(seen.rows), seen.changes, seen.faults) == (4, 0, 0)


@pytest.mark.once
def test_of_very_many_lines_a_worker_writes_the_file_for_whoever_ordered_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at, client = "/o/top/grid/?format=xlsx", office.client()
    fill_grid(office.top, FULL, by=office.by, at=NOW)
    few = sheet_of(client.post(at).content)
    monkeypatch.setattr(settings, "VAR", tmp_path)
    monkeypatch.setattr(grid, "AT_ONCE", 2)
    assert "开始制作" in client.get(at).content.decode() and not Job.objects.exists()
    assert "党组织 4 个，不在这里逐项统计" in client.get("/o/top/grid/").content.decode()
    client.post(at, {"order": "1"})
    assert "等待后台处理" in client.get(at).content.decode()
    assert perform(Job.objects.get().key) == "done"
    assert "已做好，可以下载：" in client.get("/o/top/watch/").content.decode() and "下载</button>" in client.get(at).content.decode()
    made = client.post(at + "&made=1")
    assert sheet_of(b"".join(made.streaming_content))[2:] == few[2:] and "attachment" in made["Content-Disposition"]
    assert [one.facts["page"] for one in Entry.objects.filter(act="FileTaken")] == ["roster.fill_grid"] * 2
    client.post(at, {"order": "1"})
    client.post(at, {"stop": "1"})
    assert "已取消，没有留下文件。" in client.get(at).content.decode()


def sheet_of(content: bytes) -> list[list[str]]:
    return [[str(cell.value or "") for cell in row] for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows()]


def test_the_page_previews_then_takes(office: Office) -> None:
    client = office.client()
    assert "资料未知" in client.get("/o/top/grid/").content.decode()
    preview = client.post("/o/top/grid/", {"grid": FULL, "act": "preview"})
    text = preview.content.decode()
    assert preview.status_code == 200 and "将新建党总支：作业大队党总支" in text and not ProductionUnit.objects.exists()
    shown = preview.context["seen"].digest
    wrong = client.post("/o/top/grid/", {"grid": FULL.replace("\t5\t", "\t五\t"), "act": "take", "shown": shown})
    assert wrong.status_code == 422 and "\t五\t" in wrong.content.decode() and "请填 1 至 15 的整数" in wrong.content.decode()
    stale = client.post("/o/top/grid/", {"grid": FULL.replace("\t5\t", "\t7\t"), "act": "take", "shown": shown})
    assert stale.status_code == 409
    assert client.post("/o/top/grid/", {"grid": FULL, "act": "take", "shown": shown}).status_code == 302
    assert values("一队党支部")["seats"] == 5
    assert client.post("/o/top/grid/", {"grid": "", "act": "preview"}).status_code == 422
    assert office.client("stranger").get("/o/top/grid/").status_code == 404


@pytest.mark.parametrize("count", [2, 40])
def test_the_page_costs_the_same_at_every_size(office: Office, count: int) -> None:
    office.take(register(*(member(one + 10, f"甲{one}", f"第{one}党支部", 党内职务="书记") for one in range(count))), date(2026, 11, 1))
    client = office.client()
    client.get("/o/top/grid/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/o/top/grid/")
    assert len(asked) == 9
