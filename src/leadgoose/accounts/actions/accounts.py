"""Opening and closing accounts."""

from __future__ import annotations

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from leadgoose.accounts.actions.passwords import Slip, first_password
from leadgoose.accounts.models import OutsideIdentity
from leadgoose.accounts.reach import chain_of, reach_of, reach_of_realm
from leadgoose.accounts.rules.logins import is_login, tidy
from leadgoose.ground.access import sign_ins
from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.ground.journal.actions import Act, record
from leadgoose.roster.queries.named import member_name

LONGEST_NAME = 60


class CannotOpen(ValueError):
    """The account cannot be opened as asked: at which field, and a code (sentences in accounts/words.py)."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


class CannotClose(ValueError):
    """The account cannot be closed: a code."""


def open_account(
    login: str, name: str, *, home: str, person_key: str = "", on: date, by: Actor, at: datetime
) -> tuple[User, Slip]:
    """A new account without any role, with a password that must be changed at first use (`AccountOpened`).

    home: the key of a top committee, or PLATFORM. person_key: the member it belongs to, whose name it takes when none is given.
    Permits accounts.open_account. Raises CannotOpen.
    """
    with transaction.atomic():
        permit = by.require("accounts.open_account", reach_of_realm(home))
        return make_account(login, name, home=home, person_key=person_key, permit=permit, on=on, by=by, at=at)


def make_account(
    login: str, name: str, *, home: str, person_key: str = "", batch: str = "", permit: Permit, on: date, by: Actor, at: datetime
) -> tuple[User, Slip]:
    """What open_account does once it is permitted; create_committee and open_many permit it by their own capability. batch: names those made together."""
    login, name, typed = tidy(login), " ".join(name.split()), 1 + bool(name.strip()) + bool(person_key)
    if not is_login(login):
        raise CannotOpen("login", "bad_login")
    if User.objects.filter(login=login).exists():
        raise CannotOpen("login", "login_taken")
    if person_key:
        name = name or _member(home, person_key)
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise CannotOpen("name", "bad_name")
    slip = Slip(login, first_password())
    user = User(login=login, name=name, person_key=person_key, home_key="" if home == PLATFORM else home, created_at=at)
    user.set_password(slip.password)
    user.save(force_insert=True)
    whose = person_key or home
    facts = {"login": login, **({"batch": batch} if batch else {})}
    record(
        Act("AccountOpened", on, home, person_key=person_key, facts=facts, personal={whose: {"name": name}}, typed=typed, filled=1,
            role=str(permit.role or "")),
        by=by, at=at,
    )
    return user, slip


def close_account(user: User, *, on: date, by: Actor, at: datetime) -> None:
    """Close the account for good and end its roles (`AccountClosed`). Raises CannotClose: "own_account", "closed"."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        permit = by.require("accounts.close_account", reach_of(user))
        if user.pk == by.user_id:
            raise CannotClose("own_account")
        if not user.is_active:
            raise CannotClose("closed")
        Authenticator.objects.filter(user=user).delete()
        OutsideIdentity.objects.filter(user=user, ended_at=None).update(ended_at=at, ended_by=by.login)
        sign_ins.end_all(user, by=by.login, at=at)
        ended = Grant.objects.filter(user=user, until=None).update(until=on)
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])
        record(
            Act("AccountClosed", on, chain_of(user), person_key=user.person_key, facts={"login": user.login, "roles_ended": ended},
                filled=ended, role=str(permit.role or "")),
            by=by, at=at,
        )


def _member(home: str, person_key: str) -> str:
    """The member's name; one account for one person."""
    name = None if home == PLATFORM else member_name(home, person_key)
    if name is None:
        raise CannotOpen("person", "no_such_member")
    if User.objects.filter(person_key=person_key, is_active=True).exists():
        raise CannotOpen("person", "has_account")
    return name
