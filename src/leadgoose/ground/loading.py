"""Very many rows of one table at once: by COPY where the database has it, else by one prepared INSERT."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def load(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write rows as they are: no signal, no default of the model. columns: attribute names ("person_id"); one left out is the database's to fill."""
    fields = {one.attname: one for one in model._meta.concrete_fields}
    names = ", ".join(f'"{fields[name].column}"' for name in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copy_in(cursor, table, names, rows)
            return
        prepared = ([fields[name].get_db_prep_save(value, connection) for name, value in zip(columns, row, strict=True)] for row in rows)
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', list(prepared))   # noqa: S608   names of our own tables


def copy_in(cursor: Any, table: str, names: str, rows: Sequence[Sequence[Any]]) -> None:
    """PostgreSQL's COPY. No wrapper of the connection hears of it, so whoever watches what is written watches this."""
    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
