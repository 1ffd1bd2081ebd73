"""Talks and help visits: sealed, read only by those whom the role table names, and never without a trace; never listed to others."""

from __future__ import annotations

import pytest

from cast import NOW, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.journal.models import Entry as Journal
from leadgoose.ground.vault.actions import Destroyed, destroy
from leadgoose.recordbook.actions import enter
from leadgoose.recordbook.actions.reading import open_confidential
from leadgoose.recordbook.models import Attendance, Record, RecordText, Version
from leadgoose.recordbook.queries.reading import reader_of
from leadgoose.recordbook.queries.search import Question, find
from leadgoose.recordbook.rules.entry import Entry, Named
from leadgoose.recordbook.rules.kinds import Kind, Level
from recordbook.writing import arrival, key, meeting

SAID = "家里老人住院，希望调一次班"


def talk(level: Level = Level.INNER, **more: object) -> Entry:
    return meeting(
        key=key(), kind=Kind.TALK, title="", level=level, people=(), speeches=(), matters=(), chair=Named("单志强", "p-secretary"),
        fields={"partner": "查晓明", "partner_key": "p-member", "said": SAID}, **more,
    )


def put(cast: Cast, entry: Entry, by: str = "secretary") -> Version:
    return enter(entry, arrival(), by=cast.actor(by), at=NOW).version


def test_no_word_of_a_talk_stands_in_clear_anywhere(cast: Cast) -> None:
    version = put(cast, talk())
    assert (version.content, version.sealed_for) == ({}, "p-member") and SAID not in version.content_sealed
    row = Record.objects.get()
    assert (row.title, row.expected, row.present) == ("", None, None)
    assert not Attendance.objects.exists() and not RecordText.objects.exists()
    entry = Journal.objects.get(act="RecordEntered")
    assert set(entry.facts) == {"record", "kind", "version", "truth", "channel", "held", "level"} and entry.sealed == {}


def test_a_talk_without_a_member_is_sealed_for_the_branch(cast: Cast) -> None:
    assert put(cast, meeting(**{**vars_of(talk()), "fields": {"partner": "家属", "said": SAID}})).sealed_for == "one"


def test_no_key_is_made_for_somebody_whom_the_register_does_not_know(cast: Cast) -> None:
    told = {"partner": "某人", "partner_key": "x" * 100, "said": SAID}
    assert put(cast, meeting(**{**vars_of(talk()), "fields": told})).sealed_for == "one"


def vars_of(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in Entry.__slots__ if name not in {"fields"}}


@pytest.mark.parametrize(("level", "by", "opens"), [
    (Level.INNER, "secretary", True), (Level.INNER, "committee_member", True), (Level.INNER, "clerk", True), (Level.INNER, "envoy", False),
    (Level.INNER, "reader", False), (Level.INNER, "member", False), (Level.INNER, "new_secretary", False), (Level.SECRET, "secretary", True),
    (Level.SECRET, "committee_member", False), (Level.SECRET, "clerk", False), (Level.SECRET, "outsider", False),
])
def test_who_opens_it_stands_in_the_journal_and_nobody_else_opens_it(cast: Cast, level: Level, by: str, opens: bool) -> None:
    version = put(cast, talk(level))
    if not opens:
        with pytest.raises(Denied):
            open_confidential(version, by=cast.actor(by), at=NOW)
        assert not Journal.objects.filter(act="ConfidentialOpened").exists()
        return
    opened = open_confidential(version, by=cast.actor(by), at=NOW)
    assert opened.entry.fields["said"] == SAID
    trace = Journal.objects.get(act="ConfidentialOpened")
    assert (trace.by, trace.org_key, trace.facts) == (by, "one", {"record": version.record.key, "version": 1, "level": level.value})


def test_whoever_typed_a_secret_in_may_read_it_again(cast: Cast) -> None:
    version = put(cast, talk(Level.SECRET), by="clerk")
    assert open_confidential(version, by=cast.actor("clerk"), at=NOW).entry.fields["said"] == SAID


@pytest.mark.parametrize(("by", "place", "seen"), [
    ("secretary", "one", 3), ("committee_member", "one", 2), ("clerk", "committee", 2), ("envoy", "committee", 1), ("reader", "committee", 1),
])
def test_what_the_reader_may_not_open_is_neither_listed_nor_counted_nor_found(cast: Cast, by: str, place: str, seen: int) -> None:
    put(cast, talk())
    put(cast, talk(Level.SECRET))
    put(cast, meeting())
    organisation = cast.organisations[place]
    reader = reader_of(cast.actor(by), organisation.path.strip("/").split("/"))
    found = find(organisation, reader, Question(own=False))
    assert (len(found.hits), found.total) == (seen, seen)
    assert find(organisation, reader, Question("老人住院", own=False)).total == 0


def test_with_the_persons_key_the_talk_is_gone_and_its_head_stays(cast: Cast) -> None:
    version = put(cast, talk())
    destroy("p-member", NOW)
    with pytest.raises(Destroyed):
        open_confidential(version, by=cast.actor("secretary"), at=NOW)
    assert Record.objects.get().kind == "talk"
    assert not Journal.objects.filter(act="ConfidentialOpened").exists()
