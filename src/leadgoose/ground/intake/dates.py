"""Days as people write them. A date is ISO text: "1985-03-12", or "1998-07" where only year and month are given."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from leadgoose.ground.intake.sheets import Scalar
from leadgoose.ground.intake.text import as_text, narrow, squeeze

FIRST_YEAR, LAST_YEAR = 1900, 2100
_EPOCH = date(1899, 12, 30)
"""Day 0 of the 1900 system for serials after its missing 29 February 1900."""
_FIRST_SERIAL, _LAST_SERIAL = 3654, 73414
"""1910-01-02 to 2100-12-30; smaller numbers are years ("2024") or nothing."""

_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号號]?")
_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_CLOCK = re.compile(r"[\sT]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SAME_DASH = str.maketrans({"—": "-", "–": "-", "―": "-", "−": "-", "‐": "-", "‑": "-", "。": ".", "·": ".", "、": ".",
"\\": "/"})


def read_date(value: Scalar) -> str | None:
    """The day, or year and month, in a cell; None where none can be read for certain (a year alone, 不详, 85.3.12, 30
    February).
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return _day(value.year, value.month, value.day)
    if isinstance(value, date):
        return _day(value.year, value.month, value.day)
    if isinstance(value, int | float):
        return _from_number(float(value))
    text = squeeze(_CLOCK.sub("", narrow(as_text(value))).translate(_SAME_DASH)).strip(".'’‘`")
    if found := _DAY.fullmatch(text):
        return _day(*(int(part) for part in found.groups()))
    if found := _MONTH.fullmatch(text):
        return _month(int(found[1]), int(found[2]))
    if found := _DIGITS.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3])) if found[3] else _month(int(found[1]), int(found[2]))
    if _SERIAL.fullmatch(text):
        return _from_number(float(text))
    return None


def read_day(value: Scalar) -> str | None:
    """As `read_date`, but None also where only year and month are given."""
    found = read_date(value)
    return found if found is not None and is_day(found) else None


def is_day(iso: str) -> bool:
    return len(iso) == 10


def find_day(text: str) -> str | None:
    """The first whole day inside a line of text such as “填报日期：2026年10月31日”."""
    found = _DAY.search(squeeze(narrow(text).translate(_SAME_DASH)))
    return _day(*(int(part) for part in found.groups())) if found else None


def is_before(first: str, second: str) -> bool:
    """Whether one date is certainly before the other; two dates that share a month are not, where one of them gives no day."""
    shared = min(len(first), len(second))
    return first[:shared] < second[:shared]


def disagree(first: str, second: str) -> bool:
    """Whether two dates cannot be the same day, as far as both are given."""
    shared = min(len(first), len(second))
    return first[:shared] != second[:shared]


def _from_number(number: float) -> str | None:
    whole = int(number)
    if FIRST_YEAR <= number < LAST_YEAR and number != whole:
        # "1985.03" typed into a cell becomes the number 1985.03, but 1985.1 was "1985.10" or "1985.1": not to be told apart
        hundredths = round((number - whole) * 100)
        exact = abs(number - whole - hundredths / 100) < 1e-6
        return _month(whole, hundredths) if exact and hundredths != 10 else None
    if _FIRST_SERIAL <= number <= _LAST_SERIAL + 1:
        return _day(*(_EPOCH + timedelta(days=whole)).timetuple()[:3])
    if number == whole and (found := _DIGITS.fullmatch(str(whole))):
        return _day(int(found[1]), int(found[2]), int(found[3])) if found[3] else _month(int(found[1]), int(found[2]))
    return None


def _day(year: int, month: int, day: int) -> str | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(year: int, month: int) -> str | None:
    return f"{year:04}-{month:02}" if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 else None
