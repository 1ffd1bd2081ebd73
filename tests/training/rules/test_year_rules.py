"""Hours, obligations, offers and certificates: what counts, what is owed, what is odd, what has lapsed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.ground.statutes import rule
from leadgoose.training.models.plan import Session
from leadgoose.training.rules import certificates, hours, offers
from leadgoose.training.rules.certificates import Kind, Mode, State, last_day, renew_from, stands
from leadgoose.training.rules.competency import DIMENSIONS, Role
from leadgoose.training.rules.obligations import CONCENTRATED_LEVELS, Done, Owed, hours_required, owed
from leadgoose.training.standards import certificate_kinds, shipped_hours

D = date
TABLE = shipped_hours()[0]


# --- hours ---


def test_a_day_counts_8_and_half_a_day_4_by_the_local_rule() -> None:
    conversion = rule("edu-hour-conversion")
    assert (TABLE.day, TABLE.half_day) == (conversion.integer("day"), conversion.integer("half_day")) == (8, 4)
    assert set(Session.Kind.values) <= set(TABLE.share)


@pytest.mark.parametrize(("minutes", "hundredths"), [(45, 75), (90, 150), (179, 298), (180, 400), (359, 400), (360, 800), (600, 800)])
def test_minutes_as_hours(minutes: int, hundredths: int) -> None:
    assert hours.of_minutes(minutes, TABLE) == hundredths


@pytest.mark.parametrize(("kind", "video", "of", "counts"), [("class", False, 800, 800), ("reading", False, 800, 400), ("committee_meeting", False, 150, 0),
                                                             ("party_class", True, 150, 75)])
def test_the_share_of_a_kind_and_of_video(kind: str, video: bool, of: int, counts: int) -> None:
    assert hours.counted(kind, of, video, replace(TABLE, video=50)) == counts


def test_a_course_over_new_year_is_split_by_its_days() -> None:
    assert hours.by_year(D(2026, 12, 30), D(2027, 1, 3), 4000) == {2026: 1600, 2027: 2400}
    assert hours.by_year(D(2027, 3, 1), D(2027, 3, 1), 0) == {2027: 0}


@given(st.dates(D(2026, 11, 1), D(2027, 2, 1)), st.integers(0, 70), st.integers(0, 100_000))
def test_nothing_is_lost_in_the_split(first: date, days: int, amount: int) -> None:
    assert sum(hours.by_year(first, D.fromordinal(first.toordinal() + days), amount).values()) == amount


@pytest.mark.parametrize(("have", "lacking"), [(0, 5600), (5599, 1), (5600, None), (9000, None)])
def test_exactly_enough_is_enough(have: int, lacking: int | None) -> None:
    found = hours.shortfall(have, 5600, 2027, TABLE)
    assert (found and found.lacking) == lacking
    assert found is None or (found.opens_on, found.due_on) == (D(2027, 10, 1), D(2027, 12, 31))


@pytest.mark.parametrize(("change", "where"), [
    ({"day": 0}, "day"), ({"half_day": 9}, "half_day"), ({"video": 101}, "video"), ({"short_from": 13}, "short_from"), ({"share": {"class": 101}}, "class"),
])
def test_a_table_that_cannot_be_used_says_where(change: dict[str, object], where: str) -> None:
    assert hours.parse(hours.as_table(TABLE)) == TABLE
    with pytest.raises(hours.Unfit, match=where):
        hours.parse({**hours.as_table(TABLE), **change})


# --- obligations ---


def test_the_hours_a_year_asks() -> None:
    assert {role: hours_required(role) for role in Role} == {
        Role.RESERVE: (3200, "edu-member-32"), **dict.fromkeys(
            (Role.MEMBER, Role.DEPUTY, Role.NEW_SECRETARY, Role.SECRETARY, Role.DEMONSTRATION), (5600, "edu-secretary-56"))}
    assert rule("edu-secretary-56").integer("hours") == 56 and rule("edu-member-32").integer("hours") == 32
    assert rule("edu-secretary-county-level").integer("concentrated_training") == 1 and rule("edu-new-secretary-half-year").integer("within") == 6


@pytest.mark.parametrize(("case", "role", "since", "done", "asked"), [
    ("a secretary owes 56 hours and a concentrated course", Role.SECRETARY, D(2020, 1, 1), Done(), Owed(5600, True, None)),
    ("exactly the hours of the year are owed no more", Role.SECRETARY, None, Done(5600, True), Owed(0, False, None)),
    ("a reserve owes the 32 hours of every member", Role.RESERVE, None, Done(), Owed(3200, False, None)),
    ("what was had is taken off", Role.SECRETARY, None, Done(1600, True), Owed(4000, False, None)),
    ("more than enough is not owed back", Role.RESERVE, None, Done(9900), Owed(0, False, None)),
    ("a committee member owes hours only", Role.MEMBER, None, Done(), Owed(5600, False, None)),
    ("new since 31 August: half a year ends with February", Role.NEW_SECRETARY, D(2026, 8, 31), Done(), Owed(5600, True, D(2027, 2, 28))),
    ("induction that was had is not owed", Role.NEW_SECRETARY, D(2026, 8, 31), Done(inducted=True), Owed(5600, True, None)),
    ("due on the last day of the year before: late, and owed by the end of this one", Role.NEW_SECRETARY, D(2026, 6, 30), Done(),
     Owed(5600, True, D(2027, 12, 31), late=True)),
    ("due on New Year's day: not late", Role.NEW_SECRETARY, D(2026, 7, 1), Done(), Owed(5600, True, D(2027, 1, 1))),
], ids=lambda value: value if isinstance(value, str) else "")
def test_what_a_year_still_asks(case: str, role: Role, since: date | None, done: Done, asked: Owed) -> None:
    assert owed(role, since, done, 2027) == asked


def test_what_the_branches_meetings_count_is_not_planned_again() -> None:
    assert owed(Role.MEMBER, None, Done(), 2027, elsewhere=2400).hours == 3200


# --- offers ---

OFFER = offers.Offer("s1", "党务实务班", "党务实务", D(2027, 3, 2), D(2027, 3, 4), 2400, 30, 5, {"K2": 1}, True, False, "county", "党校", "教师甲")


@pytest.mark.parametrize(("change", "code"), [
    ({}, None), ({"last": D(2027, 3, 1)}, "ends_first"), ({"seats": 4}, "seats"), ({"seats": 5}, None), ({"seats": 0, "min_seats": 0}, "seats"),
    ({"hours": 2401}, "hours"), ({"hours": 2400}, None), ({"hours": 0, "gains": {}}, "nothing"), ({"hours": 0}, None), ({"gains": {"K2": 5}}, "gains"),
    ({"first": D(2028, 3, 2), "last": D(2028, 3, 4)}, "other_year"),
])
def test_what_stops_an_offer(change: dict[str, object], code: str | None) -> None:
    found = offers.stops(replace(OFFER, **change), 2027, TABLE)   # type: ignore[arg-type]
    assert [one.code for one in found] == ([] if code is None else [code])


@pytest.mark.parametrize(("change", "other", "code", "about"), [
    ({"gains": {}}, {}, "raises_nothing", ""), ({"level": "committee"}, {}, "level", ""),
    ({}, {"key": "s2", "first": D(2027, 3, 4), "last": D(2027, 3, 9), "course": "别的"}, "same_teacher", "党务实务班"),
    ({}, {"key": "s2", "first": D(2027, 3, 4), "last": D(2027, 3, 9), "course": "别的", "teacher": ""}, "same_place", "党务实务班"),
    ({}, {"key": "s2"}, "same_course", "党务实务班"),
    ({"first": D(2027, 9, 30), "last": D(2027, 10, 1)}, {}, "holiday", "2027-10-01"),
])
def test_what_is_odd_about_an_offer(change: dict[str, object], other: dict[str, object], code: str, about: str) -> None:
    one, beside = replace(OFFER, **change), replace(OFFER, **(other or {"key": OFFER.key}))   # type: ignore[arg-type]
    found = offers.warnings(one, [beside], {D(2027, 10, 1): False}, CONCENTRATED_LEVELS)
    assert [(each.code, each.about) for each in found] == [(code, about)]


def test_sessions_that_only_touch_are_not_odd() -> None:
    later = replace(OFFER, key="s2", first=D(2027, 3, 5), last=D(2027, 3, 6))
    assert offers.warnings(OFFER, [later, OFFER], {}, CONCENTRATED_LEVELS) == []


# --- certificates ---

PERIOD = Kind("x", "证", "x", Mode.PERIOD, 3, "", {}, (), months=36)
FIXED = Kind("x", "证", "x", Mode.FIXED, 2, "", {}, (), years=3, month=2, day=30)


@pytest.mark.parametrize(("case", "kind", "issued", "left", "last"), [
    ("never ends", replace(PERIOD, mode=Mode.NEVER), D(2026, 1, 1), None, None),
    ("36 months", PERIOD, D(2026, 3, 15), None, D(2029, 3, 15)),
    ("from 29 February to a year without one", PERIOD, D(2024, 2, 29), None, D(2027, 2, 28)),
    ("from 29 February to a leap year", replace(PERIOD, months=48), D(2024, 2, 29), None, D(2028, 2, 29)),
    ("six months from a month's last day", replace(PERIOD, months=6), D(2026, 8, 31), None, D(2027, 2, 28)),
    ("a fixed day that the month does not have is its last", FIXED, D(2025, 7, 1), None, D(2028, 2, 29)),
    ("a fixed day of December", replace(FIXED, month=12, day=31), D(2026, 12, 31), None, D(2029, 12, 31)),
    ("in use it does not end", replace(PERIOD, mode=Mode.DISUSE, months=24), D(2026, 1, 1), None, None),
    ("24 months after the post was left", replace(PERIOD, mode=Mode.DISUSE, months=24), D(2026, 1, 1), D(2026, 5, 31), D(2028, 5, 31)),
    ("issued after the post was left it counts from issue", replace(PERIOD, mode=Mode.DISUSE, months=24), D(2026, 1, 1), D(2020, 1, 1), D(2028, 1, 1)),
], ids=lambda value: value if isinstance(value, str) else "")
def test_the_last_day_of_a_certificate(case: str, kind: Kind, issued: date, left: date | None, last: date | None) -> None:
    assert last_day(kind, issued, left) == last


@pytest.mark.parametrize(("on", "state"), [
    (D(2027, 2, 27), State.VALID), (D(2027, 2, 28), State.ENDING), (D(2027, 5, 31), State.ENDING), (D(2027, 6, 1), State.LAPSED),
])
def test_a_certificate_is_renewed_in_time_and_holds_on_its_last_day(on: date, state: State) -> None:
    assert renew_from(PERIOD, D(2027, 5, 31)) == D(2027, 2, 28)
    assert stands(PERIOD, D(2027, 5, 31), False, on) is state
    assert stands(PERIOD, None, False, on) is State.VALID and stands(PERIOD, D(2027, 5, 31), True, on) is State.WITHDRAWN


def test_every_kind_says_what_lapse_means_and_proves_levels_of_the_model() -> None:
    kinds = certificate_kinds().values()
    assert {kind.mode for kind in kinds} == set(certificates.Mode)
    assert all(kind.lapse and set(kind.raises) <= set(DIMENSIONS) and set(kind.required) <= set(Role) for kind in kinds)
