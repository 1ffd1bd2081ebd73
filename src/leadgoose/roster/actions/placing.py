"""Who takes part in which group or temporary branch (编组). Memberships stay where they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.roster.actions.deeds import Work
from leadgoose.roster.actions.organisations import Consent, Prepared, decided, do
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import HOMES, OrgKind
from leadgoose.roster.models import Organisation, OrganisationDeed, Person, Placement
from leadgoose.roster.queries import bodies
from leadgoose.roster.rules import organisations as rules
from leadgoose.roster.rules.organisations import Kind


def prepare_placing(place: Organisation, wanted: Mapping[str, str], on: date, today: date) -> Prepared:
    """wanted: person key → key of the group (of a temporary branch: its own key), "" for none; people not named stay where they are.

    place: the branch whose groups these are, or the temporary branch.
    """
    if place.kind not in {*HOMES, OrgKind.TEMPORARY_BRANCH}:
        raise Refused("kind", _("编组在党支部或临时党支部办理。"))
    decided(rules.refuse_day(bodies.body_of(place), on, today, same=True))
    groups = {one.key: one for one in _into(place)}
    if any(key and key not in groups for key in wanted.values()):
        raise Refused("no-group", _("请选择本支部的党小组。"))
    rows = Person.objects.filter(top_key=place.top_key, key__in=wanted, present__isnull=False)
    people = {row.key: row for row in (rows.filter(present__organisation=place) if place.kind in HOMES else rows).order_by("pk")}
    placed = Placement.objects.known().filter(organisation__in=groups.values(), valid_to=None).select_related("person", "organisation")
    now = {row.person.key: row for row in placed}
    changes = {
        key: group for key, group in wanted.items()
        if key in people and group != (now[key].organisation.key if key in now else "")
    }
    if not changes:
        raise Refused("nothing", _("与现在的编组相同，没有变动。"))

    def write(work: Work) -> Organisation:
        for key, group in changes.items():
            if key in now:
                work.end(now[key])
            if group:
                work.start(Placement(person=people[key], organisation=groups[group]))
        return place

    return Prepared(Kind.PLACE, on, (place, *groups.values()), write, (place,), told={"placed": changes}, typed=1 + len(changes))


def place_members(
    place: Organisation, wanted: Mapping[str, str], on: date, basis: str, *, by: Actor, at: datetime, consent: Consent | None = None
) -> OrganisationDeed:
    """Say who takes part in which group, or in a temporary branch (journal: MembersPlaced)."""
    return do(place.top_key, lambda today: prepare_placing(place, wanted, on, today), basis, consent or Consent(), by=by, at=at)


def _into(place: Organisation) -> list[Organisation]:
    if place.kind == OrgKind.TEMPORARY_BRANCH:
        return [place]
    return list(Organisation.objects.filter(parent=place, kind=OrgKind.GROUP, ended_on=None).order_by("position", "pk"))
