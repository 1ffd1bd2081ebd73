"""How often what is held, and what of it is missing (pure).

A period counts from the book's first day (`record_from`) on; one that began before it is not known, never late. A rule that applies only to
branches with a committee or with groups asks nothing of the others. A group meeting is asked of every group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from leadgoose.ground.statutes.dates import add_months
from leadgoose.recordbook.rules.kinds import Every, Frequency, Kind, kinds
from leadgoose.roster.kinds import BRANCHES, OrgKind

DAY = timedelta(days=1)
OPENS = {Every.MONTH: 10, Every.QUARTER: 30, Every.HALF_YEAR: 45, Every.YEAR: 60}
"""Days before the end of a period from which it stands on the list of what is due."""
STAYS = {Every.MONTH: 31, Every.QUARTER: 92, Every.HALF_YEAR: 184, Every.YEAR: 184}
"""Days for which a missed period stays on that list; the book itself shows it for good."""
MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}


class State(StrEnum):
    """How a period stands on a day."""

    HELD = "held"              # a record is there
    EXCUSED = "excused"        # why it was not held is recorded
    OPEN = "open"              # not over yet, none so far
    MISSED = "missed"          # over, no record
    UNKNOWN = "unknown"        # began before the book's first day
    AHEAD = "ahead"            # not begun


@dataclass(frozen=True, slots=True)
class Branch:
    """What the rules ask of a branch: has it a committee (None: not known), its groups with their first day, since when and until when it exists."""

    key: str
    kind: OrgKind
    committee: bool | None = None
    groups: Mapping[str, date] = field(default_factory=dict)
    set_up_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Local:
    """What a committee set. record_from None: the book does not answer for frequencies. class_every None: no rule. life_until: the month (12, 1, 2, 3)
    by whose end the life meeting and the appraisal of a year are held."""

    record_from: date | None = None
    class_every: Every | None = Every.QUARTER
    life_until: int = 12


@dataclass(frozen=True, slots=True)
class Held:
    """A record: its kind, the day in the period for which it counts, its group."""

    kind: Kind
    counts_on: date
    group: str = ""


@dataclass(frozen=True, slots=True)
class Excused:
    kind: Kind
    first_on: date


@dataclass(frozen=True, slots=True)
class Period:
    """From its first to its last day; due_on: by when it is held, later than its last day only where a setting says so."""

    first: date
    last: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one period asks and how it stands. held: records (for groups: groups that met); needed: how many."""

    kind: Kind
    rule: str
    every: Every
    period: Period
    state: State
    held: int
    needed: int


def frequency(kind: Kind, local: Local) -> Frequency | None:
    """The kind's rule with the committee's value in it; None where nothing is asked."""
    found = kinds()[kind].frequency
    if found is None or found.setting != "class_every":
        return found
    return None if local.class_every is None else Frequency(local.class_every, found.rule, found.needs, found.setting)


def applies(rule: Frequency, branch: Branch) -> bool:
    """Whether the rule asks anything of this branch. A committee that is not known is not asked for its meetings."""
    if branch.kind not in BRANCHES:
        return False
    if rule.needs == "committee":
        return branch.committee is True
    return rule.needs != "groups" or bool(branch.groups)


def periods(every: Every, first: date, last: date) -> Iterator[Period]:
    """All periods that touch the days from first to last, in order."""
    step = MONTHS[every]
    month = (first.month - 1) // step * step + 1
    start = date(first.year, month, 1)
    while start <= last:
        after = add_months(start, step)
        yield Period(start, after - DAY, after - DAY)
        start = after


def expectations(branch: Branch, local: Local, held: Iterable[Held], excused: Iterable[Excused], on: date, first: date, last: date) -> list[Expectation]:
    """What was and is asked of a branch in the periods that touch these days, by kind and then in order."""
    records = list(held)
    reasons = {(one.kind, one.first_on) for one in excused}
    found = []
    for kind in Kind:
        rule = frequency(kind, local)
        if rule is None or not applies(rule, branch):
            continue
        mine = [one for one in records if one.kind is kind]
        for period in periods(rule.every, first, last):
            if _exists(branch, period):
                found.append(_judge(kind, rule, _due(kind, period, local), mine, (kind, period.first) in reasons, branch, local, on))
    return found


def _judge(kind: Kind, rule: Frequency, period: Period, mine: list[Held], excused: bool, branch: Branch, local: Local, on: date) -> Expectation:
    there = [one for one in mine if period.first <= one.counts_on <= period.last]
    groups = rule.needs == "groups"
    asked = {group for group, since in branch.groups.items() if since <= period.first}
    needed = len(asked) if groups else 1
    count = len({one.group for one in there} & (asked or set(branch.groups))) if groups else len(there)
    if count >= needed and count:
        state = State.HELD
    elif excused:
        state = State.EXCUSED
    elif on < period.first:
        state = State.AHEAD
    elif not needed or local.record_from is None or period.first < max(local.record_from, branch.set_up_on or date.min):
        state = State.UNKNOWN
    else:
        state = State.MISSED if on > period.due_on else State.OPEN
    return Expectation(kind, rule.rule, rule.every, period, state, count, needed)


def _due(kind: Kind, period: Period, local: Local) -> Period:
    """The life meeting and the appraisal of a year may as the committee set be held until January, February or March of the next."""
    if kind not in (Kind.LIFE_MEETING, Kind.APPRAISAL) or local.life_until == 12:
        return period
    return Period(period.first, period.last, add_months(date(period.last.year + 1, local.life_until, 1), 1) - DAY)


def _exists(branch: Branch, period: Period) -> bool:
    began = branch.set_up_on is None or branch.set_up_on <= period.last
    return began and (branch.ended_on is None or branch.ended_on > period.last)
