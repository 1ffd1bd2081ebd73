"""How often an act and a page of an election ask the database: no more than this, whoever stands and however many there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, Cast
from elections.course import story
from elections.hall import COUNTER, SECOND, hall
from leadgoose.elections.actions import ballots, sheets
from leadgoose.elections.queries.meeting import room_of

pytestmark = pytest.mark.django_db


def above(most: Mapping[str, int], asked: Mapping[str, int]) -> dict[str, int]:
    """What asks more often than it may."""
    assert asked.keys() == most.keys()
    return {one: number for one, number in asked.items() if number > most[one]}


def asked(do: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        do()
    return len(seen)


def test_an_act_of_the_meeting_reads_the_room_once(cast: Cast) -> None:
    made = hall(cast)
    made.declare()
    made.decide()
    made.issue()
    most = {"room": 9, "voted": 33, "returned": 34, "first sheet": 33, "second sheet": 33, "counted": 38}
    found = {
        "room": asked(lambda: room_of(made.meeting)),
        "voted": asked(lambda: ballots.close_vote(made.meeting, 16, True, by=made.by, at=NOW)),
        "returned": asked(lambda: ballots.reconcile_ballots(made.meeting, ballots.Returned(16, 4), by=made.by, at=NOW)),
    }
    sums = made.sums((14, 12, 10, 8))
    found["first sheet"] = asked(lambda: made.enter(COUNTER, sums))
    found["second sheet"] = asked(lambda: made.enter(SECOND, sums))
    found["counted"] = asked(lambda: sheets.decide_count(made.meeting, True, by=made.by, at=NOW))
    assert above(most, found) == {}


def test_a_stage_asks_as_often_late_as_early(cast: Cast) -> None:
    one = story(cast, fresh=True)
    found = {key: asked(lambda key=key: one.do(key)) for key in ("request", "reply", "opinion")}   # type: ignore[misc]
    one.until("first-meeting")
    found["result-report"] = asked(lambda: one.do("result-report"))
    assert above({"request": 32, "reply": 29, "opinion": 27, "result-report": 27}, found) == {}


def test_the_pages_of_an_election_that_is_announced_ask_no_more_than_this(cast: Cast) -> None:
    one = story(cast).until("announced")
    client, base = cast.client("clerk"), f"/e/{one.election.key}/"
    most = {"": 12, "supervision/": 11, "papers/": 36, "candidates/": 9}
    for page in most:
        client.get(base + page)   # article numbers are asked once in a while
    assert above(most, {page: asked(lambda page=page: client.get(base + page)) for page in most}) == {}   # type: ignore[misc]
