"""What this subject puts on lower pages (ground/look/slots.py; site/parts.py says where)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from leadgoose.ground.access.gate import Asked
from leadgoose.roster.kinds import WITH_TERMS
from leadgoose.roster.models import Organisation


def elections_of_organisation(request: Asked) -> SafeString:
    """The button that leads to an organisation's elections; "" where it does not elect here, or for those who may not see. No query."""
    organisation: Organisation = request.target.thing
    elects = organisation.kind in WITH_TERMS and organisation.key != organisation.top_key
    if not elects or not request.actor.may("elections.elections", request.target.reach):
        return SafeString("")
    return format_html('<a class="btn" href="{}">{}</a>', reverse("elections.elections", args=[organisation.key]), _("换届选举"))
