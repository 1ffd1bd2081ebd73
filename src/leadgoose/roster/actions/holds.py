"""Reasons why an organisation may not be merged, split or withdrawn just now, asked of the floors above without importing them.

    holds.register("elections", election_under_way)      in the owning app's ready(), once

The callable gets keys of organisations and returns a `Hold` for each that is held, with a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Hold:
    """Why: one sentence that says what is under way where and what to do first; touches: what would be hit, one short line each."""

    org_key: str
    said: str | Promise
    touches: tuple[str | Promise, ...] = ()


Ask = Callable[[Collection[str]], Iterable[Hold]]
_asks: dict[str, Ask] = {}


def register(name: str, ask: Ask) -> None:
    """Let a floor above say no under a name of its own; ValueError when something else has that name."""
    if _asks.setdefault(name, ask) is not ask:
        raise ValueError(f"two holds named {name}")


def standing(org_keys: Collection[str]) -> tuple[Hold, ...]:
    """All that holds these organisations now, in the order of registration."""
    return tuple(one for ask in _asks.values() for one in ask(org_keys))
