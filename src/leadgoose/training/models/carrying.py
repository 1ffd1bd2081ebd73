"""Carrying the plan out: nominations, attendance, hours, effect checks, certificates. Rows are recorded and retracted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadgoose.roster.models import Fact, Person, new_key
from leadgoose.training.models.plan import Session


class Nomination(models.Model):
    """Somebody on the list of a session: named by the plan or the office, or signed up; with a seat, or waiting for one in order."""

    class State(models.TextChoices):
        NAMED = "named"                      # 已提名，待确认
        CONFIRMED = "confirmed"
        WAITING = "waiting"                  # 候补
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"              # the place fell away

    class Source(models.TextChoices):
        PLAN = "plan"
        OFFICE = "office"
        SELF = "self"
        CALL_UP = "call_up"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="nominations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="nominations")
    state = models.CharField(max_length=10, choices=State.choices)
    source = models.CharField(max_length=8, choices=Source.choices)
    number = models.PositiveIntegerField()                 # order on the session's list; seats go round by it
    reason_sealed = models.TextField(blank=True)           # why declined
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "state"], name="training_nominations_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "person"], condition=Q(state__in=("named", "confirmed", "waiting")), name="training_listed_once"),
            models.UniqueConstraint(fields=["session", "number"], name="training_list_order"),
        ]


SEATED = (Nomination.State.NAMED, Nomination.State.CONFIRMED)
"""States that take a seat."""


class Attendance(models.Model):
    """Whether somebody came to a session, and how that was told. A correction is a new row."""

    class State(models.TextChoices):
        PRESENT = "present"
        LEAVE = "leave"
        ABSENT = "absent"

    class Way(models.TextChoices):
        SHEET = "sheet"                      # the signed sheet, typed in
        PHONE = "phone"                      # by the person on the day
        OFFICE = "office"

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    state = models.CharField(max_length=8, choices=State.choices)
    way = models.CharField(max_length=8, choices=Way.choices)
    video = models.BooleanField(default=False)
    hours = models.PositiveIntegerField(default=0)         # counted, hundredths
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "person"], condition=Q(retracted_at=None), name="training_attended_once")]


class Hours(models.Model):
    """One line of somebody's ledger of hours."""

    class Source(models.TextChoices):
        SESSION = "session"
        RECORD = "record"                    # the record book
        OFFICE = "office"                    # typed in: training elsewhere, with its proof

    top_key = models.CharField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="training_hours")
    on = models.DateField()
    year = models.PositiveSmallIntegerField()
    hours = models.PositiveIntegerField()                  # counted, hundredths
    kind = models.CharField(max_length=20)                 # rules.hours: what was done
    video = models.BooleanField(default=False)
    concentrated = models.BooleanField(default=False)      # at county level or above
    induction = models.BooleanField(default=False)
    source = models.CharField(max_length=8, choices=Source.choices)
    record_key = models.CharField(max_length=40)           # key of the session, the record, the entry: entered again it replaces
    title = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["top_key", "year", "retracted_at"], name="training_hours_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "source", "record_key", "year"], condition=Q(retracted_at=None), name="training_hours_once"),
        ]


class HourRules(models.Model):
    """What counts how much in a committee, from a day on; newer rows stand beside older ones."""

    top_key = models.CharField(max_length=16)
    valid_from = models.DateField()
    body = models.JSONField()                              # rules.hours.as_table
    basis = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)


class EffectCheck(models.Model):
    """After three months: did the behaviour change, by an example. One for everybody who attended a session that raises something."""

    class Answer(models.TextChoices):
        YES = "yes"
        PARTLY = "partly"
        NO = "no"
        UNSEEN = "unseen"                    # no occasion to see it

    key = models.CharField(max_length=16, unique=True, default=new_key)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="effect_checks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="effect_checks")
    due_on = models.DateField()
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    example_sealed = models.TextField(blank=True)
    evidence = models.CharField(max_length=16, blank=True)  # key of the evidence that it gave
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "person"], name="training_one_check")]


class CertificateKind(models.Model):
    """A committee's own version of a kind of certificates, from a day on. Newer ones stand beside it; nothing is edited."""

    top_key = models.CharField(max_length=16)
    code = models.CharField(max_length=30)                 # of standards/certificates.toml, or a key of its own
    version = models.CharField(max_length=20)              # "2027-1"
    valid_from = models.DateField()
    body = models.JSONField()                              # rules.certificates.as_table
    basis = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["top_key", "code", "version"], name="training_one_kind_version")]


class Certificate(Fact):
    """A certificate that somebody holds. valid_from: issued; valid_to: the first day on which it no longer holds, None: no end is known."""

    key = models.CharField(max_length=16, db_index=True, default=new_key)   # the same in all rows that say how one certificate stood
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=30)                 # code of its kind
    version = models.CharField(max_length=20, blank=True)  # of the kind that it was issued under, and stays under; "": as shipped
    number = models.CharField(max_length=40, blank=True)
    issuer = models.CharField(max_length=60, blank=True)
    withdrawn = models.BooleanField(default=False)         # ended before its time, by a decision
    reason_sealed = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=40)
