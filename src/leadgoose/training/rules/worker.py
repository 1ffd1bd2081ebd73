"""The solver's own process: ``python -m leadgoose.training.rules.worker``, models on standard input, answers on standard output.

HiGHS inside math_opt hears neither an interrupter nor a callback. In a process of its own it can be ended at any moment; the
solutions that it had found stand in a file, and its log tells how far it is. Frames: 8 bytes of length, then the bytes.
"""

from __future__ import annotations

import json
import math
import os
import struct
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from ortools.math_opt import model_pb2

from leadgoose.training.rules.cuts import Cover, Row, broken
from leadgoose.training.rules.library import mathopt

Tell = Callable[[dict[str, float]], None]
"""Hears bounds and values on the way."""

PROOF = 0.99
"""Objectives are whole numbers: what is nearer than this is the same."""
MARGIN = 1e-4
"""What the relaxed program's value may be off."""
ENOUGH = 5e-4
"""A round of new rows that moves the bound by a smaller part is the last."""
FIRST_PART, NEARLY = 0.1, 0.005
"""Of the time, the most that the better start may take; how near to the best of its kind it has to be."""
TRIALS = 1
"""Trial branchings on a variable before its history is trusted. HiGHS makes 8, which here took most of the time (docs/rules/planner.md)."""

SOLVERS = {"highs": mathopt.SolverType.HIGHS, "scip": mathopt.SolverType.GSCIP}


def write(stream: IO[bytes], data: bytes) -> None:
    stream.write(struct.pack(">Q", len(data)) + data)
    stream.flush()


def read(stream: IO[bytes]) -> bytes | None:
    head = stream.read(8)
    return stream.read(struct.unpack(">Q", head)[0]) if len(head) == 8 else None


def seen(line: str) -> dict[str, float] | None:
    """Bound and value of one line of HiGHS' table (``… 12.5%  BestBound  BestSol  Gap …``), None for other lines."""
    words = line.split()
    place = next((number for number, word in enumerate(words[:6]) if word.endswith("%")), None)
    if place is None or len(words) < place + 4:
        return None
    try:
        return {"bound": float(words[place + 1]), "value": float(words[place + 2])}
    except ValueError:
        return None


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what the solver prints is not an answer

    def tell(found: dict[str, float]) -> None:
        """An exception in here would end the process with a core; a reader that is gone ends it quietly."""
        try:
            write(answers, json.dumps(found).encode())
        except OSError:
            os._exit(0)

    while (order := read(sys.stdin.buffer)) is not None:
        model = read(sys.stdin.buffer)
        if model is None:
            return
        write(answers, json.dumps(solved(json.loads(order), model, tell)).encode())


def solved(order: dict[str, Any], data: bytes, tell: Tell) -> dict[str, Any]:
    """First rows are added that half plans break, then the solver looks for whole ones; all within the seconds of the order."""
    until = time.monotonic() + order["seconds"]
    proto = model_pb2.ModelProto()
    proto.ParseFromString(data)
    model = mathopt.Model.from_model_proto(proto)
    people = [[Cover(wanted, {int(key): amount for key, amount in terms.items()}, lack, closed) for wanted, terms, lack, closed in one]
              for one in order["people"]]
    bound, rows = tightened(model, people, until, tell)
    for row in rows:
        add(model, row)
    found = [[*map(list, row.coefficients.items()), row.least] for row in rows]
    start: Mapping[mathopt.Variable, float] = dict(zip(model.variables(), order["start"], strict=True))
    value = model.objective.offset + sum(term.coefficient * start[term.variable] for term in model.objective.linear_terms())
    if abs(bound - value) < PROOF:
        return {"done": "OPTIMAL", "bound": value, "values": order["start"], "rows": found}
    start = at_same_sessions(model, order, start, until)
    answer = whole(model, order, start, until - time.monotonic(), tell)
    return {**answer, "rows": found}


def tightened(model: mathopt.Model, people: Sequence[Sequence[Cover]], until: float, tell: Tell) -> tuple[float, list[Row]]:
    """The bound of the relaxed program, and of the rows that brought it there those that still hold it."""
    relaxed = mathopt.Model.from_model_proto(model.export_model())
    for one in relaxed.variables():
        one.integer = False
    largest = model.objective.is_maximize
    bound = math.inf if largest else -math.inf
    found: list[Row] = []
    value: Mapping[int, float] = {}
    with mathopt.IncrementalSolver(relaxed, mathopt.SolverType.GLOP) as solver:
        while True:
            # presolve would forget the solution before, from which it is not far
            limit = timedelta(seconds=max(0.1, until - time.monotonic()))
            result = solver.solve(params=mathopt.SolveParameters(time_limit=limit, presolve=mathopt.Emphasis.OFF))
            if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
                break
            before, bound = bound, result.objective_value() + (MARGIN if largest else -MARGIN)
            value = {one.id: part for one, part in result.variable_values().items()}
            tell({"bound": bound})
            rows = list(broken(people, value))
            if not rows or abs(before - bound) < ENOUGH * abs(bound) or time.monotonic() > until:
                break
            found += rows
            for row in rows:
                add(relaxed, row)
    return bound, [row for row in found if value and sum(amount * value[key] for key, amount in row.coefficients.items()) < row.least + MARGIN]


def add(model: mathopt.Model, row: Row) -> None:
    terms = (amount * model.get_variable(key) for key, amount in row.coefficients.items())
    model.add_linear_constraint(mathopt.fast_sum(terms) >= row.least)


def at_same_sessions(model: mathopt.Model, order: dict[str, Any], start: Mapping[mathopt.Variable, float], until: float) -> Mapping[mathopt.Variable, float]:
    """A better start: the best places, or nearly, in the sessions that the start holds. Quickly found, and the solver has less to search from there."""
    same = mathopt.Model.from_model_proto(model.export_model())
    values = {one.id: value for one, value in start.items()}
    for key in order["held"]:
        one = same.get_variable(key)
        one.lower_bound = one.upper_bound = round(values[key])
    hint = mathopt.SolutionHint(variable_values={one: values[one.id] for one in same.variables()})
    limit = timedelta(seconds=max(0.1, FIRST_PART * (until - time.monotonic())))
    parameters = mathopt.SolveParameters(time_limit=limit, relative_gap_tolerance=NEARLY, absolute_gap_tolerance=PROOF)
    result = mathopt.solve(same, SOLVERS[order["solver"]], params=parameters, model_params=mathopt.ModelSolveParameters(solution_hints=[hint]))
    if not result.has_primal_feasible_solution():
        return start
    found = result.variable_values()
    better = {model.get_variable(one.id): value for one, value in found.items()}
    lines = [f"# Columns {len(better)}", *(str(better[one]) for one in model.variables())]
    Path(order["file"]).write_text("\n".join(lines) + "\n", encoding="utf-8")  # what a stop keeps until the solver has written a better one
    return better


def whole(model: mathopt.Model, order: dict[str, Any], start: Mapping[mathopt.Variable, float], seconds: float, tell: Tell) -> dict[str, Any]:
    """The solver's answer on the whole program."""
    parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=max(0.1, seconds)), relative_gap_tolerance=0.0, absolute_gap_tolerance=PROOF)
    highs = order["solver"] == "highs"
    if highs:
        parameters.highs.bool_options["mip_improving_solution_save"] = True
        parameters.highs.string_options["mip_improving_solution_file"] = order["file"]
        parameters.highs.int_options["mip_pscost_minreliable"] = TRIALS

    def heard(lines: Sequence[str]) -> None:
        for line in lines:
            found = seen(line)
            if found is not None:
                tell(found)

    result = mathopt.solve(model, SOLVERS[order["solver"]], params=parameters, msg_cb=heard if highs else None,
                           model_params=mathopt.ModelSolveParameters(solution_hints=[mathopt.SolutionHint(variable_values=dict(start))]))
    values = None
    if result.has_primal_feasible_solution():
        found = result.variable_values()
        values = [found[one] for one in model.variables()]
    return {"done": result.termination.reason.name, "bound": result.termination.objective_bounds.dual_bound, "values": values}


if __name__ == "__main__":
    main()
