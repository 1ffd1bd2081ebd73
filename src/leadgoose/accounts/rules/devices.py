"""What a browser calls itself, in two codes (pure): enough to know one's own machine again, and nothing to follow anybody by."""

from __future__ import annotations

BROWSERS = (
    ("MicroMessenger", "wechat"), ("DingTalk", "dingtalk"), ("QQBrowser", "qq"), ("UCBrowser", "uc"), ("Edg", "edge"), ("Firefox", "firefox"),
    ("Chrome", "chrome"), ("Safari", "safari"),
)
SYSTEMS = (
    ("HarmonyOS", "harmony"), ("OpenHarmony", "harmony"), ("Android", "android"), ("iPhone", "iphone"), ("iPad", "ipad"), ("Windows", "windows"),
    ("Macintosh", "mac"), ("UOS", "uos"), ("Kylin", "kylin"), ("Linux", "linux"),
)


def device(agent: str) -> str:
    """"edge windows"; "other other" for what is not known."""
    return f"{_first(BROWSERS, agent)} {_first(SYSTEMS, agent)}"


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((code for mark, code in known if mark in agent), "other")
