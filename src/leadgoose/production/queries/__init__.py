"""What others ask of production: when people are away, what units can spare, which days are worked. Constant numbers of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from leadgoose.production.models import Absence, Cover, CrewMember, Peak, SpecialDay
from leadgoose.production.rules.rota import Span, Turn, rests, together
from leadgoose.production.standards import statutory


def away(top_key: str, first: date, last: date, people: Collection[int] | None = None) -> dict[int, tuple[Span, ...]]:
    """Days on which these people (ids; None: everybody) are off or away, from first to last, as spans in order. Two queries."""
    found: dict[int, list[Span]] = defaultdict(list)
    gone = Absence.objects.filter(top_key=top_key, retracted_at=None, first__lte=last, last__gte=first)
    for person, begins, ends in gone.values_list("person_id", "first", "last"):
        found[person].append((max(begins, first), min(ends, last)))
    turns: dict[int, list[Span]] = {}
    crews = CrewMember.objects.filter(crew__top_key=top_key, crew__retracted_at=None).values_list(
        "person_id", "crew_id", "crew__days_on", "crew__days_off", "crew__starts_on", "crew__ends_on")
    for person, crew, days_on, days_off, starts_on, ends_on in crews:
        if crew not in turns:
            turns[crew] = rests(Turn(days_on, days_off, starts_on, ends_on), first, last)
        found[person] += turns[crew]
    return {person: together(spans) for person, spans in found.items() if people is None or person in people}


@dataclass(frozen=True, slots=True)
class Spare:
    """What one unit can spare: most people away on an ordinary day (None: nobody said), and on the days of its peaks."""

    most_away: int | None = None
    peaks: tuple[tuple[date, date, int], ...] = ()


def spare(top_key: str, first: date, last: date) -> dict[str, Spare]:
    """What the units (by key) can spare from first to last. Two queries."""
    covers = dict(Cover.objects.filter(top_key=top_key, retracted_at=None).order_by("recorded_at", "pk").values_list("unit__key", "most_away"))
    peaks: dict[str, list[tuple[date, date, int]]] = defaultdict(list)
    rows = Peak.objects.filter(top_key=top_key, retracted_at=None, first__lte=last, last__gte=first).order_by("first", "pk")
    for unit, begins, ends, most in rows.values_list("unit__key", "first", "last", "most_away"):
        peaks[unit].append((begins, ends, most))
    return {unit: Spare(covers.get(unit), tuple(peaks.get(unit, ()))) for unit in covers.keys() | peaks.keys()}


def special_days(top_key: str, year: int) -> Mapping[date, bool]:
    """Days of a year on which the week does not hold: True for a make-up workday, False for a holiday. Nothing entered: the statutory ones. One query."""
    rows = SpecialDay.objects.filter(top_key=top_key, retracted_at=None, day__year=year).values_list("day", "kind")
    entered = {day: kind == SpecialDay.Kind.WORKDAY for day, kind in rows}
    return entered or dict.fromkeys(statutory(year), False)
