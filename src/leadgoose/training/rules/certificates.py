"""How long a certificate holds, and how it stands on a day (pure). Docs: docs/rules/certificates.md.

The last day of a period is the same day of the month so many months on, clamped to the month's end (31 August + 6 months is the last of
February; 29 February + 36 months is 28 February); it holds on that day and no more from the day after, like a term of office.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from leadgoose.ground.statutes.dates import add_months
from leadgoose.training.rules.competency import LEVELS

DAY = timedelta(days=1)


class Mode(StrEnum):
    NEVER = "never"
    PERIOD = "period"
    FIXED = "fixed"
    DISUSE = "disuse"


class State(StrEnum):
    VALID = "valid"
    ENDING = "ending"                # within the months of renewal
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of certificate: how its end is found, how many months ahead renewal is due, which levels it proves at least, what lapse means.

    required: roles that must hold one; ended: no more of it is issued; version: of a committee's own, "" as shipped.
    """

    code: str
    name: str
    english: str
    mode: Mode
    renew: int
    lapse: str
    raises: Mapping[str, int]
    required: tuple[str, ...] = ()
    months: int = 0
    years: int = 0
    month: int = 12
    day: int = 31
    lapse_english: str = ""
    ended: bool = False
    version: str = ""


class Unfit(ValueError):
    """A kind that cannot be used: the name of the value."""


LIMITS = {"renew": (0, 24), "months": (1, 600), "years": (0, 50), "month": (1, 12), "day": (1, 31)}
"""Least and most of each number; a number that the mode does not use is not looked at."""
USES = {Mode.NEVER: (), Mode.PERIOD: ("renew", "months"), Mode.FIXED: ("renew", "years", "month", "day"), Mode.DISUSE: ("renew", "months")}
LONGEST = {"name": 30, "english": 60, "lapse": 200, "lapse_english": 400}


def parse(table: Mapping[str, Any]) -> Kind:
    """A kind from its table. Raises Unfit.

    A number that the mode does not use is as if it were not there; `ended`: not issued from this version on; `version`: "" for what is shipped.
    """
    try:
        mode = Mode(table["mode"])
    except ValueError:
        raise Unfit("mode") from None
    numbers = {name: table.get(name, 0) for name in USES[mode]}
    for name, number in numbers.items():
        least, most = LIMITS[name]
        if not least <= number <= most:
            raise Unfit(name)
    for name, most in LONGEST.items():
        if len(table[name]) > most or (not table[name] and name in ("name", "lapse")):
            raise Unfit(name)
    for dimension, level in table["raises"].items():
        if level not in LEVELS:
            raise Unfit(dimension)
    return Kind(table["code"], table["name"], table["english"], mode, numbers.get("renew", 0), table["lapse"], dict(table["raises"]),
                tuple(table["required"]), numbers.get("months", 0), numbers.get("years", 0), numbers.get("month", 12), numbers.get("day", 31),
                table["lapse_english"], bool(table.get("ended", False)), table.get("version", ""))


def as_table(kind: Kind) -> dict[str, Any]:
    """What parse reads."""
    return {**{field.name: getattr(kind, field.name) for field in fields(kind)}, "mode": kind.mode.value, "raises": dict(kind.raises),
            "required": list(kind.required)}


def last_day(kind: Kind, issued_on: date, left_on: date | None = None) -> date | None:
    """The last day on which a certificate holds; None: no end is known.

    left_on: the first day out of any post that uses it, None while one is held (for disuse).
    """
    if kind.mode is Mode.PERIOD:
        return add_months(issued_on, kind.months)
    if kind.mode is Mode.FIXED:
        end = date(issued_on.year + kind.years, kind.month, 1)
        return min(add_months(end, 1) - DAY, end + (kind.day - 1) * DAY)
    if kind.mode is Mode.DISUSE and left_on is not None:
        return add_months(max(left_on, issued_on), kind.months)
    return None


def renew_from(kind: Kind, last: date) -> date:
    """The day from which renewal is asked for."""
    return add_months(last, -kind.renew)


def stands(kind: Kind, last: date | None, withdrawn: bool, on: date) -> State:
    """How a certificate stands on a day."""
    if withdrawn:
        return State.WITHDRAWN
    if last is None or on < renew_from(kind, last):
        return State.VALID
    return State.ENDING if on <= last else State.LAPSED
