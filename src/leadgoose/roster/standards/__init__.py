"""The paths of the register's longer acts as dated data: a change is a new entry with the day from which it holds, never an edit."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from leadgoose.roster.rules.designation import Step

HERE = Path(__file__).parent


def designation_steps(on: date) -> tuple[Step, ...]:
    """The steps that hold on a day; before the first entry the first. ValueError: bad data."""
    entries = _entries()
    held = [steps for first, steps in entries if first <= on]
    return held[-1] if held else entries[0][1]


@cache
def _entries() -> tuple[tuple[date, tuple[Step, ...]], ...]:
    with (HERE / "designation.toml").open("rb") as file:
        return read(tomllib.load(file))


def read(data: dict[str, Any]) -> tuple[tuple[date, tuple[Step, ...]], ...]:
    """Entries, each with its first day. ValueError for steps that need what does not come before them, or twice the same."""
    found: list[tuple[date, tuple[Step, ...]]] = []
    for entry in data.get("paths", []):
        steps = tuple(Step(one["code"], tuple(one["needs"]), one["asks"], bool(one.get("only_leaving"))) for one in entry["steps"])
        codes = [one.code for one in steps]
        if len(set(codes)) < len(codes) or any(set(one.needs) - set(codes[:place]) for place, one in enumerate(steps)):
            raise ValueError("a step needs only steps before it, and stands once")
        if found and entry["from"] <= found[-1][0]:
            raise ValueError("entries stand in the order of their days")
        found.append((entry["from"], steps))
    if not found:
        raise ValueError("no [[paths]]")
    return tuple(found)
