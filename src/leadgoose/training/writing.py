"""A plan as the JSON of the format: amounts in the reader's units, reasons as sentences. Format: docs/rules/planner.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from leadgoose.ground.statutes.language import Lang
from leadgoose.ground.statutes.sentences import template
from leadgoose.training.rules.instance import Instance
from leadgoose.training.rules.measure import UNITS, by_person, why
from leadgoose.training.rules.planner import Planned
from leadgoose.training.rules.whynot import Explained, WhyNot


def written(instance: Instance, planned: Planned, explained: Explained, lang: Lang = "zh-Hans") -> dict[str, Any]:
    """The whole answer. ``why_not_left_out`` is there only when needs were left unexamined for lack of time."""
    mine = by_person(instance, planned.places)
    answer: dict[str, Any] = {
        "status": planned.status,
        "held": [one.id for one in instance.sessions if one.id in planned.held],
        "attend": [
            {"person": person.id, "session": one.id, "why": why(person, one) or ["min_seats"]}
            for person in instance.people
            for one in mine.get(person.id, [])
        ],
        "totals": _amounts(planned.totals, planned.gap_total),
        "bounds": _amounts(planned.bounds, planned.gap_total),
        "why_not": [_told(one, lang) for one in explained.found],
    }
    if explained.left_out:
        answer["why_not_left_out"] = explained.left_out
    return answer


def _amounts(found: Mapping[str, int], gap_total: int) -> dict[str, float]:
    shown = {key: number(found[key], UNITS[key]) for key in _order(found)}
    shown["gap_total"] = number(gap_total, UNITS["gap_closed"])
    shown["cost"] = shown.pop("cost")  # as the format has them: cost last
    return shown


def _order(found: Mapping[str, int]) -> Iterable[str]:
    return (key for key in UNITS if key in found)


def number(value: int, unit: int) -> float:
    """A whole number where it is one."""
    return value // unit if value % unit == 0 else value / unit


def _told(one: WhyNot, lang: Lang) -> dict[str, str]:
    need = one.need
    if need in ("hours", "concentrated", "induction"):
        need = template(f"training.need-{need}", lang)
    code = "free" if one.free else one.reason.replace("_", "-")
    text = template(f"training.why-not-{code}", lang).format(person=one.person, need=need)
    return {"person": one.person, "need": one.need, "reason": one.reason, "text": text}
