"""How long rating takes (pure): taps at the committee's own measured pace, against the ten minutes that nobody is asked to exceed in a year.

What is measured is the form, never a person: a committee's sums of taps and seconds, from the moment a form was opened until it was sent.
"""

from __future__ import annotations

from dataclasses import dataclass

ASSUMED = 2.5
"""Seconds for reading one line and tapping its level, until a committee's own forms say otherwise."""
ENOUGH = 200
"""Taps after which the measurement speaks."""
SHORTEST, LONGEST = 3, 900
"""Seconds: what was sent sooner was sent by a machine, what stood open longer was left alone."""
MOST_MINUTES = 10
BRIEF, FULL = 7, 28
"""Taps for one person: by dimension (superiors and colleagues), by behaviour (oneself)."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds a tap, and from how many taps that is known; measured: enough of them."""

    seconds: float = ASSUMED
    taps: int = 0

    @property
    def measured(self) -> bool:
        return self.taps >= ENOUGH


def pace(taps: int, seconds: int) -> Pace:
    """From a committee's sums; the assumption while they are too few."""
    return Pace(round(seconds / taps, 1), taps) if taps >= ENOUGH else Pace(ASSUMED, taps)


def counts(seconds: float) -> bool:
    """Whether a form that was open so long says anything of how long filling it takes."""
    return SHORTEST <= seconds <= LONGEST


def minutes(taps: int, found: Pace) -> float:
    return taps * found.seconds / 60


def left(taps: int, found: Pace) -> int:
    """How many more people can be rated by dimension within the year's minutes."""
    return max(0, int((MOST_MINUTES * 60 / found.seconds - taps) // BRIEF))
