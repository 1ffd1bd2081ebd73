"""A meeting as it stands: who is on the roll, what was declared and decided by hands, who watches and counts, the vote in hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from leadgoose.elections.models import Candidate, Declaration, Election, Exclusion, Hands, Meeting, Round, Watcher
from leadgoose.elections.models.meeting import OfMeeting
from leadgoose.elections.queries.course import Course, course_of
from leadgoose.elections.queries.outcome import Vote, elected_of, is_followed, rounds_of, standing_meetings, votes_of
from leadgoose.elections.queries.sealed import open_all
from leadgoose.elections.rules import rollcall
from leadgoose.elections.rules.members import Member, bar
from leadgoose.elections.rules.procedure import path
from leadgoose.elections.rules.rollcall import Claim, Grounds
from leadgoose.ground.prepared import Joined, Slot, prepared
from leadgoose.ground.statutes.dates import PartialDate
from leadgoose.ground.statutes.votes import Committee, Expected
from leadgoose.roster.kinds import COMMITTEE_POSTS, RestrictionKind, Standing
from leadgoose.roster.models import Post
from leadgoose.roster.queries.electors import OnRoll, on_roll

Row = TypeVar("Row", bound=OfMeeting)
GROUNDS = "exclusion.grounds"
"""Field under which the reason of an exclusion is sealed, with the person's key."""


@dataclass(frozen=True)
class Room:
    """Everything that a meeting's screens, acts and papers ask. People by key; `names` are unique on this roll."""

    course: Course
    meeting: Meeting
    members: tuple[Member, ...]                  # all who could be in the room as members of the body, with the right or not
    names: Mapping[str, str]
    branches: Mapping[str, str]                  # the branch of each, where several meet together; else empty
    exclusions: tuple[Exclusion, ...]
    claims: tuple[Claim, ...]
    declarations: tuple[Declaration, ...]        # those that stand, in their order
    hands: Mapping[str, Hands]
    watchers: tuple[Watcher, ...]
    votes: tuple[Vote, ...]                      # those that stand
    rounds: tuple[Round, ...]                    # all, void ones included
    candidates: tuple[Candidate, ...]            # who stands for something, in the order proposed

    @property
    def election(self) -> Election:
        return self.course.election

    @property
    def of_members(self) -> bool:
        """Whether it is the members' meeting, whose stages are steps of the election."""
        return self.meeting.sort == Meeting.Sort.MEMBERS

    @cached_property
    def electors(self) -> tuple[Member, ...]:
        """Holders of the right; of a committee all its members."""
        return tuple(one for one in self.members if bar(one) is None)

    @cached_property
    def bars(self) -> Mapping[str, str]:
        """Who has no right, by the rule that says so."""
        return {one.key: spoken for one in self.members if (spoken := bar(one)) is not None}

    @property
    def declaration(self) -> Declaration | None:
        """The number that counts now."""
        return self.declarations[-1] if self.declarations else None

    @property
    def excluded(self) -> int:
        """How many are left out of those expected."""
        called = rollcall.call(self.members, self.claims, frozenset())
        return len(called.excluded) if isinstance(called, rollcall.Roll) else 0

    @property
    def base(self) -> Expected | Committee:
        """Those of whom four fifths must come."""
        if self.meeting.sort == Meeting.Sort.COMMITTEE:
            return Committee(len(self.electors))
        return Expected.of(len(self.electors), self.excluded)

    @property
    def vote(self) -> Vote | None:
        """The vote in hand: the last one that stands and that no other followed."""
        return self.votes[-1] if self.votes and not is_followed(self.votes[-1].round) else None

    @property
    def ballots_out(self) -> bool:
        """Whether ballots of the vote in hand were issued: from then on the number present stands."""
        return self.vote is not None and self.vote.round.issued > 0

    def watchers_as(self, role: Watcher.Role) -> list[str]:
        return [one.person.key for one in self.watchers if one.role == role]

    def qualified(self, candidates: Collection[str]) -> frozenset[str]:
        """Keys of those who may enter a count: chosen at this meeting and standing for nothing in the vote."""
        return frozenset(one.person.key for one in self.watchers) - set(candidates)

    def done(self, stage: str) -> bool:
        """Whether a stage of the members' meeting is behind it."""
        record = self.course.facts.records.get(stage)
        return record is not None and record.done

    def asks(self, stage: str) -> bool:
        """Whether this kind of election has the stage."""
        return stage in [one.key for one in path(self.course.facts.kind, self.course.facts.traits)]


def room_of(meeting: Meeting, course: Course | None = None) -> Room:
    """The meeting with all that stands; the number of queries does not depend on how many people or votes there are."""
    election = meeting.election
    course = course or course_of(election)
    # a meeting held before the register begins, entered from its papers, is judged by the first roll that is known
    roll = on_roll(election.organisation, meeting.on) or on_roll(election.organisation, timezone.localdate(meeting.recorded_at))
    names = unique([(one.key, one.name, one.branch) for one in roll])
    body = roll
    if meeting.sort == Meeting.Sort.COMMITTEE:
        chosen = set(committee_of(election, meeting.on))
        body = [one for one in roll if one.key in chosen]
    exclusions = _EXCLUSIONS.of(meeting)
    rounds = rounds_of([meeting])
    return Room(
        course, meeting, tuple(_member(one, names[one.key]) for one in body), names,
        {one.key: one.branch for one in body} if len({one.branch for one in body}) > 1 else {},
        exclusions, _claims(exclusions), _DECLARATIONS.of(meeting),
        {one.matter: one for one in _HANDS.of(meeting)}, _WATCHERS.of(meeting),
        tuple(votes_of(election, rounds)), tuple(rounds), tuple(_CANDIDATES.rows(_candidates(election.pk))),
    )


def committee_of(election: Election, on: date) -> tuple[str, ...]:
    """Person keys of the committee that elects its leaders: as elected here; after a by-election, and where the election came in later, all of it
    as the register has it. Five queries at most."""
    elected = elected_of(election).committee
    if elected and election.kind != "by-election":
        return elected
    rows = Post.objects.on(on).filter(organisation=election.organisation, kind__in=COMMITTEE_POSTS).order_by("pk")
    return tuple(dict.fromkeys(rows.values_list("person__key", flat=True)))


def meeting_of(election: Election, sort: Meeting.Sort) -> Meeting | None:
    """The meeting of this sort that stands. One query."""
    return next((one for one in standing_meetings(election) if one.sort == sort), None)


def unique(people: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """Names by key from (key, name, branch), told apart where two are the same: by the branch, else by a number."""
    found: dict[str, str] = {}
    for key, name, branch in people:
        wanted = name
        if wanted in found.values():
            wanted = f"{name}（{branch}）"
        count = 2
        while wanted in found.values():
            wanted, count = f"{name}（{count}）", count + 1
        found[key] = wanted
    return found


def _member(one: OnRoll, name: str) -> Member:
    return Member(
        one.key, name, full=one.standing is Standing.FULL,
        probation_in_party=any(kind is RestrictionKind.PROBATION_IN_PARTY for kind in one.restrictions),
        suspended=any(kind is not RestrictionKind.PROBATION_IN_PARTY for kind in one.restrictions),
        full_since=PartialDate.parse(one.full_member) if one.full_member else None,
    )


class _Standing(Generic[Row]):
    """Rows of a meeting that were neither retracted nor taken off with their step."""

    def __init__(self, model: type[Row], *related: str) -> None:
        joined = Joined(model, *related)

        @prepared
        def ask(meeting: Slot) -> QuerySet[Row, Any]:
            rows = model._default_manager.filter(meeting=meeting, retracted_at=None, under__taken_by=None)
            return rows.order_by("pk").values_list(*joined.columns)

        self._joined, self._ask = joined, ask

    def of(self, meeting: Meeting) -> tuple[Row, ...]:
        """One query."""
        return tuple(self._joined.rows(self._ask(meeting.pk)))


_EXCLUSIONS, _DECLARATIONS = _Standing(Exclusion, "person", "hands"), _Standing(Declaration)
_HANDS, _WATCHERS = _Standing(Hands), _Standing(Watcher, "person")
_CANDIDATES = Joined(Candidate, "person")


@prepared
def _candidates(election: Slot) -> QuerySet[Candidate, Any]:
    return Candidate.objects.filter(election=election, dropped_on=None).order_by("position", "pk").values_list(*_CANDIDATES.columns)


def _claims(rows: Sequence[Exclusion]) -> tuple[Claim, ...]:
    grounds = open_all((one.person.key, GROUNDS, one.grounds_sealed) for one in rows)
    return tuple(
        Claim(one.person.key, Grounds(code) if code else None, bool(one.consent_no), one.hands is not None and one.hands.passed, one.months)
        for one, code in zip(rows, grounds, strict=True)
    )
