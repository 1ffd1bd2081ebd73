"""What this subject puts on other pages (ground/look/slots.py; site/parts.py says where)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked
from leadgoose.ground.statutes import say
from leadgoose.recordbook import words
from leadgoose.recordbook.queries.plan import next_items
from leadgoose.recordbook.queries.roll import roll_of
from leadgoose.recordbook.rules.kinds import Kind, kind_rule
from leadgoose.recordbook.rules.room import before
from leadgoose.recordbook.web.telling import lang
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.own import OwnBranch


def next_meeting(request: Asked) -> SafeString:
    """The next planned meeting of the branch of 我的支部, with what it needs in numbers; "" where nothing is planned. Five queries, one for nothing."""
    branch: OwnBranch = request.target.thing
    found = planned(request, branch.key, clock.today())
    if found is None:
        return SafeString("")
    may = request.actor.may("recordbook.book", branch.path.strip("/").split("/"))
    return render_to_string("recordbook/parts_next.html", {**found, "book": reverse("recordbook.book", args=[branch.key]) if may else ""})


def planned(request: Asked, org_key: str, today: date) -> dict[str, Any] | None:
    """The next planned item, or the first past one without a record: what it is, when, what it needs; None where nothing is planned."""
    one = next(iter(next_items([org_key], today, 1)), None)
    if one is None:
        return None
    organisation = Organisation.objects.get(key=org_key)
    rule = kind_rule(Kind(one.kind))
    roll = roll_of(organisation, rule, today, one.group_key)
    needs = before(rule, len(roll.expected), sum(each.voter for each in roll.expected))
    may = request.actor.may("recordbook.enter_record", organisation.path.strip("/").split("/"))
    return {
        "item": one, "label": words.word(words.KIND, one.kind), "late": one.planned_on is not None and one.planned_on < today,
        "today": one.planned_on == today, "needs": [(say(each, lang()), each.rule) for each in needs[:1]], "expected": len(roll.expected),
        "address": f"{reverse('recordbook.enter_record', args=[org_key, one.kind])}?plan={one.key}" if may else "",
    }
