"""The power goes in the middle of a tally: server and browser are killed, the count goes on, and nothing anywhere tells a single ballot.

The whole tally is done with the keyboard alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from axe import assert_no_violations
from cast import Cast
from elections.hall import COUNTER, PIN, SECOND, Hall, hall
from journeys.conftest import PHONE, Opener, log_in
from journeys.mortal import Server, server
from leadgoose.elections.models import Declaration, Sheet
from leadgoose.elections.queries.outcome import Sums, elected_of, sums_from
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.vault.actions import open_sealed

__all__ = ["server"]   # the fixture of the server that dies

PASSWORD = "wellsite-7-goose-flight"
A_TIME = re.compile(r"\d{2}:\d{2}:\d{2}|\b1[6-9]\d{8}(?:\d{3})?\b")


class Profile:
    """A browser with a profile on disk: what it keeps can be searched after the power is gone."""

    def __init__(self, browser: Browser, chromium: str, folder: Path, url: str) -> None:
        self.browser, self.chromium, self.folder, self.url = browser, chromium, folder, url
        self.posted: list[tuple[str, str]] = []
        self.open()

    def open(self) -> None:
        self.context: BrowserContext = self.browser.browser_type.launch_persistent_context(
            str(self.folder), executable_path=self.chromium, args=["--no-sandbox", "--disable-gpu", "--no-first-run"], base_url=self.url,
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1440, "height": 900},
        )
        self.context.on("request", lambda one: self.posted.append((one.url, one.post_data or "")) if one.method != "GET" else None)
        self.page: Page = self.context.pages[0]
        self.page.set_default_timeout(10_000)

    def cut(self) -> None:
        """No good-bye: the browser's process dies."""
        with pytest.raises(Error):
            self.context.new_cdp_session(self.page).send("Browser.crash")

    def sessions(self) -> str:
        """What the browser keeps to bring its windows back, in either writing."""
        data = b"".join(file.read_bytes() for file in self.folder.rglob("Sessions/*"))
        return data.decode("latin-1") + data.decode("utf-16-le", "ignore")

    def holds(self, words: str) -> list[bytes]:
        """What stands around these words in any file of the profile, however the browser wrote it."""
        found = []
        for file in self.folder.rglob("*"):
            if file.is_file():
                data = file.read_bytes()
                for encoded in (words.encode(), words.encode("utf-16-le")):
                    found += [data[at.start() : at.start() + 60] for at in re.finditer(re.escape(encoded), data)]
        return found


@pytest.fixture
def room(cast: Cast) -> Hall:
    cast.users["secretary"].set_password(PASSWORD)
    cast.users["secretary"].save()
    return hall(cast)


def focus(page: Page, wanted: str, presses: int = 120) -> None:
    """Go there with Tab alone."""
    for _ in range(presses):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached with Tab")


def tap(page: Page, ballots: list[str], start: int) -> None:
    """Ballots as digits: once for, twice against; each ends with Enter, which is waited for."""
    for number, ballot in enumerate(ballots, start):
        page.keyboard.type(ballot)
        page.keyboard.press("Enter")
        expect(page.locator("[data-progress]")).to_have_text(re.compile(rf"^(第 {number + 1} 张|16 张已唱完)"))


def choose(page: Page, name: str) -> None:
    focus(page, "#entrant")
    while not page.evaluate("document.activeElement.selectedOptions[0].text").startswith(name):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")


def wait_until_kept(page: Page, wanted: str) -> None:
    """Until the service worker has this page, the last that it was told to keep."""
    for _ in range(200):
        if any(one.endswith(wanted.replace("at=tally", "at=result")) for one in kept(page)["pages"]):
            return
        page.wait_for_timeout(25)
    raise AssertionError("the page was not kept")


def kept(page: Page) -> dict[str, Any]:
    """Everything that a page can ask its browser for."""
    found: dict[str, Any] = page.evaluate("""async () => {
        const rows = (name) => new Promise((done, failed) => {
            const asked = indexedDB.open("leadgoose-desk", 1);
            asked.onsuccess = () => {
                const all = asked.result.transaction(name).objectStore(name).getAll();
                all.onsuccess = () => { asked.result.close(); done(all.result); };
            };
            asked.onerror = () => failed(asked.error);
        });
        const files = [];
        for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
        const pages = [];
        for (const name of await caches.keys()) for (const one of await (await caches.open(name)).keys()) pages.push(one.url);
        return { local: { ...localStorage }, session: { ...sessionStorage }, outbox: await rows("outbox"), drafts: await rows("drafts"), files, pages };
    }""")
    return found


BEFORE = ["122344", "12344", "12", "1223", "124433", "13", "14"]       # seven ballots
AWAY = ["123444", "12233", "1"]                                        # three more, nobody there
AFTER = ["12", "13", "24", "1", "2", "3"]
IN_HAND = "2233"


def expected(ballots: list[str]) -> dict[str, list[int]]:
    sums = {place: [0, 0, 0] for place in "1234"}
    for ballot in ballots:
        for place in "1234":
            sums[place][[2, 0, 1, 2][ballot.count(place) % 3]] += 1
    return sums


def test_the_power_goes_in_mid_tally_and_the_count_goes_on(
    browser: Browser, chromium: str, server: Server, room: Hall, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    room.ready()
    desk = f"/desk/{room.election.key}/?meeting=members&at=tally"
    device = Profile(browser, chromium, tmp_path / "profile", server.url)
    page = device.page
    log_in(page, "secretary", PASSWORD)
    page.goto(desk)
    wait_until_kept(page, desk)
    choose(page, "吴珺")
    tap(page, BEFORE, 1)
    server.kill()
    tap(page, AWAY, 8)
    page.keyboard.type(IN_HAND)
    device.cut()

    states = device.holds('"ballots":')
    assert states == [b'"ballots":10}'.ljust(60)], "one state of the sums and no earlier one: their difference would be a ballot"
    assert device.holds('"marks"') == [] and not Sheet.objects.exists()
    assert "approve" not in device.sessions(), "the browser's own memory of its windows keeps what stands in fields"

    device.open()
    page = device.page
    page.goto(desk)   # nobody answers: the page is the kept one
    choose(page, "吴珺")
    expect(page.locator("[data-progress]")).to_have_text("第 11 张，共 16 张")
    tap(page, AFTER, 11)
    focus(page, "#pin")
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    page.wait_for_selector("#desk-outbox .note")
    assert "已封存在这台设备上，联网后自动送出" in page.inner_text("#desk-outbox")

    there = kept(page)
    assert set(there["session"]) <= {"htmx-current-path-for-history"}
    assert (there["local"], there["drafts"], there["files"], len(there["outbox"])) == ({}, [], [], 1)
    assert PIN not in json.dumps(there["outbox"]) and not A_TIME.search(json.dumps(there))
    assert all("/desk/" in one or "/static/" in one for one in there["pages"])

    server.start()
    log_in(page, "secretary", PASSWORD)
    page.goto(desk)
    expect(page.locator(".entrants")).to_contain_text("已封存")
    sheet = Sheet.objects.get()
    sums = sums_from(open_sealed("one", "sheet.sums", sheet.sums_sealed))
    by_place = dict(zip((key for key, _ in room.round.candidates), expected([*BEFORE, *AWAY, *AFTER]).values(), strict=True))
    assert {key: [one.approve, one.disapprove, one.abstain] for key, one in sums.lines.items()} == by_place
    assert (sheet.person.key, sheet.way) == (COUNTER, "taps")

    room.enter(SECOND, Sums(sums.lines))
    page.goto(desk)
    focus(page, "[name=signed]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**?meeting=members")
    assert f"王堃得 {sums.lines['m-1'].approve} 票" in page.inner_text("main")

    # what left the device: one sheet, once taken; never a ballot, never a time
    bodies = [body for url, body in device.posted if "/sheet/" in url]
    assert bodies and all(body.count("approve_") == 4 + 4 for body in bodies), "approve_ and disapprove_ of each of four, and nothing else"
    assert len({re.sub("csrfmiddlewaretoken=[^&]*", "", body) for body in bodies}) == 1
    assert not any(A_TIME.search(body) for body in bodies)
    assert not re.search(r"approve_|m-1=", caplog.text)
    entry = Entry.objects.filter(act="SheetClosed", person_key=COUNTER).get()
    assert entry.recorded_at == datetime(2026, 11, 22, 16, 0, tzinfo=UTC) and set(entry.facts) == {"election", "meeting", "round", "way", "sums"}
    device.context.close()
    assert device.holds('"ballots":') == []


@pytest.fixture
def at_desk(visit: Opener, room: Hall) -> Callable[[str, dict[str, int]], Page]:
    def go(at: str, size: dict[str, int]) -> Page:
        page = visit("/login/", size=size)
        log_in(page, "secretary", PASSWORD)
        page.goto(f"/desk/{room.election.key}/?meeting=members&at={at}")
        return page

    return go


def test_the_roll_is_called_with_the_keyboard_alone(at_desk: Callable[[str, dict[str, int]], Page], room: Hall) -> None:
    page = at_desk("roll", {"width": 1440, "height": 900})
    live = page.locator("form[data-roll] .live")
    focus(page, "input[name=in_room]")
    for number in range(15):
        if number == 14:
            assert live.inner_text() == "现到 14 人，须到 15 人，差 1 人"
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    assert live.inner_text() == "现到 15 人，须到 15 人，可以进行选举"
    page.reload()   # what was ticked is there again
    expect(live).to_have_text("现到 15 人，须到 15 人，可以进行选举")
    focus(page, "[data-declare]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/declare/")   # refused: who chairs was not said; nothing is lost, and it is sent again from where it stands
    expect(live).to_have_text("现到 15 人，须到 15 人，可以进行选举")
    expect(page.locator("#desk-state")).to_be_hidden()
    focus(page, "[name=chair_in_order]")
    page.keyboard.press("Space")
    focus(page, "[data-declare]")
    page.keyboard.press("Enter")
    page.wait_for_url("**?meeting=members")
    assert Declaration.objects.get().present == 15 and "听取和审查上届工作报告" in page.inner_text("main")


def test_the_desk_is_fit_to_read_on_a_phone_and_without_scripts(at_desk: Callable[[str, dict[str, int]], Page], visit: Opener, room: Hall) -> None:
    room.ready()
    page = at_desk("roll", PHONE)
    for at in ("roll", "decisions", "ballots", "tally"):
        page.goto(f"/desk/{room.election.key}/?meeting=members&at={at}")
        assert_no_violations(page)
    room.count(room.sums((14, 12, 8, 7)))
    page.goto(f"/desk/{room.election.key}/?meeting=members&at=result")
    assert_no_violations(page)
    assert elected_of(room.election).committee == ("m-1", "m-2")
