"""One election: what it is, the steps that were recorded, who stands and what proves it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadgoose.roster.models import Organisation, Person, new_key


class Election(models.Model):
    """An election of one organisation, from the reminder (or wherever it was when it came in) to the handover.

    What has been done is in `Step`; the row itself holds what is decided once and typed once.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16, db_index=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="elections")
    kind = models.CharField(max_length=20)                       # a kind of standards/procedure.toml
    traits = models.JSONField(default=list)                      # "through", "preselection"
    entered_at = models.CharField(max_length=20, blank=True)     # the stage at which an election under way came in
    seats = models.PositiveSmallIntegerField(null=True)          # of the committee; None where none is elected, or not known yet
    deputies = models.PositiveSmallIntegerField(default=0)       # how many deputy secretaries
    meeting_on = models.DateField(null=True)                     # the day planned, then announced, then held
    meeting_time = models.CharField(max_length=5, blank=True)    # "14:30"
    meeting_place = models.CharField(max_length=80, blank=True)
    term_elected_on = models.DateField(null=True)                # the term that runs out; None for a new branch
    term_expires_on = models.DateField(null=True)
    switches = models.JSONField(default=dict)                    # local lines of the agenda and signs of the ballot, codes only
    shift_sealed = models.TextField(blank=True)                  # {"reason", "request_no"} of a shift of the term that was asked for, the organisation's key
    begun_on = models.DateField()
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=40)
    closed_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_as = models.CharField(max_length=20, blank=True)      # "completed" | "given-up"

    class Meta:
        indexes: ClassVar = [models.Index(fields=["top_key", "closed_at"], name="elections_open_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(closed_at=None), name="elections_one_open"),
        ]


class Step(models.Model):
    """One stage or side move as recorded, or a stage that is being prepared (`on` None). Open rows are the present course.

    A row taken off keeps `taken_by`: the side move or the withdrawal (itself a row) that took it off. Free text and verdicts,
    which hold names, are sealed under the organisation's key.
    """

    class Sort(models.TextChoices):
        STAGE = "stage"
        SIDE = "side"
        WITHDRAWAL = "withdrawal"                                # key: the stage that was entered wrongly

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="steps")
    sort = models.CharField(max_length=10, choices=Sort, default=Sort.STAGE)
    key = models.CharField(max_length=20)                        # of a stage or side move
    on = models.DateField(null=True)
    entered = models.BooleanField(default=False)                 # done before the election came into the system
    outcome = models.CharField(max_length=10, blank=True)        # of the stage `counted`
    paper_no = models.CharField(max_length=60, blank=True)       # 文号, typed after signing
    signer = models.CharField(max_length=40, blank=True)         # who signed the paper, typed after signing
    ticked = models.JSONField(default=list)
    told = models.JSONField(default=dict)                        # codes, keys, days and numbers of this stage; what it told the journal
    wrote = models.JSONField(default=dict)                       # facts of the register: {"recorded": [[model, id]], "retracted": [[model, id]]}
    judged_sealed = models.TextField(blank=True)                 # {item: verdict}, see queries.course
    cleared_sealed = models.TextField(blank=True)                # {code: reason}
    reason_sealed = models.TextField(blank=True)                 # of a side move or withdrawal
    words_sealed = models.TextField(blank=True)                  # {what: words}: number of the forwarding, who handed over …
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    receipt_number = models.PositiveBigIntegerField(null=True)   # None while only prepared
    receipt_hash = models.CharField(max_length=64, blank=True)
    taken_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="took")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["election", "id"], name="elections_steps_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["election", "key"], condition=Q(taken_by=None, sort="stage"), name="elections_one_step"
            ),
        ]


class Candidate(models.Model):
    """One person for one post in an election, with the days on which they came forward on the way. Dropped, never deleted."""

    class Post(models.TextChoices):
        COMMITTEE = "committee"
        SECRETARY = "secretary"
        DEPUTY = "deputy"

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="candidates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="candidacies")
    name = models.CharField(max_length=60)                       # as the register had it when proposed
    post = models.CharField(max_length=10, choices=Post)
    position = models.PositiveSmallIntegerField(default=0)       # the order that the superior agreed, for secretary and deputy
    supported = models.PositiveSmallIntegerField(null=True)      # how many of those asked spoke for them; a sum, nobody's opinion
    proposed_on = models.DateField(null=True)                    # 初步人选
    agreed_on = models.DateField(null=True)                      # 预备人选
    official_on = models.DateField(null=True)                    # 正式候选人
    dropped_on = models.DateField(null=True)
    dropped_as = models.CharField(max_length=20, blank=True)     # "withdrew" | "not-agreed" | "not-supported" | "no-right" | "error"
    dropped_sealed = models.TextField(blank=True)                # the words for it, under the person's key
    elected_on = models.DateField(null=True)                     # written by the announcement from the count, by nothing else
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["election", "person", "post"], condition=Q(dropped_on=None), name="elections_stands_once"),
        ]


class Proof(models.Model):
    """One thing said of a candidate under one of the four headings: a fact of the register, or a named paper."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="proofs")
    heading = models.CharField(max_length=10)                    # rules.slate.Heading
    text_sealed = models.TextField()                             # under the person's key
    source_sealed = models.TextField()
    from_register = models.BooleanField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    retracted_at = models.DateTimeField(null=True)
