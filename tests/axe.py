"""WCAG 2.1 A and AA, judged by axe in the page that a browser shows."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STANDARD = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}, "resultTypes": ["violations"]}


def violations(page: Page) -> list[str]:
    """One line per fault: the rule, what it asks, and the first three nodes that break it."""
    lines = []
    for fault in Axe().run(page, options=STANDARD).response["violations"]:
        nodes = " | ".join(node["html"][:160] for node in fault["nodes"][:3])
        lines.append(f"{fault['id']}: {fault['help']} ({len(fault['nodes'])}): {nodes}")
    return lines


def assert_no_violations(page: Page) -> None:
    """Fails with every fault of the page as it stands now; nothing may scroll sideways either."""
    faults = violations(page)
    assert not faults, f"{page.url}\n" + "\n".join(faults)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than its window"
