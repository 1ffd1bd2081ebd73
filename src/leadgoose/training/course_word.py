"""A unit as DOCX for the office to edit: Word's own headings, lists and tables, so that the outline and the styles stay usable in Word and WPS."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from leadgoose.ground.press.faces import FACES

SONG, HEI, KAI = (FACES[one].word for one in ("song", "hei", "kai"))
STYLES = (
    ("Normal", SONG, 11), ("Title", HEI, 20), ("Heading 1", HEI, 15), ("Heading 2", HEI, 12), ("Heading 3", HEI, 11), ("List Bullet", SONG, 11),
)
INK, QUIET = RGBColor(0x1F, 0x23, 0x28), RGBColor(0x57, 0x60, 0x6A)
_CITED = re.compile(r"(〔[\d,]+〕)")


def lesson(facts: Mapping[str, Any], *, at: datetime) -> bytes:
    """The unit with these facts (course_papers.lesson). at: the date inside the file."""
    document = docx.Document()
    _set_up(document)
    _quiet(document.add_paragraph(), f"{facts['course']}　{facts['part']}")
    document.add_paragraph(facts["title"], style="Title")
    _quiet(document.add_paragraph(), facts["minutes"])
    for one in facts["blocks"]:
        _add(document, one)
    if facts["grounds"]:
        document.add_heading(facts["words"]["grounds"], 1)
        _table(document, [], facts["grounds"], [1, 5, 8, 1.5])
        _quiet(document.add_paragraph(), facts["words"]["pending"])
    footer = document.sections[0].footer
    _quiet(footer.paragraphs[0], facts["small"])
    core = document.core_properties
    core.title, core.author, core.comments = facts["title"], "", ""
    core.created = core.modified = at.astimezone(UTC).replace(tzinfo=None)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_up(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Mm(28), Mm(26), Mm(25), Mm(22)
    for name, face, size in STYLES:
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Times New Roman", Pt(size), INK
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    border = document.styles["Title"].element.find(".//" + qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)
    normal: Any = document.styles["Normal"]
    normal.paragraph_format.line_spacing, normal.paragraph_format.space_after = 1.5, Pt(4)


def _add(document: Document, one: Mapping[str, Any]) -> None:
    kind = one["kind"]
    if kind == "head":
        document.add_heading(one["text"], one["level"])
    elif kind == "lead":
        document.add_heading(one["text"], 3)
    elif kind == "items":
        for text in one["texts"]:
            _write(document.add_paragraph(style="List Bullet"), text)
    elif kind == "grid":
        _table(document, one["heads"], one["rows"], one["shares"])
    elif kind == "question":
        _question(document, one)
    else:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(22)
        _write(paragraph, one["text"])


def _question(document: Document, one: Mapping[str, Any]) -> None:
    asked = document.add_paragraph()
    asked.paragraph_format.keep_with_next = True
    _write(asked, one["text"])
    for text in (*one["options"], one["answer"], one["why"]):
        below = document.add_paragraph()
        below.paragraph_format.left_indent = Pt(22)
        _write(below, text, face=SONG if text in one["options"] else KAI)


def _write(paragraph: Paragraph, text: str, *, face: str = "", size: float = 0) -> None:
    """The text with its citations raised."""
    for part in _CITED.split(text):
        if not part:
            continue
        cited = _CITED.fullmatch(part)
        run = paragraph.add_run(part[1:-1] if cited else part)
        run.font.superscript = True if cited else None
        if size:
            run.font.size = Pt(size)
        if face:
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _quiet(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), QUIET


def _table(document: Document, heads: list[str], rows: list[list[str]], shares: list[float]) -> None:
    table = document.add_table(rows=0, cols=len(shares), style="Table Grid")
    table.autofit = False
    whole = 156 / sum(shares)
    for place, share in enumerate(shares):
        table.columns[place].width = Mm(share * whole)
    for cells in ([heads] if heads else []) + rows:
        row = table.add_row()
        for place, text in enumerate(cells):
            cell: Any = row.cells[place]
            cell.width = Mm(shares[place] * whole)
            cell.paragraphs[0].paragraph_format.line_spacing, cell.paragraphs[0].paragraph_format.space_after = 1.2, Pt(2)
            cell.paragraphs[0].paragraph_format.space_before = Pt(2)
            _write(cell.paragraphs[0], text, face=HEI if cells is heads else "", size=9.5)
    document.add_paragraph()
