"""The organisations of a committee with their term and how many members they have: present values, from the projections.

As of another day ask `duty_facts.picture`; `of_picture` gives the same shape.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, FilteredRelation, Q

from leadgoose.roster.duty_facts import Picture
from leadgoose.roster.kinds import OrgKind, PostKind, Standing
from leadgoose.roster.models import Organisation, Post, Present


@dataclass(frozen=True, slots=True)
class HeldTerm:
    """The present term; last_day: the approved postponement if there is one, else the expiry."""

    elected_on: date
    expires_on: date
    shifted_to: date | None = None

    @property
    def last_day(self) -> date:
        return max(self.expires_on, self.shifted_to or self.expires_on)


@dataclass(frozen=True, slots=True)
class Secretary:
    """Who is recorded as secretary, with the administrative post held beside it."""

    key: str
    name: str
    admin_post: str


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation as of a day; a general branch counts the members of its branches. Counts are None while no member is known."""

    key: str
    name: str
    kind: OrgKind
    path: str
    full: int | None = None
    probationary: int | None = None
    voters: int | None = None
    term: HeldTerm | None = None


def present_places(top_key: str, path: str, on: date) -> dict[str, Place]:
    """The organisations at and below a path today, in the register's order. Two queries."""
    holding = Q(terms__retracted_at=None, terms__valid_from__lte=on) & (Q(terms__valid_to=None) | Q(terms__valid_to__gt=on))
    rows = (
        Organisation.objects.filter(top_key=top_key, path__startswith=path, ended_on=None)
        .annotate(term=FilteredRelation("terms", condition=holding))
        .order_by("position", "pk", "term__valid_from")
        .values_list("pk", "key", "name", "kind", "path", "term__elected_on", "term__expires_on", "term__shifted_to")
    )
    counts = _counts(top_key, path)
    places = {}
    for pk, key, name, kind, above, elected_on, expires_on, shifted_to in rows:
        count = counts.get(pk, {})
        term = HeldTerm(elected_on, expires_on, shifted_to) if elected_on else None
        places[key] = Place(key, name, OrgKind(kind), above, count.get("full"), count.get("probationary"), count.get("voters"), term)
    return _with_those_below(places)


def of_picture(seen: Picture, path: str) -> tuple[dict[str, Place], dict[str, tuple[Secretary, ...]]]:
    """The same from the facts of another day, with the secretaries of that day. No query."""
    places, secretaries = {}, {}
    for branch in seen.branches:
        if not branch.path.startswith(path):
            continue
        facts = branch.facts
        term = None if facts.term is None else HeldTerm(facts.term.elected_on, facts.term.expires_on, facts.term.shifted_to)
        places[branch.key] = Place(branch.key, branch.name, branch.kind, branch.path, facts.full, facts.probationary, facts.voters, term)
        people = [one.person_key for one in facts.secretaries]
        secretaries[branch.key] = tuple(Secretary(key, seen.names[key], seen.admin[key]) for key in people)
    return _with_those_below(places), secretaries


def secretaries_of(keys: Collection[str], on: date) -> dict[str, tuple[Secretary, ...]]:
    """The present secretaries of these organisations (keys), each once. One query."""
    found: dict[str, tuple[Secretary, ...]] = {}
    rows = Post.objects.on(on).filter(organisation__key__in=keys, kind=PostKind.SECRETARY).order_by("pk")
    for organisation, *person in rows.values_list("organisation__key", "person__key", "person__present__name", "person__present__admin_post"):
        one = Secretary(*(value or "" for value in person))
        if one not in found.get(organisation, ()):
            found[organisation] = (*found.get(organisation, ()), one)
    return found


def names_of(person_keys: Collection[str]) -> dict[str, str]:
    """The names of present members. One query, for nobody as well: a page's number of queries does not depend on what it happens to show."""
    return dict(Present.objects.filter(person__key__in=person_keys or ("",)).values_list("person__key", "name"))


def _with_those_below(places: dict[str, Place]) -> dict[str, Place]:
    """A general branch counts the members of its branches; members belong to branches, so nobody is counted twice in it."""
    found = dict(places)
    for key, one in places.items():
        if one.kind is OrgKind.GENERAL_BRANCH:
            below = [other for other in places.values() if other.path.startswith(one.path) and other.full is not None]
            if below:
                sums = [sum(getattr(other, name) or 0 for other in below) for name in ("full", "probationary", "voters")]
                found[key] = replace(one, full=sums[0], probationary=sums[1], voters=sums[2])
    return found


def _counts(top_key: str, path: str) -> dict[int, Mapping[str, Any]]:
    members = Present.objects.filter(top_key=top_key)
    if path != f"/{top_key}/":
        members = members.filter(organisation__path__startswith=path)
    rows = members.order_by().values("organisation_id").annotate(
        full=Count("pk", filter=Q(standing=Standing.FULL)),
        probationary=Count("pk", filter=Q(standing=Standing.PROBATIONARY)),
        voters=Count("pk", filter=Q(can_vote=True)),
    )
    return {row["organisation_id"]: row for row in rows}


def committees() -> list[str]:
    """The keys of all top committees. One query."""
    return list(Organisation.objects.filter(parent=None).order_by("pk").values_list("key", flat=True))
