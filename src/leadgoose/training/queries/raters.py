"""How much rating somebody did in a year, and whom they may still rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from leadgoose.ground.vault.actions import index
from leadgoose.training.models.competencies import ColleagueRated, Evidence
from leadgoose.training.models.competencies import Pace as PaceRow
from leadgoose.training.queries.team import Member
from leadgoose.training.rules.burden import BRIEF, Pace, pace
from leadgoose.training.rules.levels import Kind


def pace_of(top_key: str, year: int) -> Pace:
    """How long a tap takes in a committee, by its forms of this year and the last. One query."""
    rows = PaceRow.objects.filter(top_key=top_key, year__in=(year - 1, year)).values_list("taps", "seconds")
    return pace(sum(taps for taps, _ in rows), sum(seconds for _, seconds in rows))


def taps_of(login: str, year: int) -> int:
    """Levels that this account gave on pages in a year: of itself, as superior, as colleague. Two queries."""
    kinds = (Kind.OWN, Kind.SUPERIOR)
    rows = Evidence.objects.filter(rater=login, kind__in=kinds, way=Evidence.Way.PAGE, recorded_at__year=year).values_list("levels", flat=True)
    return sum(map(len, rows)) + BRIEF * ColleagueRated.objects.filter(rater=index("rater", login, str(year)), year=year).count()


@dataclass(frozen=True, slots=True)
class ToRate:
    """Somebody whom an account may rate, and whether it did this year."""

    member: Member
    kind: Kind
    done: bool


def with_superiors_view(people: list[Member], year: int) -> set[int]:
    """Those of these people whom any superior rated this year. One query."""
    rows = Evidence.objects.filter(kind=Kind.SUPERIOR, person_id__in=[one.pk for one in people], valid_on__year=year, retracted_at=None)
    return set(rows.values_list("person_id", flat=True))


def rated_by(login: str, people: list[Member], year: int, on: date) -> tuple[set[int], set[int]]:
    """Of these people: those whom the account rated as superior this year, and as colleague. Two queries."""
    keys = [one.pk for one in people]
    above = Evidence.objects.filter(rater=login, kind=Kind.SUPERIOR, person_id__in=keys, valid_on__year=year, retracted_at=None)
    beside = ColleagueRated.objects.filter(rater=index("rater", login, str(year)), year=year, person_id__in=keys)
    return set(above.values_list("person_id", flat=True)), set(beside.values_list("person_id", flat=True))
