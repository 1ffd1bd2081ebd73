"""The PIN with which somebody chosen at a meeting closes a sheet: what is kept of it, and what proves it (standard library only).

Kept is a slow hash alone. A device that has it may sign a closed sheet instead of sending the PIN: so a sheet that waits for
the network carries no PIN, and cannot be changed on the way.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping

from leadgoose.elections.rules.sheet import Line

TURNS = 20_000  # of PBKDF2 with SHA-256; desk.js computes the same. The PIN is short: what keeps it are the seal and the few tries
_PIN = re.compile(r"[0-9]{4,12}")
_SALT = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")


def is_pin(text: str) -> bool:
    """Whether a PIN may be set: 4 to 12 digits."""
    return _PIN.fullmatch(text) is not None


def is_hashed(salt: str, hashed: str) -> bool:
    """Whether these are a salt and a slow hash made elsewhere."""
    return _SALT.fullmatch(salt) is not None and _HASH.fullmatch(hashed) is not None


def slow_hash(pin: str, salt: str) -> str:
    """What is kept of a PIN: 64 hex digits. ``salt``: 32 hex digits."""
    return hashlib.pbkdf2_hmac("sha256", pin.encode(), bytes.fromhex(salt), TURNS).hex()


def signature(hashed: str, text: str) -> str:
    """What the device says instead of the PIN: HMAC-SHA-256 of the sheet's text under the slow hash, 64 hex digits."""
    return hmac.digest(bytes.fromhex(hashed), text.encode(), "sha256").hex()


def sheet_text(vote: str, entrant: str, lines: Mapping[str, Line], writeins: Mapping[str, int], invalid: int) -> str:
    """A closed sheet as the text that is signed: keys and numbers, the lines in the order of the ballot, write-ins by key."""
    parts = [vote, entrant, str(invalid)]
    parts += [f"{key}={one.approve},{one.disapprove},{one.abstain}" for key, one in lines.items()]
    parts += [f"+{key}={number}" for key, number in sorted(writeins.items())]
    return ";".join(parts)
