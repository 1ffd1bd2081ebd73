"""Very long files that a worker writes: a list of members, which is never held whole, and the grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.jobs.actions import AlreadyRunning, start
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.press.excel import for_print
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.filters import Filters
from leadgoose.roster.reach import of_organisation

EXPORT, GRID = "roster.export", "roster.grid"


@transaction.atomic
def order_export(organisation: Organisation, filters: Filters, language: str, *, by: Actor, at: datetime) -> Job:
    """Let a worker write the filtered list into a file, for whoever ordered it. Refused while it writes another of the same organisation."""
    by.require("roster.export_members", of_organisation(organisation))
    try:
        return start(EXPORT, organisation.top_key, about=organisation.key, arguments={"filters": filters.said(), "language": language}, by=by.login)
    except AlreadyRunning:
        raise Refused("under-way", _("正在制作另一份文件，请等它结束。")) from None


@transaction.atomic
def order_grid(top: Organisation, language: str, *, by: Actor) -> Job:
    """Let a worker write the grid as it stands into a file, for whoever ordered it. Refused while it writes somebody else's."""
    by.require("roster.fill_grid", {top.key})
    try:
        return start(GRID, top.top_key, about=top.key, arguments={"language": language}, by=by.login)
    except AlreadyRunning:
        raise Refused("under-way", _("正在制作另一份文件，请等它结束。")) from None


def write_members(
    into: IO[bytes], head: Sequence[str], columns: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]], count: int, title: str
) -> None:
    """Write lines above, columns and rows as .xlsx, row by row. Every cell is text, so that nothing in a name can become a formula."""
    import xlsxwriter  # noqa: PLC0415   11 MB: only what makes a file loads it

    options: dict[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
    book = xlsxwriter.Workbook(into, options)
    sheet = book.add_worksheet(title)
    bold, quiet = book.add_format({"bold": True, "font_size": 14}), book.add_format({"font_color": "#57606a"})
    header = book.add_format({"bold": True, "bottom": 1, "bg_color": "#faf9f7"})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    at = len(head)
    sheet.freeze_panes(at + 1, 1)
    sheet.autofilter(at, 0, at + max(count, 1), len(widths) - 1)
    for place, text in enumerate(head):
        sheet.write_string(place, 0, text, quiet if place else bold)
    for column, text in enumerate(columns):
        sheet.write_string(at, column, text, header)
    for place, cells in enumerate(rows, at + 1):
        for column, text in enumerate(cells):
            sheet.write_string(place, column, text)
    for_print(sheet, at)
    book.close()
