"""Opening a committee: the top organisation under which its register will stand."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.ground.journal.actions import Act, record
from leadgoose.roster.consequences import settle
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Organisation, OrganisationFact, new_key

LONGEST = 80


class NameTaken(ValueError):
    """A top committee of this name is there already."""


class BadName(ValueError):
    """The name is empty, too long, or holds what no name holds."""


def open_committee(name: str, *, on: date, by: Actor, at: datetime) -> Organisation:
    """A new top committee, empty; recorded on the platform's chain and as the first entry of its own (`CommitteeCreated`).

    Permits accounts.create_committee. Raises BadName or NameTaken.
    """
    name = " ".join(name.split())
    with transaction.atomic():
        permit = by.require("accounts.create_committee", {PLATFORM})
        if not name or len(name) > LONGEST or not name.isprintable():
            raise BadName(name)
        if Organisation.objects.filter(parent=None, name=name, ended_on=None).exists():
            raise NameTaken(name)
        key = new_key()
        made = Organisation.objects.create(key=key, top_key=key, path=f"/{key}/", kind=OrgKind.COMMITTEE, name=name)
        OrganisationFact.objects.create(
            organisation=made, kind=OrgKind.COMMITTEE, name=name, parent=None, valid_from=on, recorded_at=at, source="page"
        )
        for chain in (PLATFORM, key):
            record(
                Act("CommitteeCreated", on, chain, org_key=key, personal={key: {"name": name}}, typed=1, role=str(permit.role or "")),
                by=by, at=at,
            )
        settle(key, organisations={made.pk}, people=set(), on=on, at=at, act="CommitteeCreated")
    return made
