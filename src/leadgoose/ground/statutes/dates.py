"""Calendar rules: months clamped to the month's end, terms of office, standing, deadlines, days known only in part.

All days are plain dates in the committee's own calendar; nothing here asks what day it is. Source: section E5 of the
reference (cases T01-T08), ``elec-reminder-six-months``, ``elec-shift-limit``, ``term-party-committee``, ``term-branch``,
``branch-secretary-qualification``, ``edu-new-secretary-half-year``.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from leadgoose.ground.statutes.shelf import rule
from leadgoose.ground.statutes.verdicts import Number, Reason, Verdict

Body = Literal["committee", "general-branch", "branch"]
_PARTIAL = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


def add_months(day: date, months: int) -> date:
    """The same day of the month so many calendar months on (or back), clamped to that month's last day.

    2024-08-31 - 6 months = 2024-02-29. ValueError beyond the years 1-9999.
    """
    index = day.year * 12 + (day.month - 1) + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_years(day: date, years: int) -> date:
    """The same day so many years on, 29 February clamped to the 28th."""
    return add_months(day, 12 * years)


@dataclass(frozen=True, slots=True)
class Length:
    """The length of a term in years, with the rule that sets it."""

    years: int
    rule: str


def term_length(body: Body, village: bool = False) -> Length:
    """How many years a body is elected for, as a rule; ``village`` means a village or community branch."""
    if body == "committee":
        return Length(rule("term-party-committee").integer("term"), "term-party-committee")
    name = "term_village_community" if village else "term"
    return Length(rule("term-branch").integer(name), "term-branch")


@dataclass(frozen=True, slots=True)
class TermDates:
    """The days of one term. ``expires`` is its last day: the term is expired from the day after."""

    elected: date
    expires: date
    remind: date  # the superior's reminder is due on this day
    earliest: date  # an approved earlier change of term is as a rule not before this day
    latest: date  # an approved postponement is as a rule not beyond this day


def term_dates(elected: date, years: int) -> TermDates:
    """The days of a term that began with an election, counted from the election day (``term-start-date``)."""
    expires = add_years(elected, years)
    shift = rule("elec-shift-limit")
    return TermDates(
        elected=elected,
        expires=expires,
        remind=add_months(expires, -rule("elec-reminder-six-months").integer("lead")),
        earliest=add_months(expires, -shift.integer("max_shift_earlier")),
        latest=add_months(expires, shift.integer("max_shift_later")),
    )


def is_expired(expires: date, on: date) -> bool:
    """Whether a term is over: from the day after its last day."""
    return on > expires


def days_late(due: date, on: date) -> int:
    """How many days past its due day something is: today minus due, 0 on the day and before."""
    return max(0, (on - due).days)


def judge_shift(term: TermDates, to: date) -> Verdict:
    """Whether a change of term on ``to`` keeps within a year of the expiry. Beyond it warns, approved or not (一般)."""
    days: dict[str, Number] = {"expires": term.expires.isoformat(), "to": to.isoformat()}
    if to > term.latest:
        reason = Reason("statutes.shift-too-late", "elec-shift-limit", {**days, "limit": term.latest.isoformat()}, met=False)
    elif to < term.earliest:
        reason = Reason("statutes.shift-too-early", "elec-shift-limit", {**days, "limit": term.earliest.isoformat()}, met=False)
    else:
        reason = Reason("statutes.shift-within", "elec-shift-limit", days)
    return Verdict.of([reason])


def standing_from(full_since: date, years: int | None = None) -> date:
    """The first day with so many years of Party standing; probation does not count, so start from full membership.

    Without ``years`` the one year that a branch secretary needs as a rule.
    """
    return add_years(full_since, rule("branch-secretary-qualification").integer("party_standing") if years is None else years)


def judge_standing(full_since: date, on: date) -> Verdict:
    """Whether a member has the year of standing that a branch secretary has as a rule; short of it warns."""
    reached = standing_from(full_since)
    numbers: dict[str, Number] = {"since": full_since.isoformat(), "reached": reached.isoformat(), "on": on.isoformat()}
    if on >= reached:
        return Verdict.of([Reason("statutes.standing-reached", "branch-secretary-qualification", numbers)])
    numbers["days"] = (reached - on).days
    return Verdict.of([Reason("statutes.standing-short", "branch-secretary-qualification", numbers, met=False)])


def induction_due(in_post_since: date) -> date:
    """The day by which a new secretary has had the induction training, as a rule (half a year)."""
    return add_months(in_post_since, rule("edu-new-secretary-half-year").integer("within"))


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day known to the day, or only to the month: registers write 1998-07 and mean it.

    ValueError for a day that the calendar does not have. ``day`` is None when only the month is known; comparing two
    partial dates is left to ``earliest`` and ``latest``, since 1998-07 is neither before nor after 1998-07-15.
    """

    year: int
    month: int
    day: int | None = None

    def __post_init__(self) -> None:
        date(self.year, self.month, self.day or 1)
        if self.day == 0:
            raise ValueError("day 0")

    @classmethod
    def parse(cls, text: str) -> Self:
        """From ISO text: ``1998-07`` or ``1998-07-05``; ValueError otherwise."""
        match = _PARTIAL.fullmatch(text)
        if match is None or not text.isascii():
            raise ValueError(f"not YYYY-MM or YYYY-MM-DD: {text!r}")
        return cls(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)

    @classmethod
    def of(cls, day: date) -> Self:
        """From a whole day."""
        return cls(day.year, day.month, day.day)

    @property
    def is_whole(self) -> bool:
        """Whether the day is known."""
        return self.day is not None

    def earliest(self) -> date:
        """The first day that it can mean."""
        return date(self.year, self.month, self.day or 1)

    def latest(self) -> date:
        """The last day that it can mean."""
        return date(self.year, self.month, self.day or monthrange(self.year, self.month)[1])

    def isoformat(self) -> str:
        """ISO text as it was known: 1998-07 stays 1998-07."""
        month = f"{self.year:04}-{self.month:02}"
        return month if self.day is None else f"{month}-{self.day:02}"

    def __str__(self) -> str:
        return self.isoformat()
