"""Issued papers and own forms, as pages and prints want them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from leadgoose.elections.models import Election, OwnForm, Paper
from leadgoose.ground.journal.actions import Receipt
from leadgoose.ground.press import paper as press
from leadgoose.ground.vault.actions import open_sealed

KEPT = "election.paper"
"""Field under which an issued paper is sealed, with the organisation's key."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper as pages name it; form: the version of the own form that it was printed by, None for the shipped one."""

    id: int
    paper: str
    issued_on: date
    number: str
    signer: str
    copies: int
    form: int | None
    receipt: Receipt
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What an issued paper says; fields and file: of the own form, None where it was printed by the shipped one."""

    paper: press.Paper
    fields: Mapping[str, Any] | None
    file: bytes | None
    at: datetime


def issued(election: Election) -> dict[str, list[Issued]]:
    """All issued papers of an election by kind, the latest first. One query."""
    found: dict[str, list[Issued]] = {}
    for row in Paper.objects.filter(election=election).select_related("form").defer("kept_sealed", "form__file").order_by("-pk"):
        receipt = Receipt(election.top_key, row.receipt_number or 0, row.receipt_hash)
        found.setdefault(row.paper, []).append(Issued(
            row.pk, row.paper, row.issued_on, row.number, row.signer, row.copies, row.form.version if row.form else None, receipt,
            row.recorded_at, row.recorded_by,
        ))
    return found


def kept(election: Election, paper_id: int) -> Kept | None:
    """What a paper of this election said when it was issued. Two queries."""
    row = Paper.objects.filter(election=election, pk=paper_id).select_related("form").first()
    if row is None:
        return None
    plain = json.loads(open_sealed(election.organisation.key, KEPT, row.kept_sealed))
    file = bytes(row.form.file) if row.form is not None else None
    return Kept(press.from_facts(plain["paper"]), plain["fields"], file, row.recorded_at)


def forms_in_force(top_key: str) -> dict[str, OwnForm]:
    """The own forms of a committee by kind of paper, without their files. One query."""
    rows = OwnForm.objects.filter(top_key=top_key, adopted_at__isnull=False, dropped_at=None).defer("file")
    return {row.paper: row for row in rows}


def forms(top_key: str) -> list[OwnForm]:
    """Every version that was ever uploaded, the latest first, without their files. One query."""
    return list(OwnForm.objects.filter(top_key=top_key).defer("file").order_by("paper", "-version"))
