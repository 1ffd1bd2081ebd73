"""From accounts to actors."""

from __future__ import annotations

from datetime import date

from leadgoose.ground.access.actor import Actor, Held
from leadgoose.ground.access.models import Grant, GrantRow, User
from leadgoose.ground.access.roles import Role


def actor_of(user: User, *, on: date, address: str = "") -> Actor:
    """The actor that this account is on a day: one query, none for an account that came with its grants (`LoginBackend.get_user`)."""
    granted = user.granted
    if granted is None:
        granted = [GrantRow(*row) for row in Grant.objects.filter(user_id=user.pk).order_by("id").values_list("role", "key", "since", "until")]
    held = tuple(Held(Role(one.role), one.key) for one in granted if one.since <= on and (one.until is None or one.until > on))
    return Actor(user.login, user.name or user.login, held, user.person_key, user.pk, address)
