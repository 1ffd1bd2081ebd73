"""May a person be forgotten now? (pure)

Not while they belong, hold a post, stand in an election, wait for an answer or can sign in. For the sake of time only when the committee's years are
over; at the person's own wish, or where they should never have been entered, without waiting. Source: ``pipl-retention``, ``pipl-rights``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from leadgoose.ground.statutes.dates import add_months


class Bar(StrEnum):
    """What keeps somebody from being forgotten; words in `rights.words`."""

    MEMBER = "member"
    POST = "post"
    ELECTION = "election"
    OBJECTION = "objection"
    ACCOUNT = "account"
    TOO_EARLY = "too_early"
    UNKNOWN = "unknown"            # nobody knows since when they are gone
    GONE = "gone"                  # they are forgotten already


@dataclass(frozen=True, slots=True)
class Facts:
    """How somebody stands. left_on: the first day on which they belonged to no branch, or the day of death; None: not known."""

    member: bool
    post: bool
    election: bool
    objection: bool
    account: bool
    left_on: date | None
    gone: bool = False


def until(left_on: date, years: int) -> date:
    """The last day on which what is held of somebody who left is kept; to be forgotten from the day after."""
    return add_months(left_on, 12 * years)


def bars(facts: Facts, *, expired: bool, years: int, on: date) -> tuple[Bar, ...]:
    """Everything that keeps the person from being forgotten. expired: the ground is that the time is over."""
    found = [bar for bar, holds in (
        (Bar.GONE, facts.gone), (Bar.MEMBER, facts.member), (Bar.POST, facts.post), (Bar.ELECTION, facts.election),
        (Bar.OBJECTION, facts.objection), (Bar.ACCOUNT, facts.account),
    ) if holds]
    if expired and not facts.member and not facts.gone:
        if facts.left_on is None:
            found.append(Bar.UNKNOWN)
        elif on <= until(facts.left_on, years):
            found.append(Bar.TOO_EARLY)
    return tuple(found)
