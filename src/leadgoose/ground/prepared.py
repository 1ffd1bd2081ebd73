"""Questions whose SQL is put together once a process and then only asked again with other values.

Putting a statement together through the mapper costs five to ten times what the database takes to answer it, and a page asks eight to ten.
A question that every page asks is therefore written as a function and prepared:

    @prepared
    def _names(top_key: Slot) -> QuerySet[Organisation]:
        return Organisation.objects.filter(top_key=top_key, ended_on=None).order_by("position").values_list("key", "name")

    _names("top")  →  [("top", "采油一厂党委"), …]

The function is called once for each database with a `Slot` in place of each value; it may not look at them, and it ends in `values_list`.
A list of values (for `…__in=`) arrives as a list of slots; its length is rounded up, so that a few statements serve lists of every length.
Rows come as tuples with the values that the mapper would give. What it returns is never kept: every call asks the database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, ForeignKey, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = tuple[Any, ...]
Kept = TypeVar("Kept", bound=Model)
LISTS = (list, tuple, set, frozenset)


class Slot(Expression):
    """The place of a value in a prepared statement: the number of the argument, and for a list the place in it."""

    def __init__(self, number: int, place: int | None = None) -> None:
        super().__init__()
        self.number, self.place = number, place

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


@dataclass(frozen=True, slots=True)
class _Statement:
    """sql; its parameters, a Slot where an argument stands; (column, the functions that make the database's value the field's)."""

    sql: str
    parameters: tuple[Any, ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


def prepared(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Row]]:
    """The question as a function of its values: one query a call. ValueError for one that does not end in values_list."""
    known: dict[tuple[str, tuple[int, ...]], _Statement] = {}

    @wraps(build)
    def ask(*values: Any) -> list[Row]:
        told = [_filled(one) if isinstance(one, LISTS) else one for one in values]
        shape = connection.vendor, tuple(len(one) if isinstance(one, list) else 0 for one in told)
        statement = known.get(shape)
        if statement is None:
            statement = known[shape] = _statement(build(*(_slots(number, length) for number, length in enumerate(shape[1]))))
        parameters = [_value(one, told) if isinstance(one, Slot) else one for one in statement.parameters]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            rows = cursor.fetchall()
        return _converted(rows, statement) if statement.converters else rows

    return ask


def columns(model: type[Model]) -> tuple[str, ...]:
    """The names of all columns of a table, for a question whose rows `made` turns into the table's own rows."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def made(model: type[Kept], names: tuple[str, ...], row: Row) -> Kept:
    """A row of the table from the values of these columns."""
    return model.from_db(connection.alias, names, row)


class Joined(Generic[Kept]):
    """The columns of a table and of the rows that it points to, for a prepared question; and its answer as rows with those in hand.

    related: paths of foreign keys as `select_related` takes them; what lies on the way comes too.
    """

    def __init__(self, model: type[Kept], *related: str) -> None:
        self.model = model
        self.columns: tuple[str, ...] = columns(model)
        self._own = len(self.columns)
        self._steps: list[tuple[str, str, ForeignKey[Any, Any], type[Model], tuple[str, ...], int]] = []   # path, path before it, field, table, columns, first
        for path in related:
            self._join(path.split("__"))

    def rows(self, told: Iterable[Row]) -> list[Kept]:
        return [self._row(one) for one in told]

    def _join(self, path: list[str]) -> None:
        there: dict[str, type[Model]] = {"": self.model} | {name: table for name, _, _, table, _, _ in self._steps}
        for length in range(1, len(path) + 1):
            name, before = "__".join(path[:length]), "__".join(path[: length - 1])
            if name not in there:
                field: Any = there[before]._meta.get_field(path[length - 1])
                there[name] = field.related_model
                own = columns(field.related_model)
                self._steps.append((name, before, field, field.related_model, own, len(self.columns)))
                self.columns += tuple(f"{name}__{column}" for column in own)

    def _row(self, told: Row) -> Kept:
        first = made(self.model, self.columns[: self._own], told[: self._own])
        there: dict[str, Model | None] = {"": first}
        for name, before, field, table, own, start in self._steps:
            parent = there[before]
            found = there[name] = None if parent is None or getattr(parent, field.attname) is None else made(table, own, told[start : start + len(own)])
            if parent is not None:
                field.set_cached_value(parent, found)
        return first


def _slots(number: int, length: int) -> Slot | list[Slot]:
    return [Slot(number, place) for place in range(length)] if length else Slot(number)


def _filled(values: Collection[Any]) -> list[Any]:
    """The values, the last repeated up to the next power of two; nothing at all becomes one NULL, which equals nothing."""
    found = list(values) or [None]
    return found + found[-1:] * ((1 << (len(found) - 1).bit_length()) - len(found))


def _value(slot: Slot, told: list[Any]) -> Any:
    value = told[slot.number] if slot.place is None else told[slot.number][slot.place]
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _statement(question: QuerySet[Any, Any]) -> _Statement:
    if question._fields is None:   # type: ignore[attr-defined]   # the mapper's own mark of values_list
        raise ValueError("a prepared question ends in values_list")
    compiler = question.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
    return _Statement(sql, tuple(parameters), tuple((place, tuple(functions), column) for place, (functions, column) in converters.items()))


def _converted(rows: list[Row], statement: _Statement) -> list[Row]:
    if not rows:
        return rows
    told: list[Any] = list(zip(*rows, strict=True))   # a column at a time: half the time of a row at a time
    for place, functions, column in statement.converters:
        for function in functions:
            told[place] = [function(value, column, connection) for value in told[place]]
    return list(zip(*told, strict=True))
