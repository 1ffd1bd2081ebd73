"""The watch of very many organisations: summed, sorted and cut by the database, so that a page costs what it shows and not what there is.

The same groups and the same order as rules/board.py, as expressions; tests/overview/test_large.py compares them on one committee. Among
obligations of the same day the order is that in which they were noted, not the register's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar

from django.db.models import Case, CharField, Count, Exists, Expression, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat

from leadgoose.ground.duties import queries as duties
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.duties.queries import Owed
from leadgoose.overview.rules.board import ACT_NOW, BY_PERSON, GROUP_OF, Group
from leadgoose.roster.kinds import BRANCHES, OrgKind
from leadgoose.roster.queries import places as register
from leadgoose.roster.queries.places import Counted, Detail, Place

LISTED = (*BRANCHES, OrgKind.GENERAL_BRANCH)
LAST = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the watch says of all of them. owed: how many obligations show."""

    groups: Mapping[Group, int]
    owed: int
    listed: int
    branches: int
    members: int
    generals: tuple[tuple[str, str], ...]
    start_on: date | None


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of it: the obligations and branches shown, with all that their lines say; and how many there are in all.

    all_owed: everything that the branches shown owe; electing: organisations of the obligations shown that have an election under way.
    """

    owed: tuple[Owed, ...]
    branches: tuple[Place, ...]
    places: dict[str, Place]
    details: dict[str, Detail]
    names: dict[str, str]
    all_owed: tuple[Owed, ...]
    electing: frozenset[str]
    owed_total: int
    branch_total: int


def grouped(on: date, start_on: date | None) -> Expression:
    """The group of an obligation (`board.group`)."""
    by_group: dict[Group, list[str]] = {}
    for code, kind in GROUP_OF.items():
        by_group.setdefault(kind, []).append(code)
    whens = [When(_unknown(start_on), then=Value(Group.UNKNOWN.value))] if start_on is not None else []
    whens.append(When(code="term_beyond_year", due_on__gte=on, then=Value(Group.SHIFTED.value)))
    whens += [When(code__in=codes, then=Value(kind.value)) for kind, codes in by_group.items()]
    return Case(*whens, output_field=CharField())


def _unknown(start_on: date) -> Q:
    return Q(standing=False, due_on__lt=start_on)


OF_SHOWN = -1
"""The rank of what the branches shown owe, which stands in the same answer beside the page's own lines."""


def _in_order(rows: QuerySet[Duty], on: date) -> QuerySet[Duty]:
    """Soonest first (`board.soonest`); rows are annotated with their group."""
    return _ranked(rows, on).order_by(F("rank"), F("due_on").asc(nulls_first=True), "pk")


def _ranked(rows: QuerySet[Duty], on: date) -> QuerySet[Duty]:
    """rank: how pressing each is."""
    def of(*groups: Group) -> Q:
        return Q(("group__in", [one.value for one in groups]))

    later = of(Group.MEETING, Group.RESOLUTION)
    rank = Case(
        When(of(Group.UNKNOWN), then=Value(4)), When(Q(due_on__lt=on) & ~later, then=Value(0)), When(due_on__lt=on, then=Value(1)),
        When(due_on=None, code__in=ACT_NOW, then=Value(1)), When(due_on=None, then=Value(3)), default=Value(2), output_field=IntegerField(),
    )
    return rows.annotate(rank=rank)


def summed(top_key: str, path: str, on: date, start_on: date | None, told: Counted) -> Sums:
    """All that the watch counts; told: of the organisations. Two queries."""
    rows: QuerySet[Any, Any] = _shown(top_key, path, on, start_on)
    whole = Concat("org_key", Value("/"), "code", Value("/"), "person_key")
    groups = dict.fromkeys(Group, 0)
    owed = 0
    for kind, organisations, people, count in rows.order_by().values_list("group").annotate(
        organisations=Count("org_key", distinct=True),
        people=Count(whole, distinct=True, filter=Q(group__in=[one.value for one in BY_PERSON])), n=Count("pk"),
    ):
        groups[Group(kind)] = people if Group(kind) in BY_PERSON else organisations
        owed += count
    return Sums(groups, owed, told.of(LISTED), told.of(BRANCHES), told.members, register.generals(top_key, path), start_on)


class _HowMany(Subquery):
    """How many rows a question has, counted beside another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def cut(top_key: str, path: str, on: date, whole: Sums, asked: Any, tasks: int, size: int) -> Cut:
    """The page asked for (state, general, q, tasks, page of `web.asked.Asked`). Two queries, as many as the lines of few take (`queries.Scene`);
    a few more where a filter leaves fewer pages than the number asked for.
    """
    below = register.standing(top_key, path, named=asked.q, within=asked.general)
    rows = _shown(top_key, path, on, whole.start_on) if not (asked.general or asked.q) else (
        duties.showing(top_key, on, below.values("key")).annotate(group=grouped(on, whole.start_on)))
    branches = below.filter(kind__in=LISTED)
    if asked.state is not None:
        rows = rows.filter(Q(("group", asked.state.value)))
        branches = branches.filter(key__in=rows.order_by().values("org_key"))
    listed = _page(
        lambda start, total: register.page(branches, start, size, on, total), asked.page, size, None if asked.filtered else whole.listed, branches)
    ordered = _in_order(rows, on)
    read = _page(
        lambda start, total: _read(top_key, on, whole.start_on, ordered[start : start + tasks], total, listed.places),
        asked.tasks, tasks, None if asked.filtered else whole.owed, rows)
    places = {**read.places, **listed.above, **listed.places}
    return Cut(
        tuple(read.owed), tuple(listed.places.values()), places, listed.details, read.names, tuple(read.all_owed), frozenset(read.electing),
        read.total, listed.total,
    )


class _Pageful(Protocol):
    """Rows of a page by key, and how many there are on all pages: 0 where this one has none."""

    @property
    def places(self) -> Mapping[str, Place]: ...
    @property
    def total(self) -> int: ...


Found = TypeVar("Found", bound=_Pageful)


def _page(read: Callable[[int, Expression | Subquery], Found], number: int, size: int, total: int | None, rows: QuerySet[Any, Any]) -> Found:
    """A page; of a number beyond the last page the last. read: from this row, with this count. total None: rows are counted with the page."""
    if total is not None:
        return read(_start(number, size, total), Value(total))
    found = read((number - 1) * size, _HowMany(rows.order_by().values("pk")))
    return found if found.places or number == 1 else _page(read, number, size, rows.count(), rows)


@dataclass(slots=True)
class _Read:
    """A page of obligations, what their lines say beside, and all that the branches shown owe."""

    owed: list[Owed] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    electing: set[str] = field(default_factory=set)
    all_owed: list[Owed] = field(default_factory=list)
    total: int = 0


def _read(top_key: str, on: date, start_on: date | None, page: QuerySet[Duty], total: Expression | Subquery, shown: Collection[str]) -> _Read:
    """The obligations of a page, and whatever the branches shown owe. One query."""
    every, organisation = duties.showing(top_key, on), register.of_key(OuterRef("org_key"))
    beside: dict[str, Any] = {
        "total": total, "name": Subquery(register.name_of(OuterRef("person_key"))), "org_name": Subquery(organisation.values("name")),
        "org_kind": Subquery(organisation.values("kind")), "org_path": Subquery(organisation.values("path")),
        "electing": Exists(every.filter(org_key=OuterRef("org_key"), code__startswith="election_")),
    }
    on_page = Duty.objects.filter(pk__in=page.values("pk")).annotate(group=grouped(on, start_on))
    paged = duties.columns(_ranked(on_page, on), row=F("pk"), place=F("rank"), **beside)
    nothing = {name: Value(None, one.output_field) for name, one in beside.items()}
    others = duties.columns(every.filter(org_key__in=shown), row=F("pk"), place=Value(OF_SHOWN), **nothing)
    found, in_order = _Read(), []
    for values in paged.union(others, all=True):
        one, (row, place, whole, name, *of_org, electing) = duties.stated(values, on, start_on)
        if place == OF_SHOWN:
            found.all_owed.append(one)
            continue
        in_order.append((place, one.due_on or date.min, row, one))
        found.total = whole
        found.places[one.org_key] = Place(one.org_key, of_org[0], OrgKind(of_org[1]), of_org[2])
        found.names |= {one.person_key: name} if name else {}
        found.electing |= {one.org_key} if electing else set()
    found.owed = [one for *_place, one in sorted(in_order)]
    return found


def _shown(top_key: str, path: str, on: date, start_on: date | None) -> QuerySet[Duty]:
    keys = None if path == f"/{top_key}/" else register.standing(top_key, path).values("key")
    return duties.showing(top_key, on, keys).annotate(group=grouped(on, start_on))


def _start(number: int, size: int, total: int) -> int:
    """The first row of a page; of the last one for a number beyond it."""
    return (min(number, max(1, -(-total // size))) - 1) * size
