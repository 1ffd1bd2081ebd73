"""Who wins a re-vote? Only the tied stand; the one with more approvals is elected, above one half or not."""

from collections.abc import Mapping
from dataclasses import dataclass

from leadgoose.elections.rules import possible
from leadgoose.elections.rules.tally import Outcome, Refusal, fill, judge_returned
from leadgoose.ground.statutes.verdicts import Names, Number, Reason
from leadgoose.ground.statutes.votes import Present, least_approvals_to_be_elected


@dataclass(frozen=True, slots=True)
class Revote:
    """A second vote among tied persons for the seats that the tie left open."""

    present: Present
    voters: int
    returned: int
    seats: int
    votes: Mapping[str, int]


def decide(revote: Revote) -> Outcome | Refusal:
    """The outcome of a re-vote: void, complete, or tied again, for which the text has no further step."""
    codes = possible.voters(revote.voters, revote.present.heads)
    if codes:
        return Refusal(codes)
    returned = judge_returned(revote.returned, revote.voters)
    if not returned.met:
        return Outcome("void", (returned,))
    codes = possible.sheet(revote.returned, 0, revote.seats, revote.votes)
    if codes:
        return Refusal(codes)
    votes = revote.votes
    ranked = sorted(votes, key=votes.__getitem__, reverse=True)
    elected, tied, behind = fill(ranked, votes, revote.seats)
    reasons = [returned, *(_winner(revote, name) for name in elected), *(_loser(revote, name) for name in behind)]
    if not tied:
        return Outcome("complete", tuple(reasons), elected=tuple(elected))
    left = revote.seats - len(elected)
    numbers: dict[str, Number] = {"names": Names(tied), "votes": votes[tied[0]], "count": len(tied), "seats": left}
    reasons.append(Reason("elections.tie-again", "elec-tie-revote", numbers, met=False))
    return Outcome("tie", tuple(reasons), elected=tuple(elected), tied=tuple(tied), tied_seats=left)


def _winner(revote: Revote, name: str) -> Reason:
    """Elected by more approvals; the share is said, because the text does not restate the test of one half."""
    votes, need = revote.votes[name], least_approvals_to_be_elected(revote.present)
    numbers: dict[str, Number] = {"name": name, "votes": votes, "present": revote.present.heads, "need": need}
    if votes >= need:
        return Reason("elections.revote-elected", "elec-tie-revote", numbers)
    numbers["short"] = need - votes
    return Reason("elections.revote-elected-below-half", "elec-revote-plurality", numbers)


def _loser(revote: Revote, name: str) -> Reason:
    return Reason("elections.revote-not-elected", "elec-tie-revote", {"name": name, "votes": revote.votes[name]}, met=False)
