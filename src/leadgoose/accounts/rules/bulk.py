"""Accounts for many: which roles follow from posts, and what the accounts are called (pure)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import count

from leadgoose.accounts.rules.resting import LEADING
from leadgoose.ground.access.roles import Role
from leadgoose.roster.kinds import COMMITTEE_POSTS, PostKind

_PREFIX = re.compile(r"[a-z]{2,20}", re.ASCII)
DIGITS = 3


def roles_of(posts: Iterable[tuple[str, PostKind]]) -> tuple[tuple[Role, str], ...]:
    """(role, organisation) for each organisation in which a post is held: who leads it is its secretary there, the rest of its committee members."""
    best: dict[str, Role] = {}
    for org, kind in posts:
        if kind in LEADING:
            best[org] = Role.SECRETARY
        elif kind in COMMITTEE_POSTS:
            best.setdefault(org, Role.COMMITTEE_MEMBER)
    return tuple((role, org) for org, role in best.items())


def is_prefix(prefix: str) -> bool:
    """Letters only: what is behind them is a running number, never one that means something."""
    return bool(_PREFIX.fullmatch(prefix))


def logins(prefix: str, taken: Collection[str]) -> Iterator[str]:
    """"dzb001", "dzb002", … without those that are taken. The number says nothing about anybody: it is only the next one."""
    return (login for number in count(1) if (login := f"{prefix}{number:0{DIGITS}d}") not in taken)
