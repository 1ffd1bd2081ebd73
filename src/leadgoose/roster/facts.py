"""The only two ways to change a dated fact: record a new row, or retract a known one. Neither overwrites anything."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from django.db import models

from leadgoose.roster.models import Fact

F = TypeVar("F", bound=Fact)


def retract(rows: models.QuerySet[F], at: datetime) -> int:
    """Say that these rows are not known any more from this moment; rows already retracted stay as they are. Returns how many."""
    return rows.filter(retracted_at=None).update(retracted_at=at)


def end(row: F, on: date, at: datetime, source: str) -> F | None:
    """A fact ceases to hold on a day (its first day not valid): retract the open row, record it anew with its end.

    Returns the new row, or None when the fact ends on or before its first day: then it never held and is only retracted.
    """
    retract(type(row)._default_manager.filter(pk=row.pk), at)
    if on <= row.valid_from:
        return None
    return again(row, at, source, valid_to=on)


def again(row: F, at: datetime, source: str, **changes: object) -> F:
    """The same fact as a new row with some fields changed; the old row is not touched (retract it first)."""
    copy = type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key})
    copy.recorded_at, copy.retracted_at, copy.source = at, None, source
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy
