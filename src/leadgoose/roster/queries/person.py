"""One person's page: the line of the register today, every dated fact with when it was recorded, and what the rules derive from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from leadgoose.ground.prepared import Slot, columns, made, prepared
from leadgoose.ground.vault.actions import Destroyed, open_many
from leadgoose.roster.identity import RESTRICTION
from leadgoose.roster.kinds import RestrictionKind, Standing
from leadgoose.roster.models import Membership, Person, PersonFact, Post, Restriction
from leadgoose.roster.rules.rights import MemberFacts, Rights, derive


@dataclass(frozen=True, slots=True)
class Span:
    """One dated fact. `kind` says what it is (membership, post, register, restriction), `code` and `label` what it says.

    from inclusive, to exclusive, None: still holds. `retracted_at`: known better since then. `exact` False: it began on this day or
    earlier, the files do not say when.
    """

    kind: str
    code: str
    label: str
    organisation: str
    starts: date
    ends: date | None
    recorded_at: datetime
    retracted_at: datetime | None
    source: str
    exact: bool = False

    def holds(self, on: date) -> bool:
        return self.retracted_at is None and self.starts <= on and (self.ends is None or self.ends > on)


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of a person: the line of the register on the day, all dated facts, the rights derived from them."""

    fact: PersonFact | None
    membership: Span | None
    spans: list[Span]
    rights: Rights | None


def life(person: Person, on: date, opened: bool, known_at: datetime | None = None) -> Life:
    """All of it. Five queries. opened: whether restrictions are told by kind (who may see them), else only that there is one.

    known_at: as it was known at a moment; whoever was dead by then had no membership any more.
    """
    lines = [made(PersonFact, FACT, row) for row in _facts_of(person.pk)]
    spans = [*_memberships(person), *_posts(person), *_restrictions(person, opened)]
    if known_at is not None:
        lines, spans = _lines_known(lines, known_at), _spans_known(spans, known_at)
    spans += [
        Span("register", "", line.name, "", line.valid_from, line.valid_to, line.recorded_at, line.retracted_at, line.source) for line in lines
    ]
    holding = [line for line in lines if line.retracted_at is None and line.valid_from <= on and (line.valid_to is None or line.valid_to > on)]
    member = next((one for one in reversed(spans) if one.kind == "membership" and one.holds(on)), None)
    rights = None
    if member is not None:
        kinds = tuple(_kind(one.code) for one in spans if one.kind == "restriction" and one.holds(on))
        died = known_at is None and person.died_on is not None and person.died_on <= on
        rights = derive(MemberFacts(Standing(member.code), kinds, died))
    return Life(holding[-1] if holding else None, member, spans, rights)


def _lines_known(lines: list[PersonFact], at: datetime) -> list[PersonFact]:
    known = [line for line in lines if line.recorded_at <= at]
    for line in known:
        line.retracted_at = None if line.retracted_at is not None and line.retracted_at > at else line.retracted_at
    return known


def _spans_known(spans: list[Span], at: datetime) -> list[Span]:
    return [
        replace(one, retracted_at=None) if one.retracted_at is not None and one.retracted_at > at else one for one in spans if one.recorded_at <= at
    ]


def _memberships(person: Person) -> Iterable[Span]:
    for standing, name, key, start, ends, recorded_at, retracted_at, source in _memberships_of(person.pk):
        yield Span("membership", standing, name, key, start, ends, recorded_at, retracted_at, source)


def _posts(person: Person) -> Iterable[Span]:
    for kind, name, key, since, start, ends, recorded_at, retracted_at, source in _posts_of(person.pk):
        yield Span("post", kind, name, key, since or start, ends, recorded_at, retracted_at, source, since is not None)


def _restrictions(person: Person, opened: bool) -> list[Span]:
    rows = _restrictions_of(person.pk)
    kinds = [""] * len(rows)
    if opened and rows:
        try:
            kinds = open_many((person.key, RESTRICTION, sealed) for sealed, *_dates in rows)
        except Destroyed:
            kinds = [""] * len(rows)
    return [
        Span("restriction", kind, "", "", start, ends, recorded_at, retracted_at, source)
        for (_sealed, start, ends, recorded_at, retracted_at, source), kind in zip(rows, kinds, strict=True)
    ]


def _kind(code: str) -> RestrictionKind | None:
    return RestrictionKind(code) if code else None


FACT = columns(PersonFact)
DATED = ("valid_from", "valid_to", "recorded_at", "retracted_at", "source")


@prepared
def _facts_of(person_id: Slot) -> QuerySet[PersonFact, Any]:
    return PersonFact.objects.filter(person_id=person_id).order_by("valid_from", "pk").values_list(*FACT)


@prepared
def _memberships_of(person_id: Slot) -> QuerySet[Membership, Any]:
    rows = Membership.objects.filter(person_id=person_id).order_by("valid_from", "pk")
    return rows.values_list("standing", "organisation__name", "organisation__key", *DATED)


@prepared
def _posts_of(person_id: Slot) -> QuerySet[Post, Any]:
    return Post.objects.filter(person_id=person_id).order_by("valid_from", "pk").values_list("kind", "organisation__name", "organisation__key", "since", *DATED)


@prepared
def _restrictions_of(person_id: Slot) -> QuerySet[Restriction, Any]:
    return Restriction.objects.filter(person_id=person_id).order_by("valid_from", "pk").values_list("kind_sealed", *DATED)
