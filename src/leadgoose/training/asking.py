"""A plan's rows as the question of the planner, in the format of docs/rules/planner.md: ids are keys, no names are in it.

What the committee stresses is a weight; what is known with low confidence counts half. Mentoring and reading stand on one day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from leadgoose.production.queries import Spare
from leadgoose.training import reading
from leadgoose.training.models.plan import Need, PlanPerson, Session
from leadgoose.training.rules.instance import Given, Instance, Place
from leadgoose.training.rules.levels import Confidence

KINDS = {Session.Kind.MENTOR: "coaching", Session.Kind.READING: "class"}
"""Kinds that the format does not have, as those that it has."""
LOW = 50
"""Per cent that a need of low confidence weighs."""

Span = tuple[date, date]


def number(hundredths: int) -> int | float:
    """An amount in the reader's unit; whole where it is."""
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def asked(
    year: int, budget: int, cover: int, people: Sequence[tuple[PlanPerson, Sequence[Need]]], sessions: Iterable[Session],
    away: Mapping[int, Sequence[Span]], spare: Mapping[str, Spare], strangers: Mapping[str, int],
) -> dict[str, Any]:
    """The question as JSON. away: by person's id; spare: by unit's key, units that said nothing may spare `cover` people.

    strangers: by session's key, how many seats those have whom the plan is not about.
    """
    units = dict.fromkeys(one.unit for one, _ in people)
    return {
        "year": year, "budget": number(budget), "units": [_unit(key, spare.get(key, Spare()), cover) for key in units],
        "people": [_person(one, needs, away.get(one.person_id, ())) for one, needs in people],
        "sessions": [_session(one, strangers.get(one.key, 0)) for one in sessions],
    }


def question(table: Mapping[str, Any]) -> Instance:
    """The kept JSON as the planner takes it."""
    return reading.instance(reading.parsed(json.dumps(table).encode()))


def given_of(table: Mapping[str, Any] | None) -> Given:
    """Kept fixed and forbidden places, and the plan to stay near to."""
    if table is None:
        return Given()
    return Given(_places(table["fixed"]), _places(table["forbidden"]), None if table.get("before") is None else _places(table["before"]))


def as_table(given: Given) -> dict[str, Any]:
    return {"fixed": sorted(map(list, given.fixed)), "forbidden": sorted(map(list, given.forbidden)),
            "before": None if given.before is None else sorted(map(list, given.before))}


def _places(rows: Iterable[Sequence[str]]) -> frozenset[Place]:
    return frozenset((person, session) for person, session in rows)


def _unit(key: str, spare: Spare, cover: int) -> dict[str, Any]:
    found: dict[str, Any] = {"id": key, "max_away": cover if spare.most_away is None else spare.most_away}
    if spare.peaks:
        found["peaks"] = [{"first": first.isoformat(), "last": last.isoformat(), "max_away": most} for first, last, most in spare.peaks]
    return found


def _person(one: PlanPerson, needs: Sequence[Need], away: Sequence[Span]) -> dict[str, Any]:
    gaps: dict[str, int] = {}
    sure: dict[str, int] = {}
    for need in needs:
        if need.size:
            gaps[need.dimension] = max(need.size, gaps.get(need.dimension, 0))
            low = need.source == Need.Source.GAP and need.confidence == Confidence.LOW
            sure[need.dimension] = max(LOW if low else 100, sure.get(need.dimension, 0))
    return {
        "id": one.person.key, "unit": one.unit, "required_hours": number(one.required_hours),
        "max_hours": None if one.max_hours is None else number(one.max_hours), "needs_concentrated": one.concentrated,
        "induction_due": one.induction_due.isoformat() if one.induction_due is not None else None,
        "away": [[first.isoformat(), last.isoformat()] for first, last in away], "gaps": gaps,
        "weights": {key: number(one.weight * share // 100) for key, share in sure.items()},
    }


def _session(one: Session, taken: int) -> dict[str, Any]:
    """taken: by people outside the plan, who also help to fill the session."""
    end = one.starts_on if one.kind in KINDS else one.ends_on
    return {
        "id": one.key, "course": one.course, "kind": KINDS.get(Session.Kind(one.kind), one.kind), "start": one.starts_on.isoformat(), "end": end.isoformat(),
        "hours": number(one.hours), "min_seats": max(0, one.min_seats - taken), "seats": max(0, one.seats - taken),
        "concentrated": one.concentrated, "induction": one.induction, "fixed_cost": number(one.fixed_cost), "cost_per_person": number(one.cost_per_person),
        "gains": one.gains,
    }
