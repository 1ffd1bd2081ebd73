"""Hands an order to the typesetter's own process (compiling.py) and takes its answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROGRAM = str(Path(__file__).resolve().parent / "compiling.py")
PATIENCE = 120
"""Seconds. A list of 10,000 rows takes five; a paper that takes longer than this will not come."""
OURS = ("LEADGOOSE_", "DATABASE_")
"""Settings that the typesetter has no use for, keys and passwords among them."""
ONE_CORE = {"RAYON_NUM_THREADS": "1"}
"""Its pages come one after another: a paper leaves the other cores to those who read pages, and no thread of it can wait for another for ever."""


class NotSet(Exception):
    """The typesetter failed; what it said is for the operator's log, never for a page: it may quote the facts."""


def ask(order: Mapping[str, Any]) -> bytes:
    """Its answer in bytes; see compiling.py for orders. NotSet when it fails or takes too long."""
    command = [sys.executable, "-I", PROGRAM]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | ONE_CORE
    try:
        done = subprocess.run(command, input=json.dumps(order).encode(), env=surroundings, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as late:
        raise NotSet(f"no answer within {PATIENCE} s") from late
    if done.returncode:
        raise NotSet(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout
