"""Production units as of a day, as known now or at a moment: their names, kinds, parents, and whose they are; and what they were before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from leadgoose.roster.kinds import UnitKind
from leadgoose.roster.models import UnitFact, UnitLink


@dataclass(frozen=True, slots=True)
class UnitThen:
    """A unit on a day. parent: id of the unit that it was a part of; None: of none, or not known."""

    pk: int
    key: str
    name: str
    kind: UnitKind
    parent: int | None
    since: date


@dataclass(frozen=True, slots=True)
class Spell:
    """A line of a unit's history. what: "fact" (name, kind, parent) or "link" (text: a branch's name of today). ends: first day not valid."""

    what: str
    text: str
    kind: UnitKind
    parent: str
    starts: date
    ends: date | None
    recorded_at: datetime
    source: str


def units_on(top_key: str, on: date, known_at: datetime | None = None) -> dict[int, UnitThen]:
    """The units of a committee by id, in the order of their names. One query."""
    rows = UnitFact.objects.on(on, known_at).filter(unit__top_key=top_key).order_by("name", "unit_id")
    return {
        pk: UnitThen(pk, key, name, UnitKind(kind), parent, since)
        for pk, key, name, kind, parent, since in rows.values_list("unit_id", "unit__key", "name", "kind", "parent_id", "valid_from")
    }


def links_on(top_key: str, on: date, known_at: datetime | None = None) -> dict[int, int]:
    """Of which unit each organisation was: organisation's id → unit's id. One query."""
    rows = UnitLink.objects.on(on, known_at).filter(organisation__top_key=top_key).order_by("valid_from", "pk")
    return dict(rows.values_list("organisation_id", "unit_id"))


def history(top_key: str, on: date, known_at: datetime | None = None) -> dict[int, list[Spell]]:
    """What each unit was called and whose it was until the day, the latest first. Two queries."""
    found: dict[int, list[Spell]] = {}
    facts = UnitFact.objects.known(known_at).filter(unit__top_key=top_key, valid_from__lte=on)
    for pk, *told in facts.values_list("unit_id", "name", "kind", "parent__name", "valid_from", "valid_to", "recorded_at", "source"):
        name, kind, parent, *days = told
        found.setdefault(pk, []).append(Spell("fact", name, UnitKind(kind), parent or "", *days))
    links = UnitLink.objects.known(known_at).filter(unit__top_key=top_key, valid_from__lte=on)
    for pk, name, *days in links.values_list("unit_id", "organisation__name", "valid_from", "valid_to", "recorded_at", "source"):
        found.setdefault(pk, []).append(Spell("link", name, UnitKind.UNKNOWN, "", *days))
    return {pk: sorted(lines, key=lambda one: (one.starts, one.recorded_at), reverse=True) for pk, lines in found.items()}
