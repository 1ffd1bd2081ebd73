"""本委设置: what a committee set about itself, and changing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.clock import now, today
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws import queries
from leadgoose.ground.bylaws.actions import Refusals, set_committee
from leadgoose.ground.bylaws.settings import BY_NAME, SETTINGS, Setting
from leadgoose.ground.journal.actions import Receipt
from leadgoose.roster.consequences import settle
from leadgoose.roster.duty_facts import start_on
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries import ids_of


@dataclass(frozen=True, slots=True)
class Row:
    """One setting in the form: what is stored or was typed, what holds where nothing is, what is wrong."""

    setting: Setting
    value: str
    holds: str
    wrong: str


@gate("bylaws.committee", at="organisation")
def committee(request: Asked, organisation: Organisation) -> HttpResponse:
    """What is set; a form for those who may."""
    _only_top(organisation)
    return _page(request, organisation, queries.stored(organisation.key), "", {})


@gate("bylaws.set_committee", at="organisation", methods=("POST",))
def set_committee_view(request: Asked, organisation: Organisation) -> HttpResponse:
    _only_top(organisation)
    typed = {one.name: request.POST[one.name] for one in SETTINGS if one.name in request.POST}
    basis = request.POST.get("basis", "")
    try:
        receipt = _set(organisation, typed, basis, by=request.actor, at=now())
    except Refusals as no:
        wrong = {name: str(said) for name, said in no.fields.items()}
        return _page(request, organisation, {**queries.stored(organisation.key), **typed}, basis, wrong, status=422)
    messages.success(
        request, _("已保存，凭据第 %(number)s 号。") % {"number": receipt.number} if receipt else _("没有改动。")
    )
    return HttpResponseRedirect(reverse("bylaws.committee", args=[organisation.key]))


@transaction.atomic
def _set(organisation: Organisation, typed: dict[str, str], basis: str, *, by: Actor, at: datetime) -> Receipt | None:
    """Set, and let a new start say anew what is due: bylaws stand below the register and cannot."""
    before = queries.setting(organisation.key, "start_on")
    receipt = set_committee(organisation.key, typed, basis, by=by, at=at)
    if receipt is not None and queries.setting(organisation.key, "start_on") != before:
        settle(organisation.key, organisations=ids_of(organisation.key), people=(), on=today(), at=at, act="CommitteeSet")
    return receipt


def _only_top(organisation: Organisation) -> None:
    if organisation.key != organisation.top_key:
        raise Http404


def _page(
    request: Asked, organisation: Organisation, stored: Mapping[str, str], basis: str, wrong: dict[str, str], status: int = 200
) -> HttpResponse:
    started = start_on(organisation.key)
    issuer = stored.get("issuer") or organisation.name
    holds = {"start_on": started.isoformat() if started else "", "issuer": organisation.name, "printed_by": issuer}
    rows = [
        Row(one, stored.get(one.name, ""), holds.get(one.name, one.default), wrong.get(one.name, "")) for one in SETTINGS
    ]
    context = {
        "organisation": organisation,
        "rows": rows,
        "basis": basis,
        "wrong": wrong,
        "may_set": bool(request.actor.may("bylaws.set_committee", request.target.reach)),
        "changes": [(one, BY_NAME[one.name]) for one in queries.changes(organisation.key)],
        "today": today(),
    }
    return render(request, "overview/committee.html", context, status=status)
