"""The solver's own process: ``python -m leadgoose.training.rules.worker``, models on standard input, answers on standard output.

HiGHS inside math_opt hears neither an interrupter nor a callback. In a process of its own it can be ended at any moment; the
solutions that it had found stand in a file, and its log tells how far it is. Frames: 8 bytes of length, then the bytes.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import IO, Any

from ortools.math_opt import model_pb2

from leadgoose.training.rules.library import mathopt

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

    def tell(lines: Sequence[str]) -> None:
        """An exception in here would end the process with a core; a reader that is gone ends it quietly."""
        try:
            for line in lines:
                found = seen(line)
                if found is not None:
                    write(answers, json.dumps(found).encode())
        except OSError:
            os._exit(0)

    while (order := read(sys.stdin.buffer)) is not None:
        model = read(sys.stdin.buffer)
        if model is None:
            return
        write(answers, json.dumps(solved(json.loads(order), model, tell)).encode())


def solved(order: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    proto = model_pb2.ModelProto()
    proto.ParseFromString(data)
    model = mathopt.Model.from_model_proto(proto)
    variables = list(model.variables())
    parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=order["seconds"]), relative_gap_tolerance=0.0, absolute_gap_tolerance=0.99)
    if order["solver"] == "highs":
        parameters.highs.bool_options["mip_improving_solution_save"] = True
        parameters.highs.string_options["mip_improving_solution_file"] = order["file"]
    hint = mathopt.SolutionHint(variable_values=dict(zip(variables, order["start"], strict=True)))
    result = mathopt.solve(model, SOLVERS[order["solver"]], params=parameters, msg_cb=tell if order["solver"] == "highs" else None,
                           model_params=mathopt.ModelSolveParameters(solution_hints=[hint]))
    bounds = result.termination.objective_bounds
    values = None
    if result.has_primal_feasible_solution():
        found = result.variable_values()
        values = [found[one] for one in variables]
    return {"done": result.termination.reason.name, "bound": bounds.dual_bound, "values": values}


if __name__ == "__main__":
    main()
