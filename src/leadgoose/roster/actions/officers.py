"""Writing what the rules on officers planned: posts start, join, end, are kept by others, and claims are forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from leadgoose.roster import facts
from leadgoose.roster.kinds import CameBy, PostKind
from leadgoose.roster.models import Organisation, Person, Post
from leadgoose.roster.rules.officers import Plan, Row


def apply(place: Organisation, changes: Plan, people: Mapping[str, Person], source: str, on: date, at: datetime) -> list[Post]:
    """Write all but the new posts, which are returned unsaved for one bulk insert. people: by key, at least those of `starts`."""
    rows = _rows((*(row for row, _ in changes.joins), *changes.ends, *changes.keeps, *changes.forgets))
    for row, kind in changes.joins:
        _retract(rows[row.pk], at)
        facts.again(rows[row.pk], at, joined(row.sources | {source}), kind=kind)
    for row in changes.ends:
        cease(rows[row.pk], on, at)
    for row in changes.keeps:
        post = rows[row.pk]
        cease(post, on, at)
        facts.again(post, at, joined(row.sources - {source}), valid_from=max(on, post.valid_from))
    for row in changes.forgets:
        _tombstone(rows[row.pk], source, at)
    return [
        Post(
            person=people[person], organisation=place, kind=kind, came_by=CameBy.UNKNOWN, valid_from=on, recorded_at=at, source=source
        )
        for person, kind in changes.starts
    ]


def cease(post: Post, on: date, at: datetime) -> None:
    """The post ends on a day. One that would never have held is remembered as withdrawn, so that its claim has an end too."""
    if facts.end(post, on, at, post.source) is None:
        _tombstone(post, post.source, at)


def joined(sources: Iterable[str]) -> str:
    """Several sources as `Post.source` names them."""
    order = ("register", "ledger", "page")
    return "+".join(sorted(sources, key=lambda one: (order.index(one) if one in order else len(order), one)))


def _tombstone(post: Post, source: str, at: datetime) -> None:
    """A row that was never known: retracted as it is recorded. It says that the files of this kind claim the post no longer."""
    row = facts.again(post, at, source, valid_to=post.valid_from)
    _retract(row, at)


def _retract(post: Post, at: datetime) -> None:
    facts.retract(Post.objects.filter(pk=post.pk), at)


def _rows(wanted: Iterable[Row]) -> dict[int, Post]:
    pks = {row.pk for row in wanted}
    return {row.pk: row for row in Post.objects.filter(pk__in=pks)} if pks else {}


def posts_of(place: Organisation, kind: PostKind, on: date) -> list[Post]:
    """The open rows of one kind of post. One query."""
    return list(Post.objects.on(on).filter(organisation=place, kind=kind, valid_to=None).order_by("pk"))
