"""What a person's own branch is, and what its own page says of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from leadgoose.ground.prepared import Slot, prepared
from leadgoose.roster.kinds import COMMITTEE_POSTS, OrgKind, PostKind, Standing
from leadgoose.roster.models import Organisation, OrganisationFact, Post, Present, UnitCovered


@dataclass(frozen=True, slots=True)
class OwnBranch:
    """A branch, or general branch, that somebody belongs to or holds a role in. Approved seats, and whether approved without a committee: None
    while not known."""

    key: str
    top_key: str
    name: str
    path: str
    seats: int | None = None
    no_committee: bool | None = None


@dataclass(frozen=True, slots=True)
class CommitteePost:
    """Who holds which post of the committee; kinds: `PostKind` codes, the secretary's first."""

    person_key: str
    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NonVoter:
    """A member without the right to vote. probationary False: a recorded decision suspends it; which one stays sealed here."""

    person_key: str
    name: str
    probationary: bool


def branches_of(keys: Collection[str], person_key: str, on: date) -> list[OwnBranch]:
    """The organisations with these keys that are not committees, and the one that the person belongs to. One query."""
    own = Q(key__in=keys)
    if person_key:
        own |= Q(present__person__key=person_key)
    rows = Organisation.objects.filter(own, ended_on=None).exclude(kind__in=(OrgKind.COMMITTEE, OrgKind.GROUP)).order_by("position", "pk").distinct()
    fact = OrganisationFact.objects.on(on).filter(organisation=OuterRef("pk")).order_by("-valid_from", "-pk")
    about = (Subquery(fact.values(name)[:1]) for name in ("seats", "no_committee"))
    return [OwnBranch(*row[:6]) for row in rows.values_list("key", "top_key", "name", "path", *about, "position", "pk")]


def branches_of_unit(keys: Collection[str]) -> list[OwnBranch]:
    """The organisations linked to production units with these keys, joint branches that cover one among them. One query."""
    covering = UnitCovered.objects.known().filter(unit__key__in=keys, valid_to=None).values("organisation")
    rows = Organisation.objects.filter(Q(unit__key__in=keys) | Q(pk__in=covering), ended_on=None).order_by("position", "pk")
    return [OwnBranch(*row) for row in rows.values_list("key", "top_key", "name", "path")]


def committee_of(key: str, on: date) -> tuple[CommitteePost, ...]:
    """The members of a branch's committee on a day, the secretary first. One query."""
    held: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for person, name, kind in _committee(key, on):
        held.setdefault(person, []).append(kind)
        names[person] = name or ""
    order = {kind.value: number for number, kind in enumerate(COMMITTEE_POSTS)}
    found = [CommitteePost(person, names[person], tuple(sorted(set(kinds), key=order.__getitem__))) for person, kinds in held.items()]
    return tuple(sorted(found, key=lambda one: order[one.kinds[0]]))


@prepared
def _committee(key: Slot, on: Any) -> QuerySet[Post, Any]:
    rows: QuerySet[Post] = Post.objects.on(on).filter(organisation__key=key, kind__in=COMMITTEE_POSTS).order_by("pk")
    return rows.values_list("person__key", "person__present__name", "kind")


def non_voters(key: str) -> tuple[NonVoter, ...]:
    """Members of a branch who may not vote today. One query."""
    rows = Present.objects.filter(organisation__key=key, can_vote=False).order_by("sort")
    return tuple(
        NonVoter(person, name, standing == Standing.PROBATIONARY) for person, name, standing in rows.values_list("person__key", "name", "standing")
    )


def is_secretary(post: CommitteePost) -> bool:
    return PostKind.SECRETARY in post.kinds
