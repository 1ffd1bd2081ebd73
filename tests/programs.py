"""The two small programs that a paper and a workbook cost, done in the tests' own process: starting one takes longer than what it does.

What only a process of its own has (limits, its own memory, no keys, its own death) is tested where they are really started: in the
rooms that are theirs, and by every journey in a browser.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from leadgoose.ground.intake import reader, workbook
from leadgoose.ground.press import compiling, typesetter

REALLY = ("tests/ground/intake/", "tests/ground/press/", "tests/journeys/")


@contextmanager
def done_here() -> Iterator[None]:
    plain = subprocess.run

    def run(command: Any, *arguments: Any, **options: Any) -> Any:
        program = command[2] if isinstance(command, list) and len(command) > 2 else ""
        if program not in PROGRAMS or os.environ.get("PYTEST_CURRENT_TEST", "").startswith(REALLY):
            return plain(command, *arguments, **options)
        try:
            return subprocess.CompletedProcess(command, 0, PROGRAMS[program](options["input"], command[3:]), b"")
        except Exception:   # whatever it is: there it would have ended the program
            return subprocess.CompletedProcess(command, 1, b"", traceback.format_exc().encode())

    with pytest.MonkeyPatch.context() as patch:
        for name, value in typesetter.ONE_CORE.items():
            patch.setenv(name, value)
        patch.setattr(subprocess, "run", run)
        yield


def _typesetter(given: bytes, _arguments: list[str]) -> bytes:
    made = io.BytesIO()
    compiling.main(io.BytesIO(given), made)
    return made.getvalue()


def _reader(given: bytes, arguments: list[str]) -> bytes:
    return json.dumps(reader.read(given, int(arguments[0])), default=reader.plain).encode()


PROGRAMS = {typesetter.PROGRAM: _typesetter, str(workbook.READER): _reader}
