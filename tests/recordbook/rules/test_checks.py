"""What cannot be so stops a record; nothing else does."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from leadgoose.recordbook import words
from leadgoose.recordbook.rules.checks import faults
from leadgoose.recordbook.rules.entry import Attendee, Entry, Leave, Matter, Sitting, Stand, Vote
from leadgoose.recordbook.rules.kinds import Kind, Level, VoteKind, kind_rule
from leadgoose.recordbook.rules.room import Room
from recordbook.writing import HELD, key, meeting

TODAY = date(2026, 11, 23)
HEADS = Room(5, 5, 4, 4)


def found(entry: Entry, heads: Room = HEADS) -> list[tuple[str, str]]:
    return [(one.place, one.code) for one in faults(entry, kind_rule(entry.kind), heads, TODAY)]


def voted(vote: Vote, kind: Kind = Kind.MEMBER_MEETING, **more: Any) -> Entry:
    return meeting(kind=kind, matters=(Matter(key("m"), "事项", vote),), **more)


def test_a_meeting_as_it_should_be_has_no_fault() -> None:
    assert found(meeting()) == []


ORDINARY, ADMISSION = VoteKind.ORDINARY, VoteKind.ADMISSION
SITTING = Sitting(HELD, time(18, 30), time(19, 20))
CASES = [
    ("a day to come", meeting(sittings=(Sitting(TODAY + timedelta(days=1)),)), ("sittings.0.on", "future")),
    ("a year mistyped", meeting(sittings=(Sitting(date(206, 11, 20)),)), ("sittings.0.on", "too-early")),
    ("it ends when it begins", meeting(sittings=(Sitting(HELD, time(18), time(18)),)), ("sittings.0.end", "end-first")),
    ("meetings that vote never join over sittings", meeting(sittings=(SITTING, SITTING), matters=()), ("sittings.1.on", "one-sitting")),
    ("a vote in a theme day", voted(Vote(ORDINARY, 4), Kind.THEME_DAY), ("matters.0.vote", "no-votes")),
    ("an admission in a committee meeting", voted(Vote(ADMISSION, 4), Kind.COMMITTEE_MEETING), ("matters.0.vote", "no-votes")),
    ("one ballot too many", voted(Vote(ORDINARY, 4, 1)), ("matters.0.vote", "too-many")),
    ("written opinions in an ordinary vote", voted(Vote(ORDINARY, 4, written_favour=1)), ("matters.0.vote", "written")),
    ("written opinions of nobody", voted(Vote(ADMISSION, 4, written_favour=1)), ("matters.0.vote", "written-many")),
    ("resolutions in a class", meeting(kind=Kind.PARTY_CLASS, matters=(Matter(key("m"), "x"),)), ("matters.0", "no-matters")),
    ("a resolution without words", meeting(matters=(Matter(key("m"), " "),)), ("matters.0.text", "no-text")),
    ("due before it was resolved", meeting(matters=(Matter(key("m"), "x", due_on=HELD - timedelta(days=1)),)), ("matters.0.due_on", "due-before")),
    ("checked before it was resolved", meeting(matters=(Matter(key("m"), "x", check_on=HELD - timedelta(days=1)),)), ("matters.0.check_on", "due-before")),
    ("the same person twice", meeting(people=(Attendee("a", "甲", "", Stand.PRESENT),) * 2), ("people.1", "twice")),
    ("a reason without leave", meeting(people=(Attendee("a", "甲", "", Stand.PRESENT, Leave.TRIP),)), ("people.0", "reason")),
    ("another reason that is not said", meeting(people=(Attendee("a", "甲", "", Stand.LEAVE, Leave.OTHER),)), ("people.0", "other")),
    ("a sitting that there is not", meeting(people=(Attendee("a", "甲", "", Stand.PRESENT, sitting=1),)), ("people.0", "no-sitting")),
    ("a group meeting of no group", meeting(kind=Kind.GROUP_MEETING, matters=()), ("group", "group")),
    ("a level that the kind does not have", meeting(level=Level.SECRET), ("level", "level")),
    ("a talk that is open", meeting(kind=Kind.TALK, matters=()), ("level", "level")),
    ("a life meeting for the year before last", meeting(kind=Kind.LIFE_MEETING, matters=(), for_year=2024), ("for_year", "for-year")),
    ("a year for a meeting that has none", meeting(for_year=2026), ("for_year", "for-year")),
    ("a paper original without its page", meeting(paper_original=True), ("paper_page", "page")),
    ("a field that the kind does not have", meeting(fields={"teacher": "x"}), ("fields.teacher", "unknown")),
    ("hours in words", meeting(kind=Kind.STUDY, matters=(), fields={"hours": "两小时"}), ("fields.hours", "number")),
    ("a form that there is not", meeting(kind=Kind.LIFE_MEETING, matters=(), fields={"form": "walk"}), ("fields.form", "choice")),
    ("a subject beyond measure", meeting(title="字" * 121), ("title", "long")),
]


@pytest.mark.parametrize(("entry", "fault"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_fault_is_named_by_its_place(entry: Entry, fault: tuple[str, str]) -> None:
    assert found(entry) == [fault]


@pytest.mark.parametrize("entry", [
    voted(Vote(ORDINARY, 4)), voted(Vote(ORDINARY, 0, 4)), voted(Vote(ADMISSION, 3, 1)), voted(Vote(VoteKind.COMMITTEE, 5), Kind.COMMITTEE_MEETING),
    meeting(kind=Kind.THEME_DAY, matters=(), sittings=(SITTING, SITTING)), meeting(kind=Kind.LIFE_MEETING, matters=(), for_year=2025),
    meeting(sittings=(Sitting(TODAY),), matters=()), meeting(kind=Kind.STUDY, matters=(), fields={"hours": "1.5"}),
    meeting(kind=Kind.TALK, level=Level.SECRET, matters=(), fields={"partner": "甲", "partner_key": "a"}), meeting(paper_original=True, paper_page="12"),
], ids=[
    "everybody for it", "everybody against it: it did not pass, and is no fault", "an admission", "a committee votes by its members",
    "a theme day in two sittings", "a life meeting for the year before", "today", "an hour and a half", "a secret talk", "a paper original",
])
def test_what_can_be_so_is_let_through(entry: Entry) -> None:
    assert found(entry) == []


def test_a_vote_over_several_sittings_is_named_by_its_vote_too() -> None:
    assert found(meeting(sittings=(SITTING, SITTING))) == [("sittings.1.on", "one-sitting"), ("matters.0.vote", "votes-sittings")]


def test_a_vote_without_a_quorum_happened_and_is_no_fault() -> None:
    assert found(voted(Vote(ORDINARY, 1)), Room(5, 1, 4, 1)) == []


def test_written_opinions_of_those_away_are_possible() -> None:
    assert found(voted(Vote(ADMISSION, 2, written_favour=2)), Room(5, 2, 4, 2)) == []


def test_every_fault_has_its_sentence() -> None:
    said = {code for _name, entry, _fault in CASES for _place, code in found(entry)} | {"votes-sittings"}
    assert said <= words.FAULTS
    assert words.FAULTS - said == {"key", "late", "why", "stale"}   # said by the action, which asks the database
