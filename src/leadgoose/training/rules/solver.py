"""The planner's side of the solver's process: ask, listen, end it when told to, and take what it had found."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from types import TracebackType
from typing import Any

import leadgoose
from leadgoose.training.rules import worker
from leadgoose.training.rules.cuts import Row
from leadgoose.training.rules.program import Program

Listener = Callable[[float, float], bool]
"""(bound, value) of the objective, ±inf where unknown → whether to stop."""

POLL = 0.2  # seconds between two looks at the stop button
GRACE = 5.0  # seconds past its limit after which a solver is ended


@dataclass(frozen=True, slots=True)
class Answer:
    """``proven``: the values are best; ``bound`` is what no solution can beat; ``values`` in the model's order, None when none was found."""

    proven: bool
    stopped: bool
    bound: float
    values: Sequence[float] | None
    rows: Sequence[Row] = ()
    """What was found to be true of every whole plan on the way."""


class Solver:
    """A process that lives as long as the ``with`` block."""

    def __init__(self, kind: str = "highs") -> None:
        self.kind = kind
        self._folder = tempfile.TemporaryDirectory(prefix="leadgoose-plan-")
        self._process: subprocess.Popen[bytes] | None = None
        self._heard: Queue[dict[str, Any] | None] = Queue()

    def __enter__(self) -> Solver:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()
        self._folder.cleanup()

    def solve(self, program: Program, start: Sequence[float], seconds: float, listen: Listener) -> Answer:
        """Solve for the program's aim with a warm start within ``seconds``; ``listen`` hears bounds and stops by True."""
        process = self._running()
        assert process.stdin is not None
        path = Path(self._folder.name) / "solution"
        path.unlink(missing_ok=True)
        people = [[(one.wanted, one.terms, one.lack, one.closed) for one in covers] for covers in program.covers.values()]
        order = {"solver": self.kind, "seconds": max(seconds, 0.1), "file": str(path), "start": list(start), "people": people,
                 "held": [one.id for one in program.held.values()]}
        with suppress(OSError):  # a process that died says so at the other pipe
            worker.write(process.stdin, json.dumps(order).encode())
            worker.write(process.stdin, program.model.export_model().SerializeToString())
        worst, closer = (math.inf, min) if program.model.objective.is_maximize else (-math.inf, max)
        bound, value, until = worst, -worst, time.monotonic() + seconds + GRACE
        while True:
            try:
                told = self._heard.get(timeout=POLL)
            except Empty:
                told = {}
            if told is None:  # the process died: what it had found still counts
                self._end()
                return Answer(False, False, bound, last_solution(path))
            if "done" in told:
                proven = told["done"] == "OPTIMAL"
                rows = [Row(dict(terms), least) for *terms, least in told["rows"]]
                return Answer(proven, False, closer(bound, told["bound"]), told["values"], rows)
            bound, value = closer(bound, told.get("bound", bound)), told.get("value", value)
            stop = listen(bound, value)
            if stop or time.monotonic() > until:
                self._end()
                return Answer(False, stop, bound, last_solution(path))

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            source = str(Path(leadgoose.__file__).parents[1])
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))}
            command = [sys.executable, "-m", worker.__name__]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
            self._heard = Queue()
            threading.Thread(target=_hear, args=(self._process, self._heard), daemon=True).start()
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was still to be written goes nowhere
                        pipe.close()
            self._process = None


def _hear(process: subprocess.Popen[bytes], heard: Queue[dict[str, Any] | None]) -> None:
    assert process.stdout is not None
    try:
        while (data := worker.read(process.stdout)) is not None:
            heard.put(json.loads(data))
    except (OSError, ValueError):  # closed under our hands: the process was ended
        pass
    heard.put(None)


def last_solution(path: Path) -> list[float] | None:
    """The last whole solution in HiGHS' file (``Objective …``, ``# Columns n``, n lines that end with a value)."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:
        return None
    for number in range(len(lines) - 1, -1, -1):
        if lines[number].startswith("# Columns "):
            count = int(lines[number].split()[-1])
            rows = lines[number + 1 : number + 1 + count]
            if len(rows) == count:
                try:
                    return [float(row.split()[-1]) for row in rows]
                except (ValueError, IndexError):
                    continue  # torn in the middle of a line: the one before is whole
    return None
