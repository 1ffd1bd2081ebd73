"""People as the rules of acts want them, the branches that an act touches, and the acts that were done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from leadgoose.ground.prepared import Slot, columns, made, prepared
from leadgoose.ground.statutes.dates import PartialDate
from leadgoose.ground.vault.actions import Destroyed, open_many
from leadgoose.roster import duty_facts
from leadgoose.roster.identity import RESTRICTION
from leadgoose.roster.kinds import OrgKind, PostKind, RestrictionKind, Standing
from leadgoose.roster.models import Deed, Membership, Organisation, Person, PersonFact, Post, ProbationExtension, Restriction
from leadgoose.roster.queries.past_votes import Touched, votes_since
from leadgoose.roster.queries.person import Life
from leadgoose.roster.rules.acts import OF_ELECTORS, Change, Decision, Kind, Member, Wish, after, change
from leadgoose.roster.rules.due import BranchFacts

BASIS = "deed_basis"
"""The field under which a deed's basis is sealed for the person or organisation."""
REMARK = "deed_remark"
"""The same for why what is usual was not kept to."""


def members_of(people: Iterable[Person], today: date) -> dict[str, Member]:
    """These people as known today, by key. Five queries, and one for the sealed kinds of decisions."""
    rows = {person.pk: person for person in people}
    last: dict[int, Membership] = {}
    known = Membership.objects.known().filter(person_id__in=rows).select_related("organisation")
    for row in known.order_by("valid_from", "pk"):
        last[row.person_id] = row
    joined = dict(PersonFact.objects.on(today).filter(person_id__in=rows).order_by("valid_from", "pk").values_list("person_id", "joined_party"))
    extended = dict(ProbationExtension.objects.known().filter(person_id__in=rows).order_by("valid_from", "pk").values_list("person_id", "until"))
    posts: dict[int, list[tuple[str, PostKind]]] = {}
    for pk, place, kind in Post.objects.on(today).filter(person_id__in=rows).values_list("person_id", "organisation__key", "kind"):
        posts.setdefault(pk, []).append((place, PostKind(kind)))
    decisions = _decisions(rows)
    found = {}
    for pk, person in rows.items():
        member = last.get(pk)
        there = member is not None and member.valid_to is None
        found[person.key] = Member(
            person.key, member.organisation.key if member is not None and there else "",
            Standing(member.standing) if member is not None and there else None,
            None if member is None else member.valid_from if there else member.valid_to,
            PartialDate.parse(joined[pk]) if joined.get(pk) else None, extended.get(pk), person.died_on,
            tuple(decisions.get(pk, ())), tuple(posts.get(pk, ())),
        )
    return found


def member_in(person: Person, known: Life, today: date) -> Member:
    """The same of one person whose page has read it all already: one query, for the extension, of somebody on probation; else none."""
    there = known.membership
    on_probation = there is not None and there.code == Standing.PROBATIONARY
    extended = ProbationExtension.objects.known().filter(person=person).order_by("-valid_from", "-pk").first() if on_probation else None
    joined = known.fact.joined_party if known.fact is not None else ""
    decisions = (
        Decision(RestrictionKind(one.code or RestrictionKind.SUSPENDED), one.starts, one.ends)
        for one in known.spans if one.kind == "restriction" and one.retracted_at is None
    )
    posts = ((one.organisation, PostKind(one.code)) for one in known.spans if one.kind == "post" and one.holds(today))
    return Member(
        person.key, there.organisation if there is not None else "", Standing(there.code) if there is not None else None,
        there.starts if there is not None else None, PartialDate.parse(joined) if joined else None,
        extended.until if extended is not None else None, person.died_on, tuple(decisions), tuple(posts),
    )


def _decisions(people: dict[int, Person]) -> dict[int, list[Decision]]:
    rows = list(Restriction.objects.known().filter(person_id__in=people).order_by("valid_from", "pk"))
    try:
        kinds = open_many((people[row.person_id].key, RESTRICTION, row.kind_sealed) for row in rows)
    except Destroyed:
        kinds = [RestrictionKind.SUSPENDED.value] * len(rows)
    found: dict[int, list[Decision]] = {}
    for row, kind in zip(rows, kinds, strict=True):
        found.setdefault(row.person_id, []).append(Decision(RestrictionKind(kind), row.valid_from, row.valid_to))
    return found


@dataclass(frozen=True, slots=True)
class Reader:
    """A unit's head who sees an organisation from now on (gains), or does not see it any more."""

    name: str
    unit: str
    gains: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What an act does: per organisation, the posts that end (person key, organisation key, post), elections touched.

    terms: (organisation key, elected on) of terms that end with it; ended: keys of the organisations that end. names: of organisations and
    people by key, those that are known. readers: who sees more or less afterwards.
    """

    changes: tuple[Change, ...] = ()
    posts: tuple[tuple[str, str, PostKind], ...] = ()
    touched: tuple[Touched, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    terms: tuple[tuple[str, date], ...] = ()
    ended: tuple[str, ...] = ()
    readers: tuple[Reader, ...] = ()


def effect(top_key: str, members: Iterable[Member], wishes: dict[str, Wish], today: date) -> Effect:
    """Before anything is written: fold the wishes (by person key) into the facts of the branches they touch. Eight queries."""
    people = list(members)
    keys = {one.branch for one in people} | {wishes[one.key].to for one in people}
    keys |= {place for one in people for place, _ in one.posts}
    rows = {row.key: row for row in Organisation.objects.filter(top_key=top_key, key__in=keys - {""})}
    seen = duty_facts.picture(top_key, today, start=duty_facts.start_on(top_key), organisations={row.pk for row in rows.values()})
    before = {one.key: one.facts for one in seen.branches}
    then: dict[str, BranchFacts] = dict(before)
    posts = []
    for one in people:
        wish = wishes[one.key]
        then = {key: after(facts, one, wish) for key, facts in then.items()}
        posts += [(one.key, place, kind) for place, kind in one.posts if ends_post(one, wish, rows[place])]
    changes = tuple(change(before[key], then[key]) for key in before if before[key] != then[key] or key in {one.branch for one in people})
    return Effect(changes, tuple(posts), _touched(people, wishes, today), {key: row.name for key, row in rows.items()})


def ends_post(member: Member, wish: Wish, place: Organisation) -> bool:
    """Whether a post ends with the act: all when somebody leaves or is sanctioned, those of the old branch and its groups when somebody moves."""
    if wish.kind is Kind.MOVE:
        return place.key == member.branch or (place.kind == OrgKind.GROUP and member.branch in place.path.split("/"))
    return wish.kind in {Kind.OUT, Kind.DEATH, Kind.CANCEL_PROBATION, Kind.SANCTION}


def _touched(people: Collection[Member], wishes: dict[str, Wish], today: date) -> tuple[Touched, ...]:
    first: dict[str, date] = {}
    for one in people:
        wish = wishes[one.key]
        if wish.kind in OF_ELECTORS:
            for key in {one.branch, wish.to} - {""}:
                first[key] = min(first.get(key, wish.on), wish.on)
    return votes_since(first, today, {one.key for one in people if one.key})


def deeds_of(person: Person) -> list[Deed]:
    """Newest first; the basis stays sealed. One query."""
    return [made(Deed, DEED, row) for row in _deeds_of(person.pk)]


DEED = columns(Deed)


@prepared
def _deeds_of(person_id: Slot) -> QuerySet[Deed, Any]:
    return Deed.objects.filter(person_id=person_id).order_by("-recorded_at", "-pk").values_list(*DEED)
