"""What this subject puts on lower pages (ground/look/slots.py; site/parts.py says where)."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked
from leadgoose.ground.duties.queries import open_duties
from leadgoose.overview import lines
from leadgoose.overview.queries import Scene
from leadgoose.overview.rules.board import in_order
from leadgoose.overview.web.buttons import button
from leadgoose.roster import duty_facts
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.places import Place


def due_of_organisation(request: Asked) -> SafeString:
    """What the organisation of a page owes, soonest first; "" for those who may not read its list. Four queries at most."""
    organisation: Organisation = request.target.thing
    if not request.actor.may("roster.members", request.target.reach):
        return SafeString("")
    today, key = clock.today(), organisation.key
    start = duty_facts.start_on(organisation.top_key)
    owed = open_duties(organisation.top_key, today, start_on=start, org_keys=[key])
    place = Place(key, organisation.name, OrgKind(organisation.kind), organisation.path)
    scene = Scene(today, True, start, {key: place}, tuple(owed))
    told = lines.tasks(scene, in_order(owed, scene.places))
    here = request.path
    tasks = [(line, None if act is None or act.address == here else act) for line in told for act in [button(line, scene, request.actor)]]
    return render_to_string("overview/parts/due.html", {"tasks": tasks})
