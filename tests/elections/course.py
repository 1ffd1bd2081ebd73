"""An election taken through its stages by its own acts, for tests that begin in the middle. What the count desk does is said in one line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from again import once
from cast import NOW, TODAY, Cast, Part, enrol_all
from leadgoose.elections.actions import asking, ballots, desk, persons, result, sheets
from leadgoose.elections.actions.asking import Asked, Forwarding
from leadgoose.elections.actions.asking import Meeting as Planned
from leadgoose.elections.actions.begin import Beginning, begin
from leadgoose.elections.actions.candidacy import nominate
from leadgoose.elections.actions.entry import Entry
from leadgoose.elections.actions.leaders import record_first_meeting
from leadgoose.elections.actions.meeting import Opening, open_meeting
from leadgoose.elections.actions.persons import Agreement, Opinion
from leadgoose.elections.actions.roll import Call, declare_present
from leadgoose.elections.models import Candidate, Election, Meeting, Round, Sheet
from leadgoose.elections.queries.candidates import lists_of
from leadgoose.elections.queries.course import course_of
from leadgoose.elections.queries.outcome import Sums
from leadgoose.elections.rules.hands import Hands
from leadgoose.elections.rules.procedure import path
from leadgoose.elections.rules.sheet import Line
from leadgoose.roster.models import Person

Made = TypeVar("Made")
ELECTORS = ("p-secretary", "p-committee", "p-discipline", "p-member")
NAMES = ("冯立新", "韩雪", "蒋文", "沈志刚", "杨柳青", "朱建平", "秦岚", "许国强")


def more_members(cast: Cast, count: int = 8) -> list[str]:
    """Full members of branch "one" beside the cast; their keys."""
    enrol_all(cast, (Part(f"p-m{number}", name, "one", "男", f"198{number % 10}-01-0{number % 9 + 1}") for number, name in enumerate(NAMES[:count], 30)), 30)
    return [f"p-m{number}" for number in range(30, 30 + count)]


@dataclass(slots=True)
class Story:
    """One election of branch "one" and how far it is taken. day: of the last stage; each is a day later, as far as today allows.

    elected: those whom the votes seat, in their order. Stages that another test has come to from the same rows are put back (tests/again.py);
    fresh: none is, every act is really done.
    """

    cast: Cast
    election: Election
    start: date = TODAY - timedelta(days=40)
    day: date = field(default_factory=lambda: TODAY - timedelta(days=40))
    committee: tuple[str, ...] = ("p-secretary", "p-committee", "p-discipline", "p-m30")
    elected: tuple[str, ...] = ("p-secretary", "p-committee", "p-m30")
    secretary: str = "p-m30"
    seats: int | None = 3
    fresh: bool = False

    @property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """Who stands for what: the committee and its secretary, or the secretary alone where the members elect one."""
        posts = [post for one in lists_of(self.election) for post in one.posts]
        return {post: self.committee if post == posts[0] else (self.secretary,) for post in posts}

    def until(self, last: str) -> Story:
        """Everything to the stage `last`, that one too."""
        self.day = self._once(("until", last), lambda: self._until(last))
        self.election.refresh_from_db()
        return self

    def _until(self, last: str) -> date:
        keys = [one.key for one in path(self.election.kind, frozenset(self.election.traits))]
        for key in keys[: keys.index(last) + 1]:
            record = course_of(self.election).facts.records.get(key)
            if record is None or not record.done:
                self.do(key)
        return self.day

    def do(self, key: str) -> None:
        """One stage; "exclusions" is the whole meeting up to the count. The result is announced on the day of the meeting."""
        self.day = min(self.day + timedelta(days=1), TODAY) if key != "announced" else self.day
        self._once((key,), lambda: _DO[key](self))
        self.election.refresh_from_db()

    def _once(self, step: tuple[str, ...], do: Callable[[], Made]) -> Made:
        plan = self.election.pk, self.day, self.committee, self.elected, self.secretary, self.seats
        return do() if self.fresh else once((*step, *plan), do)

    def entry(self, *ticked: str, **more: Any) -> Entry:
        cleared = {
            "elections.before-reminder": "已电话提醒", "elections.meeting-after-term": "已经逾期",
            "elections.meeting-before-term": "班子出缺，提前换届",
        }
        return Entry(self.day, ticked=frozenset(ticked), cleared=cleared, **more)

    def by(self, login: str) -> dict[str, Any]:
        return {"by": self.cast.actor(login), "at": NOW}

    def rows(self, post: str = "") -> list[Candidate]:
        found = Candidate.objects.filter(election=self.election, dropped_on=None).order_by("pk")
        return list(found.filter(post=post) if post else found)


def story(cast: Cast, wish: Beginning | None = None, *, fresh: bool = False) -> Story:
    """A branch of twelve full members begins its election."""
    wish = wish or Beginning("branch-committee", seats=3)
    cast.id_numbers, election = once(("story", repr(wish)), lambda: _begin(cast, wish))
    cast.people.update(Person.objects.in_bulk([f"p-m{number}" for number in range(30, 38)], field_name="key"))
    return Story(cast, Election.objects.select_related("organisation__unit", "organisation__parent").get(pk=election), seats=wish.seats, fresh=fresh)


def _begin(cast: Cast, wish: Beginning) -> tuple[dict[str, str], int]:
    more_members(cast)
    return dict(cast.id_numbers), begin(cast.organisations["one"], wish, by=cast.actor("clerk"), at=NOW).pk


def _request(one: Story) -> None:
    asked = Asked(one.seats, one.election.deputies, len(one.committee), preselection="preselection" in one.election.traits, lines=frozenset({"anthem"}))
    asking.send_request(one.election, asked, Planned(TODAY, "14:30", "队部会议室"), one.entry("request-complete"), **one.by("secretary"))


def _reply(one: Story) -> None:
    asked = Asked(one.seats, one.election.deputies)
    asking.record_reply(one.election, asked, Forwarding(one.day), one.entry(paper_no="示委复〔2026〕9号", signer="赵某"), **one.by("clerk"))


def _opinion(one: Story) -> None:
    persons.record_opinion(one.election, Opinion(13, 12), one.entry(), **one.by("secretary"))


def _initial(one: Story) -> None:
    _name(one)
    supported = {row.pk: 11 for row in one.rows()}
    persons.propose_persons(one.election, supported, one.entry("opinion-of-most"), **one.by("secretary"))


def _name(one: Story) -> None:
    for post, keys in one.lists.items():
        for key in keys:
            nominate(one.election, one.cast.people[key], post, **one.by("secretary"))


def _persons_request(one: Story) -> None:
    if not one.rows():   # a branch without a committee has nobody who proposes before
        _name(one)
    persons.send_persons_request(one.election, one.entry(paper_no="作一支〔2026〕3号"), **one.by("secretary"))


def _persons_reply(one: Story) -> None:
    persons.record_persons_reply(one.election, Agreement(), Forwarding(one.day), one.entry(), **one.by("clerk"))


def _deliberation(one: Story) -> None:
    chosen = frozenset(row.pk for row in one.rows())
    persons.fix_candidates(one.election, chosen, "", one.entry(), **one.by("secretary"))


def _notice(one: Story) -> None:
    asking.send_notice(one.election, Planned(TODAY, "14:30", "队部会议室"), one.entry(), **one.by("secretary"))


def _announced(one: Story) -> None:
    result.announce_result(one.election, one.entry("scrutineer-reported"), **one.by("clerk"))


def _first_meeting(one: Story) -> None:
    """Three of three present; one stands for secretary, the two others watch and count."""
    others = [key for key in one.elected if key != one.secretary]
    meeting = open_meeting(one.election, Opening(Meeting.Sort.COMMITTEE, one.day, Meeting.Held.PAPER, others[0]), **one.by("secretary"))
    declare_present(meeting, Call(frozenset(one.elected)), **one.by("secretary"))
    desk.choose_scrutineers(meeting, desk.Choice((others[0],), (others[1],), Hands(3)), **one.by("secretary"))
    vote(one, meeting, 3, {one.secretary: 3}, others)
    record_first_meeting(meeting, True, **one.by("secretary"))


def _result_report(one: Story) -> None:
    result.send_result(one.election, one.entry(), **one.by("secretary"))


def _result_reply(one: Story) -> None:
    result.record_result_reply(one.election, Forwarding(one.day), one.entry(paper_no="示委复〔2026〕12号"), **one.by("clerk"))


def _publication(one: Story) -> None:
    result.publish_result(one.election, frozenset({"board"}), one.entry(), **one.by("secretary"))


def _handover(one: Story) -> None:
    result.record_handover(one.election, result.Handed("单志强", "冯立新"), one.entry(), **one.by("secretary"))


def _meeting(one: Story) -> None:
    """The members' meeting up to the count, from its papers: all twelve are there, those elected have eleven, ten, nine … votes."""
    meeting = open_meeting(one.election, Opening(Meeting.Sort.MEMBERS, one.day, Meeting.Held.PAPER, "p-secretary"), **one.by("secretary"))
    electors = [*ELECTORS, *(f"p-m{number}" for number in range(30, 38))]
    declare_present(meeting, Call(frozenset(electors), chair_in_order=True), **one.by("secretary"))
    if "report-heard" in [step.key for step in path(one.election.kind, frozenset(one.election.traits))]:
        desk.record_report_heard(meeting, Hands(12), **one.by("secretary"))
    desk.adopt_method(meeting, Hands(12), **one.by("secretary"))
    desk.choose_scrutineers(meeting, desk.Choice(("p-m31",), ("p-m32", "p-m33"), Hands(12)), **one.by("secretary"))
    approvals = {key: 11 - one.elected.index(key) if key in one.elected else 1 for key in one.committee}
    vote(one, meeting, 12, approvals, ("p-m32", "p-m33"))


def vote(one: Story, meeting: Meeting, present: int, approvals: dict[str, int], entrants: Sequence[str]) -> None:
    ballots.issue_ballots(meeting, ballots.Issue(present + 2, present, present, introduced=True), **one.by("secretary"))
    ballots.close_vote(meeting, present, True, **one.by("secretary"))
    ballots.reconcile_ballots(meeting, ballots.Returned(present, 2), **one.by("secretary"))
    row = Round.objects.filter(meeting=meeting).latest("number")
    sums = Sums({key: Line(approvals[key], present - approvals[key], 0) for key, _name in row.candidates})
    for key in entrants:
        sheets.enter_sheet(meeting, row.key, sheets.Closing(key, sums, Sheet.Way.PAPER), **one.by("secretary"))
    sheets.decide_count(meeting, True, **one.by("secretary"))


_DO: dict[str, Callable[[Story], None]] = {
    "request": _request, "reply": _reply, "opinion": _opinion, "initial": _initial, "persons-request": _persons_request,
    "persons-reply": _persons_reply, "deliberation": _deliberation, "notice": _notice, "exclusions": _meeting, "announced": _announced,
    "first-meeting": _first_meeting, "result-report": _result_report, "result-reply": _result_reply, "publication": _publication,
    "handover": _handover, "reminder": lambda one: None,
}
