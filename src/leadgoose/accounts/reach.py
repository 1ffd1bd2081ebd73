"""What reaches an account, a realm of accounts, a journal: how their addresses become things (see ground/access/scopes.py).

The platform's own people reach every committee's accounts and journal, and nothing else of it: only these two kinds of target have PLATFORM
in their reach.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadgoose.ground.access.models import User
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.ground.access.scopes import Target
from leadgoose.roster.reach import find_organisation


@dataclass(frozen=True, slots=True)
class Realm:
    """Whose accounts these are: a top committee, or the platform (name "")."""

    key: str
    name: str

    @property
    def is_platform(self) -> bool:
        return self.key == PLATFORM


@dataclass(frozen=True, slots=True)
class Book:
    """A journal, or the part of it about an organisation and what is below: chain, and the organisation's key, name and path."""

    chain: str
    key: str
    name: str
    path: str

    @property
    def whole(self) -> bool:
        return self.chain == self.key


def reach_of(user: User) -> frozenset[str]:
    """The account's committee and the platform; the platform alone for its own accounts."""
    return frozenset({user.home_key or PLATFORM, PLATFORM})


def chain_of(user: User) -> str:
    """The journal in which acts on the account are recorded."""
    return user.home_key or PLATFORM


def reach_of_realm(key: str) -> frozenset[str]:
    return frozenset({key, PLATFORM})


def find_account(login: str) -> Target | None:
    user = User.objects.filter(login=login).first()
    return None if user is None else Target(reach_of(user), chain_of(user), user)


def find_realm(key: str) -> Target | None:
    if key == PLATFORM:
        return Target(frozenset({PLATFORM}), PLATFORM, Realm(PLATFORM, ""))
    found = find_organisation(key)
    if found is None or found.thing.parent_id is not None:
        return None
    return Target(reach_of_realm(key), key, Realm(key, found.thing.name))


def find_book(key: str) -> Target | None:
    if key == PLATFORM:
        return Target(frozenset({PLATFORM}), PLATFORM, Book(PLATFORM, PLATFORM, "", ""))
    found = find_organisation(key)
    if found is None:
        return None
    return Target(found.reach | {PLATFORM}, found.top_key, Book(found.top_key, key, found.thing.name, found.thing.path))
