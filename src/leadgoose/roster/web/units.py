"""Production units: what they are called, of which they are a part and whose branch is theirs, on any day; and the two acts about them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.look.asof import read
from leadgoose.roster import words
from leadgoose.roster.actions import units as acts
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import BRANCHES, UnitKind
from leadgoose.roster.models import Organisation, ProductionUnit
from leadgoose.roster.queries import units as queries
from leadgoose.roster.queries.asof_members import then
from leadgoose.roster.rules.units import Change
from leadgoose.roster.web.asked import day, typed_in

OF_CHANGE, OF_LINK = ("unit", "name", "kind", "parent", "on", "basis"), ("branch", "unit", "on", "basis")


@gate("roster.units", at="organisation")
def units(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET on, known: the units of the committee on the day. unit: one to change (its key), which fills the form in."""
    return _page(request, _top(organisation), {"unit": request.GET.get("unit", "")})


@gate("roster.change_unit", at="organisation", methods=("POST",))
def change_unit(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST OF_CHANGE."""
    top, typed = _top(organisation), typed_in(request, OF_CHANGE)
    unit = ProductionUnit.objects.filter(key=typed["unit"], top_key=top.key).first()
    parent_there = not typed["parent"] or ProductionUnit.objects.filter(key=typed["parent"], top_key=top.key).exists()
    if unit is None or typed["kind"] not in set(UnitKind) or not parent_there:
        raise Http404
    try:
        wish = Change(" ".join(typed["name"].split()), typed["kind"], typed["parent"], day(typed["on"], "on"))
        receipt = acts.change_unit(unit, wish, typed["basis"], by=request.actor, at=clock.now())
    except Refused as no:
        return _page(request, top, typed, wrong={no.code: str(no)}, form="change", status=422)
    return _done(request, top, receipt)


@gate("roster.link_unit", at="organisation", methods=("POST",))
def link_unit(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST OF_LINK."""
    top, typed = _top(organisation), typed_in(request, OF_LINK)
    unit = ProductionUnit.objects.filter(key=typed["unit"], top_key=top.key).first()
    branch = Organisation.objects.filter(key=typed["branch"], top_key=top.key, ended_on=None, kind__in=BRANCHES).first()
    if unit is None or branch is None:
        raise Http404
    try:
        receipt = acts.link_unit(branch, unit, day(typed["on"], "on"), typed["basis"], by=request.actor, at=clock.now())
    except Refused as no:
        return _page(request, top, typed, wrong={no.code: str(no)}, form="link", status=422)
    return _done(request, top, receipt)


def _done(request: Asked, top: Organisation, receipt: object) -> HttpResponse:
    messages.success(request, _("已登记，凭据 %(receipt)s。") % {"receipt": receipt})
    return HttpResponseRedirect(reverse("roster.units", args=[top.key]))


def _top(organisation: Organisation) -> Organisation:
    """Units are the committee's; their page is at its top."""
    if organisation.key != organisation.top_key:
        raise Http404
    return organisation


def _page(
    request: Asked, top: Organisation, typed: dict[str, str], *, wrong: dict[str, str] | None = None, form: str = "change", status: int = 200
) -> HttpResponse:
    asof = read(request.GET, clock.today())
    seen = then(top.key, top.key, asof.on, asof.known_at)
    known, links = queries.units_on(top.key, asof.on, asof.known_at), queries.links_on(top.key, asof.on, asof.known_at)
    history = queries.history(top.key, asof.on, asof.known_at)
    below: dict[int, list[tuple[str, str]]] = {}
    for place in seen.seen.places.values():
        if place.pk in links:
            below.setdefault(links[place.pk], []).append((place.key, place.name))
    may_change = not asof.past and bool(request.actor.may("roster.change_unit", request.target.reach))
    chosen = next((one for one in known.values() if one.key == typed.get("unit")), None)
    if may_change and chosen is not None and form == "change" and not wrong:
        parent = known.get(chosen.parent) if chosen.parent is not None else None
        typed = {**typed, "name": chosen.name, "kind": chosen.kind, "parent": parent.key if parent is not None else "", "on": asof.today.isoformat()}
    rows = [{
        "unit": one, "kind": words.word(words.UNIT, one.kind), "parent": known[one.parent].name if one.parent in known else "",
        "branches": below.get(one.pk, []), "spells": [_spell(line) for line in history.get(one.pk, [])],
    } for one in known.values()]
    context: dict[str, Any] = {
        "organisation": top, "asof": asof, "rows": rows, "may_change": may_change, "chosen": chosen if form == "change" else None,
        "kinds": [(one.value, words.word(words.UNIT, one)) for one in UnitKind],
        "units": [(one.key, one.name) for one in known.values()], "others": [(one.key, one.name) for one in known.values() if one is not chosen],
        "branches": [(one.key, one.name) for one in seen.seen.places.values() if one.kind in BRANCHES],
        "typed": {"on": asof.today.isoformat(), **typed}, "wrong": wrong or {},
    }
    return render(request, "roster/units.html", context, status=status)


def _spell(line: queries.Spell) -> dict[str, object]:
    if line.what == "link":
        told = _("%(branch)s属于本单位") % {"branch": line.text}
    else:
        kind = words.word(words.UNIT, line.kind)
        told = _("名称“%(name)s”，%(kind)s") % {"name": line.text, "kind": kind}
        if line.parent:
            told = _("%(told)s，上级单位%(parent)s") % {"told": told, "parent": line.parent}
    return {"told": told, "line": line, "source": words.sources(line.source)}
