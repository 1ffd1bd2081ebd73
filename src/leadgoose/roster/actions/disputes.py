"""Where register and ledger disagree on an officer, the clerk chooses; what was not chosen is retracted, never deleted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.roster import consequences, facts
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Organisation, Post
from leadgoose.roster.queries.known import post_rows
from leadgoose.roster.reach import of_organisation
from leadgoose.roster.rules.officers import PAGE, contests


@transaction.atomic
def settle_officer(place: Organisation, seat: PostKind, keep: Collection[str], *, by: Actor, at: datetime) -> Receipt | None:
    """Keep these people (keys) in a disputed seat and retract the others' rows (journal: OfficerSettled). Nobody: the seat is vacant.

    seat: secretary, deputy, or commissioner for all other members. None when there is nothing in dispute any more; Refused for somebody whom
    no file names, or for two secretaries.
    """
    permit = by.require("roster.settle_officer", of_organisation(place))
    Organisation.objects.select_for_update().get(key=place.top_key)
    contest = next((one for one in contests(post_rows(place.top_key, {place.pk})[place.pk]) if one.seat is seat), None)
    if contest is None:
        return None
    named = {row.person for row in contest.rows}
    if not set(keep) <= named:
        raise Refused("not-named", _("所选的人已不在争议之列，请刷新后再选。"))
    if seat is PostKind.SECRETARY and len(set(keep)) > 1:
        raise Refused("two-secretaries", _("书记只能有一人。"))
    posts = {row.pk: row for row in Post.objects.filter(pk__in=[row.pk for row in contest.rows]).select_related("person")}
    facts.retract(Post.objects.filter(pk__in=posts), at)
    kept: set[str] = set()
    for row in contest.rows:
        if row.person in keep and row.person not in kept:
            kept.add(row.person)
            specific = max((one.kind for one in contest.rows if one.person == row.person), key=lambda kind: kind is not PostKind.COMMISSIONER)
            facts.again(posts[row.pk], at, PAGE, kind=specific)
    act = Act(
        name="OfficerSettled", valid_on=timezone.localdate(at), top_key=place.top_key, org_key=place.key, role=permit.role or "",
        facts={"seat": seat.value, "kept": sorted(kept), "retracted": sorted(named - kept)}, typed=1,
    )
    receipt = record(act, by=by, at=at)
    consequences.settle(
        place.top_key, organisations={place.pk}, people={row.person_id for row in posts.values()},
        on=timezone.localdate(at), at=at, act="OfficerSettled",
    )
    return receipt
