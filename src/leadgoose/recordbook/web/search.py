"""查找记录: by words and filters, in one's own book or in all books below; and what was found, as a file."""

from __future__ import annotations

import io
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.recordbook import words
from leadgoose.recordbook.queries.reading import reader_of
from leadgoose.recordbook.queries.search import Found, Question, branches_below, find
from leadgoose.recordbook.queries.search_marks import excerpts
from leadgoose.recordbook.web.listing import filters, listed, page_number
from leadgoose.roster.kinds import BRANCHES
from leadgoose.roster.models import Organisation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTED = 10_000
"""Rows of an Excel file: more are not asked for at once."""


@gate("recordbook.search", at="organisation")
def search(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?q=&kind=&from=&to=&truth=&branch=&page=: what the reader may open of it, newest first. Without any of them: the form."""
    question = asked(request, organisation)
    context = {
        **filters(request.GET), "organisation": organisation, "asked": question.any, "many": not question.own, "branch": question.branch,
        "branches": branches_below(organisation) if not question.own else [], "may_export": bool(request.actor.may("recordbook.export", request.target.reach)),
    }
    if question.any:
        found = find(organisation, reader_of(request.actor, request.target.reach), question, page_number(request.GET.get("page", "")))
        lines = excerpts(found.hits, question.words)
        context |= listed(found)
        for one in context["rows"]:
            one["lines"] = lines.get(one["hit"].key, [])
    return render(request, "recordbook/search.html", context)


def asked(request: Asked, organisation: Organisation) -> Question:
    """What the address asks: a branch of its own book, whatever stands above branches of all books below."""
    return Question.read(request.GET, own=organisation.kind in BRANCHES)


@gate("recordbook.export", at="organisation")
def export(request: Asked, organisation: Organisation) -> HttpResponse:
    """The records that the filters leave and the reader may open, as .xlsx: their heads, no words of meetings."""
    question = asked(request, organisation)
    found = find(organisation, reader_of(request.actor, request.target.reach), question, 1, EXPORTED)
    body = _workbook(found, organisation.name, request.actor.name)
    name = _("活动记录 %(name)s %(on)s.xlsx") % {"name": organisation.name, "on": clock.today().isoformat()}
    return HttpResponse(body, content_type=XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"})


def _workbook(found: Found, name: str, made_by: str) -> bytes:
    import xlsxwriter  # noqa: PLC0415   11 MB: only what makes a file loads it

    into = io.BytesIO()
    book_ = xlsxwriter.Workbook(into, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    bold = book_.add_format({"bold": True, "bottom": 1})
    sheet = book_.add_worksheet(_("活动记录"))
    made = timezone.localtime(clock.now()).strftime("%Y-%m-%d %H:%M")
    for number, line in enumerate((name, _("%(by)s 于 %(at)s 导出") % {"by": made_by, "at": made}, settings.NOTICE)):
        sheet.write_string(number, 0, line)
    heads = (
        (_("组织"), 24), (_("编号"), 10), (_("类别"), 16), (_("日期"), 12), (_("主题"), 40), (_("应到"), 8), (_("实到"), 8), (_("记录方式"), 12),
        (_("更正"), 8), (_("纸面页码"), 10), (_("录入时间"), 18), (_("录入人"), 14),
    )
    for column, (label, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(4, column, label, bold)
    for number, one in enumerate(found.hits, 5):
        cells: tuple[str | int | None, ...] = (
            one.org_name, f"{one.year}-{one.serial:03d}", words.word(words.KIND, one.kind), one.held_on.isoformat(), one.title, one.expected, one.present,
            words.word(words.TRUTH, one.truth), one.corrected, one.paper_page, timezone.localtime(one.entered_at).strftime("%Y-%m-%d %H:%M"), one.entered_by,
        )
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell:
                sheet.write_string(number, column, cell)
    sheet.freeze_panes(5, 0)
    book_.close()
    return into.getvalue()
