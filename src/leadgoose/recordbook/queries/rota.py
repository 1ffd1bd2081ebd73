"""The rota's word on lateness: the days on which whoever records was off or away, as production knows them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from leadgoose.production.queries import away
from leadgoose.roster.models import Person

DAY = timedelta(days=1)


def days_away(top_key: str, person_key: str, first: date, last: date) -> Collection[date]:
    """Days from first to last on which the person was off shift, on leave or away. Three queries, none without a person or without days.

    Of somebody whom the committee's register does not know nothing is known, so nobody is taken for away.
    """
    if not person_key or last < first:
        return frozenset()
    person = Person.objects.filter(top_key=top_key, key=person_key).values_list("pk", flat=True).first()
    if person is None:
        return frozenset()
    spans = away(top_key, first, last, {person}).get(person, ())
    return frozenset(begins + number * DAY for begins, ends in spans for number in range((ends - begins).days + 1))
