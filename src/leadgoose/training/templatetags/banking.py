"""`{% load banking %}{{ text|cited }}`: a course's text with its citations 〔3,4〕 as raised links to the list at the page's end."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
_CITED = re.compile(r"〔([\d,]+)〕")


@register.filter
def cited(text: str) -> SafeString:
    """The text, escaped, with each number a link to #g3."""
    pieces = _CITED.split(text)
    return format_html_join("", "{}", ((_raised(piece) if place % 2 else piece,) for place, piece in enumerate(pieces)))


def _raised(numbers: str) -> SafeString:
    links = format_html_join(",", '<a href="#g{}">{}</a>', ((one, one) for one in numbers.split(",")))
    return format_html('<sup class="cite">{}</sup>', links)
