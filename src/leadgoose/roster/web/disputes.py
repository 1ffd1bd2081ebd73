"""Officers on whom register and ledger disagree: both are shown with their source, the clerk chooses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.roster import words
from leadgoose.roster.actions.disputes import settle_officer as settle
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.disputes import Dispute, disputes
from leadgoose.roster.web.telling import sources

MOST = 100
"""So many on the page; the next ones move up as these are settled."""
SEATS = (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.COMMISSIONER)
VACANT = "-"


@gate("roster.settle_officer", at="organisation", methods=("GET", "POST"))
def settle_officer(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: the disagreements at and below an organisation. POST: place (organisation's key), seat, keep (person keys; "-" for vacant)."""
    if request.method != "POST":
        return _page(request, organisation)
    seat = request.POST.get("seat", "")
    below = Organisation.objects.filter(top_key=organisation.top_key, path__startswith=organisation.path)
    place = below.filter(key=request.POST.get("place", "")).first()
    if place is None or seat not in SEATS:
        raise Http404
    keep = request.POST.getlist("keep")
    try:
        if not keep:
            raise Refused("nothing-chosen", _("还没有选择。"))
        receipt = settle(place, PostKind(seat), [key for key in keep if key != VACANT], by=request.actor, at=clock.now())
    except Refused as no:
        return _page(request, organisation, (place.key, seat, str(no)), status=422)
    if receipt is None:
        messages.info(request, _("%(name)s的这一项已没有不一致。") % {"name": place.name})
    else:
        messages.success(request, _("%(name)s：已选定，凭据 %(receipt)s。") % {"name": place.name, "receipt": receipt})
    return HttpResponseRedirect(reverse("roster.settle_officer", args=[organisation.key]))


def _page(request: Asked, organisation: Organisation, error: tuple[str, str, str] = ("", "", ""), status: int = 200) -> HttpResponse:
    found = disputes(organisation.top_key, clock.today())
    if organisation.key != organisation.top_key:
        below = set(Organisation.objects.filter(path__startswith=organisation.path).values_list("key", flat=True))
        found = [one for one in found if one.organisation in below]
    context = {
        "organisation": organisation, "disputes": [_told(one, error) for one in found[:MOST]], "total": len(found), "vacant": VACANT,
    }
    return render(request, "roster/disputes.html", context, status=status)


def _told(one: Dispute, error: tuple[str, str, str]) -> dict[str, Any]:
    seat = _("委员") if one.seat == PostKind.COMMISSIONER else words.word(words.POST, one.seat)
    return {
        "key": one.organisation, "name": one.name, "seat": one.seat, "seat_word": seat, "single": one.single,
        "candidates": [
            {"key": each.person, "name": each.name, "post": words.word(words.POST, each.kind), "sources": sources(each.sources)}
            for each in one.candidates
        ],
        "vacant": sources(one.vacant), "error": error[2] if error[:2] == (one.organisation, one.seat) else "",
    }
