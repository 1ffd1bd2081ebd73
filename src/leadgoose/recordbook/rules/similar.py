"""Which passages say much the same (pure): sentences that everybody repeats are left out, a few marks of each passage find candidates, rapidfuzz decides.

The answer is yes or no, and where: a hint, never a number. Texts come folded (`ground.search.fold`: one script, one width, no white space, lines kept).

A passage's marks are the smallest hashes of its shingles, so two passages that share most of their shingles share some of their marks, whatever else
they hold. The hashes are salted with the committee's key: marks of two committees never meet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

SHINGLE = 6
"""Letters of a shingle: two or three Chinese words."""
LEAST = 30
"""Letters that a passage must have to be compared: what is shorter (同意以上意见) is said alike by many who did not copy."""
MARKS = 4
"""Marks kept of a passage: two that share 7 of 10 shingles meet with a probability of 99 in 100, those that share half with 94."""
WHOLE, PART = 80, 92
"""rapidfuzz's likeness of two whole passages, and of a short one to the best part of a long one, from which they are alike. Of 100."""
REPEATED = 4, 5
"""A sentence is left out when at least four of five of its shingles stand in what everybody repeats."""
RUN = 4
"""Letters that stand alike in both are marked from this many on."""

_SENTENCES = re.compile(r"[。！？；;!?\n]+")
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """place: where in the record, as `entry.Malformed` writes places ("speeches.0"); text: its letters without what everybody repeats."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Alike:
    """A passage of one record and the passage of another that says much the same."""

    place: str
    other: str


def letters(text: str) -> str:
    """The letters and digits of a folded text."""
    return _LETTERS.sub("", text)


def shingles(text: str) -> frozenset[str]:
    """All runs of SHINGLE letters; of a shorter text itself."""
    return frozenset(text[at:at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1))) if text else frozenset()


def repeated(texts: Iterable[str]) -> frozenset[str]:
    """What everybody repeats: the shingles of notices, templates and carried-over items."""
    found: set[str] = set()
    for text in texts:
        found |= shingles(letters(text))
    return frozenset(found)


def passage(place: str, text: str, known: Collection[str]) -> Passage | None:
    """A passage without the sentences that everybody repeats; None where too little is left to be compared."""
    kept = "".join(one for one in map(letters, _SENTENCES.split(text)) if not _is_repeated(one, known))
    return Passage(place, kept) if len(kept) >= LEAST else None


def _is_repeated(sentence: str, known: Collection[str]) -> bool:
    own = shingles(sentence)
    of, parts = REPEATED
    return bool(own) and parts * sum(one in known for one in own) >= of * len(own)


def marks(text: str, salt: str) -> tuple[int, ...]:
    """The MARKS smallest hashes of its shingles, as signed numbers of 64 bits, smallest first."""
    key = salt.encode()[:64]
    hashes = sorted(blake2b(one.encode(), digest_size=8, key=key).digest() for one in shingles(text))
    return tuple(int.from_bytes(one, "big", signed=True) for one in hashes[:MARKS])


def alike(one: str, other: str) -> bool:
    """Whether two passages say much the same: nearly letter by letter, or the shorter nearly as it is inside the longer. The order does not matter."""
    from rapidfuzz import fuzz  # noqa: PLC0415   3 MB: only what compares passages loads it

    short, long = sorted((one, other), key=lambda text: (len(text), text))
    if len(short) < LEAST:
        return False
    if fuzz.ratio(short, long, score_cutoff=WHOLE) >= WHOLE:
        return True
    return 2 * len(short) <= 3 * len(long) and fuzz.partial_ratio(short, long, score_cutoff=PART) >= PART


def compare(mine: Sequence[tuple[Passage, frozenset[int]]], theirs: Sequence[tuple[Passage, frozenset[int]]]) -> tuple[Alike, ...]:
    """Each passage of mine that is like one of theirs, with the first such; only passages that share a mark are compared."""
    found = []
    for passage_, own in mine:
        for other, there in theirs:
            if own & there and alike(passage_.text, other.text):
                found.append(Alike(passage_.place, other.place))
                break
    return tuple(found)


def runs(one: str, other: str) -> tuple[tuple[int, int], ...]:
    """Where letters of `one` stand in `other` in the same order, in runs of at least RUN: (first, after the last) each."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415   as in alike

    return tuple(
        (code.src_start, code.src_end) for code in LCSseq.opcodes(one, other) if code.tag == "equal" and code.src_end - code.src_start >= RUN
    )
