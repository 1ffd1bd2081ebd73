"""Which decisions on the way are the superior's to look at again? Warnings that were cleared, and what a rule leaves to the chair (pure).

Nothing here stops anything: a doubt is shown, reviewed and answered. Sources: the rule of each reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leadgoose.elections.rules.procedure import procedure
from leadgoose.elections.rules.stages import ElectionFacts, Record
from leadgoose.ground.statutes.verdicts import Reason

OF_THE_CHAIR = frozenset({
    "elections.revote-elected-below-half", "elections.one-entry-signed", "elections.one-left-to-watch", "elections.close-to-seats",
    "elections.came-after-ballots", "elections.left-after-ballots", "elections.order-by-hand", "elections.gap-printed-explained",
    "elections.gap-issued-explained", "elections.gap-returned-explained", "elections.by-election-equal-agreed", "elections.seats-unusual",
    "elections.issued-too-many",
})
"""Reasons that tell of a decision somebody took where the text leaves room, met or not."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One decision to look at: at which stage, which code; the reason where a rule spoke, the words where a warning was cleared."""

    stage: str
    code: str
    rule: str
    reason: Reason | None = None
    cleared: str = ""


def doubts(facts: ElectionFacts) -> tuple[Doubt, ...]:
    """All of an election, in the order of its stages, each code of a stage once."""
    found: dict[tuple[str, str], Doubt] = {}
    order = [*procedure().stages, *procedure().sides]
    for key in sorted(facts.records, key=order.index):
        if facts.records[key].done:
            for one in _of(key, facts.records[key]):
                found.setdefault((one.stage, one.code), one)
    return tuple(found.values())


def _of(key: str, record: Record) -> Iterator[Doubt]:
    reasons = {reason.code: reason for verdict in record.judged.values() for reason in verdict.reasons}
    for code, words in record.cleared.items():
        if words.strip():
            reason = reasons.get(code)
            yield Doubt(key, code, reason.rule if reason is not None else _rule(code), reason, words)
    for code, reason in reasons.items():
        if code in OF_THE_CHAIR:
            yield Doubt(key, code, reason.rule, reason)


def _rule(code: str) -> str:
    """The rule of an item or of a stage that was gone without."""
    told, name = procedure(), code.removeprefix("elections.")
    if name.startswith("before-"):
        return told.stages[name.removeprefix("before-")].rule
    item = told.items.get(name.removeprefix("item-"))
    return item.rule if item is not None else ""
