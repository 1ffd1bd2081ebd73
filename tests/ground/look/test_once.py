"""Literals are rendered once a language; what depends on anything else, every time. Tags that write HTML themselves escape every value."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from leadgoose.ground.look.templatetags.look import menu_lists, options
from leadgoose.ground.look.templatetags.once import Once

HOSTILE = '<script>alert("1")</script>'


def kept(source: str) -> list[Once]:
    return [node for node in Template(source).nodelist if isinstance(node, Once)]


def test_a_literal_is_said_in_the_language_of_each_page() -> None:
    page = Template('{% translate "领头雁" %}')
    said = {}
    for language in ("zh-hans", "zh-hant", "en", "zh-hans"):
        with translation.override(language):
            said[language] = page.render(Context())
    assert said == {"zh-hans": "领头雁", "zh-hant": "領頭雁", "en": "Leadgoose"}
    assert kept('{% translate "领头雁" %}{% url "look.language" %}{% static "look/goose.svg" %}') != []


@pytest.mark.parametrize("source", [
    '{% translate "查找" as word %}', "{% translate word %}", '{% url "roster.tree" key %}', '{% url "look.language" as there %}', "{% static path %}",
    '{% translate "查找"|upper %}', '{% translate "查找" noop %}',
])
def test_what_is_more_than_a_literal_is_rendered_every_time(source: str) -> None:
    assert kept(source) == []


def test_an_address_and_a_file_are_looked_up_once() -> None:
    page = Template('{% url "look.language" %} {% static "look/goose.svg" %}')
    assert page.render(Context()) == page.render(Context())
    assert "/static/look/goose.svg" in page.render(Context())


def test_options_select_the_value_chosen_and_escape_both() -> None:
    assert options([("a", "甲"), ("b", "乙")], "b") == '<option value="a">甲</option><option value="b" selected>乙</option>'
    said = options([(HOSTILE, HOSTILE)])
    assert "<script>" not in said and '"1"' not in said


def test_a_menu_escapes_what_it_shows() -> None:
    entry = {"label": HOSTILE, "address": '/x"onclick=', "here": True, "count": 3}
    said = menu_lists([{"label": HOSTILE, "entries": [entry]}, {"label": "", "entries": []}])
    assert "<script>" not in said and '/x"' not in said
    assert said.count("<h2>") == 1 and 'aria-current="page"' in said and '<span class="count">3</span>' in said
