"""Rows of files taken in that wait for correction: how many, where, and (from the sealed files) which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.db.models import QuerySet

from leadgoose.ground.prepared import Slot, prepared
from leadgoose.roster.intake.results import WaitingRow
from leadgoose.roster.models import Import
from leadgoose.roster.queries import known
from leadgoose.roster.queries.uploads import REGISTER, TERMS, register_of


class _Told(NamedTuple):
    """What a file that was taken in says of itself."""

    pk: int
    kind: str
    summary: dict[str, Any]


_File = TypeVar("_File", Import, _Told)


def taken(top_key: str, kind: str) -> list[Import]:
    """The files whose waiting rows still count, newest first: of a file and its corrections the last taken, of what a newer one covers none.

    Their sealed bytes are not loaded. One query.
    """
    return _standing(_taken(top_key).filter(kind=kind))


def _taken(top_key: str | Slot) -> QuerySet[Import]:
    return Import.objects.filter(top_key=top_key, state="taken").defer("file_sealed").order_by("-taken_at", "-pk")


@prepared
def _told(top_key: Slot) -> QuerySet[Import, Any]:
    return _taken(top_key).values_list("pk", "kind", "summary")


@prepared
def _told_then(top_key: Slot, known_at: Slot) -> QuerySet[Import, Any]:
    return _taken(top_key).filter(taken_at__lte=known_at).values_list("pk", "kind", "summary")


def _standing(rows: Iterable[_File]) -> list[_File]:
    roots: set[int] = set()
    standing = []
    for row in rows:
        root = int(row.summary.get("root", 0)) or row.pk
        if root not in roots:
            roots.add(root)
            standing.append(row)
    return standing


def waiting_in(top_key: str, kind: str = REGISTER) -> dict[str, int]:
    """Rows that wait for correction, by organisation's key ("" where the row names none that is known). One query."""
    return _waiting_in(taken(top_key, kind))


def _waiting_in(standing: Iterable[Import | _Told]) -> dict[str, int]:
    found: dict[str, int] = {}
    covered: set[str] = set()
    for row in standing:
        scope = set(row.summary.get("scope", []))
        for key, count in row.summary.get("waiting_in", {}).items():
            if key not in covered and not (key == "" and scope and scope <= covered):
                found[key] = found.get(key, 0) + count
        covered |= scope
    return found


@dataclass(frozen=True, slots=True)
class Awaiting:
    """What is not in the database of an organisation although a file said it: rows of the register, lines of the ledger, its officers."""

    rows: int = 0
    lines: int = 0
    officers: int = 0
    secretary: bool = False


def awaiting(top_key: str, known_at: datetime | None = None) -> dict[str, Awaiting]:
    """What waits for correction, by organisation's key; so that nobody takes for a vacancy what is only not in yet. One query.

    known_at: of the files taken in up to a moment.
    """
    uploads = [_Told(*row) for row in (_told(top_key) if known_at is None else _told_then(top_key, known_at))]
    rows = _waiting_in(_standing(one for one in uploads if one.kind == REGISTER))
    ledgers = _standing(one for one in uploads if one.kind == TERMS)
    lines = _waiting_in(ledgers)
    officers: dict[str, int] = {}
    secretaries: set[str] = set()
    covered: set[str] = set()
    for upload in ledgers:
        for key, count in upload.summary.get("awaited_in", {}).items():
            if key not in covered:
                officers[key] = count
        secretaries |= set(upload.summary.get("awaited_secretary", [])) - covered
        covered |= set(upload.summary.get("scope", []))
    keys = rows.keys() | lines.keys() | officers.keys()
    return {key: Awaiting(rows.get(key, 0), lines.get(key, 0), officers.get(key, 0), key in secretaries) for key in keys}


def waiting_count(top_key: str) -> int:
    """How many rows of registers that were taken in wait for correction: shown wherever the register is. One query."""
    return sum(waiting_in(top_key).values())


def waiting_rows(top_key: str) -> list[WaitingRow]:
    """Those rows themselves, from the sealed files; none of them is in the database. One query and two a file that has any."""
    counted = waiting_in(top_key)
    if not counted:
        return []
    found = []
    covered: set[str] = set()
    at = known.places(top_key)
    for row in taken(top_key, REGISTER):
        if row.summary.get("waiting"):
            found += [one for one in register_of(row).waiting if at.find(one.branch) not in covered or not at.find(one.branch)]
        covered |= set(row.summary.get("scope", []))
    return found
