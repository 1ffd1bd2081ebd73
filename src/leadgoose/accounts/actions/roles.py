"""Granting and ending roles."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from leadgoose.accounts.reach import chain_of, reach_of
from leadgoose.accounts.rules.grants import ON_PLATFORM, Grantee, Place, Refusal, decide
from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.roles import PLATFORM, Role
from leadgoose.ground.journal.actions import Act, record
from leadgoose.roster.queries.named import place_of


class Refused(ValueError):
    """The role is not granted, or not ended; `reasons` are codes (sentences in accounts/words.py)."""

    def __init__(self, *reasons: Refusal) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


def grant_role(user: User, role: Role, key: str, *, on: date, by: Actor, at: datetime) -> Grant:
    """The account holds the role on the key (organisation, production unit or PLATFORM) from this day (`RoleGranted`).

    Permits accounts.grant_role. Raises Refused with every reason against it.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        permit = by.require("accounts.grant_role", reach_of(user))
        return make_grant(user, role, key, permit=permit, on=on, by=by, at=at)


def make_grant(user: User, role: Role, key: str, *, permit: Permit, batch: str = "", on: date, by: Actor, at: datetime) -> Grant:
    """What grant_role does once it is permitted; create_committee permits it by its own capability."""
    reasons = decide(role, _grantee(user, by, on), _place(key))
    if reasons:
        raise Refused(*reasons)
    granted = Grant.objects.create(user=user, role=role, key=key, since=on, granted_by=by.login, granted_at=at)
    _record("RoleGranted", granted, user, permit, batch, on=on, by=by, at=at)
    return granted


def end_role(grant: Grant, *, on: date, by: Actor, at: datetime) -> None:
    """The role is not held any more from this day (`RoleEnded`); one already ended stays as it is.

    Permits accounts.end_role. Nobody ends a role of their own: with the last of an office, nobody could give it back.
    """
    with transaction.atomic():
        grant = Grant.objects.select_for_update().select_related("user").get(pk=grant.pk)
        permit = by.require("accounts.end_role", reach_of(grant.user))
        if same_person(grant.user, by):
            raise Refused(Refusal.OWN_ACCOUNT)
        close_grant(grant, permit=permit, on=on, by=by, at=at)


def close_grant(grant: Grant, *, permit: Permit, on: date, by: Actor, at: datetime) -> None:
    """What end_role does once it is permitted; an act for which the role was granted ends it by its own capability."""
    if grant.until is not None and grant.until <= on:
        return
    grant.until = on
    grant.save(update_fields=["until"])
    _record("RoleEnded", grant, grant.user, permit, "", on=on, by=by, at=at)


def _record(act: str, grant: Grant, user: User, permit: Permit, batch: str, *, on: date, by: Actor, at: datetime) -> None:
    org_key = "" if grant.key == PLATFORM else grant.key
    facts = {"login": user.login, "role": grant.role, "key": grant.key, **({"batch": batch} if batch else {})}
    record(
        Act(act, on, chain_of(user), org_key=org_key, person_key=user.person_key, facts=facts, typed=2, role=str(permit.role or "")),
        by=by, at=at,
    )


def _grantee(user: User, by: Actor, on: date) -> Grantee:
    grants = list(Grant.objects.filter(user=user).values_list("role", "key", "until"))
    return Grantee(
        home=chain_of(user),
        active=user.is_active,
        is_granter=same_person(user, by),
        ever_on_platform=frozenset(Role(role) for role, key, _ in grants if key == PLATFORM),
        held=frozenset((Role(role), key) for role, key, until in grants if until is None or until > on),
    )


def same_person(user: User, by: Actor) -> bool:
    """Whether the account is the actor's own, or another one of the same person."""
    return user.pk == by.user_id or bool(user.person_key and user.person_key == by.person_key)


def _place(key: str) -> Place | None:
    if key == PLATFORM:
        return ON_PLATFORM
    found = place_of(key)
    return None if found is None else Place(key, *found)
