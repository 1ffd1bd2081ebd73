"""Colours, sums and order of the watch, case by case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from leadgoose.ground.duties.rules.state import Due, State
from leadgoose.overview.rules.board import Group, Tone, foremost, group, share_gone, soonest, sums, tone
from leadgoose.roster.rules.due import CODES

LATE, LEFT, OPEN, UNKNOWN = Due(State.LATE, 3), Due(State.LEFT, 6), Due(State.OPEN), Due(State.UNKNOWN)
DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class One:
    code: str
    due: Due
    due_on: date | None = DAY
    org_key: str = "a"
    person_key: str = ""
    opens_on: date | None = date(2026, 1, 1)
    numbers: dict = field(default_factory=dict)


CASES = [
    ("a term that is over", One("term_expired", LATE), Group.EXPIRED, Tone.ACT),
    ("beyond the year without approval", One("term_beyond_year", LATE), Group.EXPIRED, Tone.ACT),
    ("beyond the year but approved is a shift, and only warns", One("term_beyond_year", LEFT), Group.SHIFTED, Tone.SOON),
    ("a reminder to come", One("term_remind", LEFT), Group.REMIND, Tone.SOON),
    ("a reminder that is late", One("term_remind", LATE), Group.REMIND, Tone.ACT),
    ("a reminder from before the start is unknown, never red", One("term_remind", UNKNOWN), Group.UNKNOWN, Tone.UNKNOWN),
    ("a vacancy has no day and is urgent", One("secretary_vacant", OPEN, None), Group.VACANT, Tone.ACT),
    ("more than fifty only warns", One("too_many", OPEN, None), Group.SIZE, Tone.SOON),
    ("a term that nobody knows is grey", One("term_unknown", OPEN, None), Group.UNKNOWN, Tone.UNKNOWN),
    ("probation on its last day", One("probation_ending", Due(State.LEFT, 0)), Group.PROBATION, Tone.SOON),
]


@pytest.mark.parametrize(("one", "sum_of", "colour"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_where_it_counts_and_which_colour_it_has(one: One, sum_of: Group, colour: Tone) -> None:
    assert (group(one), tone(one)) == (sum_of, colour)


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_register_has_a_sum_and_a_colour(code: str) -> None:
    assert group(One(code, OPEN)) in Group and tone(One(code, OPEN)) in Tone


def test_soonest_first_late_then_urgent_then_coming_then_warnings_then_unknown() -> None:
    order = [
        One("term_expired", LATE, date(2026, 1, 1)), One("term_remind", LATE, date(2026, 11, 2)), One("secretary_vacant", OPEN, None),
        One("probation_ending", LEFT, date(2026, 11, 29)), One("term_six_months", LEFT, date(2027, 5, 2)), One("too_many", OPEN, None),
        One("term_remind", UNKNOWN, date(2026, 1, 1)), One("term_unknown", OPEN, None),
    ]
    mixed = order[::-1]
    assert sorted(mixed, key=soonest) == order


def test_an_organisation_counts_once_in_a_sum_and_each_probationary_member_for_themselves() -> None:
    counted = sums([
        One("term_unknown", OPEN), One("secretary_unknown", OPEN), One("term_unknown", OPEN, org_key="b"),
        One("probation_ending", LEFT, person_key="p"), One("probation_ending", LEFT, person_key="q"),
    ])
    assert (counted[Group.UNKNOWN], counted[Group.PROBATION], counted[Group.EXPIRED]) == (2, 2, 0)


def test_the_gravest_speaks_for_the_branch_and_the_superior_s_reminder_never_does() -> None:
    assert foremost([One("term_six_months", LEFT), One("secretary_vacant", OPEN)]).code == "secretary_vacant"
    assert foremost([One("term_remind", LATE)]) is None
    assert foremost([]) is None


@pytest.mark.parametrize(("on", "share"), [
    ("2023-01-01", 0.0), ("2024-01-01", 0.0), ("2025-01-01", 366 / 731), ("2026-01-01", 1.0), ("2030-01-01", 1.0),
])
def test_how_much_of_a_term_is_behind(on: str, share: float) -> None:
    assert share_gone(date(2024, 1, 1), date(2026, 1, 1), date.fromisoformat(on)) == pytest.approx(share)


def test_a_term_of_no_length_is_over() -> None:
    assert share_gone(DAY, DAY, DAY) == 1.0
