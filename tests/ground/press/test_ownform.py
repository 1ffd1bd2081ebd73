"""A committee's own form is data: it is filled with facts and reaches nothing else, however it is written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE

from leadgoose.ground.press import ownform
from leadgoose.ground.press.ownform import BadForm, check, fill, margins

pytestmark = pytest.mark.once
FIELDS = {"党组织": "作业一队党支部", "应到会": "18", "候选人": [{"姓名": "王　堃"}, {"姓名": "刘　𬭎"}], "议程": ["甲", "乙"], "空": ""}


def form(*lines: str, rows: tuple[tuple[str, str], ...] = (), header: str = "") -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(rows=0, cols=2)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def changed(data: bytes, parts: Mapping[str, bytes], without: str = "") -> bytes:
    """The same archive with parts replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in parts and name != without:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name, content)
    return made.getvalue()


def body(data: bytes, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return changed(data, {"word/document.xml": source.read("word/document.xml").decode().replace(old, new).encode()})


def test_places_loops_and_conditions_are_filled_and_the_same_facts_give_the_same_bytes() -> None:
    one = form(
        "{{ 党组织 }}应到会{{应到会}}名", "{% if 空 %}有{% else %}没有{% endif %}", "{%p for 项 in 议程 %}", "{{ loop.index }}.{{ 项 }}", "{%p endfor %}",
        rows=(("{%tr for 人 in 候选人 %}", ""), ("{{ 人.姓名 }}", ""), ("{%tr endfor %}", "")), header="{{ 党组织 }}",
    )
    assert check(one, FIELDS) == {"党组织", "应到会", "空", "议程", "候选人"}
    made = fill(one, FIELDS)
    document = docx.Document(io.BytesIO(made))
    assert [each.text for each in document.paragraphs] == ["作业一队党支部应到会18名", "没有", "1.甲", "2.乙"]
    assert [row.cells[0].text for row in document.tables[0].rows] == ["王　堃", "刘　𬭎"]
    assert document.sections[0].header.paragraphs[0].text == "作业一队党支部"
    assert made == fill(one, FIELDS)


def test_a_place_that_word_tore_into_pieces_is_read_as_one() -> None:
    document = docx.Document()
    line = document.add_paragraph()
    for piece in ("{", "{ 党", "组织 }", "}"):
        line.add_run(piece)
    assert docx.Document(io.BytesIO(fill(saved(document), FIELDS))).paragraphs[0].text == "作业一队党支部"


def test_a_value_is_never_a_place_or_markup() -> None:
    nasty = {**FIELDS, "党组织": "<w:p/>{{ 应到会 }} {% x %} & \x00\x08\""}
    made = docx.Document(io.BytesIO(fill(form("{{ 党组织 }}"), nasty)))
    assert made.paragraphs[0].text == "<w:p/>{{ 应到会 }} {% x %} & \""


@pytest.mark.parametrize("written", [
    "{{ ''.__class__ }}", "{{ 党组织.__class__ }}", "{% for a in 候选人 %}{{ a.__class__ }}{% endfor %}", "{{ 党组织.upper() }}", "{{ 党组织|upper }}",
    "{{ 党组织[0] }}", "{{ {}.x }}", "{{ [1] }}", "{{ (1,2) }}", "{{ 1+1 }}", "{{ 'a' * 999999999 }}", "{{ range(9) }}", "{{ cycler }}", "{{ self }}",
    "{{ lipsum }}", "{{ config }}", "{{ loop.index.__class__ }}", "{% for a in 候选人 %}{{ loop.nextitem }}{% endfor %}", "{{ 党组织 if 应到会 }}",
    "{{ 党组织 ~ 应到会 }}", "{{ 不存在 }}", "{{ 人.姓名 }}", "{% for a in 候选人 %}{{ a.无 }}{% endfor %}", "{% set x = 1 %}", "{% import 'os' as o %}",
    "{% from 'os' import path %}", "{% include '/etc/passwd' %}", "{% extends 'x' %}", "{% macro x() %}{% endmacro %}", "{% filter upper %}x{% endfilter %}",
    "{% block x %}{% endblock %}", "{% with x = 1 %}{% endwith %}", "{% for a in 候选人 recursive %}{% endfor %}", "{% for a, b in 候选人 %}{% endfor %}",
    "{% for a in 候选人 if a %}{% endfor %}", "{% for a in 候选人 %}{% for b in 候选人 %}x{% endfor %}{% endfor %}", "{% for a in '甲乙' %}x{% endfor %}",
    "{% call x %}{% endcall %}", "{% do x %}", "{{ 党组织 is defined }}", "{{ not }}", "{{", "}}", "{% if", "{{ 党组织 {{ 应到会 }} }}", "{{ 党组织 %}",
    "{% for a in 候选人 %}", "{% endif %}", "{{ " + "党" * 90 + " }}", "{{{{" * 200, "{% if 应到会 %}" * 400 + "{% endif %}" * 400,
])
def test_whatever_else_is_written_is_refused_in_a_sentence(written: str) -> None:
    with pytest.raises(BadForm) as refused:
        fill(form(written), FIELDS)
    assert str(refused.value.said).endswith(("。", "正。"))


def test_a_place_hidden_in_an_attribute_a_reference_or_another_encoding_is_found() -> None:
    plain = form("文")
    hidden = (
        body(plain, "<w:body>", '<w:body w:x="{{ lipsum.__globals__ }}">'),
        body(plain, "文", "&#123;&#123; lipsum.__globals__ &#125;&#125;"),
        body(plain, "<w:t>文</w:t>", "<w:t><![CDATA[{{ lipsum.__globals__ }}]]></w:t>"),
        body(plain, "<w:t>文</w:t>", '<w:t w:y="&#123;%&#32;import&#32;x&#32;%}">文</w:t>'),
    )
    for one in hidden:
        with pytest.raises(BadForm):
            fill(one, FIELDS)
    with zipfile.ZipFile(io.BytesIO(form("{{ lipsum.__globals__ }}"))) as source:
        other = source.read("word/document.xml").decode().replace("UTF-8", "UTF-16").encode("utf-16")
    with pytest.raises(BadForm):
        fill(changed(plain, {"word/document.xml": other}), FIELDS)


def test_a_part_under_another_name_is_found() -> None:
    """A header may be called anything: what is neither XML nor a picture is refused, and every XML part is read."""
    plain = form("文", header="头")
    with zipfile.ZipFile(io.BytesIO(plain)) as source:
        header = source.read("word/header1.xml").replace("头".encode(), b"{{ lipsum.__globals__ }}")
    for name in ("word/header9.dat", "word/header9.png"):
        with pytest.raises(BadForm):
            fill(changed(plain, {name: header}), FIELDS)
    with pytest.raises(BadForm):
        fill(changed(plain, {"word/header1.xml": header}), FIELDS)


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/activeX1.bin", "../evil.xml", "/etc/evil.xml",
                                  "word/fonts/font1.odttf", "word/media/image1.emf"])
def test_macros_objects_fonts_and_foreign_names_are_refused(name: str) -> None:
    with pytest.raises(BadForm):
        check(changed(form("文"), {name: b"\x01\x02"}), FIELDS)


def test_what_points_outside_is_refused_and_a_web_address_is_not() -> None:
    document = docx.Document()
    document.part.relate_to("https://example.invalid/x.dotm", RELATIONSHIP_TYPE.IMAGE, is_external=True)
    with pytest.raises(BadForm):
        check(saved(document), FIELDS)
    document = docx.Document()
    document.part.relate_to("https://example.invalid/", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    assert check(saved(document), FIELDS) == frozenset()


@pytest.mark.parametrize("code", ["INCLUDETEXT c:\\x", "includepicture http://x", "DDEAUTO cmd x", "LINK Excel.Sheet x"])
def test_field_codes_that_fetch_are_refused(code: str) -> None:
    torn = f'<w:r><w:instrText>{code[:5]}</w:instrText></w:r><w:r><w:instrText>{code[5:]}</w:instrText></w:r></w:p>'
    with pytest.raises(BadForm):
        check(body(form("文"), "</w:p>", torn), FIELDS)
    with pytest.raises(BadForm):
        check(body(form("文"), "</w:p>", f'<w:fldSimple w:instr="{code}"/></w:p>'), FIELDS)


def test_a_document_type_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document '
    with pytest.raises(BadForm):
        check(body(form("文"), "<w:document ", bomb), FIELDS)


def test_an_archive_that_unfolds_is_refused_whatever_it_says_of_its_sizes() -> None:
    with pytest.raises(BadForm, match="太大"):
        check(changed(form("文"), {"word/media/image1.png": b"\x89PNG" + b"\0" * 4_000_000}), FIELDS)
    with pytest.raises(BadForm, match="太大"):
        check(changed(form("文"), {f"word/media/image{number}.png": b"\x89PNG" + b"\0" * 2_900_000 for number in range(5)}), FIELDS)
    with pytest.raises(BadForm):
        check(changed(form("文"), {f"word/x{number}.xml": b"<x/>" for number in range(210)}), FIELDS)
    with pytest.raises(BadForm, match="1 MB"):
        check(b"PK" + b"\0" * 1_000_001, FIELDS)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_is_no_docx_is_told_so(data: bytes) -> None:
    with pytest.raises(BadForm, match="不是 DOCX"):
        check(data, FIELDS)
    with pytest.raises(BadForm, match="不是 DOCX"):
        check(changed(form("文"), {}, without="word/document.xml"), FIELDS)


def test_a_loop_does_not_grow_beyond_measure() -> None:
    long = form(*["{%p for 人 in 候选人 %}", *["党" * 4000] * 12, "{%p endfor %}"])
    with pytest.raises(BadForm, match="太长"):
        check(long, FIELDS)
    many = {**FIELDS, "候选人": [{"姓名": "王"}] * 900}
    made = docx.Document(io.BytesIO(fill(form("{%p for 人 in 候选人 %}", "{{ 人.姓名 }}", "{%p endfor %}"), many)))
    assert len(made.paragraphs) == ownform.MOST_ROWS


def test_what_stands_in_the_margins_is_seen() -> None:
    assert not margins(form("文"))
    assert margins(form("文", header="第 1 号"))
