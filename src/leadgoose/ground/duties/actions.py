"""Writing what is due. Callers are actions of the subjects, inside the transaction of their own act; the act journals, not the duties."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from leadgoose.ground.duties.models import Duty
from leadgoose.ground.prepared import Slot, columns, made, prepared

Key = tuple[str, str, str, date | None]
"""What makes an obligation the same one: organisation, person ("" when it is the organisation's), code, day it is due."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An obligation that should stand now. opens_on None: from the day on which it is first noticed."""

    org_key: str
    code: str
    rule: str
    person_key: str = ""
    numbers: Mapping[str, Any] = field(default_factory=dict)
    act: str = ""
    standing: bool = False
    opens_on: date | None = None
    due_on: date | None = None
    ends_on: date | None = None

    @property
    def key(self) -> Key:
        return (self.org_key, self.person_key, self.code, self.due_on)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a settlement did: rows opened, closed because their cause ceased, changed in their numbers, left as they were."""

    opened: int = 0
    closed: int = 0
    changed: int = 0
    untouched: int = 0

    @property
    def differs(self) -> bool:
        return bool(self.opened or self.closed or self.changed)

    def __add__(self, other: Settled) -> Settled:
        return Settled(
            self.opened + other.opened, self.closed + other.closed, self.changed + other.changed, self.untouched + other.untouched
        )


FEW = 500
"""So many organisations are asked for by key; of more, all are read."""
UPDATED = ("rule", "numbers", "act", "standing", "opens_on", "ends_on")


def settle(
    top_key: str, org_keys: Collection[str], wanted: Iterable[Wanted], *, codes: Collection[str], on: date, at: datetime, closed_by: str
) -> Settled:
    """Make the open rows of these organisations say what is wanted: one query to read, then bulk writes of the differences.

    codes: those that the caller speaks for; rows of other codes (of other subjects) are not touched.
    closed_by: the act through which what is not wanted any more ceased. A row that was done (`finish`) is not opened again.
    """
    mine, spoken = set(org_keys), set(codes)
    there: dict[Key, Duty] = {}
    done: set[Key] = set()
    double: list[Duty] = []
    for row in _rows(top_key, spoken, mine):
        if row.org_key not in mine:
            continue
        key = (row.org_key, row.person_key, row.code, row.due_on)
        if row.closed_at is not None:
            done.add(key)
        elif key in there:
            double.append(row)
        else:
            there[key] = row
    news = {one.key: one for one in wanted if one.key not in done}
    unknown = {one.code for one in news.values()} - spoken
    if unknown:
        raise ValueError(f"obligations outside the codes spoken for: {sorted(unknown)}")
    opened = [_row(top_key, one, on, at) for key, one in news.items() if key not in there]
    changed = [row for key, row in there.items() if key in news and _take(row, news[key])]
    ceased = [row for key, row in there.items() if key not in news] + double
    for row in ceased:
        row.closed_on, row.closed_at, row.closed_by = on, at, closed_by
    _write(ceased, ("closed_on", "closed_at", "closed_by"))
    _write(changed, UPDATED)
    Duty.objects.bulk_create(opened, batch_size=500)
    return Settled(len(opened), len(ceased), len(changed), len(there) - len(changed) - (len(ceased) - len(double)))


def finish(org_key: str, code: str, *, due_on: date | None = None, person_key: str = "", on: date, at: datetime, closed_by: str) -> int:
    """Close an obligation because the act that it asked for was done; the same one is never opened again.

    due_on: which one, when the organisation may have several of this code; None: all that are open. Returns how many were closed.
    """
    rows = Duty.objects.filter(org_key=org_key, person_key=person_key, code=code, closed_at=None)
    if due_on is not None:
        rows = rows.filter(due_on=due_on)
    return rows.update(done=True, closed_on=on, closed_at=at, closed_by=closed_by)


def unfinish(org_key: str, code: str, *, due_on: date | None = None, person_key: str = "", at: datetime) -> int:
    """Say that what was done counts no longer, because its act was withdrawn: the closed rows stay, and the next settlement opens anew.

    Returns how many rows were meant.
    """
    rows = Duty.objects.filter(org_key=org_key, person_key=person_key, code=code, done=True)
    if due_on is not None:
        rows = rows.filter(due_on=due_on)
    return rows.update(done=False, undone_at=at)


def cease(org_keys: Collection[str], *, on: date, at: datetime, closed_by: str) -> int:
    """Close whatever these organisations owe, of every subject: they are there no longer. What is wanted again later is opened anew.

    Returns how many were closed.
    """
    return Duty.objects.filter(org_key__in=org_keys, closed_at=None).update(closed_on=on, closed_at=at, closed_by=closed_by) if org_keys else 0


def _rows(top_key: str, codes: set[str], org_keys: set[str]) -> Iterable[Duty]:
    """The rows that are open or were done, of these codes; of more than FEW organisations those of the whole committee."""
    if len(org_keys) > FEW:
        return _standing(Duty.objects.filter(top_key=top_key, code__in=codes))
    return (made(Duty, _COLUMNS, row) for row in _of(top_key, sorted(codes), sorted(org_keys)))


def _standing(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    return rows.exclude(done=False, closed_at__isnull=False).order_by("pk")


_COLUMNS = columns(Duty)


@prepared
def _of(top_key: Slot, codes: Slot, org_keys: Slot) -> QuerySet[Duty, Any]:
    return _standing(Duty.objects.filter(top_key=top_key, code__in=codes, org_key__in=org_keys)).values_list(*_COLUMNS)


def _write(rows: Sequence[Duty], names: Collection[str]) -> None:
    """Write these columns. An act changes one or two rows, for which a statement of its own is cheaper than one with a case for each."""
    if len(rows) > 2:
        Duty.objects.bulk_update(rows, names, batch_size=100)
        return
    for row in rows:
        row.save(update_fields=names)


def _row(top_key: str, one: Wanted, on: date, at: datetime) -> Duty:
    return Duty(
        top_key=top_key, org_key=one.org_key, person_key=one.person_key, code=one.code, rule=one.rule, numbers=dict(one.numbers), act=one.act,
        standing=one.standing, opens_on=one.opens_on or on, due_on=one.due_on, ends_on=one.ends_on, opened_at=at,
    )


def _take(row: Duty, one: Wanted) -> bool:
    """Let the row say what is wanted; whether anything changed. A day of first notice stays what it was."""
    before = tuple(getattr(row, name) for name in UPDATED)
    row.rule, row.numbers, row.act, row.standing, row.ends_on = one.rule, dict(one.numbers), one.act, one.standing, one.ends_on
    row.opens_on = one.opens_on or row.opens_on
    return tuple(getattr(row, name) for name in UPDATED) != before
