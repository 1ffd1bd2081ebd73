"""What differs between two versions, part by part."""

from __future__ import annotations

from dataclasses import replace

from leadgoose.recordbook.rules.difference import differences
from leadgoose.recordbook.rules.entry import Attendee, Leave, Matter, Named, Stand, Vote
from leadgoose.recordbook.rules.kinds import VoteKind
from recordbook.writing import key, meeting


def test_nothing_differs_from_itself() -> None:
    assert differences(meeting(), meeting()) == []


def test_only_what_differs_is_named_with_both_texts() -> None:
    before = meeting(people=(Attendee("a", "甲", "one", Stand.PRESENT),))
    after = replace(
        before, title="另一主题", people=(Attendee("a", "甲", "one", Stand.LEAVE, Leave.SICK),), fields={"result": "好"},
        matters=(*before.matters, Matter(key("n"), "新事项", Vote(VoteKind.ORDINARY, 3, 1), Named("乙"))),
    )
    assert differences(before, after) == [
        ("title", "四季度党员大会", "另一主题"), ("people.甲", "present", "leave sick"), ("matters.2", "", "新事项\n3:1:0 乙"), ("fields.result", "", "好")]
    assert differences(after, before)[-1] == ("fields.result", "好", "")
