"""What a device's clock is worth, which kinds travel, which key a planned meeting's record has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from leadgoose.recordbook.rules.devices import SLACK, by_server, goes_offline, offline_kinds, planned_key, seconds_ahead, wrong_clock
from leadgoose.recordbook.rules.entry import KEY
from leadgoose.recordbook.rules.kinds import Kind, kinds

MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("case", "gap", "ahead", "wrong"),
    [
        ("the same moment", timedelta(0), 0, False),
        ("exactly five minutes ahead is not wrong", timedelta(seconds=SLACK), SLACK, False),
        ("a second more is", timedelta(seconds=SLACK + 1), SLACK + 1, True),
        ("exactly five minutes behind is not wrong", timedelta(seconds=-SLACK), -SLACK, False),
        ("a year behind", timedelta(days=-365), -365 * 86400, True),
        ("half a second counts as none", timedelta(milliseconds=400), 0, False),
    ],
)
def test_how_far_a_clock_is_ahead(case: str, gap: timedelta, ahead: int, wrong: bool) -> None:
    assert seconds_ahead(MOMENT + gap, MOMENT) == ahead
    assert wrong_clock(ahead) is wrong
    assert abs(by_server(MOMENT + gap, ahead) - MOMENT) < timedelta(seconds=1)


def test_where_the_difference_is_not_known_the_claim_stands() -> None:
    assert by_server(MOMENT, None) == MOMENT and not wrong_clock(None)


def test_talks_help_visits_and_election_meetings_do_not_travel() -> None:
    assert set(kinds()) - set(offline_kinds()) == {Kind.TALK, Kind.HELP_VISIT, Kind.ELECTION_MEETING}
    assert not any(rule.confidential for kind, rule in kinds().items() if goes_offline(kind))


def test_a_planned_meeting_has_one_key_and_after_a_withdrawal_another() -> None:
    keys = [planned_key("plan"), planned_key("plan", 1), planned_key("plan", 2), planned_key("other")]
    assert planned_key("plan") == keys[0] and len(set(keys)) == 4 and all(KEY.fullmatch(one) for one in keys)
