"""How many rows were written, by whomever: counted by the database and not by what our code says that it does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

SIGNED_IN_BY_GET = "/login/outside/return/"
"""The way back from a single sign-on: the protocol sends it by GET, and it is the log-in itself. No other address writes when it is opened."""


def rows_written() -> int:
    """How many rows of whatever table this connection has inserted, changed or removed so far, undone ones too; on PostgreSQL in this transaction."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return int(connection.connection.total_changes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0])


@contextmanager
def no_get_writes() -> Iterator[None]:
    """Whatever page any test opens by GET, no row is written. On SQLite, where counting asks the database nothing; the walk over all pages
    (tests/house/test_roles.py) counts on PostgreSQL, too."""
    plain = Client.get

    def get(self: Client, path: Any = "", *arguments: Any, **options: Any) -> Any:
        if connection.vendor != "sqlite" or connection.connection is None:
            return plain(self, path, *arguments, **options)
        before = connection.connection.total_changes
        response = plain(self, path, *arguments, **options)
        wrote = connection.connection.total_changes - before if connection.connection is not None else 0
        assert not wrote or str(path).startswith(SIGNED_IN_BY_GET), f"GET {path} wrote {wrote} rows: what is written down is asked for by POST"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "get", get)
        yield
