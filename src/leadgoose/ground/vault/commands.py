"""leadgoose make-key: the one command that must run before there is a key, so it reads no settings and no database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from leadgoose.ground.vault.keys import make_key_file


def make_key(arguments: list[str]) -> int:
    """Write a new key into a new file. 0 written, 2 the file exists or cannot be written."""
    parser = argparse.ArgumentParser("leadgoose make-key", description="Write a new vault key into a new file.")
    parser.add_argument("file", metavar="FILE", type=Path)
    path: Path = parser.parse_args(arguments).file
    try:
        make_key_file(path)
    except FileExistsError:
        print(f"leadgoose: {path} exists already; a key is never overwritten", file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"leadgoose: {path} cannot be written: {problem.strerror}", file=sys.stderr)
        return 2
    print(f"{path}: keep a copy in a safe place, apart from the backups of the database. Without it nothing sealed can be read.")
    return 0
