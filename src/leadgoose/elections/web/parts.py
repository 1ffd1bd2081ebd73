"""What this subject puts on lower pages (ground/look/slots.py; site/parts.py says where)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from leadgoose.elections.models import Election
from leadgoose.elections.queries.course import course_of
from leadgoose.elections.queries.held import meeting_keys
from leadgoose.ground.access.gate import Asked
from leadgoose.recordbook.models import Record
from leadgoose.recordbook.queries.elections import meeting_of
from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.roster.kinds import WITH_TERMS
from leadgoose.roster.models import Organisation


def elections_of_organisation(request: Asked) -> SafeString:
    """The button that leads to an organisation's elections; "" where it does not elect here, or for those who may not see. No query."""
    organisation: Organisation = request.target.thing
    elects = organisation.kind in WITH_TERMS and organisation.key != organisation.top_key
    if not elects or not request.actor.may("elections.elections", request.target.reach):
        return SafeString("")
    return format_html('<a class="btn" href="{}">{}</a>', reverse("elections.elections", args=[organisation.key]), _("换届选举"))


def election_of_record(request: Asked) -> SafeString:
    """The link from the record of an election meeting to its election; "" for other records. No query for those."""
    record: Record = request.target.thing
    if record.kind != Kind.ELECTION_MEETING or not request.actor.may("elections.election", request.target.reach):
        return SafeString("")
    for election in Election.objects.filter(organisation__key=record.org_key).select_related("organisation").order_by("-pk"):
        if meeting_of(record, meeting_keys(course_of(election))):
            return format_html('<a href="{}">{}</a>', reverse("elections.election", args=[election.key]), _("看这次选举"))
    return SafeString("")
