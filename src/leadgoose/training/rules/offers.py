"""What is wrong or odd with an offered session (pure): what stops it, and what is only said. Docs: docs/rules/needs.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from leadgoose.training.rules.hours import HourTable, most_hours

STOPS = ("ends_first", "other_year", "seats", "hours", "nothing", "gains")
WARNINGS = ("raises_nothing", "same_teacher", "same_place", "same_course", "holiday", "level")


@dataclass(frozen=True, slots=True)
class Offer:
    """A session as somebody wants to offer it; hours in hundredths."""

    key: str
    title: str
    course: str
    first: date
    last: date
    hours: int
    seats: int
    min_seats: int
    gains: Mapping[str, int]
    concentrated: bool
    induction: bool
    level: str
    place: str = ""
    teacher: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """code: of STOPS or WARNINGS; about: the title of the other session, or the number that is the limit."""

    code: str
    field: str
    about: str = ""


def stops(offer: Offer, year: int, table: HourTable) -> list[Finding]:
    """What makes the offer impossible."""
    found = []
    if offer.last < offer.first:
        found.append(Finding("ends_first", "ends_on"))
    elif offer.first.year != year:
        found.append(Finding("other_year", "starts_on", str(year)))
    elif offer.hours > most_hours(offer.first, offer.last, table):
        found.append(Finding("hours", "hours", str(most_hours(offer.first, offer.last, table) // 100)))
    if offer.seats < max(1, offer.min_seats):
        found.append(Finding("seats", "seats", str(offer.min_seats)))
    if any(not 1 <= level <= 4 for level in offer.gains.values()):
        found.append(Finding("gains", "gains"))
    if not offer.hours and not offer.gains and not offer.induction:
        found.append(Finding("nothing", "hours"))
    return found


def warnings(offer: Offer, others: Iterable[Offer], special: Mapping[date, bool], concentrated_levels: frozenset[str]) -> list[Finding]:
    """What is odd, but may be meant. special: days on which the week does not hold, False for a holiday."""
    found = []
    if not offer.gains:
        found.append(Finding("raises_nothing", "gains"))
    if offer.concentrated and offer.level not in concentrated_levels:
        found.append(Finding("level", "level"))
    days = [offer.first + timedelta(days=number) for number in range(min(40, (offer.last - offer.first).days + 1))]
    holiday = next((day for day in days if special.get(day) is False), None)
    if holiday is not None:
        found.append(Finding("holiday", "starts_on", holiday.isoformat()))
    for other in others:
        if other.key == offer.key or other.first > offer.last or offer.first > other.last:
            continue
        if offer.course == other.course:
            found.append(Finding("same_course", "starts_on", other.title))
        elif offer.teacher and offer.teacher == other.teacher:
            found.append(Finding("same_teacher", "teacher", other.title))
        elif offer.place and offer.place == other.place:
            found.append(Finding("same_place", "place", other.title))
    return found
