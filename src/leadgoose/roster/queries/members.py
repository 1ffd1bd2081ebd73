"""The members list: everybody below an organisation, filtered, 50 rows a page, with sums over the whole of what was asked for.

Three queries at every size: branches to choose from, sums, rows. On another day than today the facts are read in place of `Present`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Sum, Value, When

from leadgoose.roster.kinds import BRANCHES, Standing
from leadgoose.roster.models import Membership, Organisation, Post, Present, Restriction
from leadgoose.roster.queries.filters import DATED, PRESENT, Filters, condition, holds_post

PAGE = 50
CHOICES = 100
"""More branches than this are not offered as a list: the reader types part of the name."""


class Row(NamedTuple):
    """One member as lists and files show them. Dates are ISO text as the register has them, "" unknown; posts are codes between spaces."""

    person: str
    name: str
    organisation: str
    branch: str
    standing: str
    gender: str
    born_on: str
    education: str
    joined_party: str
    full_member: str
    admin_post: str
    posts: str
    can_vote: bool
    id_masked: str


@dataclass(frozen=True, slots=True)
class Sums:
    """Persons in the filtered list: in all, full members, those who may vote, women."""

    total: int
    full: int
    voters: int
    women: int

    @property
    def probationary(self) -> int:
        return self.total - self.full


@dataclass(frozen=True, slots=True)
class MembersPage:
    """What the page shows. `number` counts from 1 and is clamped to the pages that there are."""

    rows: list[Row]
    sums: Sums
    number: int
    pages: int

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * PAGE + len(self.rows)


def members_page(organisation: Organisation, filters: Filters, number: int, today: date) -> MembersPage:
    """One page of present members below an organisation; of another day ask asof_members.py. Two queries."""
    present = _present(organisation, filters, today)
    sums = _counted(organisation) if filters == Filters() else _sums(present)
    pages = max(1, -(-sums.total // PAGE))
    number = min(max(1, number), pages)
    return MembersPage(_read(_part(present, (number - 1) * PAGE, sums.total)), sums, number, pages)


def all_members(organisation: Organisation, filters: Filters, today: date, on: date | None = None) -> Iterator[Row]:
    """The whole filtered list for a file, in the list's order."""
    if on is None:
        return iter(_read(_present(organisation, filters, today)))
    return iter(_read_dated(_dated(organisation, filters, on), on))


def streamed(organisation: Organisation, filters: Filters, today: date) -> Iterator[Row]:
    """The same of today a few thousand at a time, for a file of very many: it never holds them all."""
    rows = _present(organisation, filters, today).values_list(*_COLUMNS)
    return (Row._make(values) for values in rows.iterator(chunk_size=2000))


def total(organisation: Organisation, filters: Filters, today: date) -> int:
    """How many members the list has today. One query."""
    return _counted(organisation).total if filters == Filters() else _present(organisation, filters, today).count()


def found_members(organisation: Organisation, filters: Filters, today: date, count: int) -> list[Row]:
    """The first members below an organisation that the filters let through, without sums. One query."""
    return _read(_present(organisation, filters, today)[:count])


def branches_below(organisation: Organisation) -> list[tuple[str, str]]:
    """(key, name) of organisations below that have members of their own; CHOICES + 1 of them at most. One query, none for a branch."""
    if not holds_others(organisation):
        return []
    below = Organisation.objects.filter(top_key=organisation.top_key, ended_on=None, kind__in=BRANCHES)
    if organisation.key != organisation.top_key:
        below = below.filter(path__startswith=organisation.path)
    rows = below.order_by("position", "pk")
    return list(rows.values_list("key", "name")[: CHOICES + 1])


def holds_others(organisation: Organisation) -> bool:
    """Whether its members are those of the branches below it."""
    return organisation.kind in ("committee", "general_branch")


def _within(organisation: Organisation) -> Q:
    """The condition that a row belongs to somebody below; the whole committee and one branch need no look at paths."""
    if organisation.key == organisation.top_key:
        return Q(top_key=organisation.top_key)
    if not holds_others(organisation):
        return Q(organisation_id=organisation.pk)
    return Q(organisation__path__startswith=organisation.path, organisation__top_key=organisation.top_key)


def _present(organisation: Organisation, filters: Filters, today: date) -> QuerySet[Present]:
    rows = Present.objects.filter(_within(organisation), condition(filters, PRESENT, organisation.top_key, today))
    if filters.post:
        rows = rows.exclude(posts="") if filters.post == "any" else rows.filter(posts__contains=f" {filters.post} ")
    if filters.vote:
        rows = rows.filter(can_vote=filters.vote == "yes")
    return rows.order_by("sort")


def _part(rows: QuerySet[Present], start: int, total: int) -> QuerySet[Present]:
    """The page of rows that begins at `start`. A later one is found by its keys alone, counted from the nearer end; only its own rows are joined."""
    if start == 0:
        return rows[:PAGE]
    until = min(start + PAGE, total)
    keys = rows.values("pk")[start:until] if start < total - until else rows.reverse().values("pk")[total - until : total - start]
    return Present.objects.filter(pk__in=keys).order_by("sort")


_COLUMNS = (
    "person__key", "name", "organisation__key", "organisation__name", "standing", "gender", "born_on", "education", "joined_party",
    "full_member", "admin_post", "posts", "can_vote", "id_masked",
)


def _read(rows: QuerySet[Present]) -> list[Row]:
    return [Row._make(values) for values in rows.values_list(*_COLUMNS)]


def dated(within: Q, on: Any) -> QuerySet[Any]:
    """Memberships on a day (or the Slot of one) with the register's line of that day beside them, in the register's order.

    `can_vote` is what rules/rights.py derives, in SQL: a full member whom no decision of that day restricts (compared with the
    rule in tests/roster/test_queries_members.py).
    """
    fact = Q(person__facts__retracted_at=None, person__facts__valid_from__lte=on)
    fact &= Q(person__facts__valid_to=None) | Q(person__facts__valid_to__gt=on)
    rows: QuerySet[Membership] = Membership.objects.on(on).filter(within, Q(person__died_on=None) | Q(person__died_on__gt=on))
    rows = rows.annotate(
        fact=FilteredRelation("person__facts", condition=fact),
        can_vote=Case(When(Q(standing=Standing.FULL) & ~Exists(_restricted(on)), then=Value(True)), default=Value(False)),
    ).filter(fact__isnull=False)
    return rows.order_by("organisation__position", "organisation_id", "person_id")


def _dated(organisation: Organisation, filters: Filters, on: date) -> QuerySet[Membership]:
    within = Q(organisation__top_key=organisation.top_key) if organisation.key == organisation.top_key else _within(organisation)
    rows: QuerySet[Any] = dated(within, on).annotate(gender=F("fact__gender"))
    rows = rows.filter(condition(filters, DATED, organisation.top_key, on))
    if filters.post:
        rows = rows.filter(holds_post(filters.post, on))
    if filters.vote:
        rows = rows.filter(can_vote=filters.vote == "yes")
    return rows


def _restricted(on: Any) -> QuerySet[Restriction]:
    return Restriction.objects.on(on).filter(person=OuterRef("person"))


_DATED_COLUMNS = (
    "person__key", "fact__name", "organisation__key", "organisation__name", "standing", "fact__gender", "fact__born_on", "fact__education",
    "fact__joined_party", "fact__full_member", "fact__admin_post", "can_vote", "person__id_masked", "person_id", "organisation_id",
)


def _read_dated(rows: QuerySet[Membership], on: date) -> list[Row]:
    found = list(rows.values_list(*_DATED_COLUMNS))
    held: dict[tuple[int, int], list[str]] = {}
    posts = Post.objects.on(on).filter(person_id__in=[values[-2] for values in found[:PAGE]]) if len(found) <= PAGE else Post.objects.on(on)
    for person, organisation, kind in posts.order_by("pk").values_list("person_id", "organisation_id", "kind"):
        held.setdefault((person, organisation), []).append(kind)
    return [Row._make((*values[:11], " ".join(held.get((values[13], values[14]), ())), *values[11:13])) for values in found]


def _counted(organisation: Organisation) -> Sums:
    """The same of everybody below, from what the organisations' own rows count: as quick for 700,000 members as for 200. One query."""
    below = Organisation.objects.filter(top_key=organisation.top_key, full__isnull=False)
    if organisation.key != organisation.top_key:
        below = below.filter(path__startswith=organisation.path)
    found = below.aggregate(full=Sum("full"), probationary=Sum("probationary"), voters=Sum("voters"), women=Sum("women"))
    full, probationary, voters, women = (found[name] or 0 for name in ("full", "probationary", "voters", "women"))
    return Sums(full + probationary, full, voters, women)


def _sums(rows: QuerySet[Any]) -> Sums:
    """Counted by the database in groups of the three columns summed: roster_present_filters holds them all, so "*" and not the key is counted."""
    total = full = voters = women = 0
    for standing, can_vote, gender, count in rows.order_by().values_list("standing", "can_vote", "gender").annotate(n=Count("*")):
        total += count
        full += count if standing == Standing.FULL else 0
        voters += count if can_vote else 0
        women += count if gender == "女" else 0
    return Sums(total, full, voters, women)
