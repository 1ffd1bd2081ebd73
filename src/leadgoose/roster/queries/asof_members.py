"""The members of an organisation as of a day, as known now or at a moment: from the facts, never from `Present`.

Branches are those that stood below it that day, under the names of that day. Somebody whose key is destroyed is counted and shown as erased.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When

from leadgoose.ground.holdings import GONE
from leadgoose.ground.search import looks_like
from leadgoose.ground.vault.queries import destroyed
from leadgoose.roster.identity import last4_index
from leadgoose.roster.kinds import BRANCHES, Standing
from leadgoose.roster.models import Membership, Post, Restriction
from leadgoose.roster.queries.asof import Tree, tree
from leadgoose.roster.queries.filters import DATED, Filters, condition, holds_post
from leadgoose.roster.queries.members import CHOICES, PAGE, MembersPage, Row, Sums

MOST_NAMED = 20_000
"""So many organisations are asked for by number; of more, all of the committee are."""


@dataclass(frozen=True, slots=True)
class Then:
    """Where and when is asked: the organisations of the day, those meant (ids), and the moment of knowledge."""

    seen: Tree
    within: frozenset[int]
    on: date
    known_at: datetime | None
    erased: frozenset[str]


def then(top_key: str, key: str, on: date, known_at: datetime | None = None) -> Then:
    """The organisation and those below it on the day. Two queries."""
    seen = tree(top_key, on, known_at)
    return Then(seen, frozenset(seen.below(key)), on, known_at, destroyed())


def members_page(asked: Then, filters: Filters, number: int) -> MembersPage:
    """One page, with sums over the whole of what was asked for. Three queries."""
    rows = _rows(asked, filters)
    sums = _sums(rows)
    pages = max(1, -(-sums.total // PAGE))
    number = min(max(1, number), pages)
    return MembersPage(_read(rows[(number - 1) * PAGE : number * PAGE], asked), sums, number, pages)


def all_members(asked: Then, filters: Filters) -> list[Row]:
    """The whole list, in the register's order. Two queries."""
    return _read(_rows(asked, filters), asked)


def first_members(asked: Then, count: int) -> list[Row]:
    """The first of them. Two queries."""
    return _read(_rows(asked, Filters())[:count], asked)


def counted(asked: Then) -> Sums:
    """How many they are. One query."""
    return _sums(_rows(asked, Filters()))


def branches_of(asked: Then) -> list[tuple[str, str]]:
    """(key, name) of the branches among them, CHOICES + 1 at most; none for a branch itself. No query."""
    found = [(one.key, one.name) for pk, one in asked.seen.places.items() if pk in asked.within and one.kind in BRANCHES]
    return found[: CHOICES + 1] if len(asked.within) > 1 else []


def _rows(asked: Then, filters: Filters) -> QuerySet[Membership]:
    """Memberships of the day with the register's line of the day beside them. `can_vote` is what rules/rights.py derives, in SQL."""
    on, known_at = asked.on, asked.known_at
    line = Q(person__facts__valid_from__lte=on) & (Q(person__facts__valid_to=None) | Q(person__facts__valid_to__gt=on))
    if known_at is None:
        line &= Q(person__facts__retracted_at=None)
    else:
        line &= (Q(person__facts__retracted_at=None) | Q(person__facts__retracted_at__gt=known_at)) & Q(person__facts__recorded_at__lte=known_at)
    restricted = Restriction.objects.on(on, known_at).filter(person=OuterRef("person"))
    rows: QuerySet[Membership] = Membership.objects.on(on, known_at).filter(_within(asked, filters))
    if known_at is None:   # a death is a present value; of what was known then the membership speaks, which a death ends
        rows = rows.filter(Q(person__died_on=None) | Q(person__died_on__gt=on))
    rows = rows.annotate(
        fact=FilteredRelation("person__facts", condition=line),
        can_vote=Case(When(Q(standing=Standing.FULL) & ~Exists(restricted), then=Value(True)), default=Value(False)),
    ).filter(Q(fact__isnull=False) | Q(person__key__in=asked.erased)).annotate(gender=F("fact__gender"))
    rows = rows.filter(condition(replace(filters, q="", branch="", named=""), DATED, asked.seen.top_key, on))
    if filters.q:
        rows = rows.filter(_found(asked, filters.q))
    if filters.post:
        rows = rows.filter(holds_post(filters.post, on, known_at))
    if filters.vote:
        rows = rows.filter(can_vote=filters.vote == "yes")
    return rows.order_by("organisation__position", "organisation_id", "person_id")


def _within(asked: Then, filters: Filters) -> Q:
    """Branches by their names of the day."""
    chosen = asked.within
    if filters.branch:
        one = asked.seen.get(filters.branch)
        chosen = chosen & (frozenset({one.pk}) if one is not None else frozenset())
    if filters.named:
        chosen = frozenset(pk for pk in chosen if filters.named in asked.seen.name(pk))
    of = Q(organisation__top_key=asked.seen.top_key)
    return of if len(chosen) > MOST_NAMED else of & Q(organisation_id__in=chosen)


def _found(asked: Then, text: str) -> Q:
    """The last four of an ID number; or part of a name, or of a branch's name of the day. Pinyin is kept of present names only."""
    alive, meant = ~Q(person__key__in=asked.erased), looks_like(text)
    if meant.kind == "last4":
        return alive & Q(person__last4_index=last4_index(asked.seen.top_key, meant.text))
    name = Q(fact__name__contains=text)
    if meant.text and asked.known_at is None:
        name |= Q(person__present__names__contains=" " + meant.text)
    named = [pk for pk in asked.within if text in asked.seen.name(pk)]
    return (alive & name) | Q(organisation_id__in=named[:MOST_NAMED])


_COLUMNS = (
    "person__key", "fact__name", "organisation_id", "standing", "fact__gender", "fact__born_on", "fact__education", "fact__joined_party",
    "fact__full_member", "fact__admin_post", "can_vote", "person__id_masked", "person_id",
)


def _read(rows: QuerySet[Membership], asked: Then) -> list[Row]:
    found = list(rows.values_list(*_COLUMNS))
    held: dict[tuple[int, int], list[str]] = {}
    posts = Post.objects.on(asked.on, asked.known_at).filter(organisation__top_key=asked.seen.top_key)
    if len(found) <= PAGE:
        posts = posts.filter(person_id__in=[values[-1] for values in found])
    for person, place, kind in posts.order_by("pk").values_list("person_id", "organisation_id", "kind"):
        held.setdefault((person, place), []).append(kind)
    return [_row(values, asked, held.get((values[-1], values[2]), ())) for values in found]


def _row(values: tuple[Any, ...], asked: Then, posts: Iterable[str]) -> Row:
    key, name, place, standing, *told, can_vote, masked, _pk = values
    where = asked.seen.places.get(place)
    if key in asked.erased:
        name, told, masked = GONE, [""] * len(told), ""
    return Row._make((
        key, name, where.key if where is not None else "", where.name if where is not None else "", standing, *(one or "" for one in told),
        " ".join(dict.fromkeys(posts)), can_vote, masked,
    ))


def _sums(rows: QuerySet[Any]) -> Sums:
    total = full = voters = women = 0
    for standing, can_vote, gender, count in rows.order_by().values_list("standing", "can_vote", "gender").annotate(n=Count("pk", distinct=True)):
        total += count
        full += count if standing == Standing.FULL else 0
        voters += count if can_vote else 0
        women += count if gender == "女" else 0
    return Sums(total, full, voters, women)
