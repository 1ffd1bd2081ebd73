"""Matching a name that files use to the organisation that they mean: once, and kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.intake.branches import comparable
from leadgoose.roster.models import Organisation, OrganisationAlias
from leadgoose.roster.queries.known import places

LONGEST = 80


@transaction.atomic
def match_branch(place: Organisation, alias: str, *, by: Actor, at: datetime) -> Receipt | None:
    """Keep that files call the organisation so (journal: BranchMatched). None when that is known already.

    Refused when another organisation has that name, or goes by it.
    """
    permit = by.require("roster.match_branch", {place.top_key})
    Organisation.objects.select_for_update().get(key=place.top_key)
    alias = " ".join(alias.split())
    if not alias or len(alias) > LONGEST:
        raise Refused("alias-length", _("名称要有 1 至 %(most)s 个字。") % {"most": LONGEST})
    if place.key == place.top_key:
        raise Refused("alias-top", _("请选一个党支部或党总支。"))
    at_places = places(place.top_key)
    other = at_places.by_name.get(comparable(alias))
    if other == place.key:
        return None
    if other is not None:
        raise Refused("alias-taken", _("“%(alias)s”已是%(name)s的名称，不能再指给别的支部。") % {"alias": alias, "name": at_places.by_key[other].name})
    OrganisationAlias.objects.create(top_key=place.top_key, organisation=place, alias=alias, recorded_at=at)
    act = Act(
        name="BranchMatched", valid_on=timezone.localdate(at), top_key=place.top_key, org_key=place.key, role=permit.role or "",
        personal={place.key: {"alias": alias}}, typed=1,
    )
    return record(act, by=by, at=at)
