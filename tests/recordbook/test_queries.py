"""Searching, hours, attendance: the questions that pages and neighbours ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, TODAY, Cast
from leadgoose.recordbook.actions import enter, withdraw
from leadgoose.recordbook.queries.attendance import of_members
from leadgoose.recordbook.queries.hours import hours_of
from leadgoose.recordbook.queries.reading import Reader
from leadgoose.recordbook.queries.search import Question, find
from leadgoose.recordbook.rules.entry import Attendee, Entry, Leave, Sitting, Stand
from leadgoose.recordbook.rules.kinds import Kind
from recordbook.writing import HELD, arrival, key, meeting, there

READER = Reader(open=True, inner=False, secret_of=frozenset(), login="x")


def put(cast: Cast, entry: Entry, by: str = "secretary", **more: object):   # type: ignore[no-untyped-def]
    return enter(entry, arrival(**more), by=cast.actor(by), at=NOW)


def study(**more: object) -> Entry:
    return meeting(**{"key": key(), "kind": Kind.STUDY, "matters": (), "title": "井控安全规定", **more})


@pytest.fixture
def book(cast: Cast) -> Cast:
    put(cast, meeting())
    put(cast, study(sittings=(Sitting(date(2026, 10, 8)),)))
    put(cast, study(org="two", title="党章", people=()), by="new_secretary")
    return cast


@pytest.mark.parametrize(("question", "kinds"), [
    (Question(), ["member_meeting", "study"]),
    (Question(kind="study"), ["study"]),
    (Question(first=date(2026, 11, 1)), ["member_meeting"]),
    (Question(last=date(2026, 10, 8)), ["study"]),
    (Question("井口"), ["member_meeting", "study"]),
    (Question("井控"), ["study"]),
    (Question("井控 规定"), ["study"]),
    (Question("井控 党章"), []),
    (Question("井控規定"), []),
    (Question("井控安全規定"), ["study"]),
    (Question("查晓明"), ["member_meeting", "study"]),
    (Question("主题"), []),
    (Question(truth="late"), []),
    (Question(truth="corrected"), []),
], ids=[
    "everything, newest first", "a kind", "from a day", "up to a day", "what somebody said", "two characters", "two words", "words that never stand together",
    "a phrase that is not there", "in traditional characters", "somebody's name", "the words of the form are nobody's words", "late ones", "corrected ones",
])
def test_records_are_found(book: Cast, question: Question, kinds: list[str]) -> None:
    found = find(book.organisations["one"], READER, question)
    assert [one.kind for one in found.hits] == kinds and found.total == len(kinds)


@pytest.mark.parametrize(("place", "count"), [("committee", 3), ("general", 3), ("one", 2), ("two", 1), ("office", 0), ("elsewhere", 0)])
def test_a_superior_finds_what_lies_below_it_and_nothing_else(book: Cast, place: str, count: int) -> None:
    assert find(book.organisations[place], READER, Question(own=False)).total == count


def test_pages_are_clamped_and_the_number_of_queries_is_the_same(book: Cast) -> None:
    counted = []
    for size in (1, 50):
        with CaptureQueriesContext(connection) as asked:
            find(book.organisations["committee"], READER, Question(own=False), 9, size)
        counted.append(len(asked))
    assert counted == [3, 3]
    assert [one.kind for one in find(book.organisations["one"], READER, Question(), 2, 1).hits] == ["study"]


# --- hours ---


def test_hours_are_those_written_for_everybody_who_was_there(cast: Cast) -> None:
    people = there("secretary", "member") + there("committee", stand=Stand.ONLINE) + there("discipline", stand=Stand.LEAVE, reason=Leave.TRIP)
    told = hours_of(put(cast, study(people=people, fields={"hours": "1.5"})).record.key)
    assert told is not None and (told.way, told.version) == ("study", 1)
    assert {(one.person_key, one.hours, one.online) for one in told.people} == {
        ("p-secretary", Decimal("1.5"), False), ("p-member", Decimal("1.5"), False), ("p-committee", Decimal("1.5"), True)}


@pytest.mark.parametrize(("start", "end", "hours"), [
    (time(18, 30), time(20, 0), "1.5"), (time(18, 30), time(19, 59), "1"), (time(18, 30), None, "0"),
], ids=["a whole number of halves", "rounded down", "no end"])
def test_without_hours_the_length_of_the_sitting_counts(cast: Cast, start: time, end: time | None, hours: str) -> None:
    told = hours_of(put(cast, study(sittings=(Sitting(HELD, start, end),))).record.key)
    assert told is not None and {one.hours for one in told.people} == {Decimal(hours)}


def test_each_person_has_the_day_of_the_sitting_they_came_to(cast: Cast) -> None:
    sittings = (Sitting(HELD, time(8), time(9)), Sitting(date(2026, 11, 22), time(19), time(21)))
    people = (*there("secretary"), replace(there("member")[0], sitting=1))
    told = hours_of(put(cast, study(sittings=sittings, people=people)).record.key)
    assert told is not None and {(one.person_key, one.held_on.day, one.hours) for one in told.people} == {
        ("p-secretary", 20, Decimal(1)), ("p-member", 22, Decimal(2))}


def test_a_withdrawn_record_counts_for_nobody_and_a_meeting_has_no_hours(cast: Cast) -> None:
    record = put(cast, study()).record
    withdraw(record.key, "记错", by=cast.actor("secretary"), at=NOW)
    told = hours_of(record.key)
    assert told is not None and told.people == ()
    assert hours_of(put(cast, meeting()).record.key) is None
    assert hours_of("no-such-key") is None


# --- attendance ---


def test_a_members_year_counts_what_was_attended_elsewhere(cast: Cast) -> None:
    put(cast, meeting(matters=(), people=there("secretary", "committee", "discipline") + there("member", stand=Stand.LEAVE, reason=Leave.SICK)))
    put(cast, study(org="two", people=(Attendee("p-member", "", "", Stand.PRESENT),)), by="new_secretary")
    year = {one.key: one for one in of_members(cast.organisations["one"], 2026, TODAY)}
    assert list(year) == ["p-secretary", "p-committee", "p-discipline", "p-member", "p-probation"]
    assert (year["p-member"].expected, year["p-member"].present, year["p-member"].leave) == (1, 0, 1)
    assert [(name, str(day)) for name, day, _key in year["p-member"].elsewhere] == [("作业二队党支部", "2026-11-20")]
    assert (year["p-probation"].expected, year["p-probation"].absent) == (1, 1)
