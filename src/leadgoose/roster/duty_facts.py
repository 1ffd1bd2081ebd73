"""The facts of organisations that the rules of what is due ask for: as valid on a day, as known now or at a moment.

Four queries, whatever the number of organisations: organisations with their term, members counted, probation, posts; one each for
what waits for correction, the committee's own numbers, and the start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from leadgoose.ground.bylaws.models import CommitteeSetting
from leadgoose.ground.bylaws.queries import values_of
from leadgoose.ground.prepared import Row, Slot, prepared
from leadgoose.ground.statutes.dates import PartialDate
from leadgoose.roster.kinds import COMMITTEE_POSTS, OrgKind, PostKind, Standing
from leadgoose.roster.models import Membership, OrganisationFact, Person, PersonFact, Post, ProbationExtension, Restriction, Term
from leadgoose.roster.queries.waiting import Awaiting, awaiting
from leadgoose.roster.rules.due import BranchFacts, ProbationFacts, SecretaryFacts, TermFacts

FEW = 2000
"""So many organisations are asked for by number; of more, all are read."""
LEADING = (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY)


@dataclass(frozen=True, slots=True)
class Branch:
    """An organisation on a day: what the rules want to know of it, and what a page wants to say about it."""

    key: str
    name: str
    kind: OrgKind
    path: str
    position: int
    facts: BranchFacts


@dataclass(frozen=True, slots=True)
class Picture:
    """All organisations of a committee on a day, in the register's order, and the names of the people whom the facts mention."""

    branches: tuple[Branch, ...]
    names: dict[str, str] = field(default_factory=dict)     # person key → name
    admin: dict[str, str] = field(default_factory=dict)     # person key → administrative post


def start_on(top_key: str) -> date | None:
    """The day from which the committee answers for its duties: what it set itself, else the day it was created. One query, two while it set nothing."""
    for (value,) in _start_chosen(top_key):
        if value:
            return date.fromisoformat(value)
    return next((timezone.localdate(at) for (at,) in _created(top_key)), None)


@prepared
def _start_chosen(top_key: Slot) -> QuerySet[CommitteeSetting, Any]:
    return CommitteeSetting.objects.filter(top_key=top_key, name="start_on").order_by("-recorded_at", "-pk").values_list("value")[:1]


@prepared
def _created(top_key: Slot) -> QuerySet[OrganisationFact, Any]:
    return OrganisationFact.objects.filter(organisation__key=top_key).order_by("recorded_at").values_list("recorded_at")[:1]


def picture(
    top_key: str, on: date, *, start: date | None, organisations: Collection[int] | None = None, known_at: datetime | None = None
) -> Picture:
    """The organisations (all, or these ids) as they are valid on a day. Ended ones are left out. Six queries."""
    few = [list(organisations)] if organisations is not None and len(organisations) <= FEW else []
    moment = [known_at] if known_at is not None else []

    def ask(question: Question) -> list[Row]:
        return _asked(question, bool(few), bool(moment))(top_key, on, *few, *moment)

    counts = {organisation: (full, probationary, voters) for organisation, full, probationary, voters in ask(_counts)}
    probations, names = _by_organisation(ask(_probations))
    posts = _held(ask(_posts))
    waits, values = awaiting(top_key, known_at), values_of(top_key, on, known_at)
    admin = {}
    for post in (one for held in posts.values() for one in held):
        names[post.person] = post.name
        admin[post.person] = post.admin
    branches = []
    for pk, key, path, position, kind, name, seats, no_committee, set_up_on, until, *term in {row[0]: row for row in ask(_organisations)}.values():
        if organisations is not None and pk not in organisations:
            continue
        full, probationary, voters = counts.get(pk, (None, None, None))
        held = [one for one in posts.get(pk, ()) if one.holds(on)]
        wait = waits.get(key, Awaiting())
        committee = {one.person for one in held if one.kind in COMMITTEE_POSTS}
        leading = {one.person for one in held if one.kind in LEADING}
        branches.append(Branch(key, name, OrgKind(kind), path, position, BranchFacts(
            key=key, kind=OrgKind(kind), on=on, full=full, probationary=probationary, voters=voters,
            committee=len(committee) if held else None, besides=len(committee - leading) if held else None,
            seats=seats, no_committee=no_committee, secretaries=_secretaries(held), vacant_since=_vacant_since(posts.get(pk, ()), on),
            term=TermFacts(*term) if term[0] else None, set_up_on=set_up_on, until=until, start_on=start, probations=tuple(probations.get(pk, ())),
            waiting=wait.rows, term_waiting=wait.lines, awaited=wait.officers, awaited_secretary=wait.secretary,
            values=values,
        )))
    return Picture(tuple(branches), names, admin)


Question = Callable[[Q, Any, Any], QuerySet[Any, Any]]
"""(which organisations, day, moment or None) → rows; day and moment are slots of a prepared question."""


@cache
def _asked(question: Question, few: bool, then: bool) -> Callable[..., list[Row]]:
    """The question of all organisations or of few, as known now or then: (top_key, day, ids if few, moment if then) → rows."""

    def build(top_key: Slot, on: Slot, *more: Any) -> QuerySet[Any, Any]:
        # the ids say which committee's they are; both conditions would have the database walk through all organisations of a group
        of = Q(organisation__pk__in=more[0]) if few else Q(organisation__top_key=top_key)
        return question(of, on, more[-1] if then else None)

    return prepared(build)


def _organisations(of: Q, on: Any, known_at: Any) -> QuerySet[Any, Any]:
    """Facts of the organisations with the term that holds on the day (Nones without one), in the register's order; of several facts the last counts."""
    terms = Term.objects.on(on, known_at).filter(organisation=OuterRef("organisation")).order_by("-valid_from", "-pk").values("pk")[:1]
    rows = OrganisationFact.objects.on(on, known_at).filter(of).alias(held=Subquery(terms)).annotate(
        term=FilteredRelation("organisation__terms", condition=Q(organisation__terms__pk=F("held")))
    ).order_by("organisation__position", "organisation_id", "valid_from", "pk")
    columns = ("elected_on", "years", "expires_on", "shifted_to", "reply_no")
    return rows.values_list(
        "organisation_id", "organisation__key", "organisation__path", "organisation__position", "kind", "name", "seats", "no_committee",
        "set_up_on", "until", *(f"term__{column}" for column in columns),
    )


def _counts(of: Q, on: Any, known_at: Any) -> QuerySet[Any, Any]:
    """Full members, probationary members, voters of each organisation that ever had a member; others are not in it."""
    valid = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))
    if known_at is None:   # as `_alive`, but by the few who died, instead of looking everybody up
        valid &= ~Q(person__in=Person.objects.filter(died_on__lte=on))
    full = valid & Q(standing=Standing.FULL)
    restricted = Exists(Restriction.objects.on(on, known_at).filter(person=OuterRef("person")))
    rows: QuerySet[Any, Any] = Membership.objects.known(known_at).filter(of, valid_from__lte=on).order_by().values("organisation_id").annotate(
        full=Count("pk", filter=full),
        probationary=Count("pk", filter=valid & Q(standing=Standing.PROBATIONARY)),
        voters=Count("pk", filter=full & Q(~restricted)),
    )
    return rows.values_list("organisation_id", "full", "probationary", "voters")


def _alive(on: Any, known_at: Any) -> Q:
    """`died_on` is a present value: of what was known at a moment only the memberships, which a death ends, may speak."""
    return Q() if known_at is not None else Q(person__died_on=None) | Q(person__died_on__gt=on)


def _person(on: Any, known_at: Any, column: str) -> Subquery:
    of_the_day = PersonFact.objects.on(on, known_at).filter(person=OuterRef("person")).order_by("-valid_from", "-pk")
    return Subquery(of_the_day.values(column)[:1])


def _probations(of: Q, on: Any, known_at: Any) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = Membership.objects.on(on, known_at).filter(of, _alive(on, known_at), standing=Standing.PROBATIONARY)
    rows = rows.order_by("pk").annotate(
        joined=_person(on, known_at, "joined_party"), name=_person(on, known_at, "name"),
        until=Subquery(ProbationExtension.objects.on(on, known_at).filter(person=OuterRef("person")).order_by("-pk").values("until")[:1]),
    )
    return rows.values_list("organisation_id", "person__key", "joined", "name", "until")


def _by_organisation(rows: list[Row]) -> tuple[dict[int, list[ProbationFacts]], dict[str, str]]:
    """Those on probation, and their names by key."""
    found: dict[int, list[ProbationFacts]] = {}
    names: dict[str, str] = {}
    for organisation, person, joined, name, until in rows:
        found.setdefault(organisation, []).append(ProbationFacts(person, PartialDate.parse(joined) if joined else None, until))
        names[person] = name or ""
    return found, names


@dataclass(frozen=True, slots=True)
class _Held:
    person: str
    kind: str
    valid_from: date
    valid_to: date | None
    full_member: str
    standing: str
    name: str
    admin: str
    awaiting: bool

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or self.valid_to > on)


def _of_secretary(asked: Subquery) -> Case:
    """Ask for secretaries only: of the other members of the committee the rules want no more than who they are."""
    return Case(When(kind=PostKind.SECRETARY, then=asked), default=Value(""))


def _posts(of: Q, on: Any, known_at: Any) -> QuerySet[Any, Any]:
    """Posts held on the day, and secretaries of before (for the day since when there is none)."""
    rows: QuerySet[Post] = Post.objects.known(known_at).filter(of, valid_from__lte=on)
    rows = rows.filter(Q(kind=PostKind.SECRETARY) | Q(valid_to=None) | Q(valid_to__gt=on)).exclude(kind=PostKind.GROUP_LEADER)
    standing = Membership.objects.on(on, known_at).filter(person=OuterRef("person")).order_by("-valid_from", "-pk").values("standing")[:1]
    rows = rows.annotate(
        full_member=_of_secretary(_person(on, known_at, "full_member")), standing=_of_secretary(Subquery(standing)),
        name=_of_secretary(_person(on, known_at, "name")), admin=_of_secretary(_person(on, known_at, "admin_post")),
    ).order_by("pk")
    return rows.values_list("organisation_id", "person__key", "kind", "valid_from", "valid_to", "full_member", "standing", "name", "admin", "awaiting_approval")


def _held(rows: list[Row]) -> dict[int, list[_Held]]:
    found: dict[int, list[_Held]] = {}
    for organisation, person, kind, valid_from, valid_to, full_member, standing, name, admin, waits in rows:
        one = _Held(person, kind, valid_from, valid_to, full_member or "", standing or "", name or "", admin or "", waits)
        found.setdefault(organisation, []).append(one)
    return found


def _secretaries(held: list[_Held]) -> tuple[SecretaryFacts, ...]:
    """The recorded secretaries, each once."""
    found = {one.person: one for one in held if one.kind == PostKind.SECRETARY}
    return tuple(
        SecretaryFacts(
            one.person, PartialDate.parse(one.full_member) if one.full_member else None, one.standing == Standing.PROBATIONARY, one.awaiting,
        )
        for one in found.values()
    )


def _vacant_since(posts: Collection[_Held], on: date) -> date | None:
    ended = [one.valid_to for one in posts if one.kind == PostKind.SECRETARY and one.valid_to is not None and one.valid_to <= on]
    return max(ended, default=None)
