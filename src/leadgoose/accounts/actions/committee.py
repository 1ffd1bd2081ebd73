"""Opening a committee together with the account of its clerk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from leadgoose.accounts.actions.accounts import make_account
from leadgoose.accounts.actions.passwords import Slip
from leadgoose.accounts.actions.roles import make_grant
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.roles import PLATFORM, Role
from leadgoose.roster.actions.committee import open_committee


@dataclass(frozen=True, slots=True)
class Created:
    """A new committee's key and name, and the slip for its clerk."""

    key: str
    name: str
    slip: Slip


def create_committee(name: str, clerk: str, clerk_name: str = "", *, on: date, by: Actor, at: datetime) -> Created:
    """A committee and its clerk's account, in one transaction: all of it or nothing.

    Recorded as CommitteeCreated, AccountOpened and RoleGranted. Permits accounts.create_committee. Raises what open_committee and
    open_account raise: NameTaken, BadName, CannotOpen.
    """
    with transaction.atomic():
        permit = by.require("accounts.create_committee", {PLATFORM})
        committee = open_committee(name, on=on, by=by, at=at)
        user, slip = make_account(clerk, clerk_name or clerk, home=committee.key, permit=permit, on=on, by=by, at=at)
        make_grant(user, Role.CLERK, committee.key, permit=permit, on=on, by=by, at=at)
    return Created(committee.key, committee.name, slip)
