"""Tables as an .xlsx file: lines above, heads, rows. Texts stay texts, so that nothing in a name becomes a formula; numbers stay numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | Decimal | None
LONGEST_TITLE = 31
"""Letters of a sheet's name, by the format."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet. heads: (label, width in characters); above: lines over the heads: what it is, who made it and when, the notice."""

    title: str
    above: Sequence[str]
    heads: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[Cell]]
    foot: str = ""      # what a printed page says at its foot, of a sheet that nothing may stand above


def counted(rows: Iterable[Sequence[str]]) -> list[tuple[Cell, ...]]:
    """Rows of texts with their whole numbers as numbers, so that an office can add them up."""
    return [tuple(int(cell) if cell.isascii() and cell.isdigit() else cell for cell in cells) for cells in rows]


def workbook(leaves: Sequence[Leaf]) -> bytes:
    """The file with these sheets, in order."""
    import xlsxwriter  # noqa: PLC0415   11 MB: only what makes a file loads it

    into = io.BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    first, quiet = book.add_format({"bold": True, "font_size": 14}), book.add_format({"font_color": "#57606a"})
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#faf9f7", "text_wrap": True, "valign": "vcenter"})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    number = book.add_format({"align": "right", "indent": 1, "valign": "top"})
    over_numbers = book.add_format({"bold": True, "bottom": 1, "bg_color": "#faf9f7", "text_wrap": True, "valign": "vcenter", "align": "right", "indent": 1})
    for leaf in leaves:
        sheet = book.add_worksheet(leaf.title[:LONGEST_TITLE])
        for place, line in enumerate(leaf.above):
            sheet.write_string(place, 0, line, quiet if place else first)
        top = len(leaf.above)
        for column, (label, width) in enumerate(leaf.heads):
            sheet.set_column(column, column, width, plain)
            counts = any(_is_number(cells[column]) for cells in leaf.rows)
            sheet.write_string(top, column, label, over_numbers if counts else bold)
        for place, cells in enumerate(leaf.rows, top + 1):
            for column, cell in enumerate(cells):
                if _is_number(cell):
                    sheet.write_number(place, column, cell, number)
                elif cell is not None:
                    sheet.write_string(place, column, str(cell), plain)
        sheet.freeze_panes(top + 1, 0)
        if leaf.above and leaf.rows:
            sheet.autofilter(top, 0, top + len(leaf.rows), len(leaf.heads) - 1)
        for_print(sheet, top, leaf.foot)
    book.close()
    return into.getvalue()


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | Decimal) and not isinstance(cell, bool)


def for_print(sheet: Any, head: int, foot: str = "") -> None:
    """A4 across, one page wide, the heads on every page, the page's number at the foot. head: the row of the heads."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(head)
    sheet.set_footer("&L" + foot.replace("&", "&&")[:200] + "&R&P / &N")
