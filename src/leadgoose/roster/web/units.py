"""Production units: what they are called, of which they are a part and whose branch is theirs, on any day; and the two acts about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.look.asof import AsOf, read
from leadgoose.roster import words
from leadgoose.roster.actions import units as acts
from leadgoose.roster.actions.organisations import FIELD
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import BRANCHES, UnitKind
from leadgoose.roster.models import Organisation, ProductionUnit
from leadgoose.roster.queries import deeds
from leadgoose.roster.queries import units as queries
from leadgoose.roster.queries.asof_members import then
from leadgoose.roster.queries.bodies import CHOICES
from leadgoose.roster.rules.organisations import Kind
from leadgoose.roster.rules.units import Change
from leadgoose.roster.web.asked import day, page_number
from leadgoose.roster.web.bodies import about, run_act
from leadgoose.roster.web.deeds import lines
from leadgoose.roster.web.screens import Screen

PAGE = 100
DONE = 20
"""Acts about one unit that its page lists."""


@gate("roster.units", at="organisation")
def units(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET on, known: the units of the committee on the day, a page of them; q: part of the name."""
    top, part, number = _top(organisation), request.GET.get("q", "").strip()[:50], page_number(request)
    asof = read(request.GET, clock.today())
    seen = then(top.key, top.key, asof.on, asof.known_at)
    known, links = queries.units_on(top.key, asof.on, asof.known_at), queries.links_on(top.key, asof.on, asof.known_at)
    below: dict[int, list[tuple[str, str]]] = {}
    for place in seen.seen.places.values():
        if place.pk in links:
            below.setdefault(links[place.pk], []).append((place.key, place.name))
    order = {pk: place for place, pk in enumerate(dict.fromkeys(links[one.pk] for one in seen.seen.places.values() if one.pk in links))}
    found = sorted((one for one in known.values() if part in one.name), key=lambda one: order.get(one.pk, len(order)))
    number = min(number, max(1, -(-len(found) // PAGE)))
    shown = found[(number - 1) * PAGE : number * PAGE]
    history = queries.history([one.pk for one in shown], asof.on, asof.known_at)
    may_change = not asof.past and bool(request.actor.may("roster.change_unit", request.target.reach))
    rows = [{
        "unit": one, "kind": words.word(words.UNIT, one.kind), "parent": known[one.parent].name if one.parent in known else "",
        "branches": below.get(one.pk, []), "spells": [_spell(line) for line in history.get(one.pk, [])],
    } for one in shown]
    return render(request, "roster/units.html", {
        "organisation": top, "asof": asof, "rows": rows, "may_change": may_change, "total": len(found), "q": part, "many": len(known) > PAGE,
        "earlier": _address(asof, part, number - 1) if number > 1 else "",
        "later": _address(asof, part, number + 1) if number * PAGE < len(found) else "",
        "without": [(one.key, one.name) for one in seen.seen.places.values() if one.kind in BRANCHES and one.pk not in links][:CHOICES],
    })


@gate("roster.change_unit", at="organisation", methods=("GET", "POST"))
def change_unit(request: Asked, organisation: Organisation, production_unit: str) -> HttpResponse:
    """POST: name, kind, parent (key of the unit above, "" for none), COMMON, step."""
    top = _top(organisation)
    row = ProductionUnit.objects.select_related("parent").filter(key=production_unit, top_key=top.key).first()
    if row is None:
        raise Http404
    known = queries.known_today(top.key, clock.today())[row.key]
    others = queries.choices(top.key, row.key)
    screen = Screen(
        request, "roster/unit_change.html", words.DEED[Kind.UNIT], ("name", "kind", "parent"), FIELD,
        {"name": known.name, "kind": known.kind, "parent": known.parent if others is not None else row.parent.name if row.parent is not None else ""},
        {**about(top), "back": reverse("roster.units", args=[top.key]), "unit": known, "others": others,
         "branches": list(Organisation.objects.filter(unit=row, ended_on=None).order_by("position", "pk").values_list("key", "name")[:CHOICES]),
         "kinds": [(one.value, words.word(words.UNIT, one)) for one in UnitKind], "lines": lines(request, deeds.done_to(row, DONE))},
    )
    by, at = request.actor, clock.now()

    def read_change(typed: Mapping[str, str]) -> Change:
        if typed["kind"] not in set(UnitKind):
            raise Refused("kind", _("请选择类型。"))
        parent = queries.named(top.key, typed["parent"])
        if typed["parent"] and parent is None:
            raise Refused("parent", _("请选择单位。"))
        return Change(" ".join(typed["name"].split()), typed["kind"], parent.key if parent is not None else "", day(typed["on"], "on"))

    return run_act(
        screen, lambda typed: acts.prepare_change(row, read_change(typed), clock.today()),
        lambda typed, consent: acts.change_unit(row, read_change(typed), typed["basis"], by=by, at=at, consent=consent), screen.context["back"],
    )


@gate("roster.link_unit", at="organisation", methods=("GET", "POST"))
def link_unit(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST: to (key of the unit), COMMON, step."""
    if organisation.kind not in BRANCHES:
        raise Http404
    own = organisation.unit.key if organisation.unit is not None else ""
    screen = Screen(request, "roster/unit_link.html", words.DEED[Kind.LINK], ("to",), FIELD, {}, {
        **about(organisation), "units": queries.choices(organisation.top_key, own),
    })
    by, at = request.actor, clock.now()

    def read_link(typed: Mapping[str, str]) -> tuple[ProductionUnit | None, date]:
        return queries.named(organisation.top_key, typed["to"]), day(typed["on"], "on")

    return run_act(
        screen, lambda typed: acts.prepare_link(organisation, *read_link(typed), clock.today()),
        lambda typed, consent: acts.link_unit(organisation, *read_link(typed), typed["basis"], by=by, at=at, consent=consent),
    )


def _address(asof: AsOf, part: str, number: int) -> str:
    return "?" + urlencode({**asof.said, **({"q": part} if part else {}), "page": number})


def _top(organisation: Organisation) -> Organisation:
    """Units are the committee's; their page is at its top."""
    if organisation.key != organisation.top_key:
        raise Http404
    return organisation


def _spell(line: queries.Spell) -> dict[str, object]:
    if line.what == "link":
        told = _("%(branch)s属于本单位") % {"branch": line.text}
    else:
        kind = words.word(words.UNIT, line.kind)
        told = _("名称“%(name)s”，%(kind)s") % {"name": line.text, "kind": kind}
        if line.parent:
            told = _("%(told)s，上级单位%(parent)s") % {"told": told, "parent": line.parent}
    return {"told": told, "line": line, "source": words.sources(line.source)}
