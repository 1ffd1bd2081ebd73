"""The list on A4 landscape: heads on every page, numbers at the right, nothing cut, nothing run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from measure import MM, glyphs, pages, sizes

from leadgoose.ground.press.printing import Column, Imprint, list_paper


def test_a_long_list_repeats_its_heads_and_keeps_every_row():
    rows = [[number, f"作业{number}队党支部", None, "喆堃赟珺𬭎"] for number in range(1, 81)]
    columns = [Column("序号", 0.5, True), "党支部", "届满", "书记"]
    paper = list_paper("到期事项一览表", "截至 2026-11-23", columns, rows, ["注：空着为未知。"])
    found = pages(paper)
    assert len(found) > 2
    assert all(wide == pytest.approx(297, abs=0.1) and high == pytest.approx(210, abs=0.1) for wide, high in sizes(paper))
    for page in found:
        assert any(one.text.startswith("序号") and "书记" in one.text for one in page)
    text = "".join(one.text for page in found for one in page)
    assert all(f"作业{number}队党支部" in text for number in range(1, 81))
    assert "None" not in text
    assert 0 not in glyphs(paper)


def test_forty_organisations_with_their_reasons_stand_on_one_sheet_still_to_be_read():
    reason = "2023-10-27 选举，任期三年，2026-10-27 届满；未见上级党组织批准延期。"
    rows = [[f"作业{number}大队党支部", "欧阳海燕", "18", "2023-10-27", "六个月内", reason] for number in range(1, 41)]
    columns = [Column("党支部", 2.2), Column("书记", 1.4), Column("正式", 0.6, True), Column("本届选举", 1.2), Column("状态", 1.1), Column("说明", 4.6)]
    found = pages(list_paper("一览表", "截至", columns, rows, ["合计：届满 40。"], one_sheet=True))
    assert len(found) == 1
    assert min(one.size for one in found[0] if one.baseline < 195) >= 8 - 0.01
    longer = pages(list_paper("一览表", "截至", columns, rows * 2, one_sheet=True))
    assert len(longer) > 1 and all(any(one.text.startswith("党支部") for one in page) for page in longer)


def test_numbers_end_at_the_same_place():
    paper = list_paper("表", "", [Column("数", 1, True), Column("字", 9)], [["1", ""], ["100", ""], ["22", ""]])
    ends = {round(one.right, 1) for one in pages(paper)[0] if one.text in {"1", "100", "22"}}
    assert len(ends) == 1


def test_the_foot_bears_notice_maker_and_receipt_and_the_page():
    paper = list_paper("表", "", ["列"], [["值"]], imprint=Imprint("不得处理国家秘密", "赵敏", "2026-11-23 10:00", "9-abc"))
    foot = [one.text for one in pages(paper)[0] if one.baseline > 190]
    assert any("凭据 9-abc　不得处理国家秘密　赵敏 2026-11-23 10:00 制" in one for one in foot)
    assert any("1 / 1" in one for one in foot)


def test_without_an_imprint_the_notice_of_the_installation_is_printed(settings):
    settings.NOTICE = "内部资料"
    assert any("内部资料" in one.text for one in pages(list_paper("表", "", ["列"], [["值"]]))[0])


def test_an_empty_list_says_so():
    assert any(one.text == "（无）" for one in pages(list_paper("表", "", ["列"], []))[0])


def test_cells_are_text_whatever_they_hold():
    text = "".join(one.text for one in pages(list_paper("表", "", ["列"], [['#panic("x") *b* $x$ <a>']]))[0])
    assert '#panic("x") *b* $x$ <a>' in text


def test_the_time_of_printing_may_have_parts_of_a_second_and_any_zone():
    at = datetime(2026, 11, 23, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    same = datetime(2026, 11, 23, 2, 0, 0, tzinfo=UTC)
    assert list_paper("表", "", ["列"], [["值"]], at=at) == list_paper("表", "", ["列"], [["值"]], at=same)


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="row 2 has 1 cells for 2 columns"):
        list_paper("表", "", ["甲", "乙"], [["1", "2"], ["3"]])


def test_nothing_is_printed_outside_the_page():
    long = "作业" * 60
    for page in pages(list_paper("表", long, [Column("甲", 0.1), "乙"], [[long, long]])):
        assert all(one.left >= 0 and one.right <= 297 + MM for one in page)
