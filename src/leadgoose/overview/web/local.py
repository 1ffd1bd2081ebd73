"""本委规定的数值: the numbers that a committee may set for itself, each with its rule, what is shipped, what holds and what was set before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.clock import now, today
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws import queries
from leadgoose.ground.bylaws.actions import Refusals, set_local
from leadgoose.ground.bylaws.citing import STRENGTH
from leadgoose.ground.bylaws.queries import Local
from leadgoose.ground.bylaws.rules.local import SETTABLE, Settable, find, judge
from leadgoose.ground.journal.actions import Receipt
from leadgoose.ground.statutes import language, rule
from leadgoose.ground.statutes.sentences import say
from leadgoose.roster.consequences import settle
from leadgoose.roster.models import Organisation

UNITS: Mapping[str, Promise] = {"months": _lazy("个月"), "persons": _lazy("人"), "years": _lazy("年"), "hours": _lazy("学时"), "days": _lazy("天")}


@dataclass(frozen=True, slots=True)
class Row:
    """A number that may be set. holds: what holds today; set: the local row that makes it so; told: how it compares with the rule."""

    one: Settable
    said: str
    strength: Promise
    shipped: int
    unit: str
    holds: int
    set: Local | None
    ahead: tuple[Local, ...]
    told: str
    before: tuple[Local, ...]
    typed: Mapping[str, str]
    wrong: Mapping[str, str]

    @property
    def id(self) -> str:
        return f"{self.one.rule}.{self.one.name}"


@gate("bylaws.local", at="organisation")
def local_values(request: Asked, organisation: Organisation) -> HttpResponse:
    """What may be set and what is; forms for those who may. One query of its own."""
    _only_top(organisation)
    return _page(request, organisation, "", {}, {})


@gate("bylaws.set_local", at="organisation", methods=("POST",))
def set_local_view(request: Asked, organisation: Organisation, rule: str, name: str) -> HttpResponse:
    _only_top(organisation)
    if find(rule, name) is None:
        raise Http404
    typed = {field: request.POST.get(field, "").strip() for field in ("value", "valid_from", "basis")}
    try:
        day = date.fromisoformat(typed["valid_from"])
    except ValueError:
        return _page(request, organisation, f"{rule}.{name}", typed, {"valid_from": _("请按 2026-11-23 的样式填写日期。")}, status=422)
    try:
        receipt = _set(organisation, (rule, name), typed["value"], day, typed["basis"], by=request.actor, at=now())
    except Refusals as no:
        return _page(request, organisation, f"{rule}.{name}", typed, {field: str(said) for field, said in no.fields.items()}, status=422)
    messages.success(request, _("已记录，凭据第 %(number)s 号；到期事项已按新的数值重新计算。") % {"number": receipt.number})
    return HttpResponseRedirect(reverse("bylaws.local", args=[organisation.key]))


@transaction.atomic
def _set(organisation: Organisation, which: tuple[str, str], value: str, day: date, basis: str, *, by: Actor, at: datetime) -> Receipt:
    """Set, and let what is due be computed anew: bylaws stand below the register and cannot."""
    receipt = set_local(organisation.key, *which, value, day, basis, by=by, at=at)
    everywhere = set(Organisation.objects.filter(top_key=organisation.key).values_list("pk", flat=True))
    settle(organisation.key, organisations=everywhere, people=(), on=today(), at=at, act="LocalValueSet")
    return receipt


def _only_top(organisation: Organisation) -> None:
    if organisation.key != organisation.top_key:
        raise Http404


def _page(request: Asked, organisation: Organisation, about: str, typed: Mapping[str, str], wrong: Mapping[str, str], status: int = 200) -> HttpResponse:
    there = queries.local_values([organisation.key])
    rows = [
        _row(one, [row for row in there if (row.rule, row.name) == (one.rule, one.name)], typed if mine else {}, wrong if mine else {})
        for one in SETTABLE for mine in (about == f"{one.rule}.{one.name}",)
    ]
    context = {"organisation": organisation, "rows": rows, "may_set": bool(request.actor.may("bylaws.set_local", request.target.reach)), "today": today()}
    return render(request, "overview/local.html", context, status=status)


def _row(one: Settable, there: list[Local], typed: Mapping[str, str], wrong: Mapping[str, str]) -> Row:
    """there: what was set of it, the latest day first."""
    lang, on = language(get_language() or ""), today()
    known = rule(one.rule)
    in_force = [row for row in there if row.valid_from <= on]
    held = in_force[0] if in_force else None
    shipped = known.integer(one.name)
    holds = shipped if held is None or held.value is None else held.value
    told = say(judge(one, holds).reasons[0], lang) if held is not None and held.value is not None else ""
    unit = known.parameter(one.name).unit
    return Row(
        one, known.sentence[lang], STRENGTH[known.strength], shipped, str(UNITS.get(unit, unit)), holds, held,
        tuple(row for row in there if row.valid_from > on), told, tuple(in_force), typed, wrong,
    )
