"""Each stage as a page of one screen: what is asked, its checklist, whom it is about, what it will change; kept, or done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.elections.actions.entry import Entry
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import Election, Paper
from leadgoose.elections.papers import handing
from leadgoose.elections.papers.catalogue import KINDS, SECOND
from leadgoose.elections.queries.candidates import standing_of
from leadgoose.elections.queries.course import Course, course_of
from leadgoose.elections.queries.handover import handover_of
from leadgoose.elections.rules import posts, stages
from leadgoose.elections.rules.procedure import needs, path, procedure
from leadgoose.elections.rules.stages import Item, Record
from leadgoose.elections.web import checklist, words
from leadgoose.elections.web.checklist import Line
from leadgoose.elections.web.forms import Stage
from leadgoose.elections.web.screens import SCREENS, Screen, fit, look_up, stage_or_move
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate

SIDE_PAPERS = {"shift-request": "shift-term", "shift-reply": "shift-term"}
"""Papers of the moves beside the way."""
SIDE_REPLIES = {"shift-term": "shift-reply"}
"""The paper whose number a move beside the way carries."""
CLEAR, TICK = "clear-", "tick"


@gate("elections.send_request", at="election", methods=("GET", "POST"))
def send_request(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "request")


@gate("elections.record_reply", at="election", methods=("GET", "POST"))
def record_reply(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "reply")


@gate("elections.record_opinion", at="election", methods=("GET", "POST"))
def record_opinion(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "opinion")


@gate("elections.propose_persons", at="election", methods=("GET", "POST"))
def propose_persons(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "initial")


@gate("elections.send_persons_request", at="election", methods=("GET", "POST"))
def send_persons_request(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "persons-request")


@gate("elections.record_persons_reply", at="election", methods=("GET", "POST"))
def record_persons_reply(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "persons-reply")


@gate("elections.fix_candidates", at="election", methods=("GET", "POST"))
def fix_candidates(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "deliberation")


@gate("elections.send_notice", at="election", methods=("GET", "POST"))
def send_notice(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "notice")


@gate("elections.announce_result", at="election", methods=("GET", "POST"))
def announce_result(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "announced")


@gate("elections.send_result", at="election", methods=("GET", "POST"))
def send_result(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "result-report")


@gate("elections.record_result_reply", at="election", methods=("GET", "POST"))
def record_result_reply(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "result-reply")


@gate("elections.publish_result", at="election", methods=("GET", "POST"))
def publish_result(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "publication")


@gate("elections.record_handover", at="election", methods=("GET", "POST"))
def record_handover(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "handover")


@gate("elections.stop", at="election", methods=("GET", "POST"))
def stop(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "stop")


@gate("elections.resume", at="election", methods=("GET", "POST"))
def resume(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "resume")


@gate("elections.annul", at="election", methods=("GET", "POST"))
def annul(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "annul")


@gate("elections.set_new_date", at="election", methods=("GET", "POST"))
def set_new_date(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "new-meeting")


@gate("elections.shift_term", at="election", methods=("GET", "POST"))
def shift_term(request: Asked, election: Election) -> HttpResponse:
    return stage(request, election, "shift-term")


@dataclass(frozen=True, slots=True)
class Shown:
    """One stage as a page shows it: the course, the screen, the form, the lines of the checklist."""

    course: Course
    screen: Screen
    form: Stage
    lines: list[Line]


def stage(request: Asked, election: Election, key: str) -> HttpResponse:
    """GET: the form with its checklist. POST: fields, tick (items), clear-CODE (reasons), step ("keep" or "do")."""
    course, screen, today = course_of(election), SCREENS[key], clock.today()
    if not _is_open(course, key):
        messages.info(request, _("“%(stage)s”已经办理，或者现在不能办理。") % {"stage": stage_or_move(key, election)})
        return HttpResponseRedirect(reverse("elections.election", args=[election.key]))
    if request.method != "POST":
        form = screen.form(initial={**screen.initial(course, today), **_typed_before(course, key)})
        return _show(request, course, screen, form)
    form = screen.form(request.POST)
    fit(form, course)
    if not form.is_valid():
        return _show(request, course, screen, form, status=422)
    entry = _entry(request, course, key, form.cleaned_data)
    try:
        row = screen.act(course.election, form.cleaned_data, request.POST, entry, {"by": request.actor, "at": clock.now()})
    except Refusal as no:
        form.add_error(no.field if no.field in form.fields else None, str(no.said))
        return _show(request, course, screen, form, wrong={no.field: str(no.said)}, status=422)
    if entry.only_keep:
        messages.success(request, _("已保存，尚未办理。"))
        return HttpResponseRedirect(request.path)
    messages.success(request, _("%(stage)s：已办理，凭据 %(receipt)s。") % {
        "stage": stage_or_move(key, election), "receipt": f"{row.receipt_number}-{row.receipt_hash[:16]}"})
    return HttpResponseRedirect(reverse("elections.election", args=[election.key]))


def _is_open(course: Course, key: str) -> bool:
    """Whether the stage can be worked on: the next ones, and later ones to prepare them; a side move only when it is offered."""
    if course.election.closed_at is not None and key != "annul":
        return False
    if key in procedure().stages:
        keys = [one.key for one in path(course.facts.kind, course.facts.traits)]
        record = course.facts.records.get(key)
        return key in keys and not course.facts.stopped and (record is None or not record.done)
    return any(one.key == key and one.sort == "side" for one in stages.moves(course.facts))


def _items(course: Course, key: str) -> tuple[Item, ...]:
    if key in procedure().stages:
        return stages.checklist(key, course.facts)
    return next((one.items for one in stages.moves(course.facts) if one.key == key and one.sort == "side"), ())


def papers_of(request: Asked, election: Election, key: str) -> list[tuple[str, str]]:
    """(label, address) of the papers of a stage that the reader may open."""
    filling = (election.kind, election.traits, election.seats, election.deputies)
    found, filled, twice = [], posts.filled(*filling), posts.second_vote(*filling)
    for one in KINDS:
        if (one.post and one.post not in filled) or (one.key == SECOND and not twice):
            continue
        page = "elections.desk_paper" if one.desk else "elections.paper"
        if key in (one.stage, SIDE_PAPERS.get(one.key)) and request.actor.may(page, request.target.reach):
            found.append((words.paper(one, election), reverse(page, args=[election.key, one.key])))
    return found


def _typed_before(course: Course, key: str) -> dict[str, Any]:
    """What was kept of the stage before it is done, and what its paper said when it was issued: typed once."""
    row = course.open.get(key)
    issued = Paper.objects.filter(election=course.election, paper=SIDE_REPLIES.get(key, key)).order_by("-pk").first()
    typed: dict[str, Any] = {"paper_no": issued.number, "signer": issued.signer} if issued is not None else {}
    for name, value in (("paper_no", row.paper_no), ("signer", row.signer), *row.told.items()) if row is not None else ():
        if value not in ("", None):
            typed[name] = value
    return {name: value for name, value in typed.items() if value not in ("", None)}


def _entry(request: Asked, course: Course, key: str, typed: dict[str, Any]) -> Entry:
    """The shared part of what was sent. Items and reasons of before that are not sent again are taken out."""
    posted = request.POST
    reasons = {name.removeprefix(CLEAR): posted.get(name, "").strip() for name in posted if name.startswith(CLEAR)}
    ticked = frozenset(posted.getlist(TICK))
    before = course.facts.records.get(key, Record())
    out = (before.ticked - ticked) | {code for code in before.cleared if not reasons.get(code)}
    return Entry(
        typed["on"], typed.get("paper_no", ""), typed.get("signer", ""), ticked, {code: reason for code, reason in reasons.items() if reason}, out,
        only_keep=posted.get("step") == "keep",
    )


def _show(
    request: Asked, course: Course, screen: Screen, form: Stage, *, wrong: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    fit(form, course)
    key, election = screen.key, course.election
    if "meeting_on" in form.fields:   # what was typed counts for what is shown, kept or not
        election.meeting_on = _day(form, "meeting_on") or election.meeting_on
    if "to" in form.fields and (to := _day(form, "to")) is not None:
        election.switches = {**election.switches, "shift_to": to.isoformat()}
    found, judged = screen.finds(course, _day(form) or clock.today(), look_up(election))
    facts = stages.prepare(course.facts, key, judged={item: verdict for item, verdict in judged.items() if _asks(course, key, item)})
    shown = replace(course, facts=facts)
    record = facts.records.get(key, Record())
    sent = request.POST if request.method == "POST" else None
    lines = checklist.for_reader(checklist.lines(election, _items(shown, key), record, found), request.actor, request.target.reach)
    if sent is not None:
        ticked = set(sent.getlist(TICK))
        lines = [replace(one, ticked=one.code in ticked, reason=sent.get(CLEAR + one.item, one.reason)) for one in lines]
    context = {
        "election": election, "organisation": election.organisation, "key": key, "name": stage_or_move(key, election), "label": words.DO[key],
        "form": form, "lines": lines, "effect": screen.effect(course), "papers": papers_of(request, election, key), "people": _people(course, screen, sent),
        "table": screen.people, "wrong": wrong or {}, "side": key in procedure().sides, "today": clock.today(),
        "rule": (procedure().stages.get(key) or procedure().sides[key]).rule,
        "handover": handing.in_words(handover_of(election, clock.today())) if key == "handover" else None,
        "may_propose": bool(request.actor.may("elections.nominate", request.target.reach)),
    }
    return render(request, "elections/stage.html", context, status=status)


def _day(form: Stage, name: str = "on") -> date | None:
    """A day as typed, or as the form starts with it; None for none."""
    if form.is_bound:
        try:
            return date.fromisoformat(str(form.data.get(name, "")))
        except ValueError:
            return None
    value = form.initial.get(name)
    return value if isinstance(value, date) else None


def _asks(course: Course, key: str, item: str) -> bool:
    step = procedure().stages.get(key) or procedure().sides[key]
    return any(one.key == item and one.judged for one in needs(course.facts.kind, step, course.facts.traits))


def _people(course: Course, screen: Screen, sent: Any) -> list[dict[str, Any]]:
    """Whom the stage is about, as its table shows them, with what was typed."""
    if not screen.people:
        return []
    found = []
    for one in standing_of(course.election).stands:
        pk = str(one.row.pk)
        found.append({
            "pk": one.row.pk, "name": one.row.name, "post": words.POST[one.row.post], "leads": one.row.post != "committee",
            "branch": one.known.branch if one.known else "", "barred": one.known.barred if one.known else "elec-rights-full-members",
            "state": words.STAND[one.stage],
            "supported": sent.get(f"supported_{pk}", "") if sent is not None else one.row.supported,
            "order": sent.get(f"order_{pk}", "") if sent is not None else one.row.position or "",
            "strike": sent is not None and pk in sent.getlist("strike"),
            "struck": sent.get(f"struck_{pk}", "") if sent is not None else "",
            "chosen": pk in sent.getlist("chosen") if sent is not None else one.row.agreed_on is not None,
        })
    return found
