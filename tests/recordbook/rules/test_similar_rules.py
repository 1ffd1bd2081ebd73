"""Which passages say much the same: cases, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadgoose.recordbook.rules.similar import LEAST, MARKS, Alike, Passage, alike, compare, letters, marks, passage, repeated, runs

SAID = "三号井的防护板上周又松了两块我建议每班接班时先看一遍谁发现松动谁当班紧固并在交接本上写明时间和姓名"
OTHER = "今年的工会活动安排已经下发各班组长把报名表收齐后交给办公室月底前统一采购球拍和护具费用从活动经费列支"
NOTICE = "各党支部要在十一月底前完成冬季安全生产大检查，重点检查锅炉、管线和值班房用电。检查情况报党委办公室。"


@pytest.mark.parametrize(("one", "other", "same"), [
    (SAID, SAID, True),
    (SAID, SAID.replace("三号井", "五号井").replace("上周", "昨天"), True),
    (SAID, SAID + OTHER, True),
    (SAID + OTHER, SAID, True),
    (SAID, OTHER, False),
    (SAID, SAID[:20] + OTHER[:40], False),
    (SAID[:LEAST], SAID[:LEAST], True),
    (SAID[:LEAST - 1], SAID[:LEAST - 1], False),
    ("", "", False),
], ids=[
    "the same", "numbers and days changed", "copied into something longer", "something shorter copied out", "about something else",
    "less than half of it", "exactly as many letters as it needs", "one letter fewer", "nothing",
])
def test_passages_are_alike_when_one_is_nearly_the_other_or_nearly_inside_it(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same is alike(other, one)


@pytest.mark.parametrize(("text", "left"), [
    (f"{NOTICE}\n{SAID}", SAID),
    (SAID, SAID),
    (NOTICE, None),
    ("各党支部要在十一月底前完成冬季安全生产大检查，重点检查锅炉和管线。" + SAID, SAID),
    ("同意。", None),
], ids=["the notice is left out, one's own words stay", "nothing of it", "nothing but the notice", "the notice with a word left out", "too short"])
def test_what_everybody_repeats_is_left_out_by_the_sentence(text: str, left: str | None) -> None:
    found = passage("speeches.0", text, repeated([NOTICE]))
    assert (found.text if found is not None else None) == left


def test_a_sentence_is_left_out_from_four_fifths_on() -> None:
    known = repeated(["一二三四五六七八九十"])                       # five shingles of six
    assert passage("p", f"一二三四五六七八九{'。'}{SAID}", known) == Passage("p", SAID)            # four of four
    assert passage("p", f"一二三四五六七八九甲。{SAID}", known) == Passage("p", SAID)              # exactly four of five
    assert passage("p", f"一二三四五六七八甲乙。{SAID}", known) == Passage("p", f"一二三四五六七八甲乙{SAID}")   # three of five


def test_each_passage_is_named_once_with_the_first_that_is_like_it() -> None:
    def told(place: str, text: str) -> tuple[Passage, frozenset[int]]:
        return Passage(place, text), frozenset(marks(text, "committee"))

    mine = [told("speeches.0", SAID), told("speeches.1", OTHER), told("matters.0", SAID[:40])]
    theirs = [told("speeches.3", SAID), told("matters.1", SAID + "。")]
    assert compare(mine[:2], theirs) == (Alike("speeches.0", "speeches.3"),)
    assert compare(mine, []) == () == compare([], theirs)


def test_marks_of_two_committees_never_meet() -> None:
    assert not set(marks(SAID, "one")) & set(marks(SAID, "two"))


def test_what_stands_alike_is_marked_in_runs() -> None:
    assert runs("甲三号井松了乙丙", "丁三号井松了戊") == ((1, 6),)
    assert runs("甲三号井", "三号井") == ()


words = st.text(alphabet="甲乙丙丁戊己庚辛。，12a", max_size=60)


@given(words)
def test_marks_are_few_signed_sorted_and_always_the_same(text: str) -> None:
    found = marks(text, "c")
    assert len(found) <= MARKS and found == marks(text, "c")
    assert all(-(2 ** 63) <= one < 2 ** 63 for one in found) and bool(found) == bool(text)


@given(words, words)
def test_the_order_of_two_passages_does_not_matter(one: str, other: str) -> None:
    assert alike(one, other) is alike(other, one)


@given(st.text(alphabet="甲乙丙丁戊己庚辛壬癸", min_size=LEAST, max_size=80))
def test_whatever_is_long_enough_is_like_itself_and_meets_itself(text: str) -> None:
    assert alike(text, text)
    own = frozenset(marks(text, "c"))
    assert compare([(Passage("a", text), own)], [(Passage("b", text), own)]) == (Alike("a", "b"),)


@given(words)
@settings(max_examples=50)
def test_what_is_wholly_repeated_is_never_compared(text: str) -> None:
    assert passage("p", text, repeated([text])) is None or "。" in text


@given(words)
def test_letters_hold_no_signs_and_keep_their_order(text: str) -> None:
    found = letters(text)
    assert "。" not in found and "，" not in found
    assert found == "".join(one for one in text if one not in "。，")
