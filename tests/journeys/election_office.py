"""The people of an election at their pages, for the journeys: each has a browser of their own, and does what they do by clicking and typing.

The division is the demonstration, made as `make demo` makes it (two branches of it); everything that happens afterwards happens through pages.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.etree import ElementTree

from playwright.sync_api import Page
from pypdf import PdfReader

from again import Again
from journeys.conftest import PHONE, Opener, log_in
from leadgoose.ground.access import clock
from leadgoose.site import demo

BRANCH, OTHER = "作业二队党支部", "作业一队党支部"
PIN = "2468"
MOST_PAGES = 5
"""As many as are read of a PDF: copies of a ballot are all the same."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = {"width": 1024, "height": 600}
"""As large as tells a desk from a phone: what is painted costs most of a page, and how pages look is looked at elsewhere."""
ON_A_PHONE = ("envoy", "member")
"""The envoy walks about, the member is on shift."""


def _make() -> dict[str, tuple[str, str]]:
    made = demo.make(branches=2, members=40, seed=7, on=clock.today(), at=clock.now())
    return {one.login: (one.login, one.password) for one in made}


division = Again(_make)
"""The demonstration's accounts by log-in, with its rows in the database."""


@dataclass
class Office:
    """Everybody's pages. settings: pytest-django's, whose TODAY is moved from day to day."""

    visit: Opener
    settings: Any
    accounts: Mapping[str, tuple[str, str]]
    election: str = ""
    pages: dict[str, Page] = field(default_factory=dict)

    def on(self, day: str) -> None:
        """The day is another one."""
        self.settings.TODAY = date.fromisoformat(day)

    def at(self, login: str, where: str = "") -> Page:
        """Somebody's page, signed in; where: an address, `~` for the election's own."""
        if login not in self.pages:
            page = self.visit("/login/", size=PHONE if login in ON_A_PHONE else OFFICE, workers=False)
            log_in(page, *self.accounts[login])
            self.pages[login] = page
        page = self.pages[login]
        if where:
            page.goto(where.replace("~", f"/e/{self.election}/"), wait_until="domcontentloaded")
        return page

    def says(self, login: str, where: str) -> str:
        """What stands on a page."""
        return text(self.at(login, where))

    def do(self, login: str, where: str, *, press: str = "", ticks: Sequence[str] = (), clear: Mapping[str, str] | None = None, **typed: Any) -> Page:
        """Open a form, fill it in, press its button; fails with the page's words where it is refused."""
        page = self.at(login, where)
        put(page, typed)
        for code in ticks:
            tick(page, code)
        for code, reason in (clear or {}).items():
            page.fill(f"[name='clear-elections.{code}']", reason)
        return send(page, press)

    def papers(self, login: str, where: str, *said: str) -> str:
        """Both files of a paper, which must open and say this; returns the text of the PDF."""
        page = self.at(login)
        where = where.replace("~", f"/e/{self.election}/")
        pdf = page.request.get(where + ".pdf")
        docx = page.request.get(where + ".docx")
        assert (pdf.status, docx.status) == (200, 200), where
        printed, typed = pdf_text(pdf.body()), docx_text(docx.body())
        for words in said:
            assert words in printed, f"{where}.pdf does not say {words}: {printed[:1500]}"
            assert words in typed, f"{where}.docx does not say {words}: {typed[:1500]}"
        return printed


def put(page: Page, typed: Mapping[str, Any]) -> None:
    """Fill fields by name: boxes by yes or no, lists by value, several boxes of a name by a list of values."""
    for name, value in typed.items():
        first = page.locator(f"main [name='{name}']").first
        if isinstance(value, list):
            for one in value:
                page.check(f"main [name='{name}'][value='{one}']")
        elif isinstance(value, bool):
            first.set_checked(value)
        elif (sort := first.evaluate("one => one.type")).startswith("select"):
            first.select_option(str(value))
        elif sort == "radio":
            page.check(f"main [name='{name}'][value='{value}']")
        else:
            first.fill(str(value))


def tick(page: Page, item: str) -> None:
    """Tick an item of the checklist."""
    page.check(f"[name=tick][value='{item}']")


def send(page: Page, press: str = "") -> Page:
    """Press a button and wait for what comes; a form that comes back is a failure, with what it says."""
    main = page.locator("main")
    button = main.get_by_role("button", name=press, exact=True) if press else main.locator("form button.btn-primary:visible")
    with page.expect_navigation(wait_until="domcontentloaded") as answer:
        button.first.click()
    assert answer.value is None or answer.value.status < 400, f"{page.url}: {text(page)[:3000]}"
    return page


def text(page: Page) -> str:
    """What a person reads on the page, on one line."""
    return " ".join(page.inner_text("main").split())


def pdf_text(data: bytes) -> str:
    """The words of a PDF without the breaks of its lines."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages[:MOST_PAGES])


def docx_text(data: bytes) -> str:
    """The words of a DOCX without the breaks of its lines."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        root = ElementTree.fromstring(packed.read("word/document.xml"))
    return "".join("".join(one.text or "" for one in root.iter(f"{WORD}t")).split())
