"""查找记录: by words and filters, in one's own book or in all books below; and what was found, as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import notice_in_words
from leadgoose.ground.look.downloads import download, made_by, minute
from leadgoose.ground.press.excel import Leaf, workbook
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
    body = _workbook(found, organisation, made_by(request.actor, clock.now()))
    name = _("活动记录 %(name)s %(on)s.xlsx") % {"name": organisation.name, "on": clock.today().isoformat()}
    return download(body, XLSX, name)


def _workbook(found: Found, organisation: Organisation, made: str) -> bytes:
    heads = (
        (_("组织"), 24.0), (_("编号"), 10.0), (_("类别"), 16.0), (_("日期"), 12.0), (_("主题"), 40.0), (_("应到"), 8.0), (_("实到"), 8.0),
        (_("记录方式"), 12.0), (_("更正"), 8.0), (_("纸面页码"), 10.0), (_("录入时间"), 18.0), (_("录入人"), 14.0),
    )
    rows = [(
        one.org_name, f"{one.year}-{one.serial:03d}", words.word(words.KIND, one.kind), one.held_on.isoformat(), one.title, one.expected, one.present,
        words.word(words.TRUTH, one.truth), one.corrected, one.paper_page, minute(one.entered_at), one.entered_by,
    ) for one in found.hits]
    return workbook([Leaf(_("活动记录"), (_("活动记录：%(name)s") % {"name": organisation.name}, made, notice_in_words(organisation.top_key)), heads, rows)])
