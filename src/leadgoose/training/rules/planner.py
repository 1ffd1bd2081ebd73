"""The best plan, aim by aim: each level is solved to proof or to its time, then held while the next is improved. Rule: docs/rules/planner.md."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from leadgoose.training.rules.greedy import filled, first
from leadgoose.training.rules.instance import NOTHING, Given, Instance, Place
from leadgoose.training.rules.measure import UNITS, faults, gap_total, levels, rank, totals
from leadgoose.training.rules.program import Program
from leadgoose.training.rules.solver import Answer, Solver

OnProgress = Callable[[str, float, float, float, float], bool]
"""(level, bound, value, gap, seconds elapsed) in the units of the reader, gap relative and ≥ 0 → True to stop and keep the best found."""

SHARE = {"missing_obligations": 0.4, "hours_short": 0.4, "changed_places": 0.5, "gap_closed": 0.8, "cost": 1.0}
"""Of the time that is left, the part that a level may use: an early level that resists must not leave the others without any."""

@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with its proof. Amounts are whole numbers (hours, weights, money in hundredths) by level; ``bounds`` hold given the levels above.

    ``status`` is ``optimal`` when every bound equals its value, else ``time_limit`` (also after a stop). ``seconds`` by level, for measuring.
    """

    status: str
    places: frozenset[Place]
    totals: Mapping[str, int]
    bounds: Mapping[str, int]
    gap_total: int
    given: Given
    seconds: Mapping[str, float]

    @property
    def held(self) -> frozenset[str]:
        return frozenset(session for _, session in self.places)


def plan(instance: Instance, seconds: float = 60.0, on_progress: OnProgress | None = None, given: Given = NOTHING,
         solver: Solver | None = None, *, known: frozenset[Place] = frozenset()) -> Planned:
    """The best plan within the time; always one, the empty plan (or the fixed places) at least.

    ``solver``: a process that is already running, for whoever plans many times; left alone afterwards. ``known``: a plan to begin from
    if it keeps all limits and is better than the greedy one, for instance the answer to nearly the same question.

    >>> plan(changed(instance, budget=instance.budget * 6 // 5))  # what if
    """
    work = _Work(instance, seconds, on_progress, given, known)
    if solver is not None:
        return work.done(solver)
    with Solver() as own:
        return work.done(own)


class _Work:
    def __init__(self, instance: Instance, seconds: float, on_progress: OnProgress | None, given: Given, known: frozenset[Place]) -> None:
        self.instance, self.given = instance, given
        self.on_progress = on_progress or (lambda *_: False)
        self.began = time.monotonic()
        self.until = self.began + seconds
        self.best = first(instance, given)
        self.worth = totals(instance, self.best, given)
        self._believe(known)
        self.stopped = False

    def done(self, solver: Solver) -> Planned:
        bounds: dict[str, int] = {}
        spent: dict[str, float] = {}
        program: Program | None = None
        for level in levels(self.given):
            before = time.monotonic()
            bounds[level] = self._simple_bound(level)
            if self.worth[level] != bounds[level]:
                program = program or self._program(bounds)
                bounds[level] = self._level(level, program, solver, bounds[level])
            if program is not None:
                program.hold(level, self.worth[level])
            self._report(level, bounds[level])
            spent[level] = time.monotonic() - before
        status = "optimal" if all(self.worth[level] == bound for level, bound in bounds.items()) else "time_limit"
        return Planned(status, self.best, self.worth, bounds, gap_total(self.instance), self.given, spent)

    def _program(self, finished: Mapping[str, int]) -> Program:
        """The model is built only when a level needs it; levels that were trivially best are held in it."""
        program = Program(self.instance, self.given)
        for level in list(finished)[:-1]:
            program.hold(level, self.worth[level])
        return program

    def _simple_bound(self, level: str) -> int:
        """What no plan can beat, without a solver."""
        if level == "gap_closed":
            return gap_total(self.instance)
        if level == "changed_places" and self.given.before is not None:
            return sum(1 for person, session in self.given.before if person not in self.instance.person or session not in self.instance.session)
        return 0

    def _level(self, level: str, program: Program, solver: Solver, simple: int) -> int:
        """Improve one level; the bound that was proven, in the instance's units."""
        largest, unit = level == "gap_closed", program.objective[level][1]
        left = (self.until - time.monotonic()) * SHARE[level]
        if left <= 0 or self.stopped:
            return simple

        def listen(bound: float, value: float) -> bool:
            self.stopped = self._report(level, self._whole(bound, unit, largest, simple), value * unit)
            return self.stopped

        program.aim(level)
        answer = solver.solve(program, program.start(self.best), left, listen)
        self._take(program, answer)
        program.tighten(answer.rows)
        bound = self._whole(answer.bound, unit, largest, simple)
        return max(bound, self.worth[level]) if largest else min(bound, self.worth[level])

    def _take(self, program: Program, answer: Answer) -> None:
        """Believe a solution only after counting it ourselves."""
        if answer.values is None:
            return
        self._believe(program.read(answer.values))
        if not self.given.before:
            self._believe(filled(self.instance, self.best, self.given))

    def _believe(self, places: frozenset[Place]) -> None:
        if not faults(self.instance, places, self.given):
            worth = totals(self.instance, places, self.given)
            if rank(worth, self.given) < rank(self.worth, self.given):
                self.best, self.worth = places, worth

    @staticmethod
    def _whole(bound: float, unit: int, largest: bool, simple: int) -> int:
        """A bound of the solver as the nearest whole value that it allows."""
        if not math.isfinite(bound):
            return simple
        if largest:
            return min(simple, math.floor(bound + 1e-6) * unit)
        return max(simple, math.ceil(bound - 1e-6) * unit)

    def _report(self, level: str, bound: int, value: float | None = None) -> bool:
        known = value if value is not None and math.isfinite(value) else self.worth[level]
        gap = abs(bound - known) / max(abs(known), 1)
        return self.on_progress(level, bound / UNITS[level], known / UNITS[level], gap, time.monotonic() - self.began) or self.stopped
