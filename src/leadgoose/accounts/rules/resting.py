"""Which roles rest on a post or a membership, and end with it (pure).

A role rests on what the register once had of its holder: it ends when the register has it no longer, the same day. A role of somebody whose
post the register never knew rests on the grant alone, and stays until somebody ends it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from leadgoose.ground.access.roles import Role
from leadgoose.roster.kinds import COMMITTEE_POSTS, PostKind

LEADING = frozenset({PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY})
POSTS = {Role.SECRETARY: LEADING, Role.COMMITTEE_MEMBER: frozenset(COMMITTEE_POSTS)}


class Holds(Protocol):
    """What the register has of a person: `roster.queries.holdings.Holdings`."""

    @property
    def posts(self) -> Collection[tuple[str, PostKind]]: ...
    @property
    def posts_once(self) -> Collection[tuple[str, PostKind]]: ...
    @property
    def branches(self) -> Collection[str]: ...
    @property
    def branches_once(self) -> Collection[str]: ...


def ended(granted: Iterable[tuple[Role, str]], holds: Holds) -> tuple[tuple[Role, str], ...]:
    """Of these roles, each on a key, those whose post or membership is there no longer."""
    return tuple((role, key) for role, key in granted if _rested(role, key, holds) and not _rests(role, key, holds))


def _rests(role: Role, key: str, holds: Holds) -> bool:
    if role is Role.MEMBER:
        return key in holds.branches
    return any(place == key and kind in POSTS[role] for place, kind in holds.posts)


def _rested(role: Role, key: str, holds: Holds) -> bool:
    if role is Role.MEMBER:
        return key in holds.branches_once
    return role in POSTS and any(place == key and kind in POSTS[role] for place, kind in holds.posts_once)
