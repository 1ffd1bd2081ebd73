"""Linking an account with an identity at the outside provider: only by its holder, signed in here, and never by what the provider calls them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from leadgoose.accounts.models import OutsideIdentity
from leadgoose.accounts.reach import chain_of, reach_of
from leadgoose.ground.access.actor import ME, Actor
from leadgoose.ground.access.models import User
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.vault.actions import index


class CannotLink(ValueError):
    """The account is not linked; a code (accounts/words.py): "password", "linked", "taken"."""


def identity_index(issuer: str, subject: str) -> str:
    """What stands in the database for issuer and subject: a keyed hash, for a subject may be a staff number."""
    return index("outside", issuer, subject)


def whose(issuer: str, subject: str) -> User | None:
    """The open account that was linked with this identity by its holder; nobody else's, however equal name or e-mail are. One query."""
    row = OutsideIdentity.objects.select_related("user").filter(identity_index=identity_index(issuer, subject), ended_at=None, user__is_active=True).first()
    return None if row is None else row.user


def may_link(user: User, password: str, *, by: Actor, at: datetime) -> None:
    """Before the journey to the provider: the password once more. Raises CannotLink."""
    by.require("accounts.link_outside", {ME} if by.user_id == user.pk else set())
    if not user.check_password(password):
        raise CannotLink("password")
    if OutsideIdentity.objects.filter(user=user, ended_at=None).exists():
        raise CannotLink("linked")


def link_outside(user: User, issuer: str, subject: str, *, on: date, by: Actor, at: datetime) -> None:
    """From now on the identity opens this account (`OutsideLinked`). Raises CannotLink: one identity opens one account."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        by.require("accounts.link_outside", {ME} if by.user_id == user.pk else set())
        found = identity_index(issuer, subject)
        if OutsideIdentity.objects.filter(user=user, ended_at=None).exists():
            raise CannotLink("linked")
        if OutsideIdentity.objects.filter(identity_index=found, ended_at=None).exists():
            raise CannotLink("taken")
        OutsideIdentity.objects.create(user=user, identity_index=found, linked_at=at)
        record(Act("OutsideLinked", on, chain_of(user), person_key=user.person_key, facts={"login": user.login}, role="anyone"), by=by, at=at)


def unlink_outside(user: User, *, on: date, by: Actor, at: datetime) -> bool:
    """The holder gives the link up (`OutsideUnlinked`). False when there is none."""
    with transaction.atomic():
        by.require("accounts.unlink_outside", {ME} if by.user_id == user.pk else set())
        return _unlink(user, "anyone", on=on, by=by, at=at)


def end_outside_of(user: User, *, on: date, by: Actor, at: datetime) -> bool:
    """The office ends somebody's link (`OutsideUnlinked`). False when there is none."""
    with transaction.atomic():
        permit = by.require("accounts.end_outside_of", reach_of(user))
        return _unlink(user, str(permit.role or ""), on=on, by=by, at=at)


def _unlink(user: User, role: str, *, on: date, by: Actor, at: datetime) -> bool:
    if not OutsideIdentity.objects.filter(user=user, ended_at=None).update(ended_at=at, ended_by=by.login):
        return False
    record(Act("OutsideUnlinked", on, chain_of(user), person_key=user.person_key, facts={"login": user.login}, role=role), by=by, at=at)
    return True
