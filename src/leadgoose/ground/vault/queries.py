"""Whose keys are destroyed: what pages must not show any more, wherever else it may stand."""

from __future__ import annotations

from leadgoose.ground.vault.models import PersonKey


def destroyed() -> frozenset[str]:
    """The keys of people whose data key is destroyed. One query; they are few."""
    return frozenset(PersonKey.objects.filter(destroyed_at__isnull=False).values_list("person_key", flat=True))
