"""The heat map of gaps: people in the register's order, seven competencies, numbers in every cell. It cannot be sorted and is not exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.roster.models import Organisation
from leadgoose.training import words
from leadgoose.training.queries.competencies import levels_of, model_of
from leadgoose.training.queries.team import Member, team
from leadgoose.training.rules.competency import Model, Role
from leadgoose.training.rules.gaps import Gap, gaps
from leadgoose.training.rules.levels import Confidence, Proven
from leadgoose.training.standards import rulebook
from leadgoose.training.web.asked import PAGE


@gate("training.competencies", at="organisation")
def competencies(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?role=&q=: q is part of a name or of a branch's."""
    today = clock.today()
    model = model_of(organisation.top_key, today)
    everybody = team(organisation.top_key, today, rulebook(today), organisation.path)
    role, q = request.GET.get("role", ""), request.GET.get("q", "").strip()[:50]
    chosen = [one for one in everybody if (not role or one.role == role) and (not q or q in one.name or q in one.branch)]
    levels = levels_of([one.pk for one in chosen], today)
    found = {one.pk: gaps(model, one.role, levels.get(one.pk, {})) for one in chosen}
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    return render(request, "training/competencies.html", {
        "organisation": organisation, "model": model, "role": role, "q": q, "filtered": bool(role or q),
        "roles": [(one.value, words.ROLE[one]) for one in Role], "any": bool(everybody),
        "heads": [(one.id, words.text(one.short, one.english), words.said(one)) for one in model.dimensions],
        "page": page, "rows": [row(one, found[one.pk]) for one in page], "sums": sums(found), "by_dimension": by_dimension(model, list(found.values())),
        "may_enter": bool(request.actor.may("training.enter_ratings", {organisation.top_key})),
    })


def row(one: Member, found: Sequence[Gap]) -> dict[str, Any]:
    return {"key": one.key, "name": one.name, "branch": one.branch, "role": words.ROLE[one.role], "cells": [cell(gap) for gap in found]}


def cell(gap: Gap) -> dict[str, Any]:
    """One number of the map: the proven level, what is asked for, the tone; said in words for whoever does not see the tone."""
    if gap.proven is None:
        return {"tone": "unknown", "level": "–", "target": gap.target, "size": None, "low": False,
                "said": _("目标 %(target)s 级，资料未知") % {"target": gap.target}}
    size = gap.size or 0
    said = _("%(level)s 级，目标 %(target)s 级，差 %(size)s 级，把握%(sure)s") if size else _("%(level)s 级，目标 %(target)s 级，达到，把握%(sure)s")
    numbers = {"level": gap.proven.level, "target": gap.target, "size": size, "sure": words.CONFIDENCE[gap.proven.confidence]}
    return {"tone": "ok" if not size else "soon" if size == 1 else "act", "level": gap.proven.level, "target": gap.target, "size": size,
            "low": gap.proven.confidence is Confidence.LOW, "said": said % numbers}


def sums(found: Mapping[int, Sequence[Gap]]) -> dict[str, int]:
    """People; cells with a gap, without, unknown; levels lacking in all."""
    cells = [gap for gaps_ in found.values() for gap in gaps_]
    lacking = [gap.size for gap in cells if gap.size]
    unknown = sum(gap.size is None for gap in cells)
    return {"people": len(found), "gaps": len(lacking), "levels": sum(lacking), "reached": len(cells) - len(lacking) - unknown, "unknown": unknown}


def by_dimension(model: Model, found: Sequence[Sequence[Gap]]) -> list[dict[str, Any]]:
    """One line a competency: people who reached it, lack one level, lack more, unknown; with a bar of the four parts."""
    lines = []
    for place, dimension in enumerate(model.dimensions):
        column = [gaps_[place].size for gaps_ in found]
        parts = [("ok", sum(size == 0 for size in column)), ("soon", sum(size == 1 for size in column)),
                 ("act", sum(size is not None and size > 1 for size in column)), ("unknown", sum(size is None for size in column))]
        lines.append({"name": words.said(dimension), "grade": words.grade(dimension), "parts": parts, "bar": _bar(parts, len(column)),
                      "levels": sum(size or 0 for size in column)})
    return lines


def _bar(parts: Sequence[tuple[str, int]], total: int, width: int = 200) -> list[tuple[str, float, float]]:
    """(tone, x, width) of each part that is there."""
    found, x = [], 0.0
    for tone, count in parts:
        if count:
            size = width * count / total
            found.append((tone, round(x, 1), round(size, 1)))
            x += size
    return found


def proven_or_none(levels: Mapping[str, Proven], dimension: str) -> int | None:
    found = levels.get(dimension)
    return None if found is None else found.level
