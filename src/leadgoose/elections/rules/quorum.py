"""May this meeting elect? Four fifths of the expected, and what the expected number is made of."""

from leadgoose.ground.statutes.verdicts import Reason, Verdict
from leadgoose.ground.statutes.votes import Committee, Expected, Present, may_elect, may_elect_in_committee


def judge(present: Present, base: Expected | Committee, excluded: int = 0, others: int = 0) -> Verdict:
    """Whether the meeting may elect.

    ``base``: those expected (exclusions already taken off) or the committee that elects. ``excluded``: how many were left
    out with the superior's consent and the meeting's vote. ``others``: persons in the room without the right to vote.
    """
    verdict = may_elect(present, base) if isinstance(base, Expected) else may_elect_in_committee(present, base)
    more: list[Reason] = []
    if excluded:
        more.append(Reason("elections.exclusions", "elec-quorum-exclusions", {"excluded": excluded, "expected": base.heads}))
    if not verdict.ok:
        absent = base.heads - present.heads
        more.append(Reason("elections.absent-count", "elec-quorum-others-count", {"absent": absent, "expected": base.heads}))
    if others:
        more.append(Reason("elections.others-present", "elec-rights-full-members", {"others": others, "present": present.heads}))
    return Verdict(verdict.ok, (*verdict.reasons, *more)) if more else verdict
