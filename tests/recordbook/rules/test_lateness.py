"""When a record is late: a local number of days, that knows the rota and the book's first day."""

from __future__ import annotations

from datetime import date

import pytest

from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.recordbook.rules.lateness import LateSettings, believed, is_late, last_day, late_after

HELD, FROM = date(2026, 11, 20), date(2026, 9, 1)
SET = LateSettings(3, FROM)


def day(number: int) -> date:
    return date(2026, 11, number)


AWAY = (day(21), day(22), day(23))


@pytest.mark.parametrize(("written", "away", "late"), [
    (day(20), (), False), (day(23), (), False), (day(24), (), True), (day(26), AWAY, False), (day(27), AWAY, True),
], ids=["the same day", "exactly on the last day", "a day after", "away on three days: they do not count", "away, and a day after"])
def test_days_are_counted_from_the_event(written: date, away: tuple[date, ...], late: bool) -> None:
    assert is_late(Kind.MEMBER_MEETING, HELD, written, SET, away) is late


def test_before_the_books_first_day_nothing_is_late() -> None:
    assert not is_late(Kind.MEMBER_MEETING, date(2026, 8, 31), day(23), SET)
    assert is_late(Kind.MEMBER_MEETING, FROM, day(23), SET)
    assert not is_late(Kind.MEMBER_MEETING, HELD, date(2027, 5, 1), LateSettings(3, None))


def test_papers_without_people_have_longer() -> None:
    assert late_after(Kind.YEARLY_SUMMARY, SET) == 60 > late_after(Kind.STUDY, SET) == 3
    assert last_day(HELD, 0) == HELD


@pytest.mark.parametrize(("claimed", "told"), [
    (None, (day(23), False)), (day(20), (day(20), False)), (day(23), (day(23), False)), (day(19), (day(23), True)), (day(24), (day(23), True)),
], ids=["nothing claimed", "on the day of the event", "on the day of arrival", "before the event: doubted", "after the arrival: a wrong clock"])
def test_a_device_is_believed_between_event_and_arrival(claimed: date | None, told: tuple[date, bool]) -> None:
    assert believed(claimed, HELD, day(23)) == told
