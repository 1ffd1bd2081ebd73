"""What is taken from the watch: the Excel file and the A4 table. Both say who made them and when, and carry the notice."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked as Request
from leadgoose.ground.access.gate import gate
from leadgoose.ground.press.printing import Column, Imprint, NoFonts, list_paper
from leadgoose.overview import lines, papers
from leadgoose.overview.queries import Board
from leadgoose.overview.web import asked as filters
from leadgoose.overview.web.watch import board_of_day
from leadgoose.roster.models import Organisation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@gate("overview.watch_export", at="organisation")
def watch_export(request: Request, organisation: Organisation) -> HttpResponse:
    """The tasks and the branches that the filters leave, all pages of them, as .xlsx."""
    today = clock.today()
    asked = filters.read(request.GET, today)
    whole = board_of_day(organisation, asked.asof, whole=True)
    body = _workbook(whole, asked, organisation.name, request.actor.name)
    return _file(body, XLSX, _("到期看板 %(name)s %(on)s.xlsx") % {"name": organisation.name, "on": asked.on.isoformat()})


@gate("overview.watch_paper", at="organisation")
def watch_paper(request: Request, organisation: Organisation) -> HttpResponse:
    """The branches that the filters leave, as a table on A4 (PDF)."""
    today = clock.today()
    asked = filters.read(request.GET, today)
    whole = board_of_day(organisation, asked.asof, whole=True)
    table = papers.watch_table(whole, organisation.name, filters.matching(whole, asked)[0], asked.asof.sentence)
    at = clock.now().astimezone(UTC).replace(microsecond=0)   # as the compiler wants it
    imprint = Imprint(notice=settings.NOTICE, made_by=request.actor.name, made_at=_minute())
    heads = [Column(*one) for one in table.columns]
    try:
        body = list_paper(table.title, table.subtitle, heads, table.rows, table.notes, imprint=imprint, at=at)
    except NoFonts:
        text = _("还没有装好打印用的字体，暂不能生成 PDF。请管理员运行 make setup；表格可以先导出为 Excel。")
        return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")
    return _file(body, "application/pdf", _("到期一览表 %(name)s %(on)s.pdf") % {"name": organisation.name, "on": asked.on.isoformat()})


def _workbook(whole: Board, asked: filters.Asked, name: str, made_by: str) -> bytes:
    import xlsxwriter  # noqa: PLC0415   11 MB: only what makes a file loads it

    shown = whole.scene
    places, owed = filters.matching(whole, asked)
    into = io.BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    made = _("%(by)s 于 %(at)s 导出；%(days)s") % {"by": made_by, "at": _minute(), "days": asked.asof.sentence}
    heads = [(_("状态"), 12), (_("组织"), 24), (_("事项"), 24), (_("说明"), 80), (_("谁来办"), 22)]
    rows = [(one.tag, one.org_name, one.what, one.numbers, one.who) for one in lines.tasks(shown, owed)]
    _sheet(book, _("该办的事"), [name, made, settings.NOTICE], heads, rows, bold)
    wide = [(label, 10 + share * 8) for label, share, _number in papers.columns()]
    _sheet(book, _("各党支部"), [name, made, settings.NOTICE], wide, [papers.row(one) for one in lines.branches(shown, places)], bold)
    book.close()
    return into.getvalue()


def _sheet(
    book: Any, title: str, above: Sequence[str], heads: Sequence[tuple[str, float]], rows: Sequence[tuple[str, ...]], bold: object
) -> None:
    """Lines above, then heads, then rows; every cell as text, so that nothing becomes a formula. Counts stay numbers."""
    sheet = book.add_worksheet(title)
    for number, line in enumerate(above):
        sheet.write_string(number, 0, line)
    top = len(above) + 1
    for column, (label, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, label, bold)
    for number, cells in enumerate(rows, top + 1):
        for column, cell in enumerate(cells):
            if cell.isascii() and cell.isdigit():
                sheet.write_number(number, column, int(cell))
            else:
                sheet.write_string(number, column, cell)
    sheet.freeze_panes(top + 1, 0)


def _minute() -> str:
    return timezone.localtime(clock.now()).strftime("%Y-%m-%d %H:%M")


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"})
