"""Days as people write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.ground.intake.dates import disagree, find_day, is_before, read_date, read_day

READ = [
    ("a real date", date(1985, 3, 12), "1985-03-12"),
    ("a real date with a time", datetime(1985, 3, 12, 8, 30), "1985-03-12"),  # noqa: DTZ001  cells have no zone
    ("a serial number", 31118.0, "1985-03-12"),
    ("a serial number with a time of day", 31118.75, "1985-03-12"),
    ("a serial number as text", "31118", "1985-03-12"),
    ("hyphens", "1985-03-12", "1985-03-12"),
    ("hyphens and no zeros", "1985-3-2", "1985-03-02"),
    ("dots", "1985.03.12", "1985-03-12"),
    ("slashes", "1985/3/12", "1985-03-12"),
    ("eight digits", "19850312", "1985-03-12"),
    ("eight digits stored as a number", 19850312.0, "1985-03-12"),
    ("year, month, day in characters", "1985年3月12日", "1985-03-12"),
    ("characters with spaces between", "1985 年 3 月 12 日", "1985-03-12"),
    ("full-width digits and dots", "１９８５．０３．１２", "1985-03-12"),
    ("full-width stops", "1985。3。12", "1985-03-12"),
    ("a long dash", "1985—03—12", "1985-03-12"),
    ("a date with midnight, as CSV exports write it", "1985/3/12 0:00", "1985-03-12"),
    ("a date with a time of one digit after a day of one digit", "1985-3-1 10:00:00", "1985-03-01"),
    ("an ISO moment", "1985-03-12T00:00:00", "1985-03-12"),
    ("an apostrophe before it", "'1985-03-12", "1985-03-12"),
    ("a dot after it", "1985.03.12.", "1985-03-12"),
    ("no-break spaces around", "\u00a01985-03-12\u00a0", "1985-03-12"),
    ("29 February of a leap year", "2024.02.29", "2024-02-29"),
    ("year and month with a dot", "1998.07", "1998-07"),
    ("year and month in characters", "1998年7月", "1998-07"),
    ("year and month as six digits", "199807", "1998-07"),
    ("year and month as a number with two decimals", 1998.07, "1998-07"),
    ("November as a number with two decimals", 1998.11, "1998-11"),
    ("October as text", "1998.10", "1998-10"),
]
UNREAD = [
    ("a year alone", "2024年"),
    ("a year alone as a number", 2024.0),
    ("not known", "不详"),
    ("nothing", ""),
    ("a dash", "—"),
    ("two digits of a year", "85.3.12"),
    ("30 February", "1985-02-30"),
    ("29 February of a common year", "2023-02-29"),
    ("a thirteenth month", "1985.13"),
    ("a month 0", "1985-00-12"),
    ("day before month before year", "12/03/1985"),
    ("a year before 1900", "1899-12-31"),
    ("a year after 2100", "2101-01-01"),
    ("a truth value", True),
    ("an identity number", 9.9e17),
    ("1998.1 as a number, which may be January or October", 1998.1),
    ("a count", 12.0),
    ("words after the day", "2024-01-01 前后"),
]


@pytest.mark.parametrize(("cell", "right"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_reads(cell: object, right: str) -> None:
    assert read_date(cell) == right  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", [case[1] for case in UNREAD], ids=[case[0] for case in UNREAD])
def test_reads_nothing_for_certain(cell: object) -> None:
    assert read_date(cell) is None  # type: ignore[arg-type]


def test_a_day_is_wanted_where_only_a_month_is_given() -> None:
    assert read_day("1998-07") is None
    assert read_day("1998-07-01") == "1998-07-01"


WRITERS = [
    "{0.year:04}-{0.month:02}-{0.day:02}",
    "{0.year}.{0.month:02}.{0.day:02}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}{0.month:02}{0.day:02}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year}-{0.month}-{0.day}",
    "{0.year}年{0.month:02}月{0.day:02}日",
]
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
DAYS = st.dates(date(1911, 1, 1), date(2099, 12, 31))


@given(day=DAYS, writer=st.sampled_from(WRITERS), wide=st.booleans())
def test_every_layout_gives_the_day_back(day: date, writer: str, wide: bool) -> None:
    text = writer.format(day)
    assert read_date(text.translate(FULL_WIDTH) if wide else text) == day.isoformat()


@given(day=DAYS)
def test_a_serial_number_gives_the_day_back(day: date) -> None:
    assert read_date(float((day - date(1899, 12, 30)) / timedelta(days=1))) == day.isoformat()


@given(text=st.text(max_size=30))
def test_any_text_gives_a_date_or_nothing(text: str) -> None:
    found = read_date(text)
    assert found is None or len(found) in {7, 10}


def test_finds_the_day_in_a_line() -> None:
    assert find_day("填报单位：示例　　填报日期：2026年10月31日") == "2026-10-31"
    assert find_day("填报单位：示例") is None


ORDER = [
    ("the day before is before", "2010-06-30", "2010-07-01", True),
    ("the same day is not before", "2010-07-01", "2010-07-01", False),
    ("a month against a day of it is not before", "2010-07", "2010-07-01", False),
    ("a day against its own month is not before", "2010-07-31", "2010-07", False),
    ("an earlier month is before", "2010-06", "2010-07-01", True),
]


@pytest.mark.parametrize(("first", "second", "before"), [case[1:] for case in ORDER], ids=[case[0] for case in ORDER])
def test_order(first: str, second: str, before: bool) -> None:
    assert is_before(first, second) is before


def test_a_month_agrees_with_its_days_only() -> None:
    assert not disagree("1985-03", "1985-03-12")
    assert disagree("1985-04", "1985-03-12")
    assert disagree("1985-03-13", "1985-03-12")
