"""What is due, with its state on a day: for the watch, the secretary's page, calendars and reminders, which only read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from leadgoose.ground.duties.models import Duty
from leadgoose.ground.duties.rules.state import Due, stand
from leadgoose.ground.prepared import Row, Slot, prepared

_COLUMNS = ("org_key", "person_key", "code", "rule", "act", "standing", "due_on", "told")


class Owed(NamedTuple):
    """One obligation and how it stands on the day asked for. told: its numbers as JSON text; of hundreds only a page's are ever read.

    A named tuple, because the watch makes one of every obligation of a committee to show ten: it is made in a fifth of the time.
    """

    org_key: str
    person_key: str
    code: str
    rule: str
    act: str
    standing: bool
    due_on: date | None
    told: str
    due: Due

    @property
    def numbers(self) -> Mapping[str, Any]:
        found: dict[str, Any] = json.loads(self.told)
        return found


def open_duties(
    top_key: str, on: date, *, start_on: date | None, org_keys: Collection[str] | None = None, codes: Collection[str] | None = None,
    known_at: datetime | None = None,
) -> list[Owed]:
    """Obligations of a committee, or of some of its organisations, that show on a day. One query.

    start_on: the committee's start; acts due before it are unknown, never late. known_at: as the rows stood at a moment, else as now.
    """
    if codes is None and known_at is None:
        return _with_state(_shown(top_key, on) if org_keys is None else _shown_of(top_key, on, org_keys), on, start_on)
    rows = Duty.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), _known(known_at), top_key=top_key, opens_on__lte=on)
    if org_keys is not None:
        rows = rows.filter(org_key__in=org_keys)
    if codes is not None:
        rows = rows.filter(code__in=codes)
    return _owed(rows, on, start_on)


FEW = 1000
"""So many organisations are asked for by key; of more, all of the committee are read."""


class Then(NamedTuple):
    """What was due on a day. unclear: how many more ended after that day without the act that they asked for; nobody wrote down whether they
    held until then (a vacancy filled) or never did (a register put right), so they are neither listed nor counted as due."""

    owed: list[Owed]
    unclear: int


def duties_then(top_key: str, on: date, *, start_on: date | None, org_keys: Collection[str], without: Collection[str], known_at: datetime | None) -> Then:
    """Obligations that ran on a day, as known at a moment (None: now), whichever of the two is earlier. Two queries.

    One runs from the day on which it shows to the day of the act that did it, or to the day on which it ceases by itself. without: codes to leave out.
    """
    rows = Duty.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), top_key=top_key, opens_on__lte=on).exclude(code__in=without)
    closed = Q(closed_at__isnull=False)
    if known_at is not None:
        rows, closed = rows.filter(opened_at__lte=known_at), Q(closed_at__lte=known_at)
    done = Q(done=True) if known_at is None else Q(done=True) | Q(undone_at__gt=known_at)
    keys = frozenset(org_keys)
    if len(keys) <= FEW:
        rows = rows.filter(org_key__in=keys)
    owed = [one for one in _owed(rows.filter(~closed | (closed & done & Q(closed_on__gt=on))), on, start_on) if one.org_key in keys]
    later = rows.filter(closed & ~done & Q(closed_on__gt=on)).values_list("org_key", flat=True)
    return Then(owed, sum(key in keys for key in later))


def showing(top_key: str, on: date, org_keys: QuerySet[Any, Any] | None = None) -> QuerySet[Duty]:
    """The obligations of a committee that show on a day, unread: for sums and pages of very many. org_keys: a question for keys, None: all."""
    rows = Duty.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), closed_at=None, top_key=top_key, opens_on__lte=on)
    return rows if org_keys is None else rows.filter(org_key__in=org_keys)


def read(rows: QuerySet[Duty], on: date, start_on: date | None) -> list[Owed]:
    """Those obligations with how they stand on the day, in the order that the question has. One query."""
    return _with_state(columns(rows), on, start_on)


def columns(rows: QuerySet[Duty, Any], **beside: Any) -> QuerySet[Duty, Any]:
    """What `stated` wants of them, and values beside, unread."""
    return rows.annotate(told=Cast("numbers", TextField()), **beside).values_list(*_COLUMNS, *beside)


def stated(row: Row, on: date, start_on: date | None) -> tuple[Owed, Row]:
    """An obligation of a row of `columns` with how it stands on the day, and the values beside."""
    values = row[: len(_COLUMNS)]
    return Owed._make((*values, stand(values[6], values[5], on, start_on))), row[len(_COLUMNS) :]


def coming_duties(top_key: str, on: date, until: date, *, org_keys: Collection[str] | None = None, standing: bool | None = None) -> list[Owed]:
    """Obligations with a day from `on` to `until`, whether they show already or not: for calendars. One query."""
    rows = Duty.objects.filter(top_key=top_key, closed_at=None, due_on__gte=on, due_on__lte=until)
    if org_keys is not None:
        rows = rows.filter(org_key__in=org_keys)
    if standing is not None:
        rows = rows.filter(standing=standing)
    return _owed(rows, on, None)


def done_duties(
    top_key: str, *, codes: Collection[str] | None = None, known_at: datetime | None = None
) -> frozenset[tuple[str, str, str, date | None]]:
    """What was done, so that it is not asked for again: (organisation, person, code, day it was due). One query. known_at: by a moment."""
    rows = Duty.objects.filter(top_key=top_key)
    if known_at is None:
        rows = rows.filter(done=True)
    else:
        rows = rows.filter(Q(done=True) | Q(undone_at__gt=known_at), closed_at__lte=known_at)
    if codes is not None:
        rows = rows.filter(code__in=codes)
    return frozenset(rows.values_list("org_key", "person_key", "code", "due_on"))


def counts_by_code(owed: Iterable[Owed]) -> Counter[str]:
    """How many obligations of each code."""
    return Counter(one.code for one in owed)


def _known(known_at: datetime | None) -> Q:
    if known_at is None:
        return Q(closed_at=None)
    return Q(opened_at__lte=known_at) & (Q(closed_at=None) | Q(closed_at__gt=known_at))


def _owed(rows: QuerySet[Duty], on: date, start_on: date | None) -> list[Owed]:
    return _with_state(_in_order(rows), on, start_on)


def _in_order(rows: QuerySet[Duty]) -> QuerySet[Duty, Any]:
    """In the order of their day. The numbers stay text until somebody reads them."""
    ordered = rows.annotate(told=Cast("numbers", TextField())).order_by(F("due_on").asc(nulls_last=True), "opens_on", "pk")
    return ordered.values_list(*_COLUMNS)


def _with_state(rows: Iterable[tuple[Any, ...]], on: date, start_on: date | None) -> list[Owed]:
    return [Owed._make((*values, stand(values[6], values[5], on, start_on))) for values in rows]


@prepared
def _shown(top_key: Slot, on: Slot) -> QuerySet[Duty, Any]:
    return _in_order(Duty.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), _known(None), top_key=top_key, opens_on__lte=on))


@prepared
def _shown_of(top_key: Slot, on: Slot, org_keys: Slot) -> QuerySet[Duty, Any]:
    return _in_order(Duty.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), _known(None), top_key=top_key, opens_on__lte=on, org_key__in=org_keys))
