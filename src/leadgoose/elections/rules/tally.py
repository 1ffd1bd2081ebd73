"""Who is elected? The count of one ballot, from declared numbers and sums alone.

More than half of the electors PRESENT (not expected, not returned, not valid), then the order of approvals until the seats
are full; a tie across the last seat is voted on again; too few majorities leave seats open. Nobody is seated against the
count: this is the only place that decides. Sources: ``elec-majority-of-present``, ``elec-exact-half-fails``,
``elec-too-many-majorities``, ``elec-tie-revote``, ``elec-too-few-majorities``, ``elec-ballots-returned``,
``elec-write-in-eligible``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from leadgoose.elections.rules import possible, quorum
from leadgoose.ground.statutes.verdicts import Names, Number, Reason
from leadgoose.ground.statutes.votes import Committee, Expected, Present, least_approvals_to_be_elected

Status = Literal["no_quorum", "void", "complete", "tie", "shortfall"]


@dataclass(frozen=True, slots=True)
class Count:
    """What was declared and counted: numbers of persons and ballots, approvals by name in the order of the ballot."""

    present: Present
    base: Expected | Committee
    voters: int
    returned: int
    invalid: int
    seats: int
    votes: Mapping[str, int]
    writeins: Mapping[str, int] = field(default_factory=dict)
    ineligible: Collection[str] = ()  # names without the right to stand, listed or written in
    excluded: int = 0
    others: int = 0  # in the room without the right to vote
    issued: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a count, elected first by approvals, then by the order of the ballot, write-ins last."""

    status: Status
    reasons: tuple[Reason, ...]
    need: int | None = None  # the least approvals that seat a person; None where nothing was counted
    elected: tuple[str, ...] = ()
    vacant: int = 0
    tied: tuple[str, ...] = ()
    tied_seats: int = 0
    majority_not_elected: tuple[str, ...] = ()  # in a tie: those below the tie


@dataclass(frozen=True, slots=True)
class Refusal:
    """Numbers that cannot be true, by code; nothing was judged."""

    codes: tuple[str, ...]


def decide(count: Count) -> Outcome | Refusal:
    """The outcome of a count: quorum, then validity of the ballot, then the sums, then the persons."""
    held = quorum.judge(count.present, count.base, count.excluded, count.others)
    if not held.ok:
        return Outcome("no_quorum", held.reasons)
    codes = possible.voters(count.voters, count.present.heads)
    if codes:
        return Refusal(codes)
    returned = judge_returned(count.returned, count.voters)
    before = (*held.reasons, *_issued(count), returned)
    if not returned.met:
        return Outcome("void", before)
    approvals = {**count.votes, **count.writeins}
    codes = possible.sheet(count.returned, count.invalid, count.seats, approvals)
    if codes:
        return Refusal(codes)
    return _seat(count, approvals, (*before, *_invalid(count)))


def judge_returned(returned: int, voters: int) -> Reason:
    """Whether a ballot is valid: not more ballots came back than persons voted."""
    numbers = {"returned": returned, "voters": voters}
    if returned > voters:
        return Reason("elections.returned-too-many", "elec-ballots-returned", {**numbers, "above": returned - voters}, met=False)
    return Reason("elections.returned-in-order", "elec-ballots-returned", numbers)


def _seat(count: Count, approvals: Mapping[str, int], before: tuple[Reason, ...]) -> Outcome:
    """Seats the persons above one half, in the order of approvals, as far as the seats and a tie allow."""
    need = least_approvals_to_be_elected(count.present)
    ranked = sorted(approvals, key=approvals.__getitem__, reverse=True)  # stable: equal approvals keep the ballot's order
    passed = [name for name in ranked if approvals[name] >= need and name not in count.ineligible]
    elected, tied, rest = fill(passed, approvals, count.seats)
    reasons = list(before)
    apart, ahead = set(tied), _ahead(passed, rest, approvals)
    for name in ranked:
        if name not in apart:
            reasons.append(_person(count, name, approvals[name], need, ahead.get(name)))
    vacant = 0 if tied else count.seats - len(elected)
    if tied:
        reasons.append(tie_reason(tied, approvals, count.seats - len(elected)))
    elif vacant:
        numbers = {"seats": count.seats, "elected": len(elected), "vacant": vacant}
        reasons.append(Reason("elections.shortfall", "elec-too-few-majorities", numbers, met=False))
    return Outcome(
        status="tie" if tied else "shortfall" if vacant else "complete",
        reasons=tuple(reasons),
        need=need,
        elected=tuple(elected),
        vacant=vacant,
        tied=tuple(tied),
        tied_seats=count.seats - len(elected) if tied else 0,
        majority_not_elected=tuple(rest),
    )


def fill(ranked: list[str], approvals: Mapping[str, int], seats: int) -> tuple[list[str], list[str], list[str]]:
    """Splits names in falling order of approvals into those seated, those tied across the last seat, those behind."""
    if len(ranked) <= seats:
        return ranked, [], []
    line = approvals[ranked[seats - 1]]
    if approvals[ranked[seats]] < line:
        return ranked[:seats], [], ranked[seats:]
    above = [name for name in ranked if approvals[name] > line]
    tied = [name for name in ranked if approvals[name] == line]
    return above, tied, ranked[len(above) + len(tied) :]


def _ahead(passed: list[str], rest: list[str], approvals: Mapping[str, int]) -> dict[str, int]:
    """For each name that passed without a seat: how many received more approvals (equal ones are not ahead)."""
    if not rest:
        return {}
    first: dict[int, int] = {}
    for place, name in enumerate(passed):
        first.setdefault(approvals[name], place)
    return {name: first[approvals[name]] for name in rest}


def tie_reason(tied: list[str], approvals: Mapping[str, int], seats: int) -> Reason:
    """A tie across the last seat: only those tied are voted on again."""
    numbers: dict[str, Number] = {"names": Names(tied), "votes": approvals[tied[0]], "count": len(tied), "seats": seats}
    return Reason("elections.tie", "elec-tie-revote", numbers, met=False)


def _person(count: Count, name: str, votes: int, need: int, ahead: int | None) -> Reason:
    """What the count says about one person who is not part of a tie; ``ahead``: how many passed with more approvals."""
    present = count.present.heads
    numbers: dict[str, Number] = {"name": name, "present": present, "need": need, "votes": votes}
    if name in count.ineligible:
        spoken = "elec-rights-full-members" if name in count.votes else "elec-write-in-eligible"
        return Reason("elections.ineligible", spoken, numbers, met=False)
    if ahead is not None:
        numbers["ahead"], numbers["seats"] = ahead, count.seats
        return Reason("elections.no-seat-left", "elec-too-many-majorities", numbers, met=False)
    if votes >= need:
        numbers["above"] = votes - need
        return Reason("elections.elected" if votes > need else "elections.elected-exactly", "elec-majority-of-present", numbers)
    numbers["short"] = need - votes
    if 2 * votes == present:
        return Reason("elections.exactly-half", "elec-exact-half-fails", numbers, met=False)
    return Reason("elections.no-majority", "elec-majority-of-present", numbers, met=False)


def _issued(count: Count) -> tuple[Reason, ...]:
    """More ballots handed out than electors present does not void the election, but it is said."""
    if count.issued is None or count.issued <= count.present.heads:
        return ()
    numbers = {"issued": count.issued, "present": count.present.heads, "above": count.issued - count.present.heads}
    return (Reason("elections.issued-too-many", "elec-ballots-issued-check", numbers, met=False),)


def _invalid(count: Count) -> tuple[Reason, ...]:
    """Invalid ballots and those that never came back stay in the base; said only where there are any."""
    present = count.present.heads
    if count.invalid == 0 and count.returned == present:
        return ()
    numbers = {
        "returned": count.returned,
        "invalid": count.invalid,
        "valid": count.returned - count.invalid,
        "present": present,
    }
    return (Reason("elections.base-stays", "elec-majority-of-present", numbers),)
