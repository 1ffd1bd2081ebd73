"""Posts of one organisation as the rules of giving them want them, and whom a form may name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from leadgoose.roster.identity import last4_index
from leadgoose.roster.kinds import CameBy, OrgKind, PostKind, Standing
from leadgoose.roster.models import Membership, Organisation, OrganisationFact, Person, Post, Present, Restriction
from leadgoose.roster.rules.posts import Candidate, Holder, Place

CHOICES = 300
"""More names than these are not offered as a list: they are typed."""


def place_of(organisation: Organisation) -> Place:
    """Two queries."""
    line = OrganisationFact.objects.known().filter(organisation=organisation, valid_to=None).order_by("-valid_from", "-pk").first()
    rows = Post.objects.known().filter(Q(valid_to=None) | Q(kind=PostKind.SECRETARY), organisation=organisation).order_by("valid_from", "pk")
    holders = tuple(
        Holder(person, PostKind(kind), since, until, CameBy(came_by), awaiting)
        for person, kind, since, until, came_by, awaiting in rows.values_list(
            "person__key", "kind", "valid_from", "valid_to", "came_by", "awaiting_approval")
    )
    return Place(
        organisation.key, OrgKind(organisation.kind), line.valid_from if line is not None else None, organisation.ended_on,
        line.seats if line is not None else None, line.no_committee if line is not None else None, holders,
    )


def candidates(organisation: Organisation, keys: Collection[str], on: date) -> dict[str, Candidate]:
    """These people (keys) as the organisation could take them. Two queries."""
    restricted = set(Restriction.objects.on(on).filter(person__key__in=keys).values_list("person__key", flat=True))
    found = {key: Candidate(key) for key in keys}
    rows = Membership.objects.known().filter(person__key__in=keys, valid_to=None, person__died_on=None).order_by("valid_from", "pk")
    for key, home, path, standing, since in rows.values_list(
        "person__key", "organisation__key", "organisation__path", "standing", "valid_from"
    ):
        found[key] = Candidate(key, home, _within(organisation, home, path), Standing(standing), since, key in restricted)
    return found


def _within(place: Organisation, home: str, path: str) -> bool:
    """Members of a branch serve in it and its groups; a general branch or committee has everybody below; a temporary branch takes from anywhere."""
    if place.kind == OrgKind.TEMPORARY_BRANCH:
        return place.top_key in path.split("/")
    if place.kind == OrgKind.GROUP:
        return home in place.path.strip("/").split("/")[:-1]
    return place.key in path.split("/")


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Names of present members. One query."""
    return dict(Present.objects.filter(person__key__in=keys).values_list("person__key", "name"))


def within(organisation: Organisation) -> list[tuple[str, str, str]]:
    """(key, name, branch) of the members whom its posts may go to, CHOICES + 1 at most, in the register's order. One query."""
    rows = Present.objects.filter(top_key=organisation.top_key)
    if organisation.kind == OrgKind.GROUP:
        rows = rows.filter(organisation=organisation.parent)
    elif organisation.kind != OrgKind.TEMPORARY_BRANCH:
        rows = rows.filter(organisation__path__startswith=organisation.path)
    return list(rows.order_by("sort").values_list("person__key", "name", "organisation__name")[: CHOICES + 1])


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a typed name means: a person, or several (key, name, branch) between whom it does not tell."""

    person: Person | None = None
    several: tuple[tuple[str, str, str], ...] = ()


def meant(top_key: str, text: str, branch: str = "") -> Meant:
    """The present member called so: “单志强”, or with the last four of the ID number “单志强 1234”; branch: key, where it is known. Two queries."""
    name, _, last4 = " ".join(text.split()).partition(" ")
    rows = Present.objects.filter(top_key=top_key, name=name)
    if branch:
        rows = rows.filter(organisation__key=branch)
    if last4:
        rows = rows.filter(last4_index=last4_index(top_key, last4))
    found = list(rows.order_by("sort").values_list("person__key", "name", "organisation__name")[:10])
    if len(found) == 1:
        return Meant(Person.objects.get(key=found[0][0]))
    return Meant(None, tuple(found))
