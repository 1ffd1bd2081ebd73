"""Bands in which structure tables count years, as dated data: a change is a new entry with the day from which it holds, never an edit."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from leadgoose.overview.rules.team import Band

HERE = Path(__file__).parent


def bands(name: str, on: date) -> tuple[Band, ...]:
    """The bands of a file (`age_bands`, `post_bands`, `party_bands`) that hold on a day; before the first entry the first. ValueError: bad data."""
    entries = _entries(name)
    held = [one for from_day, one in entries if from_day <= on]
    return held[-1] if held else entries[0][1]


@cache
def _entries(name: str) -> tuple[tuple[date, tuple[Band, ...]], ...]:
    with (HERE / f"{name}.toml").open("rb") as file:
        return read(tomllib.load(file))


def read(data: dict[str, object]) -> tuple[tuple[date, tuple[Band, ...]], ...]:
    """Entries of a file, each the first day on which it holds and its bands. ValueError for data that would count somebody twice or not at all."""
    found: list[tuple[date, tuple[Band, ...]]] = []
    entries = data.get("bands")
    if not isinstance(entries, list) or not entries:
        raise ValueError("no [[bands]]")
    for entry in entries:
        from_day, least = entry["from"], entry["least"]
        if not isinstance(from_day, date) or (found and from_day <= found[-1][0]):
            raise ValueError("entries stand in the order of their days")
        if not least or least[0] != 0 or any(one >= after for one, after in pairwise(least)):
            raise ValueError("bands begin with 0 and rise")
        ends = [*(after - 1 for after in least[1:]), None]
        found.append((from_day, tuple(Band(one, most) for one, most in zip(least, ends, strict=True))))
    return tuple(found)
