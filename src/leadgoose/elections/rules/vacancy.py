"""Are the posts open that a by-election is to fill? As the register has them; where it names a holder, somebody says why all the same (pure).

No text forbids to prepare a by-election before the holder has left: a by-election presupposes a vacancy (``elec-vacancy-by-election``, 一般), so a
post that is held warns and is cleared with a recorded reason. A vacancy is filled in time (``branch-vacancy``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from leadgoose.elections.rules.posts import COMMITTEE, DEPUTY, SECRETARY
from leadgoose.ground.statutes.verdicts import Names, Number, Reason, Verdict

RULE, OPEN = "elec-vacancy-by-election", "branch-vacancy"


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who leads now. approved: the seats of the committee that the superior approved, None where not known; members: people who sit on it, those
    who lead it included; secretaries, deputies: by name, as the register has them."""

    approved: int | None = None
    members: int = 0
    secretaries: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()

    @property
    def open_seats(self) -> int | None:
        """Approved seats that nobody holds; None where the approved number is not known."""
        return None if self.approved is None else max(0, self.approved - self.members)


def judge(sitting: Sitting, posts: Collection[str], seats: int | None) -> Verdict:
    """Whether what a by-election fills is open. posts: out of rules.posts; seats: how many of the committee it is to fill."""
    return Verdict.of(_reasons(sitting, posts, seats))


def _reasons(sitting: Sitting, posts: Collection[str], seats: int | None) -> Iterator[Reason]:
    if COMMITTEE in posts and seats is not None:
        yield _seats(sitting, seats)
    for post, holders in ((SECRETARY, sitting.secretaries), (DEPUTY, sitting.deputies)):
        if post in posts and holders:
            yield Reason(f"elections.{post}-held", RULE, {"names": Names(holders)}, met=False)
        elif post in posts:
            yield Reason(f"elections.{post}-open", OPEN)


def _seats(sitting: Sitting, seats: int) -> Reason:
    if sitting.approved is None:
        return Reason("elections.seats-approved-unknown", OPEN, {"members": sitting.members, "seats": seats})
    there = sitting.open_seats or 0
    numbers: dict[str, Number] = {"approved": sitting.approved, "members": sitting.members, "open": there, "seats": seats}
    if seats > there:
        return Reason("elections.seats-not-open", RULE, numbers, met=False)
    return Reason("elections.seats-open", OPEN, numbers)
