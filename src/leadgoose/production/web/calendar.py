"""The calendar of production: the tables as they stand, and each of them to be filled from a paste or a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import notice_in_words
from leadgoose.ground.intake.grid import header
from leadgoose.ground.journal.files import Taken, record_file
from leadgoose.ground.look.downloads import ask, download, made_by
from leadgoose.ground.pasting import as_text, pasted, preview
from leadgoose.ground.press.excel import XLSX, Leaf, workbook
from leadgoose.production import actions
from leadgoose.production.queries.tables import offered, people_in, standing
from leadgoose.production.tables import COLUMNS, YEARLY
from leadgoose.roster.models import Organisation

LABEL: dict[str, Promise] = {
    "days": gettext_lazy("放假和调休"), "absences": gettext_lazy("轮休和请假"), "crews": gettext_lazy("倒班班组"),
    "peaks": gettext_lazy("生产高峰"), "covers": gettext_lazy("最多离岗人数"),
}
WHY: dict[str, Promise] = {
    "days": gettext_lazy("按当年的放假通知填写；周末照常上班的日子填“上班”。没有填写的年份按法定节假日计算。"),
    "absences": gettext_lazy("只填培训计划里要避开的日子；原因只分轮休、休假、外派、其他，不写病情。"),
    "crews": gettext_lazy("按班组的上班首日推算轮休，休息的日子不排培训。同名的写成“姓名（党支部）”。"),
    "peaks": gettext_lazy("检修、冬防、会战等日子，每天最多能抽出几人参加培训。"),
    "covers": gettext_lazy("平日每天最多能抽出几人；没有填写的单位由培训计划定一个数。"),
}
SHOWN = 12


@gate("production.calendar", at="organisation")
def calendar(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?year=: the tables of the committee."""
    top, year = _top(organisation), _year(request)
    cards = []
    for table, label in LABEL.items():
        rows = standing(top.key, table, year)
        default = table == "days" and not rows
        cells = offered(year) if default else [row.cells for row in rows]
        cards.append({"table": table, "label": label, "heads": header(COLUMNS[table]), "rows": cells[:SHOWN], "count": len(cells),
                      "more": max(0, len(cells) - SHOWN), "default": default and bool(cells), "yearly": table in YEARLY, "why": WHY[table]})
    may = bool(request.actor.may("production.fill_table", request.target.reach))
    return render(request, "production/calendar.html", {"organisation": top, "year": year, "years": _years(year), "cards": cards, "may_fill": may})


@gate("production.fill_table", at="organisation", methods=("GET", "POST"))
def fill_table(request: Asked, organisation: Organisation, table: str) -> HttpResponse:
    """GET ?year=: the table to paste into. POST: year, grid or file; act=take takes it in, else previews; ?format=xlsx: the table as a file."""
    if table not in COLUMNS:
        raise Http404
    top, year = _top(organisation), _year(request)
    if request.GET.get("format") == "xlsx":
        return _file(request, top, table, year) if request.method == "POST" else ask(request)
    if request.method != "POST":
        return _page(request, top, table, year, _text_now(top, table, year))
    sent = pasted(request, COLUMNS[table])
    if sent.error:
        return _page(request, top, table, year, sent.text, sent.error, status=422)
    if not sent.take:
        seen = actions.compare(top, table, sent.text, year)
        return _page(request, top, table, year, sent.text, seen=seen, status=200 if seen.grid.good else 422)
    try:
        receipt, seen = actions.fill_table(top, table, sent.text, year, by=request.actor, at=clock.now())
    except actions.Refused as no:
        return _page(request, top, table, year, sent.text, str(no), seen=actions.compare(top, table, sent.text, year), status=422)
    if receipt is None:
        messages.info(request, _("与现有记录一致，没有变动。"))
    else:
        messages.success(request, _("已收入：新增 %(new)s 行，撤去 %(gone)s 行，凭据 %(receipt)s。") % {
            "new": len(seen.new), "gone": len(seen.gone), "receipt": receipt})
    return HttpResponseRedirect(reverse("production.calendar", args=[top.key]) + f"?year={year}")


def _page(
    request: Asked, top: Organisation, table: str, year: int, text: str, error: str = "", seen: actions.Difference | None = None, status: int = 200
) -> HttpResponse:
    about: dict[str, Any] = {}
    if seen is not None:
        summary = [_("新增 %(new)s 行，撤去 %(gone)s 行，不变 %(same)s 行。") % {"new": len(seen.new), "gone": len(seen.gone), "same": seen.same}]
        summary += [_("撤去：%(row)s") % {"row": " ".join(cell for cell in row.cells if cell)} for row in seen.gone[:5]]
        about = {**preview(seen.grid, COLUMNS[table], _("收入") if seen.any else ""), "summary": summary}
    return render(request, "production/fill_table.html", {
        "organisation": top, "table": table, "label": LABEL[table], "why": WHY[table], "year": year, "yearly": table in YEARLY, "text": text,
        "error": error, "hidden": [("year", year)], "template_address": f"?format=xlsx&year={year}", "template_taken": True, **about,
    }, status=status)


def _text_now(top: Organisation, table: str, year: int) -> str:
    rows = [row.cells for row in standing(top.key, table, year)] or (offered(year) if table == "days" else [])
    return as_text(COLUMNS[table], rows)


def _file(request: Asked, top: Organisation, table: str, year: int) -> HttpResponse:
    columns = ("roster.PersonFact.name", "production.Absence.kind" if table == "absences" else "production.CrewMember.crew")
    taken = Taken("production.fill_table", "xlsx", top.key, top.key, columns, people_in(top.key, table, year))
    record_file(taken, request.target.reach, by=request.actor, at=clock.now())
    rows = [row.cells for row in standing(top.key, table, year)]
    foot = "　".join((made_by(request.actor, clock.now()), notice_in_words(top.key)))
    leaf = Leaf(str(LABEL[table]), (), [(head, 16) for head in header(COLUMNS[table])], rows, foot)
    return download(workbook([leaf]), XLSX, f"{top.name}{LABEL[table]} {year}.xlsx")


def _top(organisation: Organisation) -> Organisation:
    """These tables are the committee's; they are kept at its top."""
    if organisation.key != organisation.top_key:
        raise Http404
    return organisation


def _year(request: Asked) -> int:
    text = request.POST.get("year") or request.GET.get("year") or ""
    today = clock.today()
    default = today.year + (today.month > 9)   # from October on the plan of next year is prepared
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100 else default


def _years(year: int) -> list[int]:
    today = clock.today().year
    return sorted({today - 1, today, today + 1, year})
