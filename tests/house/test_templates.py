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


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_label_of_a_stacked_table_begins_with_a_capital_in_english(path: Path) -> None:
    """Heads of columns get theirs from the style sheet, which cannot reach a label: its words stand inside sentences elsewhere."""
    labels = re.findall(r'data-label="((?:{%.*?%}|{{.*?}}|[^"])*)"', path.read_text("utf-8"))
    said = [part for label in labels for part in re.findall(r"{{.*?}}|{%\s*translate.*?%}", label)]
    assert [part for part in said if "|capfirst" not in part] == []


def bare(text: str) -> set[str]:
    """Classes that a stylesheet styles wherever they stand: the selector is the class and nothing else, outside of other rules."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)
    found: set[str] = set()
    within: list[str] = []
    for before, mark in re.findall(r"([^{};]*)([{};])", text):
        if mark == "{":
            if all(one.startswith("@") for one in within):
                found.update(one.strip()[1:] for one in before.split(",") if re.fullmatch(r"\.[a-z][\w-]*", one.strip()))
            within.append(before.strip())
        elif mark == "}":
            within.pop()
    return found


def test_the_reader_of_stylesheets_sees_what_stands_alone() -> None:
    assert bare(".a, .b > c { d: e; &:hover { f: g; } .h { i: j; } } // .k {\n@media print { .l { m: n; } }") == {"a", "l"}


def test_no_class_means_one_thing_to_the_house_and_another_to_a_subject() -> None:
    """A list of names in the desk once laid out the members' table: both were called people."""
    house = {name: path for path in SOURCE.glob("ground/look/frontend/_*.scss") for name in bare(path.read_text("utf-8"))}
    subjects = [path for path in SOURCE.rglob("static/**/*.css") if "dist" not in path.parts]
    assert house and subjects
    assert [f"{path.name} and {house[name].name}: .{name}" for path in subjects for name in sorted(bare(path.read_text("utf-8")) & house.keys())] == []
