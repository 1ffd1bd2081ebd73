"""A paper that is no official letter as DOCX: on the grid, or a form on A4."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from leadgoose.ground.press.word.grid import (
    AFTER_BORDER,
    GRID,
    HEI,
    KAI,
    QUIET,
    TITLE,
    ZI,
    Cell,
    Row,
    Sheet,
    add_body,
    add_foot,
    add_line,
    add_run,
    add_signature,
    add_small_foot,
    add_table,
    saved,
    set_page,
    set_pitch,
    set_type,
)

FORM = Sheet(top=20, bottom=20, left=22, right=18, size=12, tight=0, pitch=390, grid=False)
WIDE = Sheet(wide=297, high=210, top=20, bottom=20, left=22, right=18, size=12, tight=0, pitch=390, grid=False)


def made(facts: Mapping[str, Any], *, at: datetime) -> bytes:
    """The paper with these facts (press/text.py) as DOCX. at: the date inside the file; the same facts give the same bytes."""
    document = docx.Document()
    sheet = GRID if facts["setting"] == "grid" else replace(WIDE if facts["landscape"] else FORM, size=facts["size"], pitch=round(facts["size"] * 32.5))
    set_page(document, sheet)
    set_type(document, sheet)
    (add_foot if sheet.grid else add_small_foot)(document, facts["small"], facts["draft"])
    _title(document, sheet, facts["title"], facts["subtitle"])
    if facts["addressee"]:
        add_line(document, facts["addressee"] + "：")
    last: Paragraph | None = None
    for one in facts["blocks"]:
        last = _block(document, sheet, one)
    if facts["signed"]:
        signed = add_signature(document, *facts["signed"])
        for paragraph in (*([last] if last is not None else []), *signed[:-1]):
            paragraph.paragraph_format.keep_with_next = True
    return saved(document, facts["name"], at)


def _title(document: Document, sheet: Sheet, lines: list[str], subtitle: str, *, new_page: bool = False) -> None:
    for number, one in enumerate(lines):
        paragraph = add_line(document, one, align=ALIGN.CENTER, face=TITLE, size=22 if sheet.grid else 18)
        if not sheet.grid:
            set_pitch(paragraph.paragraph_format, 500)
        paragraph.paragraph_format.page_break_before = (new_page and number == 0) or None
    if subtitle:
        add_line(document, subtitle, align=ALIGN.CENTER, face=KAI)
    if sheet.grid:
        add_line(document)


def _block(document: Document, sheet: Sheet, one: Mapping[str, Any]) -> Paragraph | None:
    """One block; the last paragraph of it, None where it ends with a table."""
    kind = one["block"]
    if kind == "paragraph":
        return add_body(document, one)
    if kind == "cue":
        paragraph = add_line(document)
        paragraph.paragraph_format.left_indent = ZI * 2 * 635          # twips to EMU
        add_run(paragraph, f"【{one['text']}】", face=KAI, size=14 if sheet.grid else 11, color=QUIET)
        return paragraph
    if kind == "lines":
        for row in one["rows"]:
            paragraph = add_line(document, row)
            paragraph.paragraph_format.space_before = Pt(3 if sheet.grid else 10)
        return paragraph
    if kind == "ruled":
        return _ruled(document, one["count"])
    if kind == "page":
        _title(document, sheet, [one["title"]], one["subtitle"], new_page=True)
        return None
    _table(document, sheet, one)
    return None


def _ruled(document: Document, count: int) -> Paragraph:
    """Empty paragraphs with a line below each; `between` draws it where paragraphs of one border would share a frame."""
    border = '<w:{0} w:val="single" w:sz="4" w:space="1" w:color="57606A"/>'
    for _number in range(count):
        paragraph = add_line(document)
        set_pitch(paragraph.paragraph_format, 510)
        edges = border.format("bottom") + border.format("between")
        paragraph._p.get_or_add_pPr().insert_element_before(parse_xml(f'<w:pBdr {nsdecls("w")}>{edges}</w:pBdr>'), *AFTER_BORDER)
    return paragraph


def _table(document: Document, sheet: Sheet, one: Mapping[str, Any]) -> None:
    count = len(one["shares"])
    aligns = [*one["aligns"], *["left"] * (count - len(one["aligns"]))]
    sizes = [*one["sizes"], *[12] * (count - len(one["sizes"]))]
    cells = [Cell(size, "center", HEI) if align == "label" else Cell(size, align) for align, size in zip(aligns, sizes, strict=True)]
    head = [Row(one["heads"], [Cell(align="center", face=HEI)] * count, head=True)] if one["heads"] else []
    rows = [Row(texts, cells, height=one["height"]) for texts in one["rows"]]
    add_table(document, sheet.area, one["shares"], [*head, *rows], whole=len(rows) <= 12)   # a short table is not torn apart
    set_pitch(add_line(document).paragraph_format, 160)   # two tables without a paragraph between them would become one
