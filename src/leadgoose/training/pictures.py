"""The radar of one person as geometry (pure): what is asked for, what is proven, on seven axes. Unknown is drawn as unknown, never as zero.

Source of the picture's rules: docs/house.md (radar for one person only, a table beside it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

SIZE, MIDDLE, RADIUS, TOP = 420, 210, 150, 5
"""Pixels of the square, its middle, the length of an axis; the highest level."""


@dataclass(frozen=True, slots=True)
class Spoke:
    """One axis: its words, the level asked for, the level proven (None: unknown)."""

    words: str
    target: int
    level: int | None


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    words: str
    anchor: str
    unknown: bool


@dataclass(frozen=True, slots=True)
class Radar:
    """rings: polygons of the levels 1 to 5; axes: outer ends; lines: proven levels joined where neighbours are both known; dots with their level."""

    size: int
    middle: int
    rings: tuple[str, ...]
    axes: tuple[tuple[float, float], ...]
    target: str
    shape: str
    lines: tuple[tuple[float, float, float, float], ...]
    dots: tuple[tuple[float, float, int], ...]
    labels: tuple[Label, ...]


def radar(spokes: Sequence[Spoke]) -> Radar:
    """The picture of at least three axes, the first one upright."""
    count = len(spokes)

    def at(place: int, level: float) -> tuple[float, float]:
        angle = 2 * pi * place / count - pi / 2
        return round(MIDDLE + RADIUS * level / TOP * cos(angle), 1), round(MIDDLE + RADIUS * level / TOP * sin(angle), 1)

    def polygon(levels: Sequence[float]) -> str:
        return " ".join(f"{x},{y}" for x, y in (at(place, level) for place, level in enumerate(levels)))

    known = [one.level for one in spokes]
    dots = tuple((*at(place, level), level) for place, level in enumerate(known) if level is not None)
    lines = []
    for place, level in enumerate(known):
        after = known[(place + 1) % count]
        if level is not None and after is not None:
            lines.append((*at(place, level), *at((place + 1) % count, after)))
    whole = [level for level in known if level is not None]
    return Radar(
        SIZE, MIDDLE, tuple(polygon([level] * count) for level in range(1, TOP + 1)), tuple(at(place, TOP) for place in range(count)),
        polygon([one.target for one in spokes]), polygon(whole) if len(whole) == count else "", tuple(lines), dots,
        tuple(_label(one, *at(place, TOP + 0.6)) for place, one in enumerate(spokes)),
    )


def _label(spoke: Spoke, x: float, y: float) -> Label:
    anchor = "middle" if abs(x - MIDDLE) < 20 else "start" if x > MIDDLE else "end"
    return Label(x, y + 4, spoke.words, anchor, spoke.level is None)
