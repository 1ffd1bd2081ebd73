"""Who stands in the next vote of a meeting, in which order, for how many seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadgoose.elections.models import Candidate, Meeting, Round
from leadgoose.elections.queries.meeting import Room
from leadgoose.elections.rules import posts, strokes
from leadgoose.ground.statutes.verdicts import Verdict

POST: Mapping[str, str] = {
    Round.Sort.COMMITTEE: Candidate.Post.COMMITTEE, Round.Sort.PRESELECTION: Candidate.Post.COMMITTEE,
    Round.Sort.SECRETARY: Candidate.Post.SECRETARY, Round.Sort.DEPUTY: Candidate.Post.DEPUTY,
}


@dataclass(frozen=True, slots=True)
class Ballot:
    """What the next ballot asks. candidates: (key, name) in its order; seats None: not known, to be told.

    verdict: on the order, with what a person must look at. round: the vote that is prepared already.
    """

    sort: Round.Sort
    seats: int | None
    candidates: tuple[tuple[str, str], ...]
    verdict: Verdict
    follows: str = ""
    round: Round | None = None


def standing_for(room: Room) -> tuple[str, ...]:
    """Keys of all who stand for something at this meeting, in a vote that was called later too."""
    first = [one.person.key for sort in sorts(room) for one in candidates(room, sort)]
    return tuple(dict.fromkeys([*first, *(key for one in room.votes for key, _ in one.round.candidates)]))


def sorts(room: Room) -> tuple[Round.Sort, ...]:
    """What the meeting elects, one vote after the other."""
    if room.meeting.sort == Meeting.Sort.PRESELECTION:
        return (Round.Sort.PRESELECTION,)
    if room.meeting.sort == Meeting.Sort.COMMITTEE:
        secretary = () if posts.STAYS in room.election.traits else (Round.Sort.SECRETARY,)
        deputies = room.election.deputies > 0 or bool(candidates(room, Round.Sort.DEPUTY))
        return (*secretary, *((Round.Sort.DEPUTY,) if deputies else ()))
    mine = room.election
    if posts.by_members(mine.kind, mine.traits, mine.seats):
        there = posts.filled(mine.kind, mine.traits, mine.seats, mine.deputies)
        return tuple(sort for sort in (Round.Sort.SECRETARY, Round.Sort.DEPUTY) if POST[sort] in there)
    return (Round.Sort.COMMITTEE,) if candidates(room, Round.Sort.COMMITTEE) else (Round.Sort.SECRETARY,)


def candidates(room: Room, sort: Round.Sort) -> list[Candidate]:
    """Who stands for this post: agreed by the superior, and for the members' meeting fixed by the members."""
    official = room.meeting.sort == Meeting.Sort.MEMBERS
    return [one for one in room.candidates if one.post == POST[sort] and (one.official_on if official else one.agreed_on or one.official_on)]


def next_ballot(room: Room, order: Sequence[str] | None = None, marks: Mapping[str, str] | None = None) -> Ballot | None:
    """The ballot that is issued next; None while a vote is in hand, or where everything is decided.

    order: keys as a person ordered them; marks: what is written behind names that are the same, by key.
    """
    prepared = _prepared(room)
    if prepared is not None:
        return _ordered(Ballot(
            Round.Sort(prepared.sort), prepared.seats, tuple((key, name) for key, name in prepared.candidates), Verdict(True), prepared.follows,
            prepared if prepared.printed == 0 and prepared.retracted_at is None else None,
        ), order, marks)
    sort = _due(room)
    if sort is None:
        return None
    seats = {Round.Sort.SECRETARY: 1, Round.Sort.DEPUTY: room.election.deputies or len(candidates(room, Round.Sort.DEPUTY))}.get(sort, room.election.seats)
    there = tuple((one.person.key, one.name) for one in candidates(room, sort))
    return _ordered(Ballot(sort, seats, there, Verdict(True)), order, marks)


def _due(room: Room) -> Round.Sort | None:
    """What is elected next: the first that no vote was held on; nothing while one is in hand."""
    if room.vote is not None and (room.vote.decided is None or room.vote.decided.status != "complete"):
        return None
    held = {one.round.sort for one in room.votes}
    return next((one for one in sorts(room) if one not in held), None)


def _prepared(room: Room) -> Round | None:
    """A vote called for and not issued yet, or the like of one that was withdrawn or void, as long as those who watch are the same."""
    if room.vote is not None:
        return room.vote.round if room.vote.round.printed == 0 else None
    last = room.rounds[-1] if room.rounds else None
    same = last is not None and (last.basis is None or last.basis.taken_by_id is None)
    return last if same else None


def _ordered(ballot: Ballot, order: Sequence[str] | None, marks: Mapping[str, str] | None) -> Ballot:
    names = {key: f"{name}（{marks[key]}）" if marks and marks.get(key) else name for key, name in ballot.candidates}
    given = list(names)
    if ballot.sort in (Round.Sort.SECRETARY, Round.Sort.DEPUTY):
        ordering = strokes.as_agreed([names[key] for key in given])
        return _with(ballot, given, names, ordering.verdict)
    by_strokes = strokes.order([names[key] for key in given])
    kept = _keys(by_strokes.names, names)
    if order is not None and list(order) != kept:
        by_hand = strokes.order([names[key] for key in given], [names.get(key, "") for key in order])
        return _with(ballot, list(order) if by_hand.verdict.ok else kept, names, by_hand.verdict)
    return _with(ballot, kept, names, by_strokes.verdict)


def _with(ballot: Ballot, keys: Sequence[str], names: Mapping[str, str], verdict: Verdict) -> Ballot:
    there = tuple((key, names[key]) for key in keys)
    return Ballot(ballot.sort, ballot.seats, there, verdict, ballot.follows, ballot.round)


def _keys(ordered: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Keys in the order of their names; the same name twice takes its keys one after the other."""
    left = list(names)
    found = []
    for name in ordered:
        key = next(one for one in left if names[one] == name)
        left.remove(key)
        found.append(key)
    return found
