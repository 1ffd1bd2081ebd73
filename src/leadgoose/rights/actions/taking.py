"""Taking everything that is held along: printed by the office for somebody without an account, or copied by the person. Always with a trace."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.roster.models import Person
from leadgoose.roster.reach import of_person

FORMS = ("pdf", "xlsx", "json")


@transaction.atomic
def take_holdings(person: Person, form: str, *, by: Actor, at: datetime) -> Receipt:
    """Record that everything held was printed or copied (`HoldingsTaken`). form: one of FORMS. Denied for whoever may not."""
    if form not in FORMS:
        raise ValueError(form)
    permit = by.require("rights.take_holdings", of_person(person))
    present = getattr(person, "present", None)
    org_key = present.organisation.key if present is not None else person.top_key
    return record(Act("HoldingsTaken", timezone.localdate(at), person.top_key, org_key, person.key, {"form": form}, role=permit.role or ""), by=by, at=at)
