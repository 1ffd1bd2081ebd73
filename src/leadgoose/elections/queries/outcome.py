"""What the counts of an election decided: the sums, who is elected, and who may know it before it is announced.

Nothing here decides: the outcome was computed by `rules.tally` and `rules.revote` when the count was decided, and is read back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import QuerySet

from leadgoose.elections.models import Election, Meeting, Round, Step
from leadgoose.elections.queries.course import from_plain
from leadgoose.elections.rules import strokes
from leadgoose.elections.rules.sheet import Line
from leadgoose.elections.rules.tally import Status
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.prepared import Joined, Slot, prepared
from leadgoose.ground.statutes.verdicts import Reason
from leadgoose.ground.vault.actions import open_many
from leadgoose.roster.reach import of_organisation

OUTCOME, SUMS = "round.outcome", "sheet.sums"
"""Fields under which outcomes and sums are sealed, with the organisation's key."""
CALLED = ("revote", "open-seats", "next-post")
"""Side moves that leave the vote before them standing."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of one vote by person key: listed candidates in the order of the ballot, write-ins apart, invalid ballots."""

    lines: Mapping[str, Line]
    writeins: Mapping[str, int] = field(default_factory=dict)
    invalid: int = 0

    def as_plain(self) -> str:
        """As JSON text; `sums_from` reads it back equal."""
        lines = [[key, one.approve, one.disapprove, one.abstain] for key, one in self.lines.items()]
        return json.dumps({"lines": lines, "writeins": list(self.writeins.items()), "invalid": self.invalid})


def sums_from(text: str) -> Sums:
    read = json.loads(text)
    return Sums({key: Line(*numbers) for key, *numbers in read["lines"]}, dict(read["writeins"]), read["invalid"])


@dataclass(frozen=True, slots=True)
class Decided:
    """The outcome of one vote. People by key; `names`: everybody who received a vote, as the sentences call them."""

    status: Status
    sums: Sums
    names: Mapping[str, str]
    reasons: tuple[Reason, ...]
    need: int | None = None
    elected: tuple[str, ...] = ()
    vacant: int = 0
    tied: tuple[str, ...] = ()
    tied_seats: int = 0

    @property
    def not_elected(self) -> tuple[str, ...]:
        """Those with votes and without a seat, by approvals, the most first."""
        approvals = {key: one.approve for key, one in self.sums.lines.items()} | dict(self.sums.writeins)
        return tuple(sorted((key for key in approvals if key not in self.elected), key=approvals.__getitem__, reverse=True))

    def as_plain(self, reasons: str) -> str:
        """As JSON text; reasons: those of this outcome as `course.as_plain` writes them."""
        return json.dumps({
            "status": self.status, "sums": self.sums.as_plain(), "names": self.names, "reasons": reasons, "need": self.need,
            "elected": self.elected, "vacant": self.vacant, "tied": self.tied, "tied_seats": self.tied_seats,
        }, ensure_ascii=False)


def decided_from(text: str) -> Decided:
    read = json.loads(text)
    return Decided(
        cast(Status, read["status"]), sums_from(read["sums"]), read["names"], from_plain(read["reasons"])["outcome"].reasons, read["need"],
        tuple(read["elected"]), read["vacant"], tuple(read["tied"]), read["tied_seats"],
    )


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote that stands, with what it decided; None while it is not decided."""

    round: Round
    decided: Decided | None


def rounds_of(meetings: Sequence[Meeting]) -> list[Round]:
    """All votes of these meetings with the steps they hang under, in their order. One query."""
    return _ROUNDS.rows(_rounds([one.key for one in meetings])) if meetings else []


_ROUNDS = Joined(Round, "meeting", "under__taken_by", "basis__taken_by", "counted__taken_by")


@prepared
def _rounds(meetings: Slot) -> QuerySet[Round, Any]:
    return Round.objects.filter(meeting__key__in=meetings).order_by("meeting_id", "number").values_list(*_ROUNDS.columns)


def stands(one: Round) -> bool:
    """Whether a vote still counts: neither withdrawn nor void, though another one may have followed it."""
    return one.retracted_at is None and _holds(one.basis) and (_holds(one.under) or _called(one.under))


def is_decided(one: Round) -> bool:
    """Whether its count was decided and nobody took that back."""
    return one.outcome not in ("", "void") and stands(one) and (_holds(one.counted) or _called(one.counted))


def is_followed(one: Round) -> bool:
    """Whether a re-vote or a separate election was called after it."""
    return _called(one.under)


def _holds(step: Step | None) -> bool:
    return step is None or step.taken_by_id is None


def _called(step: Step | None) -> bool:
    return step is not None and step.taken_by is not None and step.taken_by.sort == Step.Sort.SIDE and step.taken_by.key in CALLED


def votes_of(election: Election, rounds: Sequence[Round]) -> list[Vote]:
    """Those of these votes that stand, with their outcomes opened. One query."""
    there = [one for one in rounds if stands(one)]
    sealed = [(election.organisation.key, OUTCOME, one.outcome_sealed if is_decided(one) else "") for one in there]
    return [Vote(one, decided_from(text) if text else None) for one, text in zip(there, open_many(sealed), strict=True)]


def standing_meetings(election: Election) -> list[Meeting]:
    """The meetings of an election that were not taken off with the step that called them. One query."""
    return _MEETINGS.rows(_meetings(election.pk))


_MEETINGS = Joined(Meeting, "election__organisation", "under", "chair")


@prepared
def _meetings(election: Slot) -> QuerySet[Meeting, Any]:
    return Meeting.objects.filter(election=election, under__taken_by=None).order_by("pk").values_list(*_MEETINGS.columns)


@dataclass(frozen=True, slots=True)
class Elected:
    """Who is elected, by person key: the committee in the order of surname strokes, the secretary, the deputies in their order.

    complete: the members' vote filled the seats, or the meeting left the rest open by the rule.
    """

    committee: tuple[str, ...] = ()
    secretary: str | None = None
    deputies: tuple[str, ...] = ()
    complete: bool = False

    @property
    def everybody(self) -> tuple[str, ...]:
        """All of them, once each, those who lead first."""
        leaders = (*((self.secretary,) if self.secretary else ()), *self.deputies)
        return tuple(dict.fromkeys((*leaders, *self.committee)))


def elected_of(election: Election) -> Elected:
    """Who is elected by the counts that stand; nobody where nothing was counted here. Four queries."""
    votes = votes_of(election, rounds_of(standing_meetings(election)))
    reduced = Step.objects.filter(election=election, key="fewer-seats", sort=Step.Sort.SIDE, taken_by=None).exists()
    names = {key: name for one in votes if one.decided for key, name in one.decided.names.items()}
    of_members = [one for one in votes if one.round.meeting.sort == Meeting.Sort.MEMBERS]
    last = of_members[-1].decided if of_members else None
    secretary = _won(votes, Round.Sort.SECRETARY)
    return Elected(
        by_strokes(_won(votes, Round.Sort.COMMITTEE), names), secretary[0] if secretary else None, _won(votes, Round.Sort.DEPUTY),
        last is not None and (last.status == "complete" or (last.status == "shortfall" and reduced)),
    )


def _won(votes: Sequence[Vote], sort: Round.Sort) -> tuple[str, ...]:
    return tuple(key for one in votes if one.round.sort == sort and one.decided is not None for key in one.decided.elected)


def by_strokes(keys: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """People in the order in which those elected are announced; names are unique."""
    of = {names[key]: key for key in keys}
    return tuple(of[name] for name in strokes.order(tuple(of)).names)


def sums_of(election: Election, known_to: Actor) -> list[Vote]:
    """The votes that stand with their sums, for the minutes, the announcement and the pages; four queries at most.

    Before the result is announced nobody sees them but those who run the desk: for everybody else the list is empty.
    """
    meetings = [one for one in standing_meetings(election) if _may_know(election, one, known_to)]
    return votes_of(election, rounds_of(meetings)) if meetings else []


def _may_know(election: Election, meeting: Meeting, known_to: Actor) -> bool:
    if known_to.may("elections.desk", of_organisation(election.organisation)):
        return True
    ends = {Meeting.Sort.MEMBERS: "announced", Meeting.Sort.COMMITTEE: "first-meeting", Meeting.Sort.PRESELECTION: "preselection"}
    return Step.objects.filter(election=election, key=ends[Meeting.Sort(meeting.sort)], sort=Step.Sort.STAGE, taken_by=None).exclude(on=None).exists()
