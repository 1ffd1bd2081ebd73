"""Which function does which kind of work; and what it gets in hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from leadgoose.ground.access import clock
from leadgoose.ground.jobs.models import Job

Work = Callable[["Running"], "dict[str, Any] | None"]
_works: dict[str, Work] = {}
EVERY = 0.5
"""Seconds between two writings of progress; what is reported in between is dropped."""


class Superseded(Exception):
    """Another worker has taken the job over because this one gave no sign of life: what it finds is not written."""


class Interrupted(Exception):
    """The worker process was asked to end: the job goes back into the queue."""


def register(kind: str, work: Work) -> None:
    """Name the function of a kind; called once, from the owning app's ready()."""
    if _works.setdefault(kind, work) is not work:
        raise ValueError(f"two works for {kind}")


def work_of(kind: str) -> Work:
    """KeyError for a kind that nobody registered."""
    return _works[kind]


@dataclass(slots=True)
class Running:
    """A job while it runs. resumed: an earlier attempt died; its last progress is in `progress`."""

    key: str
    top_key: str
    about: str
    arguments: Mapping[str, Any]
    started_by: str
    attempt: int
    progress: dict[str, Any] = field(default_factory=dict)
    stopping: bool = False
    going: Callable[[], bool] = lambda: True
    _written: float = 0.0

    @property
    def now(self) -> datetime:
        """The moment for what the work records, as pages know it."""
        return clock.now()

    @property
    def resumed(self) -> bool:
        return self.attempt > 1

    def report(self, *, at_once: bool = False, **progress: Any) -> bool:
        """Say how far it is, and hear whether to stop. Cheap: written at most every EVERY seconds. Raises Superseded, Interrupted."""
        self.progress |= progress
        if not self.going():
            raise Interrupted(self.key)
        now = time.monotonic()
        if at_once or now - self._written >= EVERY:
            self._written = now
            mine = Job.objects.filter(key=self.key, attempts=self.attempt, state=Job.State.RUNNING)
            if not mine.update(progress=self.progress, beat_at=timezone.now()):
                raise Superseded(self.key)
            self.stopping = self.stopping or mine.filter(stop_asked_at__isnull=False).exists()
        return self.stopping
