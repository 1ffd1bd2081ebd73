"""What this subject puts on lower pages (ground/look/slots.py; site/parts.py says where)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from leadgoose.ground.access.gate import Asked


def rights_of_person(request: Asked) -> SafeString:
    """The button on a person's page that leads to what is held, for those who may. No query."""
    person = request.target.thing
    if not request.actor.may("rights.held", request.target.reach):
        return SafeString("")
    return format_html('<a class="btn" href="{}">{}</a>', reverse("rights.held", args=[person.key]), _("个人信息与异议"))
