"""What somebody who types into the search field means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from leadgoose.ground.search.folding import fold

Kind = Literal["name", "pinyin", "last4", "text"]

_LAST_FOUR = re.compile(r"[0-9]{3}[0-9x]")
_LETTERS = re.compile(r"[a-z]+")
_NOT_LETTERS = re.compile(r"['’`-]")
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LONGEST_NAME = 4
_ORGANISATION = re.compile(r"支部|总支|党委|小组|[队站所室科部车间厂处]$")


@dataclass(frozen=True, slots=True)
class Query:
    """`kind`: a name in characters, pinyin or initials, the last four of an ID number, or other text; `text` is folded, as
    the keys are.
    """

    kind: Kind
    text: str


def looks_like(query: str) -> Query:
    """Judge what was typed. An empty query is text ""."""
    text = fold(query)
    if _LAST_FOUR.fullmatch(text):
        return Query("last4", text.upper())
    letters = _NOT_LETTERS.sub("", text)
    if _LETTERS.fullmatch(letters):
        return Query("pinyin", _as_stored(letters))
    if _HAN.fullmatch(text) and not _ORGANISATION.search(text) and (len(text) <= _LONGEST_NAME or _has_dot(query)):
        return Query("name", text)
    return Query("text", text)


def _as_stored(letters: str) -> str:
    """Passports write lyu and nyu where keyboards want lv and nv."""
    return re.sub(r"([ln])yu(?!an)", r"\1v", letters)


def _has_dot(query: str) -> bool:
    return any(letter in query for letter in "·•‧・")
