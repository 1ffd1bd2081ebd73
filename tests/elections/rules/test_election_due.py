"""What an election under way asks for, and by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from leadgoose.elections.rules import stages
from leadgoose.elections.rules.due import Days, Waiting, all_done, due, next_move, stage_due
from leadgoose.elections.rules.procedure import path
from leadgoose.elections.rules.stages import ElectionFacts, Record, begin, prepare

EXPIRES, MEETING, DAY = date(2026, 9, 1), date(2026, 8, 20), date(2026, 8, 21)
DAYS = Days(2, EXPIRES, MEETING)
NOBODY_WAITS = Waiting()


def at(stage: str, **done: date) -> ElectionFacts:
    """An election whose next stage is this one; done: the days of some before it."""
    facts = begin("branch-committee", at=stage)
    return replace(facts, records={**facts.records, **{key.replace("_", "-"): Record(on=day) for key, day in done.items()}})


CASES = [
    pytest.param("request", DAYS, date(2026, 7, 1), "elec-request-lead-time", id="the request so many months before the expiry as the committee set"),
    pytest.param("request", Days(2), None, "", id="of a new branch, which has no expiry, by no day"),
    pytest.param("notice", DAYS, MEETING, "", id="what comes before the meeting by its day"),
    pytest.param("notice", Days(2, EXPIRES), EXPIRES, "elec-term-on-time", id="by the expiry while no day is planned"),
    pytest.param("notice", Days(2, EXPIRES, EXPIRES), EXPIRES, "", id="by the meeting's day when it is the last of the term"),
    pytest.param("notice", Days(2, EXPIRES, EXPIRES + timedelta(1)), EXPIRES, "elec-term-on-time", id="by the expiry when the meeting is planned after it"),
    pytest.param("counted", Days(2, EXPIRES, EXPIRES + timedelta(1)), EXPIRES, "elec-term-on-time", id="at a meeting after the expiry by the expiry too"),
    pytest.param("notice", Days(2, None, MEETING), MEETING, "", id="of a new branch by the meeting's day"),
    pytest.param("method", DAYS, MEETING, "", id="what is done at the meeting on its day"),
    pytest.param("first-meeting", DAYS, None, "", id="the committee's own meeting has no rule for its day"),
    pytest.param("result-report", DAYS, date(2026, 8, 28), "elec-report-deadline", id="the report seven days after the result"),
    pytest.param("publication", DAYS, None, "", id="publication by no day"),
]


@pytest.mark.parametrize(("stage", "days", "on", "spoken"), CASES)
def test_the_day_of_a_stage(stage: str, days: Days, on: date | None, spoken: str) -> None:
    facts = at(stage, announced=DAY) if stage == "result-report" else at(stage)
    assert stage_due(stage, facts, days) == (on, spoken)


def test_the_report_counts_from_the_committees_meeting_when_that_is_later() -> None:
    facts = at("result-report", announced=DAY, first_meeting=date(2026, 8, 25))
    assert stage_due("result-report", facts, DAYS)[0] == date(2026, 9, 1)


def test_the_next_stage_is_due_by_its_day_and_says_nothing_of_its_checklist() -> None:
    (told,) = due(at("opinion"), DAYS, NOBODY_WAITS)
    assert (told.code, told.rule, told.numbers, told.due_on) == ("election_next", "elec-nomination-branch", {"step": "opinion"}, MEETING)
    (told,) = due(at("method"), DAYS, NOBODY_WAITS)
    assert (told.rule, told.numbers) == ("elec-method-adopted", {"step": "method"})


def test_the_superiors_reminder_is_never_the_next_thing_of_the_branch() -> None:
    move = next_move(begin("branch-committee"))
    assert move is not None and move.key == "request" and sum(one.stops for one in move.items) == 4, "reminder, request complete, seats, the meeting's day"


def test_the_superiors_turn_is_said_as_such() -> None:
    (told,) = due(at("reply"), DAYS, NOBODY_WAITS)
    assert told.code == "election_superior"


def test_a_stopped_election_asks_for_nothing_but_the_superiors_decision() -> None:
    facts = prepare(at("notice"), "stop", ticked=frozenset({"superior-decides"}))
    stopped = stages.side(facts, "stop", DAY, by="superior", reason="有反映")
    assert [one.code for one in due(stopped, DAYS, NOBODY_WAITS)] == ["election_stopped"]


@pytest.mark.parametrize(("waiting", "codes"), [
    (Waiting(unanswered=2), ["election_next", "election_answer"]),
    (Waiting(doubts=1), ["election_next", "election_review"]),
    (Waiting(envoy=False), ["election_next", "election_envoy"]),
], ids=["objections and questions", "decisions to review", "nobody sent"])
def test_what_waits_for_an_answer(waiting: Waiting, codes: list[str]) -> None:
    told = due(at("notice"), DAYS, waiting)
    assert [one.code for one in told] == codes
    assert waiting.envoy or not told[1].rule
    assert waiting.unanswered == 0 or (told[1].rule, told[1].numbers) == ("elec-right-to-know-and-refuse", {"n": 2})


def test_no_envoy_is_asked_for_once_the_result_is_announced() -> None:
    assert [one.code for one in due(at("result-report"), DAYS, Waiting(envoy=False))] == ["election_next"]


def test_an_election_is_over_with_its_last_stage() -> None:
    keys = [one.key for one in path("branch-committee")]
    facts = at(keys[-1])
    assert not all_done(facts) and next_move(facts) is not None
    whole = replace(facts, records={**facts.records, keys[-1]: Record(on=DAY)})
    assert all_done(whole) and next_move(whole) is None and due(whole, DAYS, NOBODY_WAITS) == ()
