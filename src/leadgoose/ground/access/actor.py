"""Who acts (pure): an Actor carries what it holds, so that permission needs no database, no request and no magic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from leadgoose.ground.access.roles import PLATFORM, TABLE, Role

ME = "me"
"""The key of whatever belongs to the signed-in account itself."""


@dataclass(frozen=True, slots=True)
class Held:
    """One role held on one key (organisation, production unit, person or the platform)."""

    role: Role
    key: str


@dataclass(frozen=True, slots=True)
class Permit:
    """The answer to "may I", with the role and key it rests on; both are empty when it is no."""

    allowed: bool
    capability: str
    role: Role | None = None
    key: str = ""

    def __bool__(self) -> bool:
        return self.allowed


class Denied(Exception):
    """The actor lacks a capability here. `sees` tells whether any role of theirs reaches the thing at all (403, else 404)."""

    def __init__(self, capability: str, sees: bool) -> None:
        super().__init__(capability)
        self.capability = capability
        self.sees = sees


@dataclass(frozen=True, slots=True)
class Actor:
    """The account that acts, with the roles it holds today. `user_id` is 0 for the command line."""

    login: str
    name: str = ""
    held: tuple[Held, ...] = ()
    person_key: str = ""
    user_id: int = 0
    address: str = field(default="", compare=False)

    def sees(self, reach: Iterable[str]) -> bool:
        """Whether any role of the actor reaches the thing."""
        keys = frozenset(reach)
        return ME in keys or any(one.key in keys for one in self._all())

    def may(self, capability: str, reach: Iterable[str]) -> Permit:
        """Whether the actor holds the capability on a thing with this reach; raises KeyError for an unknown capability.

        A page of one's own (reach ME) is open to whoever holds one of the capability's roles on anything at all.
        """
        roles = TABLE[capability]
        keys = frozenset(reach)
        for one in self._all():
            if (one.key in keys or ME in keys) and one.role in roles:
                return Permit(True, capability, one.role, one.key)
        return Permit(False, capability)

    def require(self, capability: str, reach: Iterable[str]) -> Permit:
        """Like `may`, but raises Denied instead of answering no."""
        keys = frozenset(reach)
        permit = self.may(capability, keys)
        if not permit:
            raise Denied(capability, self.sees(keys))
        return permit

    @property
    def mine(self) -> frozenset[str]:
        """The reach of a page about the actor's own things: "me", and everything a role is held on."""
        return frozenset({ME, *(one.key for one in self._all())})

    def keys(self, *roles: Role) -> tuple[str, ...]:
        """The keys on which the actor holds any of these roles, in the order granted."""
        return tuple(dict.fromkeys(one.key for one in self.held if one.role in roles))

    def _all(self) -> tuple[Held, ...]:
        own = (Held(Role.SELF, self.person_key),) if self.person_key else ()
        return (*self.held, *own, Held(Role.ANYONE, ME))


def command_line(login: str = "command-line") -> Actor:
    """The actor of a command typed on the server: the platform's administrator.

    It is no universal pass, although whoever can type there holds the data anyway: a command says with `also` what more it needs,
    role by role and key by key, and the journal names it.
    """
    return Actor(login=login, name=login, held=(Held(Role.PLATFORM_ADMIN, PLATFORM),))


def also(actor: Actor, role: Role, key: str) -> Actor:
    """The same actor holding one more role; for commands and set-up."""
    return Actor(actor.login, actor.name, (*actor.held, Held(role, key)), actor.person_key, actor.user_id, actor.address)
