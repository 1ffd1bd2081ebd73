"""Who was expected, came, was on leave or absent: one row per person of the version that stands; for hours and for home branches."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leadgoose.recordbook.models.record import Record
from leadgoose.recordbook.rules.entry import Stand
from leadgoose.roster.models import choices


class Attendance(models.Model):
    """A projection of the record's content; none for confidential records. `home_key` is the branch the person belonged to on the day."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="attendance")
    person_key = models.CharField(max_length=16)
    home_key = models.CharField(max_length=16)
    org_key = models.CharField(max_length=16)                      # the record's book: another than home_key where somebody was a guest member
    kind = models.CharField(max_length=20)
    held_on = models.DateField()                                   # the sitting that the person came to, else the first
    stand = models.CharField(max_length=10, choices=choices(Stand))
    reason = models.CharField(max_length=12, blank=True)           # code of the leave
    expected = models.BooleanField()
    voter = models.BooleanField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["home_key", "held_on"], name="recordbook_att_home"),
            models.Index(fields=["person_key", "held_on"], name="recordbook_att_person"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "person_key"], name="recordbook_one_attendance")]
