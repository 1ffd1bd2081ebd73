"""How an address names an election, and what reaches it: all that contains its organisation."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from leadgoose.elections.models import Election
from leadgoose.ground.access.scopes import Target
from leadgoose.ground.prepared import Joined, Slot, prepared
from leadgoose.roster.reach import of_organisation


def find_election(key: str) -> Target | None:
    """One query, asked by every page and act of elections."""
    for found in _WHOLE.rows(_by_key(key)):
        return Target(of_organisation(found.organisation), found.top_key, found)
    return None


_WHOLE = Joined(Election, "organisation__unit", "organisation__parent")


@prepared
def _by_key(key: Slot) -> QuerySet[Election, Any]:
    return Election.objects.filter(key=key).values_list(*_WHOLE.columns)
