"""What was done, as lists and sheets want it: acts about people and about organisations together, newest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from leadgoose.ground.vault.actions import Destroyed, open_sealed
from leadgoose.roster.models import (
    Deed,
    Done,
    Membership,
    Organisation,
    OrganisationDeed,
    OrganisationFact,
    PersonFact,
    Post,
    Present,
    ProductionUnit,
    Term,
    UnitFact,
)
from leadgoose.roster.queries.acts import BASIS, REMARK

PAGE = 50
PERSON, ORGANISATION = "person", "organisation"


@dataclass(frozen=True, slots=True)
class Line:
    """One act done. about: "person" or "organisation"; subject: the key of whom or what; where: of the organisation that it was done in, or below;
    unit: key of the production unit that it is about, if it is about one of the organisation's."""

    about: str
    key: str
    act: str
    valid_on: date
    where: str
    subject: str
    recorded_at: datetime
    recorded_by: str
    number: int
    digest: str
    reversed_at: datetime | None
    batch: str
    unit: str

    @property
    def receipt(self) -> str:
        return f"{self.number}-{self.digest[:16]}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of them; names: of people and organisations by key."""

    lines: list[Line]
    total: int
    names: dict[str, str]


_COLUMNS = (
    "about", "key", "act", "valid_on", "where", "subject", "recorded_at", "recorded_by", "receipt_number", "receipt_hash", "reversed_at", "batch",
    "about_unit",
)


def done_below(place: Organisation, start: int, *, act: str = "", batch: str = "", hidden: Collection[str] = ()) -> Shown:
    """A page of the acts in an organisation and below it, from `start`. hidden: kinds of acts that the reader may not see. Six queries."""
    people, places = _below(place, act, hidden)
    if batch:
        people, places = people.filter(batch=batch), places.filter(batch=batch)
    return _shown(people, places, start, PAGE, people.count() + places.count())


def latest(place: Organisation, count: int, *, hidden: Collection[str] = ()) -> Shown:
    """The last acts in an organisation and below it; `total` is not counted. Four queries, one while there are none."""
    return _shown(*_below(place, "", hidden), 0, count, 0)


def _below(place: Organisation, act: str, hidden: Collection[str]) -> tuple[QuerySet[Deed], QuerySet[OrganisationDeed]]:
    about, touching = Q(top_key=place.top_key), Q(top_key=place.top_key)
    if place.key != place.top_key:
        below = Organisation.objects.filter(top_key=place.top_key, path__startswith=place.path)
        about &= Q(org_key__in=below.values("key"))
        touching &= Q(pk__in=OrganisationDeed.places.through.objects.filter(organisation__in=below).values("organisationdeed"))
    people, places = Deed.objects.filter(about).exclude(act__in=hidden), OrganisationDeed.objects.filter(touching)
    return (people.filter(act=act), places.filter(act=act)) if act else (people, places)


def _shown(people: QuerySet[Deed], places: QuerySet[OrganisationDeed], start: int, count: int, total: int) -> Shown:
    of_places = _values(places, ORGANISATION, "organisation__key", "organisation__parent__key", F("unit__key"))
    rows = _values(people, PERSON, "person__key", "org_key", Value("", CharField())).union(of_places, all=True)
    return _told(rows, start, count, total)


def done_to(unit: ProductionUnit, count: int) -> Shown:
    """The last acts about a production unit. Four queries, one while there are none."""
    rows = _values(OrganisationDeed.objects.filter(unit=unit), ORGANISATION, "organisation__key", "organisation__parent__key", F("unit__key"))
    return _told(rows, 0, count, 0)


def _told(rows: QuerySet[Any], start: int, count: int, total: int) -> Shown:
    lines = [Line(*row) for row in rows.order_by("-recorded_at", "-receipt_number")[start : start + count]]
    return Shown(lines, total, names_ever({one.where for one in lines} | {one.unit or one.subject for one in lines}, any(one.unit for one in lines)))


def _values(rows: QuerySet[Any], about: str, subject: str, where: str, unit: Any) -> QuerySet[Any]:
    named: QuerySet[Any] = rows.annotate(
        about=Value(about, CharField()), subject=Cast(F(subject), CharField()), where=Coalesce(Cast(F(where), CharField()), Value("")),
        about_unit=Coalesce(Cast(unit, CharField()), Value("")),
    ).order_by().values_list(*_COLUMNS)
    return named


def names_ever(keys: Collection[str], units: bool = False) -> dict[str, str]:
    """Names of organisations and people by key, of those no longer there as well. Three queries; units: of production units too, one more."""
    names = dict(PersonFact.objects.known().filter(person__key__in=keys).order_by("valid_from", "pk").values_list("person__key", "name"))
    names |= dict(Present.objects.filter(person__key__in=keys).values_list("person__key", "name"))
    names |= dict(ProductionUnit.objects.filter(key__in=keys).values_list("key", "name")) if units else {}
    return names | dict(Organisation.objects.filter(key__in=keys).values_list("key", "name"))


def place_names(keys: Collection[str], on: date) -> dict[str, str]:
    """What these organisations were called on a day: the name that a paper of that day keeps, whatever they are called since. Two queries."""
    names = dict(Organisation.objects.filter(key__in=keys).values_list("key", "name"))
    lines = OrganisationFact.objects.known().filter(organisation__key__in=keys, valid_from__lte=on).order_by("valid_from", "pk")
    return names | dict(lines.values_list("organisation__key", "name"))


def opened(deed: Done) -> tuple[str, str]:
    """The basis and the reason in clear; "" once the key is destroyed."""
    whose = deed.person.key if isinstance(deed, Deed) else deed.org_key
    try:
        return open_sealed(whose, BASIS, deed.basis_sealed), open_sealed(whose, REMARK, deed.remark_sealed) if deed.remark_sealed else ""
    except Destroyed:
        return "", ""


def batch_of(top_key: str, batch: str) -> list[Deed]:
    """The acts about people that were done at once, in the order of the journal. One query."""
    return list(Deed.objects.filter(top_key=top_key, batch=batch).select_related("person").order_by("receipt_number")) if batch else []


def moved_with(deed: OrganisationDeed) -> list[tuple[str, str, str]]:
    """(name, from, to) of the members who changed their branch with an act about an organisation, as named on its day. Four queries."""
    ids = [pk for name, pk in deed.recorded if name == "Membership"]
    rows = Membership.objects.filter(pk__in=ids, valid_from=deed.valid_on, valid_to=None).order_by("person_id")
    into = dict(rows.values_list("person__key", "organisation__key"))
    left = Membership.objects.filter(pk__in=[pk for name, pk in deed.retracted if name == "Membership"])
    out = dict(left.values_list("person__key", "organisation__key"))
    people, places = names_ever(into), place_names({*into.values(), *out.values()}, deed.valid_on)
    return [(people.get(key, ""), places.get(out.get(key, ""), ""), places.get(to, "")) for key, to in into.items()]


def ended_with(deed: OrganisationDeed) -> tuple[list[tuple[str, str]], list[date]]:
    """What ended with an act about an organisation: posts as (name, kind), and the days on which terms had been elected. Five queries."""
    posts = list(Post.objects.filter(pk__in=_ended(deed, "Post")).order_by("pk").values_list("person__key", "kind"))
    names = names_ever({key for key, _kind in posts})
    terms = Term.objects.filter(pk__in=_ended(deed, "Term")).order_by("pk").values_list("elected_on", flat=True)
    return [(names.get(key, ""), kind) for key, kind in posts], list(terms)


def people_of(deed: OrganisationDeed) -> list[str]:
    """Keys of the people whom an act about an organisation moved or whose posts it ended: those whom its sheet names. Two queries."""
    moved = Membership.objects.filter(pk__in=[pk for name, pk in deed.recorded if name == "Membership"], valid_from=deed.valid_on, valid_to=None)
    ended = Post.objects.filter(pk__in=_ended(deed, "Post"))
    return sorted({*moved.values_list("person__key", flat=True), *ended.values_list("person__key", flat=True)})


def unit_changed(deed: OrganisationDeed) -> tuple[UnitFact | None, UnitFact | None]:
    """What a unit was and is said to be by an act about it: the facts that it retracted and recorded. Two queries."""
    rows = UnitFact.objects.select_related("unit", "parent")
    was = rows.filter(pk__in=[pk for name, pk in deed.retracted if name == "UnitFact"]).order_by("pk").last()
    now = rows.filter(unit=deed.unit_id, valid_from__lte=deed.valid_on, recorded_at=deed.recorded_at, valid_to=None).order_by("pk").last()
    return was, now


def _ended(deed: OrganisationDeed, model: str) -> list[int]:
    return [pk for name, pk in deed.retracted if name == model]
