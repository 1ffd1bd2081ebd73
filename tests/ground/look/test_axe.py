"""Every part of a page, in every language, at a desk and on a phone, with and without scripts: no fault that axe knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route
from sample import page as sample

import axe
from axe import assert_no_violations, undrawn, violations
from leadgoose.ground import look

STATIC = Path(look.__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def show(browser: Browser, html: str, width: int) -> Page:
    """The page at an invented address whose static files come from the folder; everything else is refused."""
    shown = browser.new_page(viewport={"width": width, "height": 800})

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://look.invalid/")
        if path == "":
            headers = {"Content-Security-Policy": "default-src 'self'"}
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
        elif path.startswith("static/") and (file := STATIC / path.removeprefix("static/")).is_file():
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        else:
            route.abort()

    shown.route("**/*", answer)
    faults: list[str] = []
    shown.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    shown.goto("http://look.invalid/")
    assert faults == [], "the browser complains"
    return shown


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_part_passes(browser: Browser, language: str, width: int) -> None:
    shown = show(browser, sample(language), width)
    assert_no_violations(shown)
    if width == 360:
        assert not shown.locator(".menu").is_visible()
        shown.click(".menu-switch summary")
        assert shown.locator(".menu").is_visible()
        assert_no_violations(shown)
    shown.close()


def test_a_page_before_log_in_passes(browser: Browser) -> None:
    shown = show(browser, sample("zh-hans", signed_in=False), 1440)
    assert_no_violations(shown)
    assert shown.locator(".menu").count() == 0
    shown.close()


def test_paper_carries_the_notice_and_no_controls(browser: Browser) -> None:
    shown = show(browser, sample("zh-hans"), 1000)
    shown.emulate_media(media="print")
    assert shown.locator(".notice").is_visible()
    for control in (".side", ".actions", ".filters", ".pager", ".languages", "main button"):
        assert not shown.locator(control).first.is_visible(), control
    shown.close()


def test_axe_sees_a_fault(browser: Browser) -> None:
    shown = show(browser, sample("zh-hans").replace("</main>", '<input name="nameless"></main>'), 1440)
    assert [fault.split(":")[0] for fault in violations(shown)] == ["label"]
    shown.close()


def test_a_frame_is_judged_until_it_was_found_in_order_and_again_when_anything_in_it_changes(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(axe, "_in_order", set())
    plain, nameless = sample("zh-hans"), '<button type="submit"></button>'
    broken = plain.replace("</header>", f"{nameless}</header>", 1)   # the first is the menu's
    for html, found in ((broken, ["button-name"]), (broken, ["button-name"]), (plain, []), (plain, []), (broken, ["button-name"])):
        shown = show(browser, html, 1440)
        assert [fault.split(":")[0] for fault in violations(shown)] == found
        shown.close()
    shown = show(browser, plain.replace("</main>", f"{nameless}</main>"), 1440)
    assert [fault.split(":")[0] for fault in violations(shown)] == ["button-name"], "around what was judged everything else still is"
    shown.close()


def test_a_page_that_is_not_drawn_has_the_same_faults(browser: Browser, chromium: str) -> None:
    """Colours, places and sizes, at the width it came at and at another; that nothing is drawn, its clock of frames tells."""
    faint = '<p style="color: #bbb; background: #fff">党支部</p><p style="width: 900px">届满</p></main>'
    context = browser.new_context(viewport={"width": 1440, "height": 800})
    found = []
    for shown in (context.new_page(), undrawn(context)):
        shown.set_content(sample("zh-hans").replace("</main>", faint))
        shown.set_viewport_size({"width": 360, "height": 740})
        wide = shown.evaluate("document.documentElement.scrollWidth")
        found.append((wide, shown.evaluate("innerWidth"), [fault.split(" (")[0] for fault in violations(shown)]))
        drawn = shown.evaluate("() => new Promise((done) => { requestAnimationFrame(() => done(true)); setTimeout(() => done(false), 1000); })")
        assert drawn == (len(found) == 1 or "headless-shell" not in chromium)   # a browser with windows draws every page
    context.close()
    assert found[0] == found[1]
    wide, _, faults = found[0]
    assert wide > 800
    assert [fault.split(":")[0] for fault in faults] == ["color-contrast"]
