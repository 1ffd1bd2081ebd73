"""Tables as an .xlsx file: lines above, heads, rows. Texts stay texts, so that nothing in a name becomes a formula; numbers stay numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | Decimal | None
LONGEST_TITLE = 31
"""Letters of a sheet's name, by the format."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet. heads: (label, width in characters); above: lines over the heads, the notice among them."""

    title: str
    above: Sequence[str]
    heads: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[Cell]]


def counted(rows: Iterable[Sequence[str]]) -> list[tuple[Cell, ...]]:
    """Rows of texts with their whole numbers as numbers, so that an office can add them up."""
    return [tuple(int(cell) if cell.isascii() and cell.isdigit() else cell for cell in cells) for cells in rows]


def workbook(leaves: Sequence[Leaf]) -> bytes:
    """The file with these sheets, in order."""
    import xlsxwriter  # noqa: PLC0415   11 MB: only what makes a file loads it

    into = io.BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#faf9f7", "text_wrap": True, "valign": "vcenter"})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for leaf in leaves:
        sheet = book.add_worksheet(leaf.title[:LONGEST_TITLE])
        for number, line in enumerate(leaf.above):
            sheet.write_string(number, 0, line)
        top = len(leaf.above)
        for column, (label, width) in enumerate(leaf.heads):
            sheet.set_column(column, column, width, plain)
            sheet.write_string(top, column, label, bold)
        for number, cells in enumerate(leaf.rows, top + 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
                    sheet.write_number(number, column, cell)
                elif cell is not None:
                    sheet.write_string(number, column, str(cell), plain)
        sheet.freeze_panes(top + 1, 0)
    book.close()
    return into.getvalue()
