"""One form for all spellings, and what a query means."""

from __future__ import annotations

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.ground.search import bigrams, fold, looks_like, name_keys, simplify

FOLDED = [
    ("full width and capitals", "ＺＨＡＮＧ San", "zhangsan"),
    ("traditional characters", "換屆選舉", "换届选举"),
    ("traditional and simplified mixed", "黨支部选舉", "党支部选举"),
    ("a full-width space", "沈\u3000昊", "沈昊"),
    ("ü", "Lü Bu", "lvbu"),
    ("tone marks", "shān xióng", "shanxiong"),
    ("ü with a tone", "lǚ", "lv"),
    ("a dot inside a name", "阿依古丽·买买提", "阿依古丽买买提"),
    ("another dot inside a name", "阿依古丽・买买提", "阿依古丽买买提"),
    ("an ordinary dot stays", "3.5", "3.5"),
    ("a character of GB 2312 that is traditional too", "夥計", "伙计"),
    ("a rare character", "𬭎", "𬭎"),
    ("nothing", " ", ""),
]


@pytest.mark.parametrize(("text", "right"), [case[1:] for case in FOLDED], ids=[case[0] for case in FOLDED])
def test_folds(text: str, right: str) -> None:
    assert fold(text) == right


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=20))
def test_simplifying_keeps_every_place(text: str) -> None:
    assert len(simplify(text)) == len(text)


def test_the_fast_way_for_text_in_simplified_characters_is_the_slow_way() -> None:
    # every character that GB 2312 can write takes the way without the table; the converter itself says what it should become
    letters = [chr(code) for code in range(0x4E00, 0x9FA6) if _in_gb2312(chr(code))]
    right = opencc.OpenCC("t2s").convert("\n".join(letters)).split("\n")
    assert len(letters) > 6_700
    assert [simplify(letter) for letter in letters] == right


def _in_gb2312(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


QUERIES = [
    ("initials", "sxx", "pinyin", "sxx"),
    ("pinyin with spaces", "Shan Xiong", "pinyin", "shanxiong"),
    ("pinyin with an apostrophe", "xi'an", "pinyin", "xian"),
    ("lü", "lü gang", "pinyin", "lvgang"),
    ("lyu, as passports write it", "Lyu Gang", "pinyin", "lvgang"),
    ("nyu", "nyu", "pinyin", "nv"),
    ("four digits", "1234", "last4", "1234"),
    ("three digits and a small x", "123x", "last4", "123X"),
    ("full-width digits", "１２３Ｘ", "last4", "123X"),
    ("three digits", "123", "text", "123"),
    ("five digits", "12345", "text", "12345"),
    ("an X first", "x123", "text", "x123"),
    ("a surname", "单", "name", "单"),
    ("a name", "单雄信", "name", "单雄信"),
    ("a name in traditional characters", "單雄信", "name", "单雄信"),
    ("a spread name", "沈 昊", "name", "沈昊"),
    ("a long name with a dot", "阿依古丽·买买提", "name", "阿依古丽买买提"),
    ("a branch", "作业一队", "text", "作业一队"),
    ("part of a branch", "离退休支部", "text", "离退休支部"),
    ("words", "标准化党支部建设", "text", "标准化党支部建设"),
    ("characters and digits", "作业1队", "text", "作业1队"),
    ("nothing", "  ", "text", ""),
]


@pytest.mark.parametrize(("typed", "kind", "text"), [case[1:] for case in QUERIES], ids=[case[0] for case in QUERIES])
def test_a_query_means(typed: str, kind: str, text: str) -> None:
    query = looks_like(typed)
    assert (query.kind, query.text) == (kind, text)


FINDS = [
    ("單雄信", "单雄"),
    ("单雄信", "shanx"),
    ("单雄信", "SXX"),
    ("单雄信", "雄信"),
    ("单雄信", "xiongxin"),
    ("吕丹", "lyu dan"),
    ("吕丹", "lü"),
    ("覃永", "tan"),
    ("覃永", "qin"),
]


@pytest.mark.parametrize(("name", "typed"), FINDS, ids=[f"{typed} finds {name}" for name, typed in FINDS])
def test_what_is_typed_finds_the_name(name: str, typed: str) -> None:
    assert " " + looks_like(typed).text in name_keys(name).joined()


BIGRAMS = [
    ("a word of two characters", "曙光", ("曙光",)),
    ("a longer run", "曙光工程", ("曙光", "光工", "工程")),
    ("one character", "党", ("党",)),
    ("words and numbers between", "第A3井，完井2026年", ("第", "a3", "井", "完井", "2026", "年")),
    ("traditional characters", "換屆", ("换届",)),
    ("nothing", "，。 ", ()),
]


@pytest.mark.parametrize(("text", "terms"), [case[1:] for case in BIGRAMS], ids=[case[0] for case in BIGRAMS])
def test_bigrams(text: str, terms: tuple[str, ...]) -> None:
    assert bigrams(text) == terms


@given(
    before=st.text("曙光党支部", max_size=4),
    word=st.text("换届选举工作", min_size=2, max_size=2),
    after=st.text("工程处。", max_size=4),
)
def test_every_word_of_two_characters_is_found_in_its_text(before: str, word: str, after: str) -> None:
    assert bigrams(word)[0] in bigrams(before + word + after)
