"""What of the book stands on the list of what is due (pure): periods without a meeting, planned meetings without a record, open resolutions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from leadgoose.recordbook.rules.frequency import OPENS, STAYS, Expectation, State
from leadgoose.recordbook.rules.kinds import Every, Kind

DAY = timedelta(days=1)
OPEN_BEFORE = 14
"""Days before its day from which a resolution stands on the list."""
RESOLUTION, UNWRITTEN = "resolution_due", "record_unwritten"
MEETING = {every: f"records_of_{every.value}" for every in Every}
CODES = (RESOLUTION, UNWRITTEN, *MEETING.values())
"""All that this subject says; `duties` closes rows of these codes that it does not say any more."""


@dataclass(frozen=True, slots=True)
class Due:
    """One row for `duties`, but for the organisation. rule "": it follows from no text, but from the meeting itself or a local setting."""

    code: str
    rule: str
    act: str
    due_on: date | None
    opens_on: date
    ends_on: date | None = None
    person_key: str = ""
    numbers: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A resolution that somebody still has to do."""

    owner_key: str
    resolved_on: date
    due_on: date | None
    check_on: date | None = None


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A planned meeting whose day is past; write_by: the last day on which its record is not late."""

    kind: Kind
    planned_on: date
    write_by: date


def of_periods(expected: Iterable[Expectation]) -> Iterator[Due]:
    """Periods that are open or were missed: one row for all kinds that the same period lacks, so that a branch is named once.

    A missed period leaves the list after a while; the book shows it for good.
    """
    lacking: dict[tuple[Every, date], list[Expectation]] = {}
    for one in expected:
        if one.state in (State.OPEN, State.MISSED):
            lacking.setdefault((one.every, one.period.due_on), []).append(one)
    for (every, due), ones in lacking.items():
        numbers: dict[str, object] = {
            "kinds": [one.kind.value for one in ones], "first": ones[0].period.first.isoformat(), "last": ones[0].period.last.isoformat(),
        }
        opens, ends = due - OPENS[every] * DAY, due + STAYS[every] * DAY + DAY
        yield Due(MEETING[every], ones[0].rule, "recordbook.book", due, opens, ends, numbers=numbers)


def of_unwritten(planned: Iterable[Unwritten]) -> Iterator[Due]:
    """One row for all whose last day is the same."""
    by_day: dict[date, list[Unwritten]] = {}
    for one in planned:
        by_day.setdefault(one.write_by, []).append(one)
    for day, ones in sorted(by_day.items()):
        first = min(one.planned_on for one in ones)
        numbers: dict[str, object] = {"kinds": sorted({one.kind.value for one in ones}), "planned": first.isoformat(), "n": len(ones)}
        yield Due(UNWRITTEN, "", "recordbook.book", day, first, numbers=numbers)


def of_resolutions(items: Iterable[OpenItem]) -> Iterator[Due]:
    """One row for all of one owner with the same day: `duties` knows one obligation by organisation, person, code and day."""
    grouped: dict[tuple[str, date | None], list[OpenItem]] = {}
    for one in items:
        grouped.setdefault((one.owner_key, one.due_on), []).append(one)
    for (owner, due), ones in sorted(grouped.items(), key=lambda each: (each[0][1] or date.max, each[0][0])):
        resolved = min(one.resolved_on for one in ones)
        check = min((one.check_on for one in ones if one.check_on is not None), default=None)
        numbers: dict[str, object] = {"n": len(ones), "resolved": resolved.isoformat(), "check": check.isoformat() if check else None}
        opens = resolved if due is None else max(resolved, due - OPEN_BEFORE * DAY)
        yield Due(RESOLUTION, "", "recordbook.resolutions", due, opens, person_key=owner, numbers=numbers)
