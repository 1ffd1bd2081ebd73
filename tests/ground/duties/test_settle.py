"""Settling what is due: the rows of `duties`, opened, kept, changed, closed and never opened twice."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadgoose.ground.duties.actions import Settled, Wanted, finish, settle
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.duties.queries import coming_duties, counts_by_code, done_duties, open_duties
from leadgoose.ground.duties.rules.state import Due, State

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
NOON, LATER = datetime(2026, 11, 23, 4, tzinfo=UTC), datetime(2026, 11, 24, 4, tzinfo=UTC)
CODES = ("remind", "vacant")


def remind(due: date = date(2026, 11, 2), **changed) -> Wanted:
    return Wanted("one", "remind", "rule", numbers={"due": due.isoformat()}, opens_on=date(2026, 10, 2), due_on=due, **changed)


VACANT = Wanted("one", "vacant", "rule", numbers={"since": None}, standing=True)


def settled(*wanted: Wanted, on: date = MONDAY, at: datetime = NOON, orgs=("one",), codes=CODES) -> Settled:
    return settle("top", orgs, wanted, codes=codes, on=on, at=at, closed_by="TermEnded")


def rows() -> list[tuple]:
    return list(Duty.objects.order_by("pk").values_list("code", "opens_on", "due_on", "closed_on", "closed_by"))


def test_what_is_wanted_is_opened_and_what_has_no_day_opens_on_the_day_it_is_noticed() -> None:
    assert settled(remind(), VACANT) == Settled(opened=2)
    assert rows() == [("remind", date(2026, 10, 2), date(2026, 11, 2), None, ""), ("vacant", MONDAY, None, None, "")]


def test_settling_the_same_again_touches_nothing() -> None:
    settled(remind(), VACANT)
    before = list(Duty.objects.order_by("pk").values())
    assert settled(remind(), VACANT, on=TUESDAY, at=LATER) == Settled(untouched=2)
    assert list(Duty.objects.order_by("pk").values()) == before


def test_what_ceased_is_closed_with_its_day_and_act_and_kept() -> None:
    settled(remind(), VACANT)
    assert settled(remind(), on=TUESDAY, at=LATER) == Settled(closed=1, untouched=1)
    assert rows()[1] == ("vacant", MONDAY, None, TUESDAY, "TermEnded")


def test_new_numbers_change_the_row_and_leave_its_first_day() -> None:
    settled(VACANT)
    moved = Wanted("one", "vacant", "rule", numbers={"since": "2026-11-01"}, standing=True)
    assert settled(moved, on=TUESDAY, at=LATER) == Settled(changed=1)
    [row] = Duty.objects.all()
    assert (row.opens_on, row.numbers, row.opened_at) == (MONDAY, {"since": "2026-11-01"}, NOON)


def test_another_due_day_is_another_obligation() -> None:
    settled(remind())
    assert settled(remind(date(2027, 5, 2)), on=TUESDAY, at=LATER) == Settled(opened=1, closed=1)


def test_what_was_done_is_not_opened_again_but_what_ceased_may_come_back() -> None:
    settled(remind(), VACANT)
    assert finish("one", "remind", due_on=date(2026, 11, 2), on=MONDAY, at=NOON, closed_by="ReminderSent") == 1
    settled(remind())                                                    # the vacancy ceases
    assert settled(remind(), VACANT, on=TUESDAY, at=LATER) == Settled(opened=1)
    assert [row[0] for row in rows() if row[3] is None] == ["vacant"]
    assert done_duties("top") == {("one", "", "remind", date(2026, 11, 2))}


def test_other_organisations_and_codes_of_other_subjects_are_left_alone() -> None:
    Duty.objects.create(top_key="top", org_key="two", code="remind", rule="r", opens_on=MONDAY, opened_at=NOON)
    Duty.objects.create(top_key="top", org_key="one", code="training", rule="r", opens_on=MONDAY, opened_at=NOON)
    assert settled() == Settled()
    assert Duty.objects.filter(closed_at=None).count() == 2


def test_a_code_that_the_caller_does_not_speak_for_is_refused() -> None:
    with pytest.raises(ValueError, match="training"):
        settled(Wanted("one", "training", "rule"))


@pytest.mark.parametrize("many", [1, 300])
def test_reading_takes_one_query_and_so_does_an_unchanged_settlement(many: int) -> None:
    wanted = [Wanted(f"o{number}", "vacant", "rule", opens_on=MONDAY) for number in range(many)]
    orgs = [one.org_key for one in wanted]
    settled(*wanted, orgs=orgs)
    with CaptureQueriesContext(connection) as asked:
        assert settled(*wanted, orgs=orgs) == Settled(untouched=many)
    assert len(asked) == 1


def test_open_duties_show_from_their_day_until_they_end_with_their_state() -> None:
    ending = Wanted("one", "vacant", "rule", opens_on=MONDAY, ends_on=TUESDAY, standing=True)
    settled(remind(), ending)
    assert [(one.code, one.due) for one in open_duties("top", MONDAY, start_on=None)] == [
        ("remind", Due(State.LATE, 21)), ("vacant", Due(State.OPEN)),
    ]
    assert [one.code for one in open_duties("top", TUESDAY, start_on=None)] == ["remind"]
    assert open_duties("top", date(2026, 10, 1), start_on=None) == []
    assert open_duties("top", MONDAY, start_on=None, org_keys=["two"]) == []
    assert open_duties("other", MONDAY, start_on=None) == []
    assert counts_by_code(open_duties("top", MONDAY, start_on=None)) == {"remind": 1, "vacant": 1}


def test_an_act_due_before_the_start_is_unknown_and_a_standing_state_is_not() -> None:
    settled(remind(), Wanted("one", "vacant", "rule", opens_on=MONDAY, due_on=date(2026, 11, 2), standing=True))
    found = {one.code: one.due.state for one in open_duties("top", MONDAY, start_on=date(2026, 11, 3))}
    assert found == {"remind": State.UNKNOWN, "vacant": State.LATE}


def test_what_was_known_at_a_moment_is_shown_as_it_was_then() -> None:
    settled(remind(), VACANT)
    settled(remind(), on=TUESDAY, at=LATER)
    assert [one.code for one in open_duties("top", TUESDAY, start_on=None)] == ["remind"]
    assert {one.code for one in open_duties("top", TUESDAY, start_on=None, known_at=NOON)} == {"remind", "vacant"}


def test_a_calendar_asks_for_days_to_come_whether_they_show_yet_or_not() -> None:
    settled(remind(date(2027, 5, 2), standing=False), VACANT)
    assert [one.due_on for one in coming_duties("top", MONDAY, date(2027, 12, 31))] == [date(2027, 5, 2)]
    assert coming_duties("top", MONDAY, date(2027, 5, 1)) == []
    assert coming_duties("top", date(2027, 5, 3), date(2027, 12, 31)) == []
