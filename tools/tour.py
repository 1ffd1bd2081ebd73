"""Takes the ten pictures of docs/tour.md from a running demonstration.

    make demo            (in another window)
    .venv/bin/python tools/tour.py http://127.0.0.1:8000 var/demo-accounts.json docs/tour
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}


def main(base: str, accounts: Path, out: Path) -> None:
    ready = {one["login"]: one for one in json.loads(accounts.read_text("utf-8"))}
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("LEADGOOSE_CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        )
        page = at(browser, base, DESK)
        page.screenshot(path=out / "01-login.png", clip={"x": 0, "y": 0, "width": 1440, "height": 400})   # without the passwords below
        sign_in(page, ready["clerk"])
        page.screenshot(path=out / "02-watch.png")
        watch = page.url
        top = watch.split("/o/")[1].split("/")[0]
        page.goto(f"{base}/o/{top}/tree/")
        page.screenshot(path=out / "03-tree.png")
        page.goto(f"{base}/o/{top}/members/")
        page.screenshot(path=out / "04-members.png")
        page.locator("main table tbody a[href^='/p/']").first.click()
        page.screenshot(path=out / "05-person.png")
        page.goto(watch)
        page.locator("a[href$='/reminder/']").first.click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=out / "06-reminder.png")
        page.goto(f"{base}/rules/")
        page.screenshot(path=out / "07-rules.png")
        empty = at(browser, base, DESK)
        sign_in(empty, ready["clerk2"])
        empty.goto(f"{base}/o/{empty.url.split('/o/')[1].split('/')[0]}/imports/")
        empty.screenshot(path=out / "08-import.png")
        auditor = at(browser, base, DESK)
        sign_in(auditor, ready["auditor"])
        auditor.screenshot(path=out / "09-journal.png")
        phone = at(browser, base, PHONE)
        sign_in(phone, ready["secretary"])
        phone.screenshot(path=out / "10-my-branch.png")
        browser.close()


def at(browser: Browser, base: str, size: dict[str, int]) -> Page:
    page = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai").new_page()  # type: ignore[arg-type]
    page.goto(f"{base}/login/")
    return page


def sign_in(page: Page, account: dict[str, str]) -> None:
    page.fill("input[name=login]", account["login"])
    page.fill("input[name=password]", account["password"])
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python tools/tour.py ADDRESS ACCOUNTS.json FOLDER")
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]), Path(sys.argv[3]))
