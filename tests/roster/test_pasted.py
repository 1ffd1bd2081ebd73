"""Many acts from one pasted grid: read, judged line by line, done all or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions.organisations import Consent
from leadgoose.roster.actions.pasted import judge_pasted, paste_acts
from leadgoose.roster.consequences import recompute
from leadgoose.roster.intake.acts import read_acts
from leadgoose.roster.kinds import CameBy, PostKind
from leadgoose.roster.models import Deed, Post, Present
from leadgoose.roster.rules.acts import Kind
from leadgoose.roster.rules.posts import Act

DAY, BASIS = date(2026, 11, 20), "处任〔2026〕16号"
HEAD = "姓名\t证号后四位\t党支部\t办理事项\t生效日期\t转入党支部\t职务\t产生方式\t专兼职\t交叉任职"


def grid(*lines: str) -> str:
    return "\n".join((HEAD, *lines))


def test_lines_are_read_whatever_the_spelling() -> None:
    found = read_acts(grid(
        "查晓明\t\t作业一队党支部\t調動\t2026.11.20\t作业二队", "曾玉兰\t\t\t任\t\t\t宣传委员\t选举产生\t专职\t否",
        "仇建军\t\t\t免職\t2026-11-19\t\t纪检委员"))
    assert [(row.act, row.on, row.post, row.came_by, row.full_time, row.cross) for row in found.rows] == [
        (Kind.MOVE, DAY, None, CameBy.APPOINTED, None, None), (Act.GIVE, None, PostKind.PUBLICITY, CameBy.ELECTED, True, False),
        (Act.END, date(2026, 11, 19), PostKind.DISCIPLINE, CameBy.APPOINTED, None, None)]
    assert not any(row.faults for row in found.rows)


@pytest.mark.parametrize(("line", "field"), [
    ("\t\t\t转正", "name"), ("查晓明\t\t\t处分", "act"), ("查晓明\t\t\t转正\t昨天", "on"), ("查晓明\t\t\t转移", "to"), ("查晓明\t\t\t任职", "post"),
    ("查晓明\t\t\t任职\t\t\t书记、组织委员", "post"), ("查晓明\t\t\t任职\t\t\t书记\t抓阄", "came_by"), ("查晓明\t\t\t任职\t\t\t书记\t\t半职", "full_time"),
    ("查晓明\t\t\t任职\t\t\t书记\t\t\t也许", "cross"),
])
def test_a_fault_stands_at_its_cell(line: str, field: str) -> None:
    [row] = read_acts(grid(line)).rows
    assert list(row.faults) == [field]


def test_without_a_header_or_with_too_many_lines_nothing_is_read() -> None:
    assert read_acts("查晓明\t转正").fault is not None
    assert read_acts(grid(*["查晓明\t\t\t转正"] * 300)).fault is not None


@pytest.fixture
def office(cast: Cast) -> Cast:
    recompute("committee", TODAY, NOW)
    return cast


LINES = (
    "查晓明\t\t作业一队党支部\t内部转移\t\t作业二队党支部",
    "单志强\t\t作业一队党支部\t免职\t\t\t书记", "曾玉兰\t\t作业一队党支部\t任职\t\t\t书记\t上级指派\t专职\t否",
    "王德福\t\t作业二队党支部\t转出\t2026-11-18",
)


def test_a_sheet_of_members_and_posts_is_done_in_one_go(office: Cast) -> None:
    top, doing = office.organisations["committee"], {"by": office.actor("clerk"), "at": NOW}
    seen = judge_pasted(top, grid(*LINES), DAY, BASIS, Consent(), **doing)   # type: ignore[arg-type]
    assert seen.fine and {one.branch: (one.before, one.after) for one in seen.effect.changes} == {"one": (4, 3)}, "one comes to branch two and one leaves it"
    assert not Deed.objects.exists()
    done = paste_acts(top, grid(*LINES), DAY, BASIS, **doing)   # type: ignore[arg-type]
    assert sorted(one.act for one in done.deeds) == ["end_post", "give_post", "move_member", "transfer_out"]
    assert len({one.batch for one in done.deeds}) == 1 and Entry.objects.filter(act="PostGiven").count() == 1
    assert Present.objects.get(person__key="p-member").organisation.key == "two"
    post = Post.objects.known().get(organisation__key="one", kind="secretary", valid_to=None)
    assert (post.person.key, post.came_by, post.full_time) == ("p-committee", "designated", True)
    assert not recompute("committee", TODAY, NOW).any


def test_one_wrong_line_and_nothing_of_the_sheet_is_done(office: Cast) -> None:
    top, count = office.organisations["committee"], Entry.objects.count()
    bad = ("仇建军\t\t作业二队党支部\t转出", "解文静\t\t作业一队党支部\t转正", "仇建军\t\t作业一队党支部\t内部转移\t\t作业九队党支部",
           "曾玉兰\t\t作业一队党支部\t任职\t\t\t书记")
    done = paste_acts(top, grid(*LINES[:1], *bad), DAY, BASIS, by=office.actor("clerk"), at=NOW)
    assert {number: field for number, (field, _no) in done.wrong.items()} == {3: "name", 4: "on", 5: "to", 6: "act"}
    assert [str(no)[:10] for _field, no in done.wrong.values()] == ["没有这位党员，请核对", "预备期到 2026-", "本委没有这个党支部，", "书记只能有一人：单志"]
    assert not done.deeds and not Deed.objects.exists() and Entry.objects.count() == count
