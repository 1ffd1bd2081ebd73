"""The reader's language, as reasons of the statutes are said in it."""

from __future__ import annotations

from django.utils.translation import get_language

from leadgoose.ground.statutes import Lang, language


def lang() -> Lang:
    return language(get_language() or "zh-hans")
