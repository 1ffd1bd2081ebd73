"""The script of official papers: fixed text is written in Simplified Chinese, and set in Traditional where a committee asks.

Only fixed text passes here. Names of people and organisations are filled in afterwards and never converted.
"""

from __future__ import annotations

from functools import cache
from typing import Any

TRADITIONAL = "zh-Hant"
FIXES = {
    "臺帳": "臺賬", "批覆": "批復", "答覆": "答復", "回避": "迴避", "計畫": "計劃", "佈": "布", "籤認": "簽認", "換髮": "換發", "賬號": "帳號",
    "“": "「", "”": "」",
}
"""What s2tw writes otherwise than the field does; the same words as the pages' catalogue (tools/messages.py)."""


def fixed(text: str, script: str) -> str:
    """Fixed text in a script: "zh-Hans" as it is, "zh-Hant" by OpenCC's s2tw (characters and regional forms, no other words)."""
    if script != TRADITIONAL:
        return text
    told = str(_converter().convert(text))
    for wrong, right in FIXES.items():
        told = told.replace(wrong, right)
    return told


def say(text: str, script: str, **values: object) -> str:
    """Fixed text with `%(name)s` places, set in the script first and filled with the values as they are."""
    return fixed(text, script) % values


@cache
def _converter() -> Any:
    import opencc  # noqa: PLC0415   # dictionaries of 7 MB: only committees that print Traditional load them

    return opencc.OpenCC("s2tw")
