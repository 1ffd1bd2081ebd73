"""What a meeting resolved and somebody has to do: open until a later meeting, or somebody answerable, closes it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leadgoose.recordbook.models.record import Record
from leadgoose.recordbook.rules.resolutions import State
from leadgoose.roster.models import choices


class Resolution(models.Model):
    """One item. Its words follow the version of the record that stands; what became of it is its own. Their duty is `resolution_due`."""

    key = models.CharField(max_length=16, unique=True)             # made by whoever writes, like the record's
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="resolutions")
    top_key = models.CharField(max_length=16)
    org_key = models.CharField(max_length=16)
    place = models.PositiveSmallIntegerField()                     # its number in the record, from 1
    text = models.CharField(max_length=400)
    owner_key = models.CharField(max_length=16, blank=True)        # "" where the owner is no member of the register, or not said
    owner_name = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True)
    check_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=choices(State), default=State.OPEN)
    closed_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=40, blank=True)
    closed_in = models.CharField(max_length=16, blank=True)        # key of the record in which it was closed; "" by an act of its own
    note = models.CharField(max_length=200, blank=True)            # how it was done, or why not

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["org_key", "state", "due_on"], name="recordbook_open_items"),
            models.Index(fields=["top_key", "state", "due_on"], name="recordbook_top_items"),
        ]
