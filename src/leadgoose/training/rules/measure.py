"""What a plan is worth, in whole numbers, and whether it keeps every limit. No solver: the planner checks its solver with this."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadgoose.training.rules.instance import NOTHING, SCALE, Given, Instance, Person, Place, Session, inducts, is_away

LEVELS = ("missing_obligations", "hours_short", "gap_closed", "cost")
LEVELS_NEAR = ("missing_obligations", "hours_short", "changed_places", "gap_closed", "cost")
"""The order of aims; the second when a plan is to be stayed near to. ``gap_closed`` is to be large, all others small."""

UNITS = {"missing_obligations": 1, "hours_short": SCALE, "changed_places": 1, "gap_closed": SCALE, "cost": SCALE}
"""What a level's whole numbers are divided by for a reader."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands after some sessions: obligations missing by name, hours short, closed and open levels by competency."""

    missing: tuple[str, ...]
    hours_short: int
    closed: Mapping[str, int]
    open: Mapping[str, int]


def standing(person: Person, attended: Sequence[Session]) -> Standing:
    missing = []
    if person.needs_concentrated and not any(one.concentrated for one in attended):
        missing.append("concentrated")
    if person.induction_due is not None and not any(inducts(person, one) for one in attended):
        missing.append("induction")
    closed = {key: min(gap, sum(one.gains.get(key, 0) for one in attended)) for key, gap in person.gaps.items()}
    short = max(0, person.required_hours - sum(one.hours for one in attended))
    return Standing(tuple(missing), short, closed, {key: gap - closed[key] for key, gap in person.gaps.items()})


def by_person(instance: Instance, places: Iterable[Place]) -> Mapping[str, list[Session]]:
    """The sessions of everybody, in the order of the instance's sessions."""
    order = {one.id: number for number, one in enumerate(instance.sessions)}
    found: dict[str, list[Session]] = defaultdict(list)
    for person, session in sorted(places, key=lambda place: (place[0], order[place[1]])):
        found[person].append(instance.session[session])
    return found


def why(person: Person, session: Session) -> list[str]:
    """The needs of the person to which the session adds: competencies, ``hours``, ``concentrated``, ``induction``."""
    found = [key for key, gap in person.gaps.items() if gap and session.gains.get(key)]
    if person.required_hours and session.hours:
        found.append("hours")
    if person.needs_concentrated and session.concentrated:
        found.append("concentrated")
    if inducts(person, session):
        found.append("induction")
    return found


def gap_total(instance: Instance) -> int:
    return sum(person.weight(key) * gap for person in instance.people for key, gap in person.gaps.items())


def totals(instance: Instance, places: frozenset[Place], given: Given = NOTHING) -> dict[str, int]:
    """The value of every aim; ``changed_places`` only when there is a plan to stay near to."""
    mine = by_person(instance, places)
    standings = [(person, standing(person, mine.get(person.id, []))) for person in instance.people]
    held = {session for _, session in places}
    found = {
        "missing_obligations": sum(len(one.missing) for _, one in standings),
        "hours_short": sum(one.hours_short for _, one in standings),
        "gap_closed": sum(person.weight(key) * level for person, one in standings for key, level in one.closed.items()),
        "cost": sum(instance.session[key].fixed_cost for key in held) + sum(instance.session[key].cost_per_person for _, key in places),
    }
    if given.before is not None:
        found["changed_places"] = len(places ^ given.before)
    return found


def levels(given: Given) -> tuple[str, ...]:
    return LEVELS if given.before is None else LEVELS_NEAR


def rank(found: Mapping[str, int], given: Given = NOTHING) -> tuple[int, ...]:
    """The totals as a tuple of which the smaller is the better."""
    return tuple(-found[level] if level == "gap_closed" else found[level] for level in levels(given))


def faults(instance: Instance, places: frozenset[Place], given: Given = NOTHING) -> list[str]:
    """Every limit that the places break beyond what is fixed; empty for a plan that may be shown."""
    fixed = given.fixed
    found = [f"fixed {place} left out" for place in fixed - places] + [f"forbidden {place}" for place in (given.forbidden - fixed) & places]
    taken, certain = Counter(key for _, key in places), Counter(key for _, key in fixed)
    for key, count in taken.items():
        session = instance.session[key]
        if count > max(session.seats, certain[key]):
            found.append(f"seats {key}")
        if count < session.min_seats and not certain[key]:
            found.append(f"min_seats {key}")
    if totals(instance, places)["cost"] > max(instance.budget, totals(instance, fixed)["cost"]):
        found.append("budget")
    mine, settled = by_person(instance, places), by_person(instance, fixed)
    for person in instance.people:
        found += _of_person(instance, person, mine.get(person.id, []), settled.get(person.id, []))
    return found + _of_units(instance, places, fixed)


def _of_person(instance: Instance, person: Person, mine: Sequence[Session], settled: Sequence[Session]) -> list[str]:
    found = [f"away {person.id} {one.id}" for one in mine if one not in settled and is_away(person, one)]
    free, certain = {one.id for one in mine}, {one.id for one in settled}
    for what, groups in (("overlap", instance.crowds), ("course", instance.courses)):
        for group in groups:
            if len(free.intersection(group)) > max(1, len(certain.intersection(group))):
                found.append(f"{what} {person.id} {group}")
    if person.max_hours is not None and sum(one.hours for one in mine) > max(person.max_hours, sum(one.hours for one in settled)):
        found.append(f"max_hours {person.id}")
    return found


def _of_units(instance: Instance, places: frozenset[Place], fixed: frozenset[Place]) -> list[str]:
    found = []
    unit = {person.id: person.unit for person in instance.people}
    away = Counter((unit[person], session) for person, session in places)
    certain = Counter((unit[person], session) for person, session in fixed)
    for key, covers in instance.covers.items():
        for inside, most in covers:
            if sum(away[key, session] for session in inside) > max(most, sum(certain[key, session] for session in inside)):
                found.append(f"unit_cover {key} {sorted(inside)}")
    return found
