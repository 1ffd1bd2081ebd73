"""A secretary sits the test before a course on a phone, loses the line once, hands in, and reads the result; the trainer marks the short answer."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page

from axe import assert_no_violations
from cast import Cast
from journeys.conftest import PHONE, Opener, follow, log_in
from leadgoose.ground.access import clock
from leadgoose.training.actions.exams import invite
from leadgoose.training.models.bank import Sitting
from leadgoose.training.models.competencies import Evidence
from leadgoose.training.queries.exams import Item, items_of
from leadgoose.training.rules.bank import Kind
from leadgoose.training.rules.drawing import Share
from training.banking import exam, right

PASSWORD = "wellsite-7-goose-flight"


def test_a_test_is_sat_on_a_phone(visit: Opener, cast: Cast) -> None:
    for login in ("secretary", "committee_member"):
        cast.users[login].set_password(PASSWORD)
        cast.users[login].save()
    today = clock.today()
    one = exam(cast, opens_on=today, closes_on=today + timedelta(days=1),
               blueprint=(Share("basics", 4, Kind.SINGLE, 3), Share("basics", 8, Kind.TRUE_FALSE, 1), Share("secretary", 5, Kind.SHORT, 1)))
    invite(one, [cast.people["p-secretary"]], by=cast.actor("clerk"), at=clock.now())
    page = visit("/login/", size=PHONE)
    log_in(page, "secretary", PASSWORD)
    page.goto("/my/tests/")
    follow(page.get_by_role("link", name="去答题"))
    follow(page.get_by_role("button", name="开始答题"))
    items = items_of(one)
    answer(page, items[:2])
    follow(page.get_by_role("button", name="暂存"))
    page.goto("/my/tests/")                                                 # the line was lost; another day on the same phone
    follow(page.get_by_role("link", name="接着答"))
    assert page.locator("input:checked").count() == 2
    assert_no_violations(page)
    assert page.locator("html").evaluate("one => one.scrollWidth") == PHONE["width"]
    follow(page.get_by_role("button", name="交卷"))
    assert "还有 3 题没有答：第 3、4、5 题" in page.inner_text("main")
    answer(page, items[2:])
    follow(page.get_by_role("button", name="交卷"))
    assert "7/7" in page.inner_text(".sums") and "待批卷人批" in page.inner_text("main")

    log_in(trainer := visit("/login/", size=PHONE), "committee_member", PASSWORD)
    trainer.goto("/my/tests/")
    follow(trainer.get_by_role("link", name="去批"))
    follow(trainer.get_by_role("link", name="批简答"))
    for box in trainer.locator(f"input[name=points-{items[-1].item}]").all():
        box.check()
    follow(trainer.get_by_role("button", name="批完"))
    page.reload()
    assert "13/13" in page.inner_text(".sums")
    assert (Sitting.objects.get().state, Evidence.objects.get().levels) == ("marked", {"K2": 3})


def answer(page: Page, items: tuple[Item, ...]) -> None:
    for item, told in right(items).items():
        if isinstance(told, str):
            page.fill(f"textarea[name=q-{item}]", told)
        else:
            for place in told:
                page.check(f"input[name=q-{item}][value='{place}']")
