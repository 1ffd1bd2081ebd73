"""Instances in the JSON of the format, for the tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from leadgoose.training import reading
from leadgoose.training.rules.instance import Instance


def person(key: str = "p1", **more: Any) -> dict[str, Any]:
    return {"id": key, "unit": "u1", "required_hours": 0, "max_hours": 120, "needs_concentrated": False, "induction_due": None,
            "away": [], "gaps": {}, **more}


def session(key: str = "s1", start: str = "2027-03-01", end: str | None = None, **more: Any) -> dict[str, Any]:
    return {"id": key, "course": f"c-{key}", "kind": "class", "concentrated": False, "induction": False, "start": start, "end": end or start,
            "hours": 8, "min_seats": 1, "seats": 15, "fixed_cost": 100, "cost_per_person": 10, "gains": {}, **more}


def question(people: list[dict[str, Any]], sessions: list[dict[str, Any]], budget: float = 10_000, max_away: int = 9) -> dict[str, Any]:
    return {"year": 2027, "budget": budget, "units": [{"id": "u1", "max_away": max_away}], "people": people, "sessions": sessions}


def read(data: dict[str, Any]) -> Instance:
    """Through the text, as the command does."""
    import json

    return reading.instance(reading.parsed(json.dumps(data).encode()))


DAYS = [f"2027-03-{day:02}" for day in range(1, 8)]
KEYS = ["K1", "K2"]


@st.composite
def spans(draw: st.DrawFn) -> list[str]:
    first = draw(st.integers(0, 6))
    return [DAYS[first], DAYS[draw(st.integers(first, min(6, first + 2)))]]


@st.composite
def people(draw: st.DrawFn, key: str) -> dict[str, Any]:
    return person(
        key,
        unit=draw(st.sampled_from(["u1", "u2"])),
        required_hours=draw(st.sampled_from([0, 8, 16, 12.5])),
        max_hours=draw(st.sampled_from([8, 16, 24, 120])),
        needs_concentrated=draw(st.booleans()),
        induction_due=draw(st.sampled_from([None, *DAYS])),
        away=draw(st.lists(spans(), max_size=1)),
        gaps=draw(st.dictionaries(st.sampled_from(KEYS), st.integers(0, 3))),
        weights=draw(st.dictionaries(st.sampled_from(KEYS), st.sampled_from([0, 0.5, 1.25, 2]))),
    )


@st.composite
def sessions(draw: st.DrawFn, key: str) -> dict[str, Any]:
    start, end = draw(spans())
    fewest = draw(st.integers(0, 3))
    return session(
        key, start, end,
        course=draw(st.sampled_from(["c1", "c2", "c3"])),
        concentrated=draw(st.booleans()),
        induction=draw(st.booleans()),
        hours=draw(st.sampled_from([4, 8, 8.5, 16])),
        min_seats=fewest,
        seats=draw(st.integers(fewest, 4)),
        fixed_cost=draw(st.sampled_from([0, 100, 250])),
        cost_per_person=draw(st.sampled_from([0, 10, 33.5])),
        gains=draw(st.dictionaries(st.sampled_from(KEYS), st.integers(0, 2))),
    )


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """At most nine pairs of person and session: every plan can be tried."""
    crowd, offers = draw(st.sampled_from([(1, 4), (2, 3), (3, 3), (2, 4), (4, 2)]))
    return {
        "year": 2027,
        "budget": draw(st.sampled_from([0, 110, 300, 450, 10_000])),
        "units": [{"id": "u1", "max_away": draw(st.integers(0, 2))}, {"id": "u2", "max_away": draw(st.integers(1, 3))}],
        "people": [draw(people(f"p{number}")) for number in range(crowd)],
        "sessions": [draw(sessions(f"s{number}")) for number in range(offers)],
    }
