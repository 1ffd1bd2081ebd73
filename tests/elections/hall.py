"""A meeting of 18 electors and one probationary member that elects three of four, ready for the roll call; and how to take it further."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import transaction

from again import once
from cast import NOW, TODAY, Cast, Part, enrol_all
from leadgoose.elections.actions import ballots, desk, sheets
from leadgoose.elections.actions.begin import Beginning, begin
from leadgoose.elections.actions.meeting import Opening, open_meeting
from leadgoose.elections.actions.roll import Call, declare_present
from leadgoose.elections.models import Candidate, Election, Meeting, Round, Sheet
from leadgoose.elections.queries.course import course_of
from leadgoose.elections.queries.meeting import Room, room_of
from leadgoose.elections.queries.outcome import Decided, Sums
from leadgoose.elections.rules.hands import Hands
from leadgoose.elections.rules.sheet import Gap, Line
from leadgoose.ground.access.actor import Actor
from leadgoose.roster.models import Person

NAMES = ("王堃", "李建军", "赵敏华", "欧阳晓燕", "周正", "吴珺", "郑喆", "冯春生", "陈立", "褚卫东", "卫兰", "蒋文", "沈铁军", "韩梅")
LISTED = ("m-1", "m-2", "m-3", "m-4")
"""王堃、李建军、赵敏华、欧阳晓燕."""
SCRUTINEER, COUNTER, SECOND = "m-5", "m-6", "m-7"
PIN = "2468"
Made = TypeVar("Made")


@dataclass
class Hall:
    """One election at its meeting, and whoever runs the desk. What another test has done from the same rows is put back (tests/again.py)."""

    cast: Cast
    election: Election
    by: Actor
    meeting: Meeting
    electors: list[str] = field(default_factory=list)   # keys of holders of the right, in the order of the roll

    def room(self) -> Room:
        return room_of(Meeting.objects.select_related("election__organisation", "under").get(pk=self.meeting.pk), course_of(self.election))

    @property
    def round(self) -> Round:
        vote = self.room().vote
        assert vote is not None
        return vote.round

    def _once(self, step: str, do: Callable[[], Made], *told: object) -> Made:
        return once((step, self.meeting.pk, self.by.login, repr(told)), do)

    def declare(self, present: int = 16, **more: object) -> None:
        self._once("declare", lambda: self._declare(present, **more), present, more)

    def _declare(self, present: int, **more: object) -> None:
        # those who act are always among them
        first = [*LISTED, SCRUTINEER, COUNTER, SECOND]
        there = (first + [one for one in self.electors if one not in first])[:present]
        declare_present(self.meeting, Call(frozenset(there), chair_in_order=True, **more), by=self.by, at=NOW)   # type: ignore[arg-type]

    def decide(self, favour: int = 16, counters: Sequence[str] = (COUNTER, SECOND)) -> None:
        self._once("decide", lambda: self._decide(favour, counters), favour, counters)

    def _decide(self, favour: int, counters: Sequence[str]) -> None:
        desk.record_report_heard(self.meeting, None, by=self.by, at=NOW)
        desk.adopt_method(self.meeting, Hands(favour), by=self.by, at=NOW)
        desk.choose_scrutineers(self.meeting, desk.Choice((SCRUTINEER,), tuple(counters), Hands(favour)), by=self.by, at=NOW)
        for key in (SCRUTINEER, *counters):
            desk.set_pin(self.meeting, key, PIN, by=self.by, at=NOW)

    def issue(self, printed: int = 20, issued: int = 16, **more: object) -> None:
        told = ballots.Issue(printed, issued, issued, introduced=True, **more)   # type: ignore[arg-type]
        self._once("issue", lambda: ballots.issue_ballots(self.meeting, told, by=self.by, at=NOW).pk, told)

    def reconcile(self, voters: int = 16, returned: int = 16, spare: int = 4, **reasons: str) -> None:
        told = ballots.Returned(returned, spare, reasons={Gap(gap): text for gap, text in reasons.items()})
        self._once("reconcile", lambda: self._reconcile(voters, told), voters, told)

    def _reconcile(self, voters: int, told: ballots.Returned) -> None:
        ballots.close_vote(self.meeting, voters, True, by=self.by, at=NOW)
        ballots.reconcile_ballots(self.meeting, told, by=self.by, at=NOW)

    def ready(self, present: int = 16) -> None:
        """Everything up to the count."""
        self._once("ready", lambda: self._ready(present), present)

    def _ready(self, present: int) -> None:
        self.declare(present)
        self.decide(present)
        self.issue(present + 4, present)
        self.reconcile(present, present)

    def enter(self, entrant: str, sums: Sums, pin: str = PIN, reason: str = "", signed: bool = False) -> Sheet:
        closing = sheets.Closing(entrant, sums, Sheet.Way.SUMS, pin, signed, reason)
        return sheets.enter_sheet(self.meeting, self.round.key, closing, by=self.by, at=NOW).sheet

    def count(self, sums: Sums) -> Decided:
        """Two people enter the same, and it is decided."""
        return self._once("count", lambda: self._count(sums), sums)

    def _count(self, sums: Sums) -> Decided:
        with transaction.atomic():
            self.enter(COUNTER, sums)
            self.enter(SECOND, sums)
        return sheets.decide_count(self.meeting, True, by=self.by, at=NOW)

    def sums(self, approvals: Mapping[str, int] | Sequence[int], writeins: Mapping[str, int] | None = None, invalid: int = 0) -> Sums:
        """Sums that fit the ballots: whoever did not approve disapproved."""
        listed = [key for key, _ in self.round.candidates]
        given = approvals if isinstance(approvals, Mapping) else dict(zip(sorted(listed), approvals, strict=True))
        valid = (self.round.returned or 0) - invalid
        return Sums({key: Line(given[key], valid - given[key], 0) for key in listed}, writeins or {}, invalid)


def hall(cast: Cast, *, seats: int = 3, listed: Sequence[str] = LISTED, login: str = "secretary", held: str = "desk") -> Hall:
    """The branch "one" grown to 18 full members, in an election that comes in at its meeting."""
    def make() -> tuple[dict[str, str], int, int, list[str]]:
        parts = [Part(f"m-{number}", name, "one", "男" if number % 2 else "女", f"19{70 + number}-05-01") for number, name in enumerate(NAMES, 1)]
        enrol_all(cast, parts, 101)
        election = begin(cast.organisations["one"], Beginning("branch-committee", seats=seats, deputies=1, at_stage="exclusions"), by=by, at=NOW)
        stand(cast, election, listed, Candidate.Post.COMMITTEE)
        meeting = open_meeting(election, Opening(Meeting.Sort.MEMBERS, TODAY, Meeting.Held(held), "p-secretary"), by=by, at=NOW)
        return dict(cast.id_numbers), election.pk, meeting.pk, [one.key for one in Hall(cast, election, by, meeting).room().electors]

    by = cast.actor(login)
    cast.id_numbers, election, meeting, electors = once(("hall", seats, tuple(listed), login, held), make)
    cast.people.update(Person.objects.in_bulk([f"m-{number}" for number in range(1, len(NAMES) + 1)], field_name="key"))
    return Hall(
        cast, Election.objects.select_related("organisation__unit", "organisation__parent").get(pk=election), by,
        Meeting.objects.select_related("election__organisation", "under", "chair").get(pk=meeting), list(electors),
    )


def stand(cast: Cast, election: Election, keys: Sequence[str], post: Candidate.Post) -> None:
    """These people are official candidates, agreed by the superior."""
    names = {f"m-{number}": name for number, name in enumerate(NAMES, 1)}
    Candidate.objects.bulk_create(
        Candidate(
            election=election, person=cast.people[key], name=names.get(key, key), post=post, position=position, proposed_on=TODAY, agreed_on=TODAY,
            official_on=TODAY, recorded_at=NOW, recorded_by="tests",
        )
        for position, key in enumerate(keys)
    )
