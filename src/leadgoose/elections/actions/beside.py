"""What happens beside the straight way: withdrawn, no quorum and a new day, a term shifted, stopped, resumed, annulled, given up; papers noted later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.elections.actions.asking import Meeting, meet
from leadgoose.elections.actions.entry import Entry, More, short, told_of
from leadgoose.elections.actions.following import dismiss, settle
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import Told, act_of, in_words, lock, side_step, withdraw_shift, withdraw_step
from leadgoose.elections.models import Election, Step
from leadgoose.elections.models import Meeting as Room
from leadgoose.elections.queries.course import SHIFT, WORDS, Course, is_known, sealed, shift_asked, shift_of
from leadgoose.elections.queries.meeting import meeting_of
from leadgoose.elections.queries.reminder import present_term
from leadgoose.elections.rules import posts, stages
from leadgoose.elections.rules.procedure import procedure
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.statutes.dates import judge_shift, term_dates
from leadgoose.roster.actions import elected as register
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.queries.organisation import TermRow
from leadgoose.roster.reach import of_organisation


def falls_with(course: Course, key: str) -> list[str]:
    """The stages that are taken off with one, itself included, in their order; a shift of the term falls alone."""
    if key == SHIFT:
        return [key] if shift_of(course) is not None else []
    try:
        after = stages.withdraw(course.facts, key, date.max, by=procedure().stages[key].by, reason="-")
    except stages.NotOpenError:
        return []
    order = list(procedure().stages)
    return sorted((one for one in course.open if one in order and one not in after.records), key=order.index)


@transaction.atomic
def withdraw_stage(election: Election, key: str, reason: str, *, by: Actor, at: datetime) -> Step:
    """A stage was entered wrongly: it and all that stands on it is taken off. Only who may record each of them may take it off."""
    course, _permit = lock(election, "elections.withdraw_stage", by)
    reach = of_organisation(course.election.organisation)
    for one in falls_with(course, key):
        if not by.may(act_of(one), reach):
            raise Refusal(_("撤回后，上级办理的步骤也要一并撤回，请由组织员办理。"))
    if key == SHIFT:
        return withdraw_shift(course.election, Told(reason=in_words(reason)), by=by, at=at)
    return withdraw_step(course.election, key, Told(reason=in_words(reason)), by=by, at=at)


@transaction.atomic
def stop(election: Election, reason: str, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The superior stops the election; nobody else can."""
    return _side(election, "stop", in_words(reason), entry, More(), by=by, at=at)


@transaction.atomic
def resume(election: Election, reason: str, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The superior lets the election go on."""
    return _side(election, "resume", in_words(reason), entry, More(), by=by, at=at)


@transaction.atomic
def annul(election: Election, reason: str, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The superior has found a breach: the result is void, and what it wrote into the register is taken back.

    The meeting is held again as another one: the members' falls with its notice; the committee's, where only it met, with what it recorded.
    """
    course, _permit = lock(election, "elections.annul", by)
    held = course.open.get("first-meeting") if posts.ALONE in course.facts.traits else None
    row = _side(course.election, "annul", in_words(reason), entry, More(), by=by, at=at)
    if held is not None:
        meeting = meeting_of(course.election, Room.Sort.COMMITTEE)
        if meeting is not None:
            meeting.under = held
            meeting.save(update_fields=["under"])
    return row


@transaction.atomic
def set_new_date(election: Election, meeting: Meeting, reason: str, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """Too few came: another day is set. Whoever was absent stays among the expected."""
    course, _permit = lock(election, "elections.set_new_date", by)
    mine = course.election
    if meeting.on is None:
        raise Refusal(_("请填写另定的开会日期。"), "meeting_on")
    meet(mine, meeting, entry.on)
    mine.save(update_fields=["meeting_on", "meeting_time", "meeting_place"])
    more = More({"new-date": True}, {}, {"meeting_on": meeting.on.isoformat()}, typed=2)
    return _side(mine, "new-meeting", in_words(reason), entry, more, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Shift:
    """A term that ends on another day: to when, by which request."""

    to: date
    request_no: str = ""


@transaction.atomic
def ask_shift(election: Election, shift: Shift, reason: str, on: date, *, by: Actor, at: datetime) -> Election:
    """A shift of the term is asked for (journal: ShiftRequested); the superior's reply makes it one. Its paper has the day from here."""
    course, permit = lock(election, "elections.ask_shift", by)
    mine, today = course.election, timezone.localdate(at)
    _possible(course, shift, today)
    if on > today:
        raise Refusal(_("日期 %(day)s 还没有到，请改为今天或以前的日期。") % {"day": on.isoformat()}, "on")
    words = {"reason": in_words(reason), "request_no": short(shift.request_no, "request_no", 60)}
    mine.switches = {**mine.switches, "shift_to": shift.to.isoformat(), "shift_on": on.isoformat()}
    mine.shift_sealed = sealed(mine.organisation.key, WORDS, words)
    mine.save(update_fields=["switches", "shift_sealed"])
    record(Act(
        name="ShiftRequested", valid_on=on, top_key=mine.top_key, org_key=mine.organisation.key, role=permit.role or "",
        facts={"election": mine.key, "to": shift.to.isoformat()}, personal={mine.organisation.key: {name: text for name, text in words.items() if text}},
        typed=3 + bool(words["request_no"]),
    ), by=by, at=at)
    return mine


def _possible(course: Course, shift: Shift, today: date) -> TermRow:
    """The term that is shifted; refused where the day cannot be."""
    if course.facts.kind not in stages.TERM_CHANGES or "announced" in course.facts.records:
        raise Refusal(_("现在没有可以延期或者提前的任期。"))
    term = present_term(course.election.organisation, today)
    if term is None:
        raise Refusal(_("本届选举日期资料未知，请先补录。"))
    if shift.to == term.expires_on:
        raise Refusal(_("延期或者提前后的日期与届满日期相同，请核对。"), "to")
    if shift.to <= term.elected_on:
        raise Refusal(_("日期 %(day)s 不晚于本届选举日期 %(elected)s，请核对。") % {"day": shift.to.isoformat(), "elected": term.elected_on.isoformat()}, "to")
    return term


@transaction.atomic
def shift_term(election: Election, shift: Shift, reason: str, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The superior has replied that the term ends later or earlier; the register keeps the reply as a new fact. entry.paper_no: the reply's."""
    course, _permit = lock(election, "elections.shift_term", by)
    mine = course.election
    term = _possible(course, shift, timezone.localdate(at))
    if not entry.paper_no.strip():
        raise Refusal(_("请填写批复文号。"), "paper_no")
    verdict = judge_shift(term_dates(term.elected_on, term.years), shift.to)
    try:
        written = register.shift_term(mine.organisation, shift.to, entry.paper_no, at=at)
    except Refused as no:
        raise Refusal(str(no)) from None
    words = {"request_no": short(shift.request_no, "request_no", 60)}
    asked = {"shift-requested": True} if shift_asked(mine) is not None else {}
    more = More(asked, {"shift-within-year": verdict}, {"to": shift.to.isoformat()}, words, typed=2)
    told = replace(told_of(course, "shift-term", entry, more), reason=in_words(reason), wrote=written)
    return side_step(mine, "shift-term", entry.on, told, by=by, at=at)


def _side(election: Election, key: str, reason: str, entry: Entry, more: More, *, by: Actor, at: datetime) -> Step:
    course, _permit = lock(election, act_of(key), by)
    told = replace(told_of(course, key, entry, more), reason=reason)
    return side_step(course.election, key, entry.on, told, by=by, at=at)


@transaction.atomic
def give_up(election: Election, reason: str, *, by: Actor, at: datetime) -> Election:
    """An election that was begun by mistake or is not held is closed (journal: ElectionAbandoned). Not once a result is announced."""
    course, permit = lock(election, "elections.give_up", by)
    mine, reason, on = course.election, in_words(reason), timezone.localdate(at)
    if is_known(course):
        raise Refusal(_("当选名单已经宣布，不能取消；违反规定的，由上级党组织决定选举无效。"))
    mine.closed_on, mine.closed_at, mine.closed_as = on, at, "given-up"
    mine.save(update_fields=["closed_on", "closed_at", "closed_as"])
    record(Act(
        name="ElectionAbandoned", valid_on=on, top_key=mine.top_key, org_key=mine.organisation.key, role=permit.role or "",
        facts={"election": mine.key}, personal={mine.organisation.key: {"reason": reason}}, typed=1,
    ), by=by, at=at)
    settle(mine, "ElectionAbandoned", None, on=on, at=at)
    dismiss(mine, permit, on=on, by=by, at=at)
    return mine


@transaction.atomic
def note_paper(election: Election, key: str, paper_no: str, signer: str, *, by: Actor, at: datetime) -> Step:
    """Type the number and the signer of a paper after it was signed (journal: PaperNoted, what stood there before included)."""
    course, _permit = lock(election, "elections.note_paper", by)
    row = course.open.get(key)
    if row is None or not course.facts.records[key].done or key not in procedure().stages:
        raise Refusal(_("这一步还没有办理，没有文件可以登记。"))
    mine = course.election
    permit = by.require(act_of(key), of_organisation(mine.organisation))
    paper_no, signer = short(paper_no, "paper_no", 60), short(signer, "signer", 40)
    if not (paper_no or signer):
        raise Refusal(_("请填写文号或者签发人。"), "paper_no")
    before = {"paper_no before": row.paper_no, "signer before": row.signer}
    row.paper_no, row.signer = paper_no, signer
    row.save(update_fields=["paper_no", "signer"])
    words = {"paper_no": paper_no, "signer": signer, **before}
    record(Act(
        name="PaperNoted", valid_on=timezone.localdate(at), top_key=mine.top_key, org_key=mine.organisation.key, role=permit.role or "",
        facts={"election": mine.key, "step": key}, personal={mine.organisation.key: {name: text for name, text in words.items() if text}},
        typed=bool(paper_no) + bool(signer),
    ), by=by, at=at)
    return row
