"""Files that long work made for somebody to take away: kept for some days beside the database, readable by this account only, then removed."""

from __future__ import annotations

import time
from pathlib import Path

from django.conf import settings

from leadgoose.ground.jobs.models import Job

DAYS = 3
"""How long a file waits to be taken away."""


def path_of(job_key: str, ending: str) -> Path:
    """Where the file of a job lies, whether or not it is there. The folder is made, closed to other accounts."""
    folder = Path(settings.VAR) / "made"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{job_key}.{ending}"


def made(job: Job | None, ending: str) -> Path | None:
    """The file that a job made, while it is kept; None of a job that made none."""
    file = path_of(job.key, ending) if job is not None and job.state == Job.State.DONE else None
    return file if file is not None and file.is_file() else None


def keep(job_key: str, ending: str, content: bytes) -> None:
    """Leave a job's file to be taken away, whole or not at all."""
    part = path_of(job_key, "part")
    try:
        part.touch(mode=0o600)
        part.write_bytes(content)
        part.replace(path_of(job_key, ending))
    finally:
        part.unlink(missing_ok=True)


def forget_old(now: float | None = None) -> int:
    """Remove what has waited longer than DAYS, half-made files too. Returns how many. now: seconds since 1970, by the machine's clock."""
    folder, removed = Path(settings.VAR) / "made", 0
    if not folder.is_dir():
        return 0
    before = (time.time() if now is None else now) - DAYS * 86_400
    for one in folder.iterdir():
        if one.is_file() and one.stat().st_mtime < before:
            one.unlink(missing_ok=True)
            removed += 1
    return removed
