"""The shipped data: complete, typed, dated, consistent, and fast to load."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from traditional import FORBIDDEN, books, convert, traditional_table

from leadgoose.ground.statutes import Strength, load, regulation, rule, shelf

RULES = list(load())


def test_231_rules_and_27_regulations() -> None:
    assert len(RULES) == len(load().rules) == 231
    assert len(load().regulations) == 27


def test_the_strengths_are_those_of_the_reference() -> None:
    """146 must, 40 general, 7 may, 25 local, and 13 derived that take their parent's."""
    own = [one.strength for one in RULES if one.parent is None]
    assert {strength: own.count(strength) for strength in Strength} == {"must": 146, "general": 40, "may": 7, "local": 25}
    derived = [one for one in RULES if one.parent is not None]
    assert len(derived) == 13
    assert all(one.parent and one.strength is one.parent.strength for one in derived)


def test_article_confidences_are_those_of_the_reference() -> None:
    found = [one.article_confidence for one in RULES]
    assert {word: found.count(word) for word in ("read", "memory", "none")} == {"read": 126, "memory": 45, "none": 60}
    assert all((one.article is None) == (one.article_confidence == "none") for one in RULES if one.article_confidence != "none")


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.id)
def test_every_rule_has_its_words(one: shelf.Rule) -> None:
    for lang in ("zh-Hans", "zh-Hant"):
        assert one.title[lang] and not one.title[lang].endswith("。")
        assert one.sentence[lang].endswith("。") and len(one.sentence[lang]) > len(one.title[lang]) / 2
        assert not set(one.sentence[lang]) & set("!！;,?？") and "您" not in one.sentence[lang]
    assert one.sentence["en"].endswith((".", ". ")) and one.source and one.applies_to


NUMBERS_IN_WORDS = {
    "elec-margin-rounding": "1 至 5 名至少多 1 名",
    "elec-ballots-returned": "多于投票人数",
    "elec-ballot-overvote": "多于应选人数",
}
NUMBERS_IN_WORDS |= {
    "elec-ballot-retention": "至少保管到上级批复之后",
    "review-annual": "每年",
    "grade-star-example-1": "95 分以上五星",
}


@pytest.mark.parametrize("one", [one for one in RULES if one.parameters], ids=lambda one: one.id)
def test_the_sentence_states_the_numbers_of_the_rule(one: shelf.Rule) -> None:
    sentence = one.sentence["zh-Hans"]
    if one.id in NUMBERS_IN_WORDS:
        assert NUMBERS_IN_WORDS[one.id] in sentence
        return
    for parameter in one.parameters:
        assert str(parameter.value) in sentence, parameter


def test_parameters_are_typed_and_no_float_enters() -> None:
    kinds = [type(parameter.value) for one in RULES for parameter in one.parameters]
    assert set(kinds) == {int, Fraction, Decimal, str}
    assert kinds.count(Fraction) == 13 and kinds.count(Decimal) == 2 and kinds.count(str) == 5
    assert rule("elec-quorum-four-fifths").fraction("fraction") == Fraction(4, 5)
    assert rule("elec-reminder-six-months").integer("lead") == 6
    assert rule("doc-back-matter").value("outer_rule") == Decimal("0.35")


def test_asking_for_a_number_that_is_not_there_names_it() -> None:
    with pytest.raises(KeyError, match="elec-shift-limit has no parameter 'days'"):
        rule("elec-shift-limit").value("days")
    with pytest.raises(TypeError, match="no fraction"):
        rule("elec-reminder-six-months").fraction("lead")
    with pytest.raises(TypeError, match="no whole number"):
        rule("elec-quorum-four-fifths").integer("fraction")
    with pytest.raises(KeyError):
        rule("elec-invented")


@pytest.mark.parametrize(
    ("key", "day", "in_force"),
    [
        pytest.param("elec-term-on-time", "2020-07-13", True, id="on the first day"),
        pytest.param("elec-term-on-time", "2020-07-12", False, id="not on the day before"),
        pytest.param("edu-new-member", "2023-12-31", True, id="on the last day of a plan"),
        pytest.param("edu-new-member", "2024-01-01", False, id="not on the day after"),
        pytest.param("elec-margin-rounding", "2020-07-12", False, id="a derived rule begins with its parent"),
        pytest.param("elec-margin-rounding", "2020-07-13", True, id="a derived rule is in force with its parent"),
        pytest.param("branch-lecture-quarterly", "1999-01-01", True, id="practice without dates excludes nothing"),
    ],
)
def test_validity(key: str, day: str, in_force: bool) -> None:
    assert rule(key).on(date.fromisoformat(day)) is in_force


def test_regulations_follow_each_other_without_a_gap() -> None:
    new, old = regulation("election-2020"), regulation("election-1990")
    assert new.replaces == old.key and old.valid_to is not None and new.valid_from is not None
    assert (new.valid_from - old.valid_to).days == 1
    assert {one.replaces for one in load().regulations.values() if one.replaces} <= set(load().regulations)


def test_a_rule_needs_a_strength_or_a_parent_and_no_circle() -> None:
    texts = load().regulations
    alike = {"regulation": "derived", "article_confidence": "none", "confidence": "low", "applies_to": "", "source": ""}
    alike |= {"title": "", "sentence": "", "english": ""}
    for tables, message in (
        ({"a": alike}, "needs either"),
        ({"a": {**alike, "strength": "must", "parent": "b"}, "b": {**alike, "strength": "may"}}, "needs either"),
        ({"a": {**alike, "parent": "b"}, "b": {**alike, "parent": "a"}}, "own ancestor"),
    ):
        with pytest.raises(ValueError, match=message):
            shelf._build("a", tables, texts, {}, ())


def test_the_stored_traditional_words_are_those_of_the_generator() -> None:
    stored = shelf._traditional()
    assert stored == traditional_table(), "run: python tests/ground/statutes/traditional.py"
    for path in books():
        for code, columns in shelf.tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert set(columns) == {"zh-Hans", "zh-Hant", "en"}, (path, code)
            assert columns["zh-Hant"] == convert(columns["zh-Hans"]), (path, code)


def test_no_phrase_of_the_islands_enters() -> None:
    words = [
        *traditional_table().values(),
        *(book for path in books() for book in shelf.tomllib.loads(path.read_text()).values()),
    ]
    for table in words:
        for text in table.values():
            assert not any(phrase in text for phrase in FORBIDDEN), text
    assert convert("程序 优化 信息 {name} 网络 项目 笔画 批复") == "程序 優化 信息 {name} 網絡 項目 筆畫 批復"


def test_loading_takes_less_than_80_ms_of_cpu() -> None:
    """In a process of its own, so that nothing is warm; the best of three, because the machine is shared."""
    code = "import time; from leadgoose.ground.statutes import shelf; t = time.process_time();shelf.load.__wrapped__(); print(time.process_time() - t)"
    spent = min(float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout) for _ in range(3))
    assert spent < 0.08
