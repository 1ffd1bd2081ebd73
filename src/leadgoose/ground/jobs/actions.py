"""Starting long work and asking it to stop. The act that causes it permits and journals; the job room knows neither."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import IntegrityError, connection, transaction

from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.works import moment, work_of

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


class AlreadyRunning(Exception):
    """There is open work of this kind on this thing."""


def start(kind: str, top_key: str, *, about: str, arguments: dict[str, Any], by: str) -> Job:
    """Put work into the queue, in the transaction of its cause. by: a login. Raises AlreadyRunning; KeyError for an unknown kind."""
    if not connection.in_atomic_block:
        raise RuntimeError("work is started in the transaction of its cause")
    work_of(kind)
    key = "".join(secrets.choice(LETTERS) for _ in range(12))
    try:
        with transaction.atomic():
            job = Job.objects.create(key=key, top_key=top_key, kind=kind, about=about, arguments=arguments, started_by=by, created_at=moment())
    except IntegrityError:
        raise AlreadyRunning(about) from None
    queue(job.key)
    return job


def ask_stop(job: Job) -> Job:
    """Ask work to stop and keep the best it has; work that has not begun ends here. Asking twice changes nothing."""
    at = moment()
    Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(state=Job.State.STOPPED, stop_asked_at=at, ended_at=at)
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, stop_asked_at=None).update(stop_asked_at=at)
    job.refresh_from_db()
    return job


def queue(key: str) -> None:
    from leadgoose.ground.jobs.worker import run  # noqa: PLC0415  the worker stands above this module and resumes with it

    run.enqueue(key)
