"""WCAG 2.1 A and AA, judged by axe in the page that a browser shows."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as BrowserError

STANDARD = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}, "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},   # no rule of these reads the style sheets themselves
}
SCRIPT = AXE_SCRIPT + """;{
  const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
  colour.parseString = function (said) {   // a page has a dozen colours and asks a thousand times: a quarter of the judging
    if (!known.has(said)) known.set(said, (({r, g, b, alpha}) => ({r, g, b, alpha}))(read.call(this, said)));
    return Object.assign(this, known.get(said));
  };
}"""
FRAME = "body > header, body > .page > footer"
"""What stands around every page: the menu and the foot. It is as much as an ordinary page has itself."""
STANDS = """(frame) => [...document.querySelectorAll(frame)].map((one) => {
  const bare = one.cloneNode(true);
  bare.querySelectorAll("input[type=hidden]").forEach((hidden) => hidden.remove());   // tokens and the page's own address
  return [innerWidth, document.documentElement.lang, document.body.className, bare.outerHTML].join("\\n");
})"""
JUDGE = """([frame, known, options]) => {
  const exclude = [...document.querySelectorAll(frame)].filter((one, place) => known[place]);
  return axe.run({include: [document], exclude}, options).then((found) => found.violations);   // what is in order stays there
}"""
_in_order: set[str] = set()
"""Frames in which no fault was found; with the same HTML at the same width around another page they are not judged again."""


def bring_along(context: BrowserContext) -> None:
    """Every page of this browser profile comes with axe in it; without, it is put in where a page is judged."""
    context.add_init_script(SCRIPT)


def undrawn(context: BrowserContext) -> Page:
    """A page that the browser styles and lays out as ever and never draws, which is a third of its work: to be judged, not to be clicked, for before a
    click Playwright waits for two frames. Where the browser cannot leave drawing to us (only Chromium's shell without windows can), an ordinary page."""
    page = context.new_page()
    browser = context.browser
    assert browser is not None
    here = context.new_cdp_session(page).send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    asked = {"url": "about:blank", "browserContextId": here, "enableBeginFrameControl": True}
    try:
        with context.expect_page() as opened:
            browser.new_browser_cdp_session().send("Target.createTarget", asked)
    except BrowserError:
        return page
    page.close()
    return opened.value


def violations(page: Page) -> list[str]:
    """One line per fault: the rule, what it asks, and the first three nodes that break it."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate("() => {" + SCRIPT + "}")
    lines, frames = [], page.evaluate(STANDS, FRAME)
    for fault in page.evaluate(JUDGE, [FRAME, [one in _in_order for one in frames], STANDARD]):
        nodes = " | ".join(node["html"][:160] for node in fault["nodes"][:3])
        lines.append(f"{fault['id']}: {fault['help']} ({len(fault['nodes'])}): {nodes}")
    if not lines:
        _in_order.update(frames)
    return lines


def assert_no_violations(page: Page) -> None:
    """Fails with every fault of the page as it stands now; nothing may scroll sideways either."""
    faults = violations(page)
    assert not faults, f"{page.url}\n" + "\n".join(faults)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than its window"
