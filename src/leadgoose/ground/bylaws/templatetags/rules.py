"""`{% load rules %}{% rule "elec-reminder-six-months" %}`: a quiet link to the rule. Needs no query of its own."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.ground.bylaws.citing import cited
from leadgoose.ground.bylaws.queries import confirmed_articles

register = template.Library()


@register.simple_tag(name="rule")
def rule_link(rule_id: str) -> SafeString:
    """The link 支部工作条例·第二十一条, followed by the tag 条号待核 where the number is not confirmed; "" for no rule."""
    if not rule_id:
        return SafeString("")
    return _link(rule_id, confirmed_articles().get(rule_id), get_language())


@lru_cache(maxsize=2000)
def _link(rule_id: str, article: str | None, spoken: str | None) -> SafeString:   # what the link depends on
    """Kept by the rule, its confirmed number and the language: a page shows two dozen, and putting one together took longer than a query."""
    found = cited(rule_id)
    link = format_html('<a class="rule" href="{}">{}</a>', reverse("bylaws.rule", args=[rule_id]), found.text)
    if not found.pending:
        return link
    return format_html('{} <span class="tag tag-unknown">{}</span>', link, _("条号待核"))
