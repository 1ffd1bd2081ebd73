"""Accounts for many, as an office opens them: chosen by branch and post, printed as slips, cut and handed over; and what their holder then meets on a phone.

Every account page on the way is judged by axe, also those that only an act shows: the passwords, the codes, the second step.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from axe import assert_no_violations
from cast import NOW, TODAY, Cast, Part, enrol_all
from ground.press.measure import pages as lines_of
from journeys.conftest import PHONE, Opener, follow, log_in
from leadgoose.accounts.actions.factors import set_factor_demands
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.roles import PLATFORM_ROLES, Role
from leadgoose.roster.kinds import PostKind

FIRST, OWN = "wellsite-7-goose-flight", "pipeline-4-crane-morning"


def test_secretaries_get_slips_and_each_comes_in_with_a_password_and_a_factor_of_their_own(visit: Opener, cast: Cast, settings, tmp_path: Path) -> None:   # type: ignore[no-untyped-def]
    settings.SECOND_FACTOR = True
    enrol_all(cast, (
        Part("p-lead", "钱文", "office", "男", "1980-01-01", posts=(PostKind.SECRETARY,)),
        Part("p-deputy", "孙丽", "two", "女", "1981-01-01", posts=(PostKind.DEPUTY_SECRETARY,)),
    ), 60)
    demanded(cast)
    cast.users["clerk"].set_password(FIRST)
    cast.users["clerk"].save()

    desk = visit("/login/")
    log_in(desk, "clerk", FIRST)
    desk.goto("/o/committee/accounts/many/")
    assert_no_violations(desk)
    assert desk.get_by_role("checkbox").count() == 2
    desk.get_by_label("党支部", exact=True).fill("机关")
    desk.get_by_role("button", name="列出").click()
    expect(desk.get_by_role("checkbox")).to_have_count(1)
    assert "党支部书记" in desk.locator("tr", has_text="钱文").inner_text()
    follow(desk.get_by_role("button", name="给勾选的人开立账号"))
    expect(desk.get_by_role("heading", name="已开立 1 个账号")).to_be_visible()
    assert_no_violations(desk)
    login, password = desk.locator("td code").all_inner_texts()
    with desk.expect_download() as slip:
        desk.get_by_role("button", name="打印密码条（PDF）").click()
    slip.value.save_as(tmp_path / "slips.pdf")
    told = "\n".join(line.text for page in lines_of((tmp_path / "slips.pdf").read_bytes()) for line in page)
    assert "钱文" in told and login in told and password in re.sub(r"\s", "", told)
    desk.go_back()
    assert password not in desk.content(), "shown once"

    phone = visit("/login/", size=PHONE)
    assert_no_violations(phone)
    log_in(phone, login, password)
    phone.wait_for_url("**/password/**")
    assert "现在用的是一次性密码" in phone.inner_text("main")
    assert_no_violations(phone)
    phone.goto("/o/office/")
    assert phone.url.endswith("/password/"), "nothing else opens"
    for field, value in (("old", password), ("new", OWN), ("again", OWN)):
        phone.fill(f"input[name={field}]", value)
    follow(phone.locator("main form button[type=submit]"))
    phone.goto("/o/office/")
    phone.wait_for_url("**/me/factors/")
    assert "担任党支部书记" in phone.inner_text("main")
    codes = paper_codes(phone, OWN)
    phone.goto("/o/office/")
    assert phone.url.endswith("/o/office/"), "nothing is owed any more"
    account_pages(phone)

    sign_out(phone)
    log_in(phone, login, OWN)
    phone.wait_for_url("**/login/second/")
    assert_no_violations(phone)
    phone.fill("#code", "00000000")
    follow(phone.get_by_role("button", name="登录"))
    assert_no_violations(phone)
    phone.fill("#code", codes[0])
    follow(phone.get_by_role("button", name="登录"))
    phone.wait_for_url(lambda url: "/login" not in url)
    assert Grant.objects.get(user__login=login).role == Role.SECRETARY and User.objects.get(login=login).person_key == "p-lead"


def demanded(cast: Cast) -> None:
    """The security officer: secretaries must, clerks need not."""
    set_factor_demands(frozenset({*PLATFORM_ROLES, Role.SECRETARY}), on=TODAY, by=cast.actor("security_officer"), at=NOW)


def paper_codes(page: Page, password: str) -> list[str]:
    """The way of whoever has no smartphone: ten codes on a slip."""
    assert_no_violations(page)
    follow(page.get_by_role("link", name="打印", exact=True))
    assert_no_violations(page)
    page.fill("input[name=password]", password)
    follow(page.get_by_role("button", name="生成恢复码"))
    expect(page.locator(".codes li")).to_have_count(10)
    assert_no_violations(page)
    found = page.locator(".codes code").all_inner_texts()
    with page.expect_download() as slip:
        page.get_by_role("button", name="下载纸条（PDF）").click()
    assert slip.value.suggested_filename.endswith(".pdf")
    follow(page.get_by_role("link", name="收好了"))
    assert "还剩 10 个" in page.inner_text("main")
    return found


def account_pages(page: Page) -> None:
    """What the holder of an account may open about it."""
    for where in ("/me/", "/me/factors/", "/me/factors/totp/", "/me/factors/passkey/", "/me/sessions/", "/me/why/"):
        page.goto(where)
        assert page.url.endswith(where)
        assert_no_violations(page)
    assert "党支部书记" in page.inner_text("main") and "自" in page.inner_text("main")


def sign_out(page: Page) -> None:
    page.goto("/me/")
    page.click("details.menu-switch summary")
    page.click("details.account summary")
    page.click("details.account form button")
    page.wait_for_url("**/login/**")
