"""Does a show of hands pass? The numbers that the chair declares, against those who must agree.

The members' meeting decides by more than half of those EXPECTED, as any resolution; a committee by more than half of its
MEMBERS. Hands are counted in the room, so no more can be raised than there are people. Sources: ``branch-meeting-vote``,
``elec-method-adopted``, ``elec-quorum-exclusions-approval``, ``elec-supervisor``, ``elec-supervisor-plenary``.
"""

from dataclasses import dataclass

from leadgoose.elections.rules.tally import Refusal
from leadgoose.ground.statutes.verdicts import Number, Reason, Verdict
from leadgoose.ground.statutes.votes import RESOLUTION_MAJORITY, Committee, Expected, resolves


@dataclass(frozen=True, slots=True)
class Hands:
    """What was counted: for, against, abstained."""

    favour: int
    against: int = 0
    abstain: int = 0

    @property
    def raised(self) -> int:
        """How many people raised a hand or said that they abstain."""
        return self.favour + self.against + self.abstain


def judge(hands: Hands, base: Expected | Committee, in_room: int) -> Verdict | Refusal:
    """Whether the meeting agrees; ``in_room``: holders of the right who are there, or who could be where nobody counted them yet."""
    if min(hands.favour, hands.against, hands.abstain) < 0:
        return Refusal(("negative-number",))
    if hands.raised > in_room:
        return Refusal(("hands-exceed-present",))
    return resolves(hands.favour, base) if isinstance(base, Expected) else _committee(hands.favour, base)


def need(base: Expected | Committee) -> int:
    """How many must agree."""
    return RESOLUTION_MAJORITY.least(base.heads)


def _committee(favour: int, committee: Committee) -> Verdict:
    least = need(committee)
    numbers: dict[str, Number] = {"members": committee.heads, "favour": favour, "need": least}
    met = favour >= least
    numbers["above" if met else "short"] = abs(favour - least)
    code = "elections.hands-of-committee" if met else "elections.hands-of-committee-short"
    return Verdict(met, (Reason(code, "elec-supervisor-plenary", numbers, met),))
