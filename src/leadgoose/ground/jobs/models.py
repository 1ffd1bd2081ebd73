"""One row per piece of long work. Times are the machine's own: a demonstration's fixed day would stop every clock here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Job(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"          # asked to stop; what was found until then is in result
        FAILED = "failed"

    key = models.CharField(max_length=16, unique=True)
    top_key = models.CharField(max_length=16)
    kind = models.CharField(max_length=40)                 # registered in works
    about = models.CharField(max_length=16)                # key of the thing it works on
    arguments = models.JSONField(default=dict)             # codes, keys, numbers
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    progress = models.JSONField(default=dict)              # what the work last reported
    result = models.JSONField(default=dict)
    problem = models.CharField(max_length=200, blank=True)   # why it failed: a class and a place, nothing of the data
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)   # "host:pid" of the process that runs it
    stop_asked_at = models.DateTimeField(null=True)
    started_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)              # last sign of life
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["about", "kind", "-created_at"], name="jobs_about"), models.Index(fields=["started_by", "-created_at"], name="jobs_begun"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about", "kind"], condition=models.Q(state__in=("waiting", "running")), name="jobs_one_at_a_time"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in (Job.State.WAITING, Job.State.RUNNING)
