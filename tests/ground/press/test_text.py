"""Texts and forms, measured on the PDF and read from the DOCX."""

from __future__ import annotations

import io
import json
from itertools import pairwise
from typing import Any

import docx
import pytest
from letters import RARE
from measure import MM, glyphs, pages, sizes

from leadgoose.ground.press import paper
from leadgoose.ground.press.letter import Paragraph
from leadgoose.ground.press.text import SQUARE, Cue, Lines, Page, Ruled, Table, Text, open_day
from leadgoose.ground.statutes import rule

MARGINS = rule("doc-margins")
TOP, LEFT, WIDE, HIGH = (float(MARGINS.value(name)) for name in ("top", "left", "area_width", "area_height"))
PITCH = HIGH / rule("doc-grid").integer("lines")


def text(**changes: Any) -> Text:
    plain: dict[str, Any] = {
        "title": ("作业一队党支部", "选举办法"), "subtitle": "（草案）", "addressee": "各位党员",
        "blocks": (
            Paragraph("党" * 100), Paragraph("", "一、清点人数", 1), Cue("全体起立。"), Paragraph(f"候选人{RARE}。", "第一条　", 1),
            Table(("姓名", "赞成", "计"), (1, 3, 1), (("王　堃", SQUARE * 4, ""), ("李建国", SQUARE * 4, "17")), ("label", "left", "right"), (14, 17, 12), 12),
            Lines(("监票人（签名）：＿＿＿＿",)), Ruled(2), Paragraph("特此通知。"),
        ),
        "signed": ("作业一队党支部", "2026年8月20日"),
    }
    return Text(**{**plain, **changes})


@pytest.fixture(scope="module")
def printed() -> bytes:
    return paper.as_pdf(text())


def test_a_text_keeps_the_margins_and_the_grid_of_a_letter(printed: bytes) -> None:
    full = [one for one in pages(printed)[0] if one.text == "党" * 28]
    assert full and all(one.size == 16 and abs(one.left - LEFT) < 0.1 and abs(one.right - LEFT - WIDE) < 0.2 for one in full)
    first = next(one for one in pages(printed)[0] if one.text.startswith("党党"))
    assert full[0].baseline - first.baseline == pytest.approx(PITCH, abs=0.05)
    title = pages(printed)[0][0]
    assert title.size == 22 and TOP <= title.baseline - 0.88 * 22 / MM <= TOP + 3


def test_a_signature_stands_with_the_text_that_it_signs() -> None:
    for lines in (14, 15, 16, 17):
        found = pages(paper.as_pdf(text(blocks=(*[Paragraph("请准时到会。")] * lines, Paragraph("特此通知。")))))
        signed = next(page for page in found if any(one.text == "2026年8月20日" for one in page))
        assert "特此通知。" in [one.text for one in signed]


def test_a_heading_on_a_line_of_its_own_is_never_the_last_of_a_page() -> None:
    for lines in range(15, 20):
        found = pages(paper.as_pdf(text(blocks=(*[Paragraph("请准时到会。")] * lines, Paragraph("", "一、清点人数", 1), Paragraph("特此通知。")), signed=())))
        page = next(page for page in found if any(one.text == "一、清点人数" for one in page))
        assert "特此通知。" in [one.text for one in page]


def test_a_row_is_as_high_as_was_asked_for_and_a_short_table_is_not_torn() -> None:
    rows = tuple((f"第{number}行", "") for number in range(1, 11))
    found = pages(paper.as_pdf(text(blocks=(*[Paragraph("文。")] * 12, Table(("甲", "乙"), (1, 1), rows, height=12)), signed=())))
    at = [one.baseline for page in found for one in page if one.text.startswith("第") and "行" in one.text]
    assert len(at) == 10 and all(12 <= after - before <= 15 for before, after in pairwise(at))
    assert len([page for page in found if any("行" in one.text for one in page)]) == 1


def test_every_character_has_a_glyph(printed: bytes) -> None:
    assert 0 not in glyphs(printed)
    assert RARE in "".join(one.text for page in pages(printed) for one in page)


def test_a_form_may_lie_on_its_side_and_each_page_has_its_title() -> None:
    made = paper.as_pdf(text(setting="form", landscape=True, signed=(), blocks=(Paragraph("甲"), Page("第二张卡", "会中"), Paragraph("乙"))))
    assert sizes(made)[0] == (pytest.approx(297, abs=0.1), pytest.approx(210, abs=0.1))
    first, second = pages(made)
    assert [one.text for one in second][:3] == ["第二张卡", "会中", "乙"] and any("2 / 2" in one.text for one in second)
    assert "第二张卡" not in [one.text for one in first]


def test_hostile_text_stays_text() -> None:
    nasty = '#panic("x") $x$ *b* <script> "quoted"'
    assert nasty in "".join(one.text for page in pages(paper.as_pdf(text(addressee=nasty, blocks=(Paragraph("文"),)))) for one in page)


def test_kept_facts_are_the_same_paper() -> None:
    assert paper.from_facts(json.loads(json.dumps(paper.facts(text(landscape=True)), ensure_ascii=False))) == text(landscape=True)


def test_the_docx_says_the_same_in_the_same_order() -> None:
    document = docx.Document(io.BytesIO(paper.as_docx(text())))
    said = [one.text for one in document.paragraphs if one.text]
    assert said[:4] == ["作业一队党支部", "选举办法", "（草案）", "各位党员："]
    assert said[4:8] == ["党" * 100, "一、清点人数", "【全体起立。】", f"第一条　候选人{RARE}。"]
    assert said[-3:] == ["特此通知。", "作业一队党支部", "2026年8月20日"]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["姓名", "赞成", "计"], ["王　堃", "□□□□", ""], ["李建国", "□□□□", "17"]]
    assert paper.as_docx(text()) == paper.as_docx(text())
    assert document.sections[0].top_margin.mm == pytest.approx(TOP, abs=0.1)


def test_an_open_day_has_room_for_month_and_day() -> None:
    assert (open_day(2026), open_day(None)) == ("2026年　月　日", "　　　　年　月　日")
