"""When a record was written too long after its event (pure). A local setting; what the recorder was away for by the rota does not count."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from leadgoose.recordbook.rules.kinds import Expected, Kind, kind_rule

DAY = timedelta(days=1)
YEARLY = 60


@dataclass(frozen=True, slots=True)
class LateSettings:
    """What a committee set: days within which a record is written up; the first day for which the book answers, None while it does not."""

    record_days: int = 3
    record_from: date | None = None


def late_after(kind: Kind, settings: LateSettings) -> int:
    """Days after the event within which a record of this kind is written up; papers without people (plan, summary, chronicle) have longer."""
    return YEARLY if kind_rule(kind).expected is Expected.NOBODY else settings.record_days


def last_day(held_on: date, days: int, away: Collection[date] = ()) -> date:
    """The last day on which it is not late: `days` days after the event, those not counted on which the recorder was away by the rota."""
    day, left = held_on, days
    while left > 0:
        day += DAY
        left -= day not in away
    return day


def is_late(kind: Kind, held_on: date, written_on: date, settings: LateSettings, away: Collection[date] = ()) -> bool:
    """Whether it was written too late. What lies before the book's first day is not late; without that day nothing is."""
    if settings.record_from is None or held_on < settings.record_from:
        return False
    return written_on > last_day(held_on, late_after(kind, settings), away)


def believed(claimed: date | None, held_on: date, arrived_on: date) -> tuple[date, bool]:
    """(the day on which it was written, whether the claim is doubted). A device's or a sheet's day counts if it lies between event and arrival;
    one that cannot be true is shown as doubted, and the arrival counts."""
    if claimed is None:
        return arrived_on, False
    if held_on <= claimed <= arrived_on:
        return claimed, False
    return arrived_on, True
