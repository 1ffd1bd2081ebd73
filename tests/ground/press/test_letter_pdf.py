"""The letter as PDF, measured: GB/T 9704-2012 as the rules doc-paper … doc-page-number say it."""

from __future__ import annotations

import io
import json
from datetime import date
from itertools import pairwise

import pytest
from letters import RARE, letter
from measure import MM, glyphs, pages, rules, sizes
from PIL import Image

from leadgoose.ground.press.letter import Paragraph, as_pdf, as_pictures, from_facts
from leadgoose.ground.statutes import rule

MARGINS = rule("doc-margins")
TOP, LEFT = float(MARGINS.value("top")), float(MARGINS.value("left"))
AREA_WIDE, AREA_HIGH = float(MARGINS.value("area_width")), float(MARGINS.value("area_height"))
LINES, CHARS = rule("doc-grid").integer("lines"), rule("doc-grid").integer("chars")
PITCH = AREA_HIGH / LINES
RIGHT, FOOT = LEFT + AREA_WIDE, TOP + AREA_HIGH


@pytest.fixture(scope="module")
def printed() -> bytes:
    return as_pdf(letter())


def test_the_pages_are_a4(printed):
    assert all(wide == pytest.approx(210, abs=0.1) and high == pytest.approx(297, abs=0.1) for wide, high in sizes(printed))


def test_full_lines_have_28_characters_and_fill_the_type_area(printed):
    full = [one for page in pages(printed) for one in page if one.text == "党" * CHARS]
    assert len(full) > 10
    for one in full:
        assert one.left == pytest.approx(LEFT, abs=0.1)
        assert one.right == pytest.approx(RIGHT, abs=0.15)
        assert one.size == 16


def test_a_first_line_is_indented_by_two_characters(printed):
    first = next(one for one in pages(printed)[0] if one.text.startswith("党党"))
    assert len(first.text) == CHARS - 2
    assert first.left == pytest.approx(LEFT + 2 * AREA_WIDE / CHARS, abs=0.1)


def test_lines_of_a_paragraph_with_a_heading_are_as_full_as_any():
    """A heading ends a run of text; a line broken one character early, or one not stretched, shows as a ragged edge."""
    said = "党员大会选举郑磊、郑东升、赵文革3名同志为新一届支部委员会委员，任期3年，按姓氏笔画为序。"
    body = (Paragraph(said * 3, "一、委员。", 1), Paragraph(said * 3, "（一）书记。", 2), Paragraph("党" * 100, "一、换届。", 1))
    lines = [one for page in pages(as_pdf(letter(body=body))) for one in page if one.size == 16]
    full = [one for one in lines if len(one.text) > 25 and not one.text.endswith(("、", "，", "。"))]
    assert len(full) >= 10 and all(one.right == pytest.approx(RIGHT, abs=0.15) for one in full)
    assert next(len(one.text) for one in lines if one.text.startswith("一、换届。党")) == CHARS - 2


def test_a_name_of_two_characters_stays_on_its_line():
    full = [one for page in pages(as_pdf(letter(body=(Paragraph("王　堃" * 40),)))) for one in page if "堃" in one.text]
    assert len(full) == 6 and not any(one.text.startswith("堃") or one.text.endswith("王") for one in full)


def test_what_is_enclosed_is_listed():
    texts = [one.text.strip("　") for page in pages(as_pdf(letter(annexes=(), enclosed=("换届请示", "人选请示")))) for one in page]
    assert "附件：1.换届请示" in texts and "2.人选请示" in texts


@pytest.mark.parametrize("lines", [1, 2, 3, 4, 5])
def test_an_annotation_never_stands_alone(lines):
    made = letter(body=(Paragraph("党" * (CHARS * lines - 2)), Paragraph("此复。")), annexes=(), annotation="联系人：＿＿", printed_by="")
    last = [one.text for one in pages(as_pdf(made))[-1]]
    assert "此复。" in last and "（联系人：＿＿）" in last


def test_lines_follow_each_other_at_225_22_mm(printed):
    body = [one.baseline for one in pages(printed)[0] if set(one.text) == {"党"}]
    assert len(body) >= 5
    assert all(after - before == pytest.approx(PITCH, abs=0.05) for before, after in pairwise(body))


def test_a_full_page_has_22_lines_within_37_and_35_mm():
    body = [one for one in pages(as_pdf(letter(body=letter().body[:1] * 4)))[1] if set(one.text) == {"党"}]
    assert len(body) == LINES
    top, bottom = body[0].baseline - 0.88 * 16 / MM, body[-1].baseline + 0.12 * 16 / MM
    assert top == pytest.approx(TOP, abs=2.4) and top >= TOP         # half of what the pitch leaves above a character
    assert bottom == pytest.approx(FOOT, abs=2.4) and bottom <= FOOT


def test_margins_are_within_a_millimetre(printed):
    for page in pages(printed):
        inside = [one for one in page if one.size == 16]
        assert min(one.left for one in inside) >= LEFT - 1
        assert max(one.right for one in inside) <= RIGHT + 1
        assert min(one.left for one in inside) == pytest.approx(LEFT, abs=1)


def test_the_first_page_shows_body_text(printed):
    assert sum(set(one.text) == {"党"} for one in pages(printed)[0]) >= 1


def test_the_mark_is_red_and_its_top_is_35_mm_below_the_type_areas():
    """Measured on the picture: the ink of the characters, not their boxes."""
    ppi = 144
    sheet = Image.open(io.BytesIO(as_pictures(letter(), ppi=ppi)[0])).convert("RGB")
    red = [
        (x, y) for y in range(sheet.height // 2) for x in range(0, sheet.width, 2)
        if (point := sheet.getpixel((x, y)))[0] > 150 and point[1] < 90 and point[2] < 90
    ]
    top = min(y for _, y in red) / ppi * 25.4
    assert top == pytest.approx(TOP + float(rule("doc-issuer-mark").value("offset")), abs=0.5)
    middle = (min(x for x, _ in red) + max(x for x, _ in red)) / 2 / ppi * 25.4
    assert middle == pytest.approx(LEFT + AREA_WIDE / 2, abs=0.6)


def test_the_red_rule_is_as_wide_as_the_type_area_and_4_mm_below_the_number(printed):
    number = next(one for one in pages(printed)[0] if "〔2026〕" in one.text)
    place, left, right, _ = rules(printed, 0)[0]
    assert (left, right) == (pytest.approx(LEFT, abs=0.1), pytest.approx(RIGHT, abs=0.1))
    below = place - (number.baseline + 0.12 * 16 / MM)
    assert below == pytest.approx(float(rule("doc-separator").value("offset")), abs=0.5)


def test_the_number_is_left_blank_until_an_office_types_it(printed):
    blank = next(one for one in pages(printed)[0] if "〔2026〕" in one.text)
    assert not any(sign.isdigit() for sign in blank.text.replace("2026", ""))
    typed = pages(as_pdf(letter(number="示党〔2026〕12号")))[0]
    assert any(one.text == "示党〔2026〕12号" for one in typed)


def test_the_title_is_two_lines_below_the_rule_in_22_point(printed):
    title = next(one for one in pages(printed)[0] if one.text == "关于做好换届选举工作的提醒函")
    assert title.size == 22
    assert (title.left + title.right) / 2 == pytest.approx(LEFT + AREA_WIDE / 2, abs=0.3)
    place = rules(printed, 0)[0][0]
    assert (title.baseline - place) / PITCH == pytest.approx(2.5 + 0.38 * 22 / MM / PITCH, abs=0.1)


def test_the_addressee_is_flush_left_one_blank_line_below_the_title(printed):
    lines = pages(printed)[0]
    title, addressee = (next(one for one in lines if one.text.startswith(text)) for text in ("关于", "作业三队党支部："))
    assert addressee.left == pytest.approx(LEFT, abs=0.1)
    assert (addressee.baseline - title.baseline) / PITCH == pytest.approx(2, abs=0.1)


def test_the_date_is_four_characters_from_the_right_and_the_issuer_centred_above_it(printed):
    lines = [one for page in pages(printed) for one in page]
    signed = next(one for one in lines if one.text == "2026年11月3日")
    issuer = next(one for one in lines if one.text == "示例油田工程技术处党委" and one.size == 16)
    zi = AREA_WIDE / CHARS
    wide, narrow = issuer.right - issuer.left, signed.right - signed.left
    assert RIGHT - issuer.right == pytest.approx(4 * zi - (wide - narrow) / 2, abs=0.3)
    assert (issuer.left + issuer.right) / 2 == pytest.approx((signed.left + signed.right) / 2, abs=0.3)
    assert signed.baseline - issuer.baseline == pytest.approx(PITCH, abs=0.05)


def test_a_short_issuer_leaves_the_date_at_four_characters():
    lines = [one for page in pages(as_pdf(letter(issuer="处党委"))) for one in page]
    signed = next(one for one in lines if one.text == "2026年11月3日")
    assert RIGHT - signed.right == pytest.approx(4 * AREA_WIDE / CHARS, abs=0.3)


def test_an_unsigned_letter_has_a_blank_date():
    text = "".join(one.text for page in pages(as_pdf(letter(signed_on=None))) for one in page)
    assert "2026年　月　日" in text
    assert "11月3日" not in text


def test_page_numbers_stand_outside_right_on_odd_left_on_even_pages_7_mm_below(printed):
    zi = AREA_WIDE / CHARS
    offset = float(rule("doc-page-number").value("offset"))
    for number, page in enumerate(pages(printed), 1):
        shown = next(one for one in page if one.text == f"— {number} —")
        assert shown.size == 14
        assert shown.baseline - 0.38 * 14 / MM == pytest.approx(FOOT + offset, abs=0.3)
        if number % 2:
            assert RIGHT - shown.right == pytest.approx(zi, abs=0.3)
        else:
            assert shown.left - LEFT == pytest.approx(zi, abs=0.3)


def test_the_last_line_of_the_back_matter_stands_on_the_type_areas_foot(printed):
    lower = [one for one in rules(printed, -1) if one[0] > 200]
    thin, thick = (float(rule("doc-back-matter").value(name)) for name in ("inner_rule", "outer_rule"))
    assert [round(one[3], 2) for one in lower] == [thick, thin, thick]
    assert lower[-1][0] == pytest.approx(FOOT, abs=0.3)
    assert all(one[1] == pytest.approx(LEFT, abs=0.2) and one[2] == pytest.approx(RIGHT, abs=0.2) for one in lower)


def test_headings_are_in_hei_and_kai_and_the_body_in_neither(printed):
    lines = [one for page in pages(printed) for one in page]
    hei = next(one for one in lines if one.text.startswith("一、按期换届。"))
    kai = next(one for one in lines if one.text.startswith("（一）研究。"))
    body = next(one for one in lines if set(one.text) == {"党"})
    assert any("NotoSansSC" in font for font in hei.fonts)
    assert any("WenKai" in font for font in kai.fonts)
    assert not any("NotoSansSC" in font or "WenKai" in font for font in body.fonts)


def test_every_printed_character_has_a_glyph(printed):
    assert 0 not in glyphs(printed)
    assert RARE in "".join(one.text for page in pages(printed) for one in page)


def test_the_check_for_glyphs_sees_an_empty_box():
    assert 0 in glyphs(as_pdf(letter(addressee="作业\ue000队党支部")))


def test_every_page_bears_the_receipt_the_notice_and_who_made_it(printed):
    for page in pages(printed):
        small = next(one for one in page if one.size == 7)
        assert small.text == "凭据 17-3f2a99ab12cd34ef　本系统为非涉密系统，严禁处理国家秘密　赵组织 2026-11-03 10:00 制"
        assert small.baseline > FOOT + 10


def test_a_draft_is_marked_on_every_page_and_a_sent_letter_on_none():
    drafts = pages(as_pdf(letter(draft="草稿，未发出")))
    assert all(any(one.text == "草稿，未发出" for one in page) for page in drafts)
    assert not any("草稿" in one.text for page in pages(as_pdf(letter())) for one in page)


def test_the_same_letter_gives_the_same_bytes_and_another_day_other_ones():
    assert as_pdf(letter()) == as_pdf(letter())
    assert as_pdf(letter()) != as_pdf(letter(signed_on=date(2026, 11, 4)))


def test_hostile_text_stays_text():
    nasty = '#panic("x") $x$ *b* _i_ <script> \\ "quoted" #import "/etc/passwd"'
    text = "".join(one.text for page in pages(as_pdf(letter(addressee=nasty))) for one in page)
    assert '#panic("x")' in text and "<script>" in text and '"/etc/passwd"' in text


def test_kept_facts_are_the_same_letter():
    one = letter(number="示党〔2026〕12号", draft="草稿")
    assert from_facts(json.loads(json.dumps(one.facts(), ensure_ascii=False))) == one


@pytest.mark.parametrize("lines", range(10, 22))
def test_no_page_bears_a_signature_without_text_wherever_the_body_ends(lines):
    paper = pages(as_pdf(letter(body=letter().body[:1] + (Paragraph("请按时办理。"),) * lines)))
    signed = next(page for page in paper if any(one.text == "2026年11月3日" for one in page))
    texts = [one.text for one in signed]
    assert "示例油田工程技术处党委" in texts
    assert "请按时办理。" in texts
    assert max(one.baseline for one in signed if one.size == 16) <= FOOT


def test_upwards_the_number_stands_left_and_the_signer_right_in_kai_one_character_from_the_edges():
    zi = AREA_WIDE / CHARS
    row = next(one for one in pages(as_pdf(letter(upward=True, signer="张志强", number="示作一支〔2026〕5号")))[0] if "签发人" in one.text)
    assert row.text.startswith("示作一支〔2026〕5号") and row.text.endswith("签发人：张志强")
    assert row.left == pytest.approx(LEFT + zi, abs=0.2) and row.right == pytest.approx(RIGHT - zi, abs=0.4)
    assert any("WenKai" in font for font in row.fonts)
    blank = next(one for one in pages(as_pdf(letter(upward=True)))[0] if "签发人" in one.text)
    assert blank.text.rstrip("　").endswith("签发人：")


def test_downwards_no_signer_is_printed():
    assert not any("签发人" in one.text for page in pages(as_pdf(letter(signer="张志强"))) for one in page)
