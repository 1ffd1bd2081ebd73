"""Papers that were issued, and the forms by which a committee replaces those that are shipped."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadgoose.elections.models.election import Election


class OwnForm(models.Model):
    """One version of a committee's own form of a paper: uploaded, tried, in force, taken off again. Never changed, never deleted.

    A form holds names of facts and fixed text, nothing about anybody; so it is kept in clear.
    """

    top_key = models.CharField(max_length=16)
    paper = models.CharField(max_length=20)                      # a key of papers.catalogue
    version = models.PositiveSmallIntegerField()
    filename = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    file = models.BinaryField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=40)
    tried_at = models.DateTimeField(null=True)                   # the last test print; none, and it cannot come into force
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.CharField(max_length=40, blank=True)
    dropped_at = models.DateTimeField(null=True)                 # back to the shipped form, or a later version came into force
    dropped_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["top_key", "paper", "version"], name="elections_form_version"),
            models.UniqueConstraint(
                fields=["top_key", "paper"], condition=Q(adopted_at__isnull=False, dropped_at=None), name="elections_one_form_in_force",
            ),
        ]


class Paper(models.Model):
    """A paper as it was issued: its facts frozen with the receipt, so that it prints the same ever after. Issued anew is another row."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="papers")
    paper = models.CharField(max_length=20)                      # a key of papers.catalogue
    issued_on = models.DateField()                               # 成文日期
    number = models.CharField(max_length=60, blank=True)         # 文号 and 签发人, typed after signing
    signer = models.CharField(max_length=40, blank=True)
    copies = models.PositiveSmallIntegerField(default=1)         # of ballots: how many were printed
    kept_sealed = models.TextField(blank=True)                   # press.paper.facts and the fields of an own form, under the organisation's key
    form = models.ForeignKey(OwnForm, null=True, on_delete=models.PROTECT, related_name="papers")
    receipt_number = models.PositiveBigIntegerField(null=True)   # set in the same transaction
    receipt_hash = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["election", "paper", "id"], name="elections_papers_of")]
