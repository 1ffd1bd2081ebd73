"""The rota's word on lateness: the days on which whoever records was away.

PLACE FOR PRODUCTION: its calendar stands below this subject; when it offers the days of a person's leave and rotation, this function asks it.
Until then nobody is away, so that a record is late a little too soon rather than a little too late; the reason may say the rest.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date


def days_away(person_key: str, first: date, last: date) -> Collection[date]:
    """Days from first to last on which the person was off shift, on leave or away by the rota."""
    return frozenset()
