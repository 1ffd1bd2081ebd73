"""Which values may stand in the register's line: tables whose names are sentences."""

from __future__ import annotations

from datetime import date

import pytest

from leadgoose.roster.rules.lines import How, refuse, tidy

TODAY, DAY, SINCE = date(2026, 11, 23), date(2026, 11, 20), date(2026, 9, 1)
LINE = {"name": "查晓明", "gender": "男", "born_on": "1990-06-15", "joined_party": "2008-07-01", "full_member": "2009-07-01", "education": "大专"}
NUMBER = ("1990-06-15", "男")
CASES = {
    "another schooling": ({"education": "本科"}, How.CORRECTION, DAY, True, None),
    "nothing new": ({"education": "大专"}, How.CORRECTION, DAY, True, ("all", "nothing")),
    "no name": ({"name": ""}, How.CORRECTION, DAY, True, ("name", "missing")),
    "a name as long as a sentence": ({"name": "甲" * 61}, How.CORRECTION, DAY, True, ("name", "too-long")),
    "a gender of its own": ({"gender": "x"}, How.CORRECTION, DAY, True, ("gender", "gender")),
    "a gender other than the ID number's": ({"gender": "女"}, How.CORRECTION, DAY, True, ("gender", "not-as-number")),
    "a birthday other than the ID number's": ({"born_on": "1990-06-16"}, How.CORRECTION, DAY, True, ("born_on", "not-as-number")),
    "a month of birth says nothing against the number": ({"born_on": "1990-06"}, How.CORRECTION, DAY, True, None),
    "no date at all": ({"joined_party": "去年"}, How.CORRECTION, DAY, True, ("joined_party", "date")),
    "a month may do": ({"joined_party": "2008-06"}, How.CORRECTION, DAY, True, None),
    "full before joining": ({"joined_party": "2010-01-01"}, How.CORRECTION, DAY, True, ("joined_party", "full-before-joined")),
    "full on the day of joining": ({"full_member": "2008-07-01"}, How.CORRECTION, DAY, True, None),
    "a probationary member has no such day": ({"full_member": "2009-07-02"}, How.CORRECTION, DAY, False, ("full_member", "probationary")),
    "a change from the first day of the line": ({"education": "本科"}, How.CHANGE, SINCE, True, ("on", "before-line")),
    "a change from the day after": ({"education": "本科"}, How.CHANGE, date(2026, 9, 2), True, None),
    "a change to come": ({"education": "本科"}, How.CHANGE, date(2026, 11, 24), True, ("on", "ahead")),
    "a correction has no first day": ({"education": "本科"}, How.CORRECTION, SINCE, True, None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_line(name: str) -> None:
    changes, how, on, full, told = CASES[name]
    found = refuse(LINE, changes, how, on, SINCE, TODAY, full=full, number=NUMBER)
    assert (None if found is None else (found[0], found[1].code)) == told


def test_values_are_tidied_and_unknown_fields_are_an_error() -> None:
    assert tidy({"name": " 查 晓明 ", "joined_party": " 2008-07"}) == {"name": "查 晓明", "joined_party": "2008-07"}
    with pytest.raises(ValueError):
        refuse(LINE, {"shoe": "42"}, How.CORRECTION, DAY, SINCE, TODAY, full=True, number=NUMBER)
