"""Officers on whom register and ledger disagree, each with the files that name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Organisation, PersonFact
from leadgoose.roster.queries.known import post_rows
from leadgoose.roster.rules.officers import contests


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
    """All disagreements of a committee, in the register's order. Three queries at most."""
    found = [(pk, one) for pk, rows in post_rows(top_key).items() for one in contests(rows)]
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
    """One query."""
    return sum(len(contests(rows)) for rows in post_rows(top_key).values())
