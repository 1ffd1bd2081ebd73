"""WCAG 2.1 A and AA, judged by axe in the page that a browser shows."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

STANDARD = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}, "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},   # no rule of these reads the style sheets themselves
}


def bring_along(context: BrowserContext) -> None:
    """Every page of this browser profile comes with axe in it; without, it is put in where a page is judged."""
    context.add_init_script(AXE_SCRIPT)


def violations(page: Page) -> list[str]:
    """One line per fault: the rule, what it asks, and the first three nodes that break it."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    lines = []
    for fault in page.evaluate("(options) => axe.run(document, options).then((found) => found.violations)", STANDARD):   # what is in order stays there
        nodes = " | ".join(node["html"][:160] for node in fault["nodes"][:3])
        lines.append(f"{fault['id']}: {fault['help']} ({len(fault['nodes'])}): {nodes}")
    return lines


def assert_no_violations(page: Page) -> None:
    """Fails with every fault of the page as it stands now; nothing may scroll sideways either."""
    faults = violations(page)
    assert not faults, f"{page.url}\n" + "\n".join(faults)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than its window"
