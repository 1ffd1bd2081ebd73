"""Deadlines, answers and who may be forgotten, as tables."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.rights.rules.answering import Answer, Fault, due_on, judge, warns
from leadgoose.rights.rules.erasing import Bar, Facts, bars, until

RULES = ("pipl-rights", "pipl-retention")
GOOD = Answer("refused", "档案记载如此。", False, "clerk")


@pytest.mark.parametrize(("received", "days", "due"), [
    (date(2026, 11, 23), 15, date(2026, 12, 8)), (date(2026, 11, 23), 1, date(2026, 11, 24)), (date(2026, 12, 31), 60, date(2027, 3, 1)),
], ids=["the day of receipt does not count", "one day is the day after", "over the end of the year"])
def test_the_day_for_the_answer(received: date, days: int, due: date) -> None:
    assert due_on(received, days) == due


ANSWERS = {
    "a refusal with its reason": (GOOD, ()),
    "no outcome chosen": (Answer("", "答复四字", False, "clerk"), (("outcome", Fault.NO_OUTCOME),)),
    "three characters are no answer": (Answer("refused", "不更正", False, "clerk"), (("words", Fault.NO_WORDS),)),
    "exactly four characters are one": (Answer("refused", "不予更正", False, "clerk"), ()),
    "501 characters are too many": (Answer("refused", "字" * 501, False, "clerk"), (("words", Fault.NO_WORDS),)),
    "accepted without an act": (Answer("accepted", "已经更正", False, "clerk"), (("act", Fault.NO_ACT),)),
    "partly without an act": (Answer("partly", "部分更正", False, "clerk"), (("act", Fault.NO_ACT),)),
    "accepted with its act": (Answer("accepted", "已经更正", True, "clerk"), ()),
    "the one who entered it, alone": (Answer("refused", "档案如此", False, "clerk", "clerk"), (("why_alone", Fault.ALONE),)),
    "the one who entered it, with a reason": (Answer("refused", "档案如此", False, "clerk", "clerk", "", "办公室只有一人"), ()),
    "the one who entered it, with a second": (Answer("refused", "档案如此", False, "clerk", "clerk", "other"), ()),
    "oneself is no second": (Answer("refused", "档案如此", False, "clerk", "clerk", "clerk"), (("why_alone", Fault.ALONE),)),
    "somebody else entered it": (Answer("refused", "档案如此", False, "clerk", "other"), ()),
    "one's own objection": (Answer("refused", "档案如此", False, "clerk", own=True), (("", Fault.OWN_OBJECTION),)),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer(name: str) -> None:
    answer, faults = ANSWERS[name]
    assert judge(answer) == faults


@given(st.sampled_from(["clerk", "other", ""]), st.sampled_from(["clerk", "other", ""]), st.sampled_from(["clerk", "other", ""]))
def test_it_warns_exactly_when_who_entered_it_is_the_only_one_who_looked(by: str, entered: str, second: str) -> None:
    assert warns(Answer("refused", "档案如此", False, by, entered, second)) == (bool(entered) and {by, second} - {""} <= {entered} and by == entered)


FREE = Facts(False, False, False, False, False, date(2023, 11, 22))
ON = date(2026, 11, 23)


@pytest.mark.parametrize(("facts", "expired", "found"), [
    (FREE, True, ()),
    (Facts(False, False, False, False, False, date(2023, 11, 23)), True, (Bar.TOO_EARLY,)),
    (Facts(False, False, False, False, False, date(2026, 1, 1)), False, ()),
    (Facts(False, False, False, False, False, None), True, (Bar.UNKNOWN,)),
    (Facts(False, False, False, False, False, None), False, ()),
    (Facts(True, True, False, False, False, None), True, (Bar.MEMBER, Bar.POST)),
    (Facts(False, False, True, True, True, date(2020, 1, 1)), True, (Bar.ELECTION, Bar.OBJECTION, Bar.ACCOUNT)),
    (Facts(False, False, False, False, False, None, gone=True), True, (Bar.GONE,)),
], ids=[
    "the day after the last day of three years", "exactly on the last day it is too early", "at the own wish nobody waits", "since when is not known",
    "at the own wish it need not be known", "a member with a post", "an election, an objection and an account", "forgotten already",
])
def test_who_may_be_forgotten(facts: Facts, expired: bool, found: tuple[Bar, ...]) -> None:
    assert bars(facts, expired=expired, years=3, on=ON) == found


def test_years_from_a_leap_day_end_on_the_last_of_february() -> None:
    assert until(date(2024, 2, 29), 3) == date(2027, 2, 28)
