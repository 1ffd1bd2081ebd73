"""The yearly comparison: a new register against the system, every difference an act, refused ones stay listed."""

from __future__ import annotations

from datetime import date

import pytest

from again import Again
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions.proposals import Choice, confirm_proposals, judge_proposals, refuse_proposals, reopen_proposals
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.consequences import recompute
from leadgoose.roster.models import Deed, Import, PersonFact, Present, ProposalAnswer
from leadgoose.roster.queries.proposals import compared
from leadgoose.roster.rules.lines import How
from leadgoose.roster.rules.proposals import Sort
from roster.office import NOW, TODAY, Office, member, open_office, register

LAST_YEAR, THIS_YEAR, BASIS = date(2025, 10, 31), date(2026, 10, 31), "2026 年党内统计核对"
ONE, TWO = "作业一队党支部", "作业二队党支部"
FIRST = (
    member(1, "赵一", ONE, 党内职务="书记"), member(2, "钱二", ONE), member(3, "孙三", ONE, 转正时间="", 党员类别="预备党员", 入党时间="2025-07-01"),
    member(4, "李四", TWO, 党内职务="书记"), member(5, "周五", TWO), member(6, "吴六", TWO),
)
SECOND = (
    member(1, "赵一", ONE, 党内职务="书记", 行政职务="队长"), member(2, "钱二", TWO), member(3, "孙三", ONE, 转正时间="2026-07-05", 入党时间="2025-07-01"),
    member(4, "李四", TWO, 党内职务="书记"), member(5, "周五", TWO, 党内职务="组织委员"), member(7, "郑七", TWO),
)


def _office() -> Office:
    made = open_office()
    made.take(register(*FIRST), LAST_YEAR)
    return made


the_office = Again(_office)


@pytest.fixture
def office(db: None) -> Office:
    return the_office()


def second(office: Office) -> Import:
    return office.upload("register", register(*SECOND), "2026.xlsx")


def by_sort(upload: Import) -> dict[Sort, str]:
    return {one.sort: one.key for one in compared(upload).open}


def confirm(office: Office, upload: Import, *choices: Choice) -> dict[str, str]:
    """Do them; what was refused, in words."""
    found = confirm_proposals(upload, choices, BASIS, by=office.by, at=NOW)
    return {key: str(no) for key, no in found.refused.items()}


def test_every_difference_is_an_act_and_nothing_is_left_when_all_are_done(office: Office) -> None:
    upload = second(office)
    keys = by_sort(upload)
    assert set(keys) == {Sort.PROMOTED, Sort.CHANGED, Sort.MOVED, Sort.LEFT, Sort.JOINED, Sort.POSTED}
    count = Entry.objects.count()
    chosen = [
        Choice(keys[Sort.JOINED], "transfer_in", THIS_YEAR), Choice(keys[Sort.LEFT], "record_death", date(2026, 3, 2)),
        Choice(keys[Sort.MOVED], "move_member", THIS_YEAR), Choice(keys[Sort.CHANGED], "correct_line", THIS_YEAR),
        Choice(keys[Sort.PROMOTED], "end_probation", date(2026, 7, 5)), Choice(keys[Sort.POSTED], "change_posts", THIS_YEAR),
    ]
    effect, told = judge_proposals(upload, chosen, BASIS, by=office.by, at=NOW)
    names = {effect.names[one.branch]: (one.before, one.after) for one in effect.changes}
    assert names == {ONE: (2, 2), TWO: (3, 4)} and not told.refused and Entry.objects.count() == count and not Deed.objects.exists()
    assert confirm(office, upload, *chosen) == {}
    assert [one.act for one in Entry.objects.order_by("pk")[count:]] == [
        "ProbationEnded", "LineCorrected", "MemberMoved", "DeathRecorded", "MemberTransferredIn", "PostGiven"]
    assert len(set(Deed.objects.values_list("batch", flat=True))) == 1
    assert compared(upload).proposals == () and len(compared(upload).done) == 6
    assert Present.objects.get(name="赵一").admin_post == "队长" and Present.objects.get(name="郑七").organisation.name == TWO
    assert PersonFact.objects.known().filter(person__present__name="郑七").get().ethnicity == "汉族", "what the row says of somebody new is taken in"
    lines = PersonFact.objects.known().filter(person__present__name="赵一").order_by("valid_from").values_list("admin_post", "valid_from")
    assert list(lines) == [("操作员", LAST_YEAR), ("队长", THIS_YEAR)]
    assert not recompute("top", TODAY, NOW).any


def test_what_one_act_refuses_keeps_no_other_from_being_done(office: Office) -> None:
    upload = second(office)
    keys = by_sort(upload)
    refused = confirm(
        office, upload, Choice(keys[Sort.MOVED], "move_member", LAST_YEAR), Choice(keys[Sort.JOINED], "transfer_in", THIS_YEAR),
        Choice(keys[Sort.LEFT], "correct_line", THIS_YEAR), Choice("moved.nobody", "move_member", THIS_YEAR))
    assert refused["moved.nobody"] == "这一项已经没有差异。" and "不晚于" in refused[keys[Sort.MOVED]] and "没有可办的事项" in refused[keys[Sort.LEFT]]
    assert set(refused) == {keys[Sort.MOVED], keys[Sort.LEFT], "moved.nobody"} and Deed.objects.get().act == "transfer_in"
    assert ProposalAnswer.objects.get().proposal == keys[Sort.JOINED]


def test_a_branch_that_the_register_lacks_is_named_and_another_may_be_chosen(office: Office) -> None:
    upload = office.upload("register", register(*FIRST[1:], member(1, "赵一", "试油队党支部", 党内职务="书记")), "2026.xlsx")
    key = by_sort(upload)[Sort.MOVED]
    assert "“试油队党支部”本委没有" in confirm(office, upload, Choice(key, "move_member", THIS_YEAR))[key]
    two = next(row.key for row in compared(upload).at.by_key.values() if row.name == TWO)
    assert confirm(office, upload, Choice(key, "move_member", THIS_YEAR, two)) == {}
    assert Present.objects.get(name="赵一").organisation.key == two


def test_what_is_refused_stays_listed_with_its_reason_and_can_be_taken_up_again(office: Office) -> None:
    upload = second(office)
    key = by_sort(upload)[Sort.LEFT]
    with pytest.raises(Refused, match="写明拒绝的理由"):
        refuse_proposals(upload, [key], " ", by=office.by, at=NOW)
    refuse_proposals(upload, [key], "吴六借调外单位，组织关系未转", by=office.by, at=NOW)
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.facts["proposals"]) == ("ProposalRefused", [key]) and "借调" not in str(entry.facts)
    now = compared(upload)
    assert key not in {one.key for one in now.open} and key in now.refused and Present.objects.filter(name="吴六").exists()
    reopen_proposals(upload, [key], by=office.by, at=NOW)
    assert key in {one.key for one in compared(upload).open}
    refuse_proposals(upload, [key], "再核", by=office.by, at=NOW)
    assert ProposalAnswer.objects.filter(proposal=key).count() == 2


def test_a_full_member_whom_the_file_calls_probationary_can_only_be_refused(office: Office) -> None:
    upload = office.upload("register", register(*FIRST[:1], member(2, "钱二", ONE, 转正时间="", 党员类别="预备党员"), *FIRST[2:]), "2026.xlsx")
    key = by_sort(upload)[Sort.DEMOTED]
    assert "核对后拒绝" in confirm(office, upload, Choice(key, "", THIS_YEAR, how=How.CHANGE))[key]
