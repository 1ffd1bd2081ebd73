"""Fixtures that every subject's tests may use."""

from __future__ import annotations

import pytest

from cast import Cast
from cast import cast as make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The small committee of tests/cast.py, in the database."""
    return make_cast()
