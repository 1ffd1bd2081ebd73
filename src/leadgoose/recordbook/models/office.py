"""What a branch arranges for its book: who may record by entrustment, a period without a meeting explained, half-written records."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Entrustment(models.Model):
    """The secretary entrusts a deputy or a committee member with recording. Ended, never deleted."""

    org_key = models.CharField(max_length=16)
    person_key = models.CharField(max_length=16)
    since = models.DateField()
    until = models.DateField(null=True)                            # first day on which it no longer holds
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["org_key", "person_key"], condition=Q(until=None), name="recordbook_one_entrustment"),
        ]


class Excuse(models.Model):
    """Why a period passed without what its rule asks as a rule (一般): recorded once, it is no longer on the list of what is due."""

    org_key = models.CharField(max_length=16)
    kind = models.CharField(max_length=20)
    first_on = models.DateField()                                  # the period, from its first to its last day
    last_on = models.DateField()
    reason = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["org_key", "kind", "first_on"], name="recordbook_one_excuse")]


class Draft(models.Model):
    """A record half written on a page, as typed. Sealed under the organisation's key; gone when the record is entered."""

    key = models.CharField(max_length=16, unique=True)             # the key that the record will have
    org_key = models.CharField(max_length=16)
    kind = models.CharField(max_length=20)
    login = models.CharField(max_length=40)
    typed_sealed = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["org_key", "login"], name="recordbook_drafts")]
