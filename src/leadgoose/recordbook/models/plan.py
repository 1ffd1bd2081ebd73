"""The plan of a year or quarter: what is to be held, so that its record starts half filled."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leadgoose.recordbook.models.record import Record
from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.roster.models import choices


class PlanItem(models.Model):
    """One planned meeting or activity. Changed in place while it is ahead (each change is journaled); dropped with a reason, never deleted."""

    key = models.CharField(max_length=16, unique=True)
    top_key = models.CharField(max_length=16)
    org_key = models.CharField(max_length=16)
    group_key = models.CharField(max_length=16, blank=True)
    kind = models.CharField(max_length=20, choices=choices(Kind))
    month = models.DateField()                                     # first day of its month; a quarter's item stands in the month it is meant for
    planned_on = models.DateField(null=True)                       # None: the day is not fixed yet
    starts_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    place = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=120, blank=True)
    topics = models.TextField(blank=True)                          # one to a line
    record = models.OneToOneField(Record, null=True, on_delete=models.PROTECT, related_name="planned")
    dropped_at = models.DateTimeField(null=True)
    dropped_reason = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["org_key", "month"], name="recordbook_plan")]
