"""Rows that every whole plan keeps and a half one breaks: what one person's needs mean together, rounded to whole sessions.

A need is a cover: Σ amount × taken + lack ≥ wanted, all whole numbers. Three needs of one level and three sessions that each serve two of them: half
of each would do, one and a half places for what takes two. Adding the three covers says 2 × places + lacks ≥ 3, and rounded after division by 2:
places + lacks ≥ 2. There are too many such rows to write all of them down, so those are looked for that a solution of the relaxed program breaks.
Source: the mixed-integer rounding of Nemhauser and Wolsey (1990); worked in docs/rules/planner.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import gcd

import numpy as np
import numpy.typing as npt

MOST_TOGETHER = 6
"""Covers of one person that are added up: those that half places serve, the tightest first."""
MOST_TIMES = 3
"""How often one cover enters a sum."""
DIVISORS = tuple(range(2, 13))
MOST_NEW = 5
"""New rows for one person at a time."""
MOST_SEEN = 12
"""Sums looked at for each divisor, the farthest off first."""
LEAST_BREACH = 0.02
"""How far a solution is off a row (Euclidean distance) for the row to be worth its place."""
HALF = 1e-6
"""What is nearer to a whole number counts as whole."""

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cover:
    """One need of one person. ``terms``: by variable, how much of it a place gives. ``lack``: the variable of what is missing, or, when ``closed``,
    of what is reached of ``wanted``."""

    wanted: int
    terms: Mapping[int, int]
    lack: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Σ coefficient × variable ≥ least."""

    coefficients: Mapping[int, int]
    least: int


def rounded(amount: int, divisor: int, rest: int) -> int:
    """What an amount counts for in a row divided by ``divisor``, where ``rest`` remains of the wanted amount; all times ``rest``.

    >>> [rounded(hours, 4, 3) for hours in (1, 2, 3, 4, 5, 7)]  # seven wanted: 7 = 4 + 3
    [1, 2, 3, 3, 4, 6]
    """
    return rest * (amount // divisor) + min(amount % divisor, rest)


def row(covers: Sequence[Cover], times: Sequence[int], divisor: int) -> Row:
    """The covers, each taken so many times, added up, divided and rounded. The sum may not be a multiple of ``divisor``: nothing would be rounded.

    >>> row([Cover(7, {1: 5}, 0, closed=False)], [1], 5)  # sessions of five hours: two are needed, not 7/5
    Row(coefficients={1: 2, 0: 1}, least=4)
    """
    wanted = sum(count * one.wanted for count, one in zip(times, covers, strict=True))
    rest = wanted % divisor
    amounts: dict[int, int] = {}
    least = rest * -(-wanted // divisor)
    for count, one in zip(times, covers, strict=True):
        for key, amount in one.terms.items():
            amounts[key] = amounts.get(key, 0) + count * amount
    coefficients = {key: rounded(min(amount, wanted), divisor, rest) for key, amount in amounts.items() if amount}
    for count, one in zip(times, covers, strict=True):
        weight = rounded(count, divisor, rest)
        if weight:
            coefficients[one.lack] = -weight if one.closed else weight
            least -= weight * one.wanted if one.closed else 0
    common = gcd(least, *coefficients.values()) or 1
    return Row({key: amount // common for key, amount in coefficients.items()}, least // common)


def broken(people: Sequence[Sequence[Cover]], value: Mapping[int, float]) -> Iterator[Row]:
    """Rows that a solution (value by variable) breaks, a few for everybody whose places are not whole."""
    for covers in people:
        half = {key for one in covers for key in one.terms if HALF < value[key] < 1 - HALF}
        if half:
            yield from _of_one(covers, value)


def _of_one(covers: Sequence[Cover], value: Mapping[int, float]) -> Iterator[Row]:
    def spare(one: Cover) -> float:
        return sum(amount * value[key] for key, amount in one.terms.items()) + _lack(one, value) - one.wanted

    covers = sorted(covers, key=spare)[:MOST_TOGETHER]
    taken = sorted({key for one in covers for key in one.terms if value[key] > HALF})
    times = _times(len(covers))
    amounts = times @ np.array([[one.terms.get(key, 0) for key in taken] for one in covers], dtype=np.int64)
    wanted = times @ np.array([one.wanted for one in covers], dtype=np.int64)
    amounts = np.minimum(amounts, wanted[:, None])
    places, lacks = np.array([value[key] for key in taken]), np.array([_lack(one, value) for one in covers])
    found: list[tuple[float, int, int]] = []
    for divisor in DIVISORS:
        rest = wanted % divisor
        of_places, of_lacks = _rounded(amounts, divisor, rest), _rounded(times, divisor, rest)
        size = np.sqrt((of_places**2).sum(axis=1) + (of_lacks**2).sum(axis=1) + 1e-9)
        breach = (rest * -(-wanted // divisor) - of_places @ places - of_lacks @ lacks) / size
        found += [(float(breach[number]), divisor, int(number)) for number in np.argsort(-breach)[:MOST_SEEN] if breach[number] > LEAST_BREACH]
    found.sort(key=lambda one: (-one[0], one[1:]))
    told: list[Row] = []
    for _, divisor, number in found:
        one = row(covers, [int(count) for count in times[number]], divisor)
        if one not in told and len(told) < MOST_NEW:  # many sums come to the same row
            told.append(one)
    yield from told


def _lack(one: Cover, value: Mapping[int, float]) -> float:
    return one.wanted - value[one.lack] if one.closed else value[one.lack]


def _rounded(amounts: Whole, divisor: int, rest: Whole) -> Whole:
    """`rounded`, row by row."""
    return rest[:, None] * (amounts // divisor) + np.minimum(amounts % divisor, rest[:, None])


@cache
def _times(covers: int) -> Whole:
    """Every way to add up so many covers; of two that say the same the smaller."""
    return np.array([one for one in product(range(MOST_TIMES + 1), repeat=covers) if gcd(*one) == 1], dtype=np.int64)
