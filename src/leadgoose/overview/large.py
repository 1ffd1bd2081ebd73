"""The watch of very many organisations: summed, sorted and cut by the database, so that a page costs what it shows and not what there is.

The same groups and the same order as rules/board.py, as expressions; tests/overview/test_large.py compares them on one committee. Among
obligations of the same day the order is that in which they were noted, not the register's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Expression, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from leadgoose.ground.duties import queries as duties
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.duties.queries import Owed
from leadgoose.overview.rules.board import ACT_NOW, BY_PERSON, GROUP_OF, Group
from leadgoose.roster.kinds import BRANCHES, OrgKind
from leadgoose.roster.queries import places as register
from leadgoose.roster.queries.places import Place

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
    """One page of it: the obligations and branches shown, everything that these organisations owe, and how many there are in all."""

    owed: tuple[Owed, ...]
    branches: tuple[Place, ...]
    places: dict[str, Place]
    all_owed: tuple[Owed, ...]
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


def _in_order(rows: QuerySet[Duty, Any], on: date) -> QuerySet[Duty, Any]:
    """Soonest first (`board.soonest`); rows are annotated with their group."""
    def of(*groups: Group) -> Q:
        return Q(("group__in", [one.value for one in groups]))

    later = of(Group.MEETING, Group.RESOLUTION)
    rank = Case(
        When(of(Group.UNKNOWN), then=Value(4)), When(Q(due_on__lt=on) & ~later, then=Value(0)), When(due_on__lt=on, then=Value(1)),
        When(due_on=None, code__in=ACT_NOW, then=Value(1)), When(due_on=None, then=Value(3)), default=Value(2), output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by("rank", F("due_on").asc(nulls_first=True), "pk")


def summed(top_key: str, path: str, on: date, start_on: date | None) -> Sums:
    """All that the watch counts. Four queries."""
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
    told = register.summed(top_key, path)
    listed = register.standing(top_key, path, kinds=LISTED).count()
    general = told.generals if len(told.generals) <= register.CHOICES else ()
    return Sums(groups, owed, listed, told.branches, told.members, general, start_on)


def cut(top_key: str, path: str, on: date, whole: Sums, asked: Any, tasks: int, size: int) -> Cut:
    """The page asked for (state, general, q, tasks, page of `web.asked.Asked`). Six queries, and two counts where something is filtered."""
    below = register.standing(top_key, _path(path, asked.general), named=asked.q)
    rows = _shown(top_key, path, on, whole.start_on) if not (asked.general or asked.q) else (
        duties.showing(top_key, on, below.values("key")).annotate(group=grouped(on, whole.start_on)))
    branches = below.filter(kind__in=LISTED)
    if asked.state is not None:
        rows = rows.filter(Q(("group", asked.state.value)))
        branches = branches.filter(key__in=rows.order_by().values("org_key"))
    owed_total = rows.count() if asked.filtered else whole.owed
    branch_total = branches.count() if asked.filtered else whole.listed
    start = _start(asked.tasks, tasks, owed_total)
    owed = duties.read(_in_order(rows, on)[start : start + tasks], on, whole.start_on)
    start = _start(asked.page, size, branch_total)
    listed = register.page(branches, start, size)
    above = {key for one in listed.values() for key in one.path.strip("/").split("/")[-2:-1]}
    others = register.placed(({one.org_key for one in owed} | above) - listed.keys())
    shown = {one.org_key for one in owed} | listed.keys()
    all_owed = duties.open_duties(top_key, on, start_on=whole.start_on, org_keys=shown)
    return Cut(tuple(owed), tuple(listed.values()), {**others, **listed}, tuple(all_owed), owed_total, branch_total)


def _shown(top_key: str, path: str, on: date, start_on: date | None) -> QuerySet[Duty]:
    keys = None if path == f"/{top_key}/" else register.standing(top_key, path).values("key")
    return duties.showing(top_key, on, keys).annotate(group=grouped(on, start_on))


def _path(path: str, general: str) -> str:
    """The path of a general branch below, where one is asked for; a path that nothing has, for one that is not below."""
    found: Sequence[Place] = tuple(register.placed([general]).values()) if general else ()
    return path if not general else next((one.path for one in found if one.path.startswith(path)), f"{path}-/")


def _start(number: int, size: int, total: int) -> int:
    """The first row of a page; of the last one for a number beyond it."""
    return (min(number, max(1, -(-total // size))) - 1) * size
