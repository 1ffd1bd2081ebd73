"""docs/security.md promises; each promise names its test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def test_every_test_that_the_page_names_exists() -> None:
    missing = []
    for file, name in NAMED:
        path = ROOT / file
        functions = {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)} if path.is_file() else set()
        if name not in functions:
            missing.append(f"{file}::{name}")
    assert missing == []
    assert len(NAMED) > 30


def test_every_promise_names_a_test() -> None:
    promises, _, _ = PAGE.partition("## What does not hold")
    points = [line for line in promises.splitlines() if line.startswith("- ")]
    assert [line for line in points if "`tests/" not in line] == []
    assert len(points) > 15
