"""The roll of an organisation on a day: its members, those of all branches below it included, each with the right to decide."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from leadgoose.ground.prepared import Slot, prepared
from leadgoose.roster.kinds import Standing
from leadgoose.roster.models import Membership, Organisation, PersonFact, Restriction


class Member(NamedTuple):
    """A member on the day. home: the branch's key; decides: what rules/rights.py derives, in SQL, as lists of members do."""

    key: str
    name: str
    home: str
    standing: str
    decides: bool


def roll_on(organisation: Organisation, on: date) -> list[Member]:
    """Everybody who belonged to the organisation on the day, in the register's order; none for a day before the register. One query."""
    return [Member(key, name or "", home, standing, decides) for key, name, home, standing, decides in _roll(organisation.top_key, organisation.path, on)]


@prepared
def _roll(top_key: Slot, path: Slot, on: Any) -> QuerySet[Any, Any]:
    name = PersonFact.objects.on(on).filter(person=OuterRef("person")).order_by("-valid_from", "-pk").values("name")[:1]
    restricted = Exists(Restriction.objects.on(on).filter(person=OuterRef("person")))
    rows = Membership.objects.on(on).filter(
        Q(person__died_on=None) | Q(person__died_on__gt=on),
        organisation__top_key=top_key, organisation__path__startswith=path,
    ).annotate(
        name=Subquery(name), decides=Case(When(Q(standing=Standing.FULL) & ~restricted, then=Value(True)), default=Value(False)),
    ).order_by("organisation__position", "organisation_id", "person__present__sort", "person_id")
    return rows.values_list("person__key", "name", "organisation__key", "standing", "decides")


def first_day(organisation: Organisation) -> date | None:
    """The first day for which the register knows members of the organisation; None while it knows none. One query."""
    rows = Membership.objects.known().filter(organisation__top_key=organisation.top_key, organisation__path__startswith=organisation.path)
    return rows.order_by("valid_from").values_list("valid_from", flat=True).first()
