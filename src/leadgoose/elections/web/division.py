"""How the new committee divides its work among the members who are neither secretary nor deputy."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.elections.actions import result
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.result import DIVIDED
from leadgoose.elections.models import Election
from leadgoose.elections.queries.course import course_of
from leadgoose.elections.queries.outcome import elected_of
from leadgoose.elections.queries.people import members_of
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.words import POST


@gate("elections.divide_work", at="election", methods=("GET", "POST"))
def divide_work(request: Asked, election: Election) -> HttpResponse:
    """GET: the members. POST: work-KEY (a post out of DIVIDED) each."""
    row, wrong, status = course_of(election).open.get("first-meeting"), "", 200
    found = elected_of(election)
    keys = [key for key in found.committee if key not in {found.secretary, *found.deputies}] if row is not None else []
    chosen = dict(row.told.get("division", {})) if row is not None else {}
    if request.method == "POST":
        chosen = {key: request.POST.get(f"work-{key}", "") for key in keys}
        try:
            kinds = {key: PostKind(kind) for key, kind in chosen.items() if kind in set(DIVIDED)}
            result.divide_work(election, kinds, by=request.actor, at=clock.now())
        except Refusal as no:
            wrong, status = str(no.said), 422
        else:
            messages.success(request, _("已登记委员分工。"))
            return HttpResponseRedirect(reverse("elections.election", args=[election.key]))
    names = {one.member.key: one.member.name for one in members_of(election.organisation, set(keys))}
    return render(request, "elections/divide_work.html", {
        "election": election, "organisation": election.organisation, "wrong": wrong, "members": [
            {"key": key, "name": names.get(key, ""), "kinds": [(kind.value, POST[kind], kind.value == chosen.get(key, "commissioner")) for kind in DIVIDED]}
            for key in keys
        ],
    }, status=status)
