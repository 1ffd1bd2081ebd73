"""The keys under which a person's name is found: folded characters, pinyin, initials. The name itself is never changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from leadgoose.ground.search.folding import fold
from leadgoose.ground.search.readings import COMPOUND, SURNAMES, readings

MOST = 6
"""Readings kept of one name: 覃乐 has four."""
_PARTS = re.compile(r"[·•‧・･∙⋅\s]+")
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_SYLLABLES = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff]+|.")


@dataclass(frozen=True, slots=True)
class NameKeys:
    """`folded` the name in simplified characters, `pinyin` and `initials` by each reading (the usual one first), `given` the
    part after the surname, folded and in pinyin.
    """

    folded: str
    pinyin: tuple[str, ...]
    initials: tuple[str, ...]
    given: tuple[str, ...] = ()

    def joined(self, limit: int = 200) -> str:
        """All keys in one field, each with a space before and after: " 单雄信 shanxiongxin sxx 雄信 xiongxin ".

        Ask for " " + what was typed: found from the beginning of each key. Keys that do not fit the limit (characters) are
        left out whole.
        """
        text = " "
        for key in dict.fromkeys((self.folded, *self.pinyin, *self.initials, *self.given)):
            if len(text) + len(key) + 1 <= limit:
                text += key + " "
        return text


def name_keys(name: str) -> NameKeys:
    """The keys of a person's name; with a dot or a space inside (阿依古丽·买买提) no part is taken for a surname."""
    parts = [fold(part) for part in _PARTS.split(name.strip()) if part]
    folded = "".join(parts)
    if (len(parts) > 1 and len(folded) > 3) or not _HAN.fullmatch(folded):
        ways = _ways(folded)
        return _keys(folded, ways, [parts[-1]] if len(parts) > 1 else [])
    surname = _surname_length(folded)
    ways = [(*first, *rest) for first in _surname_ways(folded, surname) for rest in _ways(folded[surname:])]
    given = folded[surname:]
    return _keys(folded, ways, [given] if len(given) > 1 else [])


def _keys(folded: str, ways: list[tuple[str, ...]], given: list[str]) -> NameKeys:
    kept = ways[:MOST]
    pinyin = tuple(dict.fromkeys("".join(way) for way in kept))
    initials = tuple(dict.fromkeys("".join(syllable[:1] for syllable in way) for way in kept))
    spoken = [key for part in given for key in (part, *("".join(way) for way in _ways(part)[:2]))]
    return NameKeys(folded, pinyin, initials, tuple(dict.fromkeys(spoken)))


def _surname_length(folded: str) -> int:
    return 2 if len(folded) > 2 and folded[:2] in COMPOUND else 1


def _surname_ways(folded: str, length: int) -> list[tuple[str, ...]]:
    """Each reading of the surname as syllables. Two characters that are a compound surname and nothing else may also be
    surname and given name.
    """
    if length == 2:
        return [COMPOUND[folded[:2]]]
    ways: list[tuple[str, ...]] = [(reading,) for reading in SURNAMES.get(folded[:1]) or readings(folded[:1])]
    whole = COMPOUND.get(folded)
    if whole and (whole[0],) not in ways:
        ways.insert(0, whole[:1])
    return ways


def _ways(folded: str) -> list[tuple[str, ...]]:
    """All readings of a run, as syllables; letters stay together as one."""
    pieces = _SYLLABLES.findall(folded)
    choices = [readings(piece) if len(piece) == 1 else (piece,) for piece in pieces]
    out: list[tuple[str, ...]] = []
    for way in product(*choices):
        out.append(way)
        if len(out) == MOST:
            break
    return out

