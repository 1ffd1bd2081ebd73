"""The supervisor's half: who is sent, what they sign, what is objected, raised, doubted, and how it was answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadgoose.elections.models.election import Election
from leadgoose.roster.models import new_key


class Envoy(models.Model):
    """An account sent to one election, until its end or until somebody else is sent. Whoever had no role there was granted one with it."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="envoys")
    login = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField(null=True)
    grant_id = models.PositiveBigIntegerField(null=True)         # the role granted for it alone; None: held already
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["election"], condition=Q(until=None), name="elections_one_envoy")]


class SignOff(models.Model):
    """One of the envoy's three signatures: before the notice, at the meeting, after the report. Replaced by a later row, never changed."""

    class Point(models.TextChoices):
        BEFORE = "before"
        MEETING = "meeting"
        AFTER = "after"

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="sign_offs")
    point = models.CharField(max_length=8, choices=Point)
    on = models.DateField()
    items = models.JSONField(default=dict)                       # {item: "yes" | "no" | "unseen"}
    agreed = models.BooleanField()                               # without objection
    remark_sealed = models.TextField(blank=True)                 # under the organisation's key
    signer_sealed = models.TextField(blank=True)                 # who signed the printed card; "" where the envoy's own account signed
    from_card = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    receipt_number = models.PositiveBigIntegerField(null=True)
    receipt_hash = models.CharField(max_length=64, blank=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["election", "point"], condition=Q(replaced_at=None), name="elections_one_sign_off"),
        ]


class Matter(models.Model):
    """Something said about an election that asks for an answer. Words are sealed under the organisation's key."""

    class Sort(models.TextChoices):
        OBJECTION = "objection"                                  # the envoy's: names the rule; the chair or the committee answers
        RAISED = "raised"                                        # a member's, by the own account or on paper
        REMARK = "remark"                                        # the envoy's on a paper, before it goes out
        DOUBT = "doubt"                                          # a decision of the chair that the superior reviews

    class Answer(models.TextChoices):
        MENDED = "mended"                                        # put right
        EXPLAINED = "explained"                                  # answered, nothing to put right
        STANDS = "stands"                                        # reviewed: the decision stands
        REFERRED = "referred"                                    # goes to the superior organisation

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="matters")
    key = models.CharField(max_length=16, unique=True, default=new_key)
    sort = models.CharField(max_length=10, choices=Sort)
    rule = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=20, blank=True)          # what it is about
    code = models.CharField(max_length=60, blank=True)           # of a doubt that the program found
    words_sealed = models.TextField()
    name_sealed = models.TextField(blank=True)                   # who raised it, on paper or by account; "" for the program
    on_paper = models.BooleanField(default=False)
    raised_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    receipt_number = models.PositiveBigIntegerField(null=True)
    receipt_hash = models.CharField(max_length=64, blank=True)
    answered_on = models.DateField(null=True)
    answered_as = models.CharField(max_length=10, choices=Answer, blank=True)
    answer_sealed = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer_number = models.PositiveBigIntegerField(null=True)
    answer_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["election", "sort", "answered_on"], name="elections_matters_of")]


class Scan(models.Model):
    """The signed paper of a stage as a picture or PDF: the paper that counts. Sealed under the organisation's key; replaced, never deleted."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="scans")
    stage = models.CharField(max_length=20)
    filename = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)                       # "application/pdf", "image/jpeg", "image/png"
    sha256 = models.CharField(max_length=64)
    file_sealed = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["election", "stage"], condition=Q(replaced_at=None), name="elections_one_scan")]
