"""A committee's training year in a real browser: the demonstration's plan for next year is made, explained, approved, printed, carried out for one
course with its tests before and after and the check of effect, each by the role that does it; a cell of the gap heat map changes because of a test,
another because of the effect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page
from pypdf import PdfReader

from axe import assert_no_violations
from cast import TODAY
from journeys.conftest import PHONE, Opener, follow, log_in
from leadgoose.ground.access.models import User
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.worker import perform
from leadgoose.roster.models import Organisation, Present
from leadgoose.site import demo
from leadgoose.site.demo import bank, training
from leadgoose.training.models.bank import Exam
from leadgoose.training.models.plan import Plan, Session
from leadgoose.training.queries.exams import Item, items_of
from training.banking import right

COURSE = "党支部工作基础知识（一期）"
SKILL = "党务实务"
TEST_ON, FIRST, LAST, EFFECT_ON = date(2027, 3, 10), date(2027, 3, 16), date(2027, 3, 18), date(2027, 6, 18)
SECONDS_A_TAP = 1.35 + 1.1
"""To think of a line and to tap its level, by the keystroke-level model, as in the record book's journey."""
EXAMPLE = "五月的换届会，应到会、实到会和得票当场一次报对。"


@dataclass(slots=True)
class Year:
    """The demonstration committee, and its people at their own browsers."""

    top: str
    learner: str
    name: str
    passwords: dict[str, str]
    visit: Opener
    stand_on: Callable[[date], None]

    def at(self, login: str, **where: Any) -> Page:
        page = self.visit("/login/", **where)
        log_in(page, login, self.passwords[login])
        page.wait_for_url(lambda address: "/login/" not in address)
        return page


@pytest.fixture
def year(transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, visit: Opener) -> Year:
    """Six branches of it, with what the demonstration knows of training; the other subjects add nothing to this story."""
    settings.VAR = tmp_path
    monkeypatch.setattr(demo, "FILLERS", (training.fill, bank.fill))
    moment = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    accounts = demo.make(branches=6, members=80, seed=7, on=TODAY, at=moment)
    learner = User.objects.get(login="secretary").person_key
    top = Organisation.objects.get(name=demo.NAME).key

    def stand_on(day: date) -> None:
        settings.TODAY = day

    return Year(top, learner, Present.objects.get(person__key=learner).name, {one.login: one.password for one in accounts}, visit, stand_on)


def test_a_plan_is_made_carried_out_and_closes_a_gap(year: Year, tmp_path: Path) -> None:
    clerk, superior = year.at("clerk"), year.at("envoy")
    the_superior_says_what_is_missing(year, superior)
    shown, said = cell(year, clerk)   # how sure it is depends on what else was rated
    assert shown == "3/4" and said in {f"3 级，目标 4 级，差 1 级，把握{sure}" for sure in "高中低"}
    plan = the_plan_is_made(year, clerk)
    it_says_why(year, clerk, plan)
    it_is_approved_and_printed(clerk, plan, tmp_path)

    phone = year.at("secretary", size=PHONE)
    the_secretary_confirms(phone)
    rating_takes_minutes(phone)
    session = Session.objects.get(title=COURSE)
    other = somebody_is_named_of_whom_it_is_unknown(year, clerk, session)
    year.stand_on(TEST_ON)
    a_test_is_set(clerk, session)
    trainer = year.at("committee")
    first = the_test_is_sat_and_marked(phone, trainer, year, Exam.objects.get(session=session.key), wrong=(1, 2, 3))
    year.stand_on(FIRST)
    the_secretary_checks_in(clerk, phone, session)
    year.stand_on(LAST)
    the_signed_sheet_is_typed_in(clerk, session)
    the_test_after_is_set(clerk, session)
    exam = Exam.objects.get(session=session.key, purpose="after")
    after = the_test_is_sat_and_marked(phone, trainer, year, exam, wrong=())
    assert first < after == 100 and "训前、训后对比" in phone.inner_text("main")
    a_paper_makes_it_known(year, clerk, exam, other)
    year.stand_on(EFFECT_ON)
    the_superior_checks_the_effect(year, superior)
    assert cell(year, clerk) == ("4/4", "4 级，目标 4 级，达到，把握高")
    clerk.goto(f"/p/{year.learner}/training/")
    assert EXAMPLE in clerk.inner_text("#evidence") and "有改变" in clerk.inner_text("#effects")


def cell(year: Year, page: Page, name: str = "") -> tuple[str, str]:
    """Somebody's cell of the heat map, the learner's unless another is named: what stands in it, and what it says."""
    page.goto(f"/o/{year.top}/competencies/")
    heads = page.locator(".heat thead th")
    titles = [heads.nth(place).get_attribute("title") for place in range(heads.count())]
    found = page.locator(".heat tbody tr", has_text=name or year.name).locator("th, td").nth(titles.index(SKILL))
    return found.inner_text(), found.get_attribute("title") or ""


def the_superior_says_what_is_missing(year: Year, page: Page) -> None:
    page.goto(f"/o/{year.top}/competencies/")
    follow(page.get_by_role("link", name=year.name))
    follow(page.get_by_role("link", name="上级评价"))
    for place in range(1, 8):
        page.locator(f"label:has(input[name=K{place}][value='{2 if place == 2 else 3}'])").click()
    follow(page.get_by_role("button", name="记入评价"))
    assert "已记入上级评价" in page.inner_text("main")


def the_plan_is_made(year: Year, page: Page) -> Plan:
    page.goto(f"/o/{year.top}/plans/")
    follow(page.get_by_role("button", name="开始 2027 年计划"))
    for role in ("member", "reserve"):
        page.locator(f"input[name=roles][value={role}]").uncheck()
    follow(page.get_by_role("button", name="更新名单"))
    row = page.locator("tr", has_text=year.name)
    row.get_by_label("权重").fill("2")
    row.get_by_label("原因").fill("支部换届在即")
    follow(page.get_by_role("button", name="下一步：缺什么"))
    assert f"{SKILL} 3→4" in page.locator("tr", has_text=year.name).inner_text()
    follow(page.get_by_role("link", name="3 班次"))
    follow(page.get_by_role("link", name="下一步：经费和人手"))
    page.get_by_label("本年经费").fill("90000")
    follow(page.get_by_role("button", name="下一步：指定和不排"))
    page.get_by_label("谁").select_option(label=page.locator("#member option", has_text=year.name).inner_text())
    page.get_by_label("班次").select_option(label=f"03-16 {COURSE}")
    page.get_by_label("原因").fill("换届前先补党务实务")
    follow(page.get_by_role("button", name="记下"))
    assert "换届前先补党务实务" in page.inner_text("main")
    follow(page.get_by_role("link", name="下一步：求解"))
    follow(page.get_by_role("button", name="开始求解"))
    page.get_by_text("等待后台处理").wait_for()
    plan = Plan.objects.get()
    page.goto("about:blank")                                               # nobody need stay and watch
    assert perform(Job.objects.get(about=plan.key).key) == "done"
    page.goto(f"/plans/{plan.key}/run/")
    follow(page.get_by_role("link", name="看结果", exact=True))
    return plan


def it_says_why(year: Year, page: Page, plan: Plan) -> None:
    page.get_by_text("每一步都证明最优").wait_for()
    assert "不指定" in page.inner_text("#decisions")                        # what the fixed place costs
    page.get_by_label("姓名或党支部").fill(year.name)
    follow(page.get_by_role("button", name="筛选"))
    line = page.locator("#people tbody tr").inner_text()
    assert f"{COURSE} 党务实务" in line and "重点 支部换届在即" in line
    page.goto(f"/plans/{plan.key}/?unmet=1")
    assert "：" in page.locator("#people tbody tr td").last.inner_text()
    assert_no_violations(page)


def it_is_approved_and_printed(page: Page, plan: Plan, folder: Path) -> None:
    page.goto(f"/plans/{plan.key}/")
    page.get_by_label("批准的会议或文号").fill("党委会 2026-11-23")
    follow(page.get_by_role("button", name="批准计划"))
    page.get_by_text("计划已批准，凭据").wait_for()
    for name in ("PDF", "DOCX", "Excel"):
        with page.expect_download() as taken:
            page.get_by_role("button", name=name, exact=True).click()
        taken.value.save_as(folder / f"plan.{name}")
    assert COURSE in "".join(sheet.extract_text() for sheet in PdfReader(folder / "plan.PDF").pages).replace("\n", "")
    assert "2027 年培训计划表" in Document(str(folder / "plan.DOCX")).paragraphs[0].text
    (folder / "plan.Excel").rename(folder / "plan.xlsx")
    assert any(COURSE in row for row in load_workbook(folder / "plan.xlsx").active.iter_rows(values_only=True))


def the_secretary_confirms(page: Page) -> None:
    page.goto("/my/training/")
    follow(page.locator("#places li", has_text=COURSE).get_by_role("button", name="确认参加"))
    assert "已确认" in page.locator("#places li", has_text=COURSE).inner_text()
    assert_no_violations(page)
    assert page.locator("html").evaluate("one => one.scrollWidth") == PHONE["width"]


def rating_takes_minutes(page: Page) -> None:
    """What a branch secretary is asked to rate in a year: own people by seven taps each, and oneself; at most ten minutes in all."""
    page.goto("/my/training/")
    asked = page.get_by_role("link", name="评价（7 项）")
    taps = 7 * asked.count()
    follow(asked.first)
    assert page.get_by_role("radiogroup").count() == 7
    page.goto("/my/training/")
    follow(page.get_by_role("link", name="填写自评"))
    taps += page.get_by_role("radiogroup").count()
    assert taps >= 28 + 7 and taps * SECONDS_A_TAP <= 600


def a_test_is_set(page: Page, session: Session) -> None:
    page.goto(f"/sessions/{session.key}/")
    follow(page.get_by_role("link", name="组成训前测试"))
    assert page.locator("input[name=unit][value^='basics-']:checked").count() == 8   # the course that the session is taught from
    for box in page.locator("input[name=unit]").all():
        box.set_checked(box.get_attribute("value") in {"basics-4", "secretary-5"})
    for kind, count in (("single", 2), ("truefalse", 0), ("multiple", 0), ("short", 1)):
        page.fill(f"input[name=count-{kind}]", str(count))
    trainer = User.objects.get(login="committee").person_key
    page.get_by_label("批卷人").select_option(trainer)
    follow(page.get_by_role("button", name="随机抽题，组成测试"))
    follow(page.get_by_role("button", name="安排班次名单上的"))
    page.get_by_role("link", name="录入纸质卷").first.wait_for()


def the_test_is_sat_and_marked(phone: Page, trainer: Page, year: Year, exam: Exam, wrong: tuple[int, ...]) -> int:
    """The learner's share of right answers in per cent, as the result page shows it to them."""
    items = items_of(exam)
    phone.goto("/my/tests/")
    follow(phone.locator("li", has_text=exam.title).get_by_role("link", name="去答题"))
    follow(phone.get_by_role("button", name="开始答题"))
    answer(phone, items, wrong)
    follow(phone.get_by_role("button", name="交卷"))
    phone.get_by_text("待批卷人批").wait_for()
    trainer.goto("/my/tests/")
    follow(trainer.locator("li", has_text=exam.title).get_by_role("link", name="去批"))
    follow(trainer.locator("tr", has_text=year.name).get_by_role("link", name="批简答"))
    for box in trainer.locator("input[name^=points-]").all():
        box.check()
    follow(trainer.get_by_role("button", name="批完"))
    phone.reload()
    got, full = phone.locator(".sums strong").first.inner_text().split("/")
    return round(100 * int(got) / int(full))


def answer(page: Page, items: tuple[Item, ...], wrong: tuple[int, ...]) -> None:
    for item, told in right(items, but=wrong).items():
        if isinstance(told, str):
            page.fill(f"textarea[name=q-{item}]", told)
        else:
            for place in told:
                page.check(f"input[name=q-{item}][value='{place}']")


def the_secretary_checks_in(clerk: Page, phone: Page, session: Session) -> None:
    clerk.goto(f"/sessions/{session.key}/")
    code = clerk.locator(".sums li", has_text="今天的签到码").locator("strong").inner_text()
    phone.goto("/my/training/")
    phone.get_by_label("签到码").fill(code)
    follow(phone.get_by_role("button", name="签到"))
    phone.get_by_text("已签到。").wait_for()


def the_signed_sheet_is_typed_in(page: Page, session: Session) -> None:
    page.goto(f"/sessions/{session.key}/")
    follow(page.get_by_role("link", name="登记出勤"))
    for chosen in page.locator("input[type=radio][value=present]").all():
        chosen.check()
    page.get_by_label("登记完毕，班次结束").check()
    follow(page.get_by_role("button", name="登记出勤"))
    assert "已结束" in page.inner_text("main")


def the_test_after_is_set(page: Page, session: Session) -> None:
    page.goto(f"/sessions/{session.key}/")
    follow(page.locator("#tests").get_by_role("link", name="训前测试"))
    follow(page.get_by_role("link", name="组成训后测试"))
    page.get_by_label("批卷人").select_option(User.objects.get(login="committee").person_key)
    follow(page.get_by_role("button", name="随机抽题，组成测试"))
    follow(page.get_by_role("button", name="安排班次名单上的"))
    page.get_by_role("link", name="录入纸质卷").first.wait_for()


def somebody_is_named_of_whom_it_is_unknown(year: Year, page: Page, session: Session) -> str:
    """Somebody of whom nobody has said anything of the skill goes to the course too; the name."""
    page.goto(f"/o/{year.top}/competencies/")
    heads = page.locator(".heat thead th")
    place = [heads.nth(number).get_attribute("title") for number in range(heads.count())].index(SKILL)
    name = next(row.locator("th").inner_text() for row in page.locator(".heat tbody tr").all()
                if (row.locator("th, td").nth(place).get_attribute("title") or "").endswith("资料未知"))
    page.goto(f"/sessions/{session.key}/")
    page.get_by_label("提名一个人").select_option(label=page.locator("#person option", has_text=name).first.inner_text())
    follow(page.get_by_role("button", name="提名"))
    page.get_by_text("已提名").wait_for()
    return name


def a_paper_makes_it_known(year: Year, page: Page, exam: Exam, name: str) -> None:
    """The test after, written on paper and typed in by units, is on the map; before it nothing was."""
    assert cell(year, page, name)[1].endswith("资料未知")
    page.goto(f"/test/{exam.key}/")
    follow(page.locator("tr", has_text=name).get_by_role("link", name="录入纸质卷"))
    follow(page.get_by_role("link", name="只录各单元得分"))
    for box in page.locator("input[name^=unit-]").all():
        box.fill(page.locator(f"label[for='{box.get_attribute('id')}'] .optional").inner_text().removeprefix("满分").strip())
    follow(page.get_by_role("button", name="录入"))
    page.get_by_text("已计入能力评定").wait_for()
    assert cell(year, page, name)[1].startswith("3 级，目标")


def the_superior_checks_the_effect(year: Year, page: Page) -> None:
    due = Duty.objects.get(code="training_effect", person_key=year.learner, opens_on=EFFECT_ON, closed_at=None)
    page.goto(f"/p/{year.learner}/training/")
    follow(page.locator("#effects li", has_text=COURSE).get_by_role("link", name="检查效果"))
    page.get_by_label("有改变", exact=True).check()
    page.get_by_label("一件具体的事").fill(EXAMPLE)
    page.locator("label:has(input[name=K2][value='4'])").click()
    follow(page.get_by_role("button", name="记下检查结果"))
    page.get_by_text("已记下效果检查").wait_for()
    due.refresh_from_db()
    assert due.closed_at is not None and due.opens_on - timedelta(days=92) == LAST
