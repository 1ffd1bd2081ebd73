"""At the meeting: who is in the room, what the hands decided, who watches and counts, each vote with its ballots and closed sheets.

There is no table of ballots, here or anywhere: a sheet holds one person's sums of a whole vote, its day and nothing finer. What a
stage of the election brought hangs `under` that stage's step and falls with it when the step is taken off; a row that was wrong and hangs
under none is retracted. Nothing is deleted.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadgoose.elections.models.election import Election, Step
from leadgoose.roster.models import Person, new_key


class Meeting(models.Model):
    """One meeting that elects: of all members, of the new committee, or the pre-selection. It falls with the step that called it."""

    class Sort(models.TextChoices):
        MEMBERS = "members"
        COMMITTEE = "committee"                                  # the first meeting of the new committee
        PRESELECTION = "preselection"

    class Held(models.TextChoices):
        DESK = "desk"                                            # entered in the room
        PAPER = "paper"                                          # held on paper, entered afterwards: equal standing

    key = models.CharField(max_length=16, unique=True, default=new_key)
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="meetings")
    sort = models.CharField(max_length=12, choices=Sort)
    held = models.CharField(max_length=5, choices=Held)
    on = models.DateField()
    chair = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")   # None: somebody from outside, see docs/rules/desk.md
    under = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="meetings")         # notice, announced, deliberation
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["under", "sort"], name="elections_one_meeting")]


class OfMeeting(models.Model):
    """What a meeting brought; see the module."""

    under = models.ForeignKey(Step, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Hands(OfMeeting):
    """One show of hands: the numbers that the chair declared, and what they had to reach."""

    class Matter(models.TextChoices):
        EXCLUSIONS = "exclusions"
        REPORT = "report"
        METHOD = "method"
        SCRUTINEERS = "scrutineers"
        REDUCTION = "reduction"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="hands")
    matter = models.CharField(max_length=12, choices=Matter)
    favour = models.PositiveSmallIntegerField()
    against = models.PositiveSmallIntegerField(default=0)
    abstain = models.PositiveSmallIntegerField(default=0)
    base = models.PositiveSmallIntegerField()                    # expected, present or committee, by the rule of the matter
    need = models.PositiveSmallIntegerField()
    passed = models.BooleanField()


class Exclusion(OfMeeting):
    """That a member be left out of those expected. The reason is one of six codes (rules.rollcall.Grounds), sealed and never printed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="exclusions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    grounds_sealed = models.TextField()                          # under the person's key
    months = models.PositiveSmallIntegerField(null=True)         # away, for the two grounds that ask for half a year
    consent_no = models.CharField(max_length=60, blank=True)     # the superior's paper; "" there is none
    consent_on = models.DateField(null=True)
    hands = models.ForeignKey(Hands, null=True, on_delete=models.PROTECT, related_name="exclusions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], condition=Q(retracted_at=None), name="elections_excluded_once"),
        ]


class Declaration(OfMeeting):
    """A number present that the chair declared, with who was in the room. The last standing one counts."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="declarations")
    right = models.PositiveSmallIntegerField()                   # holders of the right, or members of the committee
    excluded = models.PositiveSmallIntegerField()
    expected = models.PositiveSmallIntegerField()
    need = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    others = models.PositiveSmallIntegerField(default=0)         # in the room without the right, guests included
    guests = models.PositiveSmallIntegerField(default=0)
    quorate = models.BooleanField()
    in_room = models.JSONField(default=list)                     # keys of persons; empty where only the numbers are known
    by_numbers = models.BooleanField(default=False)


class Watcher(OfMeeting):
    """A scrutineer or counter chosen at the meeting, by the roll call. The PIN of the meeting lets them close a sheet; only a hash is kept."""

    class Role(models.TextChoices):
        SCRUTINEER = "scrutineer"                                # 监票人
        COUNTER = "counter"                                      # 计票人

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="watchers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=10, choices=Role)
    pin_salt = models.CharField(max_length=32, blank=True)
    pin_sealed = models.TextField(blank=True)                    # the PIN's slow hash, under the organisation's key
    pin_times = models.PositiveSmallIntegerField(default=0)      # how often it was set
    pin_misses = models.PositiveSmallIntegerField(default=0)     # wrong tries since it was set

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person", "role"], condition=Q(retracted_at=None), name="elections_watches_once"),
        ]


class Round(OfMeeting):
    """One vote of a meeting: its ballots and its outcome. It hangs under the step that issued the ballots.

    A vote that a re-vote or a separate election followed keeps its outcome; every other way off makes it void (queries.meeting).
    """

    class Sort(models.TextChoices):
        COMMITTEE = "committee"
        SECRETARY = "secretary"
        DEPUTY = "deputy"
        PRESELECTION = "preselection"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()                  # 1, 2, 3 … in the meeting
    sort = models.CharField(max_length=12, choices=Sort)         # what is elected
    follows = models.CharField(max_length=10, blank=True)        # "revote", "open-seats", "vote-again": the move that called for it
    basis = models.ForeignKey(Step, null=True, on_delete=models.PROTECT, related_name="+")     # the step that chose who watches
    seats = models.PositiveSmallIntegerField()
    candidates = models.JSONField()                              # [[person's key, name as printed], …] in the order of the ballot
    present = models.PositiveSmallIntegerField()                 # as declared when the ballots were issued
    printed = models.PositiveSmallIntegerField()
    issued = models.PositiveSmallIntegerField()
    voters = models.PositiveSmallIntegerField(null=True)
    returned = models.PositiveSmallIntegerField(null=True)
    spoiled = models.PositiveSmallIntegerField(default=0)
    spare_destroyed = models.PositiveSmallIntegerField(null=True)
    reasons_sealed = models.TextField(blank=True)                # {rules.sheet.Gap: words}, for the minutes
    invalid = models.PositiveSmallIntegerField(null=True)        # as the agreed sheets say
    signed = models.BooleanField(default=False)                  # the scrutineer signed the tally sheet on paper
    outcome = models.CharField(max_length=10, blank=True)        # "complete", "tie", "shortfall", "void"
    outcome_sealed = models.TextField(blank=True)                # who, with which approvals and why; see queries.outcome
    counted = models.ForeignKey(Step, null=True, on_delete=models.PROTECT, related_name="+")   # the step that decided it

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "number"], name="elections_round_number")]


class Sheet(models.Model):
    """One person's sums of one round, closed. A sheet that was corrected stays, with the reason. Its key is random, its time a day:
    neither tells in which order, or when, anything was counted."""

    class Way(models.TextChoices):
        TAPS = "taps"                                            # ballots tapped through on the device; only their sums came here
        SUMS = "sums"                                            # sums from the paper sheet, typed in the room
        PAPER = "paper"                                          # a meeting held on paper, copied afterwards

    key = models.CharField(max_length=16, primary_key=True, default=new_key)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sheets")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=5, choices=Way)
    sums_sealed = models.TextField()                             # under the organisation's key; see queries.desk
    recorded_on = models.DateField()
    recorded_by = models.CharField(max_length=40)                # the account of the device
    replaced_on = models.DateField(null=True)
    reason_sealed = models.TextField(blank=True)                 # why it was replaced

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "person"], condition=Q(replaced_on=None), name="elections_counts_once"),
        ]
