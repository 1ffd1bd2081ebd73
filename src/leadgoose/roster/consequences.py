"""What follows from changed facts, in the same transaction: the projections for lists, and what is due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime


def settle(top_key: str, *, organisations: Collection[int], people: Collection[int], on: date, at: datetime, act: str) -> None:
    """Refresh `Present` for these people and the duties of these organisations (ids). Called last by every action of the register.

    act: the name of the act that caused it, as the journal knows it; it closes the duties that ceased.
    """
    raise NotImplementedError
