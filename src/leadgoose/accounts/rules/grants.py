"""May this role be granted here? (pure)

Separation of duties: the platform's administrator, security officer and auditor are three people, and none of them works for a committee;
nobody grants themself; a committee's accounts hold roles within that committee only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leadgoose.ground.access.roles import GRANTED, PLATFORM, PLATFORM_ROLES, Role


class Refusal(StrEnum):
    """Why a role is not granted; sentences in accounts/words.py."""

    OWN_ACCOUNT = "own_account"                          # nobody grants themself, by whichever account
    CLOSED = "closed"
    NO_SUCH_PLACE = "no_such_place"
    NOT_GRANTED = "not_granted"                          # follows from the account, is never granted
    PLATFORM_ROLE_IN_COMMITTEE = "platform_role_in_committee"
    COMMITTEE_ROLE_ON_PLATFORM = "committee_role_on_platform"
    OTHER_COMMITTEE = "other_committee"
    ANOTHER_PLATFORM_ROLE = "another_platform_role"      # held now or earlier: who was one of the three does not become another
    HELD_ALREADY = "held_already"
    UNIT_ROLE_ELSEWHERE = "unit_role_elsewhere"          # a unit's head is one of a production unit
    PARTY_ROLE_ON_UNIT = "party_role_on_unit"


@dataclass(frozen=True, slots=True)
class Grantee:
    """The account that is to hold the role: home is the top committee's key, or PLATFORM; roles it ever held on the platform."""

    home: str
    active: bool = True
    is_granter: bool = False
    ever_on_platform: frozenset[Role] = frozenset()
    held: frozenset[tuple[Role, str]] = frozenset()      # open grants: (role, key)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the role is to be held: its key, what it is, the top committee it belongs to (PLATFORM for the platform)."""

    key: str
    kind: str                                            # "platform", "organisation", "unit"
    top_key: str


ON_PLATFORM = Place(PLATFORM, "platform", PLATFORM)


def decide(role: Role, to: Grantee, at: Place | None) -> tuple[Refusal, ...]:
    """All reasons against granting the role, in the order of Refusal; none: it may be granted."""
    against = set(_of_account(role, to))
    if at is None:
        against.add(Refusal.NO_SUCH_PLACE)
    else:
        against |= set(_of_place(role, to, at))
        if (role, at.key) in to.held:
            against.add(Refusal.HELD_ALREADY)
    return tuple(one for one in Refusal if one in against)


def _of_account(role: Role, to: Grantee) -> list[Refusal]:
    against = []
    if to.is_granter:
        against.append(Refusal.OWN_ACCOUNT)
    if not to.active:
        against.append(Refusal.CLOSED)
    if role not in GRANTED:
        against.append(Refusal.NOT_GRANTED)
    if role in PLATFORM_ROLES and to.ever_on_platform - {role}:
        against.append(Refusal.ANOTHER_PLATFORM_ROLE)
    return against


def _of_place(role: Role, to: Grantee, at: Place) -> list[Refusal]:
    if role in PLATFORM_ROLES:
        return [] if at.kind == "platform" and to.home == PLATFORM else [Refusal.PLATFORM_ROLE_IN_COMMITTEE]
    if at.kind == "platform" or to.home == PLATFORM:
        return [Refusal.COMMITTEE_ROLE_ON_PLATFORM]
    against = []
    if at.top_key != to.home:
        against.append(Refusal.OTHER_COMMITTEE)
    if role is Role.UNIT_HEAD and at.kind != "unit":
        against.append(Refusal.UNIT_ROLE_ELSEWHERE)
    if role is not Role.UNIT_HEAD and at.kind == "unit":
        against.append(Refusal.PARTY_ROLE_ON_UNIT)
    return against
