"""Fixtures that every subject's tests may use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from cast import Cast
from cast import cast as make_cast
from leadgoose.ground.journal.guard import lifted


@pytest.fixture
def cast(db: None) -> Cast:
    """The small committee of tests/cast.py, in the database."""
    return make_cast()


@pytest.fixture(autouse=True)
def _first_language() -> None:
    """A request leaves its language active in the thread; in service the next request sets its own, in tests nobody would."""
    translation.activate(settings.LANGUAGE_CODE)


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
