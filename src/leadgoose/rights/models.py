"""Objections of people to what is held about them, and erasures of people whose time is over. Rows are kept; what people wrote is sealed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leadgoose.roster.models import Person, new_key


class Objection(models.Model):
    """Somebody contests one thing that is held about them. Paper and page have the same standing. Words are sealed under the person's key."""

    class Way(models.TextChoices):
        PAGE = "page"
        PAPER = "paper"

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"                # 已更正: with the act that did it
        PARTLY = "partly"                    # 部分更正
        REFUSED = "refused"                  # 不予更正: with the reason, and where to turn next
        WITHDRAWN = "withdrawn"              # 本人撤回

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16)
    org_key = models.CharField(max_length=16)              # the branch on the day; the top for somebody without one
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="objections")
    field = models.CharField(max_length=60)                # a column of standards/fields.toml, or "other"
    about_sealed = models.TextField(blank=True)            # what stood there, as it was shown
    said_sealed = models.TextField()                       # what the person wrote, word for word
    wanted_sealed = models.TextField(blank=True)           # what should stand there instead
    way = models.CharField(max_length=5, choices=Way.choices)
    paper_sealed = models.TextField(blank=True)            # number or place of the paper
    entered_by = models.CharField(max_length=40, blank=True)   # the login of whoever made the entry that is contested, "" while not known
    received_on = models.DateField()
    due_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    receipt_number = models.PositiveBigIntegerField()
    receipt_hash = models.CharField(max_length=64)
    # the answer, given once
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answered_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answer_sealed = models.TextField(blank=True)
    seconded_by = models.CharField(max_length=40, blank=True)  # the login of a second person who looked at it
    why_alone_sealed = models.TextField(blank=True)        # why whoever made the entry answered alone
    act_number = models.PositiveBigIntegerField(null=True)  # the correcting act, in the committee's journal
    act_hash = models.CharField(max_length=64, blank=True)
    answer_number = models.PositiveBigIntegerField(null=True)
    answer_hash = models.CharField(max_length=64, blank=True)
    # what the person says to the answer, once
    remark_sealed = models.TextField(blank=True)
    remarked_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["top_key", "answered_at", "due_on"], name="rights_objections_of"),
            models.Index(fields=["person", "answered_at"], name="rights_contested"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome="", answered_at=None) | (~Q(outcome="") & Q(answered_at__isnull=False)), name="rights_answered_whole"),
        ]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def receipt(self) -> str:
        return f"{self.receipt_number}-{self.receipt_hash[:16]}"

    @property
    def answer_receipt(self) -> str:
        return f"{self.answer_number}-{self.answer_hash[:16]}" if self.answer_number else ""

    @property
    def act_receipt(self) -> str:
        return f"{self.act_number}-{self.act_hash[:16]}" if self.act_number else ""


class Erasure(models.Model):
    """A person is to be forgotten: the clerk proposes, the security officer decides. Two people, held by the database too."""

    class Ground(models.TextChoices):
        EXPIRED = "expired"                  # 保存期满
        ASKED = "asked"                      # 本人或者近亲属要求
        WRONGLY = "wrongly"                  # 不应当登记

    class State(models.TextChoices):
        PROPOSED = "proposed"
        DONE = "done"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasures")
    ground = models.CharField(max_length=8, choices=Ground.choices)
    paper = models.CharField(max_length=60)                # number of the approved paper; it names nobody
    files = models.BooleanField(default=False)             # scans that show the person with others go too
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    proposed_on = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=40)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)  # why it was refused or withdrawn
    gone = models.JSONField(default=dict)                  # {column: how many values went}
    receipt_number = models.PositiveBigIntegerField(null=True)
    receipt_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "proposed_at"], name="rights_erasures")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], condition=Q(state="proposed"), name="rights_one_proposal"),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(decided_by=F("proposed_by")), name="rights_two_people"),
        ]

    @property
    def receipt(self) -> str:
        return f"{self.receipt_number}-{self.receipt_hash[:16]}" if self.receipt_number else ""
