"""The three languages of the program, by one spelling."""

from typing import Literal

Lang = Literal["zh-Hans", "zh-Hant", "en"]


def language(code: str) -> Lang:
    """The language meant by a code as Django or a browser writes it (``zh-hans``, ``zh_TW``, ``en-GB``).

    Whatever is not English or Traditional Chinese is answered in Simplified Chinese, the language of the sources.
    """
    low = code.lower().replace("_", "-")
    if low.startswith("en"):
        return "en"
    if low.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
        return "zh-Hant"
    return "zh-Hans"
