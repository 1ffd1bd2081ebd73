"""Cells as text: what a hand or a spreadsheet adds to a cell without meaning it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from leadgoose.ground.intake.sheets import Scalar

_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00AD], None)
_DASHES = frozenset("-－—–―─/／\\")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ONE_HAN = re.compile(f"[{_HAN}]")
_ALL_HAN = re.compile(f"[{_HAN}]+")


def as_text(value: Scalar) -> str:
    """The cell as a person reads it: whole numbers without ".0", days as 2026-10-31; inner spaces and script untouched, outer
    spaces gone.
    """
    if isinstance(value, str):
        return value.translate(_INVISIBLE).replace("\u00a0", " ").strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e22 else repr(value)
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def is_dash(text: str) -> bool:
    """“—”, “/” and “无”: how offices write that a cell is meant to be empty."""
    return text in {"无", "無"} or (text != "" and all(letter in _DASHES for letter in text))


def squeeze(text: str) -> str:
    """Without any white space."""
    return "".join(text.split())


def narrow(text: str) -> str:
    """Full-width digits, letters and punctuation as ordinary ones (NFKC). For comparing and reading only, never for keeping a
    name.
    """
    return unicodedata.normalize("NFKC", text)


def spaced_name(text: str) -> str:
    """A person's name without the spaces that only spread it over the column.

    “沈  昊” and “王 小 明” lose their spaces; “阿依古丽 买买提” keeps one, since there the space parts two names. Letters and
    “·” stay as they are.
    """
    parts = text.split()
    whole = "".join(parts)
    if len(parts) > 1 and _ALL_HAN.fullmatch(whole):
        spread = all(_ONE_HAN.fullmatch(part) for part in parts)
        return whole if spread or len(whole) <= 3 else " ".join(parts)
    return " ".join(parts)
