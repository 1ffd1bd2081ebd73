"""The reminder that a term runs out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Reminder(models.Model):
    """A committee's office reminded an organisation that its term runs out. Never changed; withdrawn once, by a counter-act.

    A term is named by the day it expires. A printed letter keeps its facts, so that it prints the same ever after.
    """

    class Way(models.TextChoices):
        PRINTED = "printed"          # the letter printed here
        LETTER = "letter"            # a letter sent before, entered afterwards
        PHONE = "phone"              # by telephone, entered afterwards

    top_key = models.CharField(max_length=16)
    org_key = models.CharField(max_length=16)
    elected_on = models.DateField()
    expires_on = models.DateField()
    way = models.CharField(max_length=10, choices=Way)
    sent_on = models.DateField()
    remark = models.CharField(max_length=200, blank=True)
    letter_sealed = models.TextField(blank=True)             # press.letter.Letter.facts as JSON, sealed under the committee's key
    receipt_number = models.PositiveBigIntegerField()        # of the journal's entry, in the chain of top_key
    receipt_hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    withdrawn_at = models.DateTimeField(null=True)           # set once
    withdrawn_by = models.CharField(max_length=40, blank=True)
    withdrawal_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["org_key", "-recorded_at"], name="elections_reminders_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org_key", "expires_on"], condition=Q(withdrawn_at=None), name="elections_one_reminder"
            ),
        ]
