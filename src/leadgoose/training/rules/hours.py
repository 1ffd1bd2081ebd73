"""What counts how many hours, and who is short (pure). Amounts are hundredths of an hour. Docs: docs/rules/hours.md.

Source: edu-hour-conversion (a day 8, half a day 4, otherwise the clock), by calendar year; the shares by kind are the committee's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

SCALE = 100
FULL_DAY, HALF_DAY = 6 * 60, 3 * 60
"""Minutes from which something counts as a whole day, as half a day."""


@dataclass(frozen=True, slots=True)
class HourTable:
    """What counts how much: hours of a day and of half a day, per cent by kind, per cent by video, the month from which shortfalls show."""

    valid_from: date
    day: int
    half_day: int
    video: int
    short_from: int
    share: Mapping[str, int]


class Unfit(ValueError):
    """A table that cannot be used: the name of the value."""


def parse(table: Mapping[str, Any]) -> HourTable:
    """A table from TOML or JSON. Raises Unfit."""
    starts = table["valid_from"]
    found = HourTable(starts if isinstance(starts, date) else date.fromisoformat(starts), table["day"], table["half_day"], table["video"],
                      table["short_from"], dict(table["share"]))
    limits = {"day": (1, 24), "half_day": (1, 12), "video": (0, 100), "short_from": (1, 12)}
    for name, (least, most) in limits.items():
        if not least <= getattr(found, name) <= most:
            raise Unfit(name)
    if found.half_day > found.day:
        raise Unfit("half_day")
    for kind, share in found.share.items():
        if not 0 <= share <= 100:
            raise Unfit(kind)
    return found


def as_table(table: HourTable) -> dict[str, Any]:
    return {"valid_from": table.valid_from.isoformat(), "day": table.day, "half_day": table.half_day, "video": table.video,
            "short_from": table.short_from, "share": dict(table.share)}


def counted(kind: str, hours: int, video: bool, table: HourTable) -> int:
    """What so many hundredths of hours of a kind count. KeyError for an unknown kind."""
    share = table.share[kind] * (table.video if video else 100)
    return hours * share // (100 * 100)


def of_minutes(minutes: int, table: HourTable) -> int:
    """Hundredths of hours of something that took so many minutes on one day: a whole day, half a day, else the clock."""
    if minutes >= FULL_DAY:
        return table.day * SCALE
    if minutes >= HALF_DAY:
        return table.half_day * SCALE
    return minutes * SCALE // 60


def by_year(first: date, last: date, hours: int) -> dict[int, int]:
    """The hours of something from first to last, split by calendar year in proportion to its days; nothing is lost in rounding."""
    days = (last - first).days + 1
    found: dict[int, int] = {}
    given = 0
    for number in range(days):
        year = (first + timedelta(days=number)).year
        share = hours * (number + 1) // days - given
        given += share
        found[year] = found.get(year, 0) + share
    return found


def most_hours(first: date, last: date, table: HourTable) -> int:
    """The most that something from first to last can count: a day's hours on each day."""
    return ((last - first).days + 1) * table.day * SCALE


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Somebody who lacks hours of a year: from which day it shows, by which it is due."""

    have: int
    need: int
    opens_on: date
    due_on: date

    @property
    def lacking(self) -> int:
        return self.need - self.have


def shortfall(have: int, need: int, year: int, table: HourTable) -> Shortfall | None:
    """What is lacking of a year's hours; None when nothing is. Exactly enough is enough."""
    if have >= need:
        return None
    return Shortfall(have, need, date(year, table.short_from, 1), date(year, 12, 31))
