"""活动记录本: a branch's book of a year; for a committee or general branch, the books below it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.recordbook import words
from leadgoose.recordbook.actions.entering import BOOKS
from leadgoose.recordbook.models import Draft
from leadgoose.recordbook.queries.frequency import Owing, owing
from leadgoose.recordbook.queries.local import book_settings
from leadgoose.recordbook.queries.reading import reader_of
from leadgoose.recordbook.queries.record import open_items
from leadgoose.recordbook.queries.search import Found, Hit, Question, find
from leadgoose.recordbook.rules.frequency import State
from leadgoose.recordbook.rules.kinds import Kind, kinds
from leadgoose.recordbook.rules.truth import Truth
from leadgoose.recordbook.web import year
from leadgoose.recordbook.web.parts import planned
from leadgoose.roster.kinds import BRANCHES, OrgKind
from leadgoose.roster.models import Organisation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTED = 10_000
"""Rows of an Excel file: more are not asked for at once."""


@gate("recordbook.book", at="organisation")
def book(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?year=&q=&kind=&from=&to=&truth=&page=: the book, or the books below."""
    if organisation.kind == OrgKind.COMMITTEE:
        return _books(request, organisation)
    today = clock.today()
    chosen = _year(request.GET.get("year", ""), today)
    question = Question.read(request.GET, own=True)
    if question.first is None and question.last is None and not question.words:
        question = Question(question.words, question.kind, date(chosen, 1, 1), date(chosen, 12, 31), question.truth)
    reader = reader_of(request.actor, request.target.reach)
    found = find(organisation, reader, question, _number(request.GET.get("page", "")))
    local = book_settings(organisation.top_key).local
    owed = owing(organisation.top_key, organisation.path, local, today, date(chosen, 1, 1), date(chosen, 12, 31)) if organisation.kind in BRANCHES else []
    mine = next((one for one in owed if one.key == organisation.key), None)
    context = {
        **_common(request, organisation, chosen, today), **_listed(request.GET, found),
        "year_rows": year.rows(mine.expectations, today) if mine is not None else [], "record_from": local.record_from, "months": range(1, 13),
        "sums": _sums(mine), "next": planned(request, organisation.key, today),
        "items": open_items(organisation.key)[:5], "drafts": _drafts(request, organisation), "below": organisation.kind == OrgKind.GENERAL_BRANCH,
    }
    return render(request, "recordbook/book.html", context)


def _books(request: Asked, organisation: Organisation) -> HttpResponse:
    """All books of a committee: each branch with what it holds by rule; below, the records found."""
    today = clock.today()
    chosen = _year(request.GET.get("year", ""), today)
    local = book_settings(organisation.top_key).local
    owed = owing(organisation.top_key, organisation.path, local, today, date(chosen, 1, 1), date(chosen, 12, 31))
    asked = any(request.GET.get(name) for name in ("q", "kind", "from", "to", "truth"))
    question = Question.read(request.GET, own=False)
    found = find(organisation, reader_of(request.actor, request.target.reach), question, _number(request.GET.get("page", "")))
    ruled = [kind for kind, rule in kinds().items() if rule.frequency is not None]
    generals = Organisation.objects.filter(top_key=organisation.top_key, kind=OrgKind.GENERAL_BRANCH, ended_on=None).order_by("position", "pk")
    context = {
        **_common(request, organisation, chosen, today), **_listed(request.GET, found), "asked": asked,
        "heads": [words.word(words.KIND, kind) for kind in ruled], "branches": [(one, [_standing(one, kind) for kind in ruled]) for one in owed],
        "record_from": local.record_from, "generals": list(generals.values_list("key", "name")),
        "missing": sum(any(each.state is State.MISSED for each in one.expectations) for one in owed), "branch_count": len(owed),
        "may_set": bool(request.actor.may("bylaws.set_committee", request.target.reach)),
    }
    return render(request, "recordbook/books.html", context)


def _standing(branch: Owing, kind: Kind) -> tuple[str, str]:
    """(state, words) of a kind over the year: how many periods were held of those that are over or held; missed ones named first."""
    mine = [one for one in branch.expectations if one.kind is kind]
    if not mine:
        return "", "—"
    missed = sum(one.state is State.MISSED for one in mine)
    held = sum(one.state is State.HELD for one in mine)
    over = held + missed + sum(one.state is State.EXCUSED for one in mine)
    if missed:
        return "act", _("缺 %(n)s") % {"n": missed}
    if not over:
        unknown = all(one.state is State.UNKNOWN for one in mine if one.state is not State.AHEAD)
        return ("unknown", _("资料未知")) if unknown and any(one.state is State.UNKNOWN for one in mine) else ("plain", _("待开展"))
    return "ok", f"{held}/{over}"


def _common(request: Asked, organisation: Organisation, chosen: int, today: date) -> dict[str, Any]:
    actor, reach = request.actor, request.target.reach
    may_write = organisation.kind in BOOKS and bool(actor.may("recordbook.enter_record", reach))
    offered = [one for one in kinds() if one is not Kind.GROUP_MEETING or organisation.kind in BRANCHES]
    return {
        "organisation": organisation, "year": chosen, "today": today, "years": range(today.year, today.year - 5, -1), "may_write": may_write,
        "may_export": bool(actor.may("recordbook.export", reach)),
        "kinds": [(one.value, words.word(words.KIND, one)) for one in offered if one is not Kind.ELECTION_MEETING],
    }


def _listed(asked: Mapping[str, str], found: Found) -> dict[str, Any]:
    """The list with its filters and the pages around it."""
    kind, truth = asked.get("kind", ""), asked.get("truth", "")
    return {
        "found": found, "rows": [row(one) for one in found.hits], "before_page": found.number - 1, "after_page": found.number + 1,
        "q": asked.get("q", "")[:60], "from": asked.get("from", ""), "to": asked.get("to", ""),
        "kind_options": [(one.value, words.word(words.KIND, one), one == kind) for one in Kind],
        "truth_options": [(one.value, words.word(words.TRUTH, one), one == truth) for one in Truth],
    }


def row(one: Hit) -> dict[str, Any]:
    """A hit in words: kind, how it was recorded, people."""
    people = f"{one.present}/{one.expected}" if one.expected is not None else ""
    return {
        "hit": one, "kind": words.word(words.KIND, one.kind), "people": people, "number": f"{one.year}-{one.serial:03d}",
        "truth": "" if one.truth == Truth.RECORDED else words.word(words.TRUTH, one.truth), "truth_tone": "soon" if one.truth == Truth.LATE else "plain",
        "level": "" if one.level == "open" else words.word(words.LEVEL, one.level),
    }


def _sums(mine: Owing | None) -> list[dict[str, Any]]:
    """The figures above the list: of each kind held by rule, how many periods of the year have a record."""
    found = []
    for kind, rule in kinds().items():
        ones = [one for one in mine.expectations if one.kind is kind] if mine is not None else []
        if not ones or rule.confidential:
            continue
        missed = any(one.state is State.MISSED for one in ones)
        unknown = all(one.state in (State.UNKNOWN, State.AHEAD) for one in ones)
        found.append({
            "label": words.word(words.KIND, kind), "held": sum(one.state is State.HELD for one in ones), "of": len(ones),
            "state": "act" if missed else "unknown" if unknown else "",
        })
    return found


def _drafts(request: Asked, organisation: Organisation) -> list[tuple[Draft, str]]:
    rows = Draft.objects.filter(org_key=organisation.key, login=request.actor.login).defer("typed_sealed").order_by("-saved_at")
    return [(one, words.word(words.KIND, one.kind)) for one in rows]


def _year(text: str, today: date) -> int:
    return int(text) if text.isascii() and text.isdigit() and 1949 <= int(text) <= today.year + 1 else today.year


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 1


@gate("recordbook.export", at="organisation")
def export(request: Asked, organisation: Organisation) -> HttpResponse:
    """The records that the filters leave and the reader may open, as .xlsx: their heads, no words of meetings."""
    question = Question.read(request.GET, own=organisation.kind != OrgKind.COMMITTEE)
    found = find(organisation, reader_of(request.actor, request.target.reach), question, 1, EXPORTED)
    body = _workbook(found, organisation.name, request.actor.name)
    name = _("活动记录 %(name)s %(on)s.xlsx") % {"name": organisation.name, "on": clock.today().isoformat()}
    return HttpResponse(body, content_type=XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"})


def _workbook(found: Found, name: str, made_by: str) -> bytes:
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
