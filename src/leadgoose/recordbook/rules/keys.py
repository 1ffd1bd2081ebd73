"""Keys made by rule from what they stand for, so that the same thing gets the same key wherever it is made (pure)."""

from __future__ import annotations

import hashlib

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def key_from(*parts: str, length: int = 16) -> str:
    """Letters of the house's alphabet from a digest of the parts: not secret, and never the same for other parts."""
    number = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest(), "big")
    found = []
    for _ in range(length):
        number, rest = divmod(number, len(LETTERS))
        found.append(LETTERS[rest])
    return "".join(found)
