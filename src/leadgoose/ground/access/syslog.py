"""The security log: single events to a syslog server, off unless LEADGOOSE_SYSLOG names one.

An event says what happened and how it went, the account's number, the address, and which journal entry has the rest. No name, no login and no
number of a person is in it. It is sent when the transaction is through, and it never stops what it tells of: what cannot be sent is said in
the program's own log.
"""

from __future__ import annotations

import logging
import os
import socket

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from leadgoose.ground.access.events import Receiver, message

PATIENCE = 1.0
"""Seconds to wait for a server that does not answer."""
log = logging.getLogger(__name__)


def told() -> bool:
    """Whether anybody is told at all."""
    return settings.SYSLOG is not None


def tell(event: str, *, failed: bool = False, **facts: object) -> None:
    """Send an event once the transaction at hand is through; at once where there is none."""
    where: Receiver | None = settings.SYSLOG
    if where is not None:
        body = message(event, {name: str(value) for name, value in facts.items()}, at=timezone.now(), failed=failed, host=socket.gethostname(), pid=os.getpid())
        transaction.on_commit(lambda: _send(where, body))


def _send(where: Receiver, body: bytes) -> None:
    try:
        if where.kind == "tcp":
            with socket.create_connection((where.host, where.port), PATIENCE) as stream:
                stream.sendall(b"%d %s" % (len(body), body))   # RFC 6587: counted, so that no byte of it ends it
            return
        family, address = (socket.AF_UNIX, where.path) if where.kind == "unix" else (_family(where), (where.host, where.port))
        with socket.socket(family, socket.SOCK_DGRAM) as datagram:
            datagram.settimeout(PATIENCE)
            datagram.sendto(body, address)
    except OSError as problem:
        log.error("the security log did not take an event: %s", problem)


def _family(where: Receiver) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in where.host else socket.AF_INET
