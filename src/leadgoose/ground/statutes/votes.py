"""Quorums and majorities, with the three denominators as types.

Elections are held by four fifths of those EXPECTED and won by more than half of those PRESENT; resolutions are held by
half of those EXPECTED and passed by more than half of those EXPECTED; committees count their own MEMBERS. Each base is a
type of its own and no number, so that code which mixes them is refused by mypy and by Python. Integers only: thresholds
are the fractions of the statute data, never floats. Sources: sections B, D and E of the reference.
"""

from dataclasses import dataclass
from typing import Self

from leadgoose.ground.statutes.shelf import rule
from leadgoose.ground.statutes.verdicts import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Present:
    """Electors (or voters) in the room who have the right to vote; others in the room are never part of it."""

    heads: int

    def __post_init__(self) -> None:
        _not_negative(self.heads)


@dataclass(frozen=True, slots=True)
class Expected:
    """Those with the right to vote, minus approved exclusions: 应到会. Absent members stay in it."""

    heads: int

    def __post_init__(self) -> None:
        _not_negative(self.heads)

    @classmethod
    def of(cls, right: int, excluded: int = 0) -> Self:
        """``right`` holders of the right minus ``excluded`` approved exclusions; ValueError when nobody could be left out so."""
        return cls(right - excluded)


@dataclass(frozen=True, slots=True)
class Committee:
    """The members of a committee, those absent included."""

    heads: int

    def __post_init__(self) -> None:
        _not_negative(self.heads)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A fraction of a base with its comparison, read from one parameter of one rule."""

    rule: str
    numerator: int
    denominator: int
    or_equal: bool  # >= where True, > where False

    @classmethod
    def read(cls, rule_id: str, parameter: str) -> Self:
        """From the statute data; ValueError when the parameter is no lower bound."""
        spoken = rule(rule_id)
        fraction, op = spoken.fraction(parameter), spoken.parameter(parameter).op
        if op not in (">=", ">"):
            raise ValueError(f"{rule_id}.{parameter} is no lower bound: {op}")
        return cls(rule_id, fraction.numerator, fraction.denominator, op == ">=")

    def least(self, base: int) -> int:
        """The least number of persons that succeeds against ``base`` persons; never 0, since nobody decides nothing."""
        whole, rest = divmod(self.numerator * base, self.denominator)
        if self.or_equal:
            return max(1, whole + (rest > 0))
        return whole + 1


ELECTION_QUORUM = Threshold.read("elec-quorum-four-fifths", "fraction")
ELECTION_MAJORITY = Threshold.read("elec-majority-of-present", "fraction")
COMMITTEE_ELECTION_QUORUM = Threshold.read("elec-committee-quorum", "fraction")
COMMITTEE_QUORUM = Threshold.read("branch-committee-quorum", "quorum")
RESOLUTION_QUORUM = Threshold.read("branch-meeting-vote", "quorum")
RESOLUTION_MAJORITY = Threshold.read("branch-meeting-vote", "majority")
ADMISSION_QUORUM = Threshold.read("branch-dev-member-vote", "quorum")
ADMISSION_MAJORITY = Threshold.read("branch-dev-member-vote", "majority")
REDUCTION = Threshold.read("elec-reduce-seats", "fraction")


def least_present_to_elect(expected: Expected) -> int:
    """How many electors must be in the room for an election: 25 expected, 20."""
    return ELECTION_QUORUM.least(expected.heads)


def least_approvals_to_be_elected(present: Present) -> int:
    """How many approvals seat a person: more than half of those PRESENT; 18 present, 10."""
    return ELECTION_MAJORITY.least(present.heads)


def may_elect(present: Present, expected: Expected) -> Verdict:
    """Whether a members' meeting may elect: present not fewer than four fifths of the expected."""
    need = least_present_to_elect(expected)
    return _held("election-quorum", ELECTION_QUORUM, present.heads, expected.heads, need)


def may_elect_in_committee(present: Present, committee: Committee) -> Verdict:
    """Whether a committee may elect its secretary: four fifths of its members; 3 of 3, 4 of 5, 6 of 7."""
    need = COMMITTEE_ELECTION_QUORUM.least(committee.heads)
    return _held("committee-election-quorum", COMMITTEE_ELECTION_QUORUM, present.heads, committee.heads, need)


def may_meet(present: Present, committee: Committee) -> Verdict:
    """Whether a committee may meet (not elect): at least half of its members."""
    return _held("committee-quorum", COMMITTEE_QUORUM, present.heads, committee.heads, COMMITTEE_QUORUM.least(committee.heads))


def may_resolve(present: Present, expected: Expected) -> Verdict:
    """Whether a members' meeting may vote on a resolution: at least half of those expected."""
    return _held("resolution-quorum", RESOLUTION_QUORUM, present.heads, expected.heads, RESOLUTION_QUORUM.least(expected.heads))


def resolves(favour: int, expected: Expected) -> Verdict:
    """Whether a resolution passes: approvals of more than half of those EXPECTED, however many came."""
    return _passed("resolution-majority", RESOLUTION_MAJORITY, favour, expected.heads, {})


def may_admit(present: Present, expected: Expected) -> Verdict:
    """Whether a meeting may vote on admitting or confirming a member: more than half of those expected in the room."""
    return _held("admission-quorum", ADMISSION_QUORUM, present.heads, expected.heads, ADMISSION_QUORUM.least(expected.heads))


def admits(favour: int, written: int, expected: Expected) -> Verdict:
    """Whether a member is admitted: ``favour`` in the room plus ``written`` approvals sent in before the meeting."""
    return _passed("admission-majority", ADMISSION_MAJORITY, favour + written, expected.heads, {"written": written})


def may_reduce_seats(agree: int, present: Present) -> Verdict:
    """Whether half or more of the electors present agree to leave seats open instead of electing again."""
    return _passed("reduction", REDUCTION, agree, present.heads, {})


def _held(code: str, threshold: Threshold, present: int, base: int, need: int) -> Verdict:
    """The verdict on a quorum: ``statutes.<code>`` where it is reached, ``statutes.<code>-short`` where it is not."""
    return _judged(code, threshold.rule, present >= need, {"present": present, "expected": base, "need": need}, present - need)


def _passed(code: str, threshold: Threshold, favour: int, base: int, more: dict[str, int]) -> Verdict:
    need = threshold.least(base)
    return _judged(code, threshold.rule, favour >= need, {"favour": favour, "base": base, "need": need, **more}, favour - need)


def _judged(code: str, spoken: str, met: bool, numbers: dict[str, int], above: int) -> Verdict:
    """A verdict that is decided by its one reason, whatever the strength: no approval, no resolution."""
    key, gap = (code, above) if met else (f"{code}-short", -above)
    numbers["above" if met else "short"] = gap
    return Verdict(met, (Reason(f"statutes.{key}", spoken, numbers, met),))


def _not_negative(heads: int) -> None:
    if heads < 0:
        raise ValueError(f"{heads} persons")
