"""An official letter as DOCX on the grid of GB/T 9704-2012, for the office that types number and date after signing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, Twips
from docx.text.paragraph import Paragraph

from leadgoose.ground.press.word.grid import (
    AFTER_BORDER,
    GRID,
    HEI,
    KAI,
    RED,
    TITLE,
    ZI,
    Cell,
    Row,
    add_body,
    add_foot,
    add_line,
    add_run,
    add_signature,
    add_table,
    saved,
    set_page,
    set_pitch,
    set_type,
)

ROW, ROW_LETTERS = 480, 30                           # a line of the 版记 in twips, and how many characters of 14 pt it holds
AREA, FOOT = 8844, 14854                             # twips: 156 mm, the type area's width; 262 mm, its lower edge on the page


def made(facts: Mapping[str, Any], *, at: datetime) -> bytes:
    """The letter with these facts (press/letter.py) as DOCX. at: the date inside the file; the same facts give the same bytes."""
    document = docx.Document()
    set_page(document)
    set_type(document)
    add_foot(document, facts["small"], facts["draft"])
    _head(document, facts)
    for number, one in enumerate(facts["body"], 1):
        paragraph = add_body(document, one)
        paragraph.paragraph_format.keep_with_next = number == len(facts["body"]) or None
    _signature(document, facts)
    for number, one in enumerate(facts["annexes"], 1):
        _annex(document, facts, number, one)
    if facts["printed_by"]:
        _back_matter(document, facts)
    return saved(document, facts["name"], at)


# --- parts of the letter, from the top ---


def _head(document: Document, facts: Mapping[str, Any]) -> None:
    """The mark 35 mm below the type area's top, the number, the red rule 4 mm below it, title and addressee."""
    mark = add_line(document, align=ALIGN.CENTER)
    mark.paragraph_format.space_before = Mm(35)
    set_pitch(mark.paragraph_format, 816)            # 14.4 mm: the head ends with the eighth line of the grid
    size = min(44, 425 // max(len(facts["issuer"]), 1))
    add_run(mark, facts["issuer"], face=TITLE, size=size, color=RED)
    add_line(document)
    add_line(document)
    number = _number(document, facts)
    border = parse_xml(f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12" w:space="5" w:color="D7000F"/></w:pBdr>')
    number._p.get_or_add_pPr().insert_element_before(border, *AFTER_BORDER)
    add_line(document)
    add_line(document)
    for one in facts["title"]:
        add_line(document, one, align=ALIGN.CENTER, face=TITLE, size=22)
    add_line(document)
    add_line(document, facts["addressee"] + "：")


def _number(document: Document, facts: Mapping[str, Any]) -> Paragraph:
    """The number in the middle; upwards at the left, with who signs at the right in 楷, one character from the edges.

    The rule below reaches as far as the paragraph, so the characters at the edges are spaces and no indent.
    """
    if not facts["upward"]:
        return add_line(document, facts["number"], align=ALIGN.CENTER)
    paragraph = add_line(document, f"　{facts['number']}\t{facts['words']['signer']}：")
    paragraph.paragraph_format.tab_stops.add_tab_stop(Twips(AREA), WD_TAB_ALIGNMENT.RIGHT)
    add_run(paragraph, (facts["signer"] or "　　　") + "　", face=KAI)
    return paragraph


def _signature(document: Document, facts: Mapping[str, Any]) -> None:
    """List of attachments, signature, annotation: all with the body's last paragraph, so that no page bears a signature without text."""
    listed, block = facts["listed"], []
    for number, one in enumerate(listed, 1):
        if number == 1:
            block.append(add_line(document))
        label = facts["words"]["annex"] + "：" if number == 1 else "　　　"
        block.append(add_line(document, label + (f"{number}." if len(listed) > 1 else "") + one, indent=2))
    block += add_signature(document, facts["issuer"], facts["signed"])
    if facts["annotation"]:
        block.append(add_line(document, f"（{facts['annotation']}）", indent=2))
    for paragraph in block[:-1]:
        paragraph.paragraph_format.keep_with_next = True


def _annex(document: Document, facts: Mapping[str, Any], number: int, one: Mapping[str, Any]) -> None:
    first = add_line(document, facts["words"]["annex"] + (str(number) if len(facts["listed"]) > 1 else ""), face=HEI)
    first.paragraph_format.page_break_before = True
    add_line(document)
    title = add_line(document, one["title"], align=ALIGN.CENTER, face=TITLE, size=22)
    title.paragraph_format.space_after = Pt(8)
    head = Row(one["heads"], [Cell(align="center", face=HEI)] * len(one["heads"]), head=True)
    rows = [Row(texts, [Cell(align="center" if text.isdigit() else "left") for text in texts]) for texts in one["rows"]]
    add_table(document, GRID.area, one["shares"], [head, *rows])
    for note in one["notes"]:
        set_pitch(add_line(document, note, size=9.5).paragraph_format, 290)


def _back_matter(document: Document, facts: Mapping[str, Any]) -> None:
    """版记: a frame at the foot of the last page's type area; rules of 0.35 mm outside and 0.25 mm between.

    The rules are lines as high as they are thick, shaded black: LibreOffice 7.4 drops a frame whose paragraphs have borders.
    """
    copies = f"{facts['words']['copies']}：{facts['copies_to']}。" if facts["copies_to"] else ""
    lines = [text for text in (copies, f"{facts['printed_by']}\t{facts['printed']}") if text]
    thick = [20, *([14] if copies else []), 20]
    height = sum(ROW * -(-len(text) // ROW_LETTERS) for text in lines) + sum(thick)
    frame = (
        f'<w:framePr {nsdecls("w")} w:w="{AREA}" w:h="{height}" w:hRule="exact" w:wrap="notBeside"'
        f' w:vAnchor="page" w:hAnchor="margin" w:xAlign="left" w:y="{FOOT - height}"/>'
    )
    for number, rule in enumerate(thick):
        _framed(add_line(document), frame, rule, black=True)
        if number < len(lines):
            paragraph = add_line(document, lines[number], size=14)
            paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Twips(ZI)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Twips(AREA - ZI), WD_TAB_ALIGNMENT.RIGHT)
            _framed(paragraph, frame, ROW, black=False)
    set_pitch(add_line(document).paragraph_format, 20)   # a frame hangs on a paragraph after it: 1 pt, so that it starts no page


def _framed(paragraph: Paragraph, frame: str, twips: int, *, black: bool) -> None:
    set_pitch(paragraph.paragraph_format, twips)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(parse_xml(frame), "w:widowControl", *AFTER_BORDER)
    if black:
        shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="000000"/>')
        properties.insert_element_before(shade, *AFTER_BORDER[1:])
