"""What follows from every step of an election, in its transaction: the register, the candidates, what is due, the end of the election."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from leadgoose.accounts.actions.roles import close_grant
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import Candidate, Election, Envoy, Matter, Step
from leadgoose.elections.queries.course import Course, course_of, shifted_to
from leadgoose.elections.queries.supervision import envoy_sent, matters_of, open_doubts, reviewed
from leadgoose.elections.rules.due import CODES, Days, Due, Waiting, all_done, due
from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.access.models import Grant
from leadgoose.ground.bylaws.queries import setting
from leadgoose.ground.duties.actions import Settled, Wanted
from leadgoose.ground.duties.actions import settle as settle_duties
from leadgoose.ground.statutes.shelf import rule
from leadgoose.roster import consequences
from leadgoose.roster.actions import elected
from leadgoose.roster.actions.elected import Written
from leadgoose.roster.actions.refusals import Refused

ACT = "elections.elections"
"""The page of an organisation's elections, which leads to the one under way."""
_DAYS = {"initial": "proposed_on", "persons-request": "proposed_on", "persons-reply": "agreed_on", "deliberation": "official_on", "announced": "elected_on"}
_DROPS = {"persons-reply": "not-agreed", "deliberation": "not-supported"}


def settle(election: Election, act: str, written: Written | None, *, on: date, at: datetime) -> None:
    """Bring lists, duties and the election's own end in line with what was just recorded."""
    place = election.organisation
    if written is not None and (written.recorded or written.retracted):
        consequences.settle(election.top_key, organisations={place.pk}, people=written.people, on=on, at=at, act=act)
    course = course_of(election)
    _close(course, on, at)
    settle_duties(election.top_key, [place.key], _wanted(course), codes=CODES, on=on, at=at, closed_by=act)


def recompute(top_key: str, on: date, at: datetime) -> Settled:
    """The duties of all elections of a committee, compared with their rows: the nightly chore reports what differed."""
    found = Settled()
    for election in Election.objects.filter(top_key=top_key, closed_at=None).select_related("organisation"):
        found += settle_duties(top_key, [election.organisation.key], _wanted(course_of(election)), codes=CODES, on=on, at=at, closed_by="DutiesRecomputed")
    return found


def days_of(course: Course, lead: int) -> Days:
    """The days by which its stages are measured."""
    election = course.election
    return Days(lead, shifted_to(course) or election.term_expires_on, election.meeting_on)


def waiting_of(course: Course) -> Waiting:
    """What waits for an answer, and whether an envoy is sent. Two queries."""
    matters = matters_of(course.election)
    flagged = sum(one.waits and one.sort == Matter.Sort.DOUBT for one in matters)
    doubtful = flagged + len(open_doubts(course, reviewed(matters)))
    return Waiting(sum(one.waits for one in matters) - flagged, doubtful, envoy_sent(course.election))


def dismiss(election: Election, permit: Permit, *, on: date, by: Actor, at: datetime) -> None:
    """An election that is over needs no envoy: the sending ends, and the role that was granted for it alone."""
    for envoy in Envoy.objects.filter(election=election, until=None):
        send_home(envoy, permit, on=on, by=by, at=at)


def send_home(envoy: Envoy, permit: Permit, *, on: date, by: Actor, at: datetime) -> None:
    """End one sending, with its role."""
    envoy.until = on
    envoy.save(update_fields=["until"])
    grant = Grant.objects.select_related("user").filter(pk=envoy.grant_id).first() if envoy.grant_id else None
    if grant is not None:
        close_grant(grant, permit=permit, on=on, by=by, at=at)


def both(first: Mapping[str, list[list[Any]]], then: Mapping[str, list[list[Any]]]) -> dict[str, list[list[Any]]]:
    """What two acts of one step wrote, as one: a fact that the first recorded and the second retracted is neither."""
    between = [one for one in first.get("recorded", []) if one in then["retracted"]]
    return {
        "recorded": [one for one in first.get("recorded", []) if one not in between] + list(then["recorded"]),
        "retracted": list(first.get("retracted", [])) + [one for one in then["retracted"] if one not in between],
    }


def take_back(course: Course, off: Sequence[Step], *, at: datetime) -> Written:
    """Steps are taken off: what they wrote into the register is taken back, and what they said of candidates."""
    _unsay(course.election, {one.key for one in off})
    with_facts = [one for one in sorted(off, key=lambda one: one.pk, reverse=True) if one.wrote]
    if not with_facts:
        return Written(at)
    try:
        undone, moved = elected.take_back([one.wrote for one in with_facts], at=at)
    except Refused as no:
        raise Refusal(str(no)) from None
    for step in course.steps:
        if step.wrote and step.taken_by_id is None and step not in with_facts:
            step.wrote = {**step.wrote, "recorded": [[name, moved.get((name, pk), pk)] for name, pk in step.wrote["recorded"]]}
            step.save(update_fields=["wrote"])
    return undone


def _unsay(election: Election, keys: Iterable[str]) -> None:
    for key in keys:
        if key == "first-meeting":
            Candidate.objects.filter(election=election, post__in=("secretary", "deputy")).update(elected_on=None)
        if key in _DAYS:
            Candidate.objects.filter(election=election).update(**{_DAYS[key]: None})
        if key in _DROPS:
            Candidate.objects.filter(election=election, dropped_as=_DROPS[key]).update(dropped_on=None, dropped_as="", dropped_sealed="")


def _close(course: Course, on: date, at: datetime) -> None:
    """An election is over when its last stage is; one whose stage is taken off again goes on."""
    election, over = course.election, all_done(course.facts)
    if over and election.closed_at is None:
        election.closed_on, election.closed_at, election.closed_as = on, at, "completed"
    elif not over and election.closed_as == "completed":
        election.closed_on, election.closed_at, election.closed_as = None, None, ""
    else:
        return
    election.save(update_fields=["closed_on", "closed_at", "closed_as"])


def _wanted(course: Course) -> list[Wanted]:
    election = course.election
    if election.closed_at is not None:
        return []
    lead = setting(election.top_key, "request_months")
    return [_row(election, one) for one in due(course.facts, days_of(course, lead), waiting_of(course))]


def _row(election: Election, one: Due) -> Wanted:
    numbers = {"election": election.key, "begun": election.begun_on.isoformat(), **one.numbers}
    return Wanted(election.organisation.key, one.code, one.rule, numbers=numbers, act=ACT, due_on=one.due_on, standing=True)


def report_days() -> int:
    """Within how many days the result is reported."""
    return rule("elec-report-deadline").integer("default")
