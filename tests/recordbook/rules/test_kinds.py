"""The kinds are data: all of them are there, each has words, and what they say fits together."""

from __future__ import annotations

import pytest

from leadgoose.ground.statutes import rule
from leadgoose.recordbook import words
from leadgoose.recordbook.papers import sheets
from leadgoose.recordbook.rules.entry import Leave, Stand
from leadgoose.recordbook.rules.kinds import Every, Expected, FieldKind, Kind, Level, VoteKind, kind_rule, kinds
from leadgoose.recordbook.rules.truth import Channel, Truth

KINDS = list(Kind)


def test_every_kind_of_the_record_book_is_there() -> None:
    assert len(kinds()) == len(Kind) == 17


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_fits_together(kind: Kind) -> None:
    found = kind_rule(kind)
    assert not (found.votes and found.sittings), "a vote is completed in one meeting"
    assert not found.votes or found.matters
    assert not found.confidential or not (found.topics or found.speeches or found.matters or found.sittings)
    assert found.frequency is None or rule(found.frequency.rule).parameter("frequency").value == 1
    assert not found.hours or "hours" in {one.code for one in found.fields}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_and_its_fields_have_words_on_pages_and_papers(kind: Kind) -> None:
    found = kind_rule(kind)
    assert words.KIND[kind] and sheets.KIND[kind]
    for one in found.fields:
        assert words.FIELD[one.code] and sheets.FIELD[one.code]
        assert set(one.choices) <= set(words.CHOICE) == set(sheets.CHOICE)
        assert (one.kind is FieldKind.CHOICE) == bool(one.choices)


def test_elections_are_no_vote_of_this_book() -> None:
    assert {one.value for one in VoteKind} == {"ordinary", "admission", "committee"}
    assert kind_rule(Kind.ELECTION_MEETING).votes == ()


def test_talks_and_help_visits_are_confidential_and_nothing_else() -> None:
    assert {kind for kind in Kind if kind_rule(kind).confidential} == {Kind.TALK, Kind.HELP_VISIT}
    assert kind_rule(Kind.TALK).expected is Expected.CHOSEN


def test_every_code_has_words() -> None:
    for codes, table in (
        (Stand, words.STAND), (Leave, words.LEAVE), (Level, words.LEVEL), (Level, words.LEVEL_HINT), (Truth, words.TRUTH), (Channel, words.CHANNEL),
        (VoteKind, words.VOTE), (Every, words.EVERY), (Leave, sheets.LEAVE), (Truth, sheets.TRUTH), (Channel, sheets.CHANNEL),
    ):
        assert set(codes) == set(table)   # type: ignore[call-overload]
