"""Which level is proven, and how surely (pure): evidence of several kinds → spans of days on each of which one level holds.

Every kind counts once, with its latest reading of the day; what was never seen, or seen too long ago, is unknown and no gap. A reading that
only proves "at least" (a written test, a certificate) lifts but does not pull down. Docs with a worked table: docs/rules/levels.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil

from leadgoose.ground.statutes.dates import add_months

HALF = Fraction(1, 2)


class Kind(StrEnum):
    """Where a reading comes from."""

    OWN = "own"                    # 自评
    COLLEAGUE = "colleague"        # 同事评价
    SUPERIOR = "superior"          # 上级评价
    TEST = "test"                  # 测试
    EXERCISE = "exercise"          # 沙盘演练观察
    CERTIFICATE = "certificate"    # 证书


class Confidence(StrEnum):
    """How surely a level is known."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Counted:
    """How a kind of evidence counts: its weight, the months for which it does (0: until its own end), whether it proves only "at least"."""

    weight: int
    months: int
    at_least: bool


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The numbers of the rule, as dated data. test: (least per cent, level) rising."""

    kinds: Mapping[Kind, Counted]
    least_behaviours: int
    least_colleagues: int
    medium: int
    high: int
    apart: int
    new_secretary_months: int
    test: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one piece of evidence says about one dimension. ends_on: the first day on which it no longer counts by itself, None: by its age only.

    order: of two readings of one kind and day the higher counts, the one recorded later.
    """

    kind: Kind
    level: Fraction
    valid_on: date
    ends_on: date | None = None
    order: int = 0


@dataclass(frozen=True, slots=True)
class Proven:
    """The level on a day: how surely, and from which kinds."""

    level: int
    confidence: Confidence
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Days from first (inclusive) to last (exclusive, None: open) on which one level is proven. Days between spans are unknown."""

    valid_from: date
    valid_to: date | None
    proven: Proven


def of_levels(levels: Mapping[str, int], dimension: str, book: Rulebook) -> Fraction | None:
    """The reading of a dimension from what was given: its own level ("K1"), else the mean of its behaviours ("K1.1" …); None: too few were seen."""
    if dimension in levels:
        return Fraction(levels[dimension])
    seen = [level for name, level in levels.items() if name.partition(".")[0] == dimension]
    return Fraction(sum(seen), len(seen)) if len(seen) >= book.least_behaviours else None


def opened(counts: Mapping[str, Sequence[int]], before: Mapping[str, Sequence[int]], book: Rulebook) -> dict[str, list[int]]:
    """Which of the sums are open: how many colleagues gave each level 1 to 5, by competency or behaviour. before: what was open until now.

    A sum opens, and moves on, by at least so many voices at once: whoever compares it with itself a day earlier sees several people's view together.
    """
    found = {name: list(row) for name, row in before.items()}
    for name, row in counts.items():
        if sum(row) - sum(found.get(name, ())) >= book.least_colleagues:
            found[name] = list(row)
    return found


def of_colleagues(counts: Mapping[str, Sequence[int]], dimension: str, book: Rulebook) -> Fraction | None:
    """The reading from open sums: how many colleagues gave each level 1 to 5. None where nothing, or too little, is open."""
    rows: list[Sequence[int]] = [row for name, row in counts.items() if name.partition(".")[0] == dimension and any(row)]
    if not rows or (dimension not in counts and len(rows) < book.least_behaviours):
        return None
    means = [Fraction(sum(level * many for level, many in enumerate(row, 1)), sum(row)) for row in rows]
    return sum(means, Fraction(0)) / len(means)


def of_test(per_cent: int, book: Rulebook) -> int:
    """The level that a written test proves: what its share of right answers reaches."""
    return max(level for least, level in book.test if per_cent >= least)


def last_day(reading: Reading, book: Rulebook) -> date | None:
    """The first day on which a reading no longer counts; None: never."""
    months = book.kinds[reading.kind].months
    ends = [day for day in (reading.ends_on, add_months(reading.valid_on, months) if months else None) if day is not None]
    return min(ends, default=None)


def proven(readings: Iterable[Reading], on: date, book: Rulebook) -> Proven | None:
    """The level on a day; None: unknown."""
    latest: dict[Kind, Reading] = {}
    for one in sorted(readings, key=lambda one: (one.valid_on, one.order)):
        ends = last_day(one, book)
        if one.valid_on <= on and (ends is None or on < ends):
            latest[one.kind] = one
    if not latest:
        return None
    counting = _counting(latest, book)
    weight = sum(book.kinds[kind].weight for kind in counting)
    mean = sum((latest[kind].level * book.kinds[kind].weight for kind in counting), Fraction(0)) / weight
    levels = [latest[kind].level for kind in counting]
    apart = max(levels) - min(levels) >= book.apart
    return Proven(max(1, ceil(mean - HALF)), _confidence(weight, apart, book), tuple(kind for kind in Kind if kind in counting))


def spans(readings: Sequence[Reading], book: Rulebook) -> list[Span]:
    """The level over time: a span begins and ends where a reading begins or ends to count."""
    days = {one.valid_on for one in readings}
    days |= {ends for one in readings if (ends := last_day(one, book)) is not None and ends > one.valid_on}
    ordered: list[date] = sorted(days)
    found: list[Span] = []
    for place, day in enumerate(ordered):
        ends = ordered[place + 1] if place + 1 < len(ordered) else None
        level = proven(readings, day, book)
        if level is None:
            continue
        if found and found[-1].valid_to == day and found[-1].proven == level:
            found[-1] = Span(found[-1].valid_from, ends, level)
        else:
            found.append(Span(day, ends, level))
    return found


def _counting(latest: Mapping[Kind, Reading], book: Rulebook) -> list[Kind]:
    """The kinds that count: those that prove "at least" only where they do not pull the others down."""
    firm = [kind for kind in latest if not book.kinds[kind].at_least]
    if not firm:
        return list(latest)
    weight = sum(book.kinds[kind].weight for kind in firm)
    mean = sum((latest[kind].level * book.kinds[kind].weight for kind in firm), Fraction(0)) / weight
    return firm + [kind for kind in latest if book.kinds[kind].at_least and latest[kind].level >= mean]


def _confidence(weight: int, apart: bool, book: Rulebook) -> Confidence:
    reached = (weight >= book.medium) + (weight >= book.high) - apart
    return (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)[max(0, reached)]
