"""Files that long work made for somebody to take away: kept for some days beside the database, readable by this account only, then removed."""

from __future__ import annotations

import time
from pathlib import Path

from django.conf import settings

DAYS = 3
"""How long a file waits to be taken away."""


def path_of(job_key: str, ending: str) -> Path:
    """Where the file of a job lies, whether or not it is there. The folder is made, closed to other accounts."""
    folder = Path(settings.VAR) / "made"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{job_key}.{ending}"


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
