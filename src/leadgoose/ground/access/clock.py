"""The only clock. Pages, commands and chores read it; everything below is told the day or the moment."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment, with zone. A demonstration may stand on the day LEADGOOSE_TODAY, at the real time of day, so that its pictures
    stay true. Then it jumps back at midnight: whatever measures spans (idle sessions) uses the machine's own clock.
    """
    fixed: date | None = getattr(settings, "TODAY", None)
    if fixed is not None:
        real = timezone.localtime()
        return real.replace(year=fixed.year, month=fixed.month, day=fixed.day)
    return timezone.now()


def today() -> date:
    """This day in Asia/Shanghai."""
    return timezone.localdate(now())
