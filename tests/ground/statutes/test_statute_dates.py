"""Calendar rules: the cases T01 to T08 of the reference, month ends, leap days, exactly on the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadgoose.ground.statutes import Reason, dates, say
from leadgoose.ground.statutes.dates import PartialDate

D = date.fromisoformat


@pytest.mark.parametrize(
    ("body", "elected", "expires", "remind", "earliest", "latest"),
    [
        pytest.param("branch", "2021-06-15", "2024-06-15", "2023-12-15", "2023-06-15", "2025-06-15", id="T01 a branch, three years"),
        pytest.param("branch", "2021-08-31", "2024-08-31", "2024-02-29", "2023-08-31", "2025-08-31", id="T02 month end"),
        pytest.param("branch", "2024-02-29", "2027-02-28", "2026-08-28", "2026-02-28", "2028-02-28", id="T03 leap day"),
        pytest.param("committee", "2020-12-01", "2025-12-01", "2025-06-01", "2024-12-01", "2026-12-01", id="T04 a committee, five years"),
    ],
)
def test_term_dates(body: dates.Body, elected: str, expires: str, remind: str, earliest: str, latest: str) -> None:
    term = dates.term_dates(D(elected), dates.term_length(body).years)
    assert term == dates.TermDates(D(elected), D(expires), D(remind), D(earliest), D(latest))


def test_lengths_come_from_their_rules() -> None:
    assert dates.term_length("committee") == dates.Length(5, "term-party-committee")
    assert dates.term_length("general-branch") == dates.Length(3, "term-branch")
    assert dates.term_length("branch", village=True) == dates.Length(5, "term-branch")


@pytest.mark.parametrize(
    ("on", "ok"),
    [
        pytest.param("2024-06-30", False, id="T05 not on the day before"),
        pytest.param("2024-07-01", True, id="T05 a year of standing is reached on the day"),
        pytest.param("2023-07-01", False, id="nothing on the day of full membership"),
    ],
)
def test_standing(on: str, ok: bool) -> None:
    """branch-secretary-qualification is a 一般: short of it warns and never stops."""
    verdict = dates.judge_standing(D("2023-07-01"), D(on))
    assert dates.standing_from(D("2023-07-01")) == D("2024-07-01")
    assert verdict.ok and [one.met for one in verdict.reasons] == [ok]
    assert (verdict.warnings == ()) is ok and verdict.stops == ()
    numbers: dict[str, object] = {"since": "2023-07-01", "reached": "2024-07-01", "on": on}
    if not ok:
        numbers["days"] = (D("2024-07-01") - D(on)).days
    code = "statutes.standing-reached" if ok else "statutes.standing-short"
    assert verdict.reasons == (Reason(code, "branch-secretary-qualification", numbers, ok),)  # type: ignore[arg-type]
    assert on in say(verdict.reasons[0])


def test_standing_of_more_years_and_from_a_leap_day() -> None:
    assert dates.standing_from(D("2024-02-29")) == D("2025-02-28")
    assert dates.standing_from(D("2020-01-31"), years=3) == D("2023-01-31")


@pytest.mark.parametrize(
    ("since", "due"),
    [
        pytest.param("2022-03-10", "2022-09-10", id="T06 half a year"),
        pytest.param("2022-08-31", "2023-02-28", id="T07 month end"),
    ],
)
def test_induction_of_a_new_secretary(since: str, due: str) -> None:
    """edu-new-secretary-half-year"""
    assert dates.induction_due(D(since)) == D(due)


@pytest.mark.parametrize(
    ("to", "code"),
    [
        pytest.param("2025-08-01", "shift-too-late", id="T08 beyond a year warns though approved"),
        pytest.param("2025-06-15", "shift-within", id="exactly a year later is within"),
        pytest.param("2025-06-16", "shift-too-late", id="a day more is beyond"),
        pytest.param("2023-06-15", "shift-within", id="exactly a year earlier is within"),
        pytest.param("2023-06-14", "shift-too-early", id="a day less is before"),
    ],
)
def test_shift(to: str, code: str) -> None:
    """elec-shift-limit is a 一般: beyond it is a warning, never a stop."""
    verdict = dates.judge_shift(dates.term_dates(D("2021-06-15"), 3), D(to))
    (reason,) = verdict.reasons
    numbers = {"expires": "2024-06-15", "to": to}
    if code != "shift-within":
        numbers["limit"] = "2025-06-15" if code == "shift-too-late" else "2023-06-15"
    assert reason == Reason(f"statutes.{code}", "elec-shift-limit", numbers, code == "shift-within")
    assert "2024-06-15" in say(reason) and to in say(reason, "en")
    assert verdict.ok and verdict.warnings == (() if reason.met else (reason,))


def test_expired_from_the_day_after_the_last_day() -> None:
    assert not dates.is_expired(D("2027-03-04"), D("2027-03-04"))
    assert dates.is_expired(D("2027-03-04"), D("2027-03-05"))


def test_late_is_today_minus_due() -> None:
    assert dates.days_late(D("2026-09-04"), D("2026-11-23")) == 80
    assert dates.days_late(D("2026-09-04"), D("2026-09-05")) == 1
    assert dates.days_late(D("2026-09-04"), D("2026-09-04")) == 0
    assert dates.days_late(D("2026-09-04"), D("2026-09-01")) == 0


DAYS = st.dates(date(1930, 1, 1), date(2090, 12, 31))


@settings(deadline=None)  # two cores are shared
@given(DAYS, st.integers(-240, 240))
def test_a_shift_by_months_lands_in_that_month_on_the_same_day_or_its_last(day: date, months: int) -> None:
    moved = dates.add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    if moved.day != day.day:
        assert moved.day < day.day and (moved + timedelta(days=1)).day == 1


@settings(deadline=None)  # two cores are shared
@given(DAYS, st.integers(2, 5))  # a year earlier than a term of one year would be its first day, or the day before in a leap year
def test_the_days_of_a_term_stand_in_order(elected: date, years: int) -> None:
    term = dates.term_dates(elected, years)
    assert elected <= term.earliest < term.remind < term.expires < term.latest


def test_a_month_beyond_the_calendar_is_an_error() -> None:
    with pytest.raises(ValueError, match="year"):
        dates.add_months(D("9999-12-01"), 1)


@pytest.mark.parametrize("text", ["1998-07", "1998-07-05", "2024-02-29", "0998-01"])
def test_partial_date_keeps_what_was_known(text: str) -> None:
    assert PartialDate.parse(text).isoformat() == str(PartialDate.parse(text)) == text


def test_partial_date_bounds() -> None:
    month, day = PartialDate.parse("2024-02"), PartialDate.parse("2024-02-10")
    assert (month.earliest(), month.latest(), month.is_whole) == (D("2024-02-01"), D("2024-02-29"), False)
    assert (day.earliest(), day.latest(), day.is_whole) == (D("2024-02-10"), D("2024-02-10"), True)
    assert PartialDate.of(D("2024-02-10")) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1998",
        "1998-7",
        "1998-13",
        "1998-00",
        "1998-02-30",
        "1998-02-00",
        "98-07",
        "1998-07-5",
        "１９９８-07",
        "1998.07",
        "1998-07-05 ",
    ],
)
def test_partial_date_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not YYYY-MM or YYYY-MM-DD: |^month|^day 0$|^day is"):
        PartialDate.parse(text)
