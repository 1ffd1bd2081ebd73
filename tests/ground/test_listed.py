"""Several things in one row, in each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from leadgoose.ground.listed import clauses, listed


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


def test_no_page_parts_a_row_by_a_mark_of_one_language() -> None:
    pages = sorted((Path(__file__).parents[2] / "src" / "leadgoose").rglob("*.html"))
    assert len(pages) > 100
    assert [str(page) for page in pages if re.search(r'\|join:"[、；，]"', page.read_text("utf-8"))] == []
