"""Writing what the book owes into `duties`: periods without a meeting, planned meetings without a record, open resolutions.

Called last by every act of the book, by the nightly chore for all, and when a committee changes what it set.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from leadgoose.ground.duties.actions import Settled, Wanted
from leadgoose.ground.duties.actions import settle as settle_duties
from leadgoose.recordbook.models import PlanItem, Resolution
from leadgoose.recordbook.queries.frequency import owing
from leadgoose.recordbook.queries.local import Set, book_settings
from leadgoose.recordbook.rules import duties, lateness
from leadgoose.recordbook.rules.duties import CODES, Due, OpenItem, Unwritten
from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.recordbook.rules.resolutions import State
from leadgoose.roster.models import Organisation

BACK, AHEAD = timedelta(days=400), timedelta(days=100)
"""Days of which periods are looked at: a missed year still stands; what opens within three months is written now, so that no row needs the clock."""


def settle(organisation: Organisation, on: date, at: datetime, act: str) -> Settled:
    """Make the duties of one organisation's book say what is owed now. Twelve queries at most, and the writing of what differs."""
    return _settle(organisation.top_key, organisation.path, [organisation.key], on, at, act)


def settle_all(top_key: str, on: date, at: datetime, act: str) -> Settled:
    """The same for every organisation of a committee."""
    keys = list(Organisation.objects.filter(top_key=top_key).values_list("key", flat=True))
    return _settle(top_key, "", keys, on, at, act)


def _settle(top_key: str, path: str, keys: list[str], on: date, at: datetime, act: str) -> Settled:
    found = book_settings(top_key)
    wanted = [*_periods(top_key, path, keys, found, on), *_unwritten(top_key, keys, found), *_resolutions(top_key, keys)]
    return settle_duties(top_key, keys, wanted, codes=CODES, on=on, at=at, closed_by=act)


def _periods(top_key: str, path: str, keys: list[str], found: Set, on: date) -> list[Wanted]:
    if found.local.record_from is None:
        return []
    mine = set(keys)
    return [
        _wanted(branch.key, one)
        for branch in owing(top_key, path, found.local, on, on - BACK, on + AHEAD) if branch.key in mine
        for one in duties.of_periods(branch.expectations) if one.ends_on is None or one.ends_on > on
    ]


def _unwritten(top_key: str, keys: list[str], found: Set) -> list[Wanted]:
    start = found.late.record_from
    if start is None:
        return []
    rows = PlanItem.objects.filter(top_key=top_key, record=None, dropped_at=None, planned_on__gte=start)
    planned: dict[str, list[Unwritten]] = {}
    for org, kind, day in _of(rows, keys).values_list("org_key", "kind", "planned_on"):
        assert day is not None
        write_by = lateness.last_day(day, lateness.late_after(Kind(kind), found.late))
        planned.setdefault(org, []).append(Unwritten(Kind(kind), day, write_by))
    return [_wanted(org, one) for org, ones in planned.items() for one in duties.of_unwritten(ones)]


def _resolutions(top_key: str, keys: list[str]) -> list[Wanted]:
    rows = _of(Resolution.objects.filter(top_key=top_key, state=State.OPEN), keys)
    items: dict[str, list[OpenItem]] = {}
    for org, owner, resolved, due_on, check_on in rows.values_list("org_key", "owner_key", "record__held_on", "due_on", "check_on"):
        items.setdefault(org, []).append(OpenItem(owner, resolved, due_on, check_on))
    return [_wanted(org, one) for org, ones in items.items() for one in duties.of_resolutions(ones)]


def _of(rows: QuerySet, keys: list[str]) -> QuerySet:   # type: ignore[type-arg]
    """The rows of one organisation; of all, where all are settled, the committee's key is enough."""
    return rows.filter(org_key=keys[0]) if len(keys) == 1 else rows


def _wanted(org_key: str, one: Due) -> Wanted:
    return Wanted(
        org_key, one.code, one.rule, one.person_key, one.numbers, one.act, False, one.opens_on, one.due_on, one.ends_on
    )
