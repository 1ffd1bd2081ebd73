"""Which of the three rights a member has: to vote in elections, to stand, to decide (pure).

Rights are derived on the day they are asked for and never stored (the projection `Present.can_vote` is made from here).
Rules: elec-rights-full-members, elec-rights-probation-in-party, elec-rights-suspended (election-2020 article 5).
"""

from __future__ import annotations

from dataclasses import dataclass

from leadgoose.ground.statutes.verdicts import Reason
from leadgoose.roster.kinds import RestrictionKind, Standing

RULES = {
    RestrictionKind.PROBATION_IN_PARTY: "elec-rights-probation-in-party",
    RestrictionKind.SUSPENDED: "elec-rights-suspended",
}


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One member on one day. `restrictions`: the recorded decisions that hold on that day, None for one whose kind is not opened.

    Sensitive kinds stay sealed where only the answer is needed: whatever the kind, a decision in force suspends all three rights.
    """

    standing: Standing
    restrictions: tuple[RestrictionKind | None, ...] = ()
    died: bool = False


@dataclass(frozen=True, slots=True)
class Rights:
    """The three rights, with every reason against them; no reason: all three."""

    vote: bool
    stand: bool
    decide: bool
    reasons: tuple[Reason, ...] = ()


def derive(facts: MemberFacts) -> Rights:
    """The rights of this member: all three or none, since every rule so far takes all three at once."""
    against = []
    if facts.standing is not Standing.FULL:
        against.append(Reason("roster.rights-probationary", "elec-rights-full-members", met=False))
    for kind in sorted(facts.restrictions, key=lambda one: one or ""):
        if kind is None:
            against.append(Reason("roster.rights-restricted", "elec-rights-probation-in-party", met=False))
        else:
            against.append(Reason(f"roster.rights-{kind.value.replace('_', '-')}", RULES[kind], met=False))
    has = not against and not facts.died
    return Rights(has, has, has, tuple(against))
