"""Every template parses; none carries a style, a script, a handler or another host's address: the policy would refuse it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import get_template

import leadgoose

SOURCE = Path(leadgoose.__file__).parent
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*") if path.is_file())
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]


class Inline(HTMLParser):
    """Collects what may not stand in a template; Django's tags are taken out before."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.faults.append(f"<{tag}> in the page")
        for name, value in given.items():
            if name == "style" or name.startswith("on") or name.startswith("hx-on"):
                self.faults.append(f"{name}= on <{tag}>")
            loads = name in {"src", "href", "action", "data", "poster", "formaction"}
            if loads and re.match(r"\s*(https?:|//|javascript:|data:)", value or ""):
                self.faults.append(f"{name}={value!r}")


def inline(text: str) -> list[str]:
    text = re.sub(r"{%\s*comment\b.*?endcomment\s*%}|{#.*?#}", "", text, flags=re.S)
    text = re.sub(r"{%\s*static [^%]*%}|{{.*?}}", "x", text, flags=re.S)
    reader = Inline()
    reader.feed(re.sub(r"{%.*?%}", " ", text, flags=re.S))
    return reader.faults


@pytest.mark.parametrize(
    ("case", "text", "faults"),
    [
        ("a style attribute", '<p style="color:red">', ["style= on <p>"]),
        ("a style element", "<style>p{}</style>", ["<style> in the page"]),
        ("a script in the page", "<script>x()</script>", ["<script> in the page"]),
        ("a script of the house", "<script src=\"{% static 'a.js' %}\"></script>", []),
        ("a handler", '<a href="{% url \'x\' %}" onclick="x()">', ["onclick= on <a>"]),
        ("a style behind a condition", '<p {% if a %}style="x"{% endif %}>', ["style= on <p>"]),
        ("another host", '<img src="https://example.org/a.png">', ["src='https://example.org/a.png'"]),
        ("the name of a vocabulary is no address to load", '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0"/></svg>', []),
    ],
)
def test_the_reader_sees(case: str, text: str, faults: list[str]) -> None:
    assert inline(text) == faults


def test_there_are_templates() -> None:
    assert len(PAGES) > 10


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_it_parses(path: Path) -> None:
    get_template(path.as_posix().split("/templates/", 1)[1])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_nothing_stands_inline(path: Path) -> None:
    text = path.read_text("utf-8")
    assert inline(text) == []
    assert not re.search(r"\|\s*safe\b|autoescape\s+off", text), "text from outside would become markup"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_chinese_stands_in_a_translation(path: Path) -> None:
    """Words outside translate and blocktranslate would stay Simplified in every language."""
    text = re.sub(r"{%\s*comment\b.*?endcomment\s*%}|{#.*?#}", "", path.read_text("utf-8"), flags=re.S)
    text = re.sub(r"{%\s*(blocktranslate|blocktrans)\b.*?{%\s*end\1\s*%}", "", text, flags=re.S)
    bare = re.findall(r"[\u4e00-\u9fff]+", re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.S))
    assert bare == []
