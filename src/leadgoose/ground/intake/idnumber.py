"""Citizen identity numbers, GB 11643-1999: six digits of area, eight of birth, three of order (odd: male), one check
character (ISO 7064 MOD 11-2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from leadgoose.ground.intake.sheets import Scalar
from leadgoose.ground.intake.text import as_text, narrow, squeeze

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_QUOTES = str.maketrans(dict.fromkeys("'’‘`´′\"“”＇", None))
_LOOKS_LIKE_X = str.maketrans(dict.fromkeys("x×✕✖хХχΧ", "X"))
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")


class Fault(StrEnum):
    EMPTY = "empty"
    TRUNCATED = "truncated"      # stored as a number: a float keeps 15 to 17 digits
    LENGTH = "length"
    LETTERS = "letters"          # something else than 17 digits and a check character
    BIRTH = "birth"              # digits 7–14 are no day
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class IdNumber:
    """An identity number as read. With a fault the text is what could be read of it; birth and gender are empty then."""

    text: str
    fault: Fault | None
    birth_date: str = ""
    gender: str = ""             # 男 / 女


def check_character(seventeen: str) -> str:
    """The eighteenth character that belongs to seventeen digits."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True)) % 11]


def read_id_number(value: Scalar) -> IdNumber:
    """Judge a cell. The area code is not looked up: codes change, and people keep the number of an area that is gone."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return IdNumber(as_text(value), Fault.TRUNCATED)
    text = squeeze(narrow(as_text(value).translate(_QUOTES)).translate(_QUOTES))
    if _SCIENTIFIC.fullmatch(text):
        return IdNumber(text, Fault.TRUNCATED)
    text = text.translate(_LOOKS_LIKE_X).upper()
    fault = _fault(text)
    if fault:
        return IdNumber(text, fault)
    birth = f"{text[6:10]}-{text[10:12]}-{text[12:14]}"
    return IdNumber(text, None, birth, "男" if int(text[16]) % 2 else "女")


def _fault(text: str) -> Fault | None:
    if not text:
        return Fault.EMPTY
    if len(text) != 18:
        return Fault.LENGTH
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        return Fault.LETTERS
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return Fault.BIRTH
    if not 1850 <= born.year <= 2100:
        return Fault.BIRTH
    return None if check_character(text[:17]) == text[17] else Fault.CHECK
