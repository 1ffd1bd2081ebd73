"""Drawing a test from the bank (pure): so many questions of each unit and kind; the same seed draws the same test, on every machine and on any day."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from leadgoose.training.rules.bank import Kind

ORDER = (Kind.SINGLE, Kind.TRUE_FALSE, Kind.MULTIPLE, Kind.SHORT)
"""The parts of a paper."""
MOST = 100


@dataclass(frozen=True, slots=True)
class Share:
    """How many questions of a unit and kind a test has."""

    course: str
    unit: int
    kind: Kind
    count: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be drawn. item: by which the test will know it (a version's id); code: what it is called."""

    item: int
    code: str
    course: str
    unit: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Lack:
    """A share that the bank cannot fill."""

    share: Share
    there: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The items in the order of the paper; with lacks no paper may be set."""

    items: tuple[int, ...]
    lacks: tuple[Lack, ...]


def draw(candidates: Iterable[Candidate], blueprint: Sequence[Share], seed: str, asked: Collection[str] = ()) -> Drawn:
    """Draw by blueprint. asked: codes of the test before; they are drawn again only where a unit has no others."""
    there = sorted(candidates, key=lambda one: one.code)
    chosen: list[Candidate] = []
    lacks = []
    for share in blueprint:
        fitting = [one for one in there if (one.course, one.unit, one.kind) == (share.course, share.unit, share.kind)]
        if len(fitting) < share.count:
            lacks.append(Lack(share, len(fitting)))
            continue
        chance = random.Random(f"{seed}/{share.course}/{share.unit}/{share.kind}")
        fresh, again = ([one for one in fitting if (one.code in asked) is known] for known in (False, True))
        chance.shuffle(fresh)
        chance.shuffle(again)
        chosen += (fresh + again)[: share.count]
    chosen.sort(key=lambda one: (ORDER.index(one.kind), one.course, one.unit, one.code))
    return Drawn(tuple(one.item for one in chosen), tuple(lacks))


def order(options: int, seed: str, item: int, whose: str = "") -> tuple[int, ...]:
    """The order in which an item's options stand: on the paper, or (whose: a sitting's key) on one person's screen."""
    places = list(range(options))
    random.Random(f"{seed}/{item}/{whose}").shuffle(places)
    return tuple(places)
