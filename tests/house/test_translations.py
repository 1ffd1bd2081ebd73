"""The tool that collects messages sees all of them, and compiles what gettext reads. Whether the languages are complete, `make check` asks."""

from __future__ import annotations

import gettext
import importlib.util
import io
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages_tool", ROOT / "tools" / "messages.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


tool = load()
CODE = "from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext as p\n"


@pytest.mark.parametrize(
    ("case", "code", "keys"),
    [
        ("a plain call", '_("届满")', [("", "届满", "")]),
        ("a text in two pieces", '_("届满" "未换届")', [("", "届满未换届", "")]),
        ("a lazy one", 'gettext_lazy("党支部")', [("", "党支部", "")]),
        ("a context", 'p("人", "正式")', [("人", "正式", "")]),
        ("a plural", 'ngettext("%(n)s 人", "%(n)s 人们", n)', [("", "%(n)s 人", "%(n)s 人们")]),
        ("a number with what it counts, written once", 'plural("%(n)s 人", n)', [("", "%(n)s 人", "%(n)s 人")]),
        ("the same for a table of sentences", 'plural_later("%(n)s 人", "n")', [("", "%(n)s 人", "%(n)s 人")]),
        ("a name says nothing", "_(text)", []),
        ("another function of that name is not ours", 'x._("届满")', []),
    ],
)
def test_code(case: str, code: str, keys: list[tuple[str, str, str]]) -> None:
    assert list(tool.in_code(CODE + code, "x.py")) == keys


def test_an_f_string_is_refused() -> None:
    with pytest.raises(tool.Stop):
        list(tool.in_code(CODE + '_(f"{n} 人")', "x.py"))


@pytest.mark.parametrize(
    ("case", "text", "keys"),
    [
        ("translate", '{% translate "届满" %}', [("", "届满", "")]),
        ("translate with a context into a name", "{% translate '正式' context '人' as x %}", [("人", "正式", "")]),
        ("blocktranslate with a value", "{% blocktranslate with n=a.n %}共 {{ n }} 人{% endblocktranslate %}",
         [("", "共 %(n)s 人", "")]),
        ("blocktranslate trimmed", "{% blocktranslate trimmed %}\n  甲\n  乙\n{% endblocktranslate %}", [("", "甲 乙", "")]),
        ("a constant in an argument", '{% pager page _("下一页") %}', [("", "下一页", "")]),
        ("a quotation mark inside", """{% translate '他说"好"' %}""", [("", '他说"好"', "")]),
    ],
)
def test_templates(case: str, text: str, keys: list[tuple[str, str, str]]) -> None:
    assert list(tool.in_template(text, "x.html")) == keys


def test_what_is_written_is_read_again_and_compiled(tmp_path: Path) -> None:
    entries = [
        tool.Entry(("", "届满 %(n)s 天", ""), ["%(n)s days past\t\"end\"\\\n"], ["a.py"]),
        tool.Entry(("人", "正式", ""), ["full"]),
        tool.Entry(("", "一人", "多人"), ["one", "many"]),
        tool.Entry(("", "没译", ""), [""]),
    ]
    path = tmp_path / "django.po"
    tool.write_po(path, "en", entries)
    assert list(tool.read_po(path).values()) == entries
    read = gettext.GNUTranslations(io.BytesIO(tool.compiled(path)))
    assert read.gettext("届满 %(n)s 天") == "%(n)s days past\t\"end\"\\\n"
    assert read.pgettext("人", "正式") == "full"
    assert [read.ngettext("一人", "多人", n) for n in (1, 2)] == ["one", "many"]
    assert read.gettext("没译") == "没译"


def test_what_a_person_wrote_is_not_generated_again() -> None:
    entry = tool.Entry(("", "台账", ""), [""])
    tool.generate(entry)
    assert entry.strings == ["臺賬"] and entry.by_machine
    entry.strings = ["帳冊"]
    tool.generate(entry)
    assert entry.strings == ["帳冊"] and not entry.digest
    tool.generate(entry)
    assert entry.strings == ["帳冊"]


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("台账", "臺賬"), ("批复", "批復"), ("回避", "迴避"), ("程序", "程序"), ("优化", "優化"), ("信息", "信息"),
        ("项目", "項目"), ("稽查", "稽查"), ("年度计划", "年度計劃"), ("干部", "幹部"), ("若干", "若干"),
        ("征求意见", "徵求意見"), ("“四优”", "「四優」"),
    ],
)
def test_traditional_is_the_fields_and_not_another_regions(simplified: str, traditional: str) -> None:
    assert tool.traditional(simplified) == traditional


@pytest.mark.parametrize(
    ("case", "locale", "text", "string", "fault"),
    [
        ("nothing written", "en", "届满", "", "no translation"),
        ("a placeholder lost", "en", "%(n)s 天", "days", "other placeholders"),
        ("a placeholder of another name", "en", "%(n)s 天", "%(m)s days", "other placeholders"),
        ("another region's word", "zh_Hant", "程序", "程式", "another region's word"),
        ("Chinese left in the English", "en", "届满", "term 届满", "Chinese left"),
        ("a Chinese mark left in the English", "en", "届满，待办", "term expired，to do", "Chinese left"),
        ("one form for all numbers", "en", "%(n)s 人", "%(n)s person(s)", "one form for all numbers"),
        ("a word with a space at its end", "en", "届满", "term expired ", "space at an end"),
    ],
)
def test_faults(case: str, locale: str, text: str, string: str, fault: str) -> None:
    assert any(fault in said for said in tool.faults(locale, tool.Entry(("", text, ""), [string])))


def test_a_mark_alone_has_its_space_with_it() -> None:
    assert list(tool.faults("en", tool.Entry(("", "，", ""), [", "]))) == []


def test_the_glossary_writes_traditional_as_the_pages_do() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| .+? \| `", (ROOT / "docs" / "glossary.md").read_text("utf-8"), flags=re.M)
    assert len(rows) > 150
    assert [(simplified, traditional) for simplified, traditional in rows if tool.traditional(simplified) != traditional] == []


def test_no_word_of_another_region_anywhere() -> None:
    texts = [(ROOT / "src/leadgoose/locale/zh_Hant/LC_MESSAGES/django.po").read_text("utf-8")]
    for path in (ROOT / "src/leadgoose").rglob("sentences.toml"):
        tables = tomllib.loads(path.read_text("utf-8")).values()
        texts += [str(table.get("zh-Hant", "")) for table in tables if isinstance(table, dict)]
    found = [word for text in texts for word in re.findall("|".join(tool.FORBIDDEN), text)]
    assert found == []
