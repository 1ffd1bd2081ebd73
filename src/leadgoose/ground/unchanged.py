"""What was read stays true until something is written: kept by what the database itself says of its changes, never by time.

    board = kept(("overview.watch", top_key, on), lambda: read_all_of_it(top_key, on))

`kept` asks the database for its stamp, which is another one after every commit by anybody, and reads anew when the stamp has moved. So nothing
stale is ever shown, and while nobody writes, a page that sums a large committee costs what a small one costs. Inside a transaction nothing is
kept: it sees what it wrote itself and may yet be undone. A worker's connection keeps the last few things asked for, and nothing beyond its end.

SQLite: PRAGMA data_version moves with the commits of other connections, total_changes with this one's own. PostgreSQL: the current snapshot
names the next transaction number and those under way; any commit moves one or the other (of the whole cluster: some reads too many, none too few).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import connection

Read = TypeVar("Read")
MOST = 8
"""Things kept for a connection; the oldest makes room."""


class _Kept(threading.local):
    """Of this thread, which has one connection: the connection itself, its stamp, and what was read under it."""

    raw: Any = None
    stamp: tuple[Any, ...] = ()

    def __init__(self) -> None:
        self.read: dict[Hashable, Any] = {}


_kept = _Kept()


def kept(name: Hashable, read: Callable[[], Read]) -> Read:
    """What `read` gives, or gave since the last write; whoever gets it must not change it. One query, and those of `read`.

    name: what is read, with everything that it depends on but the database.
    """
    if connection.in_atomic_block:
        return read()
    now = stamp()   # before reading: what is read may be younger than its stamp, never older
    if connection.connection is not _kept.raw or now != _kept.stamp:
        _kept.raw, _kept.stamp, _kept.read = connection.connection, now, {}
    if name not in _kept.read:
        found = read()
        if len(_kept.read) >= MOST:
            _kept.read.pop(next(iter(_kept.read)))
        _kept.read[name] = found
    told: Read = _kept.read[name]
    return told


def stamp() -> tuple[Any, ...]:
    """What the database says of its changes: equal for as long as nobody wrote. One query."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version" if connection.vendor == "sqlite" else "SELECT pg_current_snapshot()::text")
        told = tuple(cursor.fetchone())
    return (*told, connection.connection.total_changes) if connection.vendor == "sqlite" else told
