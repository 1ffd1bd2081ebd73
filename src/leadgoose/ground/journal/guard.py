"""The databases' own refusal to change or remove an entry, whoever asks: triggers, for SQLite and for PostgreSQL.

A migration of SQLite that rebuilds `journal_entry` drops its triggers silently: such a migration must end with `install`
(tests/ground/journal/test_guard.py finds it when it does not).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSAL = "journal entries are never changed or removed"

_SQLITE = (
    f"CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    f"CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    # INSERT OR REPLACE removes the row in its way without asking the trigger above
    "CREATE TRIGGER journal_entry_no_replace BEFORE INSERT ON journal_entry WHEN EXISTS "
    "(SELECT 1 FROM journal_entry WHERE id = NEW.id OR (chain = NEW.chain AND number = NEW.number)) "
    "BEGIN SELECT RAISE(ABORT, 'journal entries are never replaced'); END",
)
_SQLITE_LIFT = tuple(f"DROP TRIGGER IF EXISTS journal_entry_no_{what}" for what in ("update", "delete", "replace"))

_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER journal_entry_no_change BEFORE UPDATE OR DELETE ON journal_entry "
    "FOR EACH ROW EXECUTE FUNCTION journal_entry_refuse()",
    "CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_refuse()",
)
_POSTGRESQL_LIFT = (
    "DROP TRIGGER IF EXISTS journal_entry_no_change ON journal_entry",
    "DROP TRIGGER IF EXISTS journal_entry_no_truncate ON journal_entry",
    "DROP FUNCTION IF EXISTS journal_entry_refuse()",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Set the triggers; raises NotImplementedError for a database that we know no triggers for, so that none runs unguarded."""
    _run(connection, {"sqlite": _SQLITE, "postgresql": _POSTGRESQL})


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for undoing the migration, and for tests that empty their database."""
    _run(connection, {"sqlite": _SQLITE_LIFT, "postgresql": _POSTGRESQL_LIFT})


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers for a while; only tests do this."""
    lift(connection)
    try:
        yield
    finally:
        install(connection)


def _run(connection: BaseDatabaseWrapper, statements: dict[str, tuple[str, ...]]) -> None:
    if connection.vendor not in statements:
        raise NotImplementedError(f"no journal guard for {connection.vendor}")
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
