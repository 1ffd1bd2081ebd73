"""What the script adds, in a real browser; test_axe.py and the journeys show that pages work without it."""

from __future__ import annotations

from playwright.sync_api import Browser
from sample import page as sample
from test_axe import show


def test_a_drop_down_closes_when_something_else_is_clicked_and_with_escape(browser: Browser) -> None:
    shown = show(browser, sample("zh-hans"), 1440)
    drop = shown.locator("details.drop")
    shown.click("details.drop summary")
    assert drop.get_attribute("open") is not None
    shown.click("h1")
    assert drop.get_attribute("open") is None
    shown.click("details.drop summary")
    shown.keyboard.press("Escape")
    assert drop.get_attribute("open") is None
    assert shown.evaluate("document.activeElement.tagName") == "SUMMARY"
    shown.close()


def test_a_chosen_filter_is_sent_and_typed_text_waits(browser: Browser) -> None:
    shown = show(browser, sample("zh-hans"), 1440)
    shown.evaluate("addEventListener('submit', event => { event.preventDefault(); document.title = 'sent' })")
    shown.fill("#w", "作业")
    shown.press("#w", "Tab")
    assert shown.title() != "sent"
    shown.select_option("#s", index=1)
    assert shown.title() == "sent"
    shown.close()


def test_a_form_is_not_sent_twice(browser: Browser) -> None:
    shown = show(browser, sample("zh-hans"), 1440)
    shown.evaluate(
        "window.sent = 0; document.querySelector('main form[method=post]').noValidate = true;"
        "addEventListener('submit', event => { if (!event.defaultPrevented) window.sent++; event.preventDefault() })"
    )
    for _ in range(3):
        shown.click("main form[method=post] .btn-primary")
    assert shown.evaluate("window.sent") == 1
    shown.close()


def test_a_wide_table_can_be_scrolled_from_the_keyboard(browser: Browser) -> None:
    narrow, wide = (show(browser, sample("zh-hans"), width) for width in (360, 1440))
    assert narrow.locator(".scroll").first.get_attribute("tabindex") == "0"
    assert wide.locator(".scroll").first.get_attribute("tabindex") is None
    narrow.close()
    wide.close()
