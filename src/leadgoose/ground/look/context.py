"""What every page's frame needs: nothing here asks the database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext, gettext_noop

DEFAULT_NOTICE = gettext_noop("本系统为非涉密系统，严禁处理国家秘密")
"""Collected here so that the default reads in every language; a notice that somebody set is shown as it was written."""
HTML_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
"""Django's language code → the tag in the page's `lang` attribute, by which the fonts are chosen."""


def look(request: HttpRequest) -> dict[str, Any]:
    """`notice`, `actor`, `demo`; `html_lang` of this answer and `languages` as (code, name in itself, html tag)."""
    return {
        "notice": gettext(settings.NOTICE) if settings.NOTICE else "",
        "actor": getattr(request, "actor", None),
        "demo": settings.DEMO,
        "html_lang": HTML_LANGUAGES.get(get_language() or "", "zh-Hans"),
        "languages": [(code, name, HTML_LANGUAGES[code]) for code, name in settings.LANGUAGES],
    }
