"""When units and people can be spared: special days, absences, crews in turn, production peaks. Rows are recorded and retracted, never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leadgoose.roster.models import Person, ProductionUnit


class Noted(models.Model):
    """What an officer entered; known from recorded_at until retracted_at."""

    top_key = models.CharField(max_length=16)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    retracted_at = models.DateTimeField(null=True)         # set once

    class Meta:
        abstract = True


class SpecialDay(Noted):
    """A day on which the office's week does not hold: a holiday, or a weekend day that is worked."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday"
        WORKDAY = "workday"

    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["top_key", "day"], name="production_days")]


class Absence(Noted):
    """A person is away from the first to the last day. Why is told coarsely; illness is not told apart from other leave."""

    class Kind(models.TextChoices):
        REST = "rest"            # 轮休
        LEAVE = "leave"          # 休假
        DUTY = "duty"            # 外派、出差
        OTHER = "other"          # 其他

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    first = models.DateField()
    last = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["top_key", "first"], name="production_absences")]


class Crew(Noted):
    """A crew (班组) of a unit that works in turn: so many days on, so many off, from a first day on."""

    unit = models.ForeignKey(ProductionUnit, on_delete=models.PROTECT, related_name="crews")
    name = models.CharField(max_length=40)
    days_on = models.PositiveSmallIntegerField()
    days_off = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)


class CrewMember(models.Model):
    """Somebody who works in a crew; as long as the crew's row is known."""

    crew = models.ForeignKey(Crew, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="crews")


class Peak(Noted):
    """A busy time of a unit: on these days no more than most_away of its people can be spared."""

    unit = models.ForeignKey(ProductionUnit, on_delete=models.PROTECT, related_name="peaks")
    first = models.DateField()
    last = models.DateField()
    most_away = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40, blank=True)


class Cover(Noted):
    """How many people of a unit can be away from work on an ordinary day."""

    unit = models.ForeignKey(ProductionUnit, on_delete=models.PROTECT, related_name="covers")
    most_away = models.PositiveSmallIntegerField()
