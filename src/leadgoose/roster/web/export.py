"""The filtered members list as an Excel file: text cells only, ID numbers masked, on top who made it and when, and the notice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from urllib.parse import quote

import xlsxwriter
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.look.asof import AsOf, read
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries import members as queries
from leadgoose.roster.queries.asof_members import all_members, then
from leadgoose.roster.queries.filters import Filters
from leadgoose.roster.queries.members import Row
from leadgoose.roster.web.members import lines

WIDTHS = (10, 26, 11, 6, 12, 14, 12, 16, 22, 9, 21)
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@gate("roster.export_members", at="organisation")
def export_members(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET the same fields as the list."""
    asof, filters, name = read(request.GET, clock.today()), Filters.read(request.GET), organisation.name
    if asof.past:
        seen = then(organisation.top_key, organisation.key, asof.on, asof.known_at)
        rows, place = all_members(seen, filters), seen.seen.get(organisation.key)
        name = place.name if place is not None else name
    else:
        rows = list(queries.all_members(organisation, filters, asof.today))
    head = heading(name, asof, len(rows), request.actor.name or request.actor.login, clock.now())
    response = HttpResponse(workbook(head, rows), content_type=TYPE)
    name = quote(_("%(name)s党员名单 %(day)s.xlsx") % {"name": name, "day": "-".join(asof.said.values()) or asof.today.isoformat()})
    response["Content-Disposition"] = f"attachment; filename=members.xlsx; filename*=UTF-8''{name}"
    response["Cache-Control"] = "no-store"
    return response


def heading(name: str, asof: AsOf, count: int, by: str, now: datetime) -> tuple[str, ...]:
    """The lines above the table: what it is, of which days, who made it and when, the notice."""
    made = timezone.localtime(now).strftime("%Y-%m-%d %H:%M")
    return (
        _("%(name)s党员名单（%(days)s，共 %(n)s 人）") % {"name": name, "days": asof.sentence, "n": count},
        _("制表：%(by)s　制表时间：%(at)s　身份证号已掩码") % {"by": by, "at": made},
        settings.NOTICE,
    )


def workbook(head: Iterable[str], rows: list[Row]) -> bytes:
    """The file. Every cell is written as text, so that nothing in a name can become a formula."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    sheet = book.add_worksheet(_("党员名单"))
    title, quiet = book.add_format({"bold": True, "font_size": 14}), book.add_format({"font_color": "#57606a"})
    header = book.add_format({"bold": True, "bottom": 1, "bg_color": "#faf9f7"})
    at = 0
    for text in head:
        sheet.write_string(at, 0, text, quiet if at else title)
        at += 1
    for column, (text, width) in enumerate(zip(columns(), WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(at, column, text, header)
    sheet.freeze_panes(at + 1, 1)
    sheet.autofilter(at, 0, at + max(len(rows), 1), len(WIDTHS) - 1)
    for place, line in enumerate(lines(rows), at + 1):
        for column, text in enumerate((line[1], *line[3:])):
            sheet.write_string(place, column, text)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(at)
    book.close()
    return file.getvalue()


def columns() -> tuple[str, ...]:
    return (
        _("姓名"), _("党支部"), _("党员类别"), _("性别"), _("出生日期"), _("学历"), _("入党日期"), _("行政职务"), _("党内职务"), _("表决权"), _("身份证号"),
    )
