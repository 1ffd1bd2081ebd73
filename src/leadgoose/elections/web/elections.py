"""The elections of an organisation; one begins, or comes in under way; one begun by mistake is given up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.elections.actions import beside
from leadgoose.elections.actions.begin import IN_THE_ROOM, Beginning, kinds_for
from leadgoose.elections.actions.begin import begin as open_election
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import Election
from leadgoose.elections.queries.reminder import present_term
from leadgoose.elections.queries.vacancies import sitting_of
from leadgoose.elections.rules.procedure import path, procedure
from leadgoose.elections.rules.vacancy import Sitting
from leadgoose.elections.web import words
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.look.fields import day_field, number_field, several, text_field
from leadgoose.roster.models import Organisation, OrganisationFact
from leadgoose.roster.queries.organisation import fact_on

BEGIN: Mapping[str, Promise] = {"by-election": gettext_lazy("启动补选"), "new-branch": gettext_lazy("启动首次选举")}
"""What it is called to begin an election that is no change of term."""


class Begin(forms.Form):
    """What is asked when an election of a kind begins. Which posts a by-election fills, how many seats: as the register has them open."""

    kind = forms.ChoiceField(widget=forms.HiddenInput, error_messages={"invalid_choice": gettext_lazy("这个组织不能开始这种选举，请核对组织类型和本届任期。")})
    posts = several(gettext_lazy("补选的职务"), list(words.POST.items()), hint=gettext_lazy(
        "勾选空缺的职务。不补选委员的，由委员会开会选举；不设委员会的，由党员大会选举。"), missing=gettext_lazy("请勾选补选的职务。"))
    seats = number_field(gettext_lazy("委员名额"), 1, 99, required=False)
    deputies = number_field(gettext_lazy("其中副书记"), 0, 9)
    meeting_on = day_field(gettext_lazy("拟开会日期"), required=False)
    preselection = forms.BooleanField(label=gettext_lazy("先差额预选，再等额选举"), required=False)
    at_stage = forms.ChoiceField(
        label=gettext_lazy("现在办到哪一步"), required=False,
        help_text=gettext_lazy("新开始的不选；已经在办的，选现在要办的这一步，之前的作为系统外已办。会议已经开过的，选“确定不计入应到会的人”，照纸质记录补录。"),
    )
    reason = text_field(gettext_lazy("补选没有空缺的职务的原因"), 200, hint=gettext_lazy("职务空缺的不填；现任即将离任等特殊情况写明。"))

    def __init__(self, kinds: tuple[str, ...], kind: str, sitting: Sitting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_election, there = kind == "by-election", sitting.open_seats
        self.fields["kind"].choices = [(one, words.kind(one)) for one in kinds]   # type: ignore[attr-defined]
        self.fields["seats"].help_text = _("不设委员会的不填。") if kind == "new-branch" else ""
        if kind == "no-committee":
            self.fields["deputies"].label = _("副书记名额")
        if by_election:
            self.fields["deputies"].label = _("补选副书记几名")
            self.fields["deputies"].required = False
            self.fields["seats"].label = _("补选委员几名")
            if there is not None:
                numbers = {"approved": sitting.approved, "members": sitting.members, "open": there}
                self.fields["seats"].help_text = _("批准 %(approved)s 名，在任 %(members)s 名，空缺 %(open)s 名。") % numbers
        for name in _without(kind):
            del self.fields[name]
        on_way = {one.key for traits in (frozenset[str](), frozenset({"leaders", "preselection"})) for one in path(kind, traits)}
        entered = [(key, words.stage_of(kind, key)) for key in procedure().stages if key in on_way and key not in IN_THE_ROOM]
        self.fields["at_stage"].choices = [("", _("从头开始")), *entered]   # type: ignore[attr-defined]


def _without(kind: str) -> tuple[str, ...]:
    """What a kind of election is not asked."""
    if kind == "by-election":
        return ()
    return ("posts", "reason", *(("seats", "preselection") if kind == "no-committee" else ()))


class GiveUp(forms.Form):
    reason = text_field(gettext_lazy("原因"), 200, required=True)


@gate("elections.elections", at="organisation")
def elections(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: to the election under way, where there is one; ?all=1: the list of all."""
    rows = list(Election.objects.filter(organisation=organisation).order_by("-begun_at", "-pk"))
    current = next((one for one in rows if one.closed_at is None), None)
    if current is not None and "all" not in request.GET:
        return HttpResponseRedirect(reverse("elections.election", args=[current.key]))
    today = clock.today()
    return render(request, "elections/elections.html", {
        "organisation": organisation, "term": present_term(organisation, today), "kinds": [words.kind(one) for one in kinds_for(organisation, today)],
        "rows": [(one, words.kind(one.kind), words.CLOSED.get(one.closed_as, "")) for one in rows], "current": current,
        "may_begin": current is None and bool(request.actor.may("elections.begin", request.target.reach)),
        "may_remind": bool(request.actor.may("elections.reminder", request.target.reach)),
    })


@gate("elections.begin", at="organisation", methods=("GET", "POST"))
def begin(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: the form. POST: kind, seats, deputies, meeting_on, preselection, posts (of a by-election), at_stage."""
    today = clock.today()
    kinds = kinds_for(organisation, today)
    sent = request.POST if request.method == "POST" else None
    kind = (sent or request.GET).get("kind", "")
    kind = kind if kind in kinds else kinds[0] if kinds else ""
    fact, sitting, status = fact_on(organisation, today), sitting_of(organisation, today), 200
    form = Begin(kinds, kind, sitting, sent, initial=_start(kind, fact, sitting)) if kinds else None
    if form is not None and sent is not None:
        status = 422
        if form.is_valid():
            try:
                made = open_election(organisation, _wish(form.cleaned_data), by=request.actor, at=clock.now())
            except Refusal as no:
                form.add_error(no.field if no.field in form.fields else None, str(no.said))
            else:
                messages.success(request, _("选举已启动。"))
                return HttpResponseRedirect(reverse("elections.election", args=[made.key]))
    return render(request, "elections/begin.html", {
        "organisation": organisation, "form": form, "kinds": [(one, words.kind(one), one == kind) for one in kinds], "kind": kind,
        "term": present_term(organisation, today), "fact": fact, "sitting": sitting, "heading": BEGIN.get(kind, _("启动换届")),
    }, status=status)


def _start(kind: str, fact: OrganisationFact | None, sitting: Sitting) -> dict[str, Any]:
    """What the form starts with: a by-election with what the register has open, any other with the approved seats."""
    if kind != "by-election":
        return {"kind": kind, "seats": fact.seats if fact is not None else None, "deputies": 0}
    without = fact is not None and bool(fact.no_committee)
    empty = {"committee": not without and bool(sitting.open_seats), "secretary": not sitting.secretaries}
    return {"kind": kind, "seats": sitting.open_seats or None, "deputies": 1, "posts": [post for post, holds in empty.items() if holds]}


@gate("elections.give_up", at="election", methods=("GET", "POST"))
def give_up(request: Asked, election: Election) -> HttpResponse:
    """GET: what it means, and the form. POST: reason."""
    form, status = GiveUp(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                beside.give_up(election, form.cleaned_data["reason"], by=request.actor, at=clock.now())
            except Refusal as no:
                form.add_error(no.field if no.field in form.fields else None, str(no.said))
            else:
                messages.success(request, _("这次选举已取消，记录保留。"))
                return HttpResponseRedirect(reverse("elections.elections", args=[election.organisation.key]))
        status = 422
    context = {"election": election, "organisation": election.organisation, "form": form}
    return render(request, "elections/give_up.html", context, status=status)


def _wish(typed: dict[str, Any]) -> Beginning:
    return Beginning(
        typed["kind"], typed.get("seats"), typed["deputies"] or 0, typed["meeting_on"], typed.get("preselection", False), typed["at_stage"],
        frozenset(typed.get("posts", ())), typed.get("reason", ""),
    )
