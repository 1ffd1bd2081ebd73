"""What a good record would still say (pure): exact times, absent people by name, complete votes, different opinions, more than 大家一致认为.

Hints are shown while writing. They stop nothing, are counted nowhere, and never look at length. Source: the field's guides for minutes; where a
rule of the statutes stands behind one it is named. A device without network says the same (`frontend/hints.js`), from the tables here; what it says
and what this says are held against each other by tests/recordbook/test_offline_hints.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from leadgoose.ground.statutes import rule as statute
from leadgoose.ground.statutes.verdicts import Names
from leadgoose.recordbook.rules.entry import Entry, Stand
from leadgoose.recordbook.rules.kinds import Kind, KindRule, VoteKind
from leadgoose.recordbook.rules.room import Room, votes_of

ALL_AGREE = re.compile(r"(大家|与会(人员|党员|同志)?|與會(人員|黨員|同志)?|全体(党员|同志)?|全體(黨員|同志)?)一致(认为|同意|表示|認為|赞成|贊成)")

WANTED: Mapping[Kind, tuple[str, ...]] = {
    Kind.PARTY_CLASS: ("teacher", "outline"), Kind.THEME_DAY: ("task", "result"), Kind.LIFE_MEETING: ("problems", "corrections"),
    Kind.STUDY: ("material",), Kind.SUPERIOR_VISIT: ("asked",),
}
"""Own fields by which a record of its kind is told from another: who taught what, which task the day served and what came of it, what is to be mended."""


GRADES = ("excellent", "qualified", "basic", "unqualified")
_WHOLE = re.compile(r"[0-9]{1,9}")
RULES: Mapping[str, str] = {
    "chair": "branch-convener", "silent": "branch-meeting-discussion", "criticism": "branch-org-life-steps", "grades": "branch-appraisal",
    "excellent": "branch-appraisal-grades",
}
"""Hints with a rule of the statutes behind them."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that is missing or vague. place: the part of the form; rule: a rule of the statutes, or ""."""

    code: str
    place: str
    numbers: Mapping[str, object] = field(default_factory=dict)
    rule: str = ""


def most_excellent() -> Fraction:
    """The share of those rated who may, as a rule, be excellent."""
    return statute(RULES["excellent"]).fraction("excellent_max")


def hints(entry: Entry, rule: KindRule, heads: Room) -> tuple[Hint, ...]:
    """All hints in the order of the form. Where the paper is the original, only what is typed is asked for."""
    found: list[Hint] = [*_of_people(entry, rule), *_of_votes(entry, heads)]
    if not entry.paper_original:
        found = [*_of_times(entry, rule), *_of_head(entry, rule), *found, *_of_speeches(entry, rule), *_of_matters(entry), *_of_kind(entry)]
    return tuple(found)


def _of_times(entry: Entry, rule: KindRule) -> Iterator[Hint]:
    if not entry.people and not rule.topics:
        return
    for one in entry.sittings:
        if one.start is None or one.end is None:
            yield Hint("times", "head")
            return


def _of_head(entry: Entry, rule: KindRule) -> Iterator[Hint]:
    if not rule.members_only:
        return
    if not entry.chair.name:
        yield Hint("chair", "head", rule=RULES["chair"])
    if not entry.recorder.name:
        yield Hint("recorder", "head")
    if not entry.title.strip():
        yield Hint("title", "head")


def _of_people(entry: Entry, rule: KindRule) -> Iterator[Hint]:
    unsaid = Names(one.name for one in entry.people if one.expected and one.stand is Stand.UNSAID)
    if unsaid:
        yield Hint("unsaid", "people", {"names": unsaid, "n": len(unsaid)})
    leave = Names(one.name for one in entry.people if one.stand is Stand.LEAVE and one.reason is None and not one.note)
    if leave:
        yield Hint("leave", "people", {"names": leave})
    if rule.members_only and not any(one.expected for one in entry.people):
        yield Hint("nobody", "people")


def _of_votes(entry: Entry, heads: Room) -> Iterator[Hint]:
    there = votes_of(entry, heads)
    for number, matter in enumerate(entry.matters, 1):
        vote = matter.vote
        if vote is None:
            continue
        told = vote.favour + vote.against + vote.abstain
        if told < there:
            yield Hint("votes", "matters", {"matter": number, "told": told, "there": there, "short": there - told})
        if vote.kind is VoteKind.ADMISSION and not vote.secret:
            yield Hint("secret", "matters", {"matter": number})


def _of_speeches(entry: Entry, rule: KindRule) -> Iterator[Hint]:
    if not rule.speeches or not rule.members_only:
        return
    dissent = sum(one.vote.against + one.vote.abstain for one in entry.matters if one.vote is not None)
    if dissent and not any(one.differs.strip() for one in entry.speeches):
        yield Hint("differs", "speeches", {"n": dissent})
    if not entry.speeches:
        yield Hint("silent", "speeches", rule=RULES["silent"] if any(one.vote is not None for one in entry.matters) else "")
    if any(ALL_AGREE.search(text) for text in _texts(entry)):
        yield Hint("all-agree", "speeches")
    unnamed = sum(not one.who.name.strip() for one in entry.speeches)
    if unnamed:
        yield Hint("unnamed", "speeches", {"n": unnamed})


def _texts(entry: Entry) -> Iterator[str]:
    for one in entry.speeches:
        yield one.point
    for matter in entry.matters:
        yield matter.text
    yield from entry.fields.values()


def _of_matters(entry: Entry) -> Iterator[Hint]:
    for number, matter in enumerate(entry.matters, 1):
        if matter.owner.name and matter.due_on is None:
            yield Hint("no-day", "matters", {"matter": number})
        elif matter.due_on is not None and not matter.owner.name:
            yield Hint("no-owner", "matters", {"matter": number})


def _of_kind(entry: Entry) -> Iterator[Hint]:
    told = entry.fields
    missing = tuple(code for code in WANTED.get(entry.kind, ()) if not told.get(code, "").strip())
    if missing:
        yield Hint("own", "fields", {"fields": missing})
    if entry.kind is Kind.LIFE_MEETING and not told.get("criticism", "").strip():
        yield Hint("criticism", "fields", rule=RULES["criticism"])
    if entry.kind is Kind.AREA_ACTIVITY and not (told.get("before") and told.get("after")):
        yield Hint("figures", "fields")
    if entry.kind is Kind.APPRAISAL:
        yield from _of_appraisal(told)


def _of_appraisal(told: Mapping[str, str]) -> Iterator[Hint]:
    """Whole numbers only: 3 × excellent ≤ rated."""
    counts = {name: int(told[name]) for name in ("rated", *GRADES) if _WHOLE.fullmatch(told.get(name, ""))}
    rated = counts.get("rated")
    if rated is None or len(counts) < 5:
        yield Hint("grades", "fields", rule=RULES["grades"])
        return
    total = sum(counts[name] for name in GRADES)
    if total != rated:
        yield Hint("grades-sum", "fields", {"total": total, "rated": rated})
    share = most_excellent()
    if counts["excellent"] * share.denominator > rated * share.numerator:
        most = rated * share.numerator // share.denominator
        yield Hint("excellent", "fields", {"excellent": counts["excellent"], "rated": rated, "most": most}, RULES["excellent"])
