"""One solver process for all tests of the planner: starting one takes longer than most plans."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from leadgoose.training.rules.solver import Solver


@pytest.fixture(scope="session")
def solver() -> Iterator[Solver]:
    with Solver() as process:
        yield process
