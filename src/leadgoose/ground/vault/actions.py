"""Sealing, opening and destroying. Callers journal what they do with it; the vault keeps no journal of its own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection
from django.db.models import QuerySet

from leadgoose.ground.prepared import Slot, columns, made, prepared
from leadgoose.ground.vault.keys import BadKey, derived, key_file, keyed_hash
from leadgoose.ground.vault.models import KeyCheck, PersonKey

PREFIX = "v1."
MANY = 5000
"""Keys asked for in one query: below what either database takes as parameters."""


class Destroyed(Exception):
    """The person's key was destroyed: nothing sealed under it can be read any more, and nothing can be sealed under it."""


class WrongKey(Exception):
    """The vault's key file is not the one under which these data were sealed."""


def seal(person_key: str, field: str, text: str) -> str:
    """The text encrypted under the person's key, bound to person and field; "" stays ""."""
    return seal_many([(person_key, field, text)])[0]


def seal_many(items: Iterable[tuple[str, str, str]]) -> list[str]:
    """Like seal, for many (person key, field, text): one query for every 5,000 persons, and the writing of new keys."""
    items = list(items)
    keys = _keys_for({person for person, _, text in items if text})
    sealed = []
    for person, field, text in items:
        if not text:
            sealed.append("")
            continue
        nonce = os.urandom(12)
        body = AESGCM(keys[person]).encrypt(nonce, text.encode(), _bound(person, field))
        sealed.append(PREFIX + (nonce + body).hex())
    return sealed


def open_sealed(person_key: str, field: str, sealed: str) -> str:
    """The text that was sealed; raises Destroyed, or ValueError when it was tampered with or belongs elsewhere."""
    return open_many([(person_key, field, sealed)])[0]


def open_many(items: Iterable[tuple[str, str, str]]) -> list[str]:
    """Like open_sealed, for many (person key, field, sealed): one query for every 5,000 persons."""
    items = list(items)
    wanted = {person for person, _, sealed in items if sealed}
    keys = {row.person_key: _unwrap(row) for row in _rows(wanted)}
    opened = []
    for person, field, sealed in items:
        if sealed and person not in keys:
            raise Destroyed(person)
        opened.append(_open(keys[person], person, field, sealed) if sealed else "")
    return opened


def destroy(person_key: str, at: datetime) -> None:
    """Forget the person's key, for good: nothing sealed under it can be opened, and nothing is ever sealed under it again.

    Copies outlive it where they were made: backups, and PostgreSQL's old row until VACUUM (docs/security.md).
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")   # overwrite the old bytes in the file; off by default
    PersonKey.objects.filter(person_key=person_key, destroyed_at=None).update(wrapped=None, destroyed_at=at)
    PersonKey.objects.get_or_create(person_key=person_key, defaults={"wrapped": None, "destroyed_at": at})


def check_key() -> None:
    """End the process with one sentence when the key file is not the one that this database was begun with.

    The database keeps a hash made with the key, from the first time on; it tells nothing about the key.
    """
    mine = keyed_hash("index", "key check")
    kept, _ = KeyCheck.objects.get_or_create(pk=1, defaults={"mark": mine})
    if kept.mark != mine:
        raise BadKey(key_file(), "is a key, but not the one this database was sealed with; restore that one from its safe copy")


def index(kind: str, *parts: str) -> str:
    """A keyed hash by which an equal value can be found without being readable ("id", "last4"); 64 hex digits."""
    return keyed_hash("index", kind, *parts)


def mask(text: str) -> str:
    """What pages and files show of an ID number or a phone: the first three and the last four, the rest starred.

    Of a short one (10 and below) at most the last two, so that more is hidden than shown.
    """
    if len(text) <= 4:
        return "*" * len(text)
    if len(text) <= 10:
        return "*" * (len(text) - 2) + text[-2:]
    return text[:3] + "*" * (len(text) - 7) + text[-4:]


def _keys_for(people: set[str]) -> dict[str, bytes]:
    """The data keys of these people, made where there are none yet."""
    if not people:
        return {}
    found = {row.person_key: _unwrap(row) for row in _rows(people)}
    new = sorted(people - found.keys())
    if not new:
        return found
    wrapper = AESGCM(derived("wrap"))
    made = []
    for person in new:
        nonce = os.urandom(12)
        wrapped = nonce + wrapper.encrypt(nonce, AESGCM.generate_key(256), person.encode())
        made.append(PersonKey(person_key=person, wrapped=wrapped))
    # somebody else may be making a key for the same person: theirs or ours stays, and both use the one that stayed
    PersonKey.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
    return found | {row.person_key: _unwrap(row) for row in _rows(new)}


def _rows(people: Iterable[str]) -> Iterator[PersonKey]:
    wanted = sorted(people)
    for start in range(0, len(wanted), MANY):
        yield from (made(PersonKey, _COLUMNS, row) for row in _of(wanted[start : start + MANY]))


_COLUMNS = columns(PersonKey)


@prepared
def _of(people: Slot) -> QuerySet[PersonKey, Any]:
    return PersonKey.objects.filter(person_key__in=people).values_list(*_COLUMNS)


def _unwrap(row: PersonKey) -> bytes:
    if row.wrapped is None:
        raise Destroyed(row.person_key)
    wrapped = bytes(row.wrapped)
    try:
        return AESGCM(derived("wrap")).decrypt(wrapped[:12], wrapped[12:], row.person_key.encode())
    except InvalidTag:
        raise WrongKey(f"the key of {row.person_key} was not wrapped with this key file") from None


def _open(key: bytes, person: str, field: str, sealed: str) -> str:
    if not sealed.startswith(PREFIX):
        raise ValueError("not a sealed value")
    raw = bytes.fromhex(sealed[len(PREFIX) :])
    try:
        return AESGCM(key).decrypt(raw[:12], raw[12:], _bound(person, field)).decode()
    except InvalidTag:
        raise ValueError(f"the sealed value was changed, or is not that of {field} of {person}") from None


def _bound(person: str, field: str) -> bytes:
    return f"{person}|{field}".encode()


def sealed_mapping(person_key: str, values: Mapping[str, str]) -> dict[str, str]:
    """A mapping of field → text, sealed value by value."""
    fields = sorted(values)
    return dict(zip(fields, seal_many((person_key, field, values[field]) for field in fields), strict=True))
