"""What pages and other subjects ask of the register. Each page has a module of its own; what everybody asks is here."""

from __future__ import annotations

from leadgoose.roster.models import Organisation


def committee_name(top_key: str) -> str:
    """The name of a top committee; "" when there is none with that key. One query."""
    return Organisation.objects.filter(key=top_key).values_list("name", flat=True).first() or ""


def top_of(key: str) -> str:
    """The top committee's key of an organisation or person; "" when there is none with that key. One query."""
    return Organisation.objects.filter(key=key).values_list("top_key", flat=True).first() or ""


def tops_of(keys: set[str]) -> list[str]:
    """The keys of the top committees of these organisations, each once. One query; none for no key."""
    return sorted(set(Organisation.objects.filter(key__in=keys).values_list("top_key", flat=True))) if keys else []
