"""The new committee's first meeting, entered from its signed sheet: who came, who watched, the sums of each post, how the work is divided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.elections.actions import result
from leadgoose.elections.actions.entry import Entry
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import Election
from leadgoose.elections.queries.course import Course, course_of
from leadgoose.elections.queries.first_meeting import Body, FirstMeeting, body_of, judge
from leadgoose.elections.rules import stages
from leadgoose.elections.rules.sheet import Line
from leadgoose.elections.rules.stages import Record
from leadgoose.elections.web import checklist
from leadgoose.elections.web.checklist import address
from leadgoose.elections.web.forms import FirstMeeting as Form
from leadgoose.elections.web.stage import CLEAR
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.statutes.votes import COMMITTEE_ELECTION_QUORUM
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.words import POST

DIVIDED = (PostKind.ORGANISATION, PostKind.PUBLICITY, PostKind.DISCIPLINE)
SUMS = ("approve", "disapprove", "abstain")


@gate("elections.record_first_meeting", at="election", methods=("GET", "POST"))
def record_first_meeting(request: Asked, election: Election) -> HttpResponse:
    """GET: the form. POST: on, voters, returned, invalid; present, chair, watch, count (keys); SUMS-KEY, other-KEY, work-KEY; step."""
    course, today = course_of(election), clock.today()
    move = next((one for one in stages.moves(course.facts) if one.key == "first-meeting" and one.sort == "stage"), None)
    if move is None:
        messages.info(request, _("第一次全体会议已经登记，或者现在还不能登记。"))
        return HttpResponseRedirect(reverse("elections.election", args=[election.key]))
    announced = course.facts.records["announced"]
    if request.method != "POST":
        form = Form(initial={"on": announced.on or today, "invalid": 0})
        return _show(request, course, form, QueryDict())
    form = Form(request.POST)
    if not form.is_valid():
        return _show(request, course, form, request.POST, status=422)
    meeting = _meeting(request.POST, form.cleaned_data)
    try:
        row = result.record_first_meeting(course.election, meeting, _entry(request, course, form.cleaned_data), by=request.actor, at=clock.now())
    except Refusal as no:
        form.add_error(no.field if no.field in form.fields else None, str(no.said))
        return _show(request, course, form, request.POST, meeting, status=422)
    messages.success(request, _("已登记，凭据 %(receipt)s。书记、副书记待上级批复。") % {"receipt": f"{row.receipt_number}-{row.receipt_hash[:16]}"})
    return HttpResponseRedirect(reverse("elections.election", args=[election.key]))


def _show(
    request: Asked, course: Course, form: Form, sent: QueryDict, meeting: FirstMeeting | None = None, status: int = 200
) -> HttpResponse:
    election = course.election
    body = body_of(election, clock.today())
    facts = course.facts
    if meeting is not None:
        facts = stages.prepare(facts, "first-meeting", judged=judge(election, meeting, clock.today()).verdicts)
    move = next(one for one in stages.moves(facts) if one.key == "first-meeting" and one.sort == "stage")
    record = facts.records.get("first-meeting", Record())
    lines = [
        replace(one, reason=sent.get(CLEAR + one.code, one.reason))
        for one in checklist.lines(election, move.items, record, {"committee-chair": bool(sent.get("chair"))})
    ]
    return render(request, "elections/first_meeting.html", {
        "election": election, "organisation": election.organisation, "form": form, "lines": lines, "judged": meeting is not None,
        "need": COMMITTEE_ELECTION_QUORUM.least(len(body.members)) if body.members else 0, "size": len(body.members),
        "members": [_member(one.key, one.name, body, sent) for one in body.members], "seats": body.seats,
        "candidates": [_sums(one.key, one.name, _("书记"), sent) for one in body.secretaries]
        + [_sums(one.key, one.name, _("副书记"), sent) for one in body.deputies],
        "paper_pdf": address("elections.paper", election.key, "first_meeting", "pdf"),
    }, status=status)


def _member(key: str, name: str, body: Body, sent: QueryDict) -> dict[str, Any]:
    listed = {one.key for one in body.candidates}
    chosen = sent.get(f"work-{key}", "")
    return {
        "key": key, "name": name, "stands": key in listed, "present": key in sent.getlist("present") if sent else True,
        "chair": sent.get("chair") == key, "watch": key in sent.getlist("watch"), "count": key in sent.getlist("count"),
        "other": sent.get(f"other-{key}", ""), "work": [(kind.value, POST[kind], kind.value == chosen) for kind in DIVIDED],
    }


def _sums(key: str, name: str, post: str, sent: QueryDict) -> dict[str, Any]:
    return {"key": key, "name": name, "post": post, "sums": [(what, sent.get(f"{what}-{key}", "")) for what in SUMS]}


def _meeting(sent: QueryDict, typed: Mapping[str, Any]) -> FirstMeeting:
    named = {name.partition("-")[2] for name in sent if name.startswith("approve-")}
    others = {name.removeprefix("other-"): _whole(sent, name) for name in sent if name.startswith("other-")}
    work = {name.removeprefix("work-"): sent[name] for name in sent if name.startswith("work-")}
    return FirstMeeting(
        frozenset(sent.getlist("present")), sent.get("chair", ""), tuple(sent.getlist("watch")), tuple(sent.getlist("count")),
        typed["voters"], typed["returned"], typed["invalid"], {key: Line(*(_whole(sent, f"{what}-{key}") for what in SUMS)) for key in sorted(named)},
        {key: votes for key, votes in others.items() if votes}, {key: PostKind(kind) for key, kind in work.items() if kind in set(DIVIDED)},
    )


def _whole(sent: QueryDict, name: str) -> int:
    value = sent.get(name, "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0


def _entry(request: Asked, course: Course, typed: Mapping[str, Any]) -> Entry:
    reasons = {name.removeprefix(CLEAR): request.POST[name].strip() for name in request.POST if name.startswith(CLEAR)}
    before = course.facts.records.get("first-meeting", Record())
    out = frozenset(code for code in before.cleared if not reasons.get(code))
    return Entry(typed["on"], cleared={code: reason for code, reason in reasons.items() if reason}, out=out)
