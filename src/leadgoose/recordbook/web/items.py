"""Resolutions: what is open, until it is done or dropped; and who came to what in a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Case, F, Value, When
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.recordbook import words
from leadgoose.recordbook.actions import Refused
from leadgoose.recordbook.actions.closing import close_resolution, reopen_resolution
from leadgoose.recordbook.models import Resolution
from leadgoose.recordbook.queries.attendance import of_members
from leadgoose.recordbook.rules.resolutions import State
from leadgoose.roster.models import Organisation

SHOWN = 200


@gate("recordbook.resolutions", at="organisation")
def resolutions(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?state=open|done|dropped: the items of the organisation's book, open ones first."""
    return _page(request, organisation)


def _page(
    request: Asked, organisation: Organisation, *, key: str = "", wrong: dict[str, str] | None = None, typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = clock.today()
    state = request.GET.get("state", "")
    rows = Resolution.objects.filter(org_key=organisation.key).exclude(state=State.GONE).select_related("record")
    counted = {one: rows.filter(state=one).count() for one in (State.OPEN, State.DONE, State.DROPPED)}
    if state in counted:
        rows = rows.filter(state=state)
    first = Case(When(state=State.OPEN, then=Value(0)), default=Value(1))
    found = list(rows.order_by(first, F("due_on").asc(nulls_last=True), "-pk")[:SHOWN])
    context = {
        "organisation": organisation, "rows": [_row(one, today) for one in found], "state": state, "today": today, "key": key, "wrong": wrong or {},
        "typed": typed or {}, "sums": [(one.value, words.word(words.ITEM, one), counted[one], one.value == state) for one in counted],
        "may": bool(request.actor.may("recordbook.close_resolution", request.target.reach)),
    }
    return render(request, "recordbook/resolutions.html", context, status=status)


def _row(one: Resolution, today: date) -> dict[str, Any]:
    if one.state != State.OPEN:
        tone, tag = ("ok" if one.state == State.DONE else "plain"), words.word(words.ITEM, one.state)
    elif one.due_on is None:
        tone, tag = "plain", _("没有期限")
    elif one.due_on < today:
        tone, tag = "act", _("逾期 %(n)s 天") % {"n": (today - one.due_on).days}
    else:
        tone, tag = "soon", _("还有 %(n)s 天") % {"n": (one.due_on - today).days}
    return {"item": one, "kind": words.word(words.KIND, one.record.kind), "tone": tone, "tag": tag, "open": one.state == State.OPEN}


@gate("recordbook.close_resolution", at="resolution", methods=("POST",))
def close_resolution_view(request: Asked, resolution: Resolution) -> HttpResponse:
    """POST state (done or dropped), closed_on, note."""
    typed = {name: request.POST.get(name, "").strip() for name in ("state", "closed_on", "note")}
    organisation: Organisation = resolution.organisation   # type: ignore[attr-defined]   # set by the finder
    try:
        day = date.fromisoformat(typed["closed_on"])
    except ValueError:
        wrong = {"closed_on": _("请按 2026-11-23 的样式填写日期。")}
        return _page(request, organisation, key=resolution.key, wrong=wrong, typed=typed, status=422)
    try:
        state = State(typed["state"]) if typed["state"] in set(State) else State.OPEN
        close_resolution(resolution.key, state, day, typed["note"], by=request.actor, at=clock.now())
    except Refused as no:
        return _page(request, organisation, key=resolution.key, wrong={no.field: str(no)}, typed=typed, status=422)
    messages.success(request, _("已办结。"))
    return HttpResponseRedirect(reverse("recordbook.resolutions", args=[organisation.key]))


@gate("recordbook.reopen_resolution", at="resolution", methods=("POST",))
def reopen_resolution_view(request: Asked, resolution: Resolution) -> HttpResponse:
    """POST note: why it is open again."""
    organisation: Organisation = resolution.organisation   # type: ignore[attr-defined]   # set by the finder
    note = request.POST.get("note", "")
    try:
        reopen_resolution(resolution.key, note, by=request.actor, at=clock.now())
    except Refused as no:
        return _page(request, organisation, key=resolution.key, wrong={no.field: str(no)}, typed={"note": note}, status=422)
    messages.success(request, _("已重新列为待落实。"))
    return HttpResponseRedirect(reverse("recordbook.resolutions", args=[organisation.key]))


@gate("recordbook.attendance", at="organisation")
def attendance(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?year=: each member's meetings of the year, in the register's order, those in other branches included. Nobody is ranked."""
    today = clock.today()
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and 1949 <= int(text) <= today.year else today.year
    return render(request, "recordbook/attendance.html", {
        "organisation": organisation, "year": year, "years": range(today.year, today.year - 5, -1), "rows": of_members(organisation, year, today),
    })
