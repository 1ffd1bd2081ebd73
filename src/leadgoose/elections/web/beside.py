"""A stage is withdrawn; number and signer of a paper are typed after signing; a general branch passes a paper on."""

from __future__ import annotations

import base64

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control

from leadgoose.elections.actions import asking, beside
from leadgoose.elections.actions import scan as acts
from leadgoose.elections.actions.asking import Forwarding
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import Election, Scan
from leadgoose.elections.papers.catalogue import NUMBERED
from leadgoose.elections.queries.course import SHIFT, course_of, shift_asked, shift_words
from leadgoose.elections.queries.reminder import present_term
from leadgoose.elections.rules.procedure import procedure
from leadgoose.elections.web import words
from leadgoose.elections.web.screens import stage_or_move
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.look.downloads import download
from leadgoose.ground.look.fields import day_field, text_field
from leadgoose.ground.statutes.dates import term_dates
from leadgoose.ground.vault.actions import open_sealed


class Reason(forms.Form):
    reason = text_field(gettext_lazy("撤回的原因"), 200, required=True)


class Paper(forms.Form):
    paper_no = text_field(gettext_lazy("文号"), 60, hint=gettext_lazy("照签发后的文件填写。"))
    signer = text_field(gettext_lazy("签发人"), 40)


@gate("elections.withdraw_stage", at="election", methods=("GET", "POST"))
def withdraw_stage(request: Asked, election: Election, stage: str) -> HttpResponse:
    """GET: what falls with it. POST: reason."""
    course = course_of(election)
    falls = beside.falls_with(course, stage) if stage in procedure().stages or stage == SHIFT else []
    form, status = Reason(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                beside.withdraw_stage(election, stage, form.cleaned_data["reason"], by=request.actor, at=clock.now())
            except Refusal as no:
                form.add_error(no.field if no.field in form.fields else None, str(no.said))
            else:
                messages.success(request, _("已撤回“%(stage)s”，原来的记录保留。") % {"stage": stage_or_move(stage, election)})
                return HttpResponseRedirect(reverse("elections.election", args=[election.key]))
        status = 422
    register = any(key == SHIFT or course.open[key].wrote for key in falls)
    return render(request, "elections/withdraw.html", {
        "election": election, "organisation": election.organisation, "form": form, "falls": [stage_or_move(key, election) for key in falls],
        "name": stage_or_move(stage, election) if falls else "", "register": register,
    }, status=status)


class Shift(forms.Form):
    on = day_field(gettext_lazy("请示日期"))
    to = day_field(gettext_lazy("延期或者提前到"))
    reason = text_field(gettext_lazy("原因"), 200, required=True)
    request_no = text_field(gettext_lazy("请示文号"), 60)


@gate("elections.ask_shift", at="election", methods=("GET", "POST"))
def ask_shift(request: Asked, election: Election) -> HttpResponse:
    """GET: the form. POST: on, to, reason, request_no."""
    start = {"on": clock.today(), "to": shift_asked(election), **shift_words(election)}
    form, status = Shift(request.POST if request.method == "POST" else None, initial=start), 200
    if request.method == "POST":
        if form.is_valid():
            typed = form.cleaned_data
            try:
                wish = beside.Shift(typed["to"], typed["request_no"])
                beside.ask_shift(election, wish, typed["reason"], typed["on"], by=request.actor, at=clock.now())
            except Refusal as no:
                form.add_error(no.field if no.field in form.fields else None, str(no.said))
            else:
                messages.success(request, _("已登记请示；上级批复后，由组织员登记延期或者提前换届。"))
                return HttpResponseRedirect(reverse("elections.election", args=[election.key]))
        status = 422
    term = present_term(election.organisation, clock.today())
    return render(request, "elections/ask_shift.html", {
        "election": election, "organisation": election.organisation, "form": form, "term": term_dates(term.elected_on, term.years) if term else None,
    }, status=status)


@gate("elections.keep_scan", at="election", methods=("POST",))
def keep_scan(request: Asked, election: Election, stage: str) -> HttpResponse:
    """POST: file."""
    file = request.FILES.get("file")
    try:
        if file is None or file.size is None or file.size > acts.MOST:
            raise Refusal(_("文件超过 10 MB，请压缩或者分辨率调低后再传。") if file is not None else _("请选择文件。"))
        acts.keep_scan(election, stage, file.name or "", file.read(), by=request.actor, at=clock.now())
    except Refusal as no:
        messages.error(request, str(no.said))
    else:
        messages.success(request, _("已存入签字文件的扫描件。"))
    return HttpResponseRedirect(reverse("elections.note_paper", args=[election.key, stage]))


@gate("elections.scan", at="election")
@cache_control(private=True, no_store=True)
def scan(request: Asked, election: Election, stage: str) -> HttpResponse:
    """The signed paper of a stage."""
    row = Scan.objects.filter(election=election, stage=stage, replaced_at=None).first()
    if row is None:
        raise Http404
    content = base64.b64decode(open_sealed(election.organisation.key, acts.FILE, row.file_sealed))
    return download(content, row.kind, row.filename)


@gate("elections.note_paper", at="election", methods=("GET", "POST"))
def note_paper(request: Asked, election: Election, stage: str) -> HttpResponse:
    """GET: what stands there. POST: paper_no, signer."""
    row = course_of(election).open.get(stage)
    start = {"paper_no": row.paper_no, "signer": row.signer} if row is not None else {}
    form, status = Paper(request.POST if request.method == "POST" else None, initial=start), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                beside.note_paper(election, stage, form.cleaned_data["paper_no"], form.cleaned_data["signer"], by=request.actor, at=clock.now())
            except Refusal as no:
                form.add_error(no.field if no.field in form.fields else None, str(no.said))
            else:
                messages.success(request, _("已登记文号、签发人。"))
                return HttpResponseRedirect(reverse("elections.election", args=[election.key]))
        status = 422
    name = words.stage(stage, election) if stage in procedure().stages else ""
    return render(request, "elections/note_paper.html", {
        "election": election, "organisation": election.organisation, "form": form, "name": name, "stage": stage, "numbered": stage in NUMBERED,
        "scan": Scan.objects.filter(election=election, stage=stage, replaced_at=None).defer("file_sealed").first(),
    }, status=status)


@gate("elections.forward_paper", at="election", methods=("POST",))
def forward_paper(request: Asked, election: Election) -> HttpResponse:
    """POST: paper (the stage that sent it)."""
    paper = request.POST.get("paper", "")
    if paper not in asking.FORWARDS:
        raise Http404
    try:
        asking.forward_paper(election, paper, Forwarding(), by=request.actor, at=clock.now())
    except Refusal as no:
        messages.error(request, str(no.said))
    else:
        messages.success(request, _("已转报“%(stage)s”。") % {"stage": words.stage(paper, election)})
    return HttpResponseRedirect(reverse("elections.election", args=[election.key]))
