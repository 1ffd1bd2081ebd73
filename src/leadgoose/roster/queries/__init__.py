"""What pages and other subjects ask of the register. Each page has a module of its own; what everybody asks is here."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from leadgoose.ground.prepared import Slot, prepared
from leadgoose.roster.models import Organisation


def committee_name(top_key: str) -> str:
    """The name of a top committee; "" when there is none with that key. One query."""
    return next((name for name, _top in _named(top_key)), "")


def top_of(key: str) -> str:
    """The top committee's key of an organisation or person; "" when there is none with that key. One query."""
    return next((top for _name, top in _named(key)), "")


def ids_of(top_key: str) -> set[int]:
    """The database's numbers of all organisations of a committee, as `consequences.settle` wants them. One query."""
    return set(Organisation.objects.filter(top_key=top_key).values_list("pk", flat=True))


def tops_of(keys: set[str]) -> list[str]:
    """The keys of the top committees of these organisations, each once. One query; none for no key."""
    return sorted(set(Organisation.objects.filter(key__in=keys).values_list("top_key", flat=True))) if keys else []


@prepared
def _named(key: Slot) -> QuerySet[Organisation, Any]:
    return Organisation.objects.filter(key=key).values_list("name", "top_key")
