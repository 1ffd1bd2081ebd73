"""Statutory holidays as dated data: offered when an officer opens a year's calendar; shifts and make-up workdays come from the yearly notice."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path


@cache
def statutory(year: int) -> Mapping[date, str]:
    """The statutory holidays of a year with their names; empty for a year that is not shipped."""
    with (Path(__file__).parent / "holidays.toml").open("rb") as file:
        table = tomllib.load(file)
    return {day: one["name"] for one in table.get(str(year), ()) for day in one["days"]}
