"""The plan of a year: its items, and those that come next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from leadgoose.ground.statutes.dates import add_months
from leadgoose.recordbook.models import PlanItem

DAY = timedelta(days=1)


def plan_of(org_key: str, first: date, last: date) -> list[PlanItem]:
    """The items of these months, dropped ones included, in the order of their days. One query."""
    rows = PlanItem.objects.select_related("record").filter(org_key=org_key, month__gte=first.replace(day=1), month__lte=last)
    return sorted(rows, key=lambda one: (one.month, one.planned_on or date.max, one.pk))


def next_items(org_keys: Collection[str], on: date, most: int = 3) -> list[PlanItem]:
    """What is planned and has no record: first what is past and unwritten, then what comes; items without a day in their month. One query."""
    rows = PlanItem.objects.filter(org_key__in=org_keys, record=None, dropped_at=None, month__lte=add_months(on.replace(day=1), 2))
    waiting = [one for one in rows if one.planned_on is not None or one.month >= on.replace(day=1)]
    return sorted(waiting, key=lambda one: (one.planned_on or _month_end(one.month), one.pk))[:most]


def _month_end(month: date) -> date:
    return add_months(month, 1) - DAY
