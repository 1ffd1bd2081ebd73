"""Officers on whom register and ledger disagree, each with the files that name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Organisation, PersonFact, Post
from leadgoose.roster.queries.known import posts_around
from leadgoose.roster.rules.officers import Contest, contests


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a file names for the seat."""

    person: str
    name: str
    kind: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One seat of one organisation. vacant: the kinds of file that name nobody for it."""

    organisation: str
    name: str
    seat: str
    candidates: tuple[Candidate, ...]
    vacant: tuple[str, ...]

    @property
    def single(self) -> bool:
        return self.seat == PostKind.SECRETARY


def disputes(top_key: str, on: date) -> list[Dispute]:
    """All disagreements of a committee, in the register's order. Four queries at most."""
    found = _contested(top_key)
    if not found:
        return []
    places = {row.pk: row for row in Organisation.objects.filter(pk__in={pk for pk, _ in found})}
    people = {row.person for _, one in found for row in one.rows}
    facts = PersonFact.objects.on(on).filter(person__key__in=people).order_by("valid_from", "pk")
    names = dict(facts.values_list("person__key", "name"))
    result = []
    for pk, one in sorted(found, key=lambda each: (places[each[0]].position, each[0])):
        candidates = tuple(
            Candidate(row.person, names.get(row.person, ""), row.kind, tuple(sorted(row.sources, reverse=True))) for row in one.rows
        )
        result.append(Dispute(places[pk].key, places[pk].name, one.seat, candidates, tuple(sorted(one.vacant, reverse=True))))
    return result


def dispute_count(top_key: str) -> int:
    """Two queries."""
    return len(_contested(top_key))


def _contested(top_key: str) -> list[tuple[int, Contest]]:
    """By organisation (id). Only posts of organisations are read where there can be a dispute: several sources, or several secretaries. Two queries."""
    open_secretary = Q(kind=PostKind.SECRETARY, retracted_at=None, valid_to=None)
    asked = Post.objects.filter(organisation__top_key=top_key).order_by().values("organisation_id").annotate(
        sources=Count("source", distinct=True), secretaries=Count("person", distinct=True, filter=open_secretary))
    places = list(asked.filter(Q(sources__gt=1) | Q(secretaries__gt=1)).values_list("organisation_id", flat=True))
    return [(pk, one) for pk, rows in posts_around(top_key, (), places).items() for one in contests(rows)]
