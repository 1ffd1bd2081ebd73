"""First passwords, which somebody hands over on paper, and those that people choose."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from leadgoose.accounts.reach import chain_of, reach_of
from leadgoose.ground.access import sign_ins
from leadgoose.ground.access.actor import ME, Actor
from leadgoose.ground.access.models import User
from leadgoose.ground.journal.actions import Act, record

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
"""Of first passwords: no look-alikes, for they are read from paper."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A login with its one-time password: shown once, kept nowhere."""

    login: str
    password: str = field(repr=False)


class BadPassword(ValueError):
    """The new password cannot be taken; `field` says at which field, `messages` why (translated by Django, or a code of ours)."""

    def __init__(self, at: str, messages: list[str]) -> None:
        super().__init__(at)
        self.field = at
        self.messages = messages


def first_password() -> str:
    """Three groups of four letters and figures, about 58 bits: "k7mp-w3xn-9tqd"."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def reset_password(user: User, *, on: date, by: Actor, at: datetime) -> Slip:
    """Give the account a new one-time password; whoever is signed in with it is signed out (`PasswordReset`)."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        permit = by.require("accounts.reset_password", reach_of(user))
        slip = Slip(user.login, first_password())
        user.set_password(slip.password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        sign_ins.end_all(user, by=by.login, at=at)   # here, so that no request has to throw away a session that no longer fits
        facts = {"login": user.login}
        record(
            Act("PasswordReset", on, chain_of(user), person_key=user.person_key, facts=facts, filled=1, role=str(permit.role or "")),
            by=by, at=at,
        )
    return slip


def change_password(user: User, old: str, new: str, *, here: str = "", on: date, by: Actor, at: datetime) -> None:
    """The holder chooses a password (`PasswordChanged`); all sessions end but the one with the key `here`.

    Raises BadPassword: codes "wrong", "same", "holds_login", or Django's words."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        by.require("accounts.change_password", {ME} if by.user_id == user.pk else set())
        if not user.check_password(old):
            raise BadPassword("old", ["wrong"])
        if new == old:
            raise BadPassword("new", ["same"])
        if user.login in new.lower():
            raise BadPassword("new", ["holds_login"])
        try:
            validate_password(new, user)
        except ValidationError as bad:
            raise BadPassword("new", list(bad.messages)) from None
        user.set_password(new)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        sign_ins.end_all(user, by=by.login, at=at, but=here)
        facts = {"login": user.login}
        record(Act("PasswordChanged", on, chain_of(user), person_key=user.person_key, facts=facts, typed=1, role="anyone"), by=by, at=at)
