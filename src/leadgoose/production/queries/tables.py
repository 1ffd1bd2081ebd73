"""The tables as they stand: for the page that shows them, the box that is prefilled with them, and the difference to what was pasted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from leadgoose.production.models import Absence, Cover, Crew, CrewMember, Peak, SpecialDay
from leadgoose.production.standards import statutory
from leadgoose.production.tables import KINDS_OF_ABSENCE, KINDS_OF_DAY, Known
from leadgoose.roster.models import Person, Present, ProductionUnit
from leadgoose.roster.queries.finder import finder

_DAY = {code: word for word, code in KINDS_OF_DAY.items()}
_ABSENCE = {code: word for word, code in KINDS_OF_ABSENCE.items()}


@dataclass(frozen=True, slots=True)
class Standing:
    """A row that stands: its id, its values as `tables.Line.mark` has them, and its cells as the table writes them."""

    pk: int
    mark: tuple[Any, ...]
    cells: tuple[str, ...]


def known(top_key: str) -> Known:
    """What names are looked up in. Four queries."""
    return Known(finder(top_key), dict(ProductionUnit.objects.filter(top_key=top_key).values_list("name", "pk")))


def standing(top_key: str, table: str, year: int) -> list[Standing]:
    """A table's rows in order. At most three queries."""
    return _READ[table](top_key, year)


def people_in(top_key: str, table: str, year: int) -> list[str]:
    """Keys of the people whom a table names. Two queries at most, none for a table of no people."""
    found = {person for row in standing(top_key, table, year) for person in _PEOPLE[table](row.mark)} if table in _PEOPLE else set()
    return list(Person.objects.filter(pk__in=found).values_list("key", flat=True)) if found else []


def offered(year: int) -> list[tuple[str, ...]]:
    """Cells of the statutory holidays: what the box of a year's calendar holds before anything was entered."""
    return [(day.isoformat(), "放假", name) for day, name in sorted(statutory(year).items())]


def _days(top_key: str, year: int) -> list[Standing]:
    rows = SpecialDay.objects.filter(top_key=top_key, retracted_at=None, day__year=year).order_by("day", "pk")
    return [Standing(row.pk, (row.day, row.kind, row.name), (row.day.isoformat(), _DAY[row.kind], row.name)) for row in rows]


def _absences(top_key: str, year: int) -> list[Standing]:
    rows = Absence.objects.filter(top_key=top_key, retracted_at=None, first__lte=date(year, 12, 31), last__gte=date(year, 1, 1)).order_by("first", "pk")
    found = list(rows)
    names = _names(top_key, [row.person_id for row in found])
    return [Standing(row.pk, (row.person_id, row.first, row.last, row.kind),
                     (*names.get(row.person_id, ("", "")), row.first.isoformat(), row.last.isoformat(), _ABSENCE[row.kind])) for row in found]


def _crews(top_key: str, year: int) -> list[Standing]:
    crews = list(Crew.objects.filter(top_key=top_key, retracted_at=None).select_related("unit").order_by("unit__name", "name", "pk"))
    people: dict[int, list[int]] = defaultdict(list)
    for crew, person in CrewMember.objects.filter(crew__in=crews).order_by("person_id").values_list("crew_id", "person_id"):
        people[crew].append(person)
    names = _names(top_key, [person for members in people.values() for person in members])
    twice = _twice(names)
    found = []
    for row in crews:
        members = tuple(people[row.pk])
        told = "、".join(f"{name}（{branch}）" if name in twice else name for name, branch in (names.get(pk, ("", "")) for pk in members))
        cells = (row.unit.name, row.name, str(row.days_on), str(row.days_off), row.starts_on.isoformat(), row.ends_on.isoformat() if row.ends_on else "", told)
        found.append(Standing(row.pk, (row.unit_id, row.name, row.days_on, row.days_off, row.starts_on, row.ends_on, members), cells))
    return found


def _peaks(top_key: str, year: int) -> list[Standing]:
    rows = Peak.objects.filter(top_key=top_key, retracted_at=None, first__lte=date(year, 12, 31), last__gte=date(year, 1, 1))
    return [Standing(row.pk, (row.unit_id, row.first, row.last, row.most_away, row.name),
                     (row.unit.name, row.first.isoformat(), row.last.isoformat(), str(row.most_away), row.name))
            for row in rows.select_related("unit").order_by("first", "unit__name", "pk")]


def _covers(top_key: str, year: int) -> list[Standing]:
    rows = Cover.objects.filter(top_key=top_key, retracted_at=None).select_related("unit").order_by("unit__name", "pk")
    return [Standing(row.pk, (row.unit_id, row.most_away), (row.unit.name, str(row.most_away))) for row in rows]


def _names(top_key: str, people: Sequence[int]) -> dict[int, tuple[str, str]]:
    """(name, branch) of present members by id. One query."""
    rows = Present.objects.filter(person_id__in=set(people)).values_list("person_id", "name", "organisation__name")
    return {pk: (name, branch) for pk, name, branch in rows}


def _twice(names: Mapping[int, tuple[str, str]]) -> set[str]:
    count = Counter(name for name, _ in names.values())
    return {name for name, many in count.items() if many > 1}


_PEOPLE: Mapping[str, Callable[[tuple[Any, ...]], tuple[int, ...]]] = {"absences": lambda mark: (mark[0],), "crews": lambda mark: mark[-1]}
"""Which ids of people stand in a row's mark."""
_READ: Mapping[str, Callable[[str, int], list[Standing]]] = {
    "days": _days, "absences": _absences, "crews": _crews, "peaks": _peaks, "covers": _covers,
}
