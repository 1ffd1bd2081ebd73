"""Needs, the catalogue of sessions, and the plan of a year. Hours and money are whole hundredths, as the planner counts them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadgoose.roster.models import Person, new_key


class Session(models.Model):
    """One dated offer of a course, of any kind of training. Mentoring and reading stand in the calendar on one day, when they are given out."""

    class Kind(models.TextChoices):
        CLASS = "class"                      # 培训班
        MEETING = "meeting"                  # 党务政工会议
        THEME = "theme_activity"             # 主题活动
        COACHING = "coaching"                # 跟班督导
        EXERCISE = "exercise"                # 沙盘演练
        SECONDMENT = "secondment"            # 挂职、轮岗
        MENTOR = "mentor"                    # 结对带教
        READING = "reading"                  # 自学

    class Level(models.TextChoices):
        BRANCH = "branch"                    # 支部
        COMMITTEE = "committee"              # 本委
        COUNTY = "county"                    # 县级或相当层级
        CITY = "city"
        PROVINCE = "province"
        CENTRAL = "central"

    class State(models.TextChoices):
        OFFERED = "offered"
        CANCELLED = "cancelled"
        CLOSED = "closed"                    # attendance is final

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    course = models.CharField(max_length=60)               # nobody attends a course twice
    title = models.CharField(max_length=60)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    hours = models.PositiveIntegerField()
    place = models.CharField(max_length=60, blank=True)
    online = models.BooleanField(default=False)
    organiser = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.COMMITTEE)
    teacher = models.CharField(max_length=60, blank=True)
    seats = models.PositiveSmallIntegerField()
    min_seats = models.PositiveSmallIntegerField(default=0)
    fixed_cost = models.PositiveBigIntegerField(default=0)
    cost_per_person = models.PositiveBigIntegerField(default=0)
    concentrated = models.BooleanField(default=False)
    induction = models.BooleanField(default=False)
    gains = models.JSONField(default=dict)                 # {"K1": 1}
    template = models.CharField(max_length=40, blank=True)  # key of a course template
    called = models.BooleanField(default=False)            # made from the superior's call-up list
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    reason = models.CharField(max_length=200, blank=True)  # why it was cancelled
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["top_key", "year", "starts_on"], name="training_sessions_of")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["top_key", "title", "starts_on"], name="training_one_session")]

    def __str__(self) -> str:
        return self.title


class Plan(models.Model):
    """The plan of a year: first made in January, made anew when something falls away. Steps and answers of the wizard are kept here."""

    class State(models.TextChoices):
        DRAFT = "draft"
        APPROVED = "approved"
        REPLACED = "replaced"                # a later plan of the year was approved
        DROPPED = "dropped"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()            # 1, 2 … within the year
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    based_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replans")
    from_on = models.DateField(null=True)                  # with based_on: what began before this day stays
    roles = models.JSONField(default=list)                 # whom: rules.competency.Role
    elsewhere = models.PositiveIntegerField(default=0)     # hours that the branches' own meetings are expected to count, hundredths
    budget = models.PositiveBigIntegerField(default=0)
    cover = models.PositiveSmallIntegerField(default=1)    # most people of a unit away at once, where the unit said nothing
    seconds = models.PositiveSmallIntegerField(default=60)
    instance = models.JSONField(null=True)                 # what the last run was asked: shared format, ids are keys
    given = models.JSONField(null=True)                    # {"fixed": [[person, session] …], "forbidden": …, "before": … or null}
    result = models.JSONField(null=True)                   # totals, bounds, status, seconds; without places
    stale = models.BooleanField(default=True)              # something was changed since the last run
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=40)
    approved_on = models.DateField(null=True)
    approved_by = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=200, blank=True)   # meeting or document that approved it
    receipt = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["top_key", "year", "number"], name="training_one_number"),
            models.UniqueConstraint(fields=["top_key", "year"], condition=Q(state="draft"), name="training_one_draft"),
            models.UniqueConstraint(fields=["top_key", "year"], condition=Q(state="approved"), name="training_one_approved"),
        ]


class PlanPerson(models.Model):
    """Somebody whom a plan is about, with what is asked of and for them."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()               # the register's order
    name = models.CharField(max_length=60)
    branch = models.CharField(max_length=80)
    place = models.CharField(max_length=16)                # key of the branch
    unit = models.CharField(max_length=16)                 # key of the production unit, else of the branch
    role = models.CharField(max_length=16)
    left_out = models.BooleanField(default=False)
    weight = models.PositiveSmallIntegerField(default=100)  # stress, in hundredths
    reason = models.CharField(max_length=100, blank=True)  # of the weight, or of being left out; printed in the plan
    required_hours = models.PositiveIntegerField(default=0)
    max_hours = models.PositiveIntegerField(null=True)
    concentrated = models.BooleanField(default=False)
    induction_due = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "person"], name="training_once_in_plan")]


class Need(models.Model):
    """One competency that somebody lacks, and where that is known from; and after a run what became of it."""

    class Source(models.TextChoices):
        GAP = "gap"                          # 评定
        CERTIFICATE = "certificate"          # 证书到期
        WISH = "wish"                        # 本人愿望
        INSPECTION = "inspection"            # 检查发现
        REQUIREMENT = "requirement"          # 上级要求

    member = models.ForeignKey(PlanPerson, on_delete=models.CASCADE, related_name="needs")
    dimension = models.CharField(max_length=4)
    source = models.CharField(max_length=12, choices=Source.choices)
    size = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(null=True)    # proven; None: unknown
    target = models.PositiveSmallIntegerField(null=True)
    confidence = models.CharField(max_length=8, blank=True)
    note_sealed = models.TextField(blank=True)             # sealed under the person's key
    own = models.BooleanField(default=False)               # a wish that the person said themselves (Wish): found, not typed by the office

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "dimension", "source"], name="training_one_need")]


class Wish(models.Model):
    """What somebody wants to learn in a year, said by themselves; a need of the plan from then on. Taken back it stays on record."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="training_wishes")
    year = models.PositiveSmallIntegerField()
    dimension = models.CharField(max_length=4)
    note_sealed = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "year", "dimension"], condition=Q(retracted_at=None), name="training_one_wish")]


class Unmet(models.Model):
    """A need that a plan leaves open, and why: the reasons of the format."""

    member = models.ForeignKey(PlanPerson, on_delete=models.CASCADE, related_name="unmet")
    need = models.CharField(max_length=14)                 # a competency, hours, concentrated, induction
    reason = models.CharField(max_length=20)               # "" until it is known
    free = models.BooleanField(default=False)


class Place(models.Model):
    """A place that a plan gives."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="places")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="planned")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.JSONField(default=list)                   # needs to which it adds; min_seats when none

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "session", "person"], name="training_one_place")]


class Decided(models.Model):
    """A place that somebody fixed or forbade before the run, with the reason; of a fixed one what it costs the plan."""

    class Source(models.TextChoices):
        CLERK = "clerk"
        CALL_UP = "call_up"                  # 上级调训

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="decided")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    forbidden = models.BooleanField(default=False)
    source = models.CharField(max_length=8, choices=Source.choices)
    reason_sealed = models.TextField(blank=True)
    price = models.JSONField(null=True)                    # {"proven": bool, totals without it minus totals with it}
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "session", "person"], name="training_one_decision")]


class WhatIf(models.Model):
    """The answer of the same model to another budget or more seats."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="what_ifs")
    budget = models.PositiveBigIntegerField()
    seats = models.JSONField(default=dict)                 # {session key: seats}
    result = models.JSONField(null=True)                   # totals, bounds, status; None: not answered yet
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
