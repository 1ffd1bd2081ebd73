"""Production units as of a day, as known now or at a moment: their names, kinds, parents, and whose they are; and what they were before."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from leadgoose.ground.access.models import Grant
from leadgoose.roster.kinds import UnitKind
from leadgoose.roster.models import OrganisationFact, ProductionUnit, UnitFact, UnitLink
from leadgoose.roster.queries.acts import Reader
from leadgoose.roster.queries.bodies import CHOICES
from leadgoose.roster.rules.units import Unit


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
    """A line of a unit's history. what: "fact" (name, kind, parent) or "link" (text: a branch's name on the day asked for). ends: first day not valid."""

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


def names_on(keys: Collection[str], on: date) -> dict[str, str]:
    """What these units were called on a day, by key. Two queries."""
    names = dict(ProductionUnit.objects.filter(key__in=keys).values_list("key", "name"))
    lines = UnitFact.objects.on(on).filter(unit__key__in=keys).order_by("valid_from", "pk")
    return names | dict(lines.values_list("unit__key", "name"))


def links_on(top_key: str, on: date, known_at: datetime | None = None) -> dict[int, int]:
    """Of which unit each organisation was: organisation's id → unit's id. One query."""
    rows = UnitLink.objects.on(on, known_at).filter(organisation__top_key=top_key).order_by("valid_from", "pk")
    return dict(rows.values_list("organisation_id", "unit_id"))


def history(units: Collection[int], on: date, known_at: datetime | None = None) -> dict[int, list[Spell]]:
    """What each of these units (ids) was called and whose it was until the day, the latest first; other units and branches by their names of the day.
    Four queries."""
    found: dict[int, list[Spell]] = {}
    facts = UnitFact.objects.known(known_at).filter(valid_from__lte=on).order_by("valid_from", "pk")
    rows = list(facts.filter(unit__in=units).values_list("unit_id", "name", "kind", "parent_id", "valid_from", "valid_to", "recorded_at", "source"))
    names = dict(facts.filter(unit__in={row[3] for row in rows} - {None}).values_list("unit_id", "name"))
    for pk, name, kind, parent, *days in rows:
        found.setdefault(pk, []).append(Spell("fact", name, UnitKind(kind), names.get(parent, ""), *days))
    links = UnitLink.objects.known(known_at).filter(unit__in=units, valid_from__lte=on)
    lines = list(links.values_list("unit_id", "organisation_id", "valid_from", "valid_to", "recorded_at", "source"))
    told = OrganisationFact.objects.known(known_at).filter(organisation__in={row[1] for row in lines}, valid_from__lte=on)
    called = dict(told.order_by("valid_from", "pk").values_list("organisation_id", "name"))
    for pk, organisation, *days in lines:
        found.setdefault(pk, []).append(Spell("link", called.get(organisation, ""), UnitKind.UNKNOWN, "", *days))
    return {pk: sorted(lines, key=lambda one: (one.starts, one.recorded_at), reverse=True) for pk, lines in found.items()}


def known_today(top_key: str, today: date) -> dict[str, Unit]:
    """The units of a committee by key, as the rules want them. Two queries."""
    since = dict(UnitFact.objects.known().filter(unit__top_key=top_key, valid_to=None).values_list("unit__key", "valid_from"))
    rows = ProductionUnit.objects.filter(top_key=top_key).values_list("key", "name", "kind", "parent__key")
    return {key: Unit(key, name, kind, parent or "", since.get(key, today)) for key, name, kind, parent in rows}


def choices(top_key: str, without: str = "") -> list[tuple[str, str]] | None:
    """(key, name) of the units of a committee, one left out; None for more than CHOICES: then the name is typed. One query."""
    rows = ProductionUnit.objects.filter(top_key=top_key).exclude(key=without).order_by("name", "pk")
    found = list(rows.values_list("key", "name")[: CHOICES + 1])
    return found if len(found) <= CHOICES else None


def named(top_key: str, text: str) -> ProductionUnit | None:
    """The unit that is meant by a key or a full name. One query."""
    rows = ProductionUnit.objects.filter(Q(key=text) | Q(name=text), top_key=top_key) if text else ProductionUnit.objects.none()
    return rows.order_by("pk").first()


def readers(left: ProductionUnit | None, joined: ProductionUnit | None) -> tuple[Reader, ...]:
    """The heads of the unit that is left, and of the one that is joined. One query."""
    of: dict[str, tuple[str, bool]] = {one.key: (one.name, gains) for one, gains in ((left, False), (joined, True)) if one is not None}
    rows: Iterable[tuple[str, str, str]] = (
        Grant.objects.filter(key__in=of, until=None, user__is_active=True).order_by("user__login").values_list("key", "user__name", "user__login")
    )
    return tuple(Reader(name or login, *of[key]) for key, name, login in rows)
