"""The pages of papers: what each role sees, files and pictures, errors at the field, and that looking writes nothing."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hall import Hall, hall
from PIL import Image
from pypdf import PdfReader

from cast import TODAY, Cast
from leadgoose.elections.models import OwnForm, Paper
from leadgoose.ground.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast: Cast) -> Hall:
    return hall(cast)


def page(made: Hall, path: str = "papers/", login: str = "secretary") -> str:
    answer = made.cast.client(login).get(f"/e/{made.election.key}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def post(made: Hall, path: str, typed: Mapping[str, Any], login: str = "secretary") -> Any:
    return made.cast.client(login).post(f"/e/{made.election.key}/{path}", typed)


def test_the_list_shows_every_paper_with_its_state_and_what_it_lacks(made: Hall) -> None:
    text = page(made)
    for label in (
        "换届请示", "人选请示", "选举办法", "主持词", "签到册", "选票", "计票单", "会议记录", "选举结果报告", "工作交接清单", "督导员签认卡",
        "岗位须知", "转报",
    ):
        assert label in text
    assert "预选选票" not in text
    assert "开会日期" not in text and "换届批复的文号" in text
    assert f"/e/{made.election.key}/desk-papers/ballot/" in text and "随时可印" in text and "样票" in text


def test_looking_at_papers_writes_nothing(made: Hall) -> None:
    client = made.cast.client("secretary")
    before = Entry.objects.count()
    with CaptureQueriesContext(connection) as asked:
        for path in ("papers/", "papers/notice/", "papers/notice.docx", "desk-papers/ballot/"):
            assert client.get(f"/e/{made.election.key}/{path}").status_code == 200
    assert [one["sql"] for one in asked if not one["sql"].lstrip("(").upper().startswith(("SELECT", "SAVEPOINT", "RELEASE", "WITH"))] == []
    assert Entry.objects.count() == before and not Paper.objects.exists()


def test_the_envoy_reads_papers_and_has_no_hand_in_ballots_and_tally_sheets(made: Hall) -> None:
    text = page(made, login="envoy")
    assert "督导员不经手" in text and "desk-papers" not in text
    assert "签发文件" not in page(made, "papers/notice/", "envoy")
    client = made.cast.client("envoy")
    for path in ("desk-papers/ballot/", "desk-papers/ballot.pdf", "desk-papers/tally.docx", "desk-papers/ballot/sheet-1.png"):
        assert client.get(f"/e/{made.election.key}/{path}").status_code == 403
    assert post(made, "papers/notice/issue/", {"on": "2026-11-23"}, "envoy").status_code == 403


def test_a_ballot_is_not_found_among_the_papers_nor_a_paper_on_the_desk(made: Hall) -> None:
    client = made.cast.client("clerk")
    for path in ("papers/ballot/", "papers/tally.pdf", "desk-papers/notice/", "papers/no-such/", "papers/preselection-ballot/", "papers/notice/sheet-99.png",
                 "papers/notice/?issue=77"):
        assert client.get(f"/e/{made.election.key}/{path}").status_code == 404


@pytest.mark.parametrize(("login", "status"), [("clerk", 200), ("secretary", 200), ("envoy", 200), ("member", 403), ("new_secretary", 404), ("outsider", 404)])
def test_who_reads_the_papers(made: Hall, login: str, status: int) -> None:
    assert made.cast.client(login).get(f"/e/{made.election.key}/papers/").status_code == status


def test_a_page_shows_the_paper_as_it_prints_and_what_is_missing(made: Hall) -> None:
    text = page(made, "papers/request/")
    assert "还缺：开会时间、开会地点、联系人、联系电话" in text and text.count("<img") == 2
    sheet = made.cast.client("secretary").get(f"/e/{made.election.key}/papers/request/sheet-1.png")
    wide, high = Image.open(io.BytesIO(sheet.content)).size
    assert sheet["Content-Type"] == "image/png" and high / wide == pytest.approx(297 / 210, abs=0.01)


def test_issuing_leads_back_to_the_page_with_receipt_and_files_and_the_draft_stays_to_be_seen(made: Hall) -> None:
    client = made.cast.client("secretary")
    draft = client.get(f"/e/{made.election.key}/papers/notice.pdf").content
    typed = {"on": "2026-11-23", "number": "示〔2026〕7号", "signer": "单志强", "seen": "0"}
    sent = client.post(f"/e/{made.election.key}/papers/notice/issue/", typed, follow=True)
    row = Paper.objects.get()
    text = sent.content.decode()
    assert f"凭据第 {row.receipt_number} 号" in text and "示〔2026〕7号" in text and f"{row.receipt_number}-{row.receipt_hash[:16]}" in text
    out = client.get(f"/e/{made.election.key}/papers/notice.pdf")
    assert "attachment" in out["Content-Disposition"] and "no-store" in out["Cache-Control"]
    assert out.content == client.get(f"/e/{made.election.key}/papers/notice.pdf?issue={row.pk}").content != draft
    now = "".join(one.extract_text() for one in PdfReader(io.BytesIO(client.get(f"/e/{made.election.key}/papers/notice.pdf?issue=draft").content)).pages)
    assert "草稿" in now
    assert "已签发" in page(made)


def test_ballots_come_as_many_as_were_printed_all_alike_and_before_that_only_a_sample(made: Hall) -> None:
    client = made.cast.client("secretary")
    sample = PdfReader(io.BytesIO(client.get(f"/e/{made.election.key}/desk-papers/ballot.pdf").content)).pages
    assert len(sample) == 1 and "样" in sample[0].extract_text()
    assert post(made, "papers/ballot/issue/", {"on": "2026-11-23", "copies": "20", "seen": "0"}).status_code == 302
    found = PdfReader(io.BytesIO(client.get(f"/e/{made.election.key}/desk-papers/ballot.pdf").content)).pages
    assert len(found) == 20 and len({one.get_contents().get_data() for one in found}) == 1   # type: ignore[union-attr]
    assert "样" not in found[0].extract_text()
    assert "这一次 20 张，共 20 张" in page(made, "desk-papers/ballot/")


@pytest.mark.parametrize(("path", "typed", "field", "said"), [
    ("papers/notice/issue/", {"on": "昨天", "number": "示〔2026〕7号"}, "on", "样式填写日期"),
    ("papers/notice/issue/", {"on": "2026-11-24", "number": "示〔2026〕7号"}, "on", "不能晚于今天"),
    ("papers/notice/issue/", {"on": "2026-11-23", "number": "示〔2026〕7号", "signer": "名" * 41}, "signer", "太长"),
    ("papers/ballot/issue/", {"on": "2026-11-23", "copies": "二十"}, "copies", "整数"),
    ("papers/ballot/issue/", {"on": "2026-11-23", "copies": "0"}, "copies", "整数"),
])
def test_an_error_stands_at_the_field_and_nothing_typed_is_lost(made: Hall, path: str, typed: dict[str, str], field: str, said: str) -> None:
    answer = post(made, path, {**typed, "seen": "0"})
    text = answer.content.decode()
    assert answer.status_code == 422 and f'aria-describedby="{field}_error"' in text and said in text
    assert all(f'value="{value}"' in text for name, value in typed.items() if name in ("number", "signer", "copies"))
    assert not Paper.objects.exists()


def test_a_page_that_was_shown_before_another_issue_is_told_so(made: Hall) -> None:
    assert post(made, "papers/notice/issue/", {"on": "2026-11-23", "seen": "0"}).status_code == 302
    again = post(made, "papers/notice/issue/", {"on": "2026-11-23", "seen": "0"})
    assert again.status_code == 422 and "刚刚已经签发过" in again.content.decode() and Paper.objects.count() == 1


def test_signs_are_chosen_on_the_methods_page(made: Hall) -> None:
    assert "设定符号" in page(made, "papers/method/")
    assert post(made, "signs/", {"for": "tick", "against": "cross"}).status_code == 302
    made.declare()
    made.decide()
    assert "设定符号" not in page(made, "papers/method/")
    late = post(made, "signs/", {"for": "circle", "against": "cross"})
    assert late.status_code == 422 and "已经通过" in late.content.decode()


def test_the_list_and_a_page_ask_the_same_number_of_queries_whatever_was_issued(made: Hall) -> None:
    client, counts = made.cast.client("secretary"), []
    for seen in (0, 1, 2, 3):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/e/{made.election.key}/papers/")
        counts.append(len(asked))
        assert post(made, "papers/notice/issue/", {"on": "2026-11-23", "seen": str(seen)}).status_code == 302
    assert len(set(counts[1:])) == 1 and counts[-1] <= 60


def test_without_fonts_the_page_says_so_and_offers_no_pdf(made: Hall, settings: Any, tmp_path: Any) -> None:
    settings.FONTS = tmp_path
    text = page(made, "papers/notice/")
    assert "没有打印字体" in text and "<img" not in text
    assert made.cast.client("secretary").get(f"/e/{made.election.key}/papers/notice.pdf").status_code == 503
    assert page(made)


# --- the committee's own papers and forms ---


def test_the_years_plan_and_the_briefing_are_seen_and_taken_in_both_forms(cast: Cast) -> None:
    client = cast.client("clerk")
    text = client.get("/o/committee/election-papers/?year=2027").content.decode()
    assert "年度换届计划" in text and "换届工作辅导提纲" in text and "<img" in text
    for name, kind in (("plan.pdf", b"%PDF"), ("plan.docx", b"PK"), ("briefing.pdf", b"%PDF"), ("briefing.docx", b"PK"), ("plan.png", b"\x89PNG")):
        assert client.get(f"/o/committee/election-papers/{name}?year=2027").content.startswith(kind)
    for name in ("other.pdf", "plan.png?sheet=9", "plan.png?sheet=x"):
        assert client.get(f"/o/committee/election-papers/{name}").status_code == 404


def form(text: str = "{{ 党组织 }}应到会{{ 应到会 }}名") -> SimpleUploadedFile:
    document = docx.Document()
    document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return SimpleUploadedFile("通知.docx", made.getvalue())


def test_a_committee_brings_its_form_by_the_page_and_papers_come_by_it(made: Hall) -> None:
    client = made.cast.client("clerk")
    text = client.get("/o/committee/forms/").content.decode()
    assert "{{ 应到会 }}" in text and "委员候选人" in text and "还没有自备表样" in text
    assert client.post("/o/committee/forms/upload/", {"paper": "notice", "file": form()}).status_code == 302
    tried = client.post("/o/committee/forms/notice/1/try/")
    assert docx.Document(io.BytesIO(tried.content)).paragraphs[0].text == "作业一队党支部应到会18名"
    assert client.post("/o/committee/forms/notice/1/adopt/").status_code == 302
    assert "使用中" in client.get("/o/committee/forms/").content.decode()
    got = client.get(f"/e/{made.election.key}/papers/notice.docx").content
    assert docx.Document(io.BytesIO(got)).paragraphs[0].text == "作业一队党支部应到会18名"
    assert client.get(f"/e/{made.election.key}/papers/notice.pdf").status_code == 404
    assert "只出 DOCX" in page(made, "papers/notice/")
    assert post(made, "papers/notice/issue/", {"on": str(TODAY), "seen": "0"}).status_code == 302
    assert client.post("/o/committee/forms/notice/shipped/").status_code == 302
    kept = client.get(f"/e/{made.election.key}/papers/notice.docx").content
    assert docx.Document(io.BytesIO(kept)).paragraphs[0].text == "作业一队党支部应到会18名"   # as it was issued
    assert client.get("/o/committee/forms/notice/1/").content.startswith(b"PK")


@pytest.mark.parametrize(("typed", "field"), [({"paper": "notice"}, "file"), ({"paper": "x"}, "paper"), ({"paper": "ballot", "bad": "1"}, "file")])
def test_a_wrong_upload_is_told_at_the_field_and_the_choice_is_kept(cast: Cast, typed: dict[str, str], field: str) -> None:
    file = {} if typed == {"paper": "notice"} else {"file": form("{{ 没有 }}" if "bad" in typed else "文")}
    answer = cast.client("clerk").post("/o/committee/forms/upload/", {**typed, **file})
    text = answer.content.decode()
    assert answer.status_code == 422 and f'aria-describedby="{field}_error"' in text
    assert typed["paper"] == "x" or f'value="{typed["paper"]}" selected' in text
    assert not OwnForm.objects.exists()


def test_a_form_that_is_not_there_or_was_not_tried_is_refused(cast: Cast) -> None:
    client = cast.client("clerk")
    assert client.get("/o/committee/forms/notice/7/").status_code == 404
    assert client.get("/o/two/forms/").status_code == 404
    for path in ("notice/7/try/", "notice/7/adopt/", "notice/shipped/"):
        assert client.post(f"/o/committee/forms/{path}").status_code == 422
    client.post("/o/committee/forms/upload/", {"paper": "notice", "file": form()})
    refused = client.post("/o/committee/forms/notice/1/adopt/")
    assert refused.status_code == 422 and "先测试打印" in refused.content.decode()
