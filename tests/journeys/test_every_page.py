"""Every page that a role may open, at a desk and on a phone: no fault that axe knows, nothing scrolls sideways, the browser has no complaint.

A page is judged at the desk for the first of the readers who may open it, and on the phone for each of those who have their pages there.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Response
from playwright.sync_api import Error as BrowserError

from axe import bring_along, violations
from cast import Cast
from house.pages import pages
from house.test_roles import REACH, Asked, address, expected, played
from journeys.conftest import DESK, PHONE

__all__ = ["played"]   # the fixture of the role test: the cast with its uploads

READERS = ("clerk", "secretary", "member", "auditor", "platform_admin")
ON_PHONES = ("secretary", "member")
FILES = (".xlsx", ".pdf", ".ics", ".png", ".js", "/export/", ".docx", "/corrections/", "/file/", "/signed/")
ASKED_FOR = "overview.team_export"
"""Of the files that are made by POST one shows, when it is opened, the page with the button that all of them share."""


def judged_for(login: str) -> list[Asked]:
    """The pages that are looked at for this reader: on a phone all it may open, at the desk those that no reader before it may open."""
    found = opened_by(login)
    if login in ON_PHONES:
        return found
    before = {one.page.name for reader in READERS[: READERS.index(login)] for one in opened_by(reader)}
    return [one for one in found if one.page.name not in before]


def opened_by(login: str) -> list[Asked]:
    """One page of each kind that answers GET with HTML and that the account may open; pages about one's own things once."""
    found, seen = [], set()
    for page in pages():
        if page.at == "public" or "GET" not in page.methods:
            continue
        for key in REACH.get(page.at, {"": set()}):
            one = Asked(page, key, address(page, key), frozenset(REACH[page.at][key] if page.at in REACH else {page.at}))
            if expected(one, login) == 405 and page.name not in seen and (page.name == ASKED_FOR or not one.address.endswith(FILES)):
                seen.add(page.name)
                found.append(one)
    return found


@pytest.mark.parametrize("login", READERS)
def test_every_page_is_fit_to_read(browser: Browser, live_server, transactional_db: None, played: Cast, login: str) -> None:   # type: ignore[no-untyped-def]
    context = browser.new_context(viewport=PHONE if login in ON_PHONES else DESK, locale="zh-CN", base_url=live_server.url, service_workers="block")  # type: ignore[arg-type]
    bring_along(context)
    client = played.client(login)
    context.add_cookies([{"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in client.cookies.items()])
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(f"{said.location.get('url') or page.url}: {said.text}") if said.type == "error" else None)
    addresses = [one.address for one in judged_for(login)]
    assert addresses
    passed_over = [f"{live_server.url}/favicon.ico: "]   # our pages name their icon; for what is no page the browser asks by itself
    first, other = (PHONE, DESK) if login in ON_PHONES else (DESK, PHONE)
    for where in addresses:
        answer = reached(page, where)
        if answer is None or "text/html" not in answer.headers.get("content-type", "") or answer.status == 404:
            passed_over.append(f"{page.url}: ")   # an upload is a register or a ledger, not both; the browser may complain of it later
            continue
        assert answer.status == 200, f"{where}: {answer.status}"
        faults += [*judged(page, f"{where} at {first['width']} px"), *sideways(page, f"{where} at {first['width']} px")]
        page.set_viewport_size(other)  # type: ignore[arg-type]
        faults += sideways(page, f"{where} at {other['width']} px")
        page.set_viewport_size(first)  # type: ignore[arg-type]
    context.close()
    faults = [fault for fault in faults if not fault.startswith(tuple(passed_over))]
    assert not faults, "\n".join(faults)


def reached(page: Page, where: str) -> Response | None:
    """The page's answer; None for a file, which the browser takes down instead of showing it."""
    try:
        return page.goto(where)
    except BrowserError as problem:
        if "Download is starting" in str(problem):
            return None
        raise


def judged(page: Page, where: str) -> list[str]:
    return [f"{where}: {fault}" for fault in violations(page)]


def sideways(page: Page, where: str) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{where} is {wide} px wider than its window"] if wide > 0 else []
