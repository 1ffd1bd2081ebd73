"""One solver process for all tests of the planner: starting one takes longer than most plans."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from leadgoose.training.rules.solver import Solver


@pytest.fixture(scope="session")
def solver() -> Iterator[Solver]:
    with Solver() as process:
        yield process


@pytest.fixture
def one_solver(solver: Solver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs of a test use the process that all tests share, instead of starting one each."""
    monkeypatch.setattr("leadgoose.training.rules.solver.Solver", lambda: nullcontext(solver))
