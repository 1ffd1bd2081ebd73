"""One person's page: the line of the register today, every dated fact with when it was recorded, and what the rules derive from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

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


def life(person: Person, on: date, opened: bool) -> Life:
    """All of it. Five queries. opened: whether restrictions are told by kind (who may see them), else only that there is one."""
    lines = list(PersonFact.objects.filter(person=person).order_by("valid_from", "pk"))
    spans = [*_memberships(person), *_posts(person), *_restrictions(person, opened)]
    spans += [
        Span("register", "", line.name, "", line.valid_from, line.valid_to, line.recorded_at, line.retracted_at, line.source) for line in lines
    ]
    holding = [line for line in lines if line.retracted_at is None and line.valid_from <= on and (line.valid_to is None or line.valid_to > on)]
    member = next((one for one in reversed(spans) if one.kind == "membership" and one.holds(on)), None)
    rights = None
    if member is not None:
        kinds = tuple(_kind(one.code) for one in spans if one.kind == "restriction" and one.holds(on))
        died = person.died_on is not None and person.died_on <= on
        rights = derive(MemberFacts(Standing(member.code), kinds, died))
    return Life(holding[-1] if holding else None, member, spans, rights)


def _memberships(person: Person) -> Iterable[Span]:
    rows = Membership.objects.filter(person=person).order_by("valid_from", "pk").values_list(
        "standing", "organisation__name", "organisation__key", "valid_from", "valid_to", "recorded_at", "retracted_at", "source"
    )
    for standing, name, key, start, ends, recorded_at, retracted_at, source in rows:
        yield Span("membership", standing, name, key, start, ends, recorded_at, retracted_at, source)


def _posts(person: Person) -> Iterable[Span]:
    rows = Post.objects.filter(person=person).order_by("valid_from", "pk").values_list(
        "kind", "organisation__name", "organisation__key", "since", "valid_from", "valid_to", "recorded_at", "retracted_at", "source"
    )
    for kind, name, key, since, start, ends, recorded_at, retracted_at, source in rows:
        yield Span("post", kind, name, key, since or start, ends, recorded_at, retracted_at, source, since is not None)


def _restrictions(person: Person, opened: bool) -> list[Span]:
    rows = list(Restriction.objects.filter(person=person).order_by("valid_from", "pk"))
    kinds = [""] * len(rows)
    if opened and rows:
        try:
            kinds = open_many((person.key, RESTRICTION, row.kind_sealed) for row in rows)
        except Destroyed:
            kinds = [""] * len(rows)
    return [
        Span("restriction", kind, "", "", row.valid_from, row.valid_to, row.recorded_at, row.retracted_at, row.source)
        for row, kind in zip(rows, kinds, strict=True)
    ]


def _kind(code: str) -> RestrictionKind | None:
    return RestrictionKind(code) if code else None
