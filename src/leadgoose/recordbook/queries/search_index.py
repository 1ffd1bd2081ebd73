"""The index of words: the records that have all of these terms, newest first, and no more of them than asked for.

It is a projection (`RecordText`), written in the transaction of the act. SQLite keeps the terms in FTS5, whose rows are in the order of time, so that
reading can stop at any hit. PostgreSQL keeps them in a GIN index, which has no order: there the time is asked for in spans from the newest back,
so that a word that everybody uses is answered by the newest month, and a rare one costs a few empty spans.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from leadgoose.ground.statutes.dates import add_months
from leadgoose.recordbook.queries.search_terms import Word, day_of, in_month, place_of

SPANS = (1, 4, 12)
"""Months of the first span asked for, of the second, and of every later one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """all: terms that each hit has; any: of which it has at least one, () for no such condition; narrow: so few records that time need not be split."""

    words: tuple[Word, ...]
    all: tuple[str, ...]
    any: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    narrow: bool = False


def places(wanted: Wanted, most: int) -> list[int]:
    """Places of the newest hits, at most `most`, newest first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _postgresql(cursor, wanted, most)
        return _sqlite(cursor, wanted, most)


def _bounds(wanted: Wanted) -> tuple[int, int]:
    """The first place, and the first one after the last."""
    first = place_of(wanted.first, 0) if wanted.first is not None else 0
    return first, place_of(wanted.last, 0) + (1 << 40) if wanted.last is not None else 1 << 62


def _proofs(wanted: Wanted) -> list[str]:
    return [one.folded for one in wanted.words if one.proof]


def _terms(wanted: Wanted) -> list[str]:
    return list(dict.fromkeys((*(term for one in wanted.words for term in one.terms), *wanted.all)))


# --- SQLite ---


def _sqlite(cursor: Any, wanted: Wanted, most: int) -> list[int]:
    match = " AND ".join(_quoted(one) for one in _terms(wanted))
    if wanted.any:
        match += f" AND ({' OR '.join(_quoted(one) for one in wanted.any)})"
    proofs = _proofs(wanted)
    holds = "".join(" AND instr(t.folded, %s) > 0" for _one in proofs)
    join = " JOIN recordbook_recordtext t ON t.place = w.rowid" if proofs else ""
    first, end = _bounds(wanted)
    cursor.execute(
        f"SELECT w.rowid FROM recordbook_words w{join} WHERE recordbook_words MATCH %s AND w.rowid >= %s AND w.rowid < %s{holds}"   # noqa: S608
        " ORDER BY w.rowid DESC LIMIT %s",
        [match, first, end, *proofs, most],
    )
    return [row[0] for row in cursor.fetchall()]


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


# --- PostgreSQL ---


def _postgresql(cursor: Any, wanted: Wanted, most: int) -> list[int]:
    first, end = _bounds(wanted)
    asked = [_lexeme(one) for one in _terms(wanted)]
    if wanted.any:
        asked.append(f"({' | '.join(map(_lexeme, wanted.any))})")
    found: list[int] = []
    for months in ((),) if wanted.narrow else _spans(cursor, first, end):
        span = [f"({' | '.join(map(_lexeme, months))})"] if months else []
        found += _span(cursor, " & ".join([*asked, *span]), _proofs(wanted), (first, end), most - len(found))
        if len(found) >= most:
            break
    return found


def _span(cursor: Any, query: str, proofs: Sequence[str], bounds: tuple[int, int], most: int) -> list[int]:
    """place + 0: the planner does not know what it costs to fetch terms and text from their own storage, and would rather walk along the key.

    The words are proved on the ordered rows, outside, so that only as many texts are read as hits are wanted.
    """
    holds = "".join(" AND position(%s in folded) > 0" for _one in proofs)
    cursor.execute(
        "SELECT place FROM (SELECT place, folded FROM recordbook_recordtext WHERE terms @@ %s::tsquery AND place + 0 >= %s AND place + 0 < %s"   # noqa: S608
        f" ORDER BY place + 0 DESC OFFSET 0) t WHERE true{holds} LIMIT %s",
        [query, *bounds, *proofs, most],
    )
    return [row[0] for row in cursor.fetchall()]


def _spans(cursor: Any, first: int, end: int) -> Iterator[tuple[str, ...]]:
    """Terms of the months that hold records, from the newest back, in spans. One query."""
    cursor.execute("SELECT min(place), max(place) FROM recordbook_recordtext WHERE place >= %s AND place < %s", [first, end])
    oldest, newest = cursor.fetchone()
    if oldest is None:
        return
    month, begins, number = day_of(newest).replace(day=1), day_of(oldest).replace(day=1), 0
    while month >= begins:
        months = []
        for _each in range(SPANS[min(number, len(SPANS) - 1)]):
            if month >= begins:
                months.append(in_month(month))
                month = add_months(month, -1)
        yield tuple(months)
        number += 1


def _lexeme(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
