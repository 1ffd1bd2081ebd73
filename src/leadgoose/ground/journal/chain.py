"""How an entry is hashed (pure): SHA-256 over the entry before it and a canonical line of its own content.

tools/verify_journal.py repeats these lines on purpose, with the standard library alone, so that others can check us without us.
What may stand in `facts` is narrow, so that the line is the same after a round trip through either database and through any
JSON reader, and so that nobody's name or number can stand in it by mistake: see `plain`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

START = "0" * 64
"""What the first entry of a chain follows."""
FIELDS = (
    "chain", "number", "recorded_at", "valid_on", "act", "by", "role", "org_key", "person_key",
    "facts", "sealed", "typed", "filled",
)
LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""

_CODE = re.compile(r"[\x21-\x7e]{0,200}", re.ASCII)
_NUMBER_OF_A_PERSON = re.compile(r"(?<![0-9A-Za-z])(?:\d{15}|\d{17}[0-9Xx]|1\d{10})(?![0-9A-Za-z])")


class NotPlain(ValueError):
    """`facts` holds what a journal must not: says where."""


def plain(value: Any, where: str = "facts") -> Any:
    """The value as it will come back from the database: str, int, bool, None, and lists and mappings of them.

    Strings are codes, keys, hashes, ISO dates: ASCII without blanks, at most 200 long, nothing like an ID number or a phone.
    Whole numbers up to LARGEST; no fractions (they print differently elsewhere), no keys of a mapping but such strings.
    Raises NotPlain, naming the place; what names or describes somebody belongs to `personal`.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotPlain(f"{where}: {value} is beyond what every JSON reader keeps exactly")
        return int(value)
    if isinstance(value, str):
        return _code(value, where)
    if isinstance(value, Mapping):
        return {_code(key, f"{where}, a key"): plain(inner, f"{where}.{key}") for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner, f"{where}[{place}]") for place, inner in enumerate(value)]
    raise NotPlain(f"{where}: {type(value).__name__} is not a code, a key or a whole number")


def _code(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise NotPlain(f"{where} is a {type(value).__name__}, not a string")
    if not _CODE.fullmatch(value):
        raise NotPlain(f"{where} is free text; facts hold codes and keys, what people wrote or are called goes to `personal`")
    if _NUMBER_OF_A_PERSON.search(value):
        raise NotPlain(f"{where} looks like an ID number or a phone; it goes to `personal`")
    return str(value)   # an enum's member becomes its plain text


def canonical(entry: Mapping[str, Any]) -> str:
    """The line that is hashed: the FIELDS as JSON, keys sorted, no spaces, UTF-8; times as ISO 8601 in UTC with microseconds."""
    content = {name: entry[name] for name in FIELDS}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def link(prev_hash: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry that follows `prev_hash`, 64 hex digits."""
    return hashlib.sha256(f"{prev_hash}\n{canonical(entry)}".encode()).hexdigest()
