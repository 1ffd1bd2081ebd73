"""Ledgers of hours: what somebody has had in a year, and what counts how much. Constant numbers of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, Sum

from leadgoose.training.models.carrying import HourRules, Hours
from leadgoose.training.rules.hours import HourTable, parse
from leadgoose.training.rules.obligations import Done
from leadgoose.training.standards import shipped_hours


def hour_table(top_key: str, on: date) -> HourTable:
    """What counts how much in a committee on a day: its own latest table, else the shipped one. One query."""
    own = HourRules.objects.filter(top_key=top_key, valid_from__lte=on).order_by("-valid_from", "-pk").values_list("body", flat=True).first()
    if own is not None:
        return parse(own)
    held = [one for one in shipped_hours() if one.valid_from <= on]
    return held[-1] if held else shipped_hours()[0]


def done_in(people: Collection[int], year: int) -> dict[int, Done]:
    """What these people (ids) have had in a year; induction counts whenever it was. Two queries."""
    rows = Hours.objects.filter(person_id__in=people, retracted_at=None)
    inducted = set(rows.filter(induction=True).values_list("person_id", flat=True))
    sums = rows.filter(year=year).order_by().values("person_id").annotate(total=Sum("hours"), course=Max("pk", filter=Q(concentrated=True)))
    found = {row["person_id"]: Done(row["total"], row["course"] is not None, row["person_id"] in inducted) for row in sums}
    return {pk: Done(inducted=True) for pk in inducted} | found


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger."""

    on: date
    hours: int
    kind: str
    video: bool
    concentrated: bool
    source: str
    title: str
    record_key: str


def ledger(person: int, year: int) -> list[Entry]:
    """A person's lines of a year in the order of their days. One query."""
    rows = Hours.objects.filter(person_id=person, year=year, retracted_at=None).order_by("on", "pk")
    return [Entry(*row) for row in rows.values_list("on", "hours", "kind", "video", "concentrated", "source", "title", "record_key")]
