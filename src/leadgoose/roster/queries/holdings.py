"""What people hold now, and what they ever held: for the roles of accounts that rest on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from leadgoose.roster.kinds import BRANCHES, PostKind
from leadgoose.roster.models import Membership, OrganisationFact, Placement, Post, Present


@dataclass(frozen=True, slots=True)
class Holdings:
    """Posts as (organisation's key, kind), and the branches belonged to or taken part in; `once`: ever recorded, whatever became of it."""

    posts: frozenset[tuple[str, PostKind]] = frozenset()
    posts_once: frozenset[tuple[str, PostKind]] = frozenset()
    branches: frozenset[str] = frozenset()
    branches_once: frozenset[str] = frozenset()


def holdings(people: Collection[str], on: date) -> dict[str, Holdings]:
    """What these people (keys) hold on a day. Six queries."""
    posts, posts_once = _posts(Post.objects.on(on), people), _posts(Post.objects.all(), people)
    branches, branches_once = _branches(people, on), _branches(people, None)
    return {
        key: Holdings(frozenset(posts[key]), frozenset(posts_once[key]), frozenset(branches[key]), frozenset(branches_once[key])) for key in people
    }


def _posts(rows: QuerySet[Post], people: Collection[str]) -> dict[str, set[tuple[str, PostKind]]]:
    found: dict[str, set[tuple[str, PostKind]]] = defaultdict(set)
    for key, organisation, kind in rows.filter(person__key__in=people).values_list("person__key", "organisation__key", "kind"):
        found[key].add((organisation, PostKind(kind)))
    return found


def _branches(people: Collection[str], on: date | None) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for model in (Membership, Placement):
        rows = model.objects.all() if on is None else model.objects.on(on)
        for key, organisation in rows.filter(person__key__in=people).values_list("person__key", "organisation__key"):
            found[key].add(organisation)
    return found


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post in a branch today. since: the real start where it is known, else the first day known."""

    person: str
    name: str
    org: str
    branch: str
    kind: PostKind
    came_by: str
    since: date


def holders(on: date, *, top_key: str = "", person: str = "") -> list[Holder]:
    """Who holds which post in the branches of a committee, in the register's order; or what one person holds anywhere. Two queries.

    Without those who were elected and whose approval is still awaited.
    """
    of = {"person__key": person} if person else {"organisation__top_key": top_key, "organisation__kind__in": BRANCHES}
    rows = Post.objects.on(on).filter(awaiting_approval=False, **of)
    found = rows.order_by("organisation__path", "organisation__position", "pk").values_list(
        "person__key", "organisation__key", "organisation__name", "kind", "came_by", "since", "valid_from"
    )
    listed = list(found)
    names = dict(Present.objects.filter(person__key__in={row[0] for row in listed}).values_list("person__key", "name"))
    return [
        Holder(key, names[key], org, branch, PostKind(kind), came_by, since or first)
        for key, org, branch, kind, came_by, since, first in listed if key in names
    ]


def ended(keys: Collection[str], on: date) -> frozenset[str]:
    """Those of these organisations (keys) that the facts of a day do not have any more. One query."""
    return frozenset(keys) - set(OrganisationFact.objects.on(on).filter(organisation__key__in=keys).values_list("organisation__key", flat=True))
