"""The index of words: the records that have all of these terms, newest first, and no more of them than asked for.

It is a projection (`RecordText`), written in the transaction of the act. SQLite keeps the terms in FTS5, whose rows are in the order of time, so that
reading can stop at any hit. PostgreSQL keeps them in a GIN index, which has no order: what very many records have is asked for time by time, from the
newest back, as far as is needed; how far that is the newest times themselves tell. Once they tell that few have it, all the rest is asked for at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from leadgoose.ground.statutes.dates import add_months
from leadgoose.recordbook.queries.search_terms import Word, day_of, in_time, month_of, place_of, year_of


@dataclass(frozen=True, slots=True)
class Step:
    """By what time is taken, newest first. months: of one time (0: all at once); first, longest: times of the first step and of any; least: times
    after which it may be said that few have it; many: hits in all from which on going by time is worth it."""

    months: int = 0
    first: int = 0
    longest: int = 0
    least: int = 0
    many: int = 0


MONTHS, YEARS, AT_ONCE = Step(1, 2, 24, 12, 10_000), Step(12, 1, 4, 2, 2_000), Step()
"""For a committee, a month of which holds thousands; for many small books, a year of one of which holds some twenty; for one book."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """all: terms that each hit has; scopes: terms of which it has one; step: by which their time is taken."""

    words: tuple[Word, ...]
    scopes: tuple[str, ...]
    all: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    step: Step = AT_ONCE


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
    match = f"{' AND '.join(map(_quoted, _terms(wanted)))} AND ({' OR '.join(map(_quoted, wanted.scopes))})"
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
    (first, end), proofs, step = _bounds(wanted), _proofs(wanted), wanted.step
    every = " & ".join(map(_lexeme, _terms(wanted)))
    times = _times(cursor, step, first, end) if step.months else []
    found: list[int] = []
    done, size = 0, step.first
    while done < len(times) and len(found) < most and (done < step.least or len(found) * len(times) >= step.many * done):
        taken = times[done:done + size]
        terms = [in_time(one, time) for one in wanted.scopes for time, _begins in taken]
        found += _hits(cursor, [f"{every} & {_lexeme(one)}" for one in terms], proofs, (first, end), most - len(found))
        done += len(taken)
        # as many times more as the times so far tell, and a quarter
        size = min(step.longest, 1 + (most - len(found)) * done * 5 // (len(found) * 4)) if found else step.longest
        size = min(size, step.least - done) if done < step.least else size
    if len(found) < most and (done < len(times) or not times):
        before = min(end, times[done - 1][1]) if done else end
        found += _hits(cursor, [f"{every} & {_lexeme(one)}" for one in wanted.scopes], proofs, (first, before), most - len(found))
    return found


def _hits(cursor: Any, queries: Sequence[str], proofs: Sequence[str], bounds: tuple[int, int], most: int) -> list[int]:
    """One scan of the index for each query; no row has two of them.

    As rows, each with its own scan (OFFSET 0), so that the planner weighs one query and not every one of hundreds, nor reads the whole table for all.
    place + 0: it does not know what it costs to fetch terms and text from their own storage, and would rather walk along the key. The words are proved
    on the ordered rows, outside, so that only as many texts are read as hits are wanted; where nothing is to be proved, no text is carried along.
    """
    text = ", folded" if proofs else ""
    rows = (
        f"SELECT place{text} FROM unnest(%s::tsquery[]) q, LATERAL (SELECT place{text} FROM recordbook_recordtext WHERE terms @@ q OFFSET 0) t"   # noqa: S608
        " WHERE place + 0 >= %s AND place + 0 < %s ORDER BY place + 0 DESC"
    )
    if proofs:
        holds = " AND ".join(["position(%s in folded) > 0"] * len(proofs))
        rows = f"SELECT place FROM ({rows} OFFSET 0) t WHERE {holds}"   # noqa: S608  own names
    cursor.execute(f"{rows} LIMIT %s", [list(queries), *bounds, *proofs, most])
    return [row[0] for row in cursor.fetchall()]


def _times(cursor: Any, step: Step, first: int, end: int) -> list[tuple[str, int]]:
    """(time as terms name it, the place with which it begins) of the times that hold records, from the newest back. One query."""
    cursor.execute("SELECT min(place), max(place) FROM recordbook_recordtext WHERE place >= %s AND place < %s", [first, end])
    oldest, newest = cursor.fetchone()
    if oldest is None:
        return []
    at, begins, found = day_of(newest).replace(day=1), day_of(oldest), list[tuple[str, int]]()
    if step.months == 12:
        at = at.replace(month=1)
    while True:
        found.append(((month_of if step.months == 1 else year_of)(at), place_of(at, 0)))
        if at <= begins:
            return found
        at = add_months(at, -step.months)


def _lexeme(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
