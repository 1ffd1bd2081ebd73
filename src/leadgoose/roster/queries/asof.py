"""The organisations of a committee as of a day, as known now or at a moment: names, kinds and superiors from the facts alone.

The columns on `Organisation` say what is so today. Only what never changes is read from there: key, place in the register's order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from leadgoose.ground.bylaws.models import CommitteeSetting
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Deed, Organisation, OrganisationFact, Person
from leadgoose.roster.rules.acts import Kind


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation on the day. parent: id of its superior, None for the top; valid_from, recorded_at: of the fact that says so."""

    pk: int
    key: str
    position: int
    name: str
    kind: OrgKind
    parent: int | None
    seats: int | None
    no_committee: bool | None
    set_up_on: date | None
    until: date | None
    valid_from: date
    recorded_at: datetime


@dataclass(frozen=True)
class Tree:
    """All organisations of a committee on a day, by id, in the register's order. Ended ones, and those not yet there, are not in it."""

    top_key: str
    places: Mapping[int, Place]
    by_key: Mapping[str, Place] = field(default_factory=dict)

    def get(self, key: str) -> Place | None:
        return self.by_key.get(key)

    def name(self, pk: int) -> str:
        found = self.places.get(pk)
        return found.name if found is not None else ""

    def path(self, place: Place) -> str:
        """Keys from the top down: "/top/…/own/"."""
        return self._paths[place.pk]

    def below(self, key: str) -> set[int]:
        """Ids of the organisation and all below it; empty when it was not there."""
        part = f"/{key}/"
        return {pk for pk, path in self._paths.items() if part in path}

    def children(self, pk: int) -> list[Place]:
        return [one for one in self.places.values() if one.parent == pk]

    def above(self, place: Place) -> list[Place]:
        """The organisations that contain it, the top first, itself left out."""
        return [self.by_key[key] for key in self.path(place).strip("/").split("/")[:-1] if key in self.by_key]

    @cached_property
    def _paths(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for one in self.places.values():
            self._path(one, found, set())
        return found

    def _path(self, one: Place, found: dict[int, str], seen: set[int]) -> str:
        if one.pk not in found:
            seen.add(one.pk)   # a ring of superiors, refused elsewhere, ends at its first repetition
            parent = self.places.get(one.parent) if one.parent is not None else None
            above = f"/{self.top_key}/" if one.key != self.top_key else "/"
            if parent is not None and parent.pk not in seen:
                above = self._path(parent, found, seen)
            found[one.pk] = f"{above}{one.key}/"
        return found[one.pk]


def tree(top_key: str, on: date, known_at: datetime | None = None) -> Tree:
    """The committee's organisations as of a day. One query, whatever their number."""
    return _tree(top_key, _places(top_key, OrganisationFact.objects.on(on, known_at).filter(organisation__top_key=top_key)))


def tree_around(top_key: str, key: str, on: date, known_at: datetime | None = None) -> Tree:
    """Of `tree` one organisation, those that contain it and all that are below it: what a part of a very large committee needs. A query a level."""
    facts = OrganisationFact.objects.on(on, known_at)
    level = _places(top_key, facts.filter(organisation__top_key=top_key, organisation__key=key))
    places = dict(level)
    above = {one.parent for one in level.values()} - {None}
    while above:
        found = _places(top_key, facts.filter(organisation__in=above))
        above = {one.parent for one in found.values()} - {None, *places, *found}
        places |= found
    while level:
        # of several facts of a day the last counts: all of those are read of which one says so
        below = _places(top_key, facts.filter(organisation__in=facts.filter(parent__in=level).values("organisation")))
        level = {pk: one for pk, one in below.items() if one.parent in level and pk not in places}
        places |= level
    return _tree(top_key, dict(sorted(places.items(), key=lambda one: (one[1].position, one[0]))))


def _tree(top_key: str, places: dict[int, Place]) -> Tree:
    return Tree(top_key, places, {one.key: one for one in places.values()})


def _places(top_key: str, rows: QuerySet[OrganisationFact, Any]) -> dict[int, Place]:
    """These facts, of several of one organisation the last, in the register's order. One query."""
    places: dict[int, Place] = {}
    ordered: QuerySet[Any, Any] = rows.order_by("organisation__position", "organisation_id", "valid_from", "pk")
    for pk, key, position, name, kind, parent, *told in ordered.values_list(
        "organisation_id", "organisation__key", "organisation__position", "name", "kind", "parent_id", "seats", "no_committee", "set_up_on", "until",
        "valid_from", "recorded_at",
    ):
        places[pk] = Place(pk, key, position, name, OrgKind(kind), None if key == top_key else parent, *told)
    return places


def last_names(keys: Iterable[str], on: date, known_at: datetime | None = None) -> dict[str, str]:
    """What organisations (by key) were called on a day, or last before it, as known then. One query."""
    rows = OrganisationFact.objects.known(known_at).filter(organisation__key__in=list(keys), valid_from__lte=on).order_by("valid_from", "pk")
    return dict(rows.values_list("organisation__key", "name"))


def ended_before(organisation: Organisation, on: date, known_at: datetime | None = None) -> date | None:
    """The first day on which it was there no longer, of one that had ended by a day; None for one that is there or was never known. One query."""
    rows = OrganisationFact.objects.known(known_at).filter(organisation=organisation, valid_from__lte=on).order_by("-valid_from", "-pk")
    last = rows.values_list("valid_to", flat=True).first()
    return last if last is not None and last <= on else None


def died_by(person: Person, on: date, known_at: datetime | None = None) -> date | None:
    """The day of a death, when it had come by a day and, at a moment, was known. One query, none for what is known now."""
    if known_at is None:
        return person.died_on if person.died_on is not None and person.died_on <= on else None
    known = Q(reversed_at=None) | Q(reversed_at__gt=known_at)
    rows = Deed.objects.filter(known, person=person, act=Kind.DEATH, recorded_at__lte=known_at, valid_on__lte=on)
    return rows.order_by("-pk").values_list("valid_on", flat=True).first()


def start_known(top_key: str, known_at: datetime | None) -> date | None:
    """The committee's start as it was set at a moment: `duty_facts.start_on` of then. Two queries."""
    rows = CommitteeSetting.objects.filter(top_key=top_key, name="start_on", **({} if known_at is None else {"recorded_at__lte": known_at}))
    chosen = rows.order_by("-recorded_at", "-pk").values_list("value", flat=True).first()
    created = OrganisationFact.objects.filter(organisation__key=top_key).order_by("recorded_at").values_list("recorded_at", flat=True).first()
    if chosen:
        return date.fromisoformat(chosen)
    return None if created is None else timezone.localdate(created)
