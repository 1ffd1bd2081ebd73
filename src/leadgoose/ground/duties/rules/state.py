"""How an obligation stands on a day (pure). A term is expired from the day after its last day; late = the day minus the day it was due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Protocol


class State(StrEnum):
    """How an obligation stands on a day."""

    LATE = "late"              # the day is past
    LEFT = "left"              # days remain; 0 on the day itself
    OPEN = "open"              # holds, and has no day
    UNKNOWN = "unknown"        # due before the start: may have been done, nobody here knows
    AHEAD = "ahead"            # not to be shown yet
    OVER = "over"              # ceased by itself


@dataclass(frozen=True, slots=True)
class Due:
    """The state with its days: late by, left until; 0 where there are none."""

    state: State
    days: int = 0


class Dated(Protocol):
    """Whatever has an obligation's window: an `Obligation` here, a row of duties elsewhere."""

    @property
    def opens_on(self) -> date | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def standing(self) -> bool: ...


def look(one: Dated, on: date, start_on: date | None) -> Due:
    """How it stands on a day. An act due before the committee's start leaves no trace here: not known, never late or missing."""
    if one.ends_on is not None and one.ends_on <= on:
        return Due(State.OVER)
    if one.opens_on is not None and one.opens_on > on:
        return Due(State.AHEAD)
    return stand(one.due_on, one.standing, on, start_on)


@lru_cache(maxsize=10_000)
def stand(due_on: date | None, standing: bool, on: date, start_on: date | None) -> Due:
    """The same for one whose window is known to contain the day. Kept: a committee's watch asks it for hundreds of rows, every time anew."""
    if due_on is None:
        return Due(State.OPEN)
    if not standing and start_on is not None and due_on < start_on:
        return Due(State.UNKNOWN)
    if on > due_on:
        return Due(State.LATE, (on - due_on).days)
    return Due(State.LEFT, (due_on - on).days)
