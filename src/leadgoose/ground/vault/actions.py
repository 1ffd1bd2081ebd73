"""Sealing, opening and destroying. Callers journal what they do with it; the vault keeps no journal of its own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leadgoose.ground.vault.keys import derived, keyed_hash
from leadgoose.ground.vault.models import PersonKey

PREFIX = "v1."


class Destroyed(Exception):
    """The person's key was destroyed: what was sealed under it cannot be read any more."""


def seal(person_key: str, field: str, text: str) -> str:
    """The text encrypted under the person's key, bound to person and field; "" stays ""."""
    return seal_many([(person_key, field, text)])[0]


def seal_many(items: Iterable[tuple[str, str, str]]) -> list[str]:
    """Like seal, for many (person key, field, text): two queries in all, whatever their number."""
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
    """Like open_sealed, for many (person key, field, sealed): one query."""
    items = list(items)
    wanted = {person for person, _, sealed in items if sealed}
    rows = {row.person_key: row for row in PersonKey.objects.filter(person_key__in=wanted)} if wanted else {}
    opened = []
    for person, field, sealed in items:
        if not sealed:
            opened.append("")
            continue
        row = rows.get(person)
        if row is None or row.wrapped is None:
            raise Destroyed(person)
        opened.append(_open(_unwrap(row), person, field, sealed))
    return opened


def destroy(person_key: str, at: datetime) -> None:
    """Forget the person's key. There is no way back."""
    PersonKey.objects.filter(person_key=person_key, destroyed_at=None).update(wrapped=None, destroyed_at=at)


def index(kind: str, *parts: str) -> str:
    """A keyed hash by which an equal value can be found without being readable ("id", "last4"); 64 hex digits."""
    return keyed_hash("index", kind, *parts)


def mask(text: str) -> str:
    """What pages and files show of an ID number or a phone: the first three and the last four, the rest starred."""
    if len(text) <= 4:
        return "*" * len(text)
    if len(text) <= 7:
        return "*" * (len(text) - 4) + text[-4:]
    return text[:3] + "*" * (len(text) - 7) + text[-4:]


def _keys_for(people: set[str]) -> dict[str, bytes]:
    """The data keys of these people, made where there are none yet."""
    if not people:
        return {}
    found: dict[str, bytes] = {}
    for row in PersonKey.objects.filter(person_key__in=people):
        if row.wrapped is None:
            raise Destroyed(row.person_key)
        found[row.person_key] = _unwrap(row)
    new = []
    wrapper = AESGCM(derived("wrap"))
    for person in sorted(people - found.keys()):
        key, nonce = AESGCM.generate_key(256), os.urandom(12)
        found[person] = key
        new.append(PersonKey(person_key=person, wrapped=nonce + wrapper.encrypt(nonce, key, person.encode())))
    PersonKey.objects.bulk_create(new, batch_size=500)
    return found


def _unwrap(row: PersonKey) -> bytes:
    wrapped = bytes(row.wrapped or b"")
    return AESGCM(derived("wrap")).decrypt(wrapped[:12], wrapped[12:], row.person_key.encode())


def _open(key: bytes, person: str, field: str, sealed: str) -> str:
    if not sealed.startswith(PREFIX):
        raise ValueError("not a sealed value")
    raw = bytes.fromhex(sealed[len(PREFIX) :])
    return AESGCM(key).decrypt(raw[:12], raw[12:], _bound(person, field)).decode()


def _bound(person: str, field: str) -> bytes:
    return f"{person}|{field}".encode()


def sealed_mapping(person_key: str, values: Mapping[str, str]) -> dict[str, str]:
    """A mapping of field → text, sealed value by value."""
    fields = sorted(values)
    return dict(zip(fields, seal_many((person_key, field, values[field]) for field in fields), strict=True))
