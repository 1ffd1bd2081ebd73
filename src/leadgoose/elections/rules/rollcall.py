"""Who is expected and who is present? The list of electors, from the register, and the numbers that the chair declares.

Expected are the holders of the right, minus those left out for one of six closed reasons with the superior's consent AND the
meeting's vote; everybody else who is absent stays counted. A number once declared changes only by a new declaration, and not
any more when ballots are out. Sources: ``elec-quorum-base``, ``elec-quorum-exclusions``,
``elec-quorum-exclusions-approval``, ``elec-quorum-others-count``, ``elec-quorum-four-fifths``.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from leadgoose.elections.rules import possible, quorum
from leadgoose.elections.rules.members import Member, bar
from leadgoose.elections.rules.tally import Refusal
from leadgoose.ground.statutes.shelf import rule
from leadgoose.ground.statutes.verdicts import Number, Reason, Verdict
from leadgoose.ground.statutes.votes import Expected, Present


class Grounds(StrEnum):
    """The six closed reasons. Health and offences: kept encrypted, never printed, never part of a reason's numbers."""

    NO_WILL = "no-will"  # an illness that keeps from expressing one's will
    ABROAD = "abroad"  # abroad at own expense, half a year or more
    SENTENCE = "sentence"  # serving a sentence, not sanctioned with probation or more
    BEDRIDDEN = "bedridden"  # by age, or ill for long without self-care
    AWAY = "away"  # working, seconded or studying away half a year or more, transfer due and not made
    RETIRED_HOME = "retired-home"  # long back in the home place, membership could not be transferred


_TIMED = (Grounds.ABROAD, Grounds.AWAY)
_HALF_A_YEAR = rule("elec-quorum-exclusions").integer("away_min")


@dataclass(frozen=True, slots=True)
class Claim:
    """That a member be left out of the count. ``months`` away counts for the two grounds that ask for half a year."""

    key: str
    grounds: Grounds | None  # None: the person was erased, and with them why
    consent: bool  # the superior organisation has agreed
    passed: bool  # the members' meeting has voted for it
    months: int | None = None  # whole months away; None: not known


@dataclass(frozen=True, slots=True)
class Roll:
    """The electors' list after the call; the verdict says whether the meeting may elect."""

    electors: tuple[Member, ...]
    without: tuple[tuple[Member, str], ...]  # members without the right, with the rule that says so
    excluded: tuple[str, ...]  # keys of those left out of the count
    expected: Expected
    present: Present
    others: int  # in the room without the right
    verdict: Verdict


def call(members: Sequence[Member], claims: Sequence[Claim], in_room: Set[str], guests: int = 0) -> Roll | Refusal:
    """The roll of a meeting: ``in_room`` are keys of members, with the right or not; ``guests`` are no members.

    Refused: a name from outside the branch, a member or a claim listed twice, and a call that leaves nobody expected.
    """
    by_key = {one.key: one for one in members}
    claimed = [one.key for one in claims]
    codes = _codes(
        ("member-twice", len(by_key) < len(members)),
        ("roll-larger-than-branch", len(in_room) > len(by_key)),
        ("not-of-the-branch", not (in_room | set(claimed)) <= by_key.keys()),
        ("claim-twice", len(set(claimed)) < len(claimed)),
    )
    if codes:
        return Refusal(codes)
    bars = {one.key: bar(one) for one in members}
    electors = tuple(one for one in members if bars[one.key] is None)
    without = tuple((one, spoken) for one in members if (spoken := bars[one.key]) is not None)
    rights = {one.key for one in electors}
    told = [_claim(one, by_key[one.key], rights, in_room) for one in claims]
    excluded = tuple(one.key for one, reason in zip(claims, told, strict=True) if reason is None)
    present = len(rights & in_room)
    codes = possible.electors(len(electors), len(excluded), present)
    if codes:
        return Refusal(codes)
    expected, others = Expected.of(len(electors), len(excluded)), len(in_room) - present + guests
    held = quorum.judge(Present(present), expected, len(excluded), others)
    reasons = (*held.reasons, *(reason for reason in told if reason is not None))
    return Roll(electors, without, excluded, expected, Present(present), others, Verdict(held.ok, reasons))


def call_by_numbers(right: int, excluded: int, present: int, others: int = 0) -> Verdict | Refusal:
    """The same for a meeting held on paper, from the numbers of its sheet against the ``right`` holders of the register."""
    codes = possible.electors(right, excluded, present)
    return Refusal(codes) if codes else quorum.judge(Present(present), Expected.of(right, excluded), excluded, others)


def _claim(claim: Claim, member: Member, rights: Set[str], in_room: Set[str]) -> Reason | None:
    """Why a claim changes nothing; None where the member is left out. The grounds are never said."""
    numbers: dict[str, Number] = {"name": member.name}
    if claim.key not in rights:
        return Reason("elections.claim-without-right", "elec-quorum-base", numbers)
    if claim.key in in_room:
        return Reason("elections.claim-but-came", "elec-quorum-exclusions", numbers)
    if claim.grounds in _TIMED and (claim.months is None or claim.months < _HALF_A_YEAR):
        return Reason("elections.claim-not-admissible", "elec-quorum-others-count", numbers, met=False)
    if not (claim.consent and claim.passed):
        code = "claim-no-consent" if claim.passed else "claim-not-passed" if claim.consent else "claim-neither"
        return Reason(f"elections.{code}", "elec-quorum-exclusions-approval", numbers, met=False)
    return None


def declared(declarations: Sequence[int], electors: int, ballots_issued: bool) -> Verdict:
    """Whether the number declared still holds, with ``electors`` now in the room.

    ``declarations`` are the numbers present that the chair declared, in their order; the last one counts.
    """
    return Verdict.of(_declared(declarations, electors, ballots_issued))


def _declared(declarations: Sequence[int], electors: int, ballots_issued: bool) -> Iterator[Reason]:
    if not declarations:
        yield Reason("elections.not-declared", "elec-quorum-four-fifths", {"electors": electors}, met=False)
        return
    last = declarations[-1]
    numbers: dict[str, Number] = {"declared": last, "electors": electors}
    if electors == last:
        yield Reason("elections.declared", "elec-quorum-four-fifths", numbers)
    elif not ballots_issued:
        yield Reason("elections.declare-again", "elec-quorum-four-fifths", numbers, met=False)
    elif electors > last:
        yield Reason("elections.came-after-ballots", "elec-majority-of-present", {**numbers, "late": electors - last})
    else:
        yield Reason("elections.left-after-ballots", "elec-majority-of-present", {**numbers, "left": last - electors})


def may_declare(electors: int, right: int, ballots_issued: bool) -> Verdict | Refusal:
    """Whether a new number may be declared: not above the holders of the right, and not once ballots are out."""
    codes = possible.electors(right, 0, electors)
    if codes:
        return Refusal(codes)
    code = "elections.too-late-to-declare" if ballots_issued else "elections.may-declare"
    return Verdict.of([Reason(code, "elec-majority-of-present", {"electors": electors}, met=not ballots_issued)])


def _codes(*checks: tuple[str, bool]) -> tuple[str, ...]:
    return tuple(code for code, failed in checks if failed)
