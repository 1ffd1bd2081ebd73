"""Hints: what a good record would still say. Rules: branch-convener, branch-meeting-discussion, branch-org-life-steps, branch-appraisal-grades."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from leadgoose.recordbook import words
from leadgoose.recordbook.rules.entry import Attendee, Entry, Leave, Matter, Named, Sitting, Speech, Stand, Vote
from leadgoose.recordbook.rules.hints import ALL_AGREE, hints
from leadgoose.recordbook.rules.kinds import Kind, VoteKind, kind_rule
from leadgoose.recordbook.rules.room import room
from recordbook.writing import HELD, key, meeting

ROOM = tuple(Attendee(letter, name, "one", Stand.PRESENT, voter=True) for letter, name in zip("abcd", "甲乙丙丁", strict=True))


def whole(**changes: Any) -> Entry:
    return meeting(**{"people": ROOM, **changes})


def found(entry: Entry) -> list[str]:
    return [one.code for one in hints(entry, kind_rule(entry.kind), room(entry))]


def matter(vote: Vote | None = None, **more: Any) -> tuple[Matter, ...]:
    return (Matter(key("m"), "事项", vote, **more),)


def grades(**counts: int) -> Entry:
    told = {"rated": 9, "excellent": 3, "qualified": 6, "basic": 0, "unqualified": 0, **counts}
    return whole(kind=Kind.APPRAISAL, matters=(), fields={name: str(count) for name, count in told.items()})


def test_a_good_record_has_no_hint() -> None:
    assert found(whole()) == []


SPOKEN = (Speech(Named("甲", "a"), "要点"),)
CASES = [
    ("no minute", whole(sittings=(Sitting(HELD),)), ["times"]),
    ("nobody chairs", whole(chair=Named()), ["chair"]),
    ("nobody records", whole(recorder=Named()), ["recorder"]),
    ("no subject", whole(title=" "), ["title"]),
    ("somebody of whom nothing is said", whole(people=(*ROOM, Attendee("e", "戊", "one", Stand.UNSAID))), ["unsaid"]),
    ("on leave without a reason", whole(people=(*ROOM, Attendee("e", "戊", "one", Stand.LEAVE))), ["leave"]),
    ("on leave with a reason", whole(people=(*ROOM, Attendee("e", "戊", "one", Stand.LEAVE, Leave.TRIP))), []),
    ("nobody is expected", whole(people=(), matters=()), ["nobody"]),
    ("votes that are not all there", whole(matters=matter(Vote(VoteKind.ORDINARY, 3))), ["votes"]),
    ("an admission that was not secret", whole(matters=matter(Vote(VoteKind.ADMISSION, 4))), ["secret"]),
    ("an admission that was", whole(matters=matter(Vote(VoteKind.ADMISSION, 4, secret=True))), []),
    ("somebody was against it, and nothing is said of it", whole(matters=matter(Vote(VoteKind.ORDINARY, 3, 1))), ["differs"]),
    (
        "somebody was against it, and said so",
        whole(matters=matter(Vote(VoteKind.ORDINARY, 3, 0, 1)), speeches=(Speech(Named("丁", "d"), "要点", "不同意"),)), [],
    ),
    ("nobody spoke", whole(speeches=()), ["silent"]),
    ("everybody agreed", whole(speeches=(Speech(Named("甲", "a"), "大家一致认为很好"),)), ["all-agree"]),
    ("somebody spoke", whole(speeches=(Speech(Named(), "要点"),)), ["unnamed"]),
    ("an owner without a day", whole(matters=matter(owner=Named("甲", "a"))), ["no-day"]),
    ("a day without an owner", whole(matters=matter(due_on=HELD)), ["no-owner"]),
    ("neither owner nor day: nothing to do", whole(matters=matter()), []),
    ("a class without teacher and outline", whole(kind=Kind.PARTY_CLASS, matters=()), ["own"]),
    ("a class with them", whole(kind=Kind.PARTY_CLASS, matters=(), fields={"teacher": "甲", "outline": "井控"}), []),
    ("a theme day that says what it served and not what came of it", whole(kind=Kind.THEME_DAY, matters=(), fields={"task": "冬检"}), ["own"]),
    ("a theme day with both", whole(kind=Kind.THEME_DAY, matters=(), fields={"task": "冬检", "result": "换了四块"}), []),
    ("a life meeting without criticism", whole(kind=Kind.LIFE_MEETING, matters=(), fields={"problems": "一", "corrections": "二"}), ["criticism"]),
    ("a life meeting with it", whole(kind=Kind.LIFE_MEETING, matters=(), fields={"problems": "一", "corrections": "二", "criticism": "三"}), []),
    ("an activity with its figures", whole(kind=Kind.AREA_ACTIVITY, matters=(), fields={"before": "3", "after": "0"}), []),
    ("somebody chairs, records and says when", whole(sittings=(Sitting(HELD, time(9), time(10)),)), []),
    ("everybody's stand is said", whole(people=(*ROOM, Attendee("e", "戊", "one", Stand.ABSENT))), []),
    ("votes that are all there", whole(matters=matter(Vote(VoteKind.ORDINARY, 3, 1)), speeches=(Speech(Named("丁", "d"), "要点", "不同意"),)), []),
    ("agreed by name", whole(speeches=(Speech(Named("甲", "a"), "同意先装三号井"),)), []),
    ("an owner with a day", whole(matters=matter(owner=Named("甲", "a"), due_on=HELD)), []),
    ("an activity without its figures", whole(kind=Kind.AREA_ACTIVITY, matters=()), ["figures"]),
    ("an appraisal without grades", whole(kind=Kind.APPRAISAL, matters=()), ["grades"]),
    ("exactly a third excellent", grades(), []),
    ("more than a third excellent", grades(excellent=4, qualified=5), ["excellent"]),
    ("grades that do not add up", grades(basic=1), ["grades-sum"]),
    ("the paper is the original: only what is typed is asked for", whole(paper_original=True, paper_page="9", speeches=(), title="", chair=Named()), []),
]


@pytest.mark.parametrize(("entry", "codes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_missing_is_hinted_at(entry: Entry, codes: list[str]) -> None:
    assert found(entry) == codes
    for one in hints(entry, kind_rule(entry.kind), room(entry)):
        assert words.hint(one) and "%(" not in words.hint(one)


def test_every_hint_has_its_sentence() -> None:
    assert {code for _name, _entry, codes in CASES for code in codes} == words.HINTS


@pytest.mark.parametrize("rule", ["branch-convener", "branch-meeting-discussion", "branch-org-life-steps", "branch-appraisal", "branch-appraisal-grades"])
def test_a_hint_names_the_rule_behind_it(rule: str) -> None:
    entries = [case[1] for case in CASES]
    assert rule in {one.rule for entry in entries for one in hints(entry, kind_rule(entry.kind), room(entry))}


@pytest.mark.parametrize(("text", "empty"), [
    ("大家一致认为应当这样", True), ("与会党员一致同意", True), ("全体同志一致表示", True), ("與會人員一致認為", True),
    ("大家提了三条意见", False), ("两个班一致行动", False), ("一致性检查", False),
])
def test_the_empty_phrase_is_known_in_both_scripts(text: str, empty: bool) -> None:
    assert bool(ALL_AGREE.search(text)) is empty


def test_length_is_never_looked_at() -> None:
    assert found(whole(speeches=(Speech(Named("甲", "a"), "短"),))) == found(whole(speeches=(Speech(Named("甲", "a"), "长" * 2000),))) == []
    assert SPOKEN[0].point == "要点"
