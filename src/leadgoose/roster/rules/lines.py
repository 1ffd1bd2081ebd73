"""Correcting the register's line about a person (pure): which values may stand in it, and how a correction differs from a change.

A correction says what was so all along; a change says what is so from a day on. ID numbers are identity and are not corrected here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from leadgoose.ground.statutes.dates import PartialDate
from leadgoose.roster.rules.acts import No
from leadgoose.roster.rules.difference import FIELDS

ACT = "correct_line"
DATES = ("born_on", "joined_party", "full_member", "work_start")
LONGEST: Mapping[str, int] = {
    "name": 60, "ethnicity": 20, "education": 30, "degree": 30, "school": 80, "major": 80, "admin_post": 60, "phone": 20,
}
GENDERS = ("男", "女")


class How(StrEnum):
    CORRECTION = "correction"     # 原登记有误: from the beginning of the line
    CHANGE = "change"             # 自某日起变化


def tidy(changes: Mapping[str, str]) -> dict[str, str]:
    """The values without needless spaces."""
    return {name: " ".join(text.split()) for name, text in changes.items()}


def refuse(
    before: Mapping[str, str], changes: Mapping[str, str], how: How, on: date, since: date, today: date, *, full: bool, number: tuple[str, str]
) -> tuple[str, No] | None:
    """(field, why) of the first value that cannot stand; None when all can. since: first day of the present line; full: a full member.

    number: birth date and gender as the ID number has them, "" where it is not known.
    """
    unknown = set(changes) - set(FIELDS)
    if unknown:
        raise ValueError(f"no such fields: {sorted(unknown)}")
    if on > today:
        return "on", No("ahead", {"day": on.isoformat()})
    if how is How.CHANGE and on <= since:
        return "on", No("before-line", {"day": on.isoformat(), "since": since.isoformat()})
    whole = {**before, **changes}
    if all(before.get(name, "") == text for name, text in changes.items()):
        return "all", No("nothing")
    for name in changes:
        no = _value(name, whole, full, number)
        if no is not None:
            return name, no
    return None


def _value(name: str, whole: Mapping[str, str], full: bool, number: tuple[str, str]) -> No | None:
    text = whole.get(name, "")
    if name in {"name", "joined_party"} and not text:
        return No("missing")
    if len(text) > LONGEST.get(name, 200):
        return No("too-long", {"most": LONGEST[name]})
    if name == "gender" and text not in {"", *GENDERS}:
        return No("gender")
    if name in DATES and text:
        return _date(name, text, whole, full, number[0])
    if name == "gender" and text and number[1] and text != number[1]:
        return No("not-as-number", {"number": number[1]})
    return None


def _date(name: str, text: str, whole: Mapping[str, str], full: bool, born: str) -> No | None:
    try:
        day = PartialDate.parse(text)
    except ValueError:
        return No("date")
    if name == "born_on" and born and len(text) == len(born) and text != born:
        return No("not-as-number", {"number": born})
    if name == "full_member" and not full:
        return No("probationary")
    if name in {"joined_party", "full_member"} and whole.get("joined_party") and whole.get("full_member"):
        joined, became = PartialDate.parse(whole["joined_party"]) if name == "full_member" else day, day
        if name == "joined_party":
            became = PartialDate.parse(whole["full_member"])
        if became.latest() < joined.earliest():
            return No("full-before-joined")
    return None
