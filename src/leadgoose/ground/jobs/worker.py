"""The worker process: takes what waits, runs it, and takes over what a killed worker left behind."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django_tasks import task

from leadgoose.ground.jobs.actions import queue
from leadgoose.ground.jobs.files import forget_old
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.works import Interrupted, Running, Stopped, Superseded, work_of

SILENT = timedelta(minutes=2)
"""A job that gave no sign of life for so long is taken over."""
MOST_ATTEMPTS = 3
PAUSE = 0.5
SWEEP_EVERY = 15.0
log = logging.getLogger("leadgoose.jobs")


def _always() -> bool:
    return True


_going: Callable[[], bool] = _always


@task()
def run(key: str) -> str:
    """What the queue holds: the job's key. Returns its state."""
    return perform(key)


def perform(key: str) -> str:
    """Run one job if it waits; otherwise leave it. An error of the work ends the job, never the worker."""
    job = _claim(key)
    if job is None:
        return ""
    running = Running(job.key, job.top_key, job.about, job.arguments, job.started_by, job.attempts, dict(job.progress), going=_going)
    try:
        result = work_of(job.kind)(running)
    except Superseded:
        log.warning("job %s was taken over by another worker", key)
        return ""
    except Interrupted:
        Job.objects.filter(key=key, attempts=running.attempt, state=Job.State.RUNNING).update(state=Job.State.WAITING)
        queue(key)
        return Job.State.WAITING.value
    except Stopped:
        return _end(running, Job.State.STOPPED)
    except Exception as error:
        log.exception("job %s failed", key)
        return _end(running, Job.State.FAILED, problem=_where(error))
    finally:
        running.close()
    return _end(running, Job.State.STOPPED if running.stopping else Job.State.DONE, result=result or {})


def take_over() -> int:
    """Put jobs back into the queue whose worker is dead or silent; after MOST_ATTEMPTS they have failed. Returns how many were put back."""
    put_back = 0
    for job in Job.objects.filter(state=Job.State.RUNNING):
        if not (_dead(job.worker) or job.beat_at is None or job.beat_at < timezone.now() - SILENT):
            continue
        mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
        if job.attempts >= MOST_ATTEMPTS:
            mine.update(state=Job.State.FAILED, problem="the worker died", ended_at=timezone.now())
        elif mine.update(state=Job.State.WAITING):
            queue(job.key)
            put_back += 1
    return put_back


def work(*, once: bool = False, going: Callable[[], bool] = lambda: True) -> None:
    """Take what waits, until `going` says no; once: only what waits now."""
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415  only the worker process needs it

    me = Worker(queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
                worker_id=_me(), excluded_queue_names=[])
    global _going
    _going, swept = going, 0.0
    while going():
        if time.monotonic() - swept >= SWEEP_EVERY:
            take_over()
            forget_old()
            swept = time.monotonic()
        me.run()
        if once:
            return
        time.sleep(PAUSE)


def _claim(key: str) -> Job | None:
    now = timezone.now()
    job = Job.objects.filter(key=key, state=Job.State.WAITING).first()
    if job is None:
        return None
    taken = Job.objects.filter(pk=job.pk, state=Job.State.WAITING, attempts=job.attempts).update(
        state=Job.State.RUNNING, attempts=job.attempts + 1, worker=_me(), started_at=now, beat_at=now)
    if not taken:
        return None
    job.refresh_from_db()
    return job


def _end(running: Running, state: Job.State, **values: Any) -> str:
    mine = Job.objects.filter(key=running.key, attempts=running.attempt, state=Job.State.RUNNING)
    mine.update(state=state, progress=running.progress, ended_at=timezone.now(), **values)
    return state.value


def _where(error: Exception) -> str:
    """The class of an error and the place it came from: nothing of the data."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame is not None else ""
    return f"{type(error).__name__} {place}"[:200]


def _me() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:64]


def _dead(worker: str) -> bool:
    """Whether a worker of this host is gone; of another host nobody can tell."""
    host, _, pid = worker.rpartition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
