"""What is written with a version that stands: the record's projections, attendance, words for searching, resolutions, the plan's item."""

from __future__ import annotations

from datetime import date, datetime

from leadgoose.recordbook.actions import finding
from leadgoose.recordbook.models import Attendance, PlanItem, Record, Resolution
from leadgoose.recordbook.rules.entry import Close, Entry, Matter, as_plain
from leadgoose.recordbook.rules.kinds import Level
from leadgoose.recordbook.rules.resolutions import State
from leadgoose.recordbook.rules.room import THERE, Room, judge

CLOSED = {Close.DONE: State.DONE, Close.DROPPED: State.DROPPED}


def counts_on(entry: Entry) -> date:
    """A day in the period for which the record counts: a life meeting held in January for the year before counts for its December."""
    return entry.held_on if entry.for_year in (None, entry.held_on.year) else date(entry.held_on.year - 1, 12, 31)


def project(record: Record, entry: Entry, heads: Room, at: datetime) -> None:
    """The record's own columns from what its standing version says; of a confidential one no words and no numbers of people. Not saved."""
    open_ = entry.level is Level.OPEN
    record.kind, record.level, record.group_key = entry.kind, entry.level, entry.group
    record.held_on, record.ends_on, record.counts_on = entry.held_on, entry.ends_on, counts_on(entry)
    record.title = entry.title if open_ else ""
    record.expected, record.present = (heads.expected, heads.present) if open_ and heads.expected else (None, None)
    record.paper_original, record.paper_page = entry.paper_original, entry.paper_page
    record.changed_at = at


def write(record: Record, entry: Entry, heads: Room, channel: str, *, login: str, at: datetime) -> None:
    """Everything that follows from the standing version, in place of what followed from the one before."""
    attendance(record, entry)
    finding.write(record, as_plain(entry), channel, at)
    resolutions(record, entry, heads)
    closings(record, entry, login=login, at=at)
    plan(record, entry)


def attendance(record: Record, entry: Entry) -> None:
    """One row per member; none for a confidential record, whose people are nobody's list."""
    Attendance.objects.filter(record=record).delete()
    if entry.level is not Level.OPEN:
        return
    days = [one.on for one in entry.sittings]
    Attendance.objects.bulk_create(
        Attendance(
            record=record, person_key=one.key, home_key=one.home, org_key=record.org_key, kind=record.kind,
            held_on=days[one.sitting] if one.stand in THERE else record.held_on, stand=one.stand, reason=one.reason or "",
            expected=one.expected, voter=one.voter,
        )
        for one in entry.people if one.key
    )


def to_do(entry: Entry, heads: Room) -> list[tuple[int, Matter]]:
    """Matters that somebody has to do: passed or not voted on, with an owner or a day; with their number from 1."""
    return [
        (number, one) for number, one in enumerate(entry.matters, 1)
        if (one.owner.name or one.due_on is not None) and (one.vote is None or judge(one.vote, heads).ok)
    ]


def resolutions(record: Record, entry: Entry, heads: Room) -> None:
    """The open items follow the words of the record; what became of them stays theirs. One that a correction takes out is gone, not deleted."""
    there = {one.key: one for one in Resolution.objects.filter(record=record)}
    for number, matter in to_do(entry, heads):
        row = there.pop(matter.key, None) or Resolution(key=matter.key, record=record, top_key=record.top_key, org_key=record.org_key)
        row.place, row.text, row.owner_key, row.owner_name = number, matter.text, matter.owner.key, matter.owner.name
        row.due_on, row.check_on = matter.due_on, matter.check_on
        if row.state == State.GONE:
            row.state = State.OPEN
        row.save()
    Resolution.objects.filter(pk__in=[one.pk for one in there.values() if one.state == State.OPEN]).update(state=State.GONE)


def closings(record: Record, entry: Entry, *, login: str, at: datetime) -> None:
    """Earlier items that this meeting closed; one that it no longer mentions after a correction is open again."""
    told = {one.resolution: one for one in entry.closings}
    Resolution.objects.filter(org_key=record.org_key, closed_in=record.key).exclude(key__in=told).update(
        state=State.OPEN, closed_on=None, closed_at=None, closed_by="", closed_in="", note=""
    )
    rows = Resolution.objects.filter(org_key=record.org_key, key__in=told, record__held_on__lte=record.held_on).exclude(record=record)
    for row in rows:
        if row.state == State.OPEN or row.closed_in == record.key:
            one = told[row.key]
            row.state, row.closed_on, row.closed_at, row.closed_by = CLOSED[one.how], record.held_on, at, login
            row.closed_in, row.note = record.key, one.note
            row.save()


def plan(record: Record, entry: Entry) -> None:
    """The planned item that the record fulfils."""
    if entry.plan:
        PlanItem.objects.filter(key=entry.plan, org_key=record.org_key, record=None).update(record=record)


def undo(record: Record) -> None:
    """Take back everything that followed from a record that is withdrawn."""
    Attendance.objects.filter(record=record).delete()
    finding.forget(record)
    Resolution.objects.filter(record=record, state=State.OPEN).update(state=State.GONE)
    Resolution.objects.filter(closed_in=record.key).update(
        state=State.OPEN, closed_on=None, closed_at=None, closed_by="", closed_in="", note=""
    )
    PlanItem.objects.filter(record=record).update(record=None)
