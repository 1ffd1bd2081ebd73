"""What somebody wants to learn in a year, and what became of it in the approved plan."""

from __future__ import annotations

from dataclasses import dataclass

from leadgoose.ground.vault.actions import open_many
from leadgoose.roster.models import Person
from leadgoose.training.models.plan import Place, PlanPerson, Session, Unmet, Wish
from leadgoose.training.queries.plans import approved


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish; planned: an approved plan of the year knows of it; places: the sessions that serve it; unmet: why it stays open, None when it does not."""

    key: str
    dimension: str
    note: str
    planned: bool
    places: tuple[Session, ...] = ()
    unmet: Unmet | None = None


def wishes_of(person: Person, year: int) -> list[Wished]:
    """Five queries at most."""
    rows = list(Wish.objects.filter(person=person, year=year, retracted_at=None).order_by("pk"))
    notes = open_many((person.key, "note", row.note_sealed) for row in rows)
    plan = approved(person.top_key, year) if rows else None
    member = PlanPerson.objects.filter(plan=plan, person=person, left_out=False, needs__own=True).distinct().first() if plan is not None else None
    places = list(Place.objects.filter(plan=plan, person=person).select_related("session").order_by("session__starts_on")) if member is not None else []
    unmet = {one.need: one for one in Unmet.objects.filter(member=member)} if member is not None else {}
    return [Wished(row.key, row.dimension, note, member is not None, tuple(one.session for one in places if row.dimension in one.why),
                   unmet.get(row.dimension)) for row, note in zip(rows, notes, strict=True)]
