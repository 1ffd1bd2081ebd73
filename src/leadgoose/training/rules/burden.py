"""How long rating takes (pure): taps, at a measured pace, against the ten minutes that nobody is asked to exceed in a year."""

from __future__ import annotations

SECONDS_A_TAP = 2.5
"""Reading one line and tapping its level: an assumption to be replaced by a measurement at a unit; a browser test counts the taps."""
MOST_MINUTES = 10
BRIEF, FULL = 7, 28
"""Taps for one person: by dimension (superiors and colleagues), by behaviour (oneself)."""


def minutes(taps: int) -> float:
    return taps * SECONDS_A_TAP / 60


def left(taps: int) -> int:
    """How many more people can be rated by dimension within the year's minutes."""
    return max(0, int((MOST_MINUTES * 60 / SECONDS_A_TAP - taps) // BRIEF))
