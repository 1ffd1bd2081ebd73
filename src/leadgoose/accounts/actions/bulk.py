"""Opening accounts for many at once, from the posts that the register has."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from leadgoose.accounts.actions.accounts import CannotOpen, make_account
from leadgoose.accounts.actions.passwords import Slip
from leadgoose.accounts.actions.roles import make_grant
from leadgoose.accounts.queries.bulk import Waiting, taken, waiting
from leadgoose.accounts.reach import reach_of_realm
from leadgoose.accounts.rules.bulk import is_prefix, logins
from leadgoose.ground.access.actor import Actor, Permit

MOST = 100
"""Accounts a batch: each password takes a tenth of a second to hash, and thirteen sheets are enough to hand out in a day."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new account with the post it was made for, and its slip."""

    whose: Waiting
    slip: Slip


def open_many(top_key: str, people: Collection[str], prefix: str, *, on: date, by: Actor, at: datetime) -> list[Made]:
    """An account for each of these people (keys) who holds a post in a branch and has none, with the roles that follow from the posts.

    One AccountOpened and one RoleGranted a role, all with the batch's key; all of it or nothing. In the register's order.
    Permits accounts.open_many. Raises CannotOpen: "bad_prefix", "nobody", "too_many", "no_post" (somebody holds no post any more, or has an
    account by now).
    """
    with transaction.atomic():
        permit = by.require("accounts.open_many", reach_of_realm(top_key))
        if not is_prefix(prefix):
            raise CannotOpen("prefix", "bad_prefix")
        if not people:
            raise CannotOpen("people", "nobody")
        if len(people) > MOST:
            raise CannotOpen("people", "too_many")
        chosen = [one for one in waiting(top_key, on) if one.person in people]
        if len(chosen) != len(set(people)):
            raise CannotOpen("people", "no_post")
        batch, names = secrets.token_hex(6), logins(prefix, taken(prefix))
        return [_open(one, next(names), top_key, batch, permit, on=on, by=by, at=at) for one in chosen]


def _open(one: Waiting, login: str, top_key: str, batch: str, permit: Permit, *, on: date, by: Actor, at: datetime) -> Made:
    user, slip = make_account(login, "", home=top_key, person_key=one.person, batch=batch, permit=permit, on=on, by=by, at=at)
    for role, key in one.roles:
        make_grant(user, role, key, permit=permit, batch=batch, on=on, by=by, at=at)
    return Made(one, slip)
