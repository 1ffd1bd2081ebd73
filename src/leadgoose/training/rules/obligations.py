"""What a year asks of somebody, whatever their gaps (pure): hours, a concentrated course, induction. Each with the rule that asks it.

Sources: edu-secretary-56, edu-member-32, edu-secretary-county-level, edu-new-secretary-half-year. Docs: docs/rules/needs.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from leadgoose.ground.statutes.dates import induction_due
from leadgoose.ground.statutes.shelf import rule
from leadgoose.training.rules.competency import Role
from leadgoose.training.rules.hours import SCALE

SECRETARIES = frozenset({Role.SECRETARY, Role.NEW_SECRETARY, Role.DEMONSTRATION})
LEADING = SECRETARIES | {Role.DEPUTY, Role.MEMBER}
CONCENTRATED_LEVELS = frozenset({"county", "city", "province", "central"})
"""Levels of an organiser whose concentrated course counts (edu-secretary-county-level)."""


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody has had: counted hours of the year (hundredths), a concentrated course in it, induction since the post began."""

    hours: int = 0
    concentrated: bool = False
    inducted: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """What the year still asks: hours (hundredths), whether a concentrated course, the day by which induction ends (None: none is owed)."""

    hours: int
    concentrated: bool
    induction_due: date | None
    late: bool = False


def hours_required(role: Role) -> tuple[int, str]:
    """(hundredths of hours a year, rule) for a role."""
    name = "edu-secretary-56" if role in LEADING else "edu-member-32"
    return rule(name).integer("hours") * SCALE, name


def owed(role: Role, since: date | None, done: Done, year: int, elsewhere: int = 0) -> Owed:
    """What a year asks of somebody in a role.

    since: in the secretary's post since; None: not known, then no induction is owed. elsewhere: hours that the branch's own meetings
    are expected to count. Induction that is late already is still owed, by the end of the year.
    """
    hours = max(0, hours_required(role)[0] - elsewhere - done.hours)
    concentrated = role in SECRETARIES and not done.concentrated
    due = induction_due(since) if role is Role.NEW_SECRETARY and since is not None and not done.inducted else None
    late = due is not None and due < date(year, 1, 1)
    return Owed(hours, concentrated, date(year, 12, 31) if late else due, late)
