"""`{% load slots %}{% slot "organisation.due" %}`: what a higher subject puts on this page, see look/slots.py."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from leadgoose.ground.look import slots

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str) -> SafeString:
    part = slots.filling(name)
    return SafeString("") if part is None else part(context["request"])
