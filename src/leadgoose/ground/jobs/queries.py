"""The work on a thing, for pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from leadgoose.ground.jobs.files import DAYS
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.works import Line, lines, moment

MOST = 50
"""Pieces of somebody's work that are looked at."""
PATIENCE = timedelta(seconds=15)
"""What has waited longer while nothing else is being worked on waits for a worker that is not there."""


def latest(about: str, kind: str) -> Job | None:
    """The latest work of a kind on a thing. One query."""
    return Job.objects.filter(about=about, kind=kind).order_by("-created_at", "-pk").first()


def latest_of(about: str, kinds: tuple[str, ...]) -> Job | None:
    """The latest work of any of these kinds on a thing. One query."""
    return Job.objects.filter(about=about, kind__in=kinds).order_by("-created_at", "-pk").first()


def under_way(top_key: str, kind: str) -> Job | None:
    """Open work of a kind anywhere in a committee, the oldest first. One query."""
    return Job.objects.filter(top_key=top_key, kind=kind, state__in=(Job.State.WAITING, Job.State.RUNNING)).order_by("created_at", "pk").first()


def begun_by(login: str, top_key: str) -> list[Line]:
    """How somebody's work in a committee stands that is open or ended in the last days: the latest on each thing, the latest first.

    One query, and where there is any those of its `Say`.
    """
    recent = Q(ended_at=None) | Q(ended_at__gte=moment() - timedelta(days=DAYS))
    found: dict[str, Job] = {}
    for one in Job.objects.filter(recent, started_by=login, top_key=top_key).order_by("-created_at", "-pk")[:MOST]:
        found.setdefault(one.about, one)
    return lines(list(found.values()))


def nobody_works(job: Job, now: datetime) -> bool:
    """Whether a job waits although no other is being worked on: no worker process runs. One query at most. now: by the machine's clock."""
    if job.state != Job.State.WAITING or now - job.created_at < PATIENCE:
        return False
    return not Job.objects.filter(state=Job.State.RUNNING, beat_at__gte=now - PATIENCE).exists()


def seconds_left(job: Job, now: datetime) -> int | None:
    """How long it will still take, by what it has taken for `done` of `whole` in its progress; None while that cannot be said."""
    done, whole = job.progress.get("done", 0), job.progress.get("whole", 0)
    if job.state != Job.State.RUNNING or job.started_at is None or not 0 < done < whole:
        return None
    taken = (now - job.started_at).total_seconds()
    return None if taken < 1 else max(1, round(taken * (whole - done) / done))


def duration(seconds: int) -> str:
    """Roughly, in words."""
    return _("%(n)s 秒") % {"n": seconds} if seconds < 90 else _("%(n)s 分钟") % {"n": round(seconds / 60)}


def shown(job: Job, now: datetime, stage: str, counted: tuple[str, str]) -> dict[str, Any]:
    """What look/parts/job.html wants. stage: what it does, in words; counted: what its numbers are called, and how they are written (done, whole)."""
    done, whole, left = job.progress.get("done", 0), job.progress.get("whole", 0), seconds_left(job, now)
    facts = [(counted[0], counted[1] % {"done": done, "whole": whole})] if whole else []
    return {
        "stage": stage if job.state == Job.State.RUNNING else _("等待后台处理"), "share": done / whole if whole else 0.0,
        "facts": facts + ([(_("大约还要"), duration(left))] if left is not None else []), "nobody": nobody_works(job, now),
    }
