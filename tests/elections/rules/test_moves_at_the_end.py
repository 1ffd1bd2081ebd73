"""The last stage ends an election, whatever was gone without on the way; and each next stage names who acts by which act."""

from __future__ import annotations

import pytest
from test_stages import DAY, FULL, KINDS, PARTS, go, offered, one

from leadgoose.elections.rules.procedure import path
from leadgoose.elections.rules.stages import begin, moves, prepare


def test_nothing_is_left_to_be_stopped_though_the_reminder_was_gone_without() -> None:
    facts = prepare(begin("branch-committee"), "request", cleared={"elections.before-reminder": "已电话提醒"})
    for step in path("branch-committee")[1:]:
        assert "stop" in offered(facts)
        facts = go(facts, step.key)
    assert offered(facts) == ["annul"]


def test_nothing_is_left_to_be_stopped_of_an_election_that_came_in_at_its_last_stage() -> None:
    facts = begin("by-election", PARTS["by-election"], at="publication")
    assert offered(facts) == ["annul", "stop"]
    assert offered(go(facts, "publication")) == ["annul"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_stage_names_who_acts_by_which_act(kind: str) -> None:
    traits = PARTS.get(kind, FULL)
    facts = begin(kind, traits)
    for step in path(kind, traits):
        move = one(facts, step.key)
        assert (move.sort, move.by, move.act, move.back_to) == ("stage", step.by, step.act, "")
        facts = go(facts, step.key, DAY)
    assert not [move for move in moves(facts) if move.sort == "stage"]
