"""A clerk's first day: from two Excel files to the watch, the reminder and the secretary's phone, in a real browser."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page

from axe import assert_no_violations
from journeys.conftest import PHONE, Opener, follow, log_in
from leadgoose.accounts.actions.committee import create_committee
from leadgoose.ground.access import clock
from leadgoose.ground.access.actor import command_line
from leadgoose.ground.journal.commands import export_journal
from leadgoose.roster.models import Organisation, Present, Term

DATA = Path(__file__).parent.parent / "data"
ROOT = Path(__file__).parent.parent.parent
PASSWORD = "wellsite-7-goose-flight"


def test_from_two_files_to_the_watch(visit: Opener, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    created = create_committee("示例采油厂党委", "zhang", "", on=clock.today(), by=command_line(), at=clock.now())
    page = visit("/login/")
    log_in(page, created.slip.login, created.slip.password)
    change_first_password(page, created.slip.password)
    assert "现在还没有党支部" in page.inner_text("main")

    bring_in(page, "党员花名册", DATA / "roster-messy.xlsx")
    assert sums(page)["待更正"] == 38
    follow(page.locator("#take button[type=submit]"))
    assert Present.objects.count() == 661
    mended = mend(page, tmp_path, DATA / "roster-messy.truth.json")
    send_correction(page, mended)
    assert sums(page)["待更正"] == 0
    follow(page.locator("#take button[type=submit]"))
    assert Present.objects.count() == 699

    page.goto(f"/o/{created.key}/imports/")
    bring_in(page, "换届台账", DATA / "terms-messy.xlsx")
    assert sums(page)["待更正"] == 7   # the expiry that was miscalculated only warns
    follow(page.locator("#take button[type=submit]"))
    mended = mend(page, tmp_path, DATA / "terms-messy.truth.json")
    send_correction(page, mended)
    follow(page.locator("#take button[type=submit]"))

    branches = Organisation.objects.filter(top_key=created.key, kind="branch")
    assert branches.count() == 34
    assert Term.objects.on(clock.today()).filter(organisation__in=branches).values("organisation").distinct().count() == 34

    page.goto(f"/o/{created.key}/watch/")
    assert "34 个党支部" in page.inner_text(".crumbs")
    assert page.locator("#branches tbody tr").count() == 34
    assert_no_violations(page)

    follow(page.locator("a[href$='/reminder/']").first)
    follow(page.locator("form[action$='/send/'] button"))
    assert "已经提醒" in page.inner_text("main")
    with page.expect_download() as paper:
        page.get_by_role("link", name="PDF").click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")

    book = tmp_path / "journal.jsonl"
    assert export_journal(["--committee", created.key, "--out", str(book)]) == 0
    capsys.readouterr()
    verified = subprocess.run([sys.executable, str(ROOT / "tools" / "verify_journal.py"), str(book)], capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert not re.search(r"(?<![0-9a-f])99\d{15}[\dX](?![0-9a-f])", book.read_text("utf-8")), "an ID number in clear"


def test_a_secretary_reads_the_first_page_on_a_phone(visit: Opener, cast) -> None:   # type: ignore[no-untyped-def]
    cast.users["secretary"].set_password(PASSWORD)
    cast.users["secretary"].save()
    page = visit("/login/", size=PHONE)
    log_in(page, cast.users["secretary"].login, PASSWORD)
    page.wait_for_url("**/my/")
    assert "作业一队党支部" in page.inner_text("h1")
    assert page.locator("html").evaluate("one => one.scrollWidth") <= 360
    assert_no_violations(page)


def test_the_pages_work_without_scripts(visit: Opener, cast) -> None:   # type: ignore[no-untyped-def]
    cast.users["clerk"].set_password(PASSWORD)
    cast.users["clerk"].save()
    page = visit("/login/", scripts=False)
    log_in(page, cast.users["clerk"].login, PASSWORD)
    page.goto("/o/committee/members/")
    page.fill("main input[name=q]", "shan")
    follow(page.locator("main form button[type=submit]"))
    assert "单志强" in page.inner_text("main table")
    assert "曾玉兰" not in page.inner_text("main table")


def change_first_password(page: Page, first: str) -> None:
    page.fill("input[name=old]", first)
    page.fill("input[name=new]", PASSWORD)
    page.fill("input[name=again]", PASSWORD)
    follow(page.locator("main button[type=submit]"))
    page.goto("/")


def bring_in(page: Page, title: str, file: Path) -> None:
    if "/imports/" not in page.url:
        follow(page.locator("a[href$='/imports/'] >> nth=0"))
    card = page.locator(".card", has=page.locator("h2", has_text=title)).first
    card.locator("input[type=file]").set_input_files(file)
    follow(card.locator("button[type=submit]"))
    page.wait_for_url("**/u/**")


def sums(page: Page) -> dict[str, int]:
    """The figures above, by their captions."""
    found = {}
    for item in page.locator("ul.sums li").all():
        found[item.locator("span").first.inner_text()] = int(item.locator("strong").inner_text())
    return found


def mend(page: Page, folder: Path, truth: Path) -> Path:
    """Download the corrections workbook and write the right values into it, as the clerk would."""
    with page.expect_download() as download:
        page.click("button[formaction*='/corrections/']")
    content = Path(download.value.path()).read_bytes()
    assert not re.search(rb"99\d{15}[\dX]", content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for problem in json.loads(truth.read_text("utf-8"))["problems"]:
        sheet = book[problem["sheet"]]
        header = next(row for row in sheet.iter_rows(max_row=12) if problem["column"] in [cell.value for cell in row])
        column = next(cell.column for cell in header if cell.value == problem["column"])
        sheet.cell(problem["row"], column).value = problem["right"]
    path = folder / f"{truth.stem}-{timezone.now():%f}.xlsx"
    book.save(path)
    return path


def send_correction(page: Page, file: Path) -> None:
    form = page.locator("form[action*='/corrections/'], form:has(input[type=file])").first
    form.locator("input[type=file]").set_input_files(file)
    follow(form.locator("button[type=submit]"))
    page.wait_for_url("**/u/**")
