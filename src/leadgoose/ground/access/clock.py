"""The only clock. Pages, commands and chores read it; everything below is told the day or the moment."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment, with zone. A demonstration may stand still at LEADGOOSE_TODAY's noon so that its pictures stay true."""
    fixed: date | None = getattr(settings, "TODAY", None)
    if fixed is not None:
        real = timezone.localtime()
        return real.replace(year=fixed.year, month=fixed.month, day=fixed.day)
    return timezone.now()


def today() -> date:
    """This day in Asia/Shanghai."""
    return timezone.localdate(now())
