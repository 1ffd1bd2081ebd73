"""What was done: the list of an organisation, the cards on pages, the counter-acts, the basis sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.journal.actions import Receipt
from leadgoose.ground.journal.files import Taken, record_file
from leadgoose.ground.look.downloads import by_post
from leadgoose.roster import papers, words
from leadgoose.roster.actions import membership, organisations
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.models import Deed, Done, Organisation, OrganisationDeed, Person
from leadgoose.roster.papers import Sheet
from leadgoose.roster.queries import deeds as queries
from leadgoose.roster.queries.acts import Effect, deeds_of
from leadgoose.roster.queries.deeds import Line, Shown
from leadgoose.roster.queries.person import Life
from leadgoose.roster.rules.acts import Kind
from leadgoose.roster.web.acts import names_of, offered
from leadgoose.roster.web.asked import page_number
from leadgoose.roster.web.printing import printed
from leadgoose.roster.web.screens import told

SECRET = frozenset({Kind.SANCTION, Kind.SUSPEND, Kind.RESTORE})
"""Decisions against rights: told only to whoever may see numbers in full."""
CARD = 8


@gate("roster.deeds", at="organisation")
def deeds(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET act (a kind of act), batch (what was done at once), page: what was done here and below, newest first."""
    act, batch, number = request.GET.get("act", ""), request.GET.get("batch", "")[:16], page_number(request)
    act = act if act in words.DEED and act not in _hidden(request) else ""
    shown = queries.done_below(organisation, (number - 1) * queries.PAGE, act=act, batch=batch, hidden=_hidden(request))
    pages = max(1, -(-shown.total // queries.PAGE))
    return render(request, "roster/deeds.html", {
        "organisation": organisation, "lines": lines(request, shown), "total": shown.total, "act": act,
        "acts": [(code, str(word)) for code, word in words.DEED.items() if code not in _hidden(request)],
        "first": (number - 1) * queries.PAGE + 1, "last": (number - 1) * queries.PAGE + len(shown.lines),
        "earlier": _page(act, batch, number - 1) if number > 1 else "", "later": _page(act, batch, number + 1) if number < pages else "",
        "batch": reverse("roster.batch_sheet", args=[organisation.key, batch]) if batch and shown.lines and _may_sheet(request) else "",
    })


def _page(act: str, batch: str, number: int) -> str:
    return "?" + urlencode({name: value for name, value in (("act", act), ("batch", batch), ("page", number)) if value})


def _may_sheet(request: Asked) -> bool:
    return bool(request.actor.may("roster.batch_sheet", request.target.reach))


def card(request: Asked, organisation: Organisation) -> dict[str, Any]:
    """What the organisation's page shows of acts done: the last few. Nothing for whoever may not read them."""
    if not request.actor.may("roster.deeds", request.target.reach):
        return {}
    return {"done": lines(request, queries.latest(organisation, CARD, hidden=_hidden(request)))}


def _hidden(request: Asked) -> frozenset[str]:
    return frozenset() if request.actor.may("roster.reveal", request.target.reach) else SECRET


def lines(request: Asked, shown: Shown) -> list[dict[str, Any]]:
    """The lines in words, with the addresses of sheet and counter-act for those who may."""
    reach, here = request.target.reach, request.target.thing.key
    may_sheet, may_reverse = bool(request.actor.may("roster.basis_sheet", reach)), bool(request.actor.may("roster.reverse_act", reach))
    may_open = bool(request.actor.may("roster.person", reach))
    foreign = _not_theirs(request, {one.subject for one in shown.lines if one.about == queries.ORGANISATION} - {here})
    return [
        {
            "line": one, "label": words.word(words.DEED, one.act), "name": shown.names.get(one.unit or one.subject, ""),
            "where": shown.names.get(one.where, ""),
            "address": _address(one) if one.subject not in foreign and (one.about == queries.ORGANISATION or may_open) else "",
            "sheet": _sheet(one) if may_sheet or one.about == queries.ORGANISATION else "",
            "batch": reverse("roster.batch_sheet", args=[here, one.batch]) if one.batch and may_sheet else "",
            "reverse": _reverse(one) if may_reverse and one.reversed_at is None else "",
        }
        for one in shown.lines
    ]


def _not_theirs(request: Asked, keys: set[str]) -> set[str]:
    """Of these organisations those whose page the reader may not open: a split or a merger touches others. No query for whoever reads the whole committee."""
    if not keys or request.actor.may("roster.organisation", {request.target.top_key}):
        return set()
    paths = Organisation.objects.filter(key__in=keys).values_list("key", "path")
    return keys - {key for key, path in paths if request.actor.may("roster.organisation", path.strip("/").split("/"))}


def _address(one: Line) -> str:
    if one.unit:
        return reverse("roster.units", args=[one.subject])
    return reverse("roster.organisation" if one.about == queries.ORGANISATION else "roster.person", args=[one.subject])


def _sheet(one: Line) -> str:
    page = "roster.organisation_sheet" if one.about == queries.ORGANISATION else "roster.basis_sheet"
    return reverse(page, args=[one.subject, one.key])


def _reverse(one: Line) -> str:
    return reverse("roster.reverse_act" if one.about == queries.ORGANISATION else "roster.reverse_deed", args=[one.subject, one.key])


def acts_of(request: Asked, person: Person, known: Life) -> dict[str, Any]:
    """What the person's page shows of acts: those that apply, those done. Nothing for whoever may not print their sheets."""
    reach = request.target.reach
    if not request.actor.may("roster.basis_sheet", reach):
        return {}
    may = bool(request.actor.may("roster.reverse_deed", reach))
    done = [(one, words.word(words.DEED, one.act)) for one in deeds_of(person) if may or one.act not in SECRET]
    return {"offered": offered(request, person, known), "deeds": done, "may_reverse": may}


# --- counter-acts ---


def _deed(person: Person, key: str) -> Deed:
    found = Deed.objects.select_related("person").filter(person=person, key=key).first()
    if found is None:
        raise Http404
    return found


def _organisation_deed(organisation: Organisation, key: str) -> OrganisationDeed:
    about = Q(places=organisation) | Q(organisation=organisation, unit__isnull=False)
    found = OrganisationDeed.objects.select_related("organisation", "unit").filter(about, key=key).first()
    if found is None:
        raise Http404
    return found


@gate("roster.reverse_deed", at="person", methods=("GET", "POST"))
def reverse_deed(request: Asked, person: Person, deed: str) -> HttpResponse:
    """GET: what was done. POST step=preview: what taking it back would do, and the form; else reason: take it back."""
    row, at = _deed(person, deed), clock.now()
    name = names_of([person])[person.key]
    return _counter(
        request, row, name, reverse("roster.person", args=[person.key]), lambda: membership.judge_reversal(row, clock.today(), at),
        lambda reason: membership.reverse(row, reason, by=request.actor, at=at),
    )


@gate("roster.reverse_act", at="organisation", methods=("GET", "POST"))
def reverse_act(request: Asked, organisation: Organisation, deed: str) -> HttpResponse:
    """The same for an act about an organisation."""
    row, at = _organisation_deed(organisation, deed), clock.now()
    return _counter(
        request, row, row.organisation.name if row.unit is None else row.unit.name,
        reverse("roster.organisation" if row.unit is None else "roster.units", args=[organisation.key]),
        lambda: organisations.judge_reversal(row, clock.today(), at), lambda reason: organisations.reverse_act(row, reason, by=request.actor, at=at),
    )


def _counter(request: Asked, row: Done, name: str, back: str, judge: Callable[[], Effect], do: Callable[[str], Receipt]) -> HttpResponse:
    reason, wrong, status, sent = request.POST.get("reason", ""), "", 200, request.method == "POST"
    touches: Sequence[str | Promise] = ()
    effect: Effect | None = None
    try:
        if sent and row.reversed_at is None:
            effect = judge()   # written and undone again: no GET does that
        if sent and request.POST.get("step") != "preview":
            receipt = do(reason)
            messages.success(request, _("已撤销，凭据 %(receipt)s。") % {"receipt": receipt})
            return HttpResponseRedirect(back)
    except Refused as no:
        wrong, touches, status = str(no), no.touches, 422
    basis, _remark = queries.opened(row)
    return render(request, "roster/act_reverse.html", {
        "name": name, "deed": row, "label": words.word(words.DEED, row.act), "basis": basis, "back": back, "wrong": wrong, "touches": touches,
        "reason": reason, "effect": told(effect, effect.names) if effect is not None else None,
    }, status=status)


# --- sheets ---


@gate("roster.basis_sheet", at="person", methods=("GET", "POST"))
@by_post
@cache_control(private=True, no_store=True)
def basis_sheet(request: Asked, person: Person, deed: str) -> HttpResponse:
    """The basis sheet (办理依据单) of one act, one A4 page, as PDF. Decisions against rights: only for whoever may see them."""
    row = _deed(person, deed)
    if row.act in _hidden(request):
        raise Http404
    basis, remark = queries.opened(row)
    label = words.word(words.DEED, row.act)
    _taken(request, "roster.basis_sheet", row.org_key, person.top_key, [person.key])
    return _printed(papers.basis_sheet(row, papers.name_of(person, row.valid_on), basis, label, remark), row)


@gate("roster.organisation_sheet", at="organisation", methods=("GET", "POST"))
@by_post
@cache_control(private=True, no_store=True)
def organisation_sheet(request: Asked, organisation: Organisation, deed: str) -> HttpResponse:
    """The same of an act about an organisation."""
    row = _organisation_deed(organisation, deed)
    _taken(request, "roster.organisation_sheet", organisation.key, organisation.top_key, queries.people_of(row))
    return _printed(papers.organisation_sheet(row, *queries.opened(row)), row)


@gate("roster.batch_sheet", at="organisation", methods=("GET", "POST"))
@by_post
@cache_control(private=True, no_store=True)
def batch_sheet(request: Asked, organisation: Organisation, batch: str) -> HttpResponse:
    """Several people's acts done at once, here and below, on one sheet."""
    below = set(Organisation.objects.filter(top_key=organisation.top_key, path__startswith=organisation.path).values_list("key", flat=True))
    rows = [one for one in queries.batch_of(organisation.top_key, batch) if one.act not in _hidden(request) and one.org_key in below]
    if not rows:
        raise Http404
    names = queries.names_ever({one.person.key for one in rows})
    _taken(request, "roster.batch_sheet", organisation.key, organisation.top_key, list(names))
    return _printed(papers.batch_sheet(rows, names, queries.opened(rows[0])[0]), rows[0])


def _taken(request: Asked, page: str, org_key: str, top_key: str, people: list[str]) -> None:
    columns = ("roster.PersonFact.name", "roster.Deed.act")
    record_file(Taken(page, "pdf", top_key, org_key, columns, people), request.target.reach, by=request.actor, at=clock.now())


def _printed(sheet: Sheet, row: Done) -> HttpResponse:
    return printed(sheet, f"basis-{row.key}", row.recorded_by, row.recorded_at, row.top_key)
