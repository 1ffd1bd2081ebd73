"""The stages that have a page here: what each asks, what it starts with, what the act finds out by itself, whom it is about, what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypedDict

from django.http import QueryDict
from django.utils.translation import gettext as _

from leadgoose.elections.actions import asking, beside, persons, result
from leadgoose.elections.actions.asking import Asked, Forwarding, Meeting
from leadgoose.elections.actions.entry import Entry, done_on
from leadgoose.elections.actions.following import days_of, report_days
from leadgoose.elections.actions.persons import Agreement, Opinion
from leadgoose.elections.actions.result import NEW_TERM, Handed
from leadgoose.elections.models import Election, Step
from leadgoose.elections.queries.candidates import Standing, judge_persons, judge_slate, standing_of
from leadgoose.elections.queries.course import Course, shift_asked, shift_words
from leadgoose.elections.queries.outcome import elected_of
from leadgoose.elections.queries.people import members_of
from leadgoose.elections.queries.reminder import present_term
from leadgoose.elections.queries.vacancies import sitting_of, vacancy_of
from leadgoose.elections.rules import posts, seats, stages
from leadgoose.elections.rules.due import stage_due
from leadgoose.elections.rules.procedure import needs, procedure
from leadgoose.elections.rules.stages import Item, Move
from leadgoose.elections.rules.vacancy import Sitting
from leadgoose.elections.web import forms, words
from leadgoose.ground.access import clock
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.bylaws.queries import setting
from leadgoose.ground.listed import listed
from leadgoose.ground.statutes.dates import judge_shift, term_dates, term_length
from leadgoose.ground.statutes.verdicts import Verdict


class Doing(TypedDict):
    """Who acts, and when."""

    by: Actor
    at: Any


Cleaned = Mapping[str, Any]
Found = tuple[Mapping[str, bool], Mapping[str, Verdict]]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a stage's page looks up to judge its items: who stands, the months before the expiry by which the request is sent, who leads now."""

    standing: Callable[[], Standing]
    lead: Callable[[], int]
    sitting: Callable[[], Sitting]


def look_up(election: Election) -> Looked:
    """Of one election, each when it is asked for."""
    return Looked(
        lambda: standing_of(election), lambda: setting(election.top_key, "request_months"), lambda: sitting_of(election.organisation, clock.today()),
    )


@dataclass(frozen=True, slots=True)
class Screen:
    """One stage or side move as a page. finds: (items found to be so or not, verdicts) as they stand on a day; people: which table it shows."""

    key: str
    form: type[forms.Stage]
    act: Callable[[Election, Cleaned, QueryDict, Entry, Doing], Step]
    initial: Callable[[Course, date], dict[str, Any]] = lambda course, on: {"on": on}
    finds: Callable[[Course, date, Looked], Found] = lambda course, on, looked: ({}, {})
    effect: Callable[[Course], list[str]] = lambda course: []
    people: str = ""


# --- request and reply ---


def _request(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    asked = Asked(typed.get("seats"), typed.get("deputies", 0), typed.get("candidates"), typed.get("preselection", False), frozenset(typed.get("lines", ())))
    return asking.send_request(election, asked, _meeting(typed), entry, **doing)


def _start_request(course: Course, on: date) -> dict[str, Any]:
    mine = course.election
    return {
        "on": on, "seats": mine.seats, "deputies": mine.deputies, "preselection": "preselection" in mine.traits, "meeting_on": mine.meeting_on,
        "meeting_time": mine.meeting_time, "meeting_place": mine.meeting_place, "lines": mine.switches.get("lines", []),
        "candidates": course.open["request"].told.get("candidates") if "request" in course.open else None,
    }


def _find_request(course: Course, on: date, looked: Looked) -> Found:
    mine = course.election
    due_on, _rule = stage_due("request", course.facts, days_of(course, looked.lead()))
    fits = {"seats-fit": seats.judge(mine.kind == "general-branch", mine.seats)} if mine.seats else {}
    vacant = {"posts-vacant": vacancy_of(mine, looked.sitting())} if mine.kind == "by-election" else {}
    return {"request-in-time": due_on is None or on <= due_on}, {**fits, **vacant, **_in_term(course)}


def _in_term(course: Course) -> dict[str, Verdict]:
    day = course.election.meeting_on
    return {"meeting-in-term": asking.in_term(course, day)} if day is not None else {}


def _reply(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return asking.record_reply(election, Asked(typed.get("seats"), typed.get("deputies", 0)), _passed(typed), entry, **doing)


def _start_reply(course: Course, on: date) -> dict[str, Any]:
    return {"on": on, "seats": course.election.seats, "deputies": course.election.deputies, **_forwarded(course, "reply")}


# --- persons ---


def _opinion(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return persons.record_opinion(election, Opinion(typed["asked"], typed["answered"]), entry, **doing)


def _start_opinion(course: Course, on: date) -> dict[str, Any]:
    return {"on": on, "asked": len(members_of(course.election.organisation))}


def _initial(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return persons.propose_persons(election, numbers(posted, "supported_"), entry, **doing)


def _persons_request(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return persons.send_persons_request(election, entry, **doing)


def _find_persons(course: Course, on: date, looked: Looked) -> Found:
    there = looked.standing()
    return {}, {"enough-persons": judge_persons(course.election, there, on)} if there.stands else {}


def _persons_reply(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    struck = {pk: posted.get(f"struck_{pk}", "") for pk in keys(posted, "strike")}
    order = {pk: value for pk, value in numbers(posted, "order_").items() if value is not None}
    return persons.record_persons_reply(election, Agreement(struck, order), _passed(typed), entry, **doing)


def _deliberation(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return persons.fix_candidates(election, frozenset(keys(posted, "chosen")), typed["words"], entry, **doing)


def _find_deliberation(course: Course, on: date, looked: Looked) -> Found:
    stands = looked.standing().stands
    return {"candidates-among-agreed": bool(stands) and all(one.row.agreed_on for one in stands)}, {}


def _notice(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return asking.send_notice(election, _meeting(typed), entry, **doing)


def _start_notice(course: Course, on: date) -> dict[str, Any]:
    mine = course.election
    return {"on": on, "meeting_on": mine.meeting_on, "meeting_time": mine.meeting_time, "meeting_place": mine.meeting_place}


def _find_notice(course: Course, on: date, looked: Looked) -> Found:
    there = looked.standing()
    slate = {"slate-stands": judge_slate(course, there, course.election.meeting_on or on)} if there.stands else {}
    return {}, {**slate, **_in_term(course)}


# --- the result ---


def _announced(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return result.announce_result(election, entry, **doing)


def _start_announced(course: Course, on: date) -> dict[str, Any]:
    return {"on": done_on(course, "counted") or on}


def _effect_announced(course: Course) -> list[str]:
    mine, found = course.election, elected_of(course.election)
    on = done_on(course, "counted")
    if not found.everybody or on is None:
        return [_("计票还没有选出人来。")]
    names = {one.member.key: one.member.name for one in members_of(mine.organisation, set(found.everybody))}
    told = []
    if found.committee:
        told.append(_("当选委员：%(names)s。") % {"names": listed(names.get(key, "") for key in found.committee)})
    if found.secretary:
        told.append(_("当选书记：%(name)s，待上级批复。") % {"name": names.get(found.secretary, "")})
    if found.deputies:
        told.append(_("当选副书记：%(names)s，待上级批复。") % {"names": listed(names.get(key, "") for key in found.deputies)})
    if mine.kind in NEW_TERM:
        years = term_length("general-branch" if mine.kind == "general-branch" else "branch").years
        told.append(_("新一届任期自 %(on)s 起，到 %(expires)s 届满；上届班子的任职同日终止。") % {
            "on": on.isoformat(), "expires": term_dates(on, years).expires.isoformat()})
    return told


def _result_report(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return result.send_result(election, entry, **doing)


def _find_report(course: Course, on: date, looked: Looked) -> Found:
    held = [day for key in ("announced", "first-meeting") if (day := done_on(course, key)) is not None]
    return {"report-in-time": not held or on <= max(held) + timedelta(report_days())}, {}


def _result_reply(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return result.record_result_reply(election, _passed(typed), entry, **doing)


def _publication(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return result.publish_result(election, frozenset(typed["places"]), entry, **doing)


def _handover(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    left = {row: posted.get(f"why_{row}", "") for row in posted.getlist("left")}
    return result.record_handover(election, Handed(typed["giver"], typed["taker"], typed["witness"], left), entry, **doing)


# --- beside the way ---


def _stop(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return beside.stop(election, typed["reason"], entry, **doing)


def _resume(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return beside.resume(election, typed["reason"], entry, **doing)


def _annul(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return beside.annul(election, typed["reason"], entry, **doing)


def _new_meeting(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return beside.set_new_date(election, _meeting(typed), typed["reason"], entry, **doing)


def _start_new_meeting(course: Course, on: date) -> dict[str, Any]:
    return {"on": on, "reason": _("到会人数不足应到会的五分之四。")}


def _shift_term(election: Election, typed: Cleaned, posted: QueryDict, entry: Entry, doing: Doing) -> Step:
    return beside.shift_term(election, beside.Shift(typed["to"], typed["request_no"]), typed["reason"], entry, **doing)


def _find_shift(course: Course, on: date, looked: Looked) -> Found:
    """The day to which the term is shifted, asked for or typed, against a year from the expiry."""
    mine, term, to = course.election, present_term(course.election.organisation, on), shift_asked(course.election)
    judged = {"shift-within-year": judge_shift(term_dates(term.elected_on, term.years), to)} if term is not None and to is not None else {}
    return {"shift-requested": True} if mine.shift_sealed else {}, judged


def _effect_stop(course: Course) -> list[str]:
    return [_("停止期间，只有上级党组织可以决定恢复；已经办理的步骤保留。")]


def _effect_handover(course: Course) -> list[str]:
    return [_("登记移交后，离任书记、委员的账号角色同日终止；新任书记、委员的账号角色由组织员授予。")]


def _effect_annul(course: Course) -> list[str]:
    if posts.ALONE in course.facts.traits:
        return [
            _("当选结果作废，当选人的任职从花名册撤回，原来的任职恢复原状。"),
            _("回到“%(meeting)s”，由委员会重新开会选举；原来的记录保留备查。") % {"meeting": words.plenary(course.election)},
        ]
    if course.election.kind not in NEW_TERM:
        kept = _("当选结果作废，当选人的任职从花名册撤回，原来的任职恢复原状。")
    else:
        kept = _("当选结果作废，新任期和当选人的任职从花名册撤回，上届任期和班子恢复原状。")
    return [kept, _("回到“会议通知”，重新召开党员大会选举；原来的记录保留备查。")]


SCREENS: Mapping[str, Screen] = {one.key: one for one in (
    Screen("request", forms.Request, _request, _start_request, _find_request),
    Screen("reply", forms.Reply, _reply, _start_reply),
    Screen("opinion", forms.Opinion, _opinion, _start_opinion),
    Screen("initial", forms.Initial, _initial, people="initial"),
    Screen("persons-request", forms.PersonsRequest, _persons_request, finds=_find_persons, people="shown"),
    Screen("persons-reply", forms.PersonsReply, _persons_reply, lambda course, on: {"on": on, **_forwarded(course, "persons-reply")}, people="agree"),
    Screen("deliberation", forms.Deliberation, _deliberation, finds=_find_deliberation, people="choose"),
    Screen("notice", forms.Notice, _notice, _start_notice, _find_notice, people="shown"),
    Screen("announced", forms.Announced, _announced, _start_announced, effect=_effect_announced),
    Screen("result-report", forms.ResultReport, _result_report, finds=_find_report),
    Screen("result-reply", forms.ResultReply, _result_reply, lambda course, on: {"on": on, **_forwarded(course, "result-reply")}),
    Screen("publication", forms.Publication, _publication),
    Screen("handover", forms.Handover, _handover, effect=_effect_handover),
    Screen("stop", forms.Side, _stop, effect=_effect_stop),
    Screen("resume", forms.Side, _resume),
    Screen("annul", forms.Side, _annul, effect=_effect_annul),
    Screen("new-meeting", forms.NewMeeting, _new_meeting, _start_new_meeting, lambda course, on, looked: ({"new-date": True}, {})),
    Screen(
        "shift-term", forms.ShiftTerm, _shift_term, lambda course, on: {"on": on, "to": shift_asked(course.election), **shift_words(course.election)},
        _find_shift,
    ),
)}


def items_now(course: Course, move: Move, today: date, looked: Looked) -> tuple[Item, ...]:
    """The checklist of the next stage with what its own page would find out, so that every page that tells of it says the same."""
    screen = SCREENS.get(move.key)
    if screen is None:
        return move.items
    found, judged = screen.finds(course, today, looked)
    asked = {one.key: one.judged for one in needs(course.facts.kind, procedure().stages[move.key], course.facts.traits)}
    ready = stages.prepare(
        course.facts, move.key, ticked=frozenset(item for item, holds in found.items() if holds and asked.get(item) is False),
        judged={item: verdict for item, verdict in judged.items() if asked.get(item)},
    )
    return stages.checklist(move.key, ready)


def fit(form: forms.Stage, course: Course) -> None:
    """Leave out what this election does not ask for."""
    without = []
    if not asking.has_committee(course.election):
        without += ["seats", "candidates", "preselection"]
    if course.election.kind == "by-election" and not course.election.deputies:
        without.append("deputies")
    if posts.ALONE in course.election.traits:
        without.append("lines")
    if "through" not in course.election.traits:
        without += ["forwarded_on", "forwarded_no"]
    for name in without:
        form.fields.pop(name, None)
    if "seats" in form.fields and course.election.kind == "by-election":
        form.fields["seats"].help_text = _("补选几名填几名。")
    if "deputies" in form.fields and course.election.kind == "by-election":
        form.fields["deputies"].label = _("副书记名额")


def numbers(posted: QueryDict, prefix: str) -> dict[int, int | None]:
    """Whole numbers typed in a row of a table, by the id at the end of the field's name; None for an empty or unreadable one."""
    found: dict[int, int | None] = {}
    for name in posted:
        end = name.removeprefix(prefix)
        if name != end and end.isascii() and end.isdigit():
            value = posted.get(name, "").strip()
            found[int(end)] = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None
    return found


def keys(posted: QueryDict, name: str) -> list[int]:
    """Ids ticked."""
    return [int(value) for value in posted.getlist(name) if value.isascii() and value.isdigit()]


def stage_or_move(key: str, of: Election | None = None) -> str:
    """The name of a stage or side move, of an election, in the reader's language."""
    return words.move(key) if key in ("stop", "resume", "annul", "new-meeting", "shift-term") else words.stage(key, of)


def _meeting(typed: Cleaned) -> Meeting:
    return Meeting(typed.get("meeting_on"), typed.get("meeting_time", ""), typed.get("meeting_place", ""))


def _passed(typed: Cleaned) -> Forwarding:
    return Forwarding(typed.get("forwarded_on"), typed.get("forwarded_no", ""))


def _forwarded(course: Course, stage: str) -> dict[str, Any]:
    """When the general branch passed the paper on, where that was recorded already."""
    row = course.open.get(stage)
    told = row.told.get("forwarded_on") if row is not None else None
    return {"forwarded_on": date.fromisoformat(told)} if told else {}
