"""The year at a glance: each kind that is held by rule, month by month, as a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from leadgoose.recordbook import words
from leadgoose.recordbook.rules.frequency import MONTHS, Expectation, State
from leadgoose.recordbook.rules.kinds import kind_rule


@dataclass(frozen=True, slots=True)
class Square:
    """One period of one kind: how many months it spans, its state, its words, and the period's first day where it may be explained."""

    span: int
    state: str
    text: str
    title: str
    explain: str


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    label: str
    rule: str
    every: str
    squares: tuple[Square, ...]


def rows(expected: tuple[Expectation, ...], on: date) -> list[Row]:
    """A row a kind, its periods of one year in order."""
    found: dict[str, list[Expectation]] = {}
    for one in expected:
        found.setdefault(one.kind, []).append(one)
    return [
        Row(kind, words.word(words.KIND, kind), ones[0].rule, words.word(words.EVERY, ones[0].every), _joined([_square(one, on) for one in ones]))
        for kind, ones in found.items()
    ]


def _joined(squares: list[Square]) -> tuple[Square, ...]:
    """Unknown periods beside each other are one square: what is not known is said once."""
    found: list[Square] = []
    for one in squares:
        if found and one.state == found[-1].state == State.UNKNOWN:
            found[-1] = replace(found[-1], span=found[-1].span + one.span, title=one.text)
        else:
            found.append(one)
    return tuple(found)


def _square(one: Expectation, on: date) -> Square:
    state = words.word(words.PERIOD, one.state)
    text = state
    if one.state is State.HELD and not kind_rule(one.kind).confidential:
        text = str(one.held)
    elif one.needed > 1 and one.held:
        text = f"{one.held}/{one.needed}"
    elif one.state in (State.AHEAD, State.UNKNOWN):
        text = "·" if one.state is State.AHEAD else state
    span = f"{one.period.first.isoformat()}—{one.period.last.isoformat()} {state}"
    explain = one.period.first.isoformat() if one.state is State.MISSED or (one.state is State.OPEN and one.period.last <= on) else ""
    return Square(MONTHS[one.every], one.state, text, span, explain)
