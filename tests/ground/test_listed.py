"""Several things in one row, in each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from leadgoose.ground.listed import bracketed, clauses, listed, plural, plural_later


@pytest.mark.parametrize(("language", "expected"), [("zh-hans", "甲、乙、丙"), ("zh-hant", "甲、乙、丙"), ("en", "甲, 乙, 丙")])
def test_three_stand_as_the_language_writes_them(language: str, expected: str) -> None:
    with override(language):
        assert listed(["甲", "乙", "丙"]) == listed(iter(["甲", "乙", "丙"])) == expected


def test_one_stands_alone_and_none_is_nothing() -> None:
    assert (listed(["甲"]), listed([]), clauses(["甲，一"]), clauses([])) == ("甲", "", "甲，一", "")


def test_what_has_commas_of_its_own_is_parted_by_semicolons() -> None:
    with override("en"):
        assert clauses(["a, b", "c"]) == "a, b; c"


def test_a_word_that_waits_for_its_language_and_a_sign_of_per_cent_are_taken_as_they_are() -> None:
    with override("en"):
        assert listed([gettext_lazy("书记"), "100%", "%(one)s"]) == "Secretary, 100%, %(one)s"


def test_in_a_template_what_people_typed_is_escaped() -> None:
    page = Template("{{ names|listed }}").render(Context({"names": ["<b>甲</b>", mark_safe("<i>")]}))   # a mark of safety is not believed here
    assert page == "&lt;b&gt;甲&lt;/b&gt;、&lt;i&gt;"


@pytest.mark.parametrize(("language", "expected"), [("zh-hans", "甲（乙）"), ("en", "甲 (乙)")])
def test_what_stands_beside_stands_in_the_languages_brackets_and_nothing_needs_none(language: str, expected: str) -> None:
    with override(language):
        assert (bracketed("甲", "乙"), bracketed("甲", "")) == (expected, "甲")


@pytest.mark.parametrize(("language", "n", "expected"), [
    ("en", 0, "0 items"), ("en", 1, "1 item"), ("en", 2, "2 items"), ("zh-hans", 1, "1 项"), ("zh-hans", 2, "2 项"), ("zh-hant", 2, "2 項"),
])
def test_a_number_has_the_form_of_what_it_counts_now_or_once_it_is_filled_in(language: str, n: int, expected: str) -> None:
    with override(language):
        assert plural("%(n)s 项", n) % {"n": n} == plural_later("%(n)s 项", "n") % {"n": n} == expected


SAID = re.compile(r"\{% blocktranslate.*?\{% endblocktranslate %\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
MARKS = re.compile("[、，；：。（）．！？]")


@pytest.mark.parametrize(("text", "found"), [
    ("{{ name }}（{{ post }}）", ["（", "）"]),
    ('{{ name }}{% translate "（" %}{{ post }}{% translate "）" %}', []),
    ("{% blocktranslate %}甲，乙。{% endblocktranslate %}：", ["："]),
])
def test_marks_beside_what_is_translated_are_found(text: str, found: list[str]) -> None:
    assert MARKS.findall(SAID.sub("", text)) == found


def test_no_page_has_a_mark_of_one_language_beside_what_is_translated() -> None:
    pages = {page: page.read_text("utf-8") for page in sorted((Path(__file__).parents[2] / "src" / "leadgoose").rglob("*.html"))}
    assert len(pages) > 100
    assert [str(page) for page, text in pages.items() if MARKS.search(SAID.sub("", text)) or re.search(r'\|join:"[、；，]"', text)] == []
