"""What an election under way asks for: with the rule that says so, how many wait, and by which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from test_election_due import DAY, DAYS, EXPIRES, MEETING, NOBODY_WAITS, at

from leadgoose.elections.rules.due import CODES, Days, Due, Waiting, all_done, due, next_move, stage_due
from leadgoose.elections.rules.procedure import path
from leadgoose.elections.rules.stages import Record, begin, prepare
from leadgoose.ground.statutes import rule

KEYS = [one.key for one in path("branch-committee", frozenset({"preselection"}))]
BEFORE = KEYS[KEYS.index("reply") : KEYS.index("notice") + 1]
AT_MEETING = KEYS[KEYS.index("exclusions") : KEYS.index("announced") + 1]


def test_all_that_waits_at_once_each_with_its_rule_and_how_many() -> None:
    told = due(at("notice"), DAYS, Waiting(unanswered=3, doubts=2, envoy=False))
    assert told[1:] == (
        Due("election_answer", "elec-right-to-know-and-refuse", {"n": 3}),
        Due("election_review", "elec-void-by-superior", {"n": 2}),
        Due("election_envoy", ""),
    )
    assert {one.code for one in told} <= set(CODES) and all(not one.rule or rule(one.rule) for one in told)


def test_a_stopped_election_names_the_rule_and_still_says_what_waits() -> None:
    stopped = replace(at("notice"), stopped=True)
    review = Due("election_review", "elec-void-by-superior", {"n": 1})
    assert due(stopped, DAYS, Waiting(doubts=1)) == (Due("election_stopped", "elec-void-by-superior"), review)


@pytest.mark.parametrize("last", [("announced", "elec-secretary-by-committee"), ("notice", "elec-quorum-exclusions-approval")], ids=["announced", "noticed"])
def test_the_next_stage_names_its_own_rule_where_none_sets_a_day(last: tuple[str, str]) -> None:
    done, spoken = last
    following = KEYS[KEYS.index(done) + 1]
    (told,) = due(at(following), DAYS, NOBODY_WAITS)
    assert (told.numbers["step"], told.rule) == (following, spoken)


def test_an_envoy_is_asked_for_until_the_result_is_announced_and_not_only_prepared() -> None:
    prepared = prepare(at("announced"), "announced", ticked=frozenset({"scrutineer-reported"}))
    assert [one.code for one in due(prepared, DAYS, Waiting(envoy=False))] == ["election_next", "election_envoy"]


@pytest.mark.parametrize("key", BEFORE)
def test_what_comes_before_the_meeting_is_due_by_it_or_by_the_expiry(key: str) -> None:
    assert stage_due(key, begin("branch-committee"), DAYS) == (MEETING, "")
    assert stage_due(key, begin("branch-committee"), Days(2, EXPIRES)) == (EXPIRES, "elec-term-on-time")
    assert stage_due(key, begin("branch-committee"), Days(2)) == (None, ""), "where no term expires and no day is planned"


@pytest.mark.parametrize("key", AT_MEETING)
def test_what_is_done_at_the_meeting_is_due_on_its_day_and_by_no_other(key: str) -> None:
    assert stage_due(key, begin("branch-committee"), DAYS) == (MEETING, "")
    assert stage_due(key, begin("branch-committee"), Days(2, EXPIRES)) == (None, "")


@pytest.mark.parametrize(("records", "on"), [
    pytest.param({}, None, id="nothing announced: by no day"),
    pytest.param({"announced": Record(entered=True)}, None, id="announced before it came into the system, on a day that nobody told"),
    pytest.param({"announced": Record(on=DAY)}, date(2026, 8, 28), id="announced"),
    pytest.param({"announced": Record(on=DAY), "first-meeting": Record()}, date(2026, 8, 28), id="the committee's meeting is only prepared"),
    pytest.param({"announced": Record(on=DAY), "first-meeting": Record(on=date(2026, 8, 21))}, date(2026, 8, 28), id="the committee met the same day"),
    pytest.param({"announced": Record(entered=True), "first-meeting": Record(on=date(2026, 8, 22))}, date(2026, 8, 29), id="only the committee's day is known"),
])
def test_the_day_of_the_report(records: dict[str, Record], on: date | None) -> None:
    facts = replace(begin("branch-committee"), records=records)
    assert stage_due("result-report", facts, DAYS) == (on, "elec-report-deadline" if on else "")


def test_the_lead_of_the_request_is_the_committees_own() -> None:
    assert [stage_due("request", begin("branch-committee"), Days(lead, EXPIRES))[0] for lead in (1, 3)] == [date(2026, 8, 1), date(2026, 6, 1)]


def test_a_reminder_that_was_gone_without_is_not_asked_for_when_all_else_is_done() -> None:
    whole = at(KEYS[-1])
    done = replace(whole, records={**{key: one for key, one in whole.records.items() if key != "reminder"}, KEYS[-1]: Record(on=DAY)})
    assert all_done(done) and next_move(done) is None and due(done, DAYS, NOBODY_WAITS) == ()


def test_what_is_missing_is_what_stops_and_nothing_that_only_informs() -> None:
    move = next_move(at("request"))
    stopping = ["elections.item-request-complete", "elections.item-seats-fit", "elections.item-meeting-in-term"]
    assert move is not None and [one.code for one in move.items if one.stops] == stopping
    assert len(stopping) < sum(not one.met for one in move.items), "a request that is not in time is told, and stops nothing"
