"""Showing a sealed number in full: only with a reason, and never without a trace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.vault.actions import open_sealed
from leadgoose.roster.identity import ID_NUMBER, SENSITIVE
from leadgoose.roster.models import Person, PersonFact
from leadgoose.roster.reach import of_person

LEAST, MOST = 4, 200
"""Characters of a reason: a word or two at least."""


class NoReason(ValueError):
    """The reason is missing, too short or too long."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The number in clear, to be shown once, and the entry that says so. `text` is "" when nothing is recorded."""

    field: str
    text: str
    receipt: Receipt


def reveal(person: Person, field: str, reason: str, *, on: date, by: Actor, at: datetime) -> Shown:
    """Open one sealed field of a person and record who saw it and why (`SensitiveShown`; the reason sealed under the person's key).

    field: one of identity.SENSITIVE, else KeyError. Raises NoReason, Denied, or vault's Destroyed when the person was erased.
    """
    reason = " ".join(reason.split())
    with transaction.atomic():
        permit = by.require("roster.reveal", of_person(person))
        if field not in SENSITIVE:
            raise KeyError(field)
        if not LEAST <= len(reason) <= MOST:
            raise NoReason(field)
        text = open_sealed(person.key, field, _sealed(person, field, on))
        present = getattr(person, "present", None)
        receipt = record(Act(
            name="SensitiveShown", valid_on=on, top_key=person.top_key, org_key=present.organisation.key if present is not None else "",
            person_key=person.key, facts={"field": field}, personal={person.key: {"reason": reason}}, typed=1,
            role=str(permit.role or ""),
        ), by=by, at=at)
    return Shown(field, text, receipt)


def _sealed(person: Person, field: str, on: date) -> str:
    if field == ID_NUMBER:
        return person.id_sealed
    fact = PersonFact.objects.on(on).filter(person=person).order_by("-valid_from", "-pk").first()
    return fact.phone_sealed if fact is not None else ""
