"""The pages of the year's plan: the wizard, the run with its progress, the result, papers, what if, approval, the plan made anew."""

from __future__ import annotations

import io
import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from cast import NOW, TODAY, Cast
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.worker import perform
from leadgoose.training.actions.solving import run_plan
from leadgoose.training.models.plan import Decided, Need, Place, Plan, Session, WhatIf
from training.office import OFFERS, begun, in_force, prepared, solved
from training.test_year_plan import CALLED, SHEET

pytestmark = pytest.mark.usefixtures("one_solver")

PLANS = "/o/committee/plans/"
FRAGMENT = {"HX-Request": "true"}


def text_of(response) -> str:   # type: ignore[no-untyped-def]
    return response.content.decode()


def test_the_wizard_from_whom_to_approval(cast: Cast) -> None:
    prepared(cast)
    client = cast.client("clerk")
    assert "2027 年的培训计划还没有做" in text_of(client.get(PLANS))
    started = client.post(PLANS + "start/", {"year": "2027"})
    plan = Plan.objects.get()
    where = f"/plans/{plan.key}/"
    assert started.headers["Location"] == where + "people/"
    first = plan.people.order_by("position").first()
    assert first is not None
    people = {"roles": ["secretary", "member"], "elsewhere": "8", f"weight-{first.pk}": "2", f"reason-{first.pk}": "拟提任"}
    assert client.post(where + "people/", people).headers["Location"] == where + "needs/"
    needs = text_of(client.get(where + "needs/"))
    assert "政治与理论素养 3→4；党务实务 2→4" in needs and "192" in needs                   # 4 people × 48 hours
    member = plan.people.get(person__key="p-new").pk
    assert client.post(where + "needs/", {"act": "add", "member": member, "dimension": "K5", "source": "wish", "note": "想学讲党课"}).status_code == 302
    assert "想学讲党课" in text_of(client.get(where + "needs/"))
    assert "党务实务班" in text_of(client.get(where + "sessions/"))
    assert client.post(where + "limits/", {"budget": "10000", "cover": "3", "seconds": "20"}).headers["Location"] == where + "places/"
    assert "所有班次都开满要" in text_of(client.get(where + "limits/"))
    meeting = Session.objects.get(title="党务政工会议").key
    client.post(where + "places/", {"act": "decide", "member": member, "session": meeting, "what": "fixed", "reason": "发言"})
    assert "发言" in text_of(client.get(where + "places/"))
    assert client.post(where + "run/").status_code == 302
    page = text_of(client.get(where + "run/"))
    assert f'hx-get="{where}progress/"' in page and 'http-equiv="refresh"' in page
    assert perform(Job.objects.get().key) == "done"
    result = text_of(client.get(where))
    assert "每一步都证明最优" in result and "拟提任" in result and "能补的班次与已安排的日期重叠" in result and "不指定也一样" in result
    done = client.post(where + "approve/", {"basis": "党委会 2026-11-20", "on": "2026-11-20"}, follow=True)
    assert "计划已批准，凭据" in text_of(done) and "党务实务班" in text_of(cast.client("secretary").get("/my/training/"))
    assert client.get(PLANS).content.decode().count("党委会 2026-11-20") == 1


@pytest.mark.parametrize(("step", "typed", "told", "kept"), [
    ("people", {"elsewhere": "很多", "roles": "secretary"}, "最多两位小数", "很多"), ("people", {"elsewhere": "0"}, "请至少选一类人员", ""),
    ("needs", {"act": "add", "member": "", "dimension": "K5", "source": "wish", "note": "想学"}, "请选择计划里的一个人", "想学"),
    ("needs", {"act": "add", "member": "999999", "dimension": "K5", "source": "gap", "note": "想学"}, "请选择计划里的一个人", "想学"),
    ("limits", {"budget": "十万", "cover": "3", "seconds": "20"}, "最多两位小数", "十万"),
    ("limits", {"budget": "1", "cover": "0", "seconds": "20"}, "1 至 500", ""), ("limits", {"budget": "1", "cover": "3", "seconds": "2"}, "5 至 600 秒", ""),
    ("places", {"member": "", "session": "", "reason": "因为"}, "请选择计划里的人和班次", "因为"),
    ("call-ups", {"grid": CALLED.replace("单志强", "无此人"), "act": "take"}, "花名册里没有这个名字", "无此人"),
    ("call-ups", {"grid": CALLED.replace("欧阳海涛", "王德福"), "act": "take"}, "这名党员不在计划里", "王德福"),
])
def test_a_wrong_answer_is_one_sentence_and_nothing_typed_is_lost(cast: Cast, step: str, typed: dict[str, str], told: str, kept: str) -> None:
    plan = begun(cast)
    page = cast.client("clerk").post(f"/plans/{plan.key}/{step}/", typed)
    assert page.status_code == 422 and told in text_of(page) and kept in text_of(page)


def test_who_may_look_may_not_decide(cast: Cast) -> None:
    plan = begun(cast)
    for login in ("envoy", "reader"):
        client = cast.client(login)
        assert client.get(f"/plans/{plan.key}/").status_code == 200 and client.get(PLANS).status_code == 200
        for step in ("people", "needs", "limits", "places", "run", "approve", "drop", "what-if"):
            assert client.post(f"/plans/{plan.key}/{step}/").status_code == 403, step
    assert cast.client("secretary").get(f"/plans/{plan.key}/").status_code == 404


def test_the_progress_is_a_fragment_that_ends_in_a_reload(cast: Cast) -> None:
    prepared(cast)
    plan = begun(cast)
    job = run_plan(plan, by=cast.actor("clerk"), at=NOW)
    client = cast.client("clerk")
    seen = {"stage": "solve", "level": "gap_closed", "bound": 12, "value": 9, "gap": 0.333, "seconds": 4.5}
    Job.objects.filter(pk=job.pk).update(state="running", progress=seen)
    fragment = client.get(f"/plans/{plan.key}/progress/", headers=FRAGMENT)
    assert "HX-Refresh" not in fragment.headers and "<html" not in text_of(fragment)
    assert all(part in text_of(fragment) for part in ("求解", "补上的差距", "33.3%", "4.5 秒", "停止，保留最好的"))
    assert "停止" not in text_of(cast.client("envoy").get(f"/plans/{plan.key}/progress/", headers=FRAGMENT))
    assert client.post(f"/plans/{plan.key}/stop/").status_code == 302
    assert Job.objects.get().stop_asked_at is not None and "正在停止" in text_of(client.get(f"/plans/{plan.key}/progress/", headers=FRAGMENT))
    Job.objects.filter(pk=job.pk).update(state="done")
    assert client.get(f"/plans/{plan.key}/progress/", headers=FRAGMENT).headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("started", [False, True])
def test_the_progress_opened_by_itself_leads_to_its_page(cast: Cast, started: bool) -> None:
    prepared(cast)
    plan = begun(cast)
    if started:
        run_plan(plan, by=cast.actor("clerk"), at=NOW)
    client, where = cast.client("clerk"), f"/plans/{plan.key}/"
    assert client.get(where + "progress/").headers["Location"] == where + "run/"
    assert client.get(where + "progress/?what_if=1").headers["Location"] == where + "#what-if"
    assert ("HX-Refresh" in client.get(where + "progress/", headers=FRAGMENT).headers) is not started


def test_the_plan_table_as_excel_word_and_pdf(cast: Cast) -> None:
    prepared(cast)
    plan = in_force(cast, solved(cast, begun(cast)))
    client = cast.client("clerk")
    where = f"/plans/{plan.key}/table."
    rows = list(load_workbook(BytesIO(client.post(where + "xlsx").content)).active.iter_rows(values_only=True))
    heads = rows[3]
    assert heads[:5] == ("序号", "姓名", "职务", "党支部", "缺什么（现在→目标）") and len(heads) == 20
    first = dict(zip(heads, rows[4], strict=True))
    assert (first["姓名"], first["内容"], first["缺什么（现在→目标）"], first["学时"], first["状态"], first["来源"]) == (
        "单志强", "党务实务班", "党务实务 2→4；学时；集中轮训", 24, "待确认", "能力评定、规定")
    assert any(row[1] == "单志强" and row[18] == "未安排" and "日期重叠" in row[19] for row in rows[4:])
    document = Document(BytesIO(client.post(where + "docx").content))
    assert len(document.tables[0].rows) == len(rows) - 3 and "2027 年培训计划表" in document.paragraphs[0].text
    pdf = PdfReader(io.BytesIO(client.post(where + "pdf").content))
    assert "理论学习班" in "".join(page.extract_text() for page in pdf.pages).replace("\n", "") and round(float(pdf.pages[0].mediabox.width) / 72 * 25.4) == 420


def test_what_if_is_asked_and_answered_on_the_page(cast: Cast) -> None:
    sessions = prepared(cast)
    plan = solved(cast, begun(cast, budget=260_000))
    client, where = cast.client("clerk"), f"/plans/{plan.key}/"
    assert 'value="3120"' in text_of(client.get(where))                              # two tenths more
    assert client.post(where + "what-if/", {"budget": "2600", "session": "", "seats": "0"}).status_code == 422
    assert client.post(where + "what-if/", {"budget": "3120", "session": sessions["class"].key, "seats": "2"}).status_code == 302
    assert "what_if=1" in text_of(client.get(where))
    perform(Job.objects.get(kind="training.what_if").key)
    assert "经费 3,120 元，“党务实务班”名额 5" in text_of(client.get(where))


def test_call_ups_from_excel_and_the_price_of_a_fixed_place(cast: Cast) -> None:
    prepared(cast)
    plan = begun(cast)
    client, where = cast.client("clerk"), f"/plans/{plan.key}/"
    assert client.get(where + "call-ups/?format=xlsx").headers["Content-Type"].endswith("sheet")
    seen = client.post(where + "call-ups/", {"grid": CALLED})
    assert seen.status_code == 200 and "按名额指定" in text_of(seen)
    assert "已定 2 个调训名额，新列 1 个班次" in text_of(client.post(where + "call-ups/", {"grid": CALLED, "act": "take"}, follow=True))
    solved(cast, plan)
    assert all(one.price is not None for one in Decided.objects.all())
    assert "上级调训：集团调训〔2027〕3号" in text_of(client.get(where))


def test_the_plan_is_made_anew_from_the_page(cast: Cast) -> None:
    sessions = prepared(cast)
    plan = in_force(cast, solved(cast, begun(cast)))
    client = cast.client("clerk")
    cancelled = client.post(f"/sessions/{sessions['theory'].key}/cancel/", {"reason": ""})
    assert cancelled.status_code == 422 and "写明取消的原因" in text_of(cancelled)
    assert client.post(f"/sessions/{sessions['theory'].key}/cancel/", {"reason": "场地维修"}, follow=True).status_code == 200
    assert client.post(f"/plans/{plan.key}/replan/", {"from_on": ""}).status_code == 422
    made = client.post(f"/plans/{plan.key}/replan/", {"from_on": "2027-03-20"})
    second = Plan.objects.get(number=2)
    assert made.headers["Location"] == f"/plans/{second.key}/run/"
    solved(cast, second)
    assert "改动的安排" in text_of(client.get(f"/plans/{second.key}/"))
    assert client.post(f"/plans/{second.key}/drop/", follow=True).status_code == 200


def test_the_catalogue_says_what_is_odd(cast: Cast) -> None:
    client = cast.client("clerk")
    typed = {"title": "理论班", "kind": "class", "starts_on": "2027-10-01", "ends_on": "2027-10-01", "hours": "8", "seats": "10", "min_seats": "2",
             "level": "committee", "concentrated": "1", "year": "2027"}
    saved = client.post("/o/committee/sessions/add/", typed, follow=True)
    assert all(part in text_of(saved) for part in ("已列入班次“理论班”", "不提高任何能力，只计学时", "含放假日 2027-10-01"))
    bad = client.post("/o/committee/sessions/add/", {**typed, "title": "又一班", "hours": "9"})
    assert bad.status_code == 422 and "学时超过这几天的上限 8" in text_of(bad) and "又一班" in text_of(bad)
    session = Session.objects.get()
    assert not session.concentrated
    changed = client.post(f"/sessions/{session.key}/change/", {**typed, "seats": "20", "K1": "1"}, follow=True)
    assert "已改" in text_of(changed) and "政治与理论素养 +1" in text_of(changed)
    table = client.post("/o/committee/sessions/import/", {"grid": SHEET, "year": "2027", "act": "take"}, follow=True)
    assert "已列入 1 个班次" in text_of(table)
    broken = SHEET.replace("2027-03-04", "2027-03-01").replace("党务实务班", "另一班")
    wrong = client.post("/o/committee/sessions/import/", {"grid": broken, "year": "2027", "act": "take"})
    assert wrong.status_code == 422 and "结束日期早于开始日期" in text_of(wrong)


def test_the_result_has_the_same_queries_for_more_people(cast: Cast) -> None:
    prepared(cast, meeting=OFFERS["meeting"])
    client = cast.client("clerk")

    def queries(plan: Plan) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/plans/{plan.key}/").status_code == 200
        return len(seen)

    plan = begun(cast)
    plan.result = {"status": "optimal", "totals": {}, "bounds": {}, "gap_total": 0, "stopped": False, "held": 0, "places": 0}
    plan.save()
    session = Session.objects.get()
    rows = list(plan.people.order_by("position"))
    Place.objects.create(plan=plan, session=session, person=rows[0].person, why=["hours"])
    queries(plan)
    one = queries(plan)
    for row in rows[1:]:
        Place.objects.create(plan=plan, session=session, person=row.person, why=["hours"])
        Need.objects.create(member=row, dimension="K7", source="gap", size=1, level=1, target=2)
    assert queries(plan) == one
    assert re.search("1–4，共 4 人，次序同花名册", text_of(client.get(f"/plans/{plan.key}/"))) and TODAY.year == 2026


def test_a_fixed_place_says_what_it_costs_and_a_need_why_it_stays_open(cast: Cast) -> None:
    sessions = prepared(cast)
    plan = begun(cast)
    rows = {one.person.key: one.pk for one in plan.people.select_related("person")}
    client, where = cast.client("clerk"), f"/plans/{plan.key}/"
    for person in ("p-discipline", "p-committee"):   # two of three seats, that both secretaries need
        client.post(where + "places/", {"act": "decide", "member": rows[person], "session": sessions["class"].key, "what": "fixed", "reason": "须参加"})
    assert "不指定" not in text_of(client.get(where + "places/"))
    solved(cast, plan)
    page = text_of(client.get(where))
    assert page.count("不指定的话：义务少缺 1 项") == 2
    alone = text_of(client.get(where + "?unmet=1&q=欧阳海涛")) + text_of(client.get(where + "?unmet=1&q=单志强"))
    assert '集中轮训：<span class="hint">几项限制共同造成' in alone      # no seat, and the exercise on its last day
    assert '党务实务：<span class="hint">能补的班次与已安排的日期重叠' in alone


def test_stopped_from_the_page_the_best_found_is_shown_and_can_be_approved(cast: Cast) -> None:
    prepared(cast)
    plan = begun(cast)
    client, where = cast.client("clerk"), f"/plans/{plan.key}/"
    client.post(where + "run/")
    Job.objects.update(state="running")
    assert "已请求停止，保留目前最好的结果" in text_of(client.post(where + "stop/", follow=True))
    Job.objects.update(state="waiting")
    assert perform(Job.objects.get().key) == "done"           # the search was stopped, the reasons were found all the same
    page = text_of(client.get(where))
    assert "中途停止，是目前最好的" in page and "党务实务班" in page and "未证明" in page
    assert "计划已批准" in text_of(client.post(where + "approve/", {"basis": "党委会", "on": "2026-11-20"}, follow=True))


def test_after_a_cancellation_the_page_says_how_much_the_new_plan_changes(cast: Cast) -> None:
    sessions = prepared(cast)
    first = in_force(cast, solved(cast, begun(cast)))
    lost = Place.objects.filter(plan=first, session=sessions["theory"]).count()
    client = cast.client("clerk")
    client.post(f"/sessions/{sessions['theory'].key}/cancel/", {"reason": "场地维修"})
    client.post(f"/plans/{first.key}/replan/", {"from_on": "2027-03-20"})
    second = solved(cast, Plan.objects.get(number=2))
    changed = second.result["totals"]["changed_places"] if second.result else 0
    page = text_of(client.get(f"/plans/{second.key}/"))
    assert lost and changed >= lost and re.search(rf"改动的安排</th><td class=\"num\">{changed}</td>", page)
    begun_ = {key for key, session in sessions.items() if session.starts_on.isoformat() < "2027-03-20"}
    assert begun_ == {"class", "exercise"}
    stay = [set(Place.objects.filter(plan=one, session__in=[sessions[key] for key in begun_]).values_list("person__key", "session__title"))
            for one in (first, second)]
    assert stay[0] == stay[1] and "计划已批准" in text_of(
        client.post(f"/plans/{second.key}/approve/", {"basis": "党委会", "on": "2026-11-20"}, follow=True))
    assert "已被替换" in text_of(client.get(PLANS))


def test_what_if_shows_both_numbers_beside_each_other(cast: Cast) -> None:
    prepared(cast)
    plan = solved(cast, begun(cast, budget=260_000))
    client, where = cast.client("clerk"), f"/plans/{plan.key}/"
    client.post(where + "what-if/", {"budget": "20000", "session": "", "seats": "0"})
    perform(Job.objects.get(kind="training.what_if").key)
    before, after = plan.result["totals"]["hours_short"], WhatIf.objects.get().result["totals"]["hours_short"]   # type: ignore[index]
    assert after < before
    line = f'缺的学时</th><td class="num">{before / 100:g}</td><td class="num">{after / 100:g}</td>'
    assert "经费 20,000 元" in (page := text_of(client.get(where))) and line in page
