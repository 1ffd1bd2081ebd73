"""The result: announced from the count alone, the committee's first meeting, reported, approved, made public, handed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.elections.actions.asking import Forwarding, passed_on
from leadgoose.elections.actions.entry import Entry, More, done_on, enter, short, told_of
from leadgoose.elections.actions.following import both, report_days, settle
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import lock, record_step
from leadgoose.elections.models import Candidate, Election, Step
from leadgoose.elections.queries.course import Course
from leadgoose.elections.queries.outcome import Elected, elected_of
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.roster.actions import elected as register
from leadgoose.roster.actions.elected import Seated, Written
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import PostKind

NEW_TERM = frozenset({"branch-committee", "general-branch", "no-committee", "new-branch"})
DIVIDED = (PostKind.ORGANISATION, PostKind.PUBLICITY, PostKind.DISCIPLINE, PostKind.COMMISSIONER)
"""Posts that a committee divides among its members."""
PLACES = ("board", "meeting", "network")
"""Where a result is made public."""


@transaction.atomic
def announce_result(election: Election, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The chair announces who is elected: those of the count, nobody else. The register knows the term and the committee from the day on."""
    course, _permit = lock(election, "elections.announce_result", by)
    if entry.only_keep:
        return enter(course, "announced", entry, More(), by=by, at=at)
    found = elected_of(course.election)
    if not found.everybody:
        raise Refusal(_("计票还没有选出人来，不能宣布；请先在计票台完成计票。"))
    written = _seat(course, found, entry.on, at)
    Candidate.objects.filter(election=course.election, dropped_on=None, person__key__in=found.committee, post="committee").update(elected_on=entry.on)
    for post, keys in (("secretary", [found.secretary]), ("deputy", found.deputies)):
        Candidate.objects.filter(election=course.election, dropped_on=None, person__key__in=keys, post=post).update(elected_on=entry.on)
    facts = {"chosen": list(found.committee), "secretary": found.secretary or "", "deputies": list(found.deputies)}
    told = told_of(course, "announced", entry, More(facts=facts, filled=len(found.everybody)))
    return record_step(course.election, "announced", entry.on, replace(told, wrote=written), by=by, at=at)


def _seat(course: Course, found: Elected, on: date, at: datetime) -> Written:
    """Who is elected, into the register."""
    election = course.election
    leaders = dict.fromkeys(found.deputies, PostKind.DEPUTY_SECRETARY)
    if found.secretary:
        leaders[found.secretary] = PostKind.SECRETARY
    reduced = "fewer-seats" in course.open
    seats = (len(found.committee) if reduced else election.seats) if found.committee else None
    try:
        return register.take_office(
            election.organisation, Seated(found.committee, leaders, seats), new_term=election.kind in NEW_TERM, on=on, at=at
        )
    except Refused as no:
        raise Refusal(str(no), "on") from None


@transaction.atomic
def divide_work(election: Election, division: Mapping[str, PostKind], *, by: Actor, at: datetime) -> Step:
    """The new committee has divided its work: members become 组织委员 and the like in the register (journal: WorkDivided). By person key.

    What is written hangs under the first meeting, and falls with it.
    """
    course, permit = lock(election, "elections.divide_work", by)
    mine, row = course.election, course.open.get("first-meeting")
    if row is None or row.on is None:
        raise Refusal(_("请先办理委员会选举书记、副书记的会议。"))
    found = elected_of(mine)
    leading = {found.secretary, *found.deputies}
    wrong = [key for key, kind in division.items() if key not in found.committee or key in leading or kind not in DIVIDED]
    if wrong or not division:
        raise Refusal(_("请为书记、副书记以外的当选委员选择分工。"), "division")
    written = register.divide_work(mine.organisation, division, on=row.on, at=at)
    row.wrote = both(row.wrote, written.as_plain())
    row.told = {**row.told, "division": {key: kind.value for key, kind in division.items()}}
    row.save(update_fields=["wrote", "told"])
    record(Act(
        name="WorkDivided", valid_on=row.on, top_key=mine.top_key, org_key=mine.organisation.key, role=permit.role or "",
        facts={"election": mine.key, "division": row.told["division"]}, typed=len(division),
    ), by=by, at=at)
    settle(mine, "WorkDivided", written, on=timezone.localdate(at), at=at)
    return row


@transaction.atomic
def send_result(election: Election, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The result is reported: members for the record, secretary and deputies for approval."""
    course, _permit = lock(election, "elections.send_result", by)
    held = [day for key in ("announced", "first-meeting") if (day := done_on(course, key)) is not None]
    in_time = not held or entry.on <= max(held) + timedelta(report_days())
    return enter(course, "result-report", entry, More({"report-in-time": in_time}), by=by, at=at)


@transaction.atomic
def record_result_reply(election: Election, passed: Forwarding, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The superior approves secretary and deputies: they wait no longer."""
    course, _permit = lock(election, "elections.record_result_reply", by)
    forwarded, facts, words = passed_on(course, "result-report", passed, entry)
    more = More(forwarded, {}, facts, words)
    if entry.only_keep:
        return enter(course, "result-reply", entry, more, by=by, at=at)
    written = register.approve_leaders(course.election.organisation, at=at)
    told = told_of(course, "result-reply", entry, more)
    return record_step(course.election, "result-reply", entry.on, replace(told, wrote=written), by=by, at=at)


@transaction.atomic
def publish_result(election: Election, places: frozenset[str], entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The approved result is made public. places: out of PLACES."""
    course, _permit = lock(election, "elections.publish_result", by)
    if not places and not entry.only_keep:
        raise Refusal(_("请勾选公布的方式。"), "places")
    return enter(course, "publication", entry, More(facts={"places": sorted(places & set(PLACES))}, typed=len(places)), by=by, at=at)


@dataclass(frozen=True, slots=True)
class Handed:
    """Who handed over to whom, and who of the superior saw it, by name as signed; open: rows of the list that were not handed over, with why."""

    giver: str = ""
    taker: str = ""
    witness: str = ""
    left_open: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def record_handover(election: Election, handed: Handed, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The outgoing committee has handed its work over by the list."""
    course, _permit = lock(election, "elections.record_handover", by)
    words = {name: short(text, name, 40) for name, text in (("giver", handed.giver), ("taker", handed.taker), ("witness", handed.witness))}
    if not entry.only_keep:
        for name in ("giver", "taker"):
            if not words[name]:
                raise Refusal(_("请填写移交人和接收人。"), name)
    words |= {f"open {row}": short(why, "left_open") for row, why in handed.left_open.items()}
    return enter(course, "handover", entry, More(words=words, facts={"left_open": len(handed.left_open)}, typed=len(words)), by=by, at=at)
