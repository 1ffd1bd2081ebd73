"""Dated data of training: the model of competencies, how evidence counts, how hours count, kinds of certificates. A change is a new entry."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from leadgoose.training.rules import certificates
from leadgoose.training.rules.competency import Model, parse
from leadgoose.training.rules.hours import HourTable
from leadgoose.training.rules.hours import parse as parse_hours
from leadgoose.training.rules.levels import Counted, Kind, Rulebook

HERE = Path(__file__).parent


def table(name: str) -> dict[str, Any]:
    """A file of this folder as it is written."""
    with (HERE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def shipped_models() -> tuple[Model, ...]:
    """The versions of the model that are shipped, in the order of their first days."""
    return tuple(parse(one) for one in table("competencies")["model"])


def rulebook(on: date) -> Rulebook:
    """How evidence counts on a day."""
    entries = _rulebooks()
    held = [book for starts, book in entries if starts <= on]
    return held[-1] if held else entries[0][1]


@cache
def _rulebooks() -> tuple[tuple[date, Rulebook], ...]:
    return tuple((one["valid_from"], _rulebook(one)) for one in table("evidence")["rulebook"])


def _rulebook(one: dict[str, Any]) -> Rulebook:
    kinds = {Kind(name): Counted(how["weight"], how["months"], how["at_least"]) for name, how in one["kinds"].items()}
    test = tuple((row["share"], row["level"]) for row in one["test"])
    return Rulebook(kinds, one["least_behaviours"], one["least_colleagues"], one["medium"], one["high"], one["apart"], one["new_secretary_months"], test)


@cache
def shipped_hours() -> tuple[HourTable, ...]:
    """What counts how much unless a committee says otherwise, in the order of first days."""
    return tuple(parse_hours(one) for one in table("hours")["hours"])


@cache
def certificate_kinds() -> dict[str, certificates.Kind]:
    """The kinds of certificates by code."""
    return {one["code"]: certificates.parse(one) for one in table("certificates")["kind"]}
