"""Organisations as the rules of their acts want them, and what their pages offer to choose from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from leadgoose.roster.intake.branches import comparable
from leadgoose.roster.kinds import OrgKind, Standing
from leadgoose.roster.models import (
    Membership,
    Organisation,
    OrganisationFact,
    Placement,
    Post,
    Present,
    ProductionUnit,
    Term,
    UnitCovered,
)
from leadgoose.roster.rules.organisations import Body


def body_of(place: Organisation) -> Body:
    """One organisation. Four queries."""
    return bodies([place])[place.key]


def bodies(places: Iterable[Organisation]) -> dict[str, Body]:
    """These organisations by key, with what is known now. Four queries."""
    rows = {row.pk: row for row in places}
    since = dict(OrganisationFact.objects.known().filter(organisation__in=rows, valid_to=None).values_list("organisation", "valid_from"))
    living = Membership.objects.known().filter(organisation__in=rows, valid_to=None, person__died_on=None)
    counted = {
        pk: (full, others, newest) for pk, full, others, newest in living.order_by().values("organisation").annotate(
            full=Count("pk", filter=Q(standing=Standing.FULL)), others=Count("pk", filter=~Q(standing=Standing.FULL)), newest=Max("valid_from"),
        ).values_list("organisation", "full", "others", "newest")
    }
    below = dict(
        Organisation.objects.filter(parent__in=rows, ended_on=None).exclude(kind=OrgKind.GROUP).order_by().values("parent")
        .annotate(n=Count("pk")).values_list("parent", "n")
    )
    keys = dict(Organisation.objects.filter(children__in=rows).values_list("pk", "key"))
    found = {}
    for pk, row in rows.items():
        full, others, newest = counted.get(pk, (0, 0, None))
        parent = keys.get(row.parent_id, "") if row.parent_id is not None else ""
        found[row.key] = Body(row.key, OrgKind(row.kind), since.get(pk), parent, row.ended_on, full, others, newest, below.get(pk, 0))
    return found


def name_taken(top_key: str, kind: OrgKind, name: str, parent: int | None, other_than: int = 0) -> bool:
    """Whether a living organisation is called so, in any spelling that files would take for the same. Groups are told apart in their branch only."""
    rows = Organisation.objects.filter(top_key=top_key, ended_on=None).exclude(pk=other_than)
    rows = rows.filter(kind=OrgKind.GROUP, parent=parent) if kind is OrgKind.GROUP else rows.exclude(kind=OrgKind.GROUP)
    return comparable(name) in {comparable(one) for one in rows.values_list("name", flat=True)}


CHOICES = 300
"""More organisations than these are not offered as a list: the name is typed."""


def _of_kinds(place: Organisation, kinds: Collection[OrgKind]) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(top_key=place.top_key, ended_on=None, kind__in=kinds).exclude(pk=place.pk)
    return rows.order_by("position", "pk")


def targets(place: Organisation, kinds: Collection[OrgKind]) -> list[tuple[str, str]] | None:
    """(key, name) of the living organisations of these kinds in the committee, without the one itself; None for more than CHOICES. One query."""
    found = list(_of_kinds(place, kinds).values_list("key", "name")[: CHOICES + 1])
    return found if len(found) <= CHOICES else None


def targets_named(place: Organisation, kinds: Collection[OrgKind], texts: Collection[str]) -> dict[str, Organisation]:
    """Those of them that are meant by these keys or full names, by the text. One query."""
    rows = list(_of_kinds(place, kinds).filter(Q(key__in=texts) | Q(name__in=texts)))
    return {row.name: row for row in rows} | {row.key: row for row in rows}


def target_named(place: Organisation, kinds: Collection[OrgKind], text: str) -> Organisation | None:
    return targets_named(place, kinds, [text]).get(text)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member as forms list them. group: key of the group of this branch, "" for none."""

    pk: int
    key: str
    name: str
    standing: str
    posts: str
    group: str = ""


def members_here(place: Organisation) -> list[Somebody]:
    """The present members of one branch in the register's order, with their group. Two queries."""
    groups = dict(
        Placement.objects.known().filter(organisation__parent=place, organisation__kind=OrgKind.GROUP, valid_to=None)
        .order_by("pk").values_list("person", "organisation__key")
    )
    rows = Present.objects.filter(organisation=place).order_by("sort")
    return [
        Somebody(pk, key, name, standing, posts, groups.get(pk, ""))
        for pk, key, name, standing, posts in rows.values_list("person", "person__key", "name", "standing", "posts")
    ]


def placed_here(place: Organisation) -> list[tuple[Somebody, str]]:
    """Who is placed in a group or temporary branch, each with the name of the branch that the membership is in. One query."""
    rows = Placement.objects.known().filter(organisation=place, valid_to=None, person__present__isnull=False).order_by("person__present__sort")
    return [
        (Somebody(pk, key, name, standing, posts, place.key), branch)
        for pk, key, name, standing, posts, branch in rows.values_list(
            "person", "person__key", "person__present__name", "person__present__standing", "person__present__posts", "person__present__organisation__name",
        )
    ]


@dataclass(frozen=True, slots=True)
class Group:
    """A group or temporary branch as the page above it lists it."""

    key: str
    name: str
    leader: str
    placed: int


def groups_of(place: Organisation) -> list[Group]:
    """The living groups of a branch. Three queries, one while there are none."""
    rows = list(Organisation.objects.filter(parent=place, kind=OrgKind.GROUP, ended_on=None).order_by("position", "pk"))
    if not rows:
        return []
    leaders = dict(
        Post.objects.known().filter(organisation__in=rows, valid_to=None).order_by("pk").values_list("organisation", "person__present__name")
    )
    placed = Placement.objects.known().filter(organisation__in=rows, valid_to=None).order_by().values("organisation").annotate(n=Count("pk"))
    counted = dict(placed.values_list("organisation", "n"))
    return [Group(row.key, row.name, leaders.get(row.pk) or "", counted.get(row.pk, 0)) for row in rows]


def units_covered(place: Organisation, on: date) -> list[str]:
    """Names of the units that a joint branch covers on a day. One query."""
    return list(UnitCovered.objects.on(on).filter(organisation=place).order_by("pk").values_list("unit__name", flat=True))


def unit_names(top_key: str) -> list[str]:
    """At most CHOICES, to choose from. One query."""
    return list(ProductionUnit.objects.filter(top_key=top_key).order_by("name").values_list("name", flat=True)[:CHOICES])


def standing_on(place: Organisation) -> list[str]:
    """What is recorded in an organisation now, as "Model id": what keeps its setting up from being taken back. Four queries."""
    found = []
    for model in (Membership, Placement, Post, Term):
        rows = model.objects.known().filter(organisation=place, valid_to=None).order_by("pk").values_list("pk", flat=True)
        found += [f"{model.__name__} {pk}" for pk in rows]
    return found
