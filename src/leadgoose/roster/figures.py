"""Numbers of the register for pages and for other subjects."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from leadgoose.roster.kinds import Standing
from leadgoose.roster.models import Organisation, Present


@dataclass(frozen=True, slots=True)
class Membership:
    """Persons who belong to an organisation or anything below it today: full members, probationary members, those who may vote."""

    full: int
    probationary: int
    voters: int

    @property
    def total(self) -> int:
        return self.full + self.probationary


def membership(organisation: Organisation) -> Membership:
    """The members below an organisation, itself included. One query."""
    top = organisation.key == organisation.top_key
    where = Q(top_key=organisation.key) if top else Q(organisation__path__startswith=organisation.path)
    full = probationary = voters = 0
    for standing, can_vote, count in Present.objects.filter(where).order_by().values_list("standing", "can_vote").annotate(n=Count("*")):
        full += count if standing == Standing.FULL else 0
        probationary += count if standing == Standing.PROBATIONARY else 0
        voters += count if can_vote else 0
    return Membership(full, probationary, voters)
