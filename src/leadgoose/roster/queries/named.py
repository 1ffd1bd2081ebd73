"""Names and places by key, for pages that know only keys: accounts, the journal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from leadgoose.roster.models import Organisation, Present, ProductionUnit
from leadgoose.roster.queries.filters import Filters
from leadgoose.roster.queries.members import found_members


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation or production unit: its key, its name, how deep it stands below the top (0 = the top itself)."""

    key: str
    name: str
    depth: int = 0
    unit: bool = False


def committees() -> list[Named]:
    """All top committees. One query."""
    return [Named(*row) for row in Organisation.objects.filter(parent=None, ended_on=None).order_by("position", "pk").values_list("key", "name")]


def organisations_below(path: str) -> list[Named]:
    """The organisation with this path and all below it that have not ended, each under its parent. One query."""
    rows = Organisation.objects.filter(path__startswith=path, ended_on=None).order_by("position", "pk").values_list("key", "name", "path")
    depth = path.count("/")
    return [Named(key, name, own.count("/") - depth) for key, name, own in rows]


def units_of(top_key: str) -> list[Named]:
    """The committee's production units. One query."""
    return [Named(key, name, unit=True) for key, name in ProductionUnit.objects.filter(top_key=top_key).order_by("name").values_list("key", "name")]


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Names of organisations and production units by key. Two queries, none for no keys."""
    if not keys:
        return {}
    units = ProductionUnit.objects.filter(key__in=keys).values_list("key", "name")
    return dict(units) | dict(Organisation.objects.filter(key__in=keys).values_list("key", "name"))


def place_of(key: str) -> tuple[str, str] | None:
    """("organisation" or "unit", top committee's key) of what has this key; None when nothing has. At most two queries."""
    top = Organisation.objects.filter(key=key, ended_on=None).values_list("top_key", flat=True).first()
    if top is not None:
        return "organisation", top
    top = ProductionUnit.objects.filter(key=key).values_list("top_key", flat=True).first()
    return None if top is None else ("unit", top)


def member_name(top_key: str, person_key: str) -> str | None:
    """The name of a present member of this committee; None when there is none with that key. One query."""
    return Present.objects.filter(top_key=top_key, person__key=person_key).values_list("name", flat=True).first()


def member_names(keys: Collection[str]) -> dict[str, str]:
    """Names of present members by key. One query, none for no keys."""
    return dict(Present.objects.filter(person__key__in=keys).values_list("person__key", "name")) if keys else {}


@dataclass(frozen=True, slots=True)
class Found:
    """A present member found by name, pinyin, initials, branch or the last four of the ID number."""

    key: str
    name: str
    branch: str
    id_masked: str


def find_people(top_key: str, text: str, today: date, count: int = 20) -> list[Found]:
    """The first members of the committee whom the text finds. Two queries."""
    organisation = Organisation.objects.filter(key=top_key).first()
    if organisation is None or not text:
        return []
    rows = found_members(organisation, Filters(q=text), today, count)
    return [Found(row.person, row.name, row.branch, row.id_masked) for row in rows]
