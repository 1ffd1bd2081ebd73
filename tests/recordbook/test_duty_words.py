"""What the book owes has its words, its sum and its place on the watch."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from leadgoose.ground.duties.queries import Owed
from leadgoose.ground.duties.rules.state import Due, State
from leadgoose.overview import sentences
from leadgoose.overview.rules.board import Group, group, soonest, tone
from leadgoose.recordbook.rules.duties import CODES, RESOLUTION, UNWRITTEN

DAY = date(2026, 10, 31)
PERIOD = {"kinds": ["committee_meeting", "theme_day"], "first": "2026-10-01", "last": "2026-10-31"}
NUMBERS = {
    RESOLUTION: {"n": 2, "resolved": "2026-11-20", "check": "2026-12-01"}, UNWRITTEN: {"kinds": ["study"], "planned": "2026-11-18", "n": 1},
}


def owed(code: str, due: Due, day: date | None = DAY) -> Owed:
    return Owed("one", "", code, "", "recordbook.book", False, day, json.dumps(NUMBERS.get(code, PERIOD)), due)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("due", [Due(State.LATE, 3), Due(State.LEFT, 0), Due(State.OPEN), Due(State.UNKNOWN)], ids=lambda due: due.state)
def test_every_duty_of_the_book_has_its_words(code: str, due: Due) -> None:
    one = owed(code, due)
    for said in (sentences.what(one, "查晓明"), sentences.tag(one), sentences.numbers(one), sentences.button(one.act), sentences.who(code)):
        assert said and not re.search(r"%|_|None|！|您", said)
    assert group(one) in {Group.MEETING, Group.RESOLUTION, Group.UNKNOWN} and tone(one)


def test_what_a_period_lacks_is_named_by_its_kinds() -> None:
    assert sentences.what(owed("records_of_month", Due(State.LATE, 3))) == "支委会、主题党日未见记录"
    assert sentences.what(owed("records_of_month", Due(State.LEFT, 3))) == "支委会、主题党日待开展"
    assert sentences.numbers(owed(RESOLUTION, Due(State.LEFT, 3))) == "2026-11-20 议定。检查日期 2026-12-01。"


def test_a_missed_meeting_stands_behind_a_term_that_has_run_out() -> None:
    term = Owed("one", "", "term_expired", "elec-term-on-time", "", True, date(2026, 11, 20), "{}", Due(State.LATE, 3))
    assert soonest(term) < soonest(owed("records_of_month", Due(State.LATE, 23)))
