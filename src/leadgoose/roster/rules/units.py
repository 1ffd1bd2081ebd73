"""What may be said of a production unit (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from leadgoose.roster.rules.acts import No

LONGEST = 80


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is known today. since: first day of what is known of it now; parent: key, "" for none."""

    key: str
    name: str
    kind: str
    parent: str
    since: date


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants to record of a unit, from the day `on`."""

    name: str
    kind: str
    parent: str
    on: date


def refuse(unit: Unit, wish: Change, others: Mapping[str, Unit], today: date) -> No | None:
    """Why the change cannot be recorded; None when it can. others: all units of the committee by key, itself among them."""
    no = refuse_day(unit.since, wish.on, today)
    if no is not None:
        return no
    if not 1 <= len(wish.name) <= LONGEST:
        return No("unit-name", {"most": LONGEST})
    if (wish.name, wish.kind, wish.parent) == (unit.name, unit.kind, unit.parent):
        return No("unit-same")
    return refuse_among(replace(unit, name=wish.name, parent=wish.parent), others)


def refuse_day(since: date | None, on: date, today: date) -> No | None:
    """What is known of it may change on a day that has come, not before it began; on its first day it is put right."""
    if on > today:
        return No("ahead", {"day": on.isoformat()})
    if since is not None and on < since:
        return No("unit-before", {"day": on.isoformat(), "since": since.isoformat()})
    return None


def refuse_among(unit: Unit, others: Mapping[str, Unit]) -> No | None:
    """Why a unit cannot stand as it is said beside the others: each has a name of its own, and none is a part of itself."""
    if any(one.name == unit.name for key, one in others.items() if key != unit.key):
        return No("unit-taken", {"name": unit.name})
    if unit.parent and _within(unit.parent, unit.key, others):
        return No("unit-circle", {"name": others[unit.parent].name})
    return None


def _within(key: str, above: str, others: Mapping[str, Unit]) -> bool:
    """Whether a unit is another one or a part of it, however deep; a circle that is there already ends the search."""
    seen: set[str] = set()
    while key and key not in seen:
        if key == above:
            return True
        seen.add(key)
        key = others[key].parent if key in others else ""
    return False
