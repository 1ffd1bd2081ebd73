"""An official letter as DOCX on the grid of GB/T 9704-2012, for the office that types number and date after signing.

Word names fonts and the reader's machine has them: 方正小标宋简体, 仿宋_GB2312, 楷体_GB2312, 黑体, each with the name that newer
Windows gives the same face as its stand-in (`w:altName`). Every line has the exact pitch of the grid, so that a stand-in cannot
push lines apart.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor, Twips
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from leadgoose.ground.press.faces import FACES

TITLE, FANG, KAI, HEI, SONG = (FACES[one].word for one in ("title", "fang", "kai", "hei", "song"))
LATIN = "Times New Roman"
LEVELS = (FANG, HEI, KAI, FANG, FANG)
STAND_INS = {TITLE: "宋体", FANG: "仿宋", KAI: "楷体"}
PITCH = 579                                          # twips: the most of which 22 go into 225 mm
CHARACTER = -849                                     # 1/4096 pt added to 16 pt: 28 characters of 15.793 pt go into 156 mm
TIGHT = -5                                           # twentieths of a point: 28 × 15.75 pt = 441.0 of the line's 442.2 pt
ZI = 316                                             # twips, the width of one character
ROW, ROW_LETTERS = 480, 30                           # a line of the 版记 in twips, and how many characters of 14 pt it holds
AREA, FOOT = 8844, 14854                             # twips: 156 mm, the type area's width; 262 mm, its lower edge on the page
RED, QUIET = RGBColor(0xD7, 0x00, 0x0F), RGBColor(0x57, 0x60, 0x6A)


def letter(facts: Mapping[str, Any], *, at: datetime) -> bytes:
    """The letter with these facts (letter.py) as DOCX. at: the date inside the file; the same facts give the same bytes."""
    document = docx.Document()
    _set_page(document)
    _set_type(document)
    _foot(document, facts)
    _head(document, facts)
    for number, one in enumerate(facts["body"], 1):
        paragraph = _line(document, indent=2, align=ALIGN.JUSTIFY)
        paragraph.paragraph_format.keep_with_next = number == len(facts["body"]) or None
        if one["lead"]:
            _run(paragraph, one["lead"], face=LEVELS[one["level"]])
        _run(paragraph, one["text"])
    _signature(document, facts)
    for number, one in enumerate(facts["annexes"], 1):
        _annex(document, facts, number, one)
    if facts["printed_by"]:
        _back_matter(document, facts)
    return _saved(document, facts["name"], at)


# --- page and type ---


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(24), Mm(19.2)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(PITCH))
    grid.set(qn("w:charSpace"), str(CHARACTER))
    properties.append(grid)
    document.settings.odd_and_even_pages_header_footer = True


def _set_type(document: Document) -> None:
    """仿宋 16 pt, 28 a line on an exact pitch, as the document's default; the template's theme fonts would win over names.

    The section declares the grid, which Word shows as 22 lines of 28 characters. The type itself carries the same pitches and
    does not snap to it: readers differ in what a negative `w:charSpace` does (LibreOffice 7.4 would set 20 characters a line).
    """
    defaults = document.styles.element.find(qn("w:docDefaults"))
    defaults.getparent().replace(defaults, parse_xml(_DEFAULTS))
    normal = document.styles["Normal"]
    normal.element.get_or_add_rPr().clear()
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False
    _pitch(form, PITCH)
    for name in ("w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):   # no air between figures and characters, as in the PDF
        off = OxmlElement(name)
        off.set(qn("w:val"), "0")
        normal.element.get_or_add_pPr().insert_element_before(off, "w:spacing", "w:ind", "w:jc", "w:rPr")
    spacing = document.settings.element.find(qn("w:characterSpacingControl"))
    spacing.set(qn("w:val"), "compressPunctuation")
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = _with_stand_ins(part.blob)


_DEFAULTS = (
    f'<w:docDefaults {nsdecls("w")}><w:rPrDefault><w:rPr>'
    f'<w:rFonts w:ascii="{LATIN}" w:eastAsia="{FANG}" w:hAnsi="{LATIN}" w:cs="{LATIN}"/>'
    f'<w:spacing w:val="{TIGHT}"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
)


def _with_stand_ins(table: bytes) -> bytes:
    added = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in STAND_INS.items()
    )
    return table.replace(b"</w:fonts>", added.encode() + b"</w:fonts>")


def _pitch(form: Any, twips: int) -> None:
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Twips(twips)


def _line(
    place: Any, text: str = "", *, indent: float = 0, right: float = 0, align: Any = None, face: str = FANG, size: float = 16
) -> Paragraph:
    """A paragraph of the grid; indent and right in characters."""
    paragraph: Paragraph = place.add_paragraph()
    form = paragraph.paragraph_format
    if align is not None:
        form.alignment = align
    if indent:
        form.first_line_indent = Twips(round(indent * ZI))
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), str(round(indent * 100)))
    if right:
        form.right_indent = Twips(round(right * ZI))
    if text:
        _run(paragraph, text, face=face, size=size)
    return paragraph


def _run(paragraph: Paragraph, text: str, *, face: str = FANG, size: float = 16, color: RGBColor | None = None) -> Run:
    run = paragraph.add_run(text)
    if face != FANG:
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), face)
        if face == TITLE:
            fonts.set(qn("w:ascii"), face)
            fonts.set(qn("w:hAnsi"), face)
        fonts.set(qn("w:hint"), "eastAsia")
    if size != 16:
        run.font.size = Pt(size)
    if color is not None:
        run.font.color.rgb = color
    return run


# --- parts of the letter, from the top ---


def _head(document: Document, facts: Mapping[str, Any]) -> None:
    """The mark 35 mm below the type area's top, the number, the red rule 4 mm below it, title and addressee."""
    mark = _line(document, align=ALIGN.CENTER)
    mark.paragraph_format.space_before = Mm(35)
    _pitch(mark.paragraph_format, 816)               # 14.4 mm: the head ends with the eighth line of the grid
    size = min(44, 425 // max(len(facts["issuer"]), 1))
    _run(mark, facts["issuer"], face=TITLE, size=size, color=RED)
    _line(document)
    _line(document)
    number = _line(document, facts["number"], align=ALIGN.CENTER)
    border = parse_xml(f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12" w:space="5" w:color="D7000F"/></w:pBdr>')
    number._p.get_or_add_pPr().insert_element_before(border, *_AFTER_BORDER)
    _line(document)
    _line(document)
    for one in facts["title"]:
        _line(document, one, align=ALIGN.CENTER, face=TITLE, size=22)
    _line(document)
    _line(document, facts["addressee"] + "：")


_AFTER_BORDER = ("w:shd", "w:tabs", "w:kinsoku", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _signature(document: Document, facts: Mapping[str, Any]) -> None:
    """List of attachments; date four characters from the right and the issuer centred above it; annotation.

    All of it stays with the body's last paragraph, so that no page bears a signature without text.
    """
    annexes, block = facts["annexes"], []
    for number, one in enumerate(annexes, 1):
        if number == 1:
            block.append(_line(document))
        label = facts["words"]["annex"] + "：" if number == 1 else "　　　"
        block.append(_line(document, label + (f"{number}." if len(annexes) > 1 else "") + one["title"], indent=2))
    wide, narrow = _width(facts["issuer"]), _width(facts["signed"])
    free = max(0.0, 4 - max(0.0, (wide - narrow) / 2))
    block += [_line(document), _line(document)]
    for text in (facts["issuer"], facts["signed"]):
        block.append(_line(document, text, right=free + (max(wide, narrow) - _width(text)) / 2, align=ALIGN.RIGHT))
    for paragraph in block[:-1]:
        paragraph.paragraph_format.keep_with_next = True
    if facts["annotation"]:
        _line(document, f"（{facts['annotation']}）", indent=2)


def _width(text: str) -> float:
    """About how many characters wide: figures and spaces are half."""
    return sum(0.5 if one.isascii() else 1.0 for one in text)


def _annex(document: Document, facts: Mapping[str, Any], number: int, one: Mapping[str, Any]) -> None:
    first = _line(document, facts["words"]["annex"] + (str(number) if len(facts["annexes"]) > 1 else ""), face=HEI)
    first.paragraph_format.page_break_before = True
    _line(document)
    title = _line(document, one["title"], align=ALIGN.CENTER, face=TITLE, size=22)
    title.paragraph_format.space_after = Pt(8)
    table = document.add_table(rows=0, cols=len(one["heads"]))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    table._tbl.tblPr.append(parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
    ))
    for column, share in zip(table.columns, one["shares"], strict=True):
        column.width = Mm(156 * share / sum(one["shares"]))
    _row(table, one["heads"], one["shares"], head=True)
    for cells in one["rows"]:
        _row(table, cells, one["shares"], head=False)
    for note in one["notes"]:
        paragraph = _line(document, note, size=9.5)
        _pitch(paragraph.paragraph_format, 290)


def _row(table: Table, cells: list[str], shares: list[float], *, head: bool) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    for cell, text, share in zip(row.cells, cells, shares, strict=True):
        cell.width = Mm(156 * share / sum(shares))
        paragraph = cell.paragraphs[0]
        _run(paragraph, text, face=HEI if head else FANG, size=11)
        paragraph.paragraph_format.alignment = ALIGN.CENTER if head or text.isdigit() else ALIGN.LEFT
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        _pitch(paragraph.paragraph_format, 310)


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
        _framed(_line(document), frame, rule, black=True)
        if number < len(lines):
            paragraph = _line(document, lines[number], size=14)
            paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Twips(ZI)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Twips(AREA - ZI), WD_TAB_ALIGNMENT.RIGHT)
            _framed(paragraph, frame, ROW, black=False)
    last = _line(document)
    _pitch(last.paragraph_format, 20)                # a frame hangs on a paragraph after it: 1 pt, so that it starts no page


def _framed(paragraph: Paragraph, frame: str, twips: int, *, black: bool) -> None:
    _pitch(paragraph.paragraph_format, twips)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(parse_xml(frame), "w:widowControl", *_AFTER_BORDER)
    if black:
        shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="000000"/>')
        properties.insert_element_before(shade, *_AFTER_BORDER[1:])


def _foot(document: Document, facts: Mapping[str, Any]) -> None:
    """Page numbers at the outer side, the imprint below them, the mark of a draft in the head margin."""
    section: Section = document.sections[0]
    outer = ((section.footer, ALIGN.RIGHT, "right_indent"), (section.even_page_footer, ALIGN.LEFT, "left_indent"))
    for footer, align, side in outer:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.paragraph_format.alignment = align
        setattr(paragraph.paragraph_format, side, Twips(ZI))
        _pitch(paragraph.paragraph_format, 360)
        _run(paragraph, "— ", face=SONG, size=14)
        _page_field(_run(paragraph, "", face=SONG, size=14))
        _run(paragraph, " —", face=SONG, size=14)
        small = footer.add_paragraph()
        small.paragraph_format.space_before = Pt(6)
        _pitch(small.paragraph_format, 200)
        _run(small, facts["small"], face=HEI, size=7, color=QUIET)
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        if facts["draft"]:
            _run(header.paragraphs[0], facts["draft"], face=HEI, size=9, color=QUIET)
        _pitch(header.paragraphs[0].paragraph_format, 240)


def _page_field(run: Run) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            told = OxmlElement("w:instrText")
            told.text = text
            run._r.append(told)


# --- the file ---


def _saved(document: Document, title: str, at: datetime) -> bytes:
    """The file with fixed dates inside and out."""
    core = document.core_properties
    core.title, core.author, core.comments, core.revision = title, "", "", 1
    core.created = core.modified = at.astimezone(UTC).replace(tzinfo=None)
    relations = document.part.package.rels
    for name in [name for name, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[name]                          # the template's picture of itself
    written = io.BytesIO()
    document.save(written)
    fixed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(info, source.read(entry.filename))
    return fixed.getvalue()
