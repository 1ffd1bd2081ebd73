"""The grid of what registers and ledgers lack: paste from Excel or upload, look at what changes, take it in; or download it as it stands."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.models import User
from leadgoose.ground.bylaws.queries import notice_in_words
from leadgoose.ground.intake.problems import Unreadable
from leadgoose.ground.intake.workbook import open_sheets
from leadgoose.ground.jobs import files
from leadgoose.ground.jobs.pages import Ordered, by_worker, counting
from leadgoose.ground.jobs.works import Running
from leadgoose.ground.journal.files import Taken, record_file
from leadgoose.ground.listed import plural
from leadgoose.ground.look.downloads import ask, minute
from leadgoose.ground.press.excel import for_print
from leadgoose.roster import words
from leadgoose.roster.actions import exports
from leadgoose.roster.actions.grid import fill_grid as fill
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.intake.grid import FIELDS, HEADERS, Fault, Value, read_grid, text_of
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.grid import OF_SECRETARY, Cell, GridNow, GridSeen, compare_grid, grid_now, unknown_counts
from leadgoose.roster.queries.organisations import LED
from leadgoose.roster.queries.places import counted
from leadgoose.roster.web.imports import MOST_BYTES, XLSX, _top, said

PREFILLED = 200
"""Organisations up to which the box comes filled with the grid as it stands; above, it is downloaded."""
AT_ONCE = 5000
"""More lines than these are written into a file by a worker."""
PREVIEWED = 60
"""Rows of a preview: all with faults first, then those that change; the rest is counted."""


@gate("roster.fill_grid", at="organisation", methods=("GET", "POST"))
def fill_grid(request: Asked, organisation: Organisation) -> HttpResponseBase:
    """GET: the grid to paste into. POST ?format=xlsx: as it stands, as a file; of very many lines GET ?format=xlsx is the page where it is ordered.

    POST: grid (text) or file; act=take with shown (the preview's digest) takes it in, anything else previews.
    """
    top = _top(organisation)
    if request.GET.get("format") == "xlsx":
        return _file(request, top)
    if request.method != "POST":
        return _page(request, top)
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
        messages.success(request, plural("已收入 %(n)s 格，凭据 %(receipt)s。", seen.changes) % {"n": seen.changes, "receipt": receipt})
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
    places = counted(top.key, top.path).of(LED)
    now = seen.now if seen is not None else grid_now(top.key) if places <= AT_ONCE else None
    if now is not None and not text and not error and len(now.lines) <= PREFILLED:
        text = as_text(now)
    counts = {} if now is None else unknown_counts(now)
    context = {
        "organisation": top, "text": text, "error": error, "places": places, "uncounted": now is None,
        "unknown": [(HEADERS[name][0], counts[name]) for name in FIELDS[1:] if counts.get(name)],
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


OF_SECRETARY_HELD = ("roster.Post.kind", "roster.Post.full_time", "roster.Post.came_by")
"""What the file tells of whoever is secretary of an organisation that it names, as rights/standards/fields.toml has it."""


def _file(request: Asked, top: Organisation) -> HttpResponseBase:
    """POST: as it stands, written down as what takes people's data along; of very many lines a worker writes it."""
    if counted(top.key, top.path).of(LED) > AT_ONCE:
        return by_worker(request, Ordered(
            exports.GRID, top.key, lambda language: exports.order_grid(top, language, by=request.actor), Refused,
            take_away="?format=xlsx&made=1", title=_("下载补录表"), sentence=_("党组织多，在后台写成 Excel 文件；可以离开本页。"),
            crumbs=[(reverse("roster.organisation", args=[top.key]), top.name), (reverse("roster.fill_grid", args=[top.key]), _("补录表"))],
            progress=counting(_("正在制作补录表"), (_("已完成"), _("%(done)s / %(whole)s 步"))),
        ), lambda job, file: _sent(request, top, FileResponse(file.open("rb"), content_type=XLSX), count=int(job.result.get("people", 0))))
    if request.method != "POST":
        return ask(request)
    now = grid_now(top.key)
    body = workbook(top.name, _made(request.actor.name or request.actor.login, clock.now()), as_lines(now), notice_in_words(top.key))
    return _sent(request, top, HttpResponse(body, content_type=XLSX), _secretaries(now))


def write_file(job: Running) -> dict[str, int]:
    """The worker's part. What is stopped leaves no file."""
    top = Organisation.objects.get(key=job.about)
    by = User.objects.filter(login=job.started_by).values_list("name", flat=True).first() or job.started_by
    with translation.override(job.arguments["language"] or settings.LANGUAGE_CODE):
        job.keep_on(at_once=True, done=0, whole=2)
        now = grid_now(top.key)
        job.keep_on(at_once=True, done=1, whole=2)
        body = workbook(top.name, _made(by, job.now), as_lines(now), notice_in_words(top.key))
        job.keep_on(at_once=True, done=2, whole=2)
        files.keep(job.key, "xlsx", body)
    return {"people": len(_secretaries(now))}


def _made(by: str, at: datetime) -> str:
    return _("制表：%(by)s　制表时间：%(at)s") % {"by": by, "at": minute(at)}


def _secretaries(now: GridNow) -> list[str]:
    """Of whom it tells something, by key."""
    return [line.secretaries[0].person.key for line in now.lines.values() if any(name in line.values for name in OF_SECRETARY)]


def _sent(
    request: Asked, top: Organisation, response: HttpResponseBase, people: Collection[str] = (), count: int | None = None
) -> HttpResponseBase:
    taken = Taken("roster.fill_grid", "xlsx", top.key, top.key, OF_SECRETARY_HELD, people, count)
    record_file(taken, request.target.reach, by=request.actor, at=clock.now())
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
