"""The pages of carrying out: a session, its sheet, attendance, one's own page, the branch's page, hours, certificates, the check of effect."""

from __future__ import annotations

import io
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from cast import NOW, TODAY, Cast
from leadgoose.ground.duties.models import Duty
from leadgoose.roster.models import Post
from leadgoose.training.actions.attendance import Came, code_of, record_attendance
from leadgoose.training.actions.nominations import nominate, sign_up
from leadgoose.training.actions.sessions import add_session
from leadgoose.training.consequences import settle_all
from leadgoose.training.models.carrying import Attendance, EffectCheck, HourRules, Nomination
from leadgoose.training.models.competencies import Evidence
from leadgoose.training.models.plan import Session
from leadgoose.training.standards import shipped_hours
from training.office import offer
from training.test_carrying import ISSUED, TABLE

TOP = "/o/committee/"


def text_of(response) -> str:   # type: ignore[no-untyped-def]
    return response.content.decode()


@pytest.fixture
def today(cast: Cast) -> Session:
    """An exercise that takes place today, two people on its list."""
    one = offer("换届选举沙盘演练", TODAY, TODAY, 8, 3, kind="exercise", gains={"K2": 1}, place="一楼会议室")
    session = add_session(cast.organisations["committee"], 2026, one, by=cast.actor("clerk"), at=NOW)
    for person in ("p-secretary", "p-committee"):
        nominate(session, cast.people[person], by=cast.actor("clerk"), at=NOW)
    return session


def test_a_session_shows_its_list_its_seats_and_the_days_code(cast: Cast, today: Session) -> None:
    text = text_of(cast.client("clerk").get(f"/sessions/{today.key}/"))
    assert all(part in text for part in ("2 / 3", code_of(today, TODAY), "单志强", "待确认", "一楼会议室", "党务实务 +1"))
    assert code_of(today, TODAY) not in text_of(cast.client("envoy").get(f"/sessions/{today.key}/"))
    sheet = PdfReader(io.BytesIO(cast.client("clerk").post(f"/sessions/{today.key}/sheet.pdf").content))
    told = sheet.pages[0].extract_text().replace("\n", "")
    assert len(sheet.pages) == 1 and "单志强" in told and code_of(today, TODAY) in told and "不要求定位" in told


def test_the_signed_sheet_is_typed_in_and_the_exercise_scored(cast: Cast, today: Session) -> None:
    client, where = cast.client("clerk"), f"/sessions/{today.key}/"
    secretary, committee = (cast.people[key].pk for key in ("p-secretary", "p-committee"))
    assert "先登记出勤" in text_of(client.get(where + "scores/"))
    half = client.post(where + "attendance/", {f"s-{secretary}": "present", "final": "1"})
    assert half.status_code == 422 and "还有 1 人没有登记" in text_of(half) and 'value="present" checked' in text_of(half)
    done = client.post(where + "attendance/", {f"s-{secretary}": "present", f"v-{secretary}": "1", f"s-{committee}": "absent", "final": "1"}, follow=True)
    assert "已登记 2 人的出勤" in text_of(done) and "已结束" in text_of(done)
    assert {(row.state, row.video) for row in Attendance.objects.all()} == {("present", True), ("absent", False)}
    scored = client.post(where + "scores/", {f"x-{secretary}-K2": "3"}, follow=True)
    assert "已记入 1 人的演练评分" in text_of(scored) and Evidence.objects.get().levels == {"K2": 3}
    assert "角色卡" in text_of(client.get(where + "scores/"))


def test_ones_own_page_confirms_declines_signs_up_and_checks_in(cast: Cast, today: Session) -> None:
    coming = add_session(cast.organisations["committee"], 2026, offer("党务政工会议", TODAY + timedelta(7), TODAY + timedelta(7), 4, 1, kind="meeting"),
                         by=cast.actor("clerk"), at=NOW)
    row = nominate(coming, cast.people["p-secretary"], by=cast.actor("clerk"), at=NOW)
    client = cast.client("secretary")
    page = text_of(client.get("/my/training/"))
    assert "签到码" in page and "确认参加" in page
    wrong = client.post(f"/my/training/check-in/{today.key}/", {"code": "x"})
    assert wrong.status_code == 422 and "签到码不对" in text_of(wrong)
    assert "已签到" in text_of(client.post(f"/my/training/check-in/{today.key}/", {"code": code_of(today, TODAY)}, follow=True))
    assert "已确认" in text_of(client.post(f"/my/training/answer/{row.key}/", {"act": "confirm"}, follow=True))
    member = cast.client("member")
    assert "报名候补" in text_of(member.get("/my/training/"))
    assert "已列入候补" in text_of(member.post(f"/my/training/sign-up/{coming.key}/", follow=True))
    declined = client.post(f"/my/training/answer/{row.key}/", {"act": "decline", "reason": ""})
    assert declined.status_code == 422 and "写明不能参加的原因" in text_of(declined)
    client.post(f"/my/training/answer/{row.key}/", {"act": "decline", "reason": "值班"})
    assert Nomination.objects.get(session=coming, person__key="p-member").state == "named"
    assert member.post(f"/my/training/answer/{row.key}/", {"act": "confirm"}).status_code == 404
    assert cast.client("envoy").post(f"/my/training/sign-up/{coming.key}/").status_code == 403
    assert cast.client("outsider").post(f"/my/training/sign-up/{coming.key}/").status_code == 404


def test_the_calendar_of_a_person_has_whole_days_and_no_name(cast: Cast, today: Session) -> None:
    body = text_of(cast.client("secretary").get("/p/p-secretary/training.ics"))
    assert all(part in body for part in ("DTSTART;VALUE=DATE:20261123", "DTEND;VALUE=DATE:20261124", "SUMMARY:换届选举沙盘演练", "LOCATION:一楼会议室"))
    assert "单志强" not in body
    assert cast.client("member").get("/p/p-secretary/training.ics").status_code == 403


def test_the_branchs_page_is_its_secretarys(cast: Cast, today: Session) -> None:
    later = offer("党务班", TODAY + timedelta(9), TODAY + timedelta(9), 8)
    session = add_session(cast.organisations["committee"], 2026, later, by=cast.actor("clerk"), at=NOW)
    row = nominate(session, cast.people["p-discipline"], by=cast.actor("clerk"), at=NOW)
    client = cast.client("secretary")
    page = text_of(client.get("/o/one/training/"))
    assert "代为确认" in page and "本年学时 0 / 56" in page and "欧阳海涛" not in page
    done = client.post(f"/my/training/answer/{row.key}/", {"act": "confirm", "back": "1"})
    assert done.headers["Location"] == "/o/one/training/" and "已确认" in text_of(client.get("/o/one/training/"))
    named = client.post("/o/one/training/nominate/", {"person": "p-committee", "listed": session.key})
    assert named.headers["Location"] == "/o/one/training/" and Nomination.objects.filter(session=session).count() == 2
    assert "请选择一个人" in text_of(client.post("/o/one/training/nominate/", {"person": "p-new", "listed": session.key}, follow=True))
    assert client.post("/o/two/training/nominate/", {"person": "p-new", "listed": session.key}).status_code == 404
    assert cast.client("new_secretary").get("/o/one/training/").status_code == 404


def test_the_check_of_effect_asks_for_an_example_and_makes_evidence(cast: Cast, today: Session) -> None:
    record_attendance(today, {cast.people["p-committee"].pk: Came("present")}, final=False, by=cast.actor("clerk"), at=NOW)
    check = EffectCheck.objects.get()
    where = f"/p/p-committee/effect/{today.key}/"
    client = cast.client("secretary")
    EffectCheck.objects.update(due_on=TODAY)
    Session.objects.update(starts_on=date(2026, 8, 20), ends_on=date(2026, 8, 20))
    assert "检查效果" in text_of(client.get("/p/p-committee/training/")) and "待检查效果" in text_of(client.get("/o/one/training/"))
    empty = client.post(where, {"answer": "yes", "example": "", "K2": "3"})
    assert empty.status_code == 422 and "请写一件具体的事" in text_of(empty)
    assert "已记下效果检查" in text_of(client.post(where, {"answer": "yes", "example": "计票一次报对", "K2": "3"}, follow=True))
    assert Evidence.objects.get(origin=check.key).levels == {"K2": 3}
    assert cast.client("committee_member").get(where).status_code == 403


def test_hours_are_listed_exported_and_typed_in(cast: Cast) -> None:
    client = cast.client("clerk")
    assert "已记入 1 行" in text_of(client.post(TOP + "hours/enter/", {"grid": TABLE, "act": "take"}, follow=True))
    page = text_of(client.get(TOP + "hours/?year=2026"))
    assert "40 / 56" in page and page.count("<tr>") == 5
    assert text_of(client.get(TOP + "hours/?short=1&q=欧阳")).count("40 / 56") == 1
    rows = list(load_workbook(BytesIO(client.post(TOP + "hours/export/?year=2026").content)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[4:]] == ["单志强", "曾玉兰", "仇建军", "欧阳海涛"] and rows[7][4:] == (40, 16, "有")
    bad = client.post(TOP + "hours/enter/", {"grid": TABLE.replace("\t40\t", "\t99\t"), "act": "take"})
    assert bad.status_code == 422 and "一天最多计 8 学时" in text_of(bad)
    assert cast.client("reader").get(TOP + "hours/export/").status_code == 403


def test_the_ledgers_page_has_the_same_queries_for_more_people(cast: Cast) -> None:
    client = cast.client("clerk")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(TOP + "hours/").status_code == 200
        return len(seen)

    queries()
    before = queries()
    client.post(TOP + "hours/enter/", {"grid": TABLE + TABLE.split("\n")[1].replace("欧阳海涛", "单志强"), "act": "take"})
    client.get(TOP + "hours/")   # shows the message once
    assert queries() == before


def test_what_counts_how_much_is_set_on_a_page(cast: Cast) -> None:
    client = cast.client("clerk")
    page = text_of(client.get(TOP + "hours/rules/"))
    typed = {"day": "6", "half_day": "3", "video": "50", "short_from": "9", "valid_from": "2026-12-01", "basis": "党委会"}
    typed |= {f"share-{kind}": "100" for kind in shipped_hours()[0].share}
    assert page.count('name="share-') == 15
    wrong = client.post(TOP + "hours/rules/set/", {**typed, "half_day": "7"})
    assert wrong.status_code == 422 and "半天不多于全天" in text_of(wrong) and 'value="7"' in text_of(wrong)
    assert client.post(TOP + "hours/rules/set/", typed, follow=True).status_code == 200 and HourRules.objects.get().body["day"] == 6


def test_certificates_are_listed_with_what_lapse_means(cast: Cast) -> None:
    client = cast.client("clerk")
    assert "没有登记的证书" in text_of(client.get(TOP + "certificates/"))
    bad = client.post(TOP + "certificates/issue/", {"grid": ISSUED.replace("2024-02-29", "2027-02-28"), "act": "take"})
    assert bad.status_code == 422 and "发证日期不能晚于今天" in text_of(bad)
    assert "已登记 1 本证书" in text_of(client.post(TOP + "certificates/issue/", {"grid": ISSUED, "act": "take"}, follow=True))
    page = text_of(client.get(TOP + "certificates/?state=valid"))
    assert "2027-02-28" in page and "离岗满两年失效" in page and "应持证未持" in page
    kinds = TOP + "certificates/kinds/"
    typed = {"name": "党支部书记任职资格证", "mode": "period", "period_months": "6000", "renew": "3", "lapse": "补训补考。", "raises-K1": "3",
             "required": ["secretary"], "valid_from": TODAY.isoformat(), "basis": "党委会 11 次"}
    wrong = client.post(kinds + "secretary/set/", typed)
    assert wrong.status_code == 422 and "请填 1 至 600 的整数" in text_of(wrong) and 'value="6000"' in text_of(wrong)
    done = text_of(client.post(kinds + "secretary/set/", {**typed, "period_months": "60"}, follow=True))
    assert all(part in done for part in ("自发证起 60 个月", "2026-1", "党委会 11 次", "按这一版发的 1 本", "随附"))
    assert "怎样发、怎样算" in text_of(client.get(kinds + "new/")) and client.get(kinds + "nothing/").status_code == 404
    read = cast.client("envoy").get(kinds + "secretary/")
    assert "自发证起 60 个月" in text_of(read) and "<form method=\"post\" action" not in text_of(read).split("<main", 1)[1]
    assert [cast.client("envoy").get(kinds + "new/").status_code, cast.client("envoy").post(kinds + "secretary/set/", typed).status_code] == [404, 403]
    mine = text_of(cast.client("secretary").get("/p/p-secretary/training/"))
    assert "示001" in mine and "有效至 2027-02-28" in mine


def test_an_offer_on_ones_own_page_says_how_many_seats_are_left(cast: Cast) -> None:
    later = offer("党务班", TODAY + timedelta(9), TODAY + timedelta(9), 8, 2)
    session = add_session(cast.organisations["committee"], 2026, later, by=cast.actor("clerk"), at=NOW)
    sign_up(session, cast.people["p-new"], by=cast.actor("new_secretary"), at=NOW)
    assert "余 1 名" in text_of(cast.client("member").get("/my/training/"))


def test_what_is_due_of_a_new_secretary_leads_to_where_the_place_is_given(cast: Cast) -> None:
    top = cast.organisations["committee"]
    Post.objects.filter(person__key="p-new").update(since=TODAY - timedelta(days=30))
    settle_all("committee", on=TODAY, at=NOW, act="DutiesRecomputed")
    duty = Duty.objects.get(code="training_induction")
    where = f"/o/{duty.org_key}/training/?person={duty.person_key}"
    client = cast.client("clerk")
    assert f'href="{where}#coming"' in text_of(client.get("/o/committee/watch/"))
    none = text_of(client.get(where))
    assert "到那一天以前没有任职培训的班次" in none and "补记学时" in none
    due = duty.due_on or TODAY
    later = due + timedelta(9)
    third = add_session(top, later.year, offer("再下一期", later, later, 8, induction=True), by=cast.actor("clerk"), at=NOW)
    page = text_of(client.get(where))
    assert f'<option value="{third.key}" selected>' in page and "最早的是" in page and "没有任职培训的班次" in page
    late, good = (add_session(top, day.year, offer(title, day, day, 8, induction=True), by=cast.actor("clerk"), at=NOW)
                  for title, day in (("下一期", due + timedelta(1)), ("本期", due)))
    page = text_of(client.get(where))
    assert f'<option value="{good.key}" selected>' in page and f'<option value="{late.key}">' in page and "没有任职培训的班次" not in page
    assert f'<option value="{duty.person_key}" selected>' in page
    assert "已提名" in text_of(client.post(f"/o/{duty.org_key}/training/nominate/", {"person": duty.person_key, "listed": good.key}, follow=True))
    placed = text_of(client.get(where))
    assert f"已在 {due.isoformat()} “本期”的名单上" in placed and "没有任职培训的班次" not in placed
