"""Recording an act, called by every action inside its transaction; and handing a journal out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.ground.journal import chain
from leadgoose.ground.journal.models import Entry, Head
from leadgoose.ground.journal.queries import SHANGHAI, line
from leadgoose.ground.prepared import Slot, prepared
from leadgoose.ground.vault.actions import seal_many

LONGEST = {"chain": 16, "act": 60, "by": 40, "role": 20, "org_key": 16, "person_key": 16}
"""As in models.Entry; looked at here because SQLite would not."""


@dataclass(frozen=True, slots=True)
class Act:
    """What happened. `facts` takes codes, keys, whole numbers, ISO dates and keyed hashes only (chain.plain refuses the rest).

    `personal` takes what names or describes somebody or something in words: {key of the person or organisation: {field: text}}.
    It is sealed under that key, so that destroying the key erases it and leaves the chain whole.
    """

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


Listener = Callable[[Act, Receipt, Actor, datetime], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Let a listener hear every act inside its transaction, right after its entry; only `reactions` does, once, at the start."""
    if listener not in _listeners:
        _listeners.append(listener)


def record(act: Act, *, by: Actor, at: datetime) -> Receipt:
    """Append the act to its chain, and tell those who listen. Called when the act's own rows are written.

    Must run inside the transaction of what it records, RuntimeError otherwise. Raises chain.NotPlain for facts that are not
    codes, ValueError for a field that is too long or a moment without a zone.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an act is recorded in the transaction of its cause")
    content = _content(act, by, at)
    with transaction.atomic():
        number, last = _last(act.top_key)
        content["number"] = number = number + 1
        digest = chain.link(last, content)
        Entry.objects.create(**{**content, "recorded_at": at, "valid_on": act.valid_on}, prev_hash=last, hash=digest)
        Head.objects.filter(chain=act.top_key).update(number=number, hash=digest)
    receipt = Receipt(act.top_key, number, digest)
    for listener in _listeners:
        listener(act, receipt, by, at)
    return receipt


def _last(chain_key: str) -> tuple[int, str]:
    """Number and hash of the last entry of a chain, which nobody else continues before this transaction ends; of a new one its beginning."""
    for number, last in _head(chain_key):
        return number, last
    head, _ = Head.objects.select_for_update().get_or_create(chain=chain_key)
    return head.number, head.hash


@prepared
def _head(chain_key: Slot) -> QuerySet[Head, Any]:
    return Head.objects.select_for_update().filter(chain=chain_key).values_list("number", "hash")


def export(chain_key: str, *, by: Actor, at: datetime) -> Iterator[str]:
    """A whole journal as JSON lines, a header first; that it was handed out is its last entry.

    What is sealed stays sealed, so nothing in it can be read that `facts` does not say. Permits journal.export. The lines are
    read from the database while they are iterated; entries recorded later are not among them.
    """
    by.require("journal.export", {chain_key, PLATFORM})
    with transaction.atomic():
        receipt = record(Act("JournalExported", at.astimezone(SHANGHAI).date(), chain_key), by=by, at=at)
    header = {
        "journal": chain_key, "format": 1, "exported_by": by.login, "exported_at": _moment(at),
        "count": receipt.number, "receipt": str(receipt),
    }
    return _lines(header, receipt)


def _lines(header: Mapping[str, Any], upto: Receipt) -> Iterator[str]:
    yield _json(header)
    for entry in Entry.objects.filter(chain=upto.chain, number__lte=upto.number).order_by("number").iterator(chunk_size=1000):
        yield _json(line(entry))


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _content(act: Act, by: Actor, at: datetime) -> dict[str, Any]:
    """What is hashed, but for the number."""
    if type(act.valid_on) is not date:
        raise ValueError(f"valid_on is {act.valid_on!r}, not a date")
    if not act.name or act.typed < 0 or act.filled < 0:
        raise ValueError("an act has a name, and counts from zero")
    texts = {
        "chain": act.top_key, "act": act.name, "by": by.login, "role": act.role,
        "org_key": act.org_key, "person_key": act.person_key,
    }
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            raise ValueError(f"{name} is too long: {text[:80]!r}")
    return {
        **{name: str(text) for name, text in texts.items()},
        "recorded_at": _moment(at),
        "valid_on": act.valid_on.isoformat(),
        "facts": chain.plain(act.facts),
        "sealed": _sealed(act.personal),
        "typed": act.typed,
        "filled": act.filled,
    }


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("a moment without a zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _sealed(personal: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    places = [(person, name, text) for person, values in sorted(personal.items()) for name, text in sorted(values.items())]
    sealed: dict[str, dict[str, str]] = {}
    for (person, name, _), value in zip(places, seal_many(places), strict=True):
        sealed.setdefault(person, {})[name] = value
    return sealed
