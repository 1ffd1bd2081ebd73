"""The letter as DOCX, read from its XML: the same page and grid as the PDF."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn
from letters import RARE, letter

from leadgoose.ground.press.letter import as_docx
from leadgoose.ground.statutes import rule

TWIPS = 1440 / 25.4                                  # of a millimetre


@pytest.fixture(scope="module")
def made() -> bytes:
    return as_docx(letter())


@pytest.fixture(scope="module")
def document(made):
    return docx.Document(io.BytesIO(made))


def _margin(document, side):
    return int(document.sections[0]._sectPr.find(qn("w:pgMar")).get(qn(f"w:{side}"))) / TWIPS


def test_the_page_is_a4(document):
    size = document.sections[0]._sectPr.find(qn("w:pgSz"))
    assert int(size.get(qn("w:w"))) / TWIPS == pytest.approx(210, abs=0.1)
    assert int(size.get(qn("w:h"))) / TWIPS == pytest.approx(297, abs=0.1)


SIDES = [("top", "top"), ("left", "left"), ("right", "right_derived"), ("bottom", "bottom_derived")]


@pytest.mark.parametrize(("side", "name"), SIDES)
def test_margins_are_those_of_the_rule(document, side, name):
    assert _margin(document, side) == pytest.approx(float(rule("doc-margins").value(name)), abs=0.1)


def test_the_grid_has_22_lines_of_28_characters(document):
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    high = float(rule("doc-margins").value("area_height")) * TWIPS
    wide = float(rule("doc-margins").value("area_width")) / 25.4 * 72
    assert int(high / int(grid.get(qn("w:linePitch")))) == rule("doc-grid").integer("lines")
    character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert int(wide / character) == rule("doc-grid").integer("chars")


def test_the_type_itself_keeps_the_grid_where_a_reader_does_not(document):
    """28 characters with their own spacing go into the line, 22 lines of the exact pitch into the page; not one more."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    size, tight = (int(defaults.find(qn(f"w:{one}")).get(qn("w:val"))) for one in ("sz", "spacing"))
    character = size / 2 + tight / 20
    assert 28 * character <= 156 / 25.4 * 72 < 29 * character
    spacing = document.styles["Normal"].element.pPr.find(qn("w:spacing"))
    assert spacing.get(qn("w:lineRule")) == "exact"
    assert 22 * int(spacing.get(qn("w:line"))) <= 225 * TWIPS < 23 * int(spacing.get(qn("w:line")))


def test_faces_are_named_with_stand_ins(made, document):
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    assert defaults.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"
    named = {
        fonts.get(qn("w:eastAsia")) for paragraph in document.paragraphs for run in paragraph.runs
        if run._r.rPr is not None and (fonts := run._r.rPr.rFonts) is not None
    }
    assert {"方正小标宋简体", "黑体", "楷体_GB2312"} <= named
    table = zipfile.ZipFile(io.BytesIO(made)).read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in table
    assert "Theme" not in zipfile.ZipFile(io.BytesIO(made)).read("word/styles.xml").decode().partition("</w:docDefaults>")[0]


def test_title_and_mark_are_large_and_the_mark_is_red(document):
    mark = next(one for one in document.paragraphs if one.text == "示例油田工程技术处党委")
    title = next(one for one in document.paragraphs if one.text == "关于做好换届选举工作的提醒函")
    assert mark.paragraph_format.space_before.mm == pytest.approx(35, abs=0.1)
    assert str(mark.runs[0].font.color.rgb) == "D7000F"
    assert title.runs[0].font.size.pt == 22


def test_page_numbers_are_right_on_odd_and_left_on_even_pages(document):
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        number = footer.paragraphs[0]
        assert number.text == "—  —"                # the field stands between the dashes
        assert [one.text for one in number._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert number._p.pPr.jc_val.name.lower() == align


def test_both_footers_bear_the_receipt(document):
    section = document.sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[1].text.startswith("凭据 17-3f2a99ab12cd34ef　本系统为非涉密系统")


def test_the_text_is_that_of_the_letter(document):
    texts = [one.text for one in document.paragraphs]
    body = [one.lead + one.text for one in letter().body]
    at = texts.index(body[0])
    assert texts[at:at + len(body)] == body
    assert "作业三队党支部：" in texts
    assert f"（联系人：{RARE[:2]}，电话：0999-1234567）" in texts
    assert "2026年11月3日" in texts
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["1", "召开党员大会"]


def test_the_number_is_blank_until_it_is_typed(document):
    assert "　　　〔2026〕　　号" in [one.text for one in document.paragraphs]
    typed = docx.Document(io.BytesIO(as_docx(letter(number="示党〔2026〕12号"))))
    assert "示党〔2026〕12号" in [one.text for one in typed.paragraphs]


def test_a_draft_is_marked_in_both_headers_and_a_sent_letter_in_none():
    draft = docx.Document(io.BytesIO(as_docx(letter(draft="草稿，未发出")))).sections[0]
    sent = docx.Document(io.BytesIO(as_docx(letter()))).sections[0]
    assert [one.paragraphs[0].text for one in (draft.header, draft.even_page_header)] == ["草稿，未发出"] * 2
    assert [one.paragraphs[0].text for one in (sent.header, sent.even_page_header)] == ["", ""]


def test_the_back_matter_is_a_frame_on_the_type_areas_foot(document):
    frames = [one for one in document.paragraphs if one._p.pPr is not None and one._p.pPr.find(qn("w:framePr")) is not None]
    places = {tuple(int(one._p.pPr.find(qn("w:framePr")).get(qn(f"w:{name}"))) for name in ("y", "h")) for one in frames}
    assert len(places) == 1                          # one frame, or the lines would lie over each other
    top, high = places.pop()
    assert (top + high) / TWIPS == pytest.approx(262, abs=0.1)
    assert [one.text for one in frames if one.text] == ["抄送：党委组织部。", "示例油田工程技术处党委办公室\t2026年11月3日印发"]
    thick = [int(one._p.pPr.find(qn("w:spacing")).get(qn("w:line"))) / TWIPS for one in frames if not one.text]
    outer, inner = (float(rule("doc-back-matter").value(name)) for name in ("outer_rule", "inner_rule"))
    assert thick == [pytest.approx(outer, abs=0.01), pytest.approx(inner, abs=0.01), pytest.approx(outer, abs=0.01)]


def test_the_signature_stays_with_the_last_paragraph(document):
    texts = [one.text for one in document.paragraphs]
    first, last = texts.index(letter().body[-1].text), texts.index("2026年11月3日")
    assert all(one.paragraph_format.keep_with_next for one in document.paragraphs[first:last])


def test_the_same_letter_gives_the_same_bytes(made):
    assert as_docx(letter()) == made
    at = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
    dated = docx.Document(io.BytesIO(as_docx(letter(), at=at))).core_properties
    assert dated.created.replace(tzinfo=UTC) == at
    assert dated.author == ""


def test_the_file_bears_no_picture_of_another_document(made):
    assert "docProps/thumbnail.jpeg" not in zipfile.ZipFile(io.BytesIO(made)).namelist()


def test_properties_stand_in_the_order_that_word_wants(document):
    """Word calls a file damaged when the children of w:pPr stand in another order."""
    order = [
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "pBdr", "shd", "tabs",
        "autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing", "ind", "jc", "rPr",
    ]
    every = [one._p.pPr for one in document.paragraphs] + [document.styles["Normal"].element.pPr]
    for properties in every:
        names = [child.tag.rpartition("}")[2] for child in ([] if properties is None else properties)]
        assert names == sorted(names, key=order.index)


def test_upwards_number_and_signer_stand_on_one_line():
    made = docx.Document(io.BytesIO(as_docx(letter(upward=True, signer="张志强", number="示作一支〔2026〕5号"))))
    row = next(one for one in made.paragraphs if "签发人" in one.text)
    assert row.text == "　示作一支〔2026〕5号\t签发人：张志强　"
    assert row.runs[-1]._r.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"
