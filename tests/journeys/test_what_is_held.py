"""A member contests an entry on a phone; the clerk corrects it and answers at the desk; the member reads the answer and says a word to it."""

from __future__ import annotations

from axe import assert_no_violations
from cast import Cast
from journeys.conftest import PHONE, Opener, follow, log_in
from leadgoose.ground.access import clock
from leadgoose.rights.models import Objection
from leadgoose.roster.actions.lines import correct_line
from leadgoose.roster.models import Person
from leadgoose.roster.rules.lines import How

PASSWORD = "wellsite-7-goose-flight"


def test_an_entry_is_contested_corrected_and_answered(visit: Opener, cast: Cast) -> None:
    for login in ("member", "clerk"):
        cast.users[login].set_password(PASSWORD)
        cast.users[login].save()
    phone = visit("/login/", size=PHONE)
    log_in(phone, "member", PASSWORD)
    phone.goto("/rights/")
    assert_no_violations(phone)
    assert phone.locator("html").evaluate("one => one.scrollWidth") == PHONE["width"]
    row = phone.locator("dd", has=phone.get_by_text("大学本科", exact=False)).first
    row.locator("summary").click()
    follow(row.get_by_role("link", name="对这一项提出异议"))
    phone.fill("textarea[name=said]", "我读的是大专班，不是本科")
    phone.fill("input[name=wanted]", "大专")
    follow(phone.get_by_role("button", name="提出", exact=True))
    phone.goto("/rights/")
    assert phone.get_by_text("有异议", exact=True).count() == 1

    desk = visit("/login/")
    log_in(desk, "clerk", PASSWORD)
    desk.goto("/o/committee/rights/objections/")
    follow(desk.get_by_role("link", name="查晓明"))
    assert_no_violations(desk)
    person = Person.objects.get(key="p-member")
    correct_line(person, {"education": "大专"}, How.CORRECTION, clock.today(), "毕业证 1995-07", by=cast.actor("clerk"), at=clock.now())
    desk.reload()
    desk.select_option("select[name=outcome]", "accepted")
    desk.select_option("select[name=act]", index=1)
    desk.fill("textarea[name=words]", "查毕业证属实，已更正。")
    follow(desk.get_by_role("button", name="答复", exact=True))
    with desk.expect_download() as paper:
        desk.get_by_role("link", name="打印答复").click()
    assert paper.value.suggested_filename.endswith(".pdf")

    phone.goto("/rights/")
    assert phone.get_by_text("有异议", exact=True).count() == 0
    follow(phone.get_by_role("link", name="我读的是大专班"))
    phone.fill("textarea[name=remark]", "已看到，没有意见")
    follow(phone.get_by_role("button", name="保存意见"))
    assert "已看到，没有意见" in phone.inner_text("main")
    row_ = Objection.objects.get()
    assert (row_.outcome, row_.answered_by) == ("accepted", "clerk") and row_.act_receipt
