"""Who is expected, who came, and what a vote of theirs amounts to (pure): the denominators of `ground.statutes.votes`, filled from an entry.

Ordinary resolutions and admissions stand on those EXPECTED who may decide; a committee stands on its MEMBERS. Elections are another type and
have no way in here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from leadgoose.ground.statutes import votes
from leadgoose.ground.statutes.verdicts import Reason, Verdict
from leadgoose.recordbook.rules.entry import Attendee, Entry, Named, Stand, Vote
from leadgoose.recordbook.rules.kinds import Expected, KindRule, VoteKind

THERE = (Stand.PRESENT, Stand.ONLINE)


@dataclass(frozen=True, slots=True)
class Rolled:
    """A member on the day, as the register knows it: the branch of the day, the right to decide, whether the kind's rule expects them."""

    key: str
    name: str
    home: str
    voter: bool
    expected: bool
    probationary: bool = False
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """Heads: expected, of them there; expected who may decide, of them there."""

    expected: int
    present: int
    voters: int
    voters_present: int


def square(entry: Entry, roll: Iterable[Rolled]) -> Entry:
    """The entry with the register's facts in place of whatever it said of them: name, branch, right, expectation of everybody on the roll.

    Expected members whom the entry does not mention stand in it as not said; nobody is taken for present or absent. Others keep what was
    said of them, but are expected by no rule. Keys of owners, speakers, presenters, chair and recorder that the roll does not know are
    dropped; their names stay.
    """
    there = {one.key: one for one in roll}
    keys = frozenset(there)
    said = []
    for one in entry.people:
        known = there.pop(one.key, None)
        if known is None:
            said.append(replace(one, expected=False, voter=False))
        else:
            said.append(replace(one, name=known.name, home=known.home, voter=known.voter and known.expected, expected=known.expected))
    missing = [
        Attendee(one.key, one.name, one.home, Stand.UNSAID, voter=one.voter) for one in there.values() if one.expected
    ]
    return replace(
        entry, people=(*said, *missing), chair=_known(entry.chair, keys), recorder=_known(entry.recorder, keys),
        matters=tuple(replace(one, owner=_known(one.owner, keys)) for one in entry.matters),
        speeches=tuple(replace(one, who=_known(one.who, keys)) for one in entry.speeches),
        topics=tuple(replace(one, by=_known(one.by, keys)) for one in entry.topics),
    )


def _known(who: Named, keys: frozenset[str]) -> Named:
    return who if who.key in keys or not who.key else Named(who.name)


def room(entry: Entry) -> Room:
    """The heads of an entry that was squared with the roll."""
    expected = [one for one in entry.people if one.expected]
    there = [one for one in expected if one.stand in THERE]
    return Room(len(expected), len(there), sum(one.voter for one in expected), sum(one.voter for one in there))


def before(rule: KindRule, expected: int, voters: int) -> tuple[Reason, ...]:
    """What the meeting will need, said before it: 应到 20 人，须到 10 人，须 11 人赞成. Nothing for a kind that does not vote, or with nobody."""
    told = []
    for kind in rule.votes:
        heads = expected if kind is VoteKind.COMMITTEE else voters
        if not heads:
            continue
        quorum, majority, source = _LEAST[kind]
        numbers = {"expected": heads, "come": quorum.least(heads), **({"favour": majority.least(heads)} if majority is not None else {})}
        told.append(Reason(f"recordbook.before-{kind}", source, numbers))
    return tuple(told)


_LEAST: dict[VoteKind, tuple[votes.Threshold, votes.Threshold | None, str]] = {
    VoteKind.ORDINARY: (votes.RESOLUTION_QUORUM, votes.RESOLUTION_MAJORITY, "branch-meeting-vote"),
    VoteKind.ADMISSION: (votes.ADMISSION_QUORUM, votes.ADMISSION_MAJORITY, "branch-dev-member-vote"),
    VoteKind.COMMITTEE: (votes.COMMITTEE_QUORUM, None, "branch-committee-quorum"),
}


def quorum(rule: KindRule, heads: Room) -> Verdict | None:
    """Whether the meeting could decide at all, by the first rule of its kind; None for kinds that have no quorum."""
    if rule.expected is Expected.COMMITTEE:
        return votes.may_meet(votes.Present(heads.present), votes.Committee(heads.expected))
    if not rule.votes:
        return None
    decide = votes.may_admit if rule.votes[0] is VoteKind.ADMISSION else votes.may_resolve
    return decide(votes.Present(heads.voters_present), votes.Expected(heads.voters))


def judge(vote: Vote, heads: Room) -> Verdict:
    """Whether the vote could be held and passed: every reason, of quorum and majority, with its numbers and rule."""
    if vote.kind is VoteKind.COMMITTEE:
        held = votes.may_meet(votes.Present(heads.present), votes.Committee(heads.expected))
        passed = _by_committee(vote, heads)
    elif vote.kind is VoteKind.ADMISSION:
        held = votes.may_admit(votes.Present(heads.voters_present), votes.Expected(heads.voters))
        passed = votes.admits(vote.favour, vote.written_favour, votes.Expected(heads.voters))
    else:
        held = votes.may_resolve(votes.Present(heads.voters_present), votes.Expected(heads.voters))
        passed = votes.resolves(vote.favour, votes.Expected(heads.voters))
    return Verdict(held.ok and passed.ok, (*held.reasons, *passed.reasons))


def _by_committee(vote: Vote, heads: Room) -> Verdict:
    """The text sets a quorum for a committee and no figure for its votes: more than half of its members is what nobody disputes."""
    met = 2 * vote.favour > heads.expected
    numbers = {"members": heads.expected, "favour": vote.favour}
    return Verdict(met, (Reason("recordbook.committee-vote" if met else "recordbook.committee-vote-short", "branch-committee-quorum", numbers, met),))


def votes_of(entry: Entry, heads: Room) -> int:
    """How many may vote in the room: a committee's members there, else those there who may decide."""
    committee = any(matter.vote is not None and matter.vote.kind is VoteKind.COMMITTEE for matter in entry.matters)
    return heads.present if committee else heads.voters_present
