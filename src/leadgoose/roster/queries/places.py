"""The organisations of a committee with their term and how many members they have: present values, from the projections.

As of another day ask `duty_facts.picture`; `of_picture` gives the same shape.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, Count, Expression, F, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from leadgoose.ground.prepared import Row, Slot, prepared
from leadgoose.roster.duty_facts import Picture
from leadgoose.roster.kinds import BRANCHES, OrgKind
from leadgoose.roster.models import Organisation, Present


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
    """Who is recorded as secretary, with the administrative post held beside it. awaiting: elected, the superior has not replied yet."""

    key: str
    name: str
    admin_post: str
    awaiting: bool = False


class Place(NamedTuple):
    """An organisation as of a day; a general branch counts the members of its branches. Counts are None while no member is known.

    A named tuple, because the watch makes one of every organisation of a committee: it is made in a fifth of the time.
    """

    key: str
    name: str
    kind: OrgKind
    path: str
    full: int | None = None
    probationary: int | None = None
    voters: int | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """What a line says of an organisation beside its counts: the present term, and whoever is recorded as secretary."""

    term: HeldTerm | None = None
    secretaries: tuple[Secretary, ...] = ()


NOTHING = Detail()


MANY = 2000
"""More organisations than these are not read at once to show fifty of them: the database sums and pages (`counted`, `page`)."""


READ = MANY + 1
"""So many are read to know that there are more; of its own, because a prepared question is put together once, whatever a test makes of MANY later."""


class TooMany(Exception):
    """There are more than MANY organisations at and below the path."""


def is_large(top_key: str) -> bool:
    """Whether a committee has, or had, more than MANY organisations in all. One query."""
    return Organisation.objects.filter(top_key=top_key).order_by("position", "id")[MANY : MANY + 1].exists()


def present_places(top_key: str, path: str, *, however_many: bool = False) -> dict[str, Place]:
    """The organisations at and below a path today, in the register's order. One query. Raises TooMany, unless they are wanted however many."""
    rows = _present_all(top_key, path) if however_many else _present(top_key, path)
    if len(rows) > MANY and not however_many:
        raise TooMany(path)
    return with_those_below({row[0]: _place(row) for row in rows})


def _place(row: Row) -> Place:
    key, name, kind, above, *counts = row
    return Place(key, name, _KIND[kind], above, *counts)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many organisations of each kind stand at and below a path, and how many members their branches have."""

    kinds: Mapping[OrgKind, int]
    members: int

    @property
    def many(self) -> bool:
        """More than MANY."""
        return sum(self.kinds.values()) > MANY

    def of(self, kinds: Collection[OrgKind]) -> int:
        return sum(self.kinds.get(one, 0) for one in kinds)


def counted(top_key: str, path: str) -> Counted:
    """Counted by the database. One query."""
    rows = _counted(top_key, path)
    members = sum((full or 0) + (probationary or 0) for kind, _n, full, probationary in rows if kind in BRANCHES)
    return Counted({_KIND[kind]: n for kind, n, _full, _probationary in rows}, members)


@prepared
def _counted(top_key: Slot, path: Slot) -> QuerySet[Organisation, Any]:
    rows = Organisation.objects.filter(top_key=top_key, path__startswith=path, ended_on=None).order_by().values_list("kind")
    return rows.annotate(n=Count("pk"), members=Sum("full"), probation=Sum("probationary")).values_list("kind", "n", "members", "probation")


CHOICES = 100
"""More general branches than these are not offered as a list."""


def standing(top_key: str, path: str, *, named: str = "", within: str = "", kinds: Collection[OrgKind] = ()) -> QuerySet[Organisation]:
    """The organisations at and below a path, unread. named: part of the name; within: at and below this one (key) of them; kinds: of these only."""
    rows = Organisation.objects.filter(top_key=top_key, ended_on=None)
    if path != f"/{top_key}/":
        rows = rows.filter(path__startswith=path)
    if within:
        rows = rows.filter(path__contains=f"/{within}/")
    if named:
        rows = rows.filter(name__icontains=named)
    return rows.filter(kind__in=kinds) if kinds else rows


def generals(top_key: str, path: str) -> tuple[tuple[str, str], ...]:
    """The general branches at and below a path (key, name) in the register's order; () when there are more than CHOICES. One query."""
    rows = standing(top_key, path, kinds=(OrgKind.GENERAL_BRANCH,)).order_by("position", "pk").values_list("key", "name")
    found = tuple(rows[: CHOICES + 1])
    return found if len(found) <= CHOICES else ()


class Paged(NamedTuple):
    """A page of organisations in the register's order with what their lines say; above: those directly above them; total: as `page` was given it."""

    places: dict[str, Place]
    details: dict[str, Detail]
    above: dict[str, Place]
    total: int


def page(rows: QuerySet[Organisation], start: int, size: int, on: date, total: Expression | Subquery) -> Paged:
    """Some of these organisations, a general branch with the members of its branches. One query. total: counted with them, 0 where nothing is on the page."""
    below = Organisation.objects.filter(parent=OuterRef("pk"), ended_on=None, full__isnull=False).order_by().values("parent")
    own = {name: Coalesce(Subquery(below.annotate(n=Sum(name)).values("n")), F(name)) for name in ("full", "probationary", "voters")}
    counts = {f"{name}_there": Case(When(kind=OrgKind.GENERAL_BRANCH, then=told), default=F(name)) for name, told in own.items()}
    there = Organisation.objects.filter(pk__in=rows.order_by("position", "pk")[start : start + size].values("pk"))   # a far page is found by keys alone
    told = there.order_by().annotate(**counts, total=total).values("id", "parent_id", "position", "key", "name", "kind", "path", *counts, "total")
    sql, values = told.query.sql_with_params()
    places, above, whole = {}, {}, 0
    details: dict[str, Detail] = {}
    with connection.cursor() as cursor:
        cursor.execute(DETAILS.format(beside=BESIDE, organisations=f"({sql})", rest=OF_PAGE), [*values, *[on.isoformat()] * 4])
        for row in cursor.fetchall():
            place, (key, name, kind, path), whole = _place(row[8:15]), row[15:19], row[19]
            places[place.key] = place
            if key is not None:
                above[key] = Place(key, name, _KIND[kind], path)
            _add_detail(details, row[:8])
    return Paged(places, details, above, whole)


def of_key(key: OuterRef) -> QuerySet[Organisation]:
    """The organisation that another row names, to take a value of it along."""
    return Organisation.objects.filter(key=key)


def name_of(person_key: OuterRef) -> QuerySet[Present, Any]:
    """The name of the present member whom another row names."""
    return Present.objects.filter(person__key=person_key).values("name")


_PRESENT = ("key", "name", "kind", "path", "full", "probationary", "voters")
_KIND = {kind.value: kind for kind in OrgKind}
"""A look-up is a third of a call."""


@prepared
def _present(top_key: Slot, path: Slot) -> QuerySet[Organisation, Any]:
    return _all(top_key, path)[:READ]


@prepared
def _present_all(top_key: Slot, path: Slot) -> QuerySet[Organisation, Any]:
    return _all(top_key, path)


def _all(top_key: Slot, path: Slot) -> QuerySet[Organisation, Any]:
    rows = Organisation.objects.filter(top_key=top_key, path__startswith=path, ended_on=None).order_by("position", "pk")
    return rows.values_list(*_PRESENT)


DETAILS = """SELECT o.key, t.elected_on, t.expires_on, t.shifted_to, p.key, n.name, n.admin_post, s.awaiting_approval {beside}
FROM {organisations} o
LEFT JOIN roster_term t ON t.organisation_id = o.id AND t.retracted_at IS NULL AND t.valid_from <= %s AND (t.valid_to IS NULL OR t.valid_to > %s)
LEFT JOIN roster_post s ON s.organisation_id = o.id AND s.retracted_at IS NULL AND s.valid_from <= %s AND (s.valid_to IS NULL OR s.valid_to > %s)
    AND s.kind = 'secretary'
LEFT JOIN roster_person p ON p.id = s.person_id
LEFT JOIN roster_present n ON n.person_id = p.id
{rest}, t.valid_from, s.id
"""
"""In plain SQL because the watch asks it for every page of branches: building it through the mapper costs four times what answering it does."""
OF_KEYS = "WHERE o.key IN ({keys}) ORDER BY o.id"
BESIDE = """, o.key, o.name, o.kind, o.path, o.full_there, o.probationary_there, o.voters_there, u.key, u.name, u.kind, u.path, o.total"""
OF_PAGE = "LEFT JOIN roster_organisation u ON u.id = o.parent_id ORDER BY o.position, o.id"
"""The same of a page of very many: beside it what stands on its lines, and whatever stands above each."""


def present_details(keys: Collection[str], on: date) -> dict[str, Detail]:
    """Term and secretaries of these organisations (keys) today. One query, none for no keys."""
    if not keys:
        return {}
    found: dict[str, Detail] = {}
    with connection.cursor() as cursor:
        rest = OF_KEYS.format(keys=", ".join(["%s"] * len(keys)))
        cursor.execute(DETAILS.format(beside="", organisations="roster_organisation", rest=rest), [on.isoformat()] * 4 + list(keys))
        for row in cursor.fetchall():
            _add_detail(found, row)
    return found


def _add_detail(found: dict[str, Detail], row: Row) -> None:
    key, elected_on, expires_on, shifted_to, person, name, admin_post, awaiting = row
    term = HeldTerm(elected_on, expires_on, shifted_to) if elected_on else None
    before = found.get(key, NOTHING).secretaries
    one = Secretary(person or "", name or "", admin_post or "", bool(awaiting))
    found[key] = Detail(term, before if not one.key or one in before else (*before, one))


def of_picture(seen: Picture, path: str) -> tuple[dict[str, Place], dict[str, Detail]]:
    """The same from the facts of another day, each with the members of its own: see `with_those_below`. No query."""
    places, details = {}, {}
    for branch in seen.branches:
        if not branch.path.startswith(path):
            continue
        facts = branch.facts
        places[branch.key] = Place(branch.key, branch.name, branch.kind, branch.path, facts.full, facts.probationary, facts.voters)
        term = None if facts.term is None else HeldTerm(facts.term.elected_on, facts.term.expires_on, facts.term.shifted_to)
        people = [(one.person_key, one.awaiting) for one in facts.secretaries]
        details[branch.key] = Detail(term, tuple(Secretary(key, seen.names[key], seen.admin[key], awaiting) for key, awaiting in people))
    return places, details


def names_of(person_keys: Collection[str]) -> dict[str, str]:
    """The names of present members. One query, for nobody as well: a page's number of queries does not depend on what it happens to show."""
    return dict(_names(person_keys))


@prepared
def _names(person_keys: Slot) -> QuerySet[Present, Any]:
    return Present.objects.filter(person__key__in=person_keys).values_list("person__key", "name")


def with_those_below(places: dict[str, Place]) -> dict[str, Place]:
    """A general branch counts the members of its branches; members belong to branches, so nobody is counted twice in it."""
    directly: dict[str, list[Place]] = {}
    for one in places.values():
        if one.full is not None:
            directly.setdefault(one.path[: -len(one.key) - 1], []).append(one)
    sums = {}
    for one in places.values():
        if one.kind is OrgKind.GENERAL_BRANCH:
            below = [place for above, there in directly.items() if above.startswith(one.path) for place in there]
            if below:
                below += [one] if one.full is not None else []
                counts = (sum(count or 0 for count in column) for column in zip(*(place[4:] for place in below), strict=True))
                sums[one.key] = Place(one.key, one.name, one.kind, one.path, *counts)
    return {**places, **sums}


def committees() -> list[str]:
    """The keys of all top committees. One query."""
    return list(Organisation.objects.filter(parent=None).order_by("pk").values_list("key", flat=True))
