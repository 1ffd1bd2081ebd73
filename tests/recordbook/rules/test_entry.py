"""One form for every record that arrives: whatever is written is read back the same, and what is none is refused by its place."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.recordbook.rules.entry import (
    Attendee,
    Close,
    Closing,
    Entry,
    Guest,
    Leave,
    Malformed,
    Matter,
    Named,
    Paper,
    Sitting,
    Speech,
    Stand,
    Topic,
    Vote,
    as_plain,
    from_plain,
)
from leadgoose.recordbook.rules.keys import LETTERS, key_from
from leadgoose.recordbook.rules.kinds import Kind, Level, VoteKind
from recordbook.writing import meeting

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
KEYS = st.text(LETTERS, min_size=12, max_size=16)
DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))
TIMES = st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59))
WHO = st.builds(Named, TEXT, TEXT)
COUNT = st.integers(0, 999)
ENTRIES = st.builds(
    Entry, key=KEYS, kind=st.sampled_from(Kind), org=TEXT,
    sittings=st.lists(st.builds(Sitting, DAYS, TIMES, TIMES, TEXT), min_size=1, max_size=3).map(tuple),
    title=TEXT, plan=TEXT, group=TEXT, online=st.booleans(), level=st.sampled_from(Level), for_year=st.none() | st.integers(1950, 2040),
    chair=WHO, recorder=WHO,
    people=st.lists(st.builds(
        Attendee, TEXT, TEXT, TEXT, st.sampled_from(Stand), st.none() | st.sampled_from(Leave), TEXT, st.booleans(), st.booleans(), COUNT),
        max_size=3).map(tuple),
    guests=st.lists(st.builds(Guest, TEXT, TEXT, TEXT), max_size=2).map(tuple),
    topics=st.lists(st.builds(Topic, TEXT, WHO, st.lists(st.builds(Paper, TEXT, TEXT), max_size=2).map(tuple)), max_size=2).map(tuple),
    speeches=st.lists(st.builds(Speech, WHO, TEXT, TEXT), max_size=2).map(tuple),
    matters=st.lists(st.builds(
        Matter, KEYS, TEXT, st.none() | st.builds(Vote, st.sampled_from(VoteKind), COUNT, COUNT, COUNT, st.booleans(), COUNT, COUNT), WHO, st.none() | DAYS,
        st.none() | DAYS), max_size=2).map(tuple),
    closings=st.lists(st.builds(Closing, KEYS, st.sampled_from(Close), TEXT), max_size=2).map(tuple),
    fields=st.dictionaries(TEXT.filter(bool), TEXT.filter(bool), max_size=3), paper_original=st.booleans(), paper_page=TEXT,
)


@given(ENTRIES)
def test_what_was_written_is_read_back_the_same(entry: Entry) -> None:
    assert from_plain(json.loads(json.dumps(as_plain(entry)))) == entry


def test_what_is_empty_is_left_out() -> None:
    plain = as_plain(Entry(key="abcdefghjkmn", kind=Kind.CHRONICLE, org="one", sittings=(Sitting(date(2026, 11, 20)),)))
    assert plain == {"format": 1, "key": "abcdefghjkmn", "kind": "chronicle", "org": "one", "sittings": [{"on": "2026-11-20"}], "level": "open"}


def changed(**parts: Any) -> dict[str, Any]:
    return {**as_plain(meeting()), **parts}


@pytest.mark.parametrize(("plain", "place"), [
    ([], ""),
    (changed(format=2), "format"),
    (changed(key="../../etc"), "key"),
    (changed(key="ABCDEFGHJKMN"), "key"),
    (changed(kind="election"), "kind"),
    (changed(sittings=[]), "sittings"),
    (changed(sittings=[{"on": "2026-13-01"}]), "sittings.0.on"),
    (changed(sittings=[{"start": "18:30"}]), "sittings.0"),
    (changed(sittings={"on": "2026-11-20"}), "sittings"),
    (changed(people=[{"key": "p", "stand": "asleep"}]), "people.0.stand"),
    (changed(people=[{"key": "p"}]), "people.0"),
    (changed(matters=[{"key": "abcdefghjkmn", "text": "x", "vote": {"kind": "ordinary", "favour": -1}}]), "matters.0.vote.favour"),
    (changed(matters=[{"key": "abcdefghjkmn", "text": "x", "vote": {"kind": "ordinary", "favour": True}}]), "matters.0.vote.favour"),
    (changed(matters=[{"key": "abcdefghjkmn", "text": "x", "vote": {"kind": "election", "favour": 1}}]), "matters.0.vote.kind"),
    (changed(matters=[{"key": "short", "text": "x"}]), "matters.0.key"),
    (changed(title="a\x00b"), "title"),
    (changed(title="字" * 20_001), "title"),
    (changed(fields={"a": 1}), "fields.a"),
    (changed(fields=[]), "fields"),
    (changed(online="yes"), "online"),
    (changed(elected=["somebody"]), ""),
], ids=[
    "no object", "another format", "a path for a key", "capital letters in a key", "a kind that there is not", "no sitting", "a month that there is not",
    "a sitting without a day", "a sitting that is no list", "a stand that there is not", "a person without a stand", "a negative count", "true for a count",
    "an election has no way in", "a short key", "a control character", "a text beyond measure", "a number for words", "a list for words",
    "a word for true", "a field that there is not",
])
def test_what_is_no_entry_is_refused_by_its_place(plain: Any, place: str) -> None:
    with pytest.raises(Malformed) as refused:
        from_plain(plain)
    assert refused.value.place == place


def test_a_key_made_by_rule_is_the_same_for_the_same_and_another_for_another() -> None:
    assert key_from("election", "e1") == key_from("election", "e1") != key_from("election", "e2")
    assert key_from("a", "bc") != key_from("ab", "c")
    assert len(key_from("x")) == 16
