"""Late knows the rota: days on which whoever recorded was off shift or away are not counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, Cast
from leadgoose.ground.bylaws.actions import set_committee
from leadgoose.production.actions import fill_table
from leadgoose.recordbook.actions import Faulty, enter
from leadgoose.recordbook.queries.rota import days_away
from leadgoose.recordbook.rules.entry import Named, Sitting
from recordbook.writing import arrival, key, meeting

HELD = date(2026, 11, 16)
"""Seven days before the cast's day; three days are left for writing, so that it is late without the rota."""


def fill(cast: Cast, table: str, text: str) -> None:
    fill_table(cast.organisations["committee"], table, text, 2026, by=cast.actor("clerk"), at=NOW)


@pytest.mark.parametrize(("table", "rows", "late"), [
    ("", "", True),
    ("absences", "姓名\t党支部\t起\t止\t原因\n曾玉兰\t作业一队党支部\t2026-11-17\t2026-11-20\t休假\n", False),
    ("absences", "姓名\t党支部\t起\t止\t原因\n曾玉兰\t作业一队党支部\t2026-11-18\t2026-11-20\t休假\n", True),
    ("absences", "姓名\t党支部\t起\t止\t原因\n单志强\t作业一队党支部\t2026-11-17\t2026-11-20\t休假\n", True),
    ("crews", "单位\t班组\t上几天\t休几天\t起始日\t执行到\t人员\n作业一队\t甲班\t14\t14\t2026-11-03\t\t曾玉兰\n", False),
], ids=["nothing is known of the rota", "four days away leave three", "three days away leave four", "somebody else was away", "off shift by the crew's turn"])
def test_days_away_are_not_counted(cast: Cast, table: str, rows: str, late: bool) -> None:
    set_committee(cast.top_key, {"record_from": "2026-01-01"}, "", by=cast.actor("clerk"), at=NOW)
    if table:
        fill(cast, table, rows)
    entry = meeting(sittings=(Sitting(HELD),), recorder=Named("曾玉兰", "p-committee"), matters=())
    if late:
        with pytest.raises(Faulty) as no:
            enter(entry, arrival(), by=cast.actor("secretary"), at=NOW)
        assert {one.code for one in no.value.faults} == {"late"}
        assert enter(entry, arrival(reason="停电"), by=cast.actor("secretary"), at=NOW).record.truth == "late"
    else:
        assert enter(entry, arrival(), by=cast.actor("secretary"), at=NOW).record.truth == "recorded"
    assert enter(replace(entry, key=key(), recorder=Named("家属")), arrival(reason="停电"), by=cast.actor("secretary"), at=NOW).record.truth == "late"


def test_nothing_is_known_of_strangers_and_nobody_is_asked_about_no_days(cast: Cast) -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    assert days_away(cast.top_key, "p-outsider", first, last) == frozenset()
    with CaptureQueriesContext(connection) as asked:
        assert days_away(cast.top_key, "", first, last) == frozenset() == days_away(cast.top_key, "p-member", last, first)
    assert len(asked) == 0
