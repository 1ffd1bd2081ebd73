"""A real Chromium on a real server. Stories sign in through the log-in page, click and type as people do."""

from __future__ import annotations

import faulthandler
from collections.abc import Callable, Generator, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, TimeoutError, expect

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
Opener = Callable[..., Page]
STANDARD_ERROR = 2
expect.set_options(timeout=60_000)   # no story is failed for being slow


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None]:
    """Where every thread stood when a page did not come, the server's among them: what a wait that ended without an answer cannot tell by itself."""
    try:
        yield
    except TimeoutError:
        faulthandler.dump_traceback(file=STANDARD_ERROR)
        raise


@pytest.fixture
def visit(browser: Browser, live_server, transactional_db: None) -> Iterator[Opener]:   # type: ignore[no-untyped-def]
    """Open a page in a fresh browser profile: visit("/login/", size=PHONE, language="zh-CN"). Fails at any request that leaves the host."""
    contexts: list[BrowserContext] = []
    strays: list[str] = []

    def open_page(path: str = "/", *, size: dict[str, int] = DESK, language: str = "zh-CN", scripts: bool = True, workers: bool = True) -> Page:
        context = browser.new_context(
            viewport=size, locale=language, base_url=live_server.url, java_script_enabled=scripts, timezone_id="Asia/Shanghai", accept_downloads=True,  # type: ignore[arg-type]
            # a worker fetches pages beside the acts of a story, and SQLite in memory lets nobody read while somebody writes
            service_workers="allow" if workers else "block",
        )
        context.on("request", lambda request: strays.append(request.url) if not request.url.startswith((live_server.url, "data:", "blob:", "about:")) else None)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(90_000)   # waits for what comes, however loaded the machine is
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert strays == [], "requests left the host"


def log_in(page: Page, login: str, password: str) -> None:
    page.goto("/login/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    follow(page.locator("main button[type=submit]"))


def follow(thing: Locator) -> None:
    """Click what leads to another page, until that page is there with its scripts: a click alone may return before it has begun."""
    with thing.page.expect_navigation():
        thing.click()


def wait_until_kept(page: Page) -> None:
    """Until the page's service worker has kept it and answers for it; asked without eval, which the policy refuses."""
    page.evaluate("""() => new Promise((done) => {
        const look = () => navigator.serviceWorker.controller ? done() : setTimeout(look, 20);
        look();
    })""")
