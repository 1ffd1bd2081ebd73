"""Long work: queued with its cause, reported, stopped, taken over from a dead worker, failed without telling its data."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from leadgoose.ground.jobs import works
from leadgoose.ground.jobs.actions import AlreadyRunning, ask_stop, start
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.queries import latest
from leadgoose.ground.jobs.worker import MOST_ATTEMPTS, SILENT, perform, take_over, work
from leadgoose.ground.jobs.works import Running, Superseded

Maker = Callable[..., Job]
State = Job.State


@pytest.fixture
def job(db: None) -> Iterator[Maker]:
    """Starts a job whose work is the function given."""
    kinds: list[str] = []

    def make(does: works.Work, **arguments: Any) -> Job:
        kind = f"tests.{len(kinds)}"
        kinds.append(kind)
        works.register(kind, does)
        with transaction.atomic():
            return start(kind, "committee", about="thing", arguments=arguments, by="clerk")

    yield make
    for kind in kinds:
        del works._works[kind]


def test_work_reports_and_leaves_its_result(job: Maker) -> None:
    def count(running: Running) -> dict[str, Any]:
        assert not running.report(at_once=True, done=1) and Job.objects.get().progress == {"done": 1}
        running.report(done=running.arguments["to"])
        return {"counted": running.arguments["to"]}

    one = job(count, to=7)
    assert DBTaskResult.objects.count() == 1 and one.state == State.WAITING and one.is_open
    assert perform(one.key) == "done"
    one.refresh_from_db()
    assert (one.progress, one.result, one.attempts, one.is_open) == ({"done": 7}, {"counted": 7}, 1, False)
    assert perform(one.key) == "" and latest("thing", one.kind) == one


def test_a_job_exists_exactly_when_its_cause_was_committed(job: Maker) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        job(lambda running: None)
        raise ZeroDivisionError
    assert not Job.objects.exists() and not DBTaskResult.objects.exists()


def test_there_is_one_open_job_of_a_kind_on_a_thing(job: Maker) -> None:
    one = job(lambda running: None)
    with transaction.atomic(), pytest.raises(AlreadyRunning):
        start(one.kind, "committee", about="thing", arguments={}, by="clerk")
    perform(one.key)
    with transaction.atomic():
        assert start(one.kind, "committee", about="thing", arguments={}, by="clerk").is_open


def test_a_stop_is_heard_at_the_next_report_and_what_was_found_is_kept(job: Maker) -> None:
    def found(running: Running) -> dict[str, Any]:
        ask_stop(Job.objects.get(key=running.key))
        assert running.report(at_once=True)
        return {"best": 3}

    one = job(found)
    assert perform(one.key) == "stopped" and Job.objects.get().result == {"best": 3}


def test_work_that_has_not_begun_is_stopped_at_once(job: Maker) -> None:
    one = ask_stop(job(lambda running: None))
    assert one.state == State.STOPPED and perform(one.key) == ""


def test_an_error_ends_the_job_and_tells_nothing_of_the_data(job: Maker, caplog: pytest.LogCaptureFixture) -> None:
    def broken(running: Running) -> None:
        raise ValueError("单志强 990101")

    caplog.set_level("CRITICAL", logger="leadgoose.jobs")
    one = job(broken)
    assert perform(one.key) == "failed"
    assert Job.objects.get().problem.startswith("ValueError test_jobs.py:") and "单志强" not in Job.objects.get().problem


def gone() -> str:
    """A worker of this host that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return f"{os.uname().nodename}:{process.pid}"


def test_what_a_killed_worker_left_is_taken_over_with_its_progress(job: Maker) -> None:
    seen: list[Running] = []
    one = job(lambda running: seen.append(running))   # type: ignore[func-returns-value]
    left: dict[str, Any] = {"state": State.RUNNING, "attempts": 1, "worker": gone(), "beat_at": timezone.now(), "progress": {"best": [1, 2]}}
    Job.objects.update(**left)
    assert take_over() == 1 and perform(one.key) == "done"
    assert seen[0].resumed and seen[0].progress == {"best": [1, 2]}
    Job.objects.update(**{**left, "attempts": MOST_ATTEMPTS})
    assert take_over() == 0 and (Job.objects.get().state, Job.objects.get().problem) == ("failed", "the worker died")


@pytest.mark.parametrize(("ago", "taken"), [(SILENT + timedelta(seconds=1), 1), (SILENT - timedelta(seconds=5), 0)])
def test_a_worker_of_another_host_is_given_up_when_it_is_silent(job: Maker, ago: timedelta, taken: int) -> None:
    job(lambda running: None)
    Job.objects.update(state=State.RUNNING, attempts=1, worker="elsewhere:1", beat_at=timezone.now() - ago)
    assert take_over() == taken


def test_a_worker_that_was_given_up_writes_nothing_any_more(job: Maker) -> None:
    def slow(running: Running) -> dict[str, Any]:
        Job.objects.update(attempts=2)   # somebody took over
        with pytest.raises(Superseded):
            running.report(at_once=True, late=True)
        return {"late": True}

    one = job(slow)
    perform(one.key)
    assert Job.objects.get().result == {} and Job.objects.get().state == State.RUNNING


def test_a_worker_that_is_asked_to_end_puts_its_job_back(job: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadgoose.ground.jobs.worker._going", lambda: False)
    one = job(lambda running: {"never": running.report()})
    assert perform(one.key) == "waiting" and DBTaskResult.objects.count() == 2 and Job.objects.get().result == {}


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_what_waits(job: Maker) -> None:
    one = job(lambda running: {"did": 1})
    work(once=True)
    assert Job.objects.get(key=one.key).result == {"did": 1}
    assert DBTaskResult.objects.get().status.lower() == "successful"
