"""Fixtures that every subject's tests may use."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management.commands import migrate
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright
from whitenoise.middleware import WhiteNoiseMiddleware

import again
from again import Again
from cast import Cast
from cast import cast as make_cast
from leadgoose.ground import loading
from leadgoose.ground.bylaws.queries import remember_confirmed
from leadgoose.ground.journal.guard import lifted
from programs import done_here
from written import no_get_writes

# a test is never timed: a loaded machine would fail it, not the program; how fast things are is measured in bench/
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")
DATABASE = frozenset({"db", "transactional_db", "django_db_serialized_rollback"})
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]

the_cast = Again(make_cast)


ASKS_FOR_A_BROWSER = re.compile(r"\b(browser|visit)\b")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only pages in a browser are asked for, a file that names none is not read."""
    if config.option.markexpr != "browser" or not collection_path.match("test_*.py"):
        return None
    return None if ASKS_FOR_A_BROWSER.search(collection_path.read_text("utf-8")) else True


@pytest.hookimpl(tryfirst=True)   # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for no database runs once, on SQLite, and so do pages in a browser, for their acts and questions have tests of their own on both;
    a journey that must hold on both is marked so. What asks for a browser says so."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if not DATABASE & fixtures and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.once)
        if "browser" in fixtures:
            assert ASKS_FOR_A_BROWSER.search(item.path.read_text("utf-8")), f"{item.path}: nothing in it tells that its tests open pages in a browser"
            item.add_marker(pytest.mark.browser)
            if item.get_closest_marker("both") is None:
                item.add_marker(pytest.mark.once)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was collected stays until the end: the collector of garbage need not walk through it over and over (a tenth of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is installed."""
    path = os.environ.get("LEADGOOSE_CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert path, "no Chromium; `make test` says what to install"
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One real Chromium for all tests: two of them in one process would fight over Playwright's loop."""
    # Playwright's own loop runs in this thread; our database calls between its steps are ordinary and synchronous
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def _migrated_before() -> Iterator[Path]:
    """Migrating an empty SQLite takes five seconds of every process: what it made is kept for as long as no source and no package changes."""
    sources = hashlib.sha256((ROOT / "requirements" / "dev.txt").read_bytes())
    for source in sorted((ROOT / "src").rglob("*.py")):
        sources.update(str(source).encode() + source.read_bytes())
    copy = ROOT / "var" / f"migrated-{sources.hexdigest()[:16]}.sqlite3"
    plain = migrate.Command.handle

    def handle(self: migrate.Command, *arguments: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            plain(self, *arguments, **options)
            return
        connection.ensure_connection()
        copy.parent.mkdir(exist_ok=True)
        with copy.with_name("migrated.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)   # passes that begin together wait for the first of them instead of doing the same
            if copy.exists():
                with sqlite3.connect(copy) as kept:
                    kept.backup(connection.connection)
                kept.close()
                return
            plain(self, *arguments, **options)
            for old in copy.parent.glob("migrated-*.sqlite3"):
                old.unlink()
            made = copy.with_suffix(".part")
            made.unlink(missing_ok=True)   # of one that was stopped
            with sqlite3.connect(made) as kept:
                connection.connection.backup(kept)
            kept.close()
            made.replace(copy)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate.Command, "handle", handle)
        yield copy


@pytest.fixture(scope="session")
def django_db_setup(_migrated_before: Path, django_db_setup: None) -> None:
    """pytest-django's own, after that."""


@pytest.fixture(scope="session")
def migrated(_migrated_before: Path, django_db_setup: None) -> Path:
    """An empty migrated SQLite file, for programs that get a copy of it. Only on SQLite."""
    return _migrated_before


@pytest.fixture
def cast(db: None) -> Cast:
    """The small committee of tests/cast.py, in the database."""
    return the_cast()


@pytest.fixture(autouse=True, scope="session")
def _copies_are_watched() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "copy_in", again.watched_copy(loading.copy_in))
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_found_once() -> Iterator[None]:
    """Each client has middleware of its own, which looks through all folders of static files: they do not change between tests."""
    plain, found = WhiteNoiseMiddleware.add_files_from_finders, {}   # type: ignore[var-annotated]

    def add(self: WhiteNoiseMiddleware) -> None:
        if not found:
            plain(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add)
        yield


@pytest.fixture(autouse=True, scope="session")
def _small_programs_are_done_here() -> Iterator[None]:
    with done_here():
        yield


@pytest.fixture(autouse=True)
def _no_rows_are_there() -> None:
    """From here on it is known what a test has written (tests/again.py)."""
    again.begin()


@pytest.fixture(autouse=True)
def _first_language() -> None:
    """A request leaves its language active in the thread; in service the next request sets its own, in tests nobody would."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _no_article_number_is_confirmed() -> None:
    """A process keeps confirmed article numbers for minutes. A test that lived on what another had read would fail alone, or late; one that counts
    queries would count one more. Whatever keeps more of the database is named in tests/house/test_kept.py."""
    remember_confirmed({})


@pytest.fixture(autouse=True, scope="session")
def _no_get_writes_a_row() -> Iterator[None]:
    with no_get_writes():
        yield


@pytest.fixture(autouse=True, scope="session")
def _emptying_after_a_test_lifts_the_journals_guard() -> Iterator[None]:
    """Tests that commit empty all tables afterwards, which the journal's triggers refuse."""
    with pytest.MonkeyPatch.context() as patch:
        plain = TransactionTestCase._fixture_teardown   # type: ignore[attr-defined]

        def teardown(self: TransactionTestCase) -> None:
            with lifted(connection):
                plain(self)

        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield
