"""The index of words: the records that have all of these terms, newest first, and no more of them than asked for.

It is a projection (`RecordText`), written in the transaction of the act. SQLite keeps the terms in FTS5, whose rows are in the order of time, so that
reading can stop at any hit. PostgreSQL keeps them in a GIN index, which has no order: a rare word is asked for at once and its hits are sorted; for a
word that very many use the time is asked for in spans from the newest back, so that the newest month answers. Which of the two it is, the planner's own
statistics say; where they are missing or wrong the answer is the same and only slower.
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
MANY = 10_000
"""Hits that the planner expects from which on they are asked for in spans."""


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
    bounds, proofs = _bounds(wanted), _proofs(wanted)
    every = " & ".join(map(_lexeme, _terms(wanted)))
    queries = [f"{every} & {_lexeme(one)}" for one in wanted.any] or [every]
    if wanted.narrow or _expected(cursor, wanted) < MANY:
        return _hits(cursor, queries, proofs, bounds, most)
    found: list[int] = []
    for months in _spans(cursor, *bounds):
        found += _hits(cursor, [f"{one} & {_lexeme(month)}" for one in queries for month in months], proofs, bounds, most - len(found))
        if len(found) >= most:
            break
    return found


def _expected(cursor: Any, wanted: Wanted) -> float:
    """How many rows to expect. Two queries at most, which read statistics only.

    The planner takes the terms of a query for independent, and those of one word (值班, 班房) are anything but: of each word only the rarest is asked for.
    """
    asked = [term for word in wanted.words if len(word.terms) > 1 for term in word.terms]
    rows = dict(zip(asked, _planned(cursor, [_lexeme(one) for one in asked]), strict=True)) if asked else {}
    rarest = [min(word.terms, key=lambda term: rows.get(term, 0.0)) for word in wanted.words]
    return _planned(cursor, [" & ".join(map(_lexeme, dict.fromkeys((*rarest, *wanted.all))))])[0]


def _planned(cursor: Any, queries: Sequence[str]) -> list[float]:
    """Rows that the planner expects of each query."""
    each = "SELECT FROM recordbook_recordtext WHERE terms @@ %s::tsquery"
    cursor.execute(f"EXPLAIN (FORMAT JSON) {' UNION ALL '.join([each] * len(queries))}", list(queries))
    plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
    return [float(one["Plan Rows"]) for one in ([plan] if len(queries) == 1 else plan["Plans"])]


def _any_of(queries: Sequence[str]) -> str:
    """One scan of the index for each query, their hits put together: an OR inside one query would weigh all its terms for every row."""
    return "(" + " OR ".join(["terms @@ %s::tsquery"] * len(queries)) + ")"


def _hits(cursor: Any, queries: Sequence[str], proofs: Sequence[str], bounds: tuple[int, int], most: int) -> list[int]:
    """place + 0: the planner does not know what it costs to fetch terms and text from their own storage, and would rather walk along the key.

    The words are proved on the ordered rows, outside, so that only as many texts are read as hits are wanted; where nothing is to be proved, no text
    is carried through the ordering.
    """
    where = f"FROM recordbook_recordtext WHERE {_any_of(queries)} AND place + 0 >= %s AND place + 0 < %s ORDER BY place + 0 DESC"
    if proofs:
        holds = " AND ".join(["position(%s in folded) > 0"] * len(proofs))
        asked = f"SELECT place FROM (SELECT place, folded {where} OFFSET 0) t WHERE {holds} LIMIT %s"   # noqa: S608  own names
    else:
        asked = f"SELECT place {where} LIMIT %s"
    cursor.execute(asked, [*queries, *bounds, *proofs, most])
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
