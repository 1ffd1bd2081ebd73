"""Entries as lines, and a page of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from leadgoose.ground.journal.chain import FIELDS
from leadgoose.ground.journal.models import Entry, Head

SHANGHAI = ZoneInfo("Asia/Shanghai")


def line(entry: Entry) -> dict[str, Any]:
    """The entry as it was hashed, with both hashes: what a line of an export holds, no more and no less."""
    found = {name: getattr(entry, name) for name in FIELDS}
    found["recorded_at"] = entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
    found["valid_on"] = entry.valid_on.isoformat()
    return {**found, "prev_hash": entry.prev_hash, "hash": entry.hash}


def exists(chain_key: str) -> bool:
    """Whether anything was ever recorded in this chain. One query."""
    return Head.objects.filter(chain=chain_key).exists()


def last_receipt(chain_key: str) -> str:
    """The receipt of the last entry, for papers that record nothing themselves: whoever keeps one can prove that no entry before it was cut off.
    "" while nothing was recorded. One query."""
    for number, digest in Head.objects.filter(chain=chain_key, number__gt=0).values_list("number", "hash"):
        return f"{number}-{digest[:16]}"
    return ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in a journal; empty fields do not narrow. `org_keys` None: the whole chain."""

    chain: str
    act: str = ""
    by: str = ""
    org_keys: Collection[str] | None = None
    since: date | None = None
    until: date | None = None      # the last day, inclusive; both are days in Asia/Shanghai on which the act was recorded
    without: frozenset[str] = frozenset()   # acts that the reader may not see, nor that they were reversed


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as the page shows it. `people`: how many persons it concerns; who they are stays sealed."""

    number: int
    recorded_at: datetime
    valid_on: date
    act: str
    by: str
    role: str
    org_key: str
    facts: dict[str, Any]
    people: int
    typed: int
    filled: int
    receipt: str


def count(wanted: Wanted) -> int:
    """How many entries there are of what is wanted. One query, two for a reader who may not see all."""
    return _entries(wanted).count()


def page(wanted: Wanted, start: int, size: int) -> list[Row]:
    """Entries of what is wanted, newest first, from the start-th (0 = newest). One query, two for a reader who may not see all."""
    return [_row(one) for one in _entries(wanted).order_by("-number")[start : start + size]]


def _row(one: Entry) -> Row:
    return Row(
        one.number, one.recorded_at, one.valid_on, one.act, one.by, one.role, one.org_key, one.facts,
        len((set(one.sealed) | {one.person_key}) - {one.org_key, ""}), one.typed, one.filled, f"{one.number}-{one.hash[:16]}",
    )


def about(person_key: str, acts: Collection[str] = ()) -> list[Entry]:
    """Entries about a person, of these acts or of all, the latest first; what is sealed stays sealed. One query."""
    rows = Entry.objects.filter(person_key=person_key)
    return list((rows.filter(act__in=acts) if acts else rows).order_by("-recorded_at", "-pk"))


def _entries(wanted: Wanted) -> QuerySet[Entry]:
    found = Entry.objects.filter(chain=wanted.chain)
    if wanted.without:
        hidden = list(Entry.objects.filter(chain=wanted.chain, act__in=wanted.without).values_list("number", flat=True))
        found = found.exclude(act__in=wanted.without).exclude(act="ActReversed", facts__entry__in=hidden)
    if wanted.act:
        found = found.filter(act=wanted.act)
    if wanted.by:
        found = found.filter(by=wanted.by)
    if wanted.org_keys is not None:
        found = found.filter(org_key__in=wanted.org_keys)
    if wanted.since:
        found = found.filter(recorded_at__gte=_midnight(wanted.since))
    if wanted.until:
        found = found.filter(recorded_at__lt=_midnight(wanted.until + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def about_login(chain: str, login: str, person_key: str, acts: Collection[str]) -> list[Row]:
    """Entries of these acts whose facts name this login, the oldest first. One query, by the index of the person where there is one."""
    found = Entry.objects.filter(chain=chain, act__in=acts, facts__login=login)
    if person_key:
        found = found.filter(person_key=person_key)
    return [_row(one) for one in found.order_by("number")]
