"""The grid of what registers and ledgers lack: paste from Excel or upload, look at what changes, take it in; or download it as it stands."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import notice_in_words
from leadgoose.ground.intake.problems import Unreadable
from leadgoose.ground.intake.workbook import open_sheets
from leadgoose.ground.press.excel import for_print
from leadgoose.roster import words
from leadgoose.roster.actions.grid import fill_grid as fill
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.intake.grid import FIELDS, HEADERS, Fault, Value, read_grid, text_of
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.grid import Cell, GridNow, GridSeen, compare_grid, grid_now, unknown_counts
from leadgoose.roster.web.imports import MOST_BYTES, XLSX, _top, said

PREFILLED = 200
"""Organisations up to which the box comes filled with the grid as it stands; above, it is downloaded."""
PREVIEWED = 60
"""Rows of a preview: all with faults first, then those that change; the rest is counted."""


@gate("roster.fill_grid", at="organisation", methods=("GET", "POST"))
def fill_grid(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: the grid to paste into; format=xlsx: as it stands, as a file.

    POST: grid (text) or file; act=take with shown (the preview's digest) takes it in, anything else previews.
    """
    top = _top(organisation)
    if request.method != "POST":
        return _file(request, top) if request.GET.get("format") == "xlsx" else _page(request, top)
    text, error = _text(request)
    if error or not text.strip():
        return _page(request, top, text, error or _("还没有粘贴内容或选择文件。"), status=422)
    if request.POST.get("act") != "take":
        return _page(request, top, text, seen=compare_grid(top.key, read_grid(text), clock.today()))
    try:
        receipt, seen = fill(top, text, by=request.actor, at=clock.now(), shown=request.POST.get("shown", ""))
    except Refused as no:
        seen = compare_grid(top.key, read_grid(text), clock.today())
        return _page(request, top, text, str(no), seen, status=409 if no.code == "moved-on" else 422)
    if receipt is None:
        messages.info(request, _("与现有资料一致，没有可收入的变动。"))
    else:
        messages.success(request, _("已收入 %(n)s 格，凭据 %(receipt)s。") % {"n": seen.changes, "receipt": receipt})
    return HttpResponseRedirect(reverse("roster.fill_grid", args=[top.key]))


def _text(request: Asked) -> tuple[str, str]:
    """What was pasted, or the uploaded workbook as if it had been; and what is wrong with the file."""
    text, file = request.POST.get("grid", ""), request.FILES.get("file")
    if not isinstance(file, UploadedFile) or request.POST.get("act") == "take":
        return text, ""
    if (file.size or 0) > MOST_BYTES:
        return text, _("文件超过 %(n)s MB。") % {"n": MOST_BYTES // 1_000_000}
    try:
        found = text_of(open_sheets(file.read(), file.name or ""))
    except Unreadable as no:
        return text, said(no)
    return (found, "") if found else (text, _("文件里没有“党支部名称”这一列，请用下载的补录表填写。"))


def _page(request: Asked, top: Organisation, text: str = "", error: str = "", seen: GridSeen | None = None, status: int = 200) -> HttpResponse:
    now = grid_now(top.key) if seen is None else seen.now
    if not text and not error and len(now.lines) <= PREFILLED:
        text = as_text(now)
    counts = unknown_counts(now)
    context = {
        "organisation": top, "text": text, "error": error, "places": len(now.lines),
        "unknown": [(HEADERS[name][0], counts[name]) for name in FIELDS[1:] if counts[name]],
        "headers": [HEADERS[name][0] for name in FIELDS],
        "seen": seen, "preview": None if seen is None else _preview(seen),
        "fault": "" if seen is None or seen.grid.fault is None else told_fault(seen.grid.fault),
    }
    return render(request, "roster/grid.html", context, status=status)


def _preview(seen: GridSeen) -> dict[str, Any]:
    rows = [row for row in seen.rows if row.changes or any(cell.state == "fault" for cell in row.cells.values())]
    rows.sort(key=lambda row: not any(cell.state == "fault" for cell in row.cells.values()))
    return {
        "headers": [HEADERS[name][0] for name in seen.grid.columns],
        "rows": [{"number": row.number, "cells": [_told(row.cells[name]) for name in seen.grid.columns]} for row in rows[:PREVIEWED]],
        "more": max(0, len(rows) - PREVIEWED), "same": len(seen.rows) - len(rows), "new_general": seen.new_general,
    }


def _told(cell: Cell) -> dict[str, Any]:
    return {
        "text": cell.text if cell.value is None else said_value(cell.field, cell.value), "state": cell.state,
        "before": "" if cell.before is None else said_value(cell.field, cell.before), "fault": told_fault(cell.fault) if cell.fault else "",
    }


def told_fault(fault: Fault) -> str:
    return _(fault.template) % dict(fault.facts)


def said_value(field: str, value: Value | None) -> str:
    """A value as the grid writes it, which it reads again; "" for what is unknown. Simplified Chinese: the grid's own words, in every language."""
    if value is None:
        return ""
    if field in ("committee", "cross_appointed"):
        return "是" if value else "否"
    if field == "full_time":
        return "专职" if value else "兼职"
    if field == "unit_kind":
        return words.word(words.UNIT, str(value))
    if field == "came_by":
        return words.word(words.CAME_BY, str(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def as_lines(now: GridNow) -> list[list[str]]:
    """Header and one line for each organisation."""
    lines = [[said_value(name, line.values.get(name)) for name in FIELDS] for line in now.lines.values()]
    return [[HEADERS[name][0] for name in FIELDS], *lines]


def as_text(now: GridNow) -> str:
    return "\n".join("\t".join(cell.replace("\t", " ") for cell in line) for line in as_lines(now))


def _file(request: Asked, top: Organisation) -> HttpResponse:
    now, at = grid_now(top.key), clock.now()
    made = _("制表：%(by)s　制表时间：%(at)s") % {
        "by": request.actor.name or request.actor.login, "at": timezone.localtime(at).strftime("%Y-%m-%d %H:%M"),
    }
    response = HttpResponse(workbook(top.name, made, as_lines(now), notice_in_words(top.key)), content_type=XLSX)
    name = quote(_("%(name)s补录表 %(day)s.xlsx") % {"name": top.name, "day": clock.today().isoformat()})
    response["Content-Disposition"] = f"attachment; filename=grid.xlsx; filename*=UTF-8''{name}"
    response["Cache-Control"] = "no-store"
    return response


def workbook(name: str, made: str, lines: list[list[str]], notice: str = "") -> bytes:
    """The grid as a file, the notice on the line that says who made it: text cells only, so that nothing in a name becomes a formula."""
    import xlsxwriter  # noqa: PLC0415   11 MB: only what makes a file loads it

    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    sheet = book.add_worksheet("补录表")
    header = book.add_format({"bold": True, "bottom": 1, "bg_color": "#faf9f7", "text_wrap": True})
    as_typed, first, quiet = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "font_size": 14}), book.add_format({"font_color": "#57606a"})
    sheet.set_column(0, len(FIELDS) - 1, 16, as_typed)
    sheet.write_string(0, 0, name, first)
    sheet.write_string(1, 0, f"{made}　{notice}" if notice else made, quiet)
    for place, line in enumerate(lines, 2):
        for column, text in enumerate(line):
            sheet.write_string(place, column, text, header if place == 2 else as_typed)
    sheet.freeze_panes(3, 1)
    for_print(sheet, 2)
    book.close()
    return file.getvalue()
