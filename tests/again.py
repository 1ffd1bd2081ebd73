"""Rows that many tests begin with: made once a process, then put back as they were.

Making the cast takes 25 ms, because facts are sealed and projections computed; putting its rows back takes 2. An election up to its count takes half
a second, putting back what it wrote 10 ms. A test begins with no rows; from there each step that is done through `once` leads to rows that are known,
as long as nobody writes beside: every statement is looked at, and what was written by anything else makes the rows unknown, so that the next steps
are really done. What a step leaves is the difference of the tables that it wrote, taken when it was first done from these rows.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

Made = TypeVar("Made")
Statement = tuple[str, list[Any] | None]
Table = Mapping[Any, tuple[Any, ...]]
"""The rows of a table by primary key."""
OURS = "leadgoose."
EMPTY = 0
WRITES = re.compile(r'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"')
READS = ("BEGIN", "SELECT", "(SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "SET CONSTRAINTS", "EXPLAIN")


@dataclass(frozen=True)
class _Left:
    """What a step left: its answer, the number of the rows that it led to, and the statements that lead there, on PostgreSQL as one."""

    answer: Any
    state: int | None
    tables: frozenset[str]
    statements: tuple[Statement, ...]


@dataclass
class _Known:
    """Which rows there are: a number for each set of them that was reached, None where somebody wrote beside."""

    state: int | None = None
    rows: dict[int, dict[type[Model], Table]] = field(default_factory=dict)
    left: dict[tuple[int, Hashable], _Left] = field(default_factory=dict)
    written: list[set[str]] = field(default_factory=list)   # one set for each step that is being done
    savepoints: dict[str, int | None] = field(default_factory=dict)
    putting: bool = False

    def watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """An execute wrapper of the connection: who writes into which table."""
        if not sql.startswith(READS):
            found = WRITES.match(sql)
            self.note(found[1] if found else "?")
        elif sql.startswith("SAVEPOINT "):
            self.savepoints[sql.split()[-1]] = self.state
        elif sql.startswith("ROLLBACK TO "):
            self.state = self.savepoints.get(sql.split()[-1])   # the rows are again what they were then
        return execute(sql, params, many, context)

    def note(self, table: str) -> None:
        """Somebody writes into a table; "?": nobody knows into which."""
        for one in self.written:
            one.add(table)
        if not self.putting and (table == "?" or table in by_table()):
            self.state = None


_known = _Known()


def watched_copy(copy_in: Callable[..., None]) -> Callable[..., None]:
    """COPY goes past the wrappers of the connection: it is watched where it is done (ground/loading.py)."""
    def noted(cursor: Any, table: str, names: str, rows: Any) -> None:
        _known.note(table)
        copy_in(cursor, table, names, rows)

    return noted


def begin() -> None:
    """A test begins: no rows are there. Called before each."""
    _known.state, _known.putting = EMPTY, False
    _known.written.clear()
    _known.savepoints.clear()
    if _known.watch not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _known.watch)


def once(step: Hashable, do: Callable[[], Made]) -> Made:
    """Do something to the rows, or put back what it left when it was done from the same rows before; the answer is what `do` returned.

    step: says everything that `do` depends on beside the rows, so a test that changes a setting or a listener does without; the answer is plain data
    that nobody changes. Where a server writes through
    connections of its own, only what begins with no rows is put back.
    """
    start = _known.state
    if start is None or (start != EMPTY and not connection.in_atomic_block):
        return do()
    found = _known.left.get((start, step))
    if found is not None:
        _put(found)
        return found.answer   # type: ignore[no-any-return]
    if start not in _known.rows:
        _known.rows[start] = {model: _rows(model) for model in _filled()}
    _known.written.append(set())
    try:
        answer = do()
    finally:
        written = _known.written.pop()
    _keep(start, step, answer, written)
    return answer


class Again(Generic[Made]):
    """Something made in the database. Each call returns it as it was first made, with its rows there."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self.make = make

    def __call__(self) -> Made:
        return copy.deepcopy(once(self, self.make))


def by_table() -> Mapping[str, type[Model]]:
    if not _BY_TABLE:
        _BY_TABLE.update({one._meta.db_table: one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith(OURS)})
    return _BY_TABLE


_BY_TABLE: dict[str, type[Model]] = {}


def _filled() -> list[type[Model]]:
    """The tables that have rows. One query."""
    names = list(by_table())
    quoted = [connection.ops.quote_name(name) for name in names]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {name})" for name in quoted))
        return [by_table()[name] for name, there in zip(names, cursor.fetchone(), strict=True) if there]


def _rows(model: type[Model]) -> Table:
    fields = [one.attname for one in model._meta.concrete_fields]
    place = fields.index(model._meta.pk.attname)   # type: ignore[union-attr]
    return {row[place]: row for row in model._base_manager.order_by("pk").values_list(*fields)}


def _keep(start: int, step: Hashable, answer: Any, written: set[str]) -> None:
    """Keep what the step left, unless it wrote what cannot be followed, or into a table that had rows before anything was made."""
    if "?" in written:
        return
    before, tables = _known.rows[start], [by_table()[name] for name in sorted(written) if name in by_table()]
    if _known.state is None:
        _known.state = len(_known.rows) + 1
        while _known.state in _known.rows:
            _known.state += 1
        _known.rows[_known.state] = {**before, **{model: _rows(model) for model in tables}}
    after = _known.rows[_known.state]
    if start == EMPTY and any(before.get(model) for model in tables):
        return
    statements: list[Statement] = []
    grown = []
    for model in tables:
        first = len(statements)
        statements += list(_difference(model, before.get(model, {}), after.get(model, {})))
        if any(sql.startswith("INSERT") for sql, _ in statements[first:]):
            grown.append(model)
    if connection.vendor == "postgresql":   # one way to the server instead of twenty
        plain = [connection.ops.compose_sql(*one) for one in statements] + connection.ops.sequence_reset_sql(no_style(), grown)
        statements = [(";\n".join(plain), None)] if plain else []
    _known.left[start, step] = _Left(answer, _known.state, frozenset(written), tuple(statements))


def _difference(model: type[Model], before: Table, after: Table) -> Iterator[Statement]:
    """The statements that make the rows of before those of after: what is gone, what changed, what is new."""
    fields, quoted = model._meta.concrete_fields, connection.ops.quote_name
    table, key = quoted(model._meta.db_table), model._meta.pk
    assert key is not None

    def plain(place: int, value: Any) -> Any:
        return fields[place].get_db_prep_save(value, connection)

    for gone in before.keys() - after.keys():
        yield f"DELETE FROM {table} WHERE {quoted(key.column)} = %s", [key.get_db_prep_save(gone, connection)]
    for one, row in after.items():
        there = before.get(one)
        if there is not None and there != row:
            changed = [place for place, value in enumerate(row) if value != there[place]]
            places = ", ".join(f"{quoted(fields[place].column)} = %s" for place in changed)
            values = [plain(place, row[place]) for place in changed]
            yield f"UPDATE {table} SET {places} WHERE {quoted(key.column)} = %s", [*values, key.get_db_prep_save(one, connection)]
    new = [row for one, row in after.items() if one not in before]
    if new:
        names = ", ".join(quoted(one.column) for one in fields)
        places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * len(new))
        yield f"INSERT INTO {table} ({names}) VALUES {places}", [plain(place, value) for row in new for place, value in enumerate(row)]


def _put(found: _Left) -> None:
    for one in _known.written:   # whoever does a step of which this is one writes there, too
        one.update(found.tables)
    with _silent(), transaction.atomic(), connection.cursor() as cursor:
        for sql, values in found.statements:
            cursor.execute(sql, values)
    _known.state = found.state


@contextmanager
def _silent() -> Iterator[None]:
    _known.putting = True
    try:
        yield
    finally:
        _known.putting = False
