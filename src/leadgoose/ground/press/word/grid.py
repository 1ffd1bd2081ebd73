"""What every DOCX is made of: the page and type of GB/T 9704-2012, lines on its grid, tables, the foot, the file.

Word names fonts and the reader's machine has them: 方正小标宋简体, 仿宋_GB2312, 楷体_GB2312, 黑体, each with the name that newer
Windows gives the same face as its stand-in (`w:altName`). Every line has the exact pitch of the grid, so that a stand-in cannot
push lines apart.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor, Twips
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
RED, QUIET = RGBColor(0xD7, 0x00, 0x0F), RGBColor(0x57, 0x60, 0x6A)
AFTER_BORDER = ("w:shd", "w:tabs", "w:kinsoku", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of a paper, in mm, and its type in pt. pitch: the exact height of a line in twips; grid: whether Word shows the grid."""

    wide: float = 210
    high: float = 297
    top: float = 37
    bottom: float = 35
    left: float = 28
    right: float = 26
    size: float = 16
    tight: int = TIGHT
    pitch: int = PITCH
    grid: bool = True

    @property
    def area(self) -> float:
        return self.wide - self.left - self.right


GRID = Sheet()


# --- page and type ---


def set_page(document: Document, sheet: Sheet = GRID) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(sheet.wide), Mm(sheet.high)
    section.orientation = WD_ORIENTATION.LANDSCAPE if sheet.wide > sheet.high else WD_ORIENTATION.PORTRAIT
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(one) for one in (sheet.top, sheet.bottom, sheet.left, sheet.right)
    )
    section.header_distance, section.footer_distance = Mm(24 if sheet.grid else 8), Mm(19.2 if sheet.grid else 8)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    if sheet.grid:
        grid = OxmlElement("w:docGrid")
        grid.set(qn("w:type"), "linesAndChars")
        grid.set(qn("w:linePitch"), str(PITCH))
        grid.set(qn("w:charSpace"), str(CHARACTER))
        properties.append(grid)
    document.settings.odd_and_even_pages_header_footer = sheet.grid


def set_type(document: Document, sheet: Sheet = GRID, face: str = FANG) -> None:
    """仿宋 16 pt, 28 a line on an exact pitch, as the document's default; the template's theme fonts would win over names.

    The section declares the grid, which Word shows as 22 lines of 28 characters. The type itself carries the same pitches and
    does not snap to it: readers differ in what a negative `w:charSpace` does (LibreOffice 7.4 would set 20 characters a line).
    """
    defaults = document.styles.element.find(qn("w:docDefaults"))
    defaults.getparent().replace(defaults, parse_xml(_defaults(sheet, face)))
    normal = document.styles["Normal"]
    normal.element.get_or_add_rPr().clear()
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False
    set_pitch(form, sheet.pitch)
    for name in ("w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):   # no air between figures and characters, as in the PDF
        off = OxmlElement(name)
        off.set(qn("w:val"), "0")
        normal.element.get_or_add_pPr().insert_element_before(off, "w:spacing", "w:ind", "w:jc", "w:rPr")
    spacing = document.settings.element.find(qn("w:characterSpacingControl"))
    spacing.set(qn("w:val"), "compressPunctuation")
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = _with_stand_ins(part.blob)


def _defaults(sheet: Sheet, face: str) -> str:
    half = round(sheet.size * 2)
    return (
        f'<w:docDefaults {nsdecls("w")}><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{LATIN}" w:eastAsia="{face}" w:hAnsi="{LATIN}" w:cs="{LATIN}"/>'
        f'<w:spacing w:val="{sheet.tight}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def _with_stand_ins(table: bytes) -> bytes:
    added = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in STAND_INS.items()
    )
    return table.replace(b"</w:fonts>", added.encode() + b"</w:fonts>")


# --- lines ---


def set_pitch(form: Any, twips: int) -> None:
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Twips(twips)


def add_line(
    place: Any, text: str = "", *, indent: float = 0, right: float = 0, align: Any = None, face: str = FANG, size: float = 0
) -> Paragraph:
    """A paragraph of the grid; indent and right in characters; size 0: the document's."""
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
        add_run(paragraph, text, face=face, size=size)
    return paragraph


def add_run(paragraph: Paragraph, text: str, *, face: str = FANG, size: float = 0, color: RGBColor | None = None) -> Run:
    run = paragraph.add_run(text)
    if face != FANG:
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), face)
        if face == TITLE:
            fonts.set(qn("w:ascii"), face)
            fonts.set(qn("w:hAnsi"), face)
        fonts.set(qn("w:hint"), "eastAsia")
    if size:
        run.font.size = Pt(size)
    if color is not None:
        run.font.color.rgb = color
    return run


def add_body(document: Document, one: Mapping[str, Any]) -> Paragraph:
    """A paragraph of running text with its heading run in."""
    paragraph = add_line(document, indent=2, align=ALIGN.JUSTIFY)
    if one["lead"]:
        add_run(paragraph, one["lead"], face=LEVELS[one["level"]])
    add_run(paragraph, one["text"])
    paragraph.paragraph_format.keep_with_next = one["text"] == "" or None   # a heading on a line of its own stays with what follows
    return paragraph


def add_signature(document: Document, issuer: str, signed: str) -> list[Paragraph]:
    """The date four characters from the right and the issuer centred above it, one blank line before."""
    wide, narrow = _width(issuer), _width(signed)
    free = max(0.0, 4 - max(0.0, (wide - narrow) / 2))
    block = [add_line(document), add_line(document)]
    for text in (issuer, signed):
        block.append(add_line(document, text, right=free + (max(wide, narrow) - _width(text)) / 2, align=ALIGN.RIGHT))
    return block


def _width(text: str) -> float:
    """About how many characters wide: figures and spaces are half."""
    return sum(0.5 if one.isascii() else 1.0 for one in text)


# --- tables ---


@dataclass(frozen=True, slots=True)
class Cell:
    """How a column's cells are set. align: "left", "center" or "right"."""

    size: float = 11
    align: str = "left"
    face: str = FANG


@dataclass(frozen=True, slots=True)
class Row:
    """A row's texts, which may hold line breaks, and how they are set. head: repeated on every page; height: the least in mm."""

    texts: Sequence[str]
    cells: Sequence[Cell]
    head: bool = False
    height: float = 0


def add_table(document: Document, wide: float, shares: Sequence[float], rows: Sequence[Row], *, whole: bool = False) -> None:
    """A table of so many mm, its columns by shares. whole: it is not torn apart by a page's end.

    Written as XML at once: put together cell by cell, a list of 18 members took ten times as long.
    """
    widths = [round(wide * share / sum(shares) * 1440 / 25.4) for share in shares]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    lines = "".join(_row(row, widths, keep=whole and number < len(rows) - 1) for number, row in enumerate(rows))
    made = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    )
    document.element.body._insert_tbl(made)


def _row(row: Row, widths: Sequence[int], *, keep: bool) -> str:
    height = f'<w:trHeight w:val="{round(row.height * 1440 / 25.4)}" w:hRule="atLeast"/>' if row.height else ""
    head = "<w:tblHeader/>" if row.head else ""
    middle = '<w:vAlign w:val="center"/>' if row.height else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{middle}</w:tcPr>' + "".join(_cell(part, how, keep=keep) for part in text.split("\n")) + "</w:tc>"
        for text, how, width in zip(row.texts, row.cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{cells}</w:tr>"


def _cell(text: str, how: Cell, *, keep: bool) -> str:
    face = f'<w:rFonts w:hint="eastAsia" w:eastAsia="{how.face}"/>' if how.face != FANG else ""
    size = round(how.size * 2)
    return (
        f'<w:p><w:pPr>{"<w:keepNext/>" if keep else ""}<w:spacing w:before="40" w:after="40" w:line="{round(how.size * 28.2)}" w:lineRule="exact"/>'
        f'<w:jc w:val="{how.align}"/></w:pPr><w:r><w:rPr>{face}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


# --- foot, and the file ---


def add_foot(document: Document, small: str, draft: str) -> None:
    """Page numbers at the outer side, the imprint below them, the mark of a draft in the head margin."""
    section: Section = document.sections[0]
    outer = ((section.footer, ALIGN.RIGHT, "right_indent"), (section.even_page_footer, ALIGN.LEFT, "left_indent"))
    for footer, align, side in outer:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.paragraph_format.alignment = align
        setattr(paragraph.paragraph_format, side, Twips(ZI))
        set_pitch(paragraph.paragraph_format, 360)
        add_run(paragraph, "— ", face=SONG, size=14)
        _page_field(add_run(paragraph, "", face=SONG, size=14))
        add_run(paragraph, " —", face=SONG, size=14)
        _small(footer.add_paragraph(), small)
    for header in (section.header, section.even_page_header):
        _mark(header, draft)


def add_small_foot(document: Document, small: str, draft: str) -> None:
    """The foot of a form: the imprint with the page's number behind it."""
    footer, header = document.sections[0].footer, document.sections[0].header
    footer.is_linked_to_previous = False
    _small(footer.paragraphs[0], small + "　")
    _page_field(add_run(footer.paragraphs[0], "", face=SONG, size=9))
    _mark(header, draft)


def _small(paragraph: Paragraph, small: str) -> None:
    paragraph.paragraph_format.space_before = Pt(6)
    set_pitch(paragraph.paragraph_format, 200)
    add_run(paragraph, small, face=HEI, size=7, color=QUIET)


def _mark(header: Any, draft: str) -> None:
    header.is_linked_to_previous = False
    if draft:
        add_run(header.paragraphs[0], draft, face=HEI, size=9, color=QUIET)
    set_pitch(header.paragraphs[0].paragraph_format, 240)


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


def saved(document: Document, title: str, at: datetime) -> bytes:
    """The file with fixed dates inside and out."""
    core = document.core_properties
    core.title, core.author, core.comments, core.revision = title, "", "", 1
    core.created = core.modified = at.astimezone(UTC).replace(tzinfo=None)
    relations = document.part.package.rels
    for name in [name for name, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[name]                          # the template's picture of itself
    written = io.BytesIO()
    document.save(written)
    return settled(written.getvalue())


def settled(written: bytes) -> bytes:
    """A DOCX with no dates in its envelope, so that the same content has the same bytes."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(info, source.read(entry.filename))
    return fixed.getvalue()
