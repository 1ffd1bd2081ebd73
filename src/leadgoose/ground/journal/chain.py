"""How an entry is hashed (pure): SHA-256 over the entry before it and a canonical line of its own content.

tools/verify_journal.py repeats these lines on purpose, with the standard library alone, so that others can check us without us.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

START = "0" * 64
FIELDS = ("chain", "number", "recorded_at", "valid_on", "act", "by", "role", "org_key", "person_key", "facts", "sealed", "typed", "filled")


def canonical(entry: Mapping[str, Any]) -> str:
    """The line that is hashed: the FIELDS as JSON, keys sorted, no spaces, UTF-8; times as ISO 8601 in UTC with microseconds."""
    return json.dumps({name: entry[name] for name in FIELDS}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(prev_hash: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry that follows `prev_hash`, 64 hex digits."""
    return hashlib.sha256(f"{prev_hash}\n{canonical(entry)}".encode()).hexdigest()
