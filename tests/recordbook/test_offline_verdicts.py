"""The browser's verdicts are the rules': the same numbers give the same sentences, for every small meeting and for the thresholds of large ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import leadgoose
from leadgoose.ground.statutes import say
from leadgoose.ground.statutes.verdicts import Verdict
from leadgoose.recordbook.rules.entry import Vote
from leadgoose.recordbook.rules.kinds import Expected, VoteKind, kinds
from leadgoose.recordbook.rules.room import Room, before, judge, quorum
from leadgoose.recordbook.web import offline_words

SOURCE = Path(leadgoose.__file__).parent / "recordbook/frontend/verdict.js"
RUN = """([source, config, cases]) => {
    const made = new Function(source.replaceAll("export ", "") + "; return { before, quorum, judge, headsOf };")();
    const said = (one) => config.sentences[one.code].replace(/\\{(\\w+)\\}/g, (whole, name) => String(one.numbers[name]));
    return cases.map(([what, ...given]) => {
        if (what === "before") return made.before(...given, config.rules).map(said);
        if (what === "heads") return made.headsOf(...given);
        if (what === "quorum") { const one = made.quorum(...given, config.rules); return one && [one.met, said(one)]; }
        const told = made.judge(...given, config.rules);
        return [told.ok, told.reasons.map((one) => [one.met, said(one)])];
    });
}"""


def rooms() -> Iterator[Room]:
    for voters in (0, 1, 2, 3, 4, 5, 7, 8, 19, 20, 21, 99, 100):
        for present in sorted({0, 1, voters // 2 - 1, voters // 2, voters // 2 + 1, (voters + 1) // 2, voters} & set(range(voters + 1))):
            yield Room(voters + 2, min(present + 1, voters + 2), voters, present)


def votes() -> Iterator[tuple[Room, Vote]]:
    for room in rooms():
        half = room.expected // 2
        for favour in sorted({0, 1, half - 1, half, half + 1, room.voters // 2, room.voters // 2 + 1, room.voters} & set(range(room.expected + 1))):
            for kind in VoteKind:
                for written in (0, 2) if kind is VoteKind.ADMISSION else (0,):
                    yield room, Vote(kind, favour, written_favour=written)


def heads(one: Room) -> dict[str, int]:
    return {"expected": one.expected, "present": one.present, "voters": one.voters, "votersPresent": one.voters_present}


def told(one: Verdict) -> list[Any]:
    return [one.ok, [[reason.met, say(reason)] for reason in one.reasons]]


@pytest.mark.once
@pytest.mark.django_db
def test_the_same_numbers_give_the_same_verdicts_in_the_same_words(browser: Browser) -> None:
    cases: list[list[Any]] = []
    wanted: list[Any] = []
    for rule in kinds().values():
        for expected in (0, 1, 2, 3, 4, 7, 20, 25):
            cases.append(["before", list(rule.votes), expected, max(0, expected - 1)])
            wanted.append([say(one) for one in before(rule, expected, max(0, expected - 1))])
    for room in rooms():
        for rule in kinds().values():
            if rule.votes or rule.expected is Expected.COMMITTEE:
                verdict = quorum(rule, room)
                assert verdict is not None
                cases.append(["quorum", rule.expected.value, list(rule.votes), heads(room)])
                wanted.append([verdict.ok, say(verdict.reasons[0])])
    for room, vote in votes():
        cases.append(["judge", {"kind": vote.kind.value, "favour": vote.favour, "written_favour": vote.written_favour}, heads(room)])
        wanted.append(told(judge(vote, room)))
    cases.append(["heads", [{"expected": True, "voter": True, "there": True}, {"expected": True, "voter": False, "there": True},
                            {"expected": True, "voter": True, "there": False}, {"expected": False, "voter": True, "there": True}]])
    wanted.append({"expected": 3, "present": 2, "voters": 2, "votersPresent": 1})

    page = browser.new_page()
    found = page.evaluate(RUN, [SOURCE.read_text("utf-8"), offline_words.config(), cases])
    page.close()
    assert len(cases) > 1500
    assert [(case, want, got) for case, want, got in zip(cases, wanted, found, strict=True) if want != got] == []


@pytest.mark.once
@pytest.mark.django_db
def test_every_sentence_that_a_verdict_may_need_is_on_the_page() -> None:
    sentences = offline_words.config()["sentences"]
    for room, vote in votes():
        assert all(one.code in sentences for one in judge(vote, room).reasons)
    for rule in kinds().values():
        assert all(one.code in sentences for one in before(rule, 20, 20))


@pytest.mark.once
@pytest.mark.django_db
def test_what_never_goes_offline_is_not_even_a_kind_of_the_page() -> None:
    named = {one["kind"] for one in offline_words.config()["kinds"]}
    assert {"talk", "help_visit", "election_meeting"} & named == set() and len(named) == len(kinds()) - 3
