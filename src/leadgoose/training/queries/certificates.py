"""Certificates as they stand, and since when people are out of any post. Constant numbers of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from leadgoose.roster.kinds import COMMITTEE_POSTS
from leadgoose.roster.models import Post
from leadgoose.training.models.carrying import Certificate
from leadgoose.training.rules.certificates import Kind, State, stands
from leadgoose.training.standards import certificate_kinds

DAY = timedelta(days=1)


def left_posts_on(people: Collection[int], on: date) -> dict[int, date]:
    """The first day out of any post of a committee, of people (ids) who hold none on a day; who never held one is not in it. One query."""
    holding: set[int] = set()
    left: dict[int, date] = {}
    rows = Post.objects.known().filter(person_id__in=people, kind__in=COMMITTEE_POSTS)
    for person, ends in rows.values_list("person_id", "valid_to"):
        if ends is None or ends > on:
            holding.add(person)
        else:
            left[person] = max(ends, left.get(person, ends))
    return {person: day for person, day in left.items() if person not in holding}


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate as pages show it. last: its last day, None: no end is known."""

    key: str
    person: int
    kind: Kind
    number: str
    issuer: str
    issued_on: date
    last: date | None
    state: State


def certificates_of(people: Collection[int] | None, top_key: str, on: date) -> list[Held]:
    """Certificates of these people (ids; None: everybody of the committee), those that ended when a newer came left out. One query."""
    rows = Certificate.objects.known().filter(person__top_key=top_key)
    if people is not None:
        rows = rows.filter(person_id__in=people)
    found: Sequence[tuple[str, int, str, str, str, date, date | None, bool]] = list(rows.order_by("valid_from", "pk").values_list(
        "key", "person_id", "kind", "number", "issuer", "valid_from", "valid_to", "withdrawn"))
    newest = {(person, kind): key for key, person, kind, *_rest in found}
    kinds = certificate_kinds()
    return [Held(key, person, kinds[kind], number, issuer, since, ends - DAY if ends else None, stands(kinds[kind], ends - DAY if ends else None, gone, on))
            for key, person, kind, number, issuer, since, ends, gone in found if newest[person, kind] == key and kind in kinds]
