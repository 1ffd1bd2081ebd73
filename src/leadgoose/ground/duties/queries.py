"""What is due, with its state on a day: for the watch, the secretary's page, calendars and reminders, which only read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from leadgoose.ground.duties.models import Duty
from leadgoose.ground.duties.rules.state import Due, State, look

_COLUMNS = ("org_key", "person_key", "code", "rule", "numbers", "act", "standing", "opens_on", "due_on", "ends_on")


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation and how it stands on the day asked for."""

    org_key: str
    person_key: str
    code: str
    rule: str
    numbers: Mapping[str, Any]
    act: str
    standing: bool
    opens_on: date | None
    due_on: date | None
    ends_on: date | None
    due: Due = field(default=Due(State.OPEN))


def open_duties(
    top_key: str, on: date, *, start_on: date | None, org_keys: Collection[str] | None = None, codes: Collection[str] | None = None,
    known_at: datetime | None = None,
) -> list[Owed]:
    """Obligations of a committee, or of some of its organisations, that show on a day. One query.

    start_on: the committee's start; acts due before it are unknown, never late. known_at: as the rows stood at a moment, else as now.
    """
    rows = Duty.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), _known(known_at), top_key=top_key, opens_on__lte=on)
    if org_keys is not None:
        rows = rows.filter(org_key__in=org_keys)
    if codes is not None:
        rows = rows.filter(code__in=codes)
    return [_owed(values, on, start_on) for values in rows.order_by(F("due_on").asc(nulls_last=True), "opens_on", "pk").values_list(*_COLUMNS)]


def coming_duties(top_key: str, on: date, until: date, *, org_keys: Collection[str] | None = None, standing: bool | None = None) -> list[Owed]:
    """Obligations with a day from `on` to `until`, whether they show already or not: for calendars. One query."""
    rows = Duty.objects.filter(top_key=top_key, closed_at=None, due_on__gte=on, due_on__lte=until)
    if org_keys is not None:
        rows = rows.filter(org_key__in=org_keys)
    if standing is not None:
        rows = rows.filter(standing=standing)
    return [_owed(values, on, None) for values in rows.order_by(F("due_on").asc(nulls_last=True), "opens_on", "pk").values_list(*_COLUMNS)]


def done_duties(top_key: str, *, codes: Collection[str] | None = None) -> frozenset[tuple[str, str, str, date | None]]:
    """What was done, so that it is not asked for again: (organisation, person, code, day it was due). One query."""
    rows = Duty.objects.filter(top_key=top_key, done=True)
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


def _owed(values: tuple[Any, ...], on: date, start_on: date | None) -> Owed:
    one = Owed(*values)
    return replace(one, due=look(one, on, start_on))
