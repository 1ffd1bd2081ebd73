"""From accounts to actors."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from leadgoose.ground.access.actor import Actor, Held
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.roles import Role


def actor_of(user: User, *, on: date, address: str = "") -> Actor:
    """The actor that this account is on a day: one query."""
    grants = Grant.objects.filter(Q(until=None) | Q(until__gt=on), user_id=user.pk, since__lte=on).order_by("id").values_list("role", "key")
    return Actor(user.login, user.name or user.login, tuple(Held(Role(role), key) for role, key in grants), user.person_key, user.pk, address)
