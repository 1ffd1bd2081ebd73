"""A record and its versions. The version holds what was written; the record's own columns are projections of the one that stands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadgoose.recordbook.rules.kinds import Kind, Level
from leadgoose.recordbook.rules.truth import Channel, Truth
from leadgoose.roster.models import choices


class Record(models.Model):
    """One meeting or activity of one organisation's book. Never deleted: withdrawn, with the reason, as a version of its own.

    `key` is made by whoever writes first (page, device, bundle), so that the same record may arrive twice and is there once.
    """

    key = models.CharField(max_length=16, unique=True)
    top_key = models.CharField(max_length=16)
    org_key = models.CharField(max_length=16)
    group_key = models.CharField(max_length=16, blank=True)        # key of the Party group (an organisation), where the kind belongs to one
    kind = models.CharField(max_length=20, choices=choices(Kind))
    level = models.CharField(max_length=10, choices=choices(Level), default=Level.OPEN)
    serial = models.PositiveIntegerField()                         # 2026-017: the book's running number, given on arrival, never reused
    # projections of the version that stands; of a confidential record no words, names or numbers of people
    year = models.PositiveSmallIntegerField()
    held_on = models.DateField()                                   # the first sitting
    ends_on = models.DateField()                                   # the last sitting; equal to held_on where there is one
    title = models.CharField(max_length=120, blank=True)
    counts_on = models.DateField()                                 # in the period for which it counts: December for a life meeting held in January
    expected = models.PositiveIntegerField(null=True)              # None: the kind expects nobody by rule, or the record is confidential
    present = models.PositiveIntegerField(null=True)
    standing = models.PositiveIntegerField(default=1)              # number of the version that stands
    heads = models.PositiveSmallIntegerField(default=1)            # versions that no other continues; above 1: two devices changed it, to be merged
    truth = models.CharField(max_length=10, choices=choices(Truth))
    paper_original = models.BooleanField(default=False)            # the paper is the original; only what it needs was typed
    paper_page = models.CharField(max_length=20, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField()                            # of the first version
    entered_by = models.CharField(max_length=40)
    changed_at = models.DateTimeField()                            # of the latest version

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["org_key", "-held_on", "-id"], name="recordbook_of_org"),
            models.Index(fields=["top_key", "kind", "counts_on"], name="recordbook_of_kind"),
            models.Index(fields=["top_key", "-held_on", "-id"], name="recordbook_of_top"),
            # the few of each hundred that were not simply recorded: asked for alone, they are not looked for among all the others
            models.Index(fields=["top_key", "truth", "-held_on", "-id"], condition=~Q(truth="recorded"), name="recordbook_how"),
            models.Index(fields=["top_key", "-held_on", "-id"], condition=Q(standing__gt=1), name="recordbook_corrected"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["org_key", "year", "serial"], name="recordbook_one_serial")]

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """What was written at one time. Never changed; a correction is the next version, two that continue the same one stand side by side.

    `stamp` is made by whoever writes, like the record's key: the same stamp arriving again is the same version. `content` is
    `rules.entry.as_plain`; of confidential records it is {} and the same JSON is sealed under `sealed_for`.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()                         # 1, 2, 3 … in order of arrival
    stamp = models.CharField(max_length=24, unique=True)
    parents = models.JSONField(default=list)                       # stamps of the versions that it continues; two where it merges
    content = models.JSONField(default=dict)
    content_sealed = models.TextField(blank=True)
    sealed_for = models.CharField(max_length=16, blank=True)       # key of the person or organisation under which it is sealed
    digest = models.CharField(max_length=64)                       # keyed hash of the content: equal contents are found without opening
    channel = models.CharField(max_length=10, choices=choices(Channel))
    device = models.CharField(max_length=40, blank=True)           # as the device calls itself; "" for a page
    truth = models.CharField(max_length=10, choices=choices(Truth))
    written_on = models.DateField()                                # the day on which it was written: on paper, on the device, on the page
    claimed_at = models.DateTimeField(null=True)                   # the device's own clock, as it said; may be wrong
    clock_ahead = models.IntegerField(null=True)                   # seconds by which that clock was before the server's when it sent; None: not known
    clock_doubted = models.BooleanField(default=False)             # it cannot be true: after the arrival, or before the event
    reason = models.CharField(max_length=200, blank=True)          # why late, why corrected, why withdrawn
    copied_from = models.CharField(max_length=120, blank=True)
    withdraws = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()                           # when it reached this system
    recorded_by = models.CharField(max_length=40)
    role = models.CharField(max_length=20, blank=True)             # in which role
    entrusted = models.BooleanField(default=False)                 # by entrustment of the secretary
    receipt_number = models.PositiveBigIntegerField()
    receipt_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "number"], name="recordbook_one_number"),
            models.CheckConstraint(condition=Q(content_sealed="") | Q(content={}), name="recordbook_sealed_or_clear"),
        ]
