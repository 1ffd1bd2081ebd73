"""What every stage is typed with, and how it is kept or recorded: the same for all acts of the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import LONGEST, Told, prepare_step, record_step
from leadgoose.elections.models import Step
from leadgoose.elections.queries.course import Course
from leadgoose.elections.rules import stages
from leadgoose.elections.rules.procedure import needs, procedure
from leadgoose.elections.rules.stages import ElectionFacts
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.statutes.texts import Strength
from leadgoose.ground.statutes.verdicts import Verdict

BY_COUNT = frozenset({"seats-decided", "deputy-voted", "leaders-elected"})
"""Items that only the count can say, whoever ticks them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The day, the paper, the items said to be so, reasons for warnings by code; out: said before and not any more.

    only_keep: the stage is prepared, not done.
    """

    on: date
    paper_no: str = ""
    signer: str = ""
    ticked: frozenset[str] = frozenset()
    cleared: Mapping[str, str] = field(default_factory=dict)
    out: frozenset[str] = frozenset()
    only_keep: bool = False


@dataclass(frozen=True, slots=True)
class More:
    """What an act adds to the entry: items it found to be so or not, verdicts, facts, words; typed: how many fields of its own."""

    found: Mapping[str, bool] = field(default_factory=dict)
    judged: Mapping[str, Verdict] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    typed: int = 0
    filled: int = 0


def enter(course: Course, key: str, entry: Entry, more: More, *, by: Actor, at: datetime) -> Step:
    """Keep or record a stage. Items that the election does not ask for are passed over."""
    told = told_of(course, key, entry, more)
    if entry.only_keep:
        return prepare_step(course.election, key, told, by=by, at=at)
    return record_step(course.election, key, entry.on, told, by=by, at=at)


def told_of(course: Course, key: str, entry: Entry, more: More) -> Told:
    """The entry and what the act found, as the shared moves take it."""
    step = procedure().stages.get(key) or procedure().sides[key]
    facts = course.facts
    asked = {one.key: one.judged for one in needs(facts.kind, step, facts.traits)}
    so = {item for item, holds in more.found.items() if holds}
    ticked = frozenset(one for one in (entry.ticked | so) - BY_COUNT if asked.get(one) is False and more.found.get(one, True))
    out = entry.out | {item for item, holds in more.found.items() if not holds}
    judged = {item: verdict for item, verdict in more.judged.items() if asked.get(item)}
    cleared, settled = _wanted(facts, key, judged, entry.cleared)
    return Told(
        paper_no=short(entry.paper_no, "paper_no", 60), signer=short(entry.signer, "signer", 40), ticked=ticked, judged=judged, cleared=cleared,
        out=frozenset(out) | settled, facts=more.facts, words={name: text for name, text in more.words.items() if text},
        typed=1 + bool(entry.paper_no) + bool(entry.signer) + len(ticked) + len(cleared) + more.typed, filled=more.filled + len(judged) + len(so),
    )


def _wanted(facts: ElectionFacts, key: str, judged: Mapping[str, Verdict], cleared: Mapping[str, str]) -> tuple[dict[str, str], frozenset[str]]:
    """Of the reasons written those that something asks for: unmet warnings that no earlier stage cleared already. And the codes of reasons kept
    before that nothing asks for any more."""
    try:
        ready = stages.prepare(facts, key, judged=judged)
    except stages.NotOpenError:
        return dict(cleared), frozenset()
    own = facts.records[key].cleared if key in facts.records else {}
    items = stages.checklist(key, ready) if key in procedure().stages else stages.side_items(key, ready)
    asked = {one.code for one in items if not one.met and one.strength is Strength.GENERAL and (one.code in own or not one.cleared_with_reason)}
    return {code: reason for code, reason in cleared.items() if code in asked}, frozenset(own) - asked


def short(text: str, field: str, most: int = LONGEST) -> str:
    """Words of one line; refused when too long."""
    text = " ".join(text.split())
    if len(text) > most:
        raise Refusal(_("太长，最多 %(most)s 个字。") % {"most": most}, field)
    return text


def whole(value: int | None, least: int, most: int, field: str) -> int:
    """A number within bounds."""
    if value is None or not least <= value <= most:
        raise Refusal(_("请填 %(least)s 至 %(most)s 的整数。") % {"least": least, "most": most}, field)
    return value


def not_before(day: date, before: date | None, field: str) -> None:
    if before is not None and day < before:
        raise Refusal(_("日期 %(day)s 早于 %(before)s，请核对。") % {"day": day.isoformat(), "before": before.isoformat()}, field)


def done_on(course: Course, key: str) -> date | None:
    """The day of a stage that is done here; None otherwise."""
    record = course.facts.records.get(key)
    return record.on if record is not None else None
