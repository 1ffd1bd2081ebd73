"""How an address names an election, and what reaches it: all that contains its organisation."""

from __future__ import annotations

from leadgoose.elections.models import Election
from leadgoose.ground.access.scopes import Target
from leadgoose.roster.reach import of_organisation


def find_election(key: str) -> Target | None:
    found = Election.objects.select_related("organisation__unit", "organisation__parent").filter(key=key).first()
    return None if found is None else Target(of_organisation(found.organisation), found.top_key, found)
