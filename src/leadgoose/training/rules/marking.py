"""Marks (pure): what an answer is worth, sums by unit, and what changed from the test before to the test after.

All questions are marked by rule but short answers, whose points a trainer grants. Marks are whole; nobody's marks are put beside another's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from leadgoose.training.rules.bank import FALSE, TRUE, Kind

WORTH = {Kind.SINGLE: 2, Kind.TRUE_FALSE: 1, Kind.MULTIPLE: 4}
PER_POINT = 2
LEAST_ASKED = 3
"""Questions of a competency below which a test says nothing about it."""

UnitKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as marking sees it. right: how many options are right (they stand first), or how many points a short answer must make."""

    course: str
    unit: int
    kind: Kind
    right: int
    false: bool = False                              # of a true-or-false: 错 is right


@dataclass(frozen=True, slots=True)
class Score:
    """Marks got, of how many; open: marks that wait for a trainer and are in neither."""

    got: int = 0
    of: int = 0
    open: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.got + other.got, self.of + other.of, self.open + other.open)

    @property
    def per_cent(self) -> int | None:
        """Whole per cent, rounded down; None while nothing is marked."""
        return self.got * 100 // self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Change:
    """A unit before and after. points: percentage points, None where one of them was not asked or not marked."""

    unit: UnitKey
    before: Score | None
    after: Score | None

    @property
    def points(self) -> int | None:
        first, second = (one.per_cent if one else None for one in (self.before, self.after))
        return None if first is None or second is None else second - first


def worth(asked: Asked) -> int:
    """The most marks that a question gives: 2 single, 1 true or false, 4 multiple, 2 for each point of a short answer."""
    return PER_POINT * asked.right if asked.kind is Kind.SHORT else WORTH[asked.kind]


def mark(asked: Asked, chosen: Collection[int]) -> int:
    """Marks for chosen options (places in the question's own order). Multiple: all right ones full, some and no wrong one half, else none.

    ValueError for a short answer, which no rule marks.
    """
    if asked.kind is Kind.SHORT:
        raise ValueError("a trainer marks short answers")
    picked = set(chosen)
    if asked.kind is Kind.TRUE_FALSE:
        return worth(asked) if picked == {(TRUE, FALSE).index(FALSE if asked.false else TRUE)} else 0
    right = set(range(asked.right))
    if picked == right:
        return worth(asked)
    return worth(asked) // 2 if asked.kind is Kind.MULTIPLE and picked and picked < right else 0


def by_unit(items: Iterable[tuple[Asked, int | None]]) -> dict[UnitKey, Score]:
    """Sums by unit, in the order of the units; marks None: not marked yet."""
    sums: dict[UnitKey, Score] = {}
    for asked, marks in items:
        unit, full = (asked.course, asked.unit), worth(asked)
        sums[unit] = sums.get(unit, Score()) + (Score(open=full) if marks is None else Score(marks, full))
    return dict(sorted(sums.items()))


def total(sums: Mapping[UnitKey, Score]) -> Score:
    return sum(sums.values(), Score())


def changes(before: Mapping[UnitKey, Score], after: Mapping[UnitKey, Score]) -> tuple[Change, ...]:
    """Every unit of either test, with what changed."""
    return tuple(Change(unit, before.get(unit), after.get(unit)) for unit in sorted({*before, *after}))


def by_dimension(sums: Mapping[UnitKey, Score], dimension_of: Mapping[UnitKey, str], asked: Mapping[UnitKey, int]) -> dict[str, int]:
    """Whole per cent by competency, for the evidence: units of one competency together; those asked too little, or not marked whole, are left out.

    asked: how many questions of each unit.
    """
    units: dict[str, list[UnitKey]] = {}
    for unit in sums:
        if unit in dimension_of:
            units.setdefault(dimension_of[unit], []).append(unit)
    found = {}
    for dimension, those in sorted(units.items()):
        score = total({unit: sums[unit] for unit in those})
        if score.per_cent is not None and not score.open and sum(asked.get(unit, 0) for unit in those) >= LEAST_ASKED:
            found[dimension] = score.per_cent
    return found
