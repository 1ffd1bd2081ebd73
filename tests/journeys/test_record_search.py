"""A secretary looks for what was said, on a phone: two characters in either script, a filter, the record itself, no hit, more than are counted."""

from __future__ import annotations

from datetime import date

import pytest

from axe import assert_no_violations
from cast import Cast
from journeys.conftest import PHONE, Opener, follow, log_in
from leadgoose.recordbook.queries import search
from leadgoose.recordbook.rules.kinds import Kind
from recordbook.test_search import put, said

PASSWORD = "wellsite-7-goose-flight"


def test_what_was_said_is_found_on_a_phone(visit: Opener, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.users["secretary"].set_password(PASSWORD)
    cast.users["secretary"].save()
    made = [put(cast, said("三号井的防护板松了", date(2026, 11, 18), title="班前会")), put(cast, said("防护板装好了", date(2026, 11, 19), kind=Kind.THEME_DAY))]
    put(cast, said("保温棉到了", date(2026, 11, 20), title="材料"))
    put(cast, said("防护板在二队", org="two", title="别的支部"), by="new_secretary")
    monkeypatch.setattr(search, "COUNTED", 2)
    page = visit("/login/", size=PHONE)
    log_in(page, "secretary", PASSWORD)
    page.goto("/o/one/book/")
    page.fill("#q", "防護")                                       # in traditional characters what was written in simplified ones
    follow(page.get_by_role("button", name="查找"))
    assert page.locator("mark").all_inner_texts() == ["防护", "防护"], "the newest first, and nothing of another branch"
    assert "共 2 条" in page.inner_text("#records") and page.locator("html").evaluate("one => one.scrollWidth") <= 360
    assert_no_violations(page)
    with page.expect_navigation():
        page.select_option("[name=kind]", "study")                      # a choice is sent as it is made
    assert page.locator("#records tbody tr").count() == 1 and page.input_value("#q") == "防護"
    follow(page.locator("#records th[scope=row] a"))
    assert page.url.endswith(f"/r/{made[0].key}/")
    assert "三号井的防护板松了" in page.inner_text("main")
    page.goto("/o/one/book/search/?q=井控")
    assert "没有符合条件的记录" in page.inner_text("main")
    page.fill("#q", "井")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "单个汉字和符号不单独查" in page.inner_text("main")
    put(cast, said("防护板又松了", date(2026, 11, 21)))
    page.goto("/o/one/book/search/?q=防护")
    assert "共 2+ 条" in page.inner_text("#records"), "above what is counted only that there are more"
