"""Recording an act: one function, called by every action inside its transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.ground.journal import chain
from leadgoose.ground.journal.models import Entry, Head
from leadgoose.ground.vault.actions import seal_many


@dataclass(frozen=True, slots=True)
class Act:
    """What happened. `facts` takes codes, keys, numbers, ISO dates and keyed hashes only; names and numbers of people go to `personal`."""

    name: str
    valid_on: date
    top_key: str = PLATFORM
    org_key: str = ""
    person_key: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, Mapping[str, str]] = field(default_factory=dict)   # {person key: {field: text}}
    typed: int = 0
    filled: int = 0
    role: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Number and hash of an entry: what a paper prints small, and what proves a cut tail."""

    chain: str
    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}-{self.hash[:16]}"


def record(act: Act, *, by: Actor, at: datetime) -> Receipt:
    """Append the act to its chain. Must run inside the transaction of what it records; raises RuntimeError otherwise."""
    if not connection.in_atomic_block:
        raise RuntimeError("an act is recorded in the transaction of its cause")
    with transaction.atomic():
        head, _ = Head.objects.select_for_update().get_or_create(chain=act.top_key)
        content = {
            "chain": act.top_key,
            "number": head.number + 1,
            "recorded_at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "valid_on": act.valid_on.isoformat(),
            "act": act.name,
            "by": by.login,
            "role": act.role,
            "org_key": act.org_key,
            "person_key": act.person_key,
            "facts": dict(act.facts),
            "sealed": _sealed(act.personal),
            "typed": act.typed,
            "filled": act.filled,
        }
        digest = chain.link(head.hash, content)
        Entry.objects.create(**{**content, "recorded_at": at, "valid_on": act.valid_on}, prev_hash=head.hash, hash=digest)
        head.number += 1
        head.hash = digest
        head.save(update_fields=["number", "hash"])
    return Receipt(act.top_key, head.number, digest)


def _sealed(personal: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    places = [(person, name, text) for person, values in sorted(personal.items()) for name, text in sorted(values.items())]
    sealed: dict[str, dict[str, str]] = {}
    for (person, name, _), value in zip(places, seal_many(places), strict=True):
        sealed.setdefault(person, {})[name] = value
    return sealed
