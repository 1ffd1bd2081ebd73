"""Tags of the desk: 正 drawn stroke by stroke, what was typed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from leadgoose.ground.listed import plural

register = template.Library()

STROKES = ("M3 4H21", "M12 4V20", "M12 11.5H19", "M6.5 11.5V20", "M3 20H21")
"""The five strokes of 正 in their order, in a square of 24; frontend/desk.js draws the same."""


@register.simple_tag
def strokes(count: int) -> SafeString:
    """A number as 正 strokes, five to a character; nothing for 0. The number itself stands beside it."""
    if count <= 0:
        return SafeString("")
    sizes = [5] * (count // 5) + ([count % 5] if count % 5 else [])
    drawn = format_html_join("", '<svg width="24" height="24" viewBox="0 0 24 24"><path d="{}"/></svg>', (("".join(STROKES[:size]),) for size in sizes))
    return format_html('<span class="strokes" role="img" aria-label="{}">{}</span>', plural("%(count)s 画", count) % {"count": count}, drawn)


@register.filter
def at(values: Mapping[str, Any] | None, key: str) -> Any:
    """The value under a key; "" for none."""
    return values.get(key, "") if values else ""


@register.simple_tag(takes_context=True)
def error(context: template.Context, name: str) -> SafeString:
    """What is wrong with a field, as the paragraph that describes it; nothing where nothing is."""
    said = context["wrong"].get(name)
    return format_html('<p class="error" id="{}_error">{}</p>', name, said) if said else SafeString("")


@register.simple_tag(takes_context=True)
def marks(context: template.Context, name: str, initial: Any = "") -> SafeString:
    """Attributes of a field: its value as typed, and that it is wrong. {% marks "printed" 20 %}"""
    typed = context["typed"]
    value = typed.text(name) if typed else initial
    bad = format_html(' aria-invalid="true" aria-describedby="{}_error"', name) if name in context["wrong"] else ""
    return format_html(' value="{}"{}', "" if value is None else value, bad)
