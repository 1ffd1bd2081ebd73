"""The reminder's pages: what each role sees, files, pictures, errors at the field."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from PIL import Image

from cast import NOW, TODAY, Cast
from leadgoose.elections.models import Reminder
from leadgoose.ground.bylaws.actions import set_committee
from leadgoose.roster.consequences import recompute

PAGE = "/o/two/reminder/"


@pytest.fixture
def due(cast: Cast) -> Cast:
    recompute("committee", TODAY, NOW)
    return cast


def test_the_clerk_sees_the_draft_and_what_it_lacks(due):
    page = due.client("clerk").get(PAGE)
    text = page.content.decode()
    assert page.status_code == 200
    assert "联系人未设置" in text and "联系电话未设置" in text
    assert "/o/committee/committee/" in text
    assert "打印提醒函" in text and "补记提醒" in text and "撤回提醒" not in text
    assert text.count("<img") == 3
    assert "支部工作条例·第二十一条" in text


def test_nothing_is_missing_once_it_is_set(due):
    set_committee("committee", {"contact": "赵敏", "phone": "0999-1"}, "", by=due.actor("clerk"), at=NOW)
    text = due.client("clerk").get(PAGE).content.decode()
    assert "未设置，附注里不印" not in text
    assert "发文字号在签发后填写" in text


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        ("envoy", PAGE, 200),
        ("new_secretary", PAGE, 200),
        ("reader", PAGE, 403),
        ("secretary", PAGE, 404),
        ("outsider", PAGE, 404),
        ("platform_admin", PAGE, 404),
        ("new_secretary", "/o/one/reminder/", 404),
    ],
)
def test_who_may_read_it(due, login, path, status):
    assert due.client(login).get(path).status_code == status


def test_whoever_only_reads_sees_the_letter_without_the_acts(due):
    text = due.client("new_secretary").get(PAGE).content.decode()
    assert "<img" in text and "PDF" in text
    assert '<form method="post" action="/o/two' not in text
    assert due.client("new_secretary").post(PAGE + "send/").status_code == 403
    assert due.client("outsider").post(PAGE + "send/").status_code == 404
    assert not Reminder.objects.exists()


def test_asking_to_send_by_get_sends_nothing(due):
    for path in ("send/", "note/", "1/withdraw/"):
        assert due.client("clerk").get(PAGE + path).status_code == 405
    assert not Reminder.objects.exists()


def test_sending_leads_back_to_the_page_with_receipt_and_files(due):
    client = due.client("clerk")
    sent = client.post(PAGE + "send/", follow=True)
    assert sent.redirect_chain == [(PAGE, 302)]
    text = sent.content.decode()
    row = Reminder.objects.get()
    assert f"凭据第 {row.receipt_number} 号" in text
    assert f"{row.receipt_number}-{row.receipt_hash[:16]}" in text
    assert "已经提醒" in text and "撤回提醒" in text
    assert "补记提醒" not in text


def test_files_are_a_draft_first_and_the_same_letter_ever_after(due):
    client = due.client("clerk")
    draft = client.get("/o/two/reminder.pdf")
    assert draft["Content-Type"] == "application/pdf"
    assert "attachment" in draft["Content-Disposition"] and draft["Cache-Control"].count("no-store")
    client.post(PAGE + "send/")
    first, second = client.get("/o/two/reminder.pdf").content, due.client("new_secretary").get("/o/two/reminder.pdf").content
    assert first == second != draft.content
    word = client.get("/o/two/reminder.docx").content
    assert "草稿" not in zipfile.ZipFile(io.BytesIO(word)).read("word/header1.xml").decode()
    assert word == client.get("/o/two/reminder.docx").content


def test_another_form_of_file_is_not_there(due):
    assert due.client("clerk").get("/o/two/reminder.odt").status_code == 404


def test_sheets_are_pictures_and_end_with_the_last(due):
    client = due.client("clerk")
    sheet = client.get(PAGE + "sheet-1.png")
    assert sheet["Content-Type"] == "image/png"
    wide, high = Image.open(io.BytesIO(sheet.content)).size
    assert high / wide == pytest.approx(297 / 210, abs=0.01)
    assert [client.get(PAGE + f"sheet-{number}.png").status_code for number in (0, 3, 4)] == [404, 200, 404]


def test_who_cannot_be_reminded_gets_the_reason_and_no_letter(due):
    text = due.client("clerk").get("/o/office/reminder/").content.decode()
    assert "选举日期资料未知" in text and "<img" not in text
    assert due.client("clerk").get("/o/office/reminder.pdf").status_code == 404
    told = due.client("clerk").post("/o/office/reminder/send/", follow=True).content.decode()
    assert "选举日期资料未知" in told


def test_an_error_stands_at_the_field_and_nothing_typed_is_lost(due):
    client = due.client("clerk")
    page = client.post(PAGE + "note/", {"sent_on": "2026-11-24", "way": "phone", "remark": "已告知书记"})
    text = page.content.decode()
    assert page.status_code == 422
    assert 'aria-describedby="sent_on_error"' in text and "提醒日期不能晚于今天" in text
    assert 'value="2026-11-24"' in text and 'value="已告知书记"' in text
    assert client.post(PAGE + "note/", {"sent_on": "昨天", "way": "phone"}).status_code == 422


def test_entering_and_withdrawing_by_the_page(due):
    client = due.client("clerk")
    client.post(PAGE + "note/", {"sent_on": "2026-11-05", "way": "phone", "remark": ""})
    row = Reminder.objects.get()
    assert (row.way, row.sent_on) == ("phone", date(2026, 11, 5))
    wrong = client.post(PAGE + f"{row.pk}/withdraw/", {"reason": ""})
    assert (wrong.status_code, "请写明撤回的原因" in wrong.content.decode()) == (422, True)
    client.post(PAGE + f"{row.pk}/withdraw/", {"reason": "日期记错"})
    assert Reminder.objects.get().withdrawal_reason == "日期记错"
    text = client.get(PAGE).content.decode()
    assert "已撤回" in text and "日期记错" in text and "打印提醒函" in text


def test_without_fonts_the_page_says_so_and_offers_no_pdf(due, settings, tmp_path):
    settings.FONTS = tmp_path
    text = due.client("clerk").get(PAGE).content.decode()
    assert "没有打印字体" in text and "<img" not in text
    assert due.client("clerk").get("/o/two/reminder.pdf").status_code == 503


def test_a_get_writes_nothing_and_asks_the_same_number_of_queries(due, django_assert_num_queries):
    client = due.client("clerk")
    client.get(PAGE)
    with django_assert_num_queries(9) as seen:
        client.get(PAGE)
    assert not [one for one in seen if one["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
