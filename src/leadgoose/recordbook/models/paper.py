"""Files beside a record, and books of earlier years: sealed, with the SHA-256 of what was handed in. Photos are never required."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadgoose.recordbook.models.record import Record


class EarlierBook(models.Model):
    """A book of a year before this system: its index line, and scans attached to it."""

    key = models.CharField(max_length=16, unique=True)
    top_key = models.CharField(max_length=16)
    org_key = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    line = models.CharField(max_length=200)                        # what is in it, and where the paper lies
    pages = models.PositiveSmallIntegerField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["org_key", "year"], name="recordbook_earlier")]


class Attachment(models.Model):
    """A scan or photo. The bytes (base64) are sealed under the attachment's own key, so that one can be erased without the others."""

    class What(models.TextChoices):
        SCAN = "scan"
        PHOTO = "photo"

    key = models.CharField(max_length=16, unique=True)
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="attachments")
    book = models.ForeignKey(EarlierBook, null=True, on_delete=models.PROTECT, related_name="attachments")
    what = models.CharField(max_length=10, choices=What)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)                         # application/pdf, image/jpeg, image/png
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file_sealed = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    removed_at = models.DateTimeField(null=True)                   # its key was destroyed: name and hash stay, the bytes are gone
    removed_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(record=None, book__isnull=False) | Q(record__isnull=False, book=None), name="recordbook_file_of_one"),
        ]
