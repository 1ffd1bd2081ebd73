"""Is the meeting planned within the days of a change of term? Days on both sides of every bound; an approved shift; a day that the superior agreed to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from leadgoose.elections.rules.timely import judge
from leadgoose.ground.statutes.language import Lang
from leadgoose.ground.statutes.sentences import say

EXPIRES, REMINDER = date(2026, 8, 31), date(2026, 2, 28)
LATER, EARLIER = date(2027, 3, 1), date(2026, 5, 31)
DAY = timedelta(days=1)

CASES = [
    pytest.param(EXPIRES, None, None, "meeting-in-term", {}, id="on the last day of the term"),
    pytest.param(EXPIRES + DAY, None, None, "meeting-after-term", {"expires": "2026-08-31", "days": 1}, id="a day after the term"),
    pytest.param(REMINDER, None, None, "meeting-in-term", {}, id="on the day of the reminder"),
    pytest.param(
        REMINDER - DAY, None, None, "meeting-before-term", {"expires": "2026-08-31", "days": 185, "reminder": "2026-02-28"}, id="the day before the reminder"
    ),
    pytest.param(LATER, LATER, None, "meeting-in-term", {"expires": "2027-03-01"}, id="on the day to which the superior put it off"),
    pytest.param(LATER + DAY, LATER, None, "meeting-after-term", {"expires": "2027-03-01", "days": 1}, id="a day after that"),
    pytest.param(REMINDER, LATER, None, "meeting-in-term", {}, id="before the expiry although it was put off"),
    pytest.param(EARLIER, EARLIER, None, "meeting-in-term", {"expires": "2026-08-31"}, id="on the day to which the superior brought it forward"),
    pytest.param(EXPIRES, EARLIER, None, "meeting-in-term", {}, id="after that day and not after the expiry"),
    pytest.param(EXPIRES + DAY, EARLIER, None, "meeting-after-term", {"expires": "2026-08-31", "days": 1}, id="after both"),
    pytest.param(date(2025, 11, 30), EARLIER, None, "meeting-in-term", {}, id="six months before the day brought forward"),
    pytest.param(
        date(2025, 11, 29), EARLIER, None, "meeting-before-term", {"expires": "2026-05-31", "days": 183, "reminder": "2025-11-30"}, id="a day before these"
    ),
    pytest.param(EXPIRES + DAY, None, EXPIRES + DAY, "meeting-agreed", {"agreed": "2026-09-01"}, id="late, on the day of the request that was answered"),
    pytest.param(EXPIRES + DAY, None, LATER, "meeting-agreed", {"agreed": "2027-03-01"}, id="late, but before the day that was asked for"),
    pytest.param(EXPIRES + 2 * DAY, None, EXPIRES + DAY, "meeting-after-term", {"days": 2}, id="later than was asked for"),
    pytest.param(REMINDER - DAY, None, REMINDER - DAY, "meeting-agreed", {"agreed": "2026-02-27"}, id="early, on the day that was asked for"),
    pytest.param(REMINDER - DAY, None, REMINDER - 2 * DAY, "meeting-agreed", {}, id="early, but after the day that was asked for"),
    pytest.param(REMINDER - 2 * DAY, None, REMINDER - DAY, "meeting-before-term", {}, id="earlier than was asked for"),
    pytest.param(EXPIRES + DAY, None, REMINDER - DAY, "meeting-after-term", {}, id="an early day that was agreed is no late one"),
    pytest.param(REMINDER - DAY, None, EXPIRES + DAY, "meeting-before-term", {}, id="nor a late one an early one"),
]


@pytest.mark.parametrize(("meeting", "shifted", "agreed", "code", "numbers"), CASES)
def test_the_day_of_the_meeting(meeting: date, shifted: date | None, agreed: date | None, code: str, numbers: dict[str, int | str]) -> None:
    verdict = judge(meeting, EXPIRES, shifted, agreed)
    (reason,) = verdict.reasons
    assert (reason.code, reason.rule, reason.met) == (f"elections.{code}", "elec-shift-limit", code in ("meeting-in-term", "meeting-agreed"))
    assert verdict.ok, "the rule is a 一般: a reason clears it"
    assert reason.numbers["meeting"] == meeting.isoformat() and numbers.items() <= reason.numbers.items()


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
def test_the_warning_says_days_and_numbers(lang: Lang) -> None:
    late, early = (say(judge(day, EXPIRES).reasons[0], lang) for day in (date(2026, 9, 10), date(2026, 2, 1)))
    assert all(part in late for part in ("2026-09-10", "2026-08-31", "10"))
    assert all(part in early for part in ("2026-02-01", "2026-08-31", "211", "2026-02-28"))
