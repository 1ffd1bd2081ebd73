"""Reminders as pages show them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from leadgoose.elections.models import Reminder
from leadgoose.ground.journal.actions import Receipt
from leadgoose.ground.press.letter import Letter, from_facts
from leadgoose.ground.vault.actions import open_sealed
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.organisation import TermRow, terms


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder as pages show it."""

    id: int
    expires_on: date
    way: str
    sent_on: date
    remark: str
    receipt: Receipt
    recorded_at: datetime
    recorded_by: str
    withdrawn_at: datetime | None
    withdrawal_reason: str

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None

    @property
    def printed(self) -> bool:
        return self.way == Reminder.Way.PRINTED


def present_term(organisation: Organisation, on: date) -> TermRow | None:
    """The term that holds on a day; None when none is known. One query."""
    holding = [one for one in terms(organisation) if one.elected_on <= on and (one.valid_to is None or one.valid_to > on)]
    return holding[-1] if holding else None


def reminders(org_key: str) -> list[Sent]:
    """All reminders of an organisation, the latest first, withdrawn ones included. One query."""
    return [_sent(row) for row in Reminder.objects.filter(org_key=org_key).order_by("-recorded_at", "-pk")]


def standing(sent: list[Sent], term: TermRow | None) -> Sent | None:
    """The reminder of this term that was not withdrawn."""
    if term is None:
        return None
    return next((one for one in sent if one.stands and one.expires_on == term.expires_on), None)


def letter_of(reminder_id: int) -> Letter | None:
    """The letter as it was printed; None for a reminder that was only entered. Two queries."""
    row = Reminder.objects.filter(pk=reminder_id).values_list("top_key", "letter_sealed").first()
    if row is None or not row[1]:
        return None
    return from_facts(json.loads(open_sealed(row[0], "letter", row[1])))


def _sent(row: Reminder) -> Sent:
    return Sent(
        row.pk, row.expires_on, row.way, row.sent_on, row.remark, Receipt(row.top_key, row.receipt_number, row.receipt_hash),
        row.recorded_at, row.recorded_by, row.withdrawn_at, row.withdrawal_reason,
    )
