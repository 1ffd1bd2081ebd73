"""The set-up passes over what is done, and only that: a database that is another one, or an older one, is looked at again."""

from __future__ import annotations

import runpy
import sqlite3
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPLIED = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What tools/setup.py defines, for an installation of its own with three migrations applied."""
    for name in ("DATABASE_URL", "LEADGOOSE_ENV_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LEADGOOSE_VAR", str(tmp_path))
    found = runpy.run_path(str(ROOT / "tools" / "setup.py"))
    found["keep_stamp"].__globals__["STAMPS"] = tmp_path / "stamps"
    with sqlite3.connect(tmp_path / "leadgoose.sqlite3") as opened:
        opened.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
        opened.executemany("INSERT INTO django_migrations VALUES (?, ?)", [("roster", "0001_first"), ("roster", "0002_more"), ("journal", "0001_first")])
    opened.close()
    found["keep_stamp"]("migrated", ["Makefile"], found["asked"](APPLIED))
    return found


def unchanged(setup: dict[str, Any], *sources: str) -> bool:
    return bool(setup["stamp_holds"]("migrated", sources or ["Makefile"], [], setup["asked"](APPLIED)))


def test_what_was_migrated_is_passed_over_until_a_migration_comes(setup: dict[str, Any]) -> None:
    assert unchanged(setup)
    assert not unchanged(setup, "Makefile", "README.md")


def test_a_database_put_back_from_before_a_migration_is_migrated(setup: dict[str, Any], tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "leadgoose.sqlite3") as opened:
        opened.execute("DELETE FROM django_migrations WHERE name = '0002_more'")
    opened.close()
    assert not unchanged(setup)


def test_no_database_an_empty_one_and_one_elsewhere_are_never_passed_over(setup: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "leadgoose.env").write_text("# PostgreSQL\nDATABASE_URL=postgresql://x@127.0.0.1/y\n", "utf-8")
    assert setup["asked"](APPLIED) is None and not unchanged(setup)
    (tmp_path / "leadgoose.env").unlink()
    assert unchanged(setup)
    monkeypatch.setenv("DATABASE_URL", "postgresql://x@127.0.0.1/y")
    assert not unchanged(setup)
    monkeypatch.delenv("DATABASE_URL")
    (tmp_path / "leadgoose.sqlite3").write_bytes(b"")
    assert not unchanged(setup)
    (tmp_path / "leadgoose.sqlite3").unlink()
    assert not unchanged(setup)
