"""A worker killed in the middle of taking a register in leaves nothing; the next one takes all of it in, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from office import NOW, REPORTED, TODAY, open_office

from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.worker import perform
from leadgoose.roster.actions import import_jobs
from leadgoose.roster.queries.looks import look
from leadgoose.site.demo.files import register_file
from leadgoose.site.demo.group import company

PATIENCE = 60.0


class Elsewhere:
    """The test's database as another process sees it."""

    def __init__(self) -> None:
        told = connection.settings_dict
        address = f"postgresql://{told['USER']}:{told['PASSWORD']}@:{told['PORT']}/{told['NAME']}?host={told['HOST']}"
        if connection.vendor == "sqlite":
            address = f"sqlite:///{told['NAME']}"
        self.environment = {
            **os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "leadgoose.site.settings_for_tests", "LEADGOOSE_VAR": str(settings.VAR),
        }

    def work(self, *options: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "leadgoose.site.cli", "work", *options], env=self.environment)

    def ask(self, question: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()

    def until(self, stage: str, step: int) -> None:
        """Wait until the work has come so far. SQLite shows nothing of a transaction that is under way, so there it is the stage before it."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            (told,) = self.ask("SELECT CAST(progress AS text) FROM jobs_job WHERE kind = 'roster.take'")
            if f'"stage": "{stage}"' in told and (not step or any(f'"step": {number}' in told for number in range(step, 10))):
                return
            time.sleep(0.005)
        raise AssertionError(f"the work never came to {stage}: {told}")


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_and_gone_on_without_loss_or_doubling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_jobs, "LARGE", 1)
    office = open_office()
    made = company(1, 60, 1200, TODAY, 1)
    content, everybody = register_file(made.branches, made.name, REPORTED), len(list(made.people))
    upload, _ = import_jobs.receive_upload(office.top, "register", content, "花名册.xlsx", by=office.by, at=NOW)
    assert perform(Job.objects.get().key) == "done"
    upload.refresh_from_db()
    import_jobs.queue_taking(upload, REPORTED, (), by=office.by, at=NOW, shown=look(upload).digest)
    there = Elsewhere()

    worker = there.work()
    try:
        there.until(*(("compare", 0) if connection.vendor == "sqlite" else ("write", 4)))
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    counted = "SELECT (SELECT COUNT(*) FROM roster_person), (SELECT COUNT(*) FROM roster_membership), (SELECT COUNT(*) FROM journal_entry)"
    assert there.ask(counted) == (0, 0, 0)

    assert there.work("--once").wait(PATIENCE * 2) == 0
    state, attempts, result = there.ask("SELECT state, attempts, CAST(result AS text) FROM jobs_job WHERE kind = 'roster.take'")
    assert (state, attempts) == ("done", 2) and '"receipt"' in result
    assert there.ask(counted) == (everybody, everybody, 1)
    assert there.ask("SELECT COUNT(*), COUNT(DISTINCT id_index) FROM roster_person") == (everybody, everybody)
    assert there.ask("SELECT COUNT(*) FROM roster_present") == (everybody,)
    assert there.ask("SELECT COUNT(*) FROM roster_post WHERE retracted_at IS NULL") == (sum(bool(one.party_post) for one in made.people),)
    page = client_of(office).get(f"/u/{upload.key}/register/").content.decode()
    assert "已收入" in page and "凭据" in page


def client_of(office: Any) -> Client:
    made: Client = office.client()
    return made
