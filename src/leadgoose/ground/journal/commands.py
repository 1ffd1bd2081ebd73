"""leadgoose export-journal: a journal as JSON lines, for tools/verify_journal.py and whoever has to check it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from leadgoose.ground.access import clock
from leadgoose.ground.access.actor import also, command_line
from leadgoose.ground.access.roles import PLATFORM, Role
from leadgoose.ground.journal.actions import export
from leadgoose.ground.journal.queries import exists


def export_journal(arguments: list[str]) -> int:
    """Write one chain to a file or to standard output. 0 written, 2 no such chain or the file cannot be written."""
    parser = argparse.ArgumentParser("leadgoose export-journal",
                                     description="Write a journal as JSON lines, nothing sealed in clear.")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--committee", metavar="KEY", help="a top committee's journal (its key stands in its addresses: /o/KEY/…)")
    which.add_argument("--platform", action="store_true", help="the journal of the platform")
    parser.add_argument("--out", metavar="FILE", type=Path, help="a new file (default: standard output)")
    options = parser.parse_args(arguments)
    key = PLATFORM if options.platform else str(options.committee)
    if not exists(key):
        print(f"leadgoose: there is no journal with the key {key!r}", file=sys.stderr)
        return 2
    if options.out is not None and options.out.exists():
        print(f"leadgoose: {options.out} exists already; name a new file", file=sys.stderr)
        return 2
    by, at = also(command_line(), Role.AUDITOR, PLATFORM), clock.now()
    if options.out is None:
        sys.stdout.writelines(export(key, by=by, at=at))
        return 0
    try:
        with options.out.open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(export(key, by=by, at=at))
    except OSError as problem:
        print(f"leadgoose: {options.out} cannot be written: {problem.strerror}", file=sys.stderr)
        return 2
    return 0
