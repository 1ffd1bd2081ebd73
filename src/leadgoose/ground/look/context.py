"""What every page's frame needs: nothing here asks the database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

HTML_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
"""Django's language code → the tag in the page's `lang` attribute, by which the fonts are chosen."""


def look(request: HttpRequest) -> dict[str, Any]:
    """`notice`, `actor`, `demo`; `html_lang` of this answer and `languages` as (code, name in itself, html tag)."""
    return {
        "notice": settings.NOTICE,
        "actor": getattr(request, "actor", None),
        "demo": settings.DEMO,
        "html_lang": HTML_LANGUAGES.get(get_language() or "", "zh-Hans"),
        "languages": [(code, name, HTML_LANGUAGES[code]) for code, name in settings.LANGUAGES],
    }
