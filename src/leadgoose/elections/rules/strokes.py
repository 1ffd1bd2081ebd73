"""In which order do names stand on the ballot? By strokes of the surname, in the official order and not the computer's.

The number of strokes first, then the classes of the strokes from the first on (横 竖 撇 点 折); the same surname by names of two
characters before names of three, then by the next character. A surname of two characters goes by its first and follows the
one-character surname that begins alike. The table is ``standards/strokes.toml``; a character that it does not have is said,
never guessed, and a person orders such names by hand. Secretary candidates stand in the approved order (``as_agreed``).
Sources: ``elec-ballot-order-strokes``, ``elec-ballot-order-secretary``, ``elec-result-order``.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from leadgoose.ground.statutes.verdicts import Names, Reason, Verdict

TABLE = Path(__file__).parents[1] / "standards" / "strokes.toml"
_NO_PART = re.compile(r"（[^）]*）|[·•・\s]")  # a mark that tells two apart, the dot between parts, padding: no strokes

Sign = tuple[int, str, str]  # strokes, their classes, the character itself so that two surnames never mix


@dataclass(frozen=True, slots=True)
class Table:
    """Stroke orders by character, and the surnames of two characters."""

    orders: Mapping[str, str]
    compound: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ordering:
    """Names in the order of the ballot; the verdict says what a person must still look at."""

    names: tuple[str, ...]
    verdict: Verdict


@cache
def table() -> Table:
    """The vendored table; read from disk once per process."""
    data = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    orders: dict[str, str] = {}
    for line in data["orders"].splitlines():
        classes, characters = line.split(" ")
        orders.update(dict.fromkeys(characters, classes))
    return Table(orders, frozenset(data["compound"]))


def order(names: Sequence[str], by_hand: Sequence[str] | None = None) -> Ordering:
    """Names by strokes, or in the order ``by_hand`` that a person gave; a hand-made order must hold the same names.

    Names with a character that the table does not have stand last, in the order given, and stop until ordered by hand.
    """
    if by_hand is not None:
        return _by_hand(names, by_hand)
    unknown = [name for name in names if missing(name)]
    known = sorted((name for name in names if name not in unknown), key=_key)  # stable: what is alike keeps its order
    reasons = [*_unknown(unknown), *_same(names), *_alike(known)]
    if not reasons:
        reasons = [Reason("elections.strokes-ordered", "elec-ballot-order-strokes", {"count": len(names)})]
    return Ordering((*known, *unknown), Verdict.of(reasons))


def missing(name: str) -> tuple[str, ...]:
    """The characters of a name that the table does not have; a name without any character lacks the whole name."""
    return tuple(one for one in _characters(name) if one not in table().orders) if _characters(name) else (name,)


def surname(name: str) -> str:
    """The surname: two characters where the table of such surnames has them and a given name follows, else the first."""
    plain = _characters(name)
    return plain[:2] if plain[:2] in table().compound and len(plain) > 2 else plain[:1]


def _by_hand(names: Sequence[str], by_hand: Sequence[str]) -> Ordering:
    if Counter(names) != Counter(by_hand):
        changed = Names(sorted((Counter(names) - Counter(by_hand)) + (Counter(by_hand) - Counter(names))))
        refused = Reason("elections.order-other-names", "elec-ballot-order-strokes", {"names": changed}, met=False)
        return Ordering(tuple(names), Verdict.of([refused]))
    kept = Reason("elections.order-by-hand", "elec-ballot-order-strokes", {"count": len(by_hand)})
    return Ordering(tuple(by_hand), Verdict.of([kept, *_same(names)]))


def _key(name: str) -> tuple[Sign, tuple[Sign, ...], int, tuple[Sign, ...]]:
    first = surname(name)
    given = _characters(name)[len(first) :]
    return _sign(first[0]), _signs(first[1:]), len(given), _signs(given)


def _signs(characters: str) -> tuple[Sign, ...]:
    return tuple(map(_sign, characters))


def _sign(character: str) -> Sign:
    classes = table().orders[character]
    return len(classes), classes, character


def _characters(name: str) -> str:
    return _NO_PART.sub("", name)


def _unknown(names: Sequence[str]) -> Iterable[Reason]:
    if names:
        characters = Names(dict.fromkeys(one for name in names for one in missing(name)))
        yield Reason("elections.strokes-unknown", "elec-ballot-order-strokes", {"names": Names(names), "characters": characters}, met=False)


def _same(names: Sequence[str]) -> Iterable[Reason]:
    """Two names written alike need a mark behind them, 张伟（一队）, or nobody can tell whom a ballot means."""
    same = [name for name, times in Counter(names).items() if times > 1]
    if same:
        yield Reason("elections.same-name", "elec-ballot-order-strokes", {"names": Names(same)}, met=False)


def _alike(names: Sequence[str]) -> Iterable[Reason]:
    """Different surnames of the same strokes: lower parts of the standard decide, which the table does not hold; a person looks."""
    stroked: dict[str, dict[str, None]] = {}
    for name in names:
        first = surname(name)[0]
        stroked.setdefault(table().orders[first], {})[first] = None
    for surnames in stroked.values():
        if len(surnames) > 1:
            yield Reason("elections.strokes-alike", "elec-ballot-order-strokes", {"names": Names(surnames)})


def as_agreed(names: Sequence[str]) -> Ordering:
    """Names of candidates for secretary or deputy, in the order that the superior agreed: taken as it is, never by strokes."""
    kept = Reason("elections.order-as-agreed", "elec-ballot-order-secretary", {"count": len(names)})
    return Ordering(tuple(names), Verdict.of([kept, *_same(names)]))
