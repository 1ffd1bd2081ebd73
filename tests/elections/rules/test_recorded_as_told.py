"""What nobody told stays empty; what was told stands on the record and in the sentence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from telling import told
from test_rollcall import branch, roll, room
from test_stages import DAY, FULL, PARTS, go, one, ready, until

from leadgoose.elections.rules.rollcall import Claim, Grounds
from leadgoose.elections.rules.stages import begin, record, side, withdraw
from leadgoose.ground.statutes.votes import Expected, Present

LATER = date(2027, 1, 1)


def test_a_paper_without_a_number_has_none_and_a_move_without_a_reason_has_none() -> None:
    facts = ready(begin("branch-committee"), "reminder")
    assert record(facts, "reminder", DAY, by="superior").records["reminder"].paper == ""
    shifted = side(ready(begin("branch-committee"), "shift-term"), "shift-term", DAY, by="organisation")
    assert shifted.past[0].reason == ""


@pytest.mark.parametrize(("kind", "part", "back"), [
    ("branch-committee", "preselection", "deliberation"), ("by-election", "preselection", "deliberation"), ("by-election", "first-meeting", "announced"),
])
def test_a_part_is_withdrawn_like_any_other_stage(kind: str, part: str, back: str) -> None:
    traits = PARTS.get(kind, FULL)
    facts = until(kind, part, traits=traits)
    by = {"preselection": "meeting", "first-meeting": "committee"}[part]
    undone = withdraw(facts, part, LATER, by=by, reason="误录")
    assert part not in undone.records and back in undone.records and list(undone.past[0].records) == [part]
    assert one(ready(undone, part), part).open
    assert go(undone, part, LATER).records[part].on == LATER


def test_the_call_says_how_many_were_left_out_and_how_many_are_there_without_the_right() -> None:
    """elec-quorum-exclusions, elec-rights-full-members"""
    called = roll(branch(10, 1), [Claim("p9", Grounds.NO_WILL, True, True)], room(*range(8), 10), guests=2)
    assert (called.expected, called.present, called.others) == (Expected(9), Present(8), 3)
    assert told(called.verdict.reasons) == ["+election-quorum", "+exclusions", "+others-present"]
    assert [dict(reason.numbers) for reason in called.verdict.reasons[1:]] == [{"excluded": 1, "expected": 9}, {"others": 3, "present": 8}]
    alone = roll(branch(10), [], room(*range(8)))
    assert told(alone.verdict.reasons) == ["+election-quorum"], "where nobody was left out and nobody else came, nothing is said of them"


def test_days_between_stages_are_not_counted() -> None:
    facts = ready(until("branch-committee", "reply"), "opinion")
    for days in (0, 1, 400):
        assert record(facts, "opinion", DAY + timedelta(2 + days), by="members").records["opinion"].on == DAY + timedelta(2 + days)
