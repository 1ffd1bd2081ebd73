"""Events of the security log as RFC 5424 writes them, and where they may go (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import unquote, urlsplit

FACILITY = 10                   # security and authorisation messages, private
NOTICE, WARNING = 5, 4
ENTERPRISE = "32473"
"""The number that RFC 5612 keeps for examples and for whoever has none; it names the block of our parameters."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where the log goes: a datagram or stream socket, by path or by host and port."""

    kind: Literal["unix", "udp", "tcp"]
    host: str = ""
    port: int = 0
    path: str = ""


def receiver(text: str) -> Receiver:
    """`unix:///dev/log`, `udp://10.0.0.5:514`, `tcp://10.0.0.5:601`. ValueError with a sentence for anything else."""
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme == "unix" and parts.path and not parts.netloc:
        return Receiver("unix", path=unquote(parts.path))
    if parts.scheme in ("udp", "tcp") and parts.hostname and port and not parts.path:
        return Receiver("tcp" if parts.scheme == "tcp" else "udp", parts.hostname, port)
    raise ValueError("write unix:///dev/log, udp://HOST:PORT or tcp://HOST:PORT")


def message(event: str, facts: Mapping[str, str], *, at: datetime, failed: bool = False, host: str = "-", pid: int = 0) -> bytes:
    """One event as RFC 5424 writes it; what its values may not hold as they are is escaped."""
    parameters = "".join(f' {name}="{_escaped(value)}"' for name, value in facts.items() if value)
    stamp = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    priority = FACILITY * 8 + (WARNING if failed else NOTICE)
    return f"<{priority}>1 {stamp} {_plain(host, 255)} leadgoose {pid or '-'} {_plain(event, 32)} [leadgoose@{ENTERPRISE}{parameters}]".encode()


def _escaped(value: str) -> str:
    return re.sub(r'(["\\\]])', r"\\\1", "".join(letter if letter.isprintable() else "?" for letter in value))


def _plain(value: str, longest: int) -> str:
    return re.sub(r"[^!-~]", "", value)[:longest] or "-"
