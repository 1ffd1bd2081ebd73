"""What a record says for the hours ledger: who was there, on which day, for how many hours. For `reactions` and training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from leadgoose.recordbook.models import Record
from leadgoose.recordbook.queries.record import entry_of
from leadgoose.recordbook.rules.entry import Entry, Sitting, Stand
from leadgoose.recordbook.rules.kinds import Kind, kind_rule


@dataclass(frozen=True, slots=True)
class Attended:
    """One member's part. online: by video, or the whole was held so."""

    person_key: str
    held_on: date
    hours: Decimal
    online: bool


@dataclass(frozen=True, slots=True)
class Hours:
    """A record's hours. way: "class", "study" or "activity"; people () where it was withdrawn: then nothing of it counts any more."""

    record_key: str
    org_key: str
    top_key: str
    kind: str
    way: str
    title: str
    version: int
    teacher: str
    people: tuple[Attended, ...]


def hours_of(record_key: str) -> Hours | None:
    """None for kinds without hours, and for records without people. Two queries."""
    row = Record.objects.filter(key=record_key).first()
    rule = kind_rule(Kind(row.kind)) if row is not None else None
    if row is None or rule is None or not rule.hours:
        return None
    entry = entry_of(row.versions.get(number=row.standing))
    if entry is None:
        return None
    people = () if row.withdrawn_at is not None else tuple(_attended(entry))
    return Hours(
        row.key, row.org_key, row.top_key, row.kind, rule.hours, row.title, row.standing, entry.fields.get("teacher_key", ""), people
    )


def _attended(entry: Entry) -> list[Attended]:
    return [
        Attended(one.key, entry.sittings[one.sitting].on, _hours(entry, entry.sittings[one.sitting]), entry.online or one.stand is Stand.ONLINE)
        for one in entry.people if one.key and one.stand in (Stand.PRESENT, Stand.ONLINE)
    ]


def _hours(entry: Entry, sitting: Sitting) -> Decimal:
    """What the record says; else the sitting's length in halves of an hour, rounded down; 0 where neither is known."""
    try:
        return Decimal(entry.fields["hours"])
    except (KeyError, InvalidOperation):
        pass
    if sitting.start is None or sitting.end is None:
        return Decimal(0)
    minutes = (datetime.combine(sitting.on, sitting.end) - datetime.combine(sitting.on, sitting.start)).seconds // 60
    return Decimal(minutes // 30) / 2
