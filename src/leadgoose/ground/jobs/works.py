"""Which function does which kind of work; and what it gets in hand."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access import clock
from leadgoose.ground.jobs.models import Job

Work = Callable[["Running"], "dict[str, Any] | None"]


@dataclass(frozen=True, slots=True)
class Line:
    """How a piece of work stands, for whoever began it: one sentence, the page where it goes on; going: not ended; waits: for its beginner to go on."""

    said: str
    address: str
    waits: bool = False
    going: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What a line says of work with a name: while it goes on, when it is done, when it came to nothing."""

    going: Promise
    done: Promise
    failed: Promise

    def line(self, job: Job, name: str, address: str) -> Line:
        told = {"name": name}
        if job.is_open:
            return Line(str(self.going) % told, address, going=True)
        if job.state == Job.State.DONE:
            return Line(str(self.done) % told, address, waits=True)
        return Line(str(self.failed) % told, address, waits=job.state == Job.State.FAILED)


COUNTED = Words(_("正在统计：%(name)s"), _("已统计：%(name)s"), _("没有统计成：%(name)s"))
WRITTEN = Words(_("正在制作：%(name)s"), _("已做好，可以下载：%(name)s"), _("没有做成：%(name)s"))
"""Of numbers that were counted, of a file that was written."""
Say = Callable[["Sequence[Job]"], "dict[str, Line]"]
_works: dict[str, Work] = {}
_says: dict[str, Say] = {}
EVERY = 0.5
"""Seconds between two writings of progress; what is reported in between is dropped."""


class Superseded(Exception):
    """Another worker has taken the job over because this one gave no sign of life: what it finds is not written."""


class Interrupted(Exception):
    """The worker process was asked to end: the job goes back into the queue."""


class Stopped(Exception):
    """Somebody asked to stop and the work keeps nothing of what it did: raised by the work, so that its transaction is undone."""


def moment() -> datetime:
    """Work is begun, stopped and measured in real time, whatever day the installation stands on."""
    return timezone.now()


def register(kind: str, work: Work, say: Say | None = None) -> None:
    """Name the function of a kind, and what tells whoever began such work how it stands; called once, from the owning app's ready()."""
    if _works.setdefault(kind, work) is not work:
        raise ValueError(f"two works for {kind}")
    if say is not None:
        _says[kind] = say


def lines(jobs: Sequence[Job]) -> list[Line]:
    """How these stand, in their order; what nobody has a sentence for is left out. The queries of each `Say`."""
    found: dict[str, Line] = {}
    for say in dict.fromkeys(_says[one.kind] for one in jobs if one.kind in _says):
        found |= say([one for one in jobs if _says.get(one.kind) is say])
    return [found[one.key] for one in jobs if one.key in found]


def work_of(kind: str) -> Work:
    """KeyError for a kind that nobody registered."""
    return _works[kind]


def depth() -> int:
    """How many transactions and savepoints are open."""
    return len(connection.savepoint_ids) + connection.in_atomic_block


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
    _depth: int = field(default_factory=depth)   # of transactions, where the work began: none but in a test
    _aside: BaseDatabaseWrapper | None = None

    @property
    def now(self) -> datetime:
        """The moment for what the work records, as pages know it."""
        return clock.now()

    @property
    def resumed(self) -> bool:
        return self.attempt > 1

    def report(self, *, at_once: bool = False, **progress: Any) -> bool:
        """Say how far it is, and hear whether to stop. Cheap: written at most every EVERY seconds. Raises Superseded, Interrupted.

        Inside a transaction of the work it goes past it, over a connection of its own, so that others see it before the end. SQLite has one writer
        only: there it is neither written nor heard until the transaction is over.
        """
        self.progress |= progress
        if not self.going():
            raise Interrupted(self.key)
        now = time.monotonic()
        if at_once or now - self._written >= EVERY:
            self._written = now
            if depth() > self._depth:
                self._past_the_transaction()
            else:
                mine = Job.objects.filter(key=self.key, attempts=self.attempt, state=Job.State.RUNNING)
                if not mine.update(progress=self.progress, beat_at=timezone.now()):
                    raise Superseded(self.key)
                self.stopping = self.stopping or mine.filter(stop_asked_at__isnull=False).exists()
        return self.stopping

    def stop_done(self) -> bool:
        """Whether somebody asked to stop; what was to stop has, and what comes after is stopped by asking anew."""
        asked, self.stopping = self.stopping, False
        if asked:
            Job.objects.filter(key=self.key, attempts=self.attempt, state=Job.State.RUNNING).update(stop_asked_at=None)
        return asked

    def keep_on(self, **progress: Any) -> None:
        """Report; raises Stopped when somebody asked to stop: for work that is done whole or not at all."""
        if self.report(**progress):
            raise Stopped(self.key)

    def close(self) -> None:
        """Give back what reporting needed."""
        if self._aside is not None:
            self._aside.close()
            self._aside = None

    def _past_the_transaction(self) -> None:
        if connection.vendor != "postgresql":
            return
        if self._aside is None:
            self._aside = connections.create_connection(DEFAULT_DB_ALIAS)
        with self._aside.cursor() as cursor:
            cursor.execute(
                "UPDATE jobs_job SET progress = %s, beat_at = %s WHERE key = %s AND attempts = %s AND state = %s RETURNING stop_asked_at",
                [json.dumps(self.progress), timezone.now(), self.key, self.attempt, Job.State.RUNNING],
            )
            found = cursor.fetchone()
            if found is not None:
                self.stopping = self.stopping or found[0] is not None
                return
            cursor.execute("SELECT 1 FROM jobs_job WHERE key = %s", [self.key])
            if cursor.fetchone() is not None:   # not there: the job itself was made in this transaction, as in a test
                raise Superseded(self.key)
