"""A table as DOCX on A4 or A3 landscape, for offices that go on editing it: the same facts as printing.list_paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from leadgoose.ground.press.faces import FACES
from leadgoose.ground.press.printing import EPOCH, Column, Imprint, small_line

SIZES = {"a4": (Mm(297), Mm(210)), "a3": (Mm(420), Mm(297))}
MARGIN = Mm(15)
QUIET = RGBColor(0x57, 0x60, 0x6A)


def table_docx(
    title: str, subtitle: str, columns: Sequence[Column], rows: Sequence[Sequence[object]], notes: Sequence[str] = (), *, imprint: Imprint,
    script: str = "zh-Hans", paper: str = "a4", at: datetime = EPOCH,
) -> bytes:
    """The table as a file; heads are repeated on every page. ValueError for a row of another length than the heads."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = SIZES[paper]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    _write(document.add_paragraph(), title, "title", 18, align=ALIGN.CENTER)
    if subtitle:
        _write(document.add_paragraph(), subtitle, "hei", 9, align=ALIGN.CENTER, color=QUIET)
    width = SIZES[paper][0] - 2 * MARGIN
    whole = sum(one.share for one in columns)
    table = document.add_table(rows=1 + len(rows), cols=len(columns))
    table.style, table.autofit = "Table Grid", False
    for place, one in enumerate(columns):
        _cell(table.rows[0].cells[place], one.label, one.number, bold=True)
        table.columns[place].width = int(width * one.share / whole)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for number, row in enumerate(rows, 1):
        if len(row) != len(columns):
            raise ValueError(f"row {number} has {len(row)} cells for {len(columns)} columns")
        cells = table.rows[number].cells
        for place, value in enumerate(row):
            _cell(cells[place], "" if value is None else str(value), columns[place].number)
    for note in notes:
        _write(document.add_paragraph(), note, "hei", 8.5, color=QUIET)
    _write(section.footer.paragraphs[0], small_line(imprint, script), "hei", 8, color=QUIET)
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.created = document.core_properties.modified = at.replace(tzinfo=None, microsecond=0)
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def _cell(cell: Any, text: str, number: bool, *, bold: bool = False) -> None:
    _write(cell.paragraphs[0], text, "hei", 8.5, align=ALIGN.RIGHT if number else ALIGN.LEFT, bold=bold)


def _write(
    paragraph: Paragraph, text: str, face: str, size: float, *, align: Any = None, color: RGBColor | None = None, bold: bool = False
) -> None:
    run = paragraph.add_run(text)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), FACES[face].word)
    run.font.size, run.font.bold = Pt(size), bold
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    if align is not None:
        paragraph.alignment = align
    if color is not None:
        run.font.color.rgb = color
