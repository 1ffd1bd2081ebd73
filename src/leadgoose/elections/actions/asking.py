"""The papers between an organisation and the committee that approves: request and reply, passed on by a general branch; the notice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.elections.actions.entry import Entry, More, done_on, enter, not_before, short, whole
from leadgoose.elections.actions.following import days_of
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import Told, lock, prepare_step
from leadgoose.elections.models import Election, Step
from leadgoose.elections.queries.candidates import judge_slate, standing_of
from leadgoose.elections.queries.course import Course, shifted_to
from leadgoose.elections.queries.vacancies import sitting_of, vacancy_of
from leadgoose.elections.rules import seats as seats_rule
from leadgoose.elections.rules import timely
from leadgoose.elections.rules.due import stage_due
from leadgoose.ground.access.actor import Actor, Denied
from leadgoose.ground.bylaws.queries import setting
from leadgoose.ground.statutes.verdicts import Verdict
from leadgoose.roster.reach import of_organisation

LINES = ("anthem", "dues")
"""Lines of the agenda that a place has or has not: the anthem, the account of dues."""
FORWARDS = {
    "request": ("reply", "request-forwarded"), "persons-request": ("persons-reply", "persons-forwarded"),
    "result-report": ("result-reply", "result-forwarded"),
}
"""What a general branch passes on: stage of the paper → (stage of the reply that waits for it, its item)."""
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for, or a reply grants. None: not said. lines: of the agenda, out of LINES."""

    seats: int | None = None
    deputies: int = 0
    candidates: int | None = None
    preselection: bool = False
    lines: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where the members' meeting is held; time as 14:30."""

    on: date | None = None
    time: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Forwarding:
    """That a general branch passed a paper on: the day, and its number."""

    on: date | None = None
    paper_no: str = ""


@transaction.atomic
def send_request(election: Election, asked: Asked, meeting: Meeting, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The request to hold the election, with seats, day and way of voting, which the election keeps from here on."""
    course, _permit = lock(election, "elections.send_request", by)
    mine = course.election
    _grant(mine, asked)
    _meet(mine, meeting, entry.on)
    if meeting.on is None:
        raise Refusal(_("请填写拟开会日期。"), "meeting_on")
    traits = (set(mine.traits) - {"preselection"}) | ({"preselection"} if asked.preselection else set())
    mine.traits = sorted(traits)
    mine.switches = {**mine.switches, "lines": sorted(asked.lines & set(LINES))}
    mine.save(update_fields=["seats", "deputies", "meeting_on", "meeting_time", "meeting_place", "traits", "switches"])
    due_on, _rule = stage_due("request", course.facts, days_of(course, setting(mine.top_key, "request_months")))
    facts = {**_told(asked), "meeting_on": meeting.on.isoformat()}
    judged = {"seats-fit": _fits(mine), "meeting-in-term": in_term(course, meeting.on)}
    if mine.kind == "by-election":
        judged["posts-vacant"] = vacancy_of(mine, sitting_of(mine.organisation, timezone.localdate(at)))
    more = More({"request-in-time": due_on is None or entry.on <= due_on}, judged, facts, typed=4 + bool(asked.deputies))
    return enter(course, "request", entry, more, by=by, at=at)


@transaction.atomic
def record_reply(election: Election, asked: Asked, passed: Forwarding, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The superior's reply to the request; what it grants replaces what was asked."""
    course, _permit = lock(election, "elections.record_reply", by)
    _grant(course.election, asked)
    course.election.save(update_fields=["seats", "deputies"])
    forwarded, facts, words = passed_on(course, "request", passed, entry)
    return enter(course, "reply", entry, More(forwarded, {}, {**_told(asked), **facts}, words, typed=1), by=by, at=at)


@transaction.atomic
def forward_paper(election: Election, paper: str, passed: Forwarding, *, by: Actor, at: datetime) -> Step:
    """A general branch passes a paper of its branch on to the committee. paper: a key of FORWARDS."""
    course, _permit = lock(election, "elections.forward_paper", by)
    place = course.election.organisation
    above = of_organisation(place) - {place.key, *((place.unit.key,) if place.unit else ())}
    if not by.may("elections.forward_paper", above):
        raise Denied("elections.forward_paper", sees=True)
    if paper not in FORWARDS or "through" not in course.facts.traits or done_on(course, paper) is None:
        raise Refusal(_("现在没有需要转报的文件。"))
    stage, item = FORWARDS[paper]
    on = passed.on or timezone.localdate(at)
    if on > timezone.localdate(at):
        raise Refusal(_("日期 %(day)s 还没有到，请改为今天或以前的日期。") % {"day": on.isoformat()}, "on")
    not_before(on, done_on(course, paper), "on")
    words = {"forwarded_no": short(passed.paper_no, "paper_no", 60)} if passed.paper_no.strip() else {}
    told = Told(ticked=frozenset({item}), facts={"forwarded_on": on.isoformat()}, words=words, typed=1 + len(words))
    return prepare_step(course.election, stage, told, by=by, at=at, act="elections.forward_paper")


def passed_on(course: Course, paper: str, passed: Forwarding, entry: Entry) -> tuple[dict[str, bool], dict[str, str], dict[str, str]]:
    """(item, facts, words) of the forwarding where a reply is entered; nothing where the election asks for none or it was recorded already."""
    stage, item = FORWARDS[paper]
    there = course.facts.records.get(stage)
    if "through" not in course.facts.traits or passed.on is None:
        return {}, {}, {}
    if there is not None and item in there.ticked:
        return {}, {}, {}
    not_before(passed.on, done_on(course, paper), "forwarded_on")
    not_before(entry.on, passed.on, "on")
    return {item: True}, {"forwarded_on": passed.on.isoformat()}, {"forwarded_no": short(passed.paper_no, "forwarded_no", 60)}


@transaction.atomic
def send_notice(election: Election, meeting: Meeting, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The notice of the meeting, with day, time and place, once the list of candidates stands."""
    course, _permit = lock(election, "elections.send_notice", by)
    mine = course.election
    _meet(mine, meeting, entry.on)
    if meeting.on is None and not entry.only_keep:
        raise Refusal(_("请填写开会日期。"), "meeting_on")
    if not (meeting.time and meeting.place) and not entry.only_keep:
        raise Refusal(_("请填写开会的时间和地点。"), "meeting_time" if not meeting.time else "meeting_place")
    mine.save(update_fields=["meeting_on", "meeting_time", "meeting_place"])
    verdict = judge_slate(course, standing_of(mine), meeting.on or entry.on)
    facts = {"meeting_on": meeting.on.isoformat() if meeting.on else "", "meeting_time": meeting.time}
    judged = {"slate-stands": verdict, **({"meeting-in-term": in_term(course, meeting.on)} if meeting.on else {})}
    return enter(course, "notice", entry, More(judged=judged, facts=facts, typed=3), by=by, at=at)


def in_term(course: Course, meeting_on: date) -> Verdict:
    """The day of the members' meeting held against the term that runs out; one that a request named and the superior replied to is agreed."""
    expires = course.election.term_expires_on
    if expires is None:
        return Verdict(True)
    asked = course.open["request"].told.get("meeting_on") if done_on(course, "reply") is not None and "request" in course.open else None
    return timely.judge(meeting_on, expires, shifted_to(course), date.fromisoformat(str(asked)) if asked else None)


def meet(election: Election, meeting: Meeting, after: date) -> None:
    """Set the meeting's day, time and place on the election; not saved."""
    _meet(election, meeting, after)


def _meet(election: Election, meeting: Meeting, after: date) -> None:
    if meeting.on is not None:
        not_before(meeting.on, after, "meeting_on")
    if meeting.time and not _TIME.fullmatch(meeting.time):
        raise Refusal(_("请按 14:30 的样式填写时间。"), "meeting_time")
    election.meeting_on = meeting.on or election.meeting_on
    election.meeting_time = meeting.time or election.meeting_time
    election.meeting_place = short(meeting.place, "meeting_place", 80) or election.meeting_place


def _grant(election: Election, asked: Asked) -> None:
    """Seats and deputies as typed; a body without a committee has none. Which posts a by-election fills was said when it began: only their
    number is typed here."""
    if has_committee(election):
        election.seats = whole(asked.seats, 1, 99, "seats")
    if election.kind == "by-election":
        election.deputies = whole(asked.deputies or election.deputies, 1, 9, "deputies") if election.deputies else 0
        return
    most = 9 if election.seats is None else max(0, election.seats - 1)
    election.deputies = whole(asked.deputies, 0, most, "deputies")


def has_committee(election: Election) -> bool:
    """Whether members of a committee are elected."""
    if election.kind in ("branch-committee", "general-branch"):
        return True
    return election.kind in ("new-branch", "by-election") and election.seats is not None


def _fits(election: Election) -> Verdict:
    if election.seats is None:
        return Verdict(True)
    return seats_rule.judge(election.kind == "general-branch", election.seats)


def _told(asked: Asked) -> dict[str, object]:
    said = {"seats": asked.seats, "deputies": asked.deputies, "candidates": asked.candidates}
    return {name: value for name, value in said.items() if value is not None}
