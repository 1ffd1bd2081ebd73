"""What the browser hints at without network is what the rules hint at: the same entries give the same sentences with the same rules behind them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import leadgoose
from leadgoose.recordbook import words
from leadgoose.recordbook.rules.devices import offline_kinds
from leadgoose.recordbook.rules.entry import Attendee, Entry, Leave, Matter, Named, Sitting, Speech, Stand, Vote, as_plain
from leadgoose.recordbook.rules.hints import hints
from leadgoose.recordbook.rules.kinds import FieldKind, Kind, KindRule, VoteKind, kind_rule
from leadgoose.recordbook.rules.room import room
from leadgoose.recordbook.web import offline_words
from recordbook.writing import HELD, key

SOURCE = Path(leadgoose.__file__).parent / "recordbook/frontend/hints.js"
RUN = """([source, config, cases]) => {
    const { hintsOf, hintWords } = new Function(source.replaceAll("export ", "") + "; return { hintsOf, hintWords };")();
    return cases.map(([name, entry, heads]) => {
        const kind = config.kinds.find((one) => one.kind === name);
        return hintsOf(entry, kind, heads, config.hints).map((one) => [one.code, hintWords(one, kind, config.hints), one.rule]);
    });
}"""
TEXTS = ("", " ", "讨论冬防保温", "大家一致认为很好", "与会黨員一致同意", "全体党员一致赞成", "一致通过")
NUMBERS = ("", "0", "3", "6", "9", "9.5", "12")


def entries(dice: random.Random) -> Iterator[Entry]:
    """Of each kind that goes offline as many as make each of its hints appear and stay away."""
    for kind in offline_kinds():
        for _each in range(60):
            yield _entry(kind_rule(kind), dice)


def _entry(rule: KindRule, dice: random.Random) -> Entry:
    def who() -> Named:
        return dice.choice((Named(), Named("甲", "a"), Named("外人")))

    fields = {one.code: dice.choice(NUMBERS if one.kind is FieldKind.NUMBER else TEXTS) for one in rule.fields}
    return Entry(
        key("offline"), rule.kind, "one",
        tuple(Sitting(HELD, dice.choice((None, time(18, 30))), dice.choice((None, time(19)))) for _each in range(dice.choice((1, 1, 2)))),
        title=dice.choice(TEXTS), chair=who(), recorder=who(), people=tuple(_people(dice)), paper_original=dice.random() < 0.1,
        speeches=tuple(Speech(who(), dice.choice(TEXTS), dice.choice(("", "", "太急"))) for _each in range(dice.randrange(3))) if rule.speeches else (),
        matters=tuple(_matter(rule, dice, who(), row) for row in range(dice.randrange(3))) if rule.matters else (),
        fields={code: text for code, text in fields.items() if text},
    )


def _people(dice: random.Random) -> Iterator[Attendee]:
    for letter in "abcdef"[: dice.randrange(7)]:
        stand = dice.choice((Stand.PRESENT, Stand.PRESENT, Stand.PRESENT, Stand.LEAVE, Stand.ABSENT, Stand.UNSAID, Stand.OBSERVER, Stand.ONLINE))
        reason = dice.choice((None, Leave.TRIP)) if stand is Stand.LEAVE else None
        yield Attendee(letter, f"名{letter}", "one", stand, reason, dice.choice(("", "", "家里有事")), stand is not Stand.OBSERVER, dice.random() < 0.8)


def _matter(rule: KindRule, dice: random.Random, owner: Named, row: int) -> Matter:
    vote = None
    if rule.votes and dice.random() < 0.7:
        vote = Vote(dice.choice(rule.votes), dice.randrange(6), dice.randrange(2), dice.randrange(2), dice.random() < 0.5)
    return Matter(key("matter", row), dice.choice(TEXTS), vote, owner, dice.choice((None, date(2026, 12, 10))))


@pytest.mark.once
@pytest.mark.django_db
def test_the_same_entries_give_the_same_hints_in_the_same_words(browser: Browser) -> None:
    cases: list[list[Any]] = []
    wanted: list[list[list[str]]] = []
    for entry in entries(random.Random(6)):
        heads = room(entry)
        told = {"expected": heads.expected, "present": heads.present, "voters": heads.voters, "votersPresent": heads.voters_present}
        cases.append([entry.kind.value, as_plain(entry), told])
        wanted.append([[one.code, words.hint(one), one.rule] for one in hints(entry, kind_rule(entry.kind), heads)])
    page = browser.new_page()
    found = page.evaluate(RUN, [SOURCE.read_text("utf-8"), offline_words.config(), cases])
    page.close()
    assert [(case, want, got) for case, want, got in zip(cases, wanted, found, strict=True) if want != got] == []
    assert {one[0] for each in wanted for one in each} == words.HINTS, "every hint was among them"


@pytest.mark.once
@pytest.mark.django_db
def test_every_rule_behind_a_hint_is_cited_on_the_page() -> None:
    told = offline_words.config()["hints"]
    assert set(told["cited"]) == set(told["rules"].values()) and all(told["cited"].values())
    assert set(told["words"]) == words.HINTS
    assert VoteKind.ORDINARY in kind_rule(Kind.MEMBER_MEETING).votes
