"""Units as documents and pages: the manual with notes, solutions and answers, the handout without; the office's own editions."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from cast import NOW, Cast
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.press.printing import Imprint
from leadgoose.training import course_papers
from leadgoose.training.actions.editions import Document, upload_edition
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.course_word import lesson as as_word
from leadgoose.training.courses import courses, questions
from leadgoose.training.models.bank import Edition

UNIT = "/o/committee/courses/basics/4/"


def facts(part: course_papers.Part = "manual", script: str = "zh-Hans", course: str = "basics", number: int = 4) -> dict[str, object]:
    asked = [one for one in questions() if (one.course, one.unit) == (course, number)]
    return course_papers.lesson(courses()[course], courses()[course].units[number - 1], part, asked, Imprint(), script)


def every_text(told: object) -> str:
    """All texts of some facts, in order."""
    if isinstance(told, dict):
        return "\n".join(every_text(one) for one in told.values())
    if isinstance(told, list | tuple):
        return "\n".join(every_text(one) for one in told)
    return str(told)


@pytest.mark.django_db
@pytest.mark.parametrize("course", list(courses()))
def test_a_unit_s_citations_are_numbered_and_listed(course: str) -> None:
    for number in range(1, 9):
        told = facts(course=course, number=number)
        text = every_text(told["blocks"])
        used = {int(one) for group in re.findall(r"〔([\d,]+)〕", text) for one in group.split(",")}
        grounds = told["grounds"]
        assert isinstance(grounds, list) and used == set(range(1, len(grounds) + 1))
        assert not re.search(r"[{}\[\]]", text) and all(line[2] and line[3] for line in grounds)


@pytest.mark.django_db
def test_the_handout_has_no_solutions_no_notes_and_no_answers() -> None:
    manual, handout = (every_text(facts(part)["blocks"]) for part in ("manual", "handout"))
    assert all(word in manual for word in ("教学提示", "参考答案", "答案：A", "（K2.1）"))
    assert not any(word in handout for word in ("教学提示", "参考答案", "答案：", "K2.1"))
    assert "材料" in handout and "要求" in handout


@pytest.mark.django_db
def test_a_committee_that_prints_traditional_gets_traditional() -> None:
    text = every_text(facts(script="zh-Hant"))
    assert "黨員大會" in text and "党员" not in text


@pytest.mark.django_db
def test_the_word_file_has_headings_lists_and_tables_to_edit() -> None:
    document = docx.Document(io.BytesIO(as_word(facts(), at=NOW)))
    headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings == ["目标", "提纲", "内容", "教学提示", "练习", "题目和答案", "依据"]
    assert len(document.tables) == 3 and document.core_properties.title == "第4单元　表决与决议：先问基数"
    raised = [run.text for one in document.paragraphs for run in one.runs if run.font.superscript]
    assert raised and all(re.fullmatch(r"[\d,]+", one) for one in raised)


def test_both_forms_are_taken_away_by_those_who_may(cast: Cast) -> None:
    office, secretary = cast.client("clerk"), cast.client("secretary")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(office.get(UNIT + "manual.pdf").content)).pages)
    assert "教学提示" in text and "依据" in text and "制" in text
    assert office.get(UNIT + "manual.docx").content.startswith(b"PK")
    branch = UNIT.replace("committee", "one")
    assert secretary.get(branch + "handout.docx").status_code == 200
    for address in ("manual.pdf", "manual.docx", "handout.doc", "other.pdf"):
        assert secretary.get(branch + address).status_code == 404, address
    for address in ("/o/committee/courses/basics/9/", "/o/committee/courses/none/1/", "/o/committee/courses/basics/0/"):
        assert office.get(address).status_code == 404, address


def test_the_office_reads_solutions_and_a_secretary_reads_exercises(cast: Cast) -> None:
    office = cast.client("clerk").get(UNIT).content.decode()
    secretary = cast.client("secretary").get(UNIT.replace("committee", "one")).content.decode()
    assert "参考答案" in office and "上传新版" in office and 'href="#g1"' in office and 'id="g1"' in office
    assert "参考答案" not in secretary and "上传新版" not in secretary and "材料" in secretary
    assert "16.8 小时" in cast.client("secretary").get("/o/one/courses/").content.decode()


def word(text: str = "本单位的教材", macros: bool = False) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    if macros:
        with zipfile.ZipFile(written, "a") as archive:
            archive.writestr("word/vbaProject.bin", b"")
    return written.getvalue()


def test_an_edition_is_kept_beside_the_one_before(cast: Cast) -> None:
    top, clerk = cast.organisations["committee"], cast.actor("clerk")
    upload_edition(top, ("basics", 4), Document(word(), "教材.docx", "handout", " 加了本队的 案例 "), by=clerk, at=NOW)
    second = upload_edition(top, ("basics", 4), Document(b"%PDF-1.7 ...", "教师.pdf", "manual"), by=clerk, at=NOW)
    assert [(one.number, one.part, one.note) for one in Edition.objects.order_by("number")] == [(1, "handout", "加了本队的 案例"), (2, "manual", "")]
    assert Entry.objects.latest("number").facts == {"course": "basics", "unit": 4, "edition": 2, "file": second.sha256}
    branch, secretary = UNIT.replace("committee", "one"), cast.client("secretary")
    assert "第 1 版" in secretary.get(branch).content.decode() and "第 2 版" not in secretary.get(branch).content.decode()
    assert [secretary.get(f"{branch}edition/{number}/export/").status_code for number in (1, 2, 3)] == [200, 404, 404]
    assert cast.client("clerk").get(f"{UNIT}edition/2/export/").content == b"%PDF-1.7 ..."
    assert cast.client("outsider").get(f"{branch}edition/1/export/").status_code == 404


def test_a_file_that_is_no_document_is_refused_and_nothing_typed_is_lost(cast: Cast) -> None:
    client = cast.client("clerk")
    for content, said in ((word(macros=True), "只收 .docx 和 .pdf"), (b"\xd0\xcf\x11\xe0old", "只收 .docx 和 .pdf"), (b"PK\x03\x04", "只收 .docx 和 .pdf")):
        answer = client.post(UNIT + "edition/", {"file": SimpleUploadedFile("教材.docx", content), "note": "改了案例", "part": "manual"})
        assert answer.status_code == 422 and said in answer.content.decode() and "改了案例" in answer.content.decode()
    assert client.post(UNIT + "edition/", {"note": ""}).status_code == 422
    sent = word()
    page = client.post(UNIT + "edition/", {"file": SimpleUploadedFile("教材.docx", sent), "note": "", "part": "handout"}, follow=True)
    assert "已保存为第 1 版" in page.content.decode()
    again = client.post(UNIT + "edition/", {"file": SimpleUploadedFile("教材.docx", sent), "note": "", "part": "handout"})
    assert again.status_code == 422 and "一字不差" in again.content.decode()
    with pytest.raises(Refused):
        long = Document(word("另一份"), "教材.docx", "manual", "长" * 201)
        upload_edition(cast.organisations["committee"], ("basics", 4), long, by=cast.actor("clerk"), at=NOW)
    assert client.get(UNIT + "edition/1/export/").content == sent
    assert client.post(UNIT + "edition/", {"file": SimpleUploadedFile("教材.docx", word("又一份"))}).status_code == 422
