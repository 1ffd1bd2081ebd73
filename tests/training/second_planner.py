"""Another pair of eyes: limits and aims read from the raw JSON, day by day, every plan tried; and a greedy planner.

Shares no code with the planner. Instances are the JSON objects of the format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

Places = frozenset[tuple[str, str]]


def days(start: str, end: str) -> set[date]:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return {first + timedelta(days=number) for number in range((last - first).days + 1)}


def broken(instance: dict[str, Any], places: Places) -> list[str]:
    """Every limit of the format that a plan breaks."""
    people = {one["id"]: one for one in instance["people"]}
    sessions = {one["id"]: one for one in instance["sessions"]}
    taken = Counter(session for _, session in places)
    found = []
    for key, count in taken.items():
        if count > sessions[key]["seats"]:
            found.append("seats")
        if count < sessions[key].get("min_seats", 0):
            found.append("min_seats")
    if cost(instance, places) > Decimal(str(instance["budget"])):
        found.append("budget")
    out: Counter[tuple[str, date]] = Counter()
    for person in people.values():
        mine = [sessions[session] for who, session in places if who == person["id"]]
        free = set().union(*(days(*span) for span in person.get("away", [])))
        busy: Counter[date] = Counter()
        for one in mine:
            busy.update(days(one["start"], one["end"]))
        if any(count > 1 for count in busy.values()):
            found.append("overlap")
        if free & set(busy):
            found.append("away")
        if len({one["course"] for one in mine}) < len(mine):
            found.append("course")
        if person.get("max_hours") is not None and sum(Decimal(str(one["hours"])) for one in mine) > Decimal(str(person["max_hours"])):
            found.append("max_hours")
        out.update((person["unit"], day) for day in busy)
    limits = {one["id"]: one["max_away"] for one in instance["units"]}
    return found + ["unit_cover" for (unit, _), count in out.items() if count > limits[unit]]


def cost(instance: dict[str, Any], places: Places) -> Decimal:
    sessions = {one["id"]: one for one in instance["sessions"]}
    held = {session for _, session in places}
    each = sum((Decimal(str(sessions[session].get("cost_per_person", 0))) for _, session in places), Decimal(0))
    return each + sum((Decimal(str(sessions[key].get("fixed_cost", 0))) for key in held), Decimal(0))


def worth(instance: dict[str, Any], places: Places) -> dict[str, Decimal]:
    """The four aims."""
    sessions = {one["id"]: one for one in instance["sessions"]}
    missing, short, closed = 0, Decimal(0), Decimal(0)
    for person in instance["people"]:
        mine = [sessions[session] for who, session in places if who == person["id"]]
        if person.get("needs_concentrated") and not any(one.get("concentrated") for one in mine):
            missing += 1
        due = person.get("induction_due")
        if due and not any(one.get("induction") and one["end"] <= due for one in mine):
            missing += 1
        short += max(Decimal(0), Decimal(str(person.get("required_hours", 0))) - sum(Decimal(str(one["hours"])) for one in mine))
        for key, gap in person.get("gaps", {}).items():
            closed += Decimal(str(person.get("weights", {}).get(key, 1))) * min(gap, sum(one.get("gains", {}).get(key, 0) for one in mine))
    return {"missing_obligations": Decimal(missing), "hours_short": short, "gap_closed": closed, "cost": cost(instance, places)}


def order(found: dict[str, Decimal]) -> tuple[Decimal, ...]:
    return found["missing_obligations"], found["hours_short"], -found["gap_closed"], found["cost"]


def every(instance: dict[str, Any]) -> Iterator[Places]:
    """Every plan that keeps the limits."""
    pairs = [(person["id"], session["id"]) for person in instance["people"] for session in instance["sessions"]]
    for count in range(len(pairs) + 1):
        for chosen in combinations(pairs, count):
            places = frozenset(chosen)
            if not broken(instance, places):
                yield places


def best(instance: dict[str, Any]) -> dict[str, Decimal]:
    return min((worth(instance, places) for places in every(instance)), key=order)


def greedy(instance: dict[str, Any]) -> Places:
    """Session by session in the order of dates: everybody whom it helps and who may, cancelled when it stays too small; once more for hours."""
    places: set[tuple[str, str]] = set()
    for session in sorted(instance["sessions"], key=lambda one: (one["start"], one["id"])):
        before = set(places)
        for person in instance["people"]:
            more = frozenset({*places, (person["id"], session["id"])})
            limits = [one for one in broken(instance, more) if one != "min_seats"]
            if not limits and order(worth(instance, more))[:3] < order(worth(instance, frozenset(places)))[:3]:
                places.add((person["id"], session["id"]))
        if sum(1 for _, key in places if key == session["id"]) < session.get("min_seats", 0):
            places = before
    return frozenset(places)
