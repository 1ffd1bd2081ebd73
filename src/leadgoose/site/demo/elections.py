"""Elections of the demonstration, each at another stage, so that every page of them lives: through the same acts as everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from leadgoose.elections.actions import asking, ballots, candidacy, desk, leaders, persons, result, roll, sheets, supervision
from leadgoose.elections.actions.asking import Asked, Forwarding, Meeting
from leadgoose.elections.actions.begin import Beginning, begin
from leadgoose.elections.actions.entry import Entry
from leadgoose.elections.actions.meeting import Opening, open_meeting
from leadgoose.elections.actions.persons import Agreement, Opinion
from leadgoose.elections.actions.supervision import Saying, Signature
from leadgoose.elections.models import Candidate, Election, Matter, Round, Sheet
from leadgoose.elections.models import Meeting as MeetingRow
from leadgoose.elections.queries.course import course_of
from leadgoose.elections.queries.outcome import Sums, elected_of
from leadgoose.elections.queries.people import Known, members_of
from leadgoose.elections.queries.proofs import offers
from leadgoose.elections.rules.card import CARD
from leadgoose.elections.rules.hands import Hands
from leadgoose.elections.rules.procedure import path
from leadgoose.elections.rules.sheet import Line
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.statutes.dates import add_months
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Organisation, Person, Post, Term
from leadgoose.site.demo.work import HEADS_OF_GENERAL, rank

MEETING_AFTER = 12
"""Days from today to the meeting of an election that is ready for it."""
_SAID = {"elections.before-reminder": "已电话提醒，留有通话记录", "elections.meeting-after-term": "生产任务集中，届满前未能召开，已在请示中说明"}
"""Why a warning was gone on with, where the election comes to it."""
FIRST_AFTER = 26
"""Days before today on which the first stage is done: the meeting is then held within the days that the register knows."""


@dataclass(slots=True)
class Run:
    """One election on its way. day: of the last stage."""

    election: Election
    clerk: Actor
    at: datetime
    today: date
    day: date
    members: list[Known]
    seats: int

    @property
    def committee(self) -> list[Known]:
        """Those who stand: one more than the seats need."""
        return self.members[: self.seats + 1]

    def entry(self, *ticked: str, **paper: str) -> Entry:
        return Entry(self.day, ticked=frozenset(ticked), cleared=_SAID, **paper)   # type: ignore[arg-type]

    def rows(self, post: str = "") -> list[Candidate]:
        found = Candidate.objects.filter(election=self.election, dropped_on=None).select_related("person").order_by("pk")
        return list(found.filter(post=post) if post else found)


def fill(top: Organisation, on: date, clerk: Actor, at: datetime) -> None:
    """One at nomination, one ready for the meeting, one announced and awaiting approval, one completed, one with an objection."""
    wanted = (("first-meeting", _nothing), ("initial", _nothing), ("notice", _objection), ("handover", _nothing), ("persons-request", _raised))
    for place, (last, more) in zip(_due_first(top, on), wanted, strict=False):
        run = _begin(place, on, clerk, at)
        _walk(run, last)
        more(run)


def _due_first(top: Organisation, on: date) -> list[Organisation]:
    """Branches large enough for every page, whose term ends soonest, and within half a year; the one whose reminder the tour shows, and one with a
    shift, left alone."""
    led = Post.objects.on(on).filter(organisation__top_key=top.key, kind=PostKind.SECRETARY).values("organisation")
    rows = Term.objects.on(on).filter(   # where there is no secretary, the watch goes on to say so
        organisation__top_key=top.key, organisation__kind="branch", organisation__voters__gte=9, shifted_to=None, expires_on__lte=add_months(on, 6),
        organisation__in=led,
    ).exclude(organisation__name__startswith="作业二队").select_related("organisation__unit", "organisation__parent").order_by("expires_on", "pk")
    return [row.organisation for row in rows]


def _begin(place: Organisation, on: date, clerk: Actor, at: datetime) -> Run:
    wish = Beginning("branch-committee", seats=3)
    election = begin(place, wish, by=clerk, at=at)
    able = [one for one in members_of(place) if not one.barred]
    # whoever leads now stands again, beside members who are no officers but could lead
    able.sort(key=lambda one: ("secretary" not in one.posts, one.admin_post in HEADS_OF_GENERAL, bool(one.posts), rank(one.admin_post)))
    return Run(election, clerk, at, on, on - timedelta(days=FIRST_AFTER), able, 3)


def _walk(run: Run, last: str) -> None:
    keys = [one.key for one in path(run.election.kind, frozenset(run.election.traits))]
    for key in keys[: keys.index(last) + 1]:
        record = course_of(run.election).facts.records.get(key)
        if key == "reminder" or (record is not None and record.done):
            continue
        run.day = min(run.day + timedelta(days=1), run.today)
        if key == "announced":
            run.day = course_of(run.election).facts.records["counted"].on or run.day   # the day of the meeting is the day of the election
        _STAGES[key](run, key)


def _request(run: Run, key: str) -> None:
    ready = Meeting(run.today + timedelta(days=MEETING_AFTER), "14:30", "队部会议室")
    asked = Asked(run.seats, candidates=len(run.committee), lines=frozenset({"anthem", "dues"}))
    asking.send_request(run.election, asked, ready, run.entry("request-complete"), by=run.clerk, at=run.at)
    run.election.refresh_from_db()


def _reply(run: Run, key: str) -> None:
    entry = run.entry(paper_no=f"示委复〔{run.day.year}〕{run.election.pk + 20}号", signer="示例签发人")
    asking.record_reply(run.election, Asked(run.seats), Forwarding(run.day), entry, by=run.clerk, at=run.at)


def _opinion(run: Run, key: str) -> None:
    there = len(members_of(run.election.organisation))
    persons.record_opinion(run.election, Opinion(there, there - 1), run.entry(), by=run.clerk, at=run.at)


def _initial(run: Run, key: str) -> None:
    for one in run.committee:
        _nominate(run, one, "committee")
    _nominate(run, run.committee[0], "secretary")
    supported = {row.pk: len(run.members) - number for number, row in enumerate(run.rows())}
    persons.propose_persons(run.election, supported, run.entry("opinion-of-most"), by=run.clerk, at=run.at)
    for row in run.rows("committee")[:2]:
        told = [candidacy.Words(one.heading, one.text, one.source, True) for one in offers(row, "zh-Hans", run.today, len(run.members))]
        candidacy.add_proofs(run.election, row.pk, told, by=run.clerk, at=run.at)


def _nominate(run: Run, one: Known, post: str) -> None:
    candidacy.nominate(run.election, Person.objects.get(key=one.member.key), post, by=run.clerk, at=run.at)


def _persons_request(run: Run, key: str) -> None:
    persons.send_persons_request(run.election, _cleared(run), by=run.clerk, at=run.at)


def _persons_reply(run: Run, key: str) -> None:
    entry = run.entry(paper_no=f"示委复〔{run.day.year}〕{run.election.pk + 40}号")
    persons.record_persons_reply(run.election, Agreement(), Forwarding(run.day), entry, by=run.clerk, at=run.at)


def _deliberation(run: Run, key: str) -> None:
    persons.fix_candidates(run.election, frozenset(row.pk for row in run.rows()), "", run.entry(), by=run.clerk, at=run.at)


def _notice(run: Run, key: str) -> None:
    meeting = Meeting(run.election.meeting_on or run.today, "14:30", "队部会议室")
    asking.send_notice(run.election, meeting, _cleared(run), by=run.clerk, at=run.at)
    run.election.refresh_from_db()


def _cleared(run: Run) -> Entry:
    """The day's entry with a reason for every warning about the persons."""
    codes = ("elections.standing-short", "elections.standing-unknown")
    return Entry(run.day, cleared={**_SAID, **dict.fromkeys(codes, "上级同意，已在请示中说明")})


def _announced(run: Run, key: str) -> None:
    result.announce_result(run.election, run.entry("scrutineer-reported"), by=run.clerk, at=run.at)


def _first_meeting(run: Run, key: str) -> None:
    """The committee elects the secretary; the two others watch and count."""
    secretary = run.committee[0].member.key
    rest = [one for one in elected_of(run.election).committee if one != secretary]
    meeting = open_meeting(run.election, Opening(MeetingRow.Sort.COMMITTEE, run.day, MeetingRow.Held.PAPER, rest[0]), by=run.clerk, at=run.at)
    size = len(rest) + 1
    roll.declare_present(meeting, roll.Call(frozenset([secretary, *rest])), by=run.clerk, at=run.at)
    desk.choose_scrutineers(meeting, desk.Choice((rest[0],), (rest[1],), Hands(size)), by=run.clerk, at=run.at)
    _vote(run, meeting, size, {secretary: size}, (rest[0], rest[1]))
    leaders.record_first_meeting(meeting, True, by=run.clerk, at=run.at)
    kinds = (PostKind.ORGANISATION, PostKind.PUBLICITY)
    result.divide_work(run.election, dict(zip(rest, kinds, strict=True)), by=run.clerk, at=run.at)


def _result_report(run: Run, key: str) -> None:
    result.send_result(run.election, run.entry(), by=run.clerk, at=run.at)


def _result_reply(run: Run, key: str) -> None:
    entry = run.entry(paper_no=f"示委复〔{run.day.year}〕{run.election.pk + 60}号", signer="示例签发人")
    result.record_result_reply(run.election, Forwarding(run.day), entry, by=run.clerk, at=run.at)


def _publication(run: Run, key: str) -> None:
    result.publish_result(run.election, frozenset({"board", "meeting"}), run.entry(), by=run.clerk, at=run.at)


def _handover(run: Run, key: str) -> None:
    names = [one.member.name for one in run.committee]
    result.record_handover(run.election, result.Handed(names[0], names[0], "组织员"), run.entry(), by=run.clerk, at=run.at)


def _meeting(run: Run, key: str) -> None:
    """The members' meeting as its signed papers have it, entered afterwards: present all but one, method adopted, ballots, count."""
    there = [one.member.key for one in run.members]
    present = len(there) - 1
    meeting = open_meeting(run.election, Opening(MeetingRow.Sort.MEMBERS, run.day, MeetingRow.Held.PAPER, there[0]), by=run.clerk, at=run.at)
    roll.declare_present(meeting, roll.Call(frozenset(there[:present]), chair_in_order=True), by=run.clerk, at=run.at)
    desk.record_report_heard(meeting, Hands(present), by=run.clerk, at=run.at)
    desk.adopt_method(meeting, Hands(present), by=run.clerk, at=run.at)
    watch, *count = there[len(run.committee) : len(run.committee) + 3]
    desk.choose_scrutineers(meeting, desk.Choice((watch,), tuple(count), Hands(present)), by=run.clerk, at=run.at)
    approvals = {one.member.key: present * (9 - number) // 10 for number, one in enumerate(run.committee[: run.seats])}
    _vote(run, meeting, present, {**approvals, run.committee[run.seats].member.key: present // 4}, tuple(count))


def _vote(run: Run, meeting: MeetingRow, present: int, approvals: dict[str, int], entrants: Sequence[str]) -> None:
    """Ballots out and back, two sheets that agree, the count."""
    ballots.issue_ballots(meeting, ballots.Issue(present + 2, present, present, introduced=True), by=run.clerk, at=run.at)
    ballots.close_vote(meeting, present, True, by=run.clerk, at=run.at)
    ballots.reconcile_ballots(meeting, ballots.Returned(present, 2), by=run.clerk, at=run.at)
    row = Round.objects.filter(meeting=meeting).latest("number")
    sums = Sums({key: Line(approvals[key], present - approvals[key], 0) for key, _name in row.candidates})
    for key in entrants:
        sheets.enter_sheet(meeting, row.key, sheets.Closing(key, sums, Sheet.Way.PAPER), by=run.clerk, at=run.at)
    sheets.decide_count(meeting, True, by=run.clerk, at=run.at)


_STAGES = {
    "request": _request, "reply": _reply, "opinion": _opinion, "initial": _initial, "persons-request": _persons_request,
    "persons-reply": _persons_reply, "deliberation": _deliberation, "notice": _notice, "exclusions": _meeting, "announced": _announced,
    "first-meeting": _first_meeting, "result-report": _result_report, "result-reply": _result_reply, "publication": _publication,
    "handover": _handover,
}


# --- what is said beside ---


def _nothing(run: Run) -> None:
    return None


def _objection(run: Run) -> None:
    supervision.assign_envoy(run.election, "envoy", by=run.clerk, at=run.at)
    items = {one.key: "yes" for one in CARD["before"]} | {"introduction-true": "no"}
    signature = Signature("before", run.today, items, False, "两名候选人的介绍没有依据材料，请补齐或者照实留空。", "督导员")
    supervision.sign_off(run.election, signature, by=run.clerk, at=run.at)
    said = Saying("候选人介绍中的“群众评价”没有依据，请补依据或者留空。", "elec-introduce-candidates", "deliberation", "督导员")
    supervision.say(run.election, Matter.Sort.OBJECTION, said, by=run.clerk, at=run.at)


def _raised(run: Run) -> None:
    name = run.members[len(run.members) // 2].member.name
    said = Saying("请说明人选为什么没有青年党员。", "", "initial", name)
    matter = supervision.say(run.election, Matter.Sort.RAISED, said, by=run.clerk, at=run.at)
    supervision.answer(run.election, matter.key, "explained", "已在支部委员会上说明：青年党员人选征求意见时未过半数。", by=run.clerk, at=run.at)

