"""A register of 10,000 rows judged, marked for correction and taken in by a worker, and every member written into a file: seconds, CPU, peak memory.

    .venv/bin/python bench/bulk.py                                  on SQLite, in a folder of its own
    DATABASE_URL=postgresql://… .venv/bin/python bench/bulk.py      in that (empty, migrated) database
    … bench/bulk.py --group                                         into the group that is there (leadgoose make-group), without the file
    … bench/bulk.py --export                                        only the file, of that group

The worker is a process of its own (`leadgoose work --once`), so what is printed is what a server's worker would take; the web workers take nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from pages import BIN, ROOT, ours_environment, run

ROWS, BRANCHES = 10_000, 400


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="leadgoose-bulk-"))
    address = os.environ.get("DATABASE_URL", "")
    try:
        if {"--export", "--group"} & set(sys.argv):
            environment = dict(os.environ)
        else:
            environment = {**ours_environment(folder / "ours"), **({"DATABASE_URL": address} if address else {})}
            run([BIN / "leadgoose", "django", "migrate", "--verbosity", "0"], environment)
        here = [sys.executable, str(Path(__file__).resolve()), "--step"]
        own = ("upload", "correct", "take", "same")
        steps = ("export",) if "--export" in sys.argv else own if "--group" in sys.argv else (*own, "export")
        for step in steps:
            told = run([*here, step], environment).strip()
            wall, cpu, peak = worked(environment)
            print(f"{step:8} {told:60} worker {wall:6.1f} s wall {cpu:6.1f} s CPU {peak:5.0f} MB peak", flush=True)
            print(f"         {run([*here, 'after'], environment).strip()}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def worked(environment: dict[str, str]) -> tuple[float, float, float]:
    """Let a worker do what waits: (seconds, CPU seconds, peak MB)."""
    began = time.monotonic()
    process = subprocess.Popen([str(BIN / "leadgoose"), "work", "--once"], env=environment, cwd=ROOT)
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit("the worker failed")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def step(name: str) -> str:
    """One step of a clerk, in a process with Django. Returns what it did."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadgoose.site.settings")
    import django  # noqa: PLC0415  the measuring process itself stays without

    django.setup()
    from datetime import timedelta  # noqa: PLC0415

    from leadgoose.accounts.actions.committee import create_committee  # noqa: PLC0415
    from leadgoose.ground.access import clock  # noqa: PLC0415
    from leadgoose.ground.access.actor import command_line  # noqa: PLC0415
    from leadgoose.ground.access.models import User  # noqa: PLC0415
    from leadgoose.ground.access.queries import actor_of  # noqa: PLC0415
    from leadgoose.ground.jobs.files import path_of  # noqa: PLC0415
    from leadgoose.ground.jobs.models import Job  # noqa: PLC0415
    from leadgoose.roster.actions.exports import order_export  # noqa: PLC0415
    from leadgoose.roster.actions.import_jobs import order_corrections, queue_taking, receive_upload  # noqa: PLC0415
    from leadgoose.roster.models import Import, Organisation, Present  # noqa: PLC0415
    from leadgoose.roster.queries.filters import Filters  # noqa: PLC0415
    from leadgoose.roster.queries.looks import look  # noqa: PLC0415
    from leadgoose.site.demo.files import register_file  # noqa: PLC0415
    from leadgoose.site.demo.group import company  # noqa: PLC0415

    on, at = clock.today(), clock.now()
    if name == "after":
        job = Job.objects.latest("pk")
        file = path_of(job.key, "xlsx")
        size = f", file {file.stat().st_size / 1_000_000:.1f} MB" if file.is_file() else ""
        return f"{job.kind} {job.state} {job.result} members {Present.objects.count()}{size}"
    if name == "upload" and not Organisation.objects.exists():
        create_committee("示例党委", "clerk", "", on=on, by=command_line(), at=at)
    top = Organisation.objects.get(parent=None)
    by = actor_of(User.objects.get(login="clerk"), on=on)
    if name == "export":
        order_export(top, Filters(), "zh-hans", by=by, at=at)
        return f"{Present.objects.filter(top_key=top.key).count()} members ordered"
    upload = Import.objects.order_by("pk").last()
    if name == "correct":
        assert upload is not None
        order_corrections(upload, by=by, at=at)
        return "corrections workbook ordered"
    if name == "take":
        assert upload is not None
        queue_taking(upload, upload.valid_on, (), by=by, at=at, shown=look(upload).digest)
        return f"{upload.summary['counts']['rows']} rows to be taken in"
    made = company(1, BRANCHES, ROWS, on, 1)
    content = register_file(made.branches, "示例", on - timedelta(days=20 if name == "upload" else 19))
    receive_upload(top, "register", content, f"{name}.xlsx", by=by, at=at)
    return f"{len(content) / 1000:.0f} kB received" + ("" if name == "upload" else ", the same people again")


if __name__ == "__main__":
    if "--step" in sys.argv:
        print(step(sys.argv[-1]))
        sys.exit(0)
    sys.exit(main())
