"""指派与调动: the path by which the superior designates or transfers a secretary, where it stands, its steps, the handover list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.journal.actions import Receipt
from leadgoose.ground.journal.files import Taken, record_file
from leadgoose.ground.look.downloads import by_post
from leadgoose.roster import papers, words
from leadgoose.roster.actions import designations as acts
from leadgoose.roster.actions.designations import Opening
from leadgoose.roster.actions.organisations import Consent
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Designation, Organisation
from leadgoose.roster.queries import designations as queries
from leadgoose.roster.queries import organisation as pages
from leadgoose.roster.queries.acts import Effect
from leadgoose.roster.queries.posts import CHOICES, meant, within
from leadgoose.roster.rules.designation import PLACES, POSTS, TAKEN, Way, last
from leadgoose.roster.web.asked import day, page_number, typed_in
from leadgoose.roster.web.bodies import unclear
from leadgoose.roster.web.posts import TIMES, YES_NO
from leadgoose.roster.web.printing import printed
from leadgoose.roster.web.screens import told

FIELDS = ("who", "post", "way", "on", "time", "cross", "basis")


@gate("roster.designations", at="organisation")
def designations(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET page: the paths here and below, the open ones first."""
    number = page_number(request)
    lines, total = queries.paths_below(organisation, (number - 1) * queries.PAGE)
    return render(request, "roster/designations.html", {
        "organisation": organisation, "total": total,
        "lines": [
            {"line": one, "post": words.word(words.POST, one.row.post), "way": words.word(words.WAY, one.row.way), "state": _state(one.state),
             "next": words.word(words.STEP, one.next) if one.next else ""}
            for one in lines
        ],
        "earlier": f"?page={number - 1}" if number > 1 else "", "later": f"?page={number + 1}" if number * queries.PAGE < total else "",
    })


def _state(code: str) -> str:
    return {"open": _("正在办理"), "done": _("已办结"), "dropped": _("已终止")}[code]


@gate("roster.designate_secretary", at="organisation", methods=("GET", "POST"))
def designate_secretary(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: the form. POST: who (a name), post, way, on, time, cross, basis: opens the path."""
    if organisation.kind not in PLACES:
        raise Http404
    typed, status = typed_in(request, FIELDS), 200
    wrong: dict[str, str] = {}
    touches: Sequence[Any] = ()
    if request.method == "POST":
        try:
            found = acts.designate_secretary(organisation, _opening(organisation, typed), typed["basis"], by=request.actor, at=clock.now())
        except Refused as no:
            field = {"names": "who", "not-here": "who", "no-right": "who", "held-already": "who", "ahead": "on"}.get(no.code, no.code)
            wrong, touches, status = {field if field in FIELDS else "all": str(no)}, no.touches, 422
        else:
            messages.success(request, _("已开始办理，逐步登记。"))
            return HttpResponseRedirect(reverse("roster.designation", args=[found.key]))
    else:
        typed |= {"on": clock.today().isoformat(), "post": PostKind.SECRETARY.value, "way": Way.DESIGNATE.value, "who": request.GET.get("who", "")}
    today = clock.today()
    held = [one for one in pages.holders(organisation, today) if one.kind in POSTS]
    people = within(Organisation.objects.get(key=organisation.top_key))
    return render(request, "roster/designate_secretary.html", {
        "organisation": organisation, "typed": typed, "wrong": wrong, "touches": touches, "back": reverse("roster.organisation", args=[organisation.key]),
        "held": [(words.word(words.POST, one.kind), one.name, one.since) for one in held],
        "posts": [(one.value, words.word(words.POST, one)) for one in POSTS], "ways": [(one.value, str(words.WAY[one])) for one in Way],
        "times": [("full", _("专职")), ("part", _("兼职"))], "crosses": [("yes", _("是")), ("no", _("否"))],
        "names": [(name, branch) for _key, name, branch in people] if len(people) <= CHOICES else [],
    }, status=status)


def _opening(place: Organisation, typed: Mapping[str, str]) -> Opening:
    found = meant(place.top_key, typed["who"])
    if found.person is None:
        raise unclear(typed["who"], found.several)
    way = Way(typed["way"]) if typed["way"] in list(Way) else Way.DESIGNATE
    post = PostKind(typed["post"]) if typed["post"] in POSTS else PostKind.SECRETARY
    return Opening(found.person, post, way, day(typed["on"], "on"), TIMES.get(typed["time"]), YES_NO.get(typed["cross"]))


@gate("roster.designation", at="designation")
def designation(request: Asked, designation: Designation) -> HttpResponse:
    """GET: where the path stands."""
    return _page(request, designation)


@gate("roster.take_step", at="designation", methods=("POST",))
def take_step(request: Asked, designation: Designation) -> HttpResponse:
    """POST: step, on, said; of the last step stage ("preview" or "do") and despite."""
    typed = typed_in(request, ("step", "on", "said", "stage"))
    effect: Effect | None = None
    try:
        on = day(typed["on"], "on")
        if typed["step"] == TAKEN:
            effect = acts.judge_taking_up(designation, on, by=request.actor, at=clock.now())
            if typed["stage"] != "do":
                return _page(request, designation, typed, effect=effect)
        consent = Consent(bool(request.POST.get("despite")), request.POST.get("remark", ""))
        receipt = acts.take_step(designation, typed["step"], on, typed["said"], by=request.actor, at=clock.now(), consent=consent)
    except Refused as no:
        return _page(request, designation, typed, no, effect, status=422)
    return _onwards(request, designation, _("“%(step)s”已登记，凭据 %(receipt)s。"), receipt, words.word(words.STEP, typed["step"]))


@gate("roster.take_back_step", at="designation", methods=("POST",))
def take_back_step(request: Asked, designation: Designation) -> HttpResponse:
    """POST reason: takes the last step back."""
    try:
        receipt = acts.take_back_step(designation, request.POST.get("reason", ""), by=request.actor, at=clock.now())
    except Refused as no:
        return _page(request, designation, {"back_reason": request.POST.get("reason", "")}, no, status=422)
    return _onwards(request, designation, _("已撤销最后一步，凭据 %(receipt)s。"), receipt)


@gate("roster.drop_designation", at="designation", methods=("POST",))
def drop_designation(request: Asked, designation: Designation) -> HttpResponse:
    """POST reason: gives the path up."""
    try:
        receipt = acts.drop_designation(designation, request.POST.get("reason", ""), by=request.actor, at=clock.now())
    except Refused as no:
        return _page(request, designation, {"drop_reason": request.POST.get("reason", "")}, no, status=422)
    return _onwards(request, designation, _("已终止，凭据 %(receipt)s。"), receipt)


def _onwards(request: Asked, row: Designation, said: str, receipt: Receipt, step: str = "") -> HttpResponse:
    messages.success(request, said % {"receipt": receipt, "step": step})
    return HttpResponseRedirect(reverse("roster.designation", args=[row.key]))


def _page(
    request: Asked, row: Designation, typed: Mapping[str, str] | None = None, no: Refused | None = None, effect: Effect | None = None, status: int = 200
) -> HttpResponse:
    row = Designation.objects.select_related("organisation", "person", "leaving").get(pk=row.pk)
    stage, typed = queries.stage_of(row), typed or {}
    reach = request.target.reach
    first = next((one.code for one in stage.stands if one.stands == "open"), "")
    may = bool(request.actor.may("roster.take_step", reach))
    context: dict[str, Any] = {
        "designation": row, "organisation": row.organisation, "stage": stage, "state": stage.state, "state_word": _state(stage.state),
        "name": stage.names.get(row.person.key, ""), "leaving": stage.names.get(row.leaving.key, "") if row.leaving is not None else "",
        "post": words.word(words.POST, row.post), "way": words.word(words.WAY, row.way), "may": may,
        "may_open": bool(request.actor.may("roster.person", reach)), "today": clock.today(),
        "steps": [
            {"stand": one, "word": words.word(words.STEP, one.code), "taken": stage.taken.get(one.code), "last": one.code == TAKEN, "first": one.code == first,
             "asked": words.word(words.ASKED, one.asks) if one.asks else "", "missing": [words.word(words.STEP, code) for code in one.missing],
             "typed": typed if typed.get("step") == one.code else {"on": clock.today().isoformat()},
             "wrong": str(no) if no is not None and typed.get("step") == one.code and no.code != "past-votes" else ""}
            for one in stage.stands if one.stands != "none"
        ],
        "last": words.word(words.STEP, last(stage.path)) if last(stage.path) and row.dropped_at is None else "",
        "typed": typed, "wrong": _wrong(stage, typed, no),
        "touches": no.touches if no is not None else (),
        "back_wrong": str(no) if no is not None and "back_reason" in typed else "", "drop_wrong": str(no) if no is not None and "drop_reason" in typed else "",
        "effect": told(effect, effect.names) if effect is not None else None, "label": _("到任"),
    }
    return render(request, "roster/designation.html", context, status=status)


def _wrong(stage: queries.Stage, typed: Mapping[str, str], no: Refused | None) -> dict[str, str]:
    """A refusal that has no open step to stand at."""
    if no is None or "back_reason" in typed or "drop_reason" in typed:
        return {}
    if no.code == "past-votes":
        return {"despite": str(no)}
    here = any(one.code == typed.get("step") and one.stands == "open" for one in stage.stands)
    return {} if here else {"all": str(no)}


@gate("roster.handover_list", at="designation", methods=("GET", "POST"))
@by_post
@cache_control(private=True, no_store=True)
def handover_list(request: Asked, designation: Designation) -> HttpResponse:
    """交接清单: what the branch has and owes on the day, to be signed by who leaves, who comes, and who watches. PDF."""
    stage = queries.stage_of(designation)
    sheet = papers.handover_list(stage, clock.today())
    columns = ("roster.PersonFact.name", "roster.Post.kind")
    file = Taken("roster.handover_list", "pdf", designation.top_key, designation.organisation.key, columns, list(stage.names))
    receipt = record_file(file, request.target.reach, by=request.actor, at=clock.now())
    made_by, sheet = request.actor.name or request.actor.login, replace(sheet, receipt=str(receipt or ""))
    return printed(sheet, f"handover-{designation.key}", made_by, clock.now(), designation.top_key)


def running(request: Asked, organisation: Organisation) -> Designation | None:
    """The open path of an organisation, for those who may read it. One query."""
    return queries.open_at(organisation) if request.actor.may("roster.designation", request.target.reach) else None
