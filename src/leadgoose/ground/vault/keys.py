"""The master key and what is derived from it. It lies in a file outside the database; without it nothing starts."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class BadKey(SystemExit):
    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"leadgoose: LEADGOOSE_VAULT_KEY_FILE: {path} {why}")


def make_key_file(path: Path) -> None:
    """Write a new random key, readable by its owner only; refuses to touch an existing file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="ascii") as file:
        path.chmod(0o600)
        file.write(base64.b64encode(secrets.token_bytes(32)).decode() + "\n")


def read_key_file(path: Path) -> bytes:
    """The 32 bytes in the file; ends the process with one sentence when they are not there."""
    try:
        key = base64.b64decode(path.read_text("ascii").strip(), validate=True)
    except (OSError, UnicodeDecodeError, binascii.Error):
        raise BadKey(path, "cannot be read as base64 text; restore it from its safe copy") from None
    if len(key) != 32:
        raise BadKey(path, f"holds {len(key)} bytes, not 32; restore it from its safe copy")
    return key


def key_file() -> Path:
    return Path(settings.VAULT_KEY_FILE)


@cache
def derived(purpose: str) -> bytes:
    """A 32-byte key for one purpose ("wrap", "index", "journal"), so that no key serves two."""
    master = read_key_file(key_file())
    return HKDF(hashes.SHA256(), 32, salt=b"leadgoose", info=purpose.encode()).derive(master)


def keyed_hash(purpose: str, *parts: str) -> str:
    """HMAC-SHA256 in hex, over the parts with their lengths so that no two lists of parts meet."""
    message = b"".join(len(raw).to_bytes(4, "big") + raw for raw in (part.encode() for part in parts))
    return hmac.new(derived(purpose), message, hashlib.sha256).hexdigest()
