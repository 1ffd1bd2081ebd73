"""Rating: 28 taps for oneself, 7 for a superior or a colleague; the same form for a printed sheet that the office types in."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.listed import clauses
from leadgoose.roster.models import Person
from leadgoose.training import words
from leadgoose.training.actions.evidence import Given, measure, rate
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.competencies import Evidence
from leadgoose.training.queries.competencies import model_of
from leadgoose.training.queries.raters import pace_of, taps_of
from leadgoose.training.rules.burden import BRIEF, FULL, MOST_MINUTES, minutes
from leadgoose.training.rules.competency import BEHAVIOURS, DIMENSIONS, Behaviour, Dimension, Model
from leadgoose.training.rules.levels import Kind
from leadgoose.training.web import asked

TITLE: dict[Kind, Promise] = {
    Kind.OWN: gettext_lazy("能力自评"), Kind.SUPERIOR: gettext_lazy("上级评价"), Kind.COLLEAGUE: gettext_lazy("同事评价"),
}
HINT: dict[Kind, Promise] = {
    Kind.OWN: gettext_lazy("照着做得到的一级选；没有做过的选“没做过”，不算差距。"),
    Kind.SUPERIOR: gettext_lazy("按亲眼看到的选；没有看到的选“没看到”，不算差距。"),
    Kind.COLLEAGUE: gettext_lazy("只存合计，不存谁评了几级；每满 3 人合在一起计入一次。没有看到的选“没看到”。"),
}


@gate("training.rate_self", at="person", methods=("GET", "POST"))
def rate_self(request: Asked, person: Person) -> HttpResponse:
    """POST: a level by behaviour, remark."""
    return _rate(request, person, Kind.OWN, full=True)


@gate("training.rate_superior", at="person", methods=("GET", "POST"))
def rate_superior(request: Asked, person: Person) -> HttpResponse:
    """GET ?full=1: by behaviour. POST: levels, remark."""
    return _rate(request, person, Kind.SUPERIOR, full="full" in request.GET)


@gate("training.rate_colleague", at="person", methods=("GET", "POST"))
def rate_colleague(request: Asked, person: Person) -> HttpResponse:
    """POST: a level by dimension."""
    return _rate(request, person, Kind.COLLEAGUE, full=False)


@gate("training.enter_ratings", at="person", methods=("GET", "POST"))
def enter_rating(request: Asked, person: Person) -> HttpResponse:
    """A printed sheet typed in by the office. GET ?kind=. POST: kind, on, rater, levels, remark."""
    kind = next((one for one in TITLE if one == (request.POST.get("kind") or request.GET.get("kind"))), Kind.SUPERIOR)
    return _rate(request, person, kind, full=kind is Kind.OWN or "full" in request.GET, sheet=True)


def _rate(request: Asked, person: Person, kind: Kind, *, full: bool, sheet: bool = False) -> HttpResponse:
    model = model_of(person.top_key, clock.today())
    if request.method != "POST":
        return _form(request, person, kind, model, full, sheet, {"on": clock.today().isoformat(), "opened": signing.dumps(time.time())}, {})
    typed = {name: request.POST.get(name, "").strip() for name in ("on", "remark", "rater", "opened", *DIMENSIONS, *BEHAVIOURS)}
    levels = {name: int(typed[name]) for name in (*DIMENSIONS, *BEHAVIOURS) if typed[name] in {"1", "2", "3", "4", "5"}}
    try:
        on = asked.day(typed["on"], "on") if sheet else clock.today()
        if sheet and kind is not Kind.OWN and not typed["rater"]:
            raise Refused(_("请写明评价人；同事的写表的编号。"), "rater")
        given = Given(levels, on, typed["remark"], typed["rater"], Evidence.Way.SHEET if sheet else Evidence.Way.PAGE)
        rate(person, kind, given, by=request.actor, at=clock.now())
    except Refused as no:
        return _form(request, person, kind, model, full, sheet, typed, {no.field or "levels": str(no)}, status=422)
    if not sheet:
        measure(person.top_key, len(levels), _open_for(typed["opened"]), at=clock.now())
    messages.success(request, _("已记入%(what)s。") % {"what": TITLE[kind]})
    return HttpResponseRedirect(_back(request, person, sheet))


def _open_for(opened: str) -> float:
    """Seconds since the form was opened, by the machine's own clock; 0 for a form that does not say."""
    try:
        return time.time() - float(signing.loads(opened))
    except (signing.BadSignature, ValueError, TypeError):
        return 0.0


def _back(request: Asked, person: Person, sheet: bool) -> str:
    if sheet or request.actor.may("training.person", request.target.reach):
        return reverse("training.person", args=[person.key])
    return reverse("training.mine")


def _form(
    request: Asked, person: Person, kind: Kind, model: Model, full: bool, sheet: bool, typed: dict[str, str], wrong: dict[str, str], status: int = 200
) -> HttpResponse:
    present = getattr(person, "present", None)
    taps, found = taps_of(request.actor.login, clock.today().year), pace_of(person.top_key, clock.today().year)
    return render(request, "training/rate.html", {
        "person": person, "name": present.name if present is not None else _("姓名资料未知"), "kind": kind.value, "title": TITLE[kind], "hint": HINT[kind],
        "sheet": sheet, "full": full, "typed": typed, "wrong": wrong, "today": clock.today(), "back": _back(request, person, sheet),
        "anchors": [(one.level, words.said(one), words.shown(one)) for one in model.anchors], "groups": groups(model, full, typed),
        "none": _("没做过") if kind is Kind.OWN else _("没看到"), "taps": FULL if full else BRIEF,
        "minutes": round(minutes(taps, found)), "most": MOST_MINUTES, "pace": found,
        "too_many": minutes(taps, found) >= MOST_MINUTES and not sheet and kind is not Kind.OWN,
        "may_full": kind is Kind.SUPERIOR and not full, "version": model.version,
    }, status=status)


def groups(model: Model, full: bool, typed: dict[str, str]) -> list[dict[str, Any]]:
    """The lines to tap, by dimension: its behaviours, or itself with its behaviours as a reminder of what it means."""
    found = []
    for one in model.dimensions:
        parts: tuple[Behaviour | Dimension, ...] = one.behaviours if full else (one,)
        lines = []
        for part in parts:
            shows = words.shown(part) if isinstance(part, Behaviour) else clauses(words.said(each) for each in one.behaviours)
            lines.append({"id": part.id, "name": words.said(part), "shows": shows, "chosen": typed.get(part.id, "")})
        found.append({"name": words.said(one), "lines": lines})
    return found
