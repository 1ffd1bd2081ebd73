"""The course of an election in the database is the course that the pure rules know, whatever was done, withdrawn or held again."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cast import NOW, TODAY, Cast
from leadgoose.elections.actions.begin import Beginning, begin, kinds_for
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.reminder import send_reminder
from leadgoose.elections.actions.steps import Told, prepare_step, record_step, side_step, withdraw_step
from leadgoose.elections.models import Election, Step
from leadgoose.elections.queries.course import as_plain, course_of, from_plain
from leadgoose.elections.rules import stages
from leadgoose.elections.rules.procedure import needs, procedure
from leadgoose.elections.rules.stages import ElectionFacts
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.statutes.texts import Strength
from leadgoose.ground.statutes.verdicts import Names, Reason, Verdict

pytestmark = pytest.mark.django_db
OK = Verdict.of([Reason("elections.roll-quorum", "elec-quorum-four-fifths", {"present": 4, "names": Names(("甲", "乙"))})])


SMALL = Beginning("branch-committee", seats=3)


def opened(cast: Cast, wish: Beginning = SMALL) -> Election:
    return begin(cast.organisations["one"], wish, by=cast.actor("secretary"), at=NOW)


def told(facts: ElectionFacts, key: str, **more: Any) -> Told:
    """Everything that a stage asks for, said to be so."""
    step = procedure().stages.get(key) or procedure().sides[key]
    asked = needs(facts.kind, step, facts.traits)
    return Told(
        ticked=frozenset(one.key for one in asked if not one.judged and one.key != "seats-decided"), judged={one.key: OK for one in asked if one.judged},
        cleared={f"elections.before-{one}": "原因" for one in ("reminder",)}, **more,
    )


def test_an_election_begins_once_and_says_so_in_the_journal(cast: Cast) -> None:
    election = opened(cast)
    entry = Entry.objects.get(act="ElectionOpened")
    assert (entry.org_key, entry.by, entry.facts["election"]) == ("one", "secretary", election.key)
    assert entry.facts["traits"] == election.traits == ["through"]
    assert (election.term_elected_on, election.term_expires_on) == (date(2023, 9, 1), date(2026, 9, 1))
    with pytest.raises(Refusal, match="已有一次选举正在进行"):
        opened(cast)


@pytest.mark.parametrize(("organisation", "kinds"), [
    ("one", ("branch-committee", "no-committee", "by-election")),
    ("general", ("general-branch", "by-election")),
    ("office", ("new-branch", "branch-committee", "no-committee")),
    ("committee", ()),
])
def test_what_may_begin(cast: Cast, organisation: str, kinds: tuple[str, ...]) -> None:
    assert kinds_for(cast.organisations[organisation], TODAY) == kinds


def test_a_member_begins_no_election(cast: Cast) -> None:
    with pytest.raises(Denied):
        begin(cast.organisations["one"], Beginning("branch-committee"), by=cast.actor("member"), at=NOW)


def test_a_reminder_that_was_sent_here_stands_as_the_first_stage(cast: Cast) -> None:
    send_reminder(cast.organisations["one"], by=cast.actor("clerk"), at=NOW)
    facts = course_of(opened(cast)).facts
    assert list(facts.records) == ["reminder"] and facts.records["reminder"].on == TODAY


def test_one_under_way_comes_in_at_its_present_stage(cast: Cast) -> None:
    facts = course_of(opened(cast, Beginning("branch-committee", seats=3, at_stage="notice"))).facts
    assert facts == stages.begin("branch-committee", frozenset({"through"}), "notice")


def test_a_stage_that_is_not_open_says_what_stops_it(cast: Cast) -> None:
    with pytest.raises(Refusal, match="还不能办理"):
        record_step(opened(cast), "reply", TODAY, Told(), by=cast.actor("clerk"), at=NOW)
    assert not Step.objects.filter(key="reply").exists()


def test_no_stage_is_dated_before_the_one_before_it_nor_after_today(cast: Cast) -> None:
    election = opened(cast)
    facts = course_of(election).facts
    record_step(election, "request", TODAY, told(facts, "request"), by=cast.actor("secretary"), at=NOW)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Refusal) as refused:
            record_step(election, "reply", day, told(facts, "reply"), by=cast.actor("clerk"), at=NOW)
        assert refused.value.field == "on"


def test_what_was_prepared_stands_when_the_stage_is_recorded(cast: Cast) -> None:
    election = opened(cast)
    prepare_step(election, "request", Told(ticked=frozenset({"request-complete"})), by=cast.actor("secretary"), at=NOW)
    prepare_step(election, "request", Told(cleared={"elections.before-reminder": "已当面提醒"}), by=cast.actor("secretary"), at=NOW)
    said = Told(ticked=frozenset({"request-in-time"}), judged={"seats-fit": OK, "meeting-in-term": OK}, paper_no="示委请〔2026〕7号")
    row = record_step(election, "request", TODAY, said, by=cast.actor("secretary"), at=NOW)
    record = course_of(election).facts.records["request"]
    assert record.ticked == {"request-complete", "request-in-time"} and record.cleared == {"elections.before-reminder": "已当面提醒"}
    assert (record.on, record.paper) == (TODAY, "示委请〔2026〕7号")
    assert "已当面提醒" not in row.cleared_sealed
    entry = Entry.objects.get(act="RequestSent")
    assert (entry.number, entry.hash) == (row.receipt_number, row.receipt_hash)
    assert "示委请" not in str(entry.facts)


def test_a_withdrawn_stage_stays_on_record_with_its_reason(cast: Cast) -> None:
    election = opened(cast)
    facts = course_of(election).facts
    record_step(election, "request", TODAY, told(facts, "request"), by=cast.actor("secretary"), at=NOW)
    with pytest.raises(Refusal) as refused:
        withdraw_step(election, "request", Told(reason=" "), by=cast.actor("secretary"), at=NOW)
    assert refused.value.field == "reason"
    withdraw_step(election, "request", Told(reason="日期填错"), by=cast.actor("secretary"), at=NOW)
    after = course_of(election).facts
    assert "request" not in after.records
    assert [(one.key, one.reason, sorted(one.records)) for one in after.past] == [("request", "日期填错", ["request"])]


def test_verdicts_come_back_as_they_were() -> None:
    assert from_plain(as_plain({"quorum": OK, "other": Verdict(False)})) == {"quorum": OK, "other": Verdict(False)}


@pytest.mark.parametrize("seed", range(6))
def test_any_course_reads_back_as_the_rules_have_it(cast: Cast, seed: int) -> None:
    """A random walk of stages, withdrawals and side moves: after each, the rows give the facts that the pure rules gave."""
    chance = random.Random(seed)
    election = opened(cast, Beginning(chance.choice(["branch-committee", "no-committee"]), seats=3))
    facts, on = course_of(election).facts, timezone.localdate(NOW)
    clerk = cast.actor("clerk")
    for _ in range(34):
        moves = [one for one in stages.moves(facts) if one.sort != "withdraw" or chance.random() < 0.05]
        move = chance.choice(moves) if moves else None
        if move is None:
            break
        asked = told(facts, move.key, reason="试", outcome=chance.choice(["complete", "tie", "shortfall"]) if move.key == "counted" else "")
        try:
            expected = _expected(facts, move, on, asked)
        except stages.NotOpenError:
            continue
        act = {"stage": record_step, "side": side_step, "withdraw": withdraw_step}[move.sort]
        act(election, move.key, *((on,) if move.sort != "withdraw" else ()), asked, by=clerk, at=NOW)   # type: ignore[operator]
        facts = course_of(election).facts
        assert facts == expected, move
    assert Step.objects.filter(election=election).count() >= 5


def _expected(facts: ElectionFacts, move: stages.Move, on: date, asked: Told) -> ElectionFacts:
    if move.sort == "withdraw":
        return stages.withdraw(facts, move.key, on, by=move.by, reason=asked.reason)
    ready = stages.prepare(facts, move.key, ticked=asked.ticked, judged=asked.judged, cleared=asked.cleared)
    if move.sort == "side":
        return stages.side(ready, move.key, on, by=move.by, reason=asked.reason)
    return stages.record(ready, move.key, on, by=move.by, paper=asked.paper_no, outcome=asked.outcome)


def test_what_was_ticked_by_mistake_is_unticked_before_the_stage_is_done(cast: Cast) -> None:
    election = opened(cast)
    by, said = cast.actor("secretary"), frozenset({"request-complete", "elections.before-reminder"})
    prepare_step(election, "request", Told(ticked=frozenset({"request-complete"}), cleared={"elections.before-reminder": "试"}), by=by, at=NOW)
    prepare_step(election, "request", Told(out=said), by=by, at=NOW)
    record = course_of(election).facts.records["request"]
    assert (record.ticked, record.cleared) == (frozenset(), {})


def test_only_an_unmet_must_cannot_be_cleared(cast: Cast) -> None:
    election = opened(cast)
    items = {one.code: one for move in stages.moves(course_of(election).facts) for one in move.items}
    assert items["elections.before-reminder"].strength is Strength.GENERAL
    with pytest.raises(Refusal):
        record_step(election, "request", TODAY, Told(ticked=frozenset({"request-in-time"}), cleared={"elections.item-request-complete": "不需要"}),
                    by=cast.actor("secretary"), at=NOW)
