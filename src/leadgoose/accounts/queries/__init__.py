"""Accounts as pages list them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.roster.queries.named import member_names, names_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Held:
    """A role that an account holds, held or will hold. `place`: the name of the organisation or unit, "" for the platform."""

    pk: int
    role: str
    key: str
    place: str
    since: date
    until: date | None
    granted_by: str

    def open_on(self, day: date) -> bool:
        return self.until is None or self.until > day


@dataclass(frozen=True, slots=True)
class Account:
    """One account with its roles, the open ones first."""

    login: str
    name: str
    person_key: str
    person: str
    is_active: bool
    must_change_password: bool
    created_at: datetime
    last_login: datetime | None
    roles: tuple[Held, ...]


def count(home: str, *, closed: bool = False) -> int:
    """How many accounts a committee (or PLATFORM) has. One query."""
    return User.objects.filter(home_key=_home(home), is_active=not closed).count()


def accounts(home: str, start: int, on: date, *, closed: bool = False) -> list[Account]:
    """PAGE accounts of a committee (or PLATFORM), by login, with the roles they hold on the day, without their persons. Four queries."""
    rows = list(User.objects.filter(home_key=_home(home), is_active=not closed).order_by("login")[start : start + PAGE])
    return _filled(rows, on)


def account(user: User, on: date) -> Account:
    """One account with its person and all roles, ended ones too. At most four queries."""
    return _filled([user], on, ended=True)[0]


def grant_of(user: User, pk: int) -> Grant | None:
    """A grant of this account, not of another. One query."""
    return Grant.objects.filter(pk=pk, user=user).first()


def _home(home: str) -> str:
    return "" if home == PLATFORM else home


def _filled(rows: list[User], on: date, *, ended: bool = False) -> list[Account]:
    grants: dict[int, list[Grant]] = defaultdict(list)
    for one in Grant.objects.filter(user__in=rows).order_by("pk"):
        if ended or one.until is None or one.until > on:
            grants[one.user_id].append(one)
    places = names_of({one.key for held in grants.values() for one in held if one.key != PLATFORM})
    people = member_names({row.person_key for row in rows if row.person_key}) if ended else {}
    return [
        Account(
            row.login, row.name, row.person_key, people.get(row.person_key, ""), row.is_active, row.must_change_password, row.created_at,
            row.last_login, tuple(sorted((_held(one, places) for one in grants[row.pk]), key=lambda held: (not held.open_on(on), held.pk))),
        )
        for row in rows
    ]


def _held(one: Grant, places: dict[str, str]) -> Held:
    return Held(one.pk, one.role, one.key, places.get(one.key, ""), one.since, one.until, one.granted_by)
