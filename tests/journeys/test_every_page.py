"""Every page that a role may open, at a desk and on a phone: no fault that axe knows, nothing scrolls sideways, the browser has no complaint.

A page is judged at the desk for the first of the readers who may open it, and on the phone for each of those who have their pages there. For
everybody else it is judged again where it has something that no reader before saw there: which pages these are, their HTML says without a browser.
"""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response
from playwright.sync_api import Error as BrowserError

from axe import bring_along, undrawn, violations
from cast import LOGINS, Cast
from house.pages import pages
from house.test_roles import REACH, Asked, address, expected, played
from journeys.conftest import DESK, PHONE

__all__ = ["played"]   # the fixture of the role test: the cast with its uploads

READERS = ("clerk", "secretary", "member")
ON_PHONES = ("secretary", "member")
OTHERS = tuple(login for login in LOGINS if login not in (*READERS, "new_secretary", "outsider"))
"""Everybody else; a second secretary and a second clerk have the pages of the first."""
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
def test_every_page_is_fit_to_read(browser: Browser, live_server: Any, transactional_db: None, played: Cast, login: str) -> None:
    addresses = [one.address for one in judged_for(login)]
    assert addresses
    faults = faults_of(browser, live_server.url, played.client(login), addresses, on_phone=login in ON_PHONES)
    assert not faults, "\n".join(faults)


def test_what_only_others_see_is_fit_to_read(browser: Browser, live_server: Any, transactional_db: None, played: Cast) -> None:
    """The supervisor, who looks only, the officers of the platform, the unit's head: what they see on a page and no reader saw there."""
    theirs = {login: opened_by(login) for login in OTHERS}
    names = {one.page.name for found in theirs.values() for one in found}
    seen: dict[str, set[Shape]] = {}
    for login in READERS:
        new_to(played.client(login), [one for one in opened_by(login) if one.page.name in names], seen)
    faults, judged_again = [], 0
    for login, found in theirs.items():
        client = played.client(login)
        addresses = [one.address for one in new_to(client, found, seen)]
        judged_again += len(addresses)
        faults += [f"{login}: {fault}" for fault in faults_of(browser, live_server.url, client, addresses, on_phone=False)] if addresses else []
    assert judged_again
    assert not faults, "\n".join(faults)


Shape = tuple[str, str, str, tuple[str, ...]]
"""Of an element: its name, its classes, its type, and what it says to those who do not see."""


class _Shapes(HTMLParser):
    """What the main part of a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[Shape] = set()
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "main"
        if self.inside:
            said = dict(attrs)
            spoken = sorted(name for name in said if name.startswith("aria-") or name in ("role", "for", "hidden"))
            self.found.add((tag, said.get("class") or "", said.get("type") or "", tuple(spoken)))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"


def new_to(client: Any, found: Iterable[Asked], seen: dict[str, set[Shape]]) -> list[Asked]:
    """Of these pages those that have something which was not seen on them before; afterwards it was."""
    new = []
    for one in found:
        answer = client.get(one.address)
        if answer.status_code == 200 and "text/html" in answer.headers.get("Content-Type", ""):
            shapes = _Shapes()
            shapes.feed(answer.content.decode())
            if not shapes.found <= seen.setdefault(one.page.name, set()):
                new.append(one)
            seen[one.page.name] |= shapes.found
    return new


def faults_of(browser: Browser, root: str, client: Any, addresses: list[str], *, on_phone: bool) -> list[str]:
    """What is wrong with these pages as this account sees them."""
    first, other = (PHONE, DESK) if on_phone else (DESK, PHONE)
    context = browser.new_context(viewport=first, locale="zh-CN", base_url=root, service_workers="block")  # type: ignore[arg-type]
    bring_along(context)
    context.add_cookies([{"name": name, "value": morsel.value, "url": root} for name, morsel in client.cookies.items()])
    page = undrawn(context)
    faults: list[str] = []
    page.on("console", lambda said: faults.append(f"{said.location.get('url') or page.url}: {said.text}") if said.type == "error" else None)
    passed_over = [f"{root}/favicon.ico: "]   # our pages name their icon; for what is no page the browser asks by itself
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
    return [fault for fault in faults if not fault.startswith(tuple(passed_over))]


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
