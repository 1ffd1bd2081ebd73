"""The pages of the book: list and year, plan, resolutions, office, earlier books, record, versions, papers; for whom, and with how many queries."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, time
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, Cast
from leadgoose.ground.bylaws.actions import set_committee
from leadgoose.ground.journal.models import Entry as Journal
from leadgoose.recordbook.actions import enter
from leadgoose.recordbook.actions.planning import Wish, drop_item, set_plan
from leadgoose.recordbook.models import Attachment, EarlierBook, Entrustment, Excuse, PlanItem, Record, Resolution
from leadgoose.recordbook.rules.entry import Sitting
from leadgoose.recordbook.rules.kinds import Kind, Level
from leadgoose.recordbook.rules.truth import Channel
from recordbook.writing import arrival, key, meeting, party_group

BOOK = "/o/one/book/"


def put(cast: Cast, entry: Any = None, **more: Any) -> Record:
    return enter(entry or meeting(), arrival(**more), by=cast.actor("secretary"), at=NOW).record


def open_book(cast: Cast, day: str = "2026-09-01") -> None:
    set_committee(cast.top_key, {"record_from": day}, "", by=cast.actor("clerk"), at=NOW)


def text(cast: Cast, login: str, address: str) -> str:
    answer = cast.client(login).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


# --- the book ---


def test_the_book_shows_the_year_what_is_open_and_the_records(cast: Cast) -> None:
    open_book(cast)
    put(cast)
    page = text(cast, "secretary", BOOK)
    assert "四季度党员大会" in page and "2026-001" in page and "5/5" in page and "降温前装完井口防护板" in page
    assert 'class="held" title="2026-10-01—2026-12-31 已开展"' in page
    assert f'href="{BOOK}office/?kind=theme_day&amp;first=2026-10-01#excuse"' in page
    assert "资料未知" in page and "缺" not in page


def test_the_committee_sees_each_book_in_the_registers_order(cast: Cast) -> None:
    page = text(cast, "clerk", "/o/committee/book/")
    assert "本委没有设活动记录本启用日期" in page
    open_book(cast)
    put(cast)
    page = text(cast, "clerk", "/o/committee/book/")
    assert page.index("作业一队党支部") < page.index("作业二队党支部") < page.index("机关党支部")
    assert "缺 2" in page and "作业大队党总支" in page


def test_a_general_branch_has_a_book_of_its_own(cast: Cast) -> None:
    above = replace(cast.actor("secretary"), held=tuple(replace(one, key="general") for one in cast.actor("secretary").held))
    enter(meeting(org="general", matters=(), title="总支党员大会"), arrival(), by=above, at=NOW)
    page = text(cast, "clerk", "/o/general/book/")
    assert "总支党员大会" in page and "一年一览" not in page
    assert 'href="/o/one/book/?year=2026"' in page and 'href="/o/office/book/' not in page   # the books below it, and no others
    assert Record.objects.get().expected == 8


@pytest.mark.parametrize("address", [BOOK, "/o/committee/book/", f"{BOOK}search/?q=防护板", f"{BOOK}resolutions/", f"{BOOK}attendance/", f"{BOOK}print/"])
def test_the_number_of_queries_does_not_follow_the_number_of_records(cast: Cast, address: str) -> None:
    open_book(cast)
    client, counted = cast.client("clerk"), []
    for number in (1, 2):
        for _ in range(number):
            put(cast, meeting(key=key(), matters=tuple(replace(one, key=key()) for one in meeting().matters)))
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 22


def test_the_list_leaves_as_a_workbook_of_text(cast: Cast) -> None:
    put(cast, meeting(title="=1+1"))
    answer = cast.client("secretary").get(f"{BOOK}export/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    row = [cell.value for cell in sheet[5]]
    assert row[:7] == ["作业一队党支部", "2026-001", "党员大会", "2026-11-20", "=1+1", 5, 5] and sheet["E5"].data_type == "s"
    assert cast.client("envoy").get(f"{BOOK}export/").status_code == 403


# --- a record ---


def test_a_record_reads_with_its_verdicts_rules_and_provenance(cast: Cast) -> None:
    record = put(cast, channel=Channel.DEVICE, device="值班房平板")
    page = text(cast, "envoy", f"/r/{record.key}/")
    for sentence in (
        "应到会有表决权 4 人，超过半数须 3 人赞成，赞成 4 人，超出 1 人，通过。", "支部工作条例", "井口防护板要在降温前装完。", "当时记录",
        "离线设备记录", "值班房平板", "2026 年第 1 次", "待落实",
    ):
        assert sentence in page, sentence


def test_hostile_text_stays_text(cast: Cast) -> None:
    record = put(cast, meeting(title="<script>x</script>"))
    for address in (f"/r/{record.key}/", BOOK, f"/r/{record.key}/versions/", f"/r/{record.key}/correct/", f"{BOOK}print/"):
        assert "<script>x" not in text(cast, "secretary", address)


def test_two_versions_side_by_side_are_announced(cast: Cast) -> None:
    record = put(cast, channel=Channel.DEVICE)
    stamp = record.versions.get().stamp
    for number in range(2):
        put(cast, replace(meeting(), title=f"改动{number}"), channel=Channel.DEVICE, parents=(stamp,))
    assert "两处改动并存，都没有丢" in text(cast, "secretary", f"/r/{record.key}/")
    page = text(cast, "secretary", f"/r/{record.key}/versions/")
    assert "并存，待合并" in page and "改动0" in page and "改动1" in page
    assert "两处改动待合并" in text(cast, "secretary", BOOK)


def test_each_version_opens_whole_with_its_receipt_and_prints_as_what_it_is(cast: Cast) -> None:
    record = put(cast)
    first = record.versions.get()
    put(cast, meeting(title="改", matters=()), parents=(first.stamp,), reason="主题写错")
    address = f"/r/{record.key}/versions/"
    assert f'href="{address}1/"' in text(cast, "envoy", address)
    page = text(cast, "envoy", f"{address}1/")
    for told in ("四季度党员大会", "降温前装完井口防护板", "现行的是第 2 稿", f"{first.receipt_number}-{first.receipt_hash[:16]}", "sheet.pdf?version=1"):
        assert told in page, told
    page = text(cast, "envoy", f"{address}2/")
    assert "主题写错" in page and "降温前装完井口防护板" not in page and "现行的是" not in page
    assert cast.client("envoy").get(f"{address}3/").status_code == 404


def test_an_earlier_version_of_a_talk_is_opened_with_a_trace_of_its_own(cast: Cast) -> None:
    talk = meeting(key=key(), kind=Kind.TALK, level=Level.INNER, title="", people=(), speeches=(), matters=(), fields={"partner": "查晓明", "said": "想调班"})
    record = put(cast, talk)
    put(cast, replace(talk, fields={"partner": "查晓明", "said": "已调班"}), parents=(record.versions.get().stamp,), reason="写错")
    client = cast.client("committee_member")
    assert "想调班" not in client.get(f"/r/{record.key}/versions/1/").content.decode() and not Journal.objects.filter(act="ConfidentialOpened").exists()
    assert "想调班" in client.post(f"/r/{record.key}/versions/1/").content.decode()
    assert Journal.objects.get(act="ConfidentialOpened").facts["version"] == 1
    assert cast.client("envoy").post(f"/r/{record.key}/versions/1/").status_code == 404


def test_a_talk_is_opened_by_a_button_that_leaves_a_trace(cast: Cast) -> None:
    talk = meeting(key=key(), kind=Kind.TALK, level=Level.INNER, title="", people=(), speeches=(), matters=(), fields={"partner": "查晓明", "said": "想调班"})
    record = put(cast, talk)
    client = cast.client("committee_member")
    assert "想调班" not in client.get(f"/r/{record.key}/").content.decode()
    opened = client.post(f"/r/{record.key}/open/")
    assert "想调班" in opened.content.decode() and opened.headers["Cache-Control"] == "no-store"
    assert Journal.objects.get(act="ConfidentialOpened").by == "committee_member"
    assert client.get(f"/r/{record.key}/sheet.pdf").status_code == 404
    for login, status in (("envoy", 404), ("reader", 404), ("member", 404), ("outsider", 404)):
        other = cast.client(login)
        assert other.get(f"/r/{record.key}/").status_code == (status if login != "member" else 403), login
        assert other.post(f"/r/{record.key}/open/").status_code in {403, 404}
        assert record.key not in other.get("/o/committee/book/").content.decode()


def test_a_scan_of_a_talk_is_shown_as_a_button_and_opening_it_leaves_a_trace(cast: Cast) -> None:
    talk = meeting(key=key(), kind=Kind.TALK, level=Level.INNER, title="", people=(), speeches=(), matters=(), fields={"partner": "查晓明", "said": "想调班"})
    record, client = put(cast, talk), cast.client("secretary")
    client.post(f"/r/{record.key}/files/", {"file": SimpleUploadedFile("页.pdf", b"%PDF-1")})
    where = f"/attachment/{Attachment.objects.get().key}/file/"
    for page in (client.get(f"/r/{record.key}/"), client.get(where)):
        assert page.status_code == 200 and f'form="take-away" formaction="{where}"' in page.content.decode() and f'href="{where}"' not in page.content.decode()
    assert not Journal.objects.filter(act="ConfidentialOpened").exists()
    assert client.post(where).content == b"%PDF-1"
    assert Journal.objects.get(act="ConfidentialOpened").facts["attachment"] == Attachment.objects.get().key
    assert cast.client("envoy").post(where).status_code == 404


def test_withdrawing_asks_for_a_reason_and_keeps_the_record(cast: Cast) -> None:
    record = put(cast)
    client = cast.client("secretary")
    assert client.post(f"/r/{record.key}/withdraw/", {"reason": ""}).status_code == 422
    assert client.post(f"/r/{record.key}/withdraw/", {"reason": "记错支部"}).status_code == 302
    assert "撤回，原因：记错支部" in text(cast, "secretary", f"/r/{record.key}/")


def test_a_scan_is_attached_read_back_and_destroyed(cast: Cast) -> None:
    record = put(cast)
    client = cast.client("secretary")
    wrong = client.post(f"/r/{record.key}/files/", {"file": SimpleUploadedFile("x.exe", b"MZ")})
    assert wrong.status_code == 422 and "只收 PDF、JPEG 和 PNG 文件" in wrong.content.decode()
    client.post(f"/r/{record.key}/files/", {"file": SimpleUploadedFile("页.pdf", b"%PDF-1")})
    row = Attachment.objects.get()
    got = client.get(f"/attachment/{row.key}/file/")
    assert (got.content, got.headers["Content-Type"], got.headers["X-Content-Type-Options"]) == (b"%PDF-1", "application/pdf", "nosniff")
    client.post(f"/attachment/{row.key}/remove/", {"reason": "重复"})
    assert client.get(f"/attachment/{row.key}/file/").status_code == 410
    assert "已销毁" in text(cast, "secretary", f"/r/{record.key}/")


# --- the plan ---


def quarter(**more: str) -> dict[str, str]:
    planned = {"kind-0": "theme_day", "month-0": "2026-12-01", "on-0": "2026-12-05", "title-0": "安全生产", "start-0": "18:30"}
    return {"quarter": "2026-4", "rows": "1", **planned, **more}


def test_the_plan_proposes_what_the_rules_ask_and_takes_what_is_set(cast: Cast) -> None:
    open_book(cast)
    page = text(cast, "secretary", f"{BOOK}plan/")
    assert "主题党日" in page and 'name="take-0"' in page and "每月 1 次" in page
    client = cast.client("secretary")
    assert client.post(f"{BOOK}plan/set/", quarter()).status_code == 302
    assert PlanItem.objects.get().title == "安全生产"
    assert "下一次会议活动" in text(cast, "secretary", BOOK) and "安全生产" in text(cast, "secretary", "/my/")
    assert "安全生产" in text(cast, "member", "/my/") and "记这一次" not in text(cast, "member", "/my/")
    assert client.post(f"{BOOK}plan/drop/", {"item": PlanItem.objects.get().key, "reason": "改期", "quarter": "2026-4"}).status_code == 302
    assert "改期" in text(cast, "secretary", f"{BOOK}plan/?quarter=2026-4")


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"on-0": "2027-01-05"}, "日期不在本季度"), ({"on-0": "明天"}, "样式填写日期"), ({"kind-0": ""}, "请选择类别"),
    ({"end-0": "18:00"}, "结束时间应当晚于开始时间"), ({"title-0": "字" * 121}, "太长"),
])
def test_a_plan_that_cannot_be_is_said_at_its_row(cast: Cast, changes: dict[str, str], sentence: str) -> None:
    answer = cast.client("secretary").post(f"{BOOK}plan/set/", quarter(**changes))
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page and next(iter(changes.values())) in page
    assert not PlanItem.objects.exists()


def test_readers_see_the_plan_and_cannot_change_it(cast: Cast) -> None:
    set_plan(cast.organisations["one"], [Wish(Kind.THEME_DAY, date(2026, 12, 1), title="安全生产")], by=cast.actor("secretary"), at=NOW)
    page = text(cast, "envoy", f"{BOOK}plan/")
    assert "安全生产" in page and "保存计划" not in page
    assert cast.client("envoy").post(f"{BOOK}plan/set/", quarter()).status_code == 403
    year = f"{BOOK}plan/?year=2026"
    assert "安全生产" in text(cast, "envoy", year) and "记这一次" not in text(cast, "envoy", year) and "记这一次" in text(cast, "secretary", year)
    assert "安全生产" not in text(cast, "envoy", f"{BOOK}plan/?year=2025")


# --- resolutions, office, earlier books ---


def test_a_resolution_is_closed_on_its_page_and_a_wrong_closing_is_said(cast: Cast) -> None:
    put(cast)
    item = Resolution.objects.get()
    client = cast.client("secretary")
    wrong = client.post(f"/resolution/{item.key}/close/", {"state": "dropped", "closed_on": "2026-11-23", "note": ""})
    assert wrong.status_code == 422 and "不再执行的，请写明原因" in wrong.content.decode()
    assert client.post(f"/resolution/{item.key}/close/", {"state": "done", "closed_on": "bad", "note": ""}).status_code == 422
    assert client.post(f"/resolution/{item.key}/close/", {"state": "done", "closed_on": "2026-11-23", "note": "已验收"}).status_code == 302
    assert "已验收" in text(cast, "secretary", f"{BOOK}resolutions/?state=done")
    assert client.post(f"/resolution/{item.key}/reopen/", {"note": ""}).status_code == 422
    assert client.post(f"/resolution/{item.key}/reopen/", {"note": "复查不合格"}).status_code == 302
    assert Resolution.objects.get().state == "open"


def test_what_is_open_stands_on_the_secretarys_first_page_and_on_the_watch(cast: Cast) -> None:
    open_book(cast)
    put(cast, meeting(matters=(replace(meeting().matters[0], due_on=date(2026, 11, 30)),)))
    assert "查晓明负责的决议 1 项待落实" in text(cast, "secretary", "/my/")
    page = text(cast, "clerk", "/o/committee/watch/")
    assert "查晓明负责的决议 1 项待落实" in page and "支委会、主题党日未见记录" in page and "2026-10-01 至 2026-10-31 各应有 1 次，未见记录。" in page
    assert "主题党日" not in text(cast, "clerk", "/o/committee/watch/?state=expired").split("该办的事")[1]


def test_the_secretary_entrusts_explains_and_sees_the_groups(cast: Cast) -> None:
    open_book(cast)
    client = cast.client("secretary")
    office = f"{BOOK}office/"
    assert client.post(f"{office}entrust/", {"person": "p-member"}).status_code == 422
    assert client.post(f"{office}entrust/", {"person": "p-committee"}).status_code == 302
    assert client.post(f"{office}end/", {"person": "p-committee"}).status_code == 302
    assert Entrustment.objects.get().until is not None
    assert "没有划分党小组" in text(cast, "secretary", office)
    party_group(cast, "第一党小组", ["p-member"])
    assert "第一党小组</a>" in text(cast, "secretary", office) and 'href="/o/one/groups/"' in text(cast, "secretary", office)
    assert 'href="/o/one/set-up/"' in text(cast, "clerk", office)
    period = {"kind": "theme_day", "first": "2026-10-01"}
    assert "说明：2026-10-01 起的这一期没有主题党日记录" in text(cast, "secretary", f"{office}?kind=theme_day&first=2026-10-01")
    assert client.post(f"{office}excuse/", {**period, "reason": ""}).status_code == 422
    assert client.post(f"{office}excuse/", {**period, "reason": "搬迁"}).status_code == 302
    assert Excuse.objects.get().reason == "搬迁"
    assert client.post(f"{office}excuse/", {"kind": "nothing", "first": "x", "reason": "x"}).status_code == 404


def test_an_earlier_book_is_entered_with_its_scan(cast: Cast) -> None:
    client, address = cast.client("secretary"), f"{BOOK}earlier/add/"
    wrong = client.post(address, {"year": "2030", "line": "全年 31 次"})
    assert wrong.status_code == 422 and "年度应当在 1949 至 2026 之间" in wrong.content.decode() and "全年 31 次" in wrong.content.decode()
    client.post(address, {"year": "2024", "line": "全年 31 次", "pages": "96", "file": SimpleUploadedFile("2024.pdf", b"%PDF-1")})
    assert (EarlierBook.objects.get().pages, Attachment.objects.count()) == (96, 1)
    assert "2024.pdf" in text(cast, "envoy", f"{BOOK}earlier/")


def test_the_plan_goes_into_a_calendar_without_names(cast: Cast) -> None:
    one, doing = cast.organisations["one"], {"by": cast.actor("secretary"), "at": NOW}
    wishes = [
        Wish(
            Kind.THEME_DAY, date(2026, 12, 1), planned_on=date(2026, 12, 5), starts_at=time(9), ends_at=time(10, 30), place="井场", title="冬检",
            topics="查管线",
        ),
        Wish(Kind.STUDY, date(2026, 12, 1)), Wish(Kind.PARTY_CLASS, date(2026, 12, 1), planned_on=date(2026, 12, 9)),
    ]
    set_plan(one, wishes, **doing)
    drop_item(one, PlanItem.objects.get(kind="party_class").key, "改到明年", **doing)
    answer = cast.client("secretary").get("/o/one/book/plan.ics")
    body = answer.content.decode().replace("\r\n ", "")
    assert answer.headers["Content-Type"].startswith("text/calendar") and body.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20261205" in body and "SUMMARY:主题党日　冬检" in body and "09:00–10:30\\n查管线" in body and "LOCATION:井场" in body
    assert cast.client("outsider").get("/o/one/book/plan.ics").status_code == 404


# --- papers ---


def test_the_papers_are_made(cast: Cast, settings: Any) -> None:
    if not list(settings.FONTS.glob("**/*.[ot]tf")):
        pytest.skip("no fonts here")
    put(cast, meeting(key=key(), kind=Kind.STUDY, matters=(), sittings=(Sitting(date(2026, 11, 2)),)))
    record = put(cast)
    for address in (f"/r/{record.key}/sheet.pdf", f"{BOOK}2026.pdf", f"{BOOK}blank/member_meeting.pdf", f"{BOOK}blank/talk.pdf",
                    f"{BOOK}blank/group_meeting.pdf?group={party_group(cast, '夜班党小组', ['p-member'])}"):
        client = cast.client("secretary")
        answer = client.post(address) if "/blank/" in address else client.get(address)
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF"), address
    for address in (f"{BOOK}2031.pdf", "/o/committee/book/2026.pdf"):
        assert cast.client("clerk").get(address).status_code == 404
    assert cast.client("clerk").post(f"{BOOK}blank/nothing.pdf").status_code == 404
