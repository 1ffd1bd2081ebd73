"""The model of competencies: as it is in force, and a committee's own version; marks of reserve and demonstration."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.roster.models import Organisation, Person
from leadgoose.training import words
from leadgoose.training.actions import model as actions
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.queries.competencies import model_of, models_of
from leadgoose.training.rules.competency import LEVELS, Model, Role, as_table
from leadgoose.training.web import asked


@gate("training.model", at="organisation")
def model(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: the version in force and those before and after it."""
    found = model_of(organisation.top_key, clock.today())
    return render(request, "training/model.html", {
        "organisation": organisation, "model": found, "parts": parts(found), "targets": targets(found),
        "heads": [words.text(one.short, one.english) for one in found.dimensions],
        "anchors": [(one.level, words.said(one), words.shown(one)) for one in found.anchors],
        "versions": [(one.version, one.valid_from, one.source, one == found) for one in models_of(organisation.top_key)],
        "may_set": bool(request.actor.may("training.set_model", {organisation.top_key})),
    })


@gate("training.set_model", at="organisation", methods=("GET", "POST"))
def set_model(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: the version in force as a form.

    POST: t-ROLE-K1 … targets; n- and s- of K1.1 … (name, what level 3 shows) and of the levels a1 …; n-K1, h-K1 (name, short); valid_from, basis.
    """
    top = asked.top_only(organisation)
    found = model_of(top.key, clock.today())
    typed = request.POST.dict() if request.method == "POST" else {"valid_from": clock.today().isoformat()}
    if request.method != "POST":
        return _form(request, top, found, typed, {})
    try:
        made = actions.set_model(top, _changed(found, typed), asked.day(typed.get("valid_from", ""), "valid_from"), typed.get("basis", ""),
                                 by=request.actor, at=clock.now())
    except Refused as no:
        return _form(request, top, found, typed, {no.field or "basis": str(no)}, status=422)
    messages.success(request, _("已起用 %(version)s 版，自 %(day)s 起。") % {"version": made.version, "day": made.valid_from.isoformat()})
    return HttpResponseRedirect(reverse("training.model", args=[top.key]))


def _changed(found: Model, typed: dict[str, Any]) -> dict[str, Any]:
    """The table of the version in force with what was typed in its place; what was left out stays. English follows only unchanged words."""
    table = as_table(found)
    for role, levels in table["targets"].items():
        for key in levels:
            text = str(typed.get(f"t-{role}-{key}", levels[key]))
            levels[key] = int(text) if text.isascii() and text.isdigit() else 0
    for anchor in table["anchors"]:
        _reword(anchor, f"a{anchor['level']}", typed)
    for dimension in table["dimensions"]:
        _reword(dimension, dimension["id"], typed)
        dimension["short"] = " ".join(str(typed.get(f"h-{dimension['id']}", dimension["short"])).split())
        for one in dimension["behaviours"]:
            _reword(one, one["id"], typed)
    return table


def _reword(one: dict[str, Any], key: str, typed: dict[str, Any]) -> None:
    """What was typed of a part's name and of what it looks like."""
    for field, name, english in (("n", "name", "english"), ("s", "shows", "english_shows")):
        if name in one:
            said = " ".join(str(typed.get(f"{field}-{key}", one[name])).split())
            one[english] = one[english] if said == one[name] else ""
            one[name] = said


def _form(request: Asked, top: Organisation, found: Model, typed: dict[str, Any], wrong: dict[str, str], status: int = 200) -> HttpResponse:
    rows = [{"role": words.ROLE[role], "code": role.value,
             "cells": [{"name": f"t-{role.value}-{key}", "value": str(typed.get(f"t-{role.value}-{key}", level))} for key, level in levels.items()],
             "wrong": next((said for where, said in wrong.items() if where.startswith(f"targets.{role.value}")), "")}
            for role, levels in found.targets.items()]

    def line(key: str, name: str, shows: str, at: tuple[str, ...]) -> dict[str, Any]:
        return {"id": key, "name": typed.get(f"n-{key}", name), "shows": typed.get(f"s-{key}", shows),
                "wrong": next((said for where, said in wrong.items() if where.startswith(at)), "")}

    lines = [{"dimension": line(one.id, one.name, "", (f"{one.id}.name", f"{one.id}.short")),
              "short": typed.get(f"h-{one.id}", one.short), "behaviours": [line(each.id, each.name, each.shows, (f"{each.id}.",)) for each in one.behaviours]}
             for one in found.dimensions]
    anchors = [line(f"a{one.level}", one.name, one.shows, (f"anchor.{one.level}.",)) for one in found.anchors]
    return render(request, "training/set_model.html", {
        "organisation": top, "rows": rows, "lines": lines, "anchors": anchors,
        "levels": LEVELS, "heads": [one.short for one in found.dimensions], "typed": typed, "wrong": wrong,
        "today": clock.today(), "version": found.version,
    }, status=status)


def parts(found: Model) -> list[dict[str, Any]]:
    return [{"id": one.id, "name": words.said(one), "grade": words.grade(one),
             "behaviours": [(each.id, words.said(each), words.shown(each)) for each in one.behaviours]} for one in found.dimensions]


def targets(found: Model) -> list[tuple[Any, list[int]]]:
    return [(words.ROLE[role], list(found.targets[role].values())) for role in Role]


@gate("training.set_mark", at="person", methods=("POST",))
def set_mark(request: Asked, person: Person) -> HttpResponse:
    """POST: kind, on, basis, end (to end the mark)."""
    kind = request.POST.get("kind", "")
    try:
        on, basis = asked.day(request.POST.get("on", ""), "on"), request.POST.get("basis", "")
        if request.POST.get("end"):
            actions.end_mark(person, kind, on, basis, by=request.actor, at=clock.now())
        else:
            actions.set_mark(person, kind, on, basis, by=request.actor, at=clock.now())
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("已记入。"))
    return HttpResponseRedirect(reverse("training.person", args=[person.key]))
