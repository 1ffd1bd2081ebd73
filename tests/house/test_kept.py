"""What a process keeps of the database: a page that lived on it would show what is past, and a test that did would need another one before it."""

from __future__ import annotations

import re
from pathlib import Path

import leadgoose

SOURCE = Path(leadgoose.__file__).parent
KEPT = {
    "ground/bylaws/queries.py",   # confirmed article numbers, for five minutes: tests/conftest.py begins every test without any
    "ground/unchanged.py",        # what was read outside a transaction, until the database says that anything was written
}


def test_nothing_else_of_the_database_is_kept_in_a_module() -> None:
    keeping = {str(file.relative_to(SOURCE)) for file in SOURCE.rglob("*.py") if re.search(r"^_kept\b.*=", file.read_text("utf-8"), re.MULTILINE)}
    assert keeping == KEPT


def test_no_function_that_asks_the_database_is_cached() -> None:
    """A file of questions caches only what depends on nothing but its arguments and what is shipped."""
    cached = re.compile(r"^@(?:functools\.)?(?:lru_)?cache\b[^\n]*\n(?:@[^\n]*\n)*def (\w+)\([^\n]*(?:\n(?![@\w]).*)*", re.MULTILINE)
    wrong = [
        f"{file.relative_to(SOURCE)}: {found[1]}"
        for file in SOURCE.rglob("*.py") for found in cached.finditer(file.read_text("utf-8"))
        if re.search(r"\.objects\b|\.cursor\(\)", found[0]) and "prepared(" not in found[0]
    ]
    assert wrong == []
