"""成批办理: acts and posts of a whole committee from one sheet, pasted from Excel; looked at line by line, done all or nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.listed import plural
from leadgoose.roster.actions.organisations import Consent
from leadgoose.roster.actions.pasted import Pasted, judge_pasted
from leadgoose.roster.actions.pasted import paste_acts as do_all
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.intake.acts import FIELDS, HEADERS
from leadgoose.roster.models import Organisation
from leadgoose.roster.web.asked import day, typed_in
from leadgoose.roster.web.imports import _top
from leadgoose.roster.web.screens import told

EXAMPLES = (
    ("张三", "", "作业一队党支部", "转正", "2026-11-20"), ("李四", "", "作业一队党支部", "内部转移", "2026-11-20", "作业二队党支部"),
    ("王五", "1234", "作业二队党支部", "免职", "2026-11-20", "", "书记"),
    ("赵六", "", "作业二队党支部", "任职", "2026-11-20", "", "书记", "任免文件", "专职", "否"),
)
"""Lines that show what a grid looks like; the names are nobody's."""


@gate("roster.paste_acts", at="organisation", methods=("GET", "POST"))
def paste_acts(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: the box. POST: grid (text), on (of lines without a day), basis, despite, remark, step ("preview" or "do")."""
    top = _top(organisation)
    typed = typed_in(request, ("on", "basis", "remark", "step"))
    text = request.POST.get("grid", "")
    if request.method != "POST":
        return _page(request, top, {"on": clock.today().isoformat()}, "", None)
    consent = Consent(bool(request.POST.get("despite")), typed["remark"])
    try:
        on = day(typed["on"], "on")
        if not text.strip():
            raise Refused("grid", _("还没有粘贴内容。"))
        if typed["step"] != "do":
            return _page(request, top, typed, text, judge_pasted(top, text, on, typed["basis"], consent, by=request.actor, at=clock.now()))
        found = do_all(top, text, on, typed["basis"], by=request.actor, at=clock.now(), consent=consent)
    except Refused as no:
        return _page(request, top, typed, text, None, no, status=422)
    if not found.deeds:
        return _page(request, top, typed, text, found, status=422)
    batch = found.deeds[0].batch
    messages.success(request, plural("已办理 %(n)s 项，成批依据单在办理记录中。", len(found.deeds)) % {"n": len(found.deeds)})
    return HttpResponseRedirect(reverse("roster.deeds", args=[top.key]) + f"?batch={batch}")


def _page(
    request: Asked, top: Organisation, typed: dict[str, str], text: str, found: Pasted | None, no: Refused | None = None, status: int = 200
) -> HttpResponse:
    wrong = {no.code if no.code in {"on", "basis", "grid"} else "all": str(no)} if no is not None else {}
    if found is not None and found.fault:
        wrong["grid"] = _(found.fault) if found.fault != "-" else _("只有列名，没有要办理的行。")
    refused = [one for _field, one in found.wrong.values()] if found is not None else []
    codes = {one.code for one in refused}
    return render(request, "roster/paste_acts.html", {
        "organisation": top, "typed": typed, "text": text, "wrong": wrong, "touches": (), "headers": [HEADERS[name][0] for name in FIELDS],
        "example": "\n".join("\t".join(line) for line in ([HEADERS[name][0] for name in FIELDS], *EXAMPLES)),
        "rows": _rows(found) if found is not None and not found.fault else [], "columns": [HEADERS[name][0] for name in found.columns] if found else [],
        "fine": found is not None and found.fine, "many": len(found.rows) if found is not None else 0,
        "effect": told(found.effect, found.effect.names) if found is not None and found.fine else None,
        "touched": "past-votes" in codes, "remark": "remark" in codes, "back": reverse("roster.tree", args=[top.key]),
    }, status=status)


def _rows(found: Pasted) -> list[dict[str, Any]]:
    """The lines as pasted, with what is wrong at which cell."""
    rows = []
    for row in found.rows:
        faults = {name: _(fault.template) % dict(fault.facts) for name, fault in row.faults.items()}
        touches: tuple[Any, ...] = ()
        if row.number in found.wrong:
            name, no = found.wrong[row.number]
            faults[name], touches = str(no), no.touches
        cells = [(row.texts.get(name, ""), faults.get(name, "")) for name in found.columns]
        rows.append({"number": row.number, "cells": cells, "touches": touches, "wrong": bool(faults)})
    return sorted(rows, key=lambda one: not one["wrong"])
