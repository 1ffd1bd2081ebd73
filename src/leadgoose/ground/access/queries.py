"""From accounts to actors."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from leadgoose.ground.access.actor import Actor, Held
from leadgoose.ground.access.models import Grant, GrantRow, User
from leadgoose.ground.access.roles import Role
from leadgoose.ground.prepared import Slot, prepared


def actor_of(user: User, *, on: date, address: str = "") -> Actor:
    """The actor that this account is on a day: one query, none for an account that came with its grants (`LoginBackend.get_user`)."""
    granted = user.granted
    if granted is None:
        granted = [GrantRow(*row) for row in _granted(user.pk)]
    held = tuple(Held(Role(one.role), one.key) for one in granted if one.since <= on and (one.until is None or one.until > on))
    return Actor(user.login, user.name or user.login, held, user.person_key, user.pk, address)


@prepared
def _granted(user_id: Slot) -> QuerySet[Grant, Any]:
    return Grant.objects.filter(user_id=user_id).order_by("id").values_list("role", "key", "since", "until")
