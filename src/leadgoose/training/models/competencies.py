"""Competencies, their model, and the evidence for levels. Evidence is recorded and withdrawn; levels are facts that follow from it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadgoose.roster.models import Fact, Person, new_key


class ModelVersion(models.Model):
    """A committee's own version of the model. Newer ones stand beside it; nothing is edited."""

    top_key = models.CharField(max_length=16)
    version = models.CharField(max_length=20)              # "2027-1"
    valid_from = models.DateField()
    body = models.JSONField()                              # rules.competency.as_table
    basis = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["top_key", "version"], name="training_one_version")]


class Mark(Fact):
    """A person stands in reserve (优秀党员、后备) or is a demonstration secretary (示范书记), by a decision."""

    class Kind(models.TextChoices):
        RESERVE = "reserve"
        DEMONSTRATION = "demonstration"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="training_marks")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    basis_sealed = models.TextField()                      # sealed under the person's key
    recorded_by = models.CharField(max_length=40)


class Evidence(models.Model):
    """What somebody saw or a test showed of one person: levels by behaviour ("K1.2") or by dimension ("K1")."""

    class Way(models.TextChoices):
        PAGE = "page"                # on a page by the rater
        SHEET = "sheet"              # a printed sheet, typed in by the office
        IMPORT = "import"            # an Excel file
        TEST = "test"                # a test of the question bank
        SESSION = "session"          # an exercise or an effect check of a session
        CERTIFICATE = "certificate"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=12)                 # rules.levels.Kind, never "colleague"
    levels = models.JSONField()                            # {"K1.2": 3, …} or {"K1": 3}
    valid_on = models.DateField()                          # the day that it is about
    ends_on = models.DateField(null=True)                  # first day on which it no longer counts by itself
    version = models.CharField(max_length=20)              # of the model that it was given under
    way = models.CharField(max_length=12, choices=Way.choices)
    rater = models.CharField(max_length=60, blank=True)    # who: a login; the name on a sheet is sealed in remark
    origin = models.CharField(max_length=40, blank=True)   # what it came from: key of a session, certificate, sitting
    remark_sealed = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    retracted_at = models.DateTimeField(null=True)         # set once
    retracted_by = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "retracted_at"], name="training_evidence_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "origin"], condition=Q(retracted_at=None) & ~Q(origin=""), name="training_one_origin"),
        ]


class ColleagueSum(models.Model):
    """What colleagues said of a person in a year: sums only, never who said what. Levels are read from what is open (rules.levels.opened)."""

    top_key = models.CharField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="colleague_sums")
    year = models.PositiveSmallIntegerField()
    version = models.CharField(max_length=20)
    counts = models.JSONField(default=dict)                # {"K1.1": [n1, n2, n3, n4, n5], …}
    raters = models.PositiveSmallIntegerField(default=0)
    valid_on = models.DateField()                          # of the latest rating
    open_counts = models.JSONField(default=dict)           # as counts: what is open of it
    open_on = models.DateField(null=True)                  # valid_on when something opened last; None: nothing is open

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "year"], name="training_one_sum")]


class ColleagueRated(models.Model):
    """That somebody rated a colleague in a year, so that nobody does twice. Holds no level and no time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    rater = models.CharField(max_length=64)                # keyed hash of the rater's login and the year

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "year", "rater"], name="training_rated_once")]


class Pace(models.Model):
    """How long rating takes in a committee and year: sums over everybody's forms, never anybody's own. What was left open for long is left out."""

    top_key = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    taps = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["top_key", "year"], name="training_one_pace")]


class Level(Fact):
    """A level that is proven from a day to a day, derived by rules.levels in the transaction of its cause. `source`: the act that caused it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="levels")
    dimension = models.CharField(max_length=4)
    level = models.PositiveSmallIntegerField()
    confidence = models.CharField(max_length=8)            # rules.levels.Confidence
    kinds = models.CharField(max_length=80)                # rules.levels.Kind, between spaces


    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "retracted_at", "valid_from"], name="training_levels_of")]
