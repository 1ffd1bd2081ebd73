"""What may be said of a production unit (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

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


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: a code, the field that it is about, and what fills its sentence."""

    code: str
    at: str
    numbers: Mapping[str, str] = field(default_factory=dict)


def refuse(unit: Unit, wish: Change, others: Mapping[str, Unit], today: date) -> Refusal | None:
    """Why the change cannot be recorded; None when it can. others: all units of the committee by key, itself among them."""
    if wish.on > today:
        return Refusal("ahead", "on", {"day": wish.on.isoformat()})
    if wish.on < unit.since:
        return Refusal("before", "on", {"day": wish.on.isoformat(), "since": unit.since.isoformat()})
    if not 1 <= len(wish.name) <= LONGEST:
        return Refusal("name", "name", {"most": str(LONGEST)})
    if any(one.name == wish.name for key, one in others.items() if key != unit.key):
        return Refusal("taken", "name", {"name": wish.name})
    if wish.parent and _within(wish.parent, unit.key, others):
        return Refusal("circle", "parent", {"name": others[wish.parent].name})
    if (wish.name, wish.kind, wish.parent) == (unit.name, unit.kind, unit.parent):
        return Refusal("nothing", "name")
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
