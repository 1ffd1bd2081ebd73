"""Who holds which post of a committee on a day, with what the register says of them that day."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery

from leadgoose.ground.prepared import Row, prepared
from leadgoose.roster.kinds import COMMITTEE_POSTS, CameBy, PostKind
from leadgoose.roster.models import Membership, Post

FEW = 2000
"""So many organisations are asked for by key."""


@dataclass(frozen=True, slots=True)
class InPost:
    """A post and whoever holds it. person_id orders people as they came in; texts of the register are "" where it says nothing."""

    organisation: str
    kind: PostKind
    person_id: int
    person: str
    name: str
    came_by: CameBy
    since: date | None
    full_time: bool | None
    cross_appointed: bool | None
    gender: str
    born_on: str
    education: str
    full_member: str
    standing: str


def posts_on(top_key: str, on: date, known_at: datetime | None = None, organisations: Collection[str] | None = None) -> list[InPost]:
    """The posts in a committee as of a day, as known now or at a moment, in the order in which they were recorded. One query.

    organisations: keys of those that matter; of very many all are read.

    A person may stand in it twice where two lines of the register hold at once: the later comes last.
    """
    few = [list(organisations)] if organisations is not None and len(organisations) <= FEW else []
    moment = [known_at] if known_at is not None else []
    return [
        InPost(
            organisation, PostKind(kind), person_id, person, name or "", CameBy(came_by), since, full_time, cross, *(value or "" for value in told)
        )
        for organisation, kind, person_id, person, name, came_by, since, full_time, cross, *told in _asked(bool(few), bool(moment))(top_key, on, *few, *moment)
    ]


@cache
def _asked(few: bool, then: bool) -> Callable[..., list[Row]]:
    """The question of a whole committee or of some organisations, as known now or then: (top_key, day, keys if few, moment if then) → rows."""
    return prepared(lambda top_key, on, *more: _posts(top_key, on, more[0] if few else None, more[-1] if then else None))


def _posts(top_key: Any, on: Any, organisations: Any, known_at: Any) -> QuerySet[Any, Any]:
    fact = Q(person__facts__valid_from__lte=on) & (Q(person__facts__valid_to=None) | Q(person__facts__valid_to__gt=on))
    if known_at is None:
        fact &= Q(person__facts__retracted_at=None)
    else:
        fact &= (Q(person__facts__retracted_at=None) | Q(person__facts__retracted_at__gt=known_at)) & Q(person__facts__recorded_at__lte=known_at)
    standing = Membership.objects.on(on, known_at).filter(person=OuterRef("person")).order_by("-valid_from", "-pk").values("standing")[:1]
    rows: QuerySet[Post] = Post.objects.on(on, known_at).filter(organisation__top_key=top_key, kind__in=COMMITTEE_POSTS)
    if organisations is not None:
        rows = rows.filter(organisation__key__in=organisations)
    if known_at is None:   # a death is a present value; of what was known then the post speaks, which a death ends
        rows = rows.filter(Q(person__died_on=None) | Q(person__died_on__gt=on))
    rows = rows.annotate(fact=FilteredRelation("person__facts", condition=fact), standing=Subquery(standing)).order_by("pk", "fact__valid_from", "fact__pk")
    return rows.values_list(
        "organisation__key", "kind", "person_id", "person__key", "fact__name", "came_by", "since", "full_time", "cross_appointed",
        "fact__gender", "fact__born_on", "fact__education", "fact__full_member", "standing",
    )
