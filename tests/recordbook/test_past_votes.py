"""An act of the register that is valid from an earlier day tells of the votes in the books since, and is done once they were looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.journal.models import Entry as Journal
from leadgoose.recordbook.actions import enter, withdraw
from leadgoose.recordbook.models import Record
from leadgoose.recordbook.rules.entry import Matter, Vote
from leadgoose.recordbook.rules.kinds import Kind, VoteKind
from leadgoose.roster.actions import membership
from leadgoose.roster.actions.merging import merge_branch, prepare_merge
from leadgoose.roster.actions.organisations import Consent, judge
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.models import Deed
from leadgoose.roster.rules.acts import Kind as Act
from leadgoose.roster.rules.acts import Wish
from recordbook.writing import HELD, arrival, key, meeting, there

BEFORE, AFTER = date(2026, 11, 10), date(2026, 11, 21)
MEETING = ("one", HELD, "党员大会，表决 1 项")


@pytest.fixture
def voted(cast: Cast) -> Cast:
    enter(meeting(), arrival(), by=cast.actor("secretary"), at=NOW)
    enter(meeting(key=key(), title="只学文件", matters=()), arrival(), by=cast.actor("secretary"), at=NOW)
    return cast


def touched(cast: Cast, who: str, act: Act = Act.SUSPEND, on: date = BEFORE, to: str = "") -> list[tuple[str, date, str]]:
    seen = membership.judge([cast.people[who]], Wish(act, on, to, until=date(2027, 11, 1) if act is Act.SANCTION else None), "纪〔2026〕3号", TODAY)
    return [(one.branch, one.on, one.what) for one in seen.touched]


def test_a_backdated_decision_lists_the_meetings_that_voted_since_and_needs_a_look(voted: Cast) -> None:
    assert touched(voted, "p-member") == [MEETING]
    assert touched(voted, "p-member", on=AFTER) == [], "voted before the decision"
    assert touched(voted, "p-two") == [], "of another branch"
    assert touched(voted, "p-two", Act.MOVE, to="one") == [MEETING], "who comes would have been expected"
    doing = {"by": voted.actor("clerk"), "at": NOW}
    people, wish = [voted.people["p-member"]], Wish(Act.SANCTION, BEFORE, until=date(2027, 11, 1))
    count = Journal.objects.count()
    with pytest.raises(Refused) as no:
        membership.do(people, wish, "纪〔2026〕3号", **doing)   # type: ignore[arg-type]
    assert no.value.code == "past-votes" and [str(one) for one in no.value.touches] == ["作业一队党支部 2026-11-20 党员大会，表决 1 项"]
    assert Journal.objects.count() == count
    membership.do(people, wish, "纪〔2026〕3号", despite=True, **doing)   # type: ignore[arg-type]
    assert Record.objects.get(title="四季度党员大会").standing == 1, "what was voted then stays as it was recorded"
    deed = Deed.objects.get()
    assert [(one.branch, one.on, one.what) for one in membership.judge_reversal(deed, TODAY, NOW).touched] == [MEETING]
    page = voted.client("clerk").post(f"/p/p-member/deeds/{deed.key}/reverse/", {"step": "preview"}).content.decode()
    assert "撤销后与当时不同" in page and "作业一队党支部 2026-11-20 党员大会，表决 1 项" in page


def test_a_vote_of_the_committee_is_touched_by_acts_about_whom_it_counted(voted: Cast) -> None:
    sitting = Matter(key(), "同意上会", Vote(VoteKind.COMMITTEE, 3))
    people = there("secretary", "committee", "discipline")
    enter(replace(meeting(), key=key(), kind=Kind.COMMITTEE_MEETING, title="支委会", people=people, matters=(sitting,)), arrival(),
          by=voted.actor("secretary"), at=NOW)
    assert sorted(touched(voted, "p-committee")) == sorted([("one", HELD, "支委会，表决 1 项"), MEETING])
    assert touched(voted, "p-member") == [MEETING]


def test_a_withdrawn_record_does_not_count_and_a_merger_asks_of_both_branches(voted: Cast) -> None:
    one, two = (voted.organisations[key] for key in ("one", "two"))
    seen = judge(prepare_merge(two, one, BEFORE, TODAY), "处党委〔2026〕8号", TODAY, NOW)
    assert [(one.branch, one.on, one.what) for one in seen.touched] == [MEETING]
    with pytest.raises(Refused, match="之后有选举或者表决"):
        merge_branch(two, one, BEFORE, "处党委〔2026〕8号", by=voted.actor("clerk"), at=NOW, consent=Consent(remark="人多"))
    withdraw(Record.objects.get(title="四季度党员大会").key, "记错支部", by=voted.actor("secretary"), at=NOW)
    assert touched(voted, "p-member") == []
