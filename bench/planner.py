"""Time, gap and memory of the yearly plan beside a greedy planner, on seeded instances.

``python bench/planner.py [PEOPLExSESSIONS …] [--seeds N] [--solver highs|scip|both] [--seconds N]``. Aims on 2 cores: 100x40 proven at
every level within 60 s; 300x60 within 300 s or a gap of at most 1 % on closed gaps; at most 1.5 GB.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from datetime import date, timedelta

from leadgoose.training.rules.greedy import first
from leadgoose.training.rules.instance import NOTHING, Instance, Person, Session, Unit
from leadgoose.training.rules.measure import totals
from leadgoose.training.rules.planner import plan
from leadgoose.training.rules.solver import Solver
from leadgoose.training.rules.whynot import explain

KEYS = [f"K{number}" for number in range(1, 8)]
FIRST_DAY = date(2027, 1, 4)


def make(people: int, sessions: int, seed: int) -> Instance:
    """A committee and its catalogue. Even seeds have money for a third of what all would like, odd ones for most of it: then the last level is the hard one."""
    dice = random.Random(seed)
    units = tuple(Unit(f"u{number}", dice.choice((1, 2, 3))) for number in range(max(1, people // 10)))
    offers = tuple(_session(dice, number, max(1, sessions * 3 // 4), 15 if people <= 100 else 30) for number in range(sessions))
    staff = tuple(_person(dice, number, units) for number in range(people))
    return Instance(2027, people * (120_000 if seed % 2 == 0 else 200_000), units, staff, offers)


def _session(dice: random.Random, number: int, courses: int, seats: int) -> Session:
    days = dice.choice((1, 2, 3, 5))
    start = FIRST_DAY + timedelta(days=dice.randrange(350))
    return Session(
        f"s{number}", f"c{number % courses}", "class", start, start + timedelta(days=days - 1), days * 800, 5, seats, concentrated=days >= 3,
        induction=number % 8 == 0, fixed_cost=dice.choice((2000, 4000, 8000)) * 100, cost_per_person=dice.choice((100, 200, 300)) * 100,
        gains={key: dice.choice((1, 1, 2)) for key in dice.sample(KEYS, 2)},
    )


def _person(dice: random.Random, number: int, units: tuple[Unit, ...]) -> Person:
    rest = [FIRST_DAY + timedelta(days=dice.randrange(350)) for _ in range(dice.randint(0, 3))]
    secretary = number % 3 == 0
    return Person(
        f"p{number}", dice.choice(units).id, 5600 if secretary else 3200, 12000, secretary, date(2027, 6, 30) if dice.random() < 0.1 else None,
        tuple((day, day + timedelta(days=13)) for day in rest), {key: dice.choice((1, 1, 2)) for key in dice.sample(KEYS, 3)},
        {key: dice.choice((100, 100, 200)) for key in dice.sample(KEYS, 2)},
    )


def shown(found: dict[str, int]) -> str:
    return "  ".join(f"{key} {value / (1 if key == 'missing_obligations' else 100):g}" for key, value in found.items())


def processor() -> float:
    """Seconds of processor used by this process and by those that have ended: on a loaded machine they tell more than the clock."""
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", default=["100x40", "300x60"])
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--solver", choices=("highs", "scip", "both"), default="highs")
    parser.add_argument("--seconds", type=float)
    wanted = parser.parse_args()
    for size in wanted.sizes:
        people, sessions = map(int, size.split("x"))
        limit = wanted.seconds or (60.0 if people <= 100 else 300.0)
        for seed in range(wanted.seeds):
            instance = make(people, sessions, seed)
            began = time.monotonic()
            simple = totals(instance, first(instance, NOTHING))
            print(f"{size} seed {seed}  greedy {time.monotonic() - began:6.1f} s  {shown(simple)}", flush=True)
            for solver in ("highs", "scip") if wanted.solver == "both" else (wanted.solver,):
                began, before = time.monotonic(), processor()
                with Solver(solver) as process:
                    found = plan(instance, limit, solver=process)
                took, busy = time.monotonic() - began, processor() - before
                gap = (found.bounds["gap_closed"] - found.totals["gap_closed"]) / max(1, found.totals["gap_closed"])
                memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
                print(f"{'':14} {solver:6} {took:6.1f} s ({busy:.0f} s of processor)  {shown(dict(found.totals))}", flush=True)
                print(f"{'':14} {found.status}; gap on closed gaps {gap:.2%}; {memory} MB at most; bounds {shown(dict(found.bounds))}; "
                      + "seconds " + " ".join(f"{value:.1f}" for value in found.seconds.values()), flush=True)
                began = time.monotonic()
                reasons = explain(instance, found.places, found.given, 60.0)
                print(f"{'':14} why not: {len(reasons.found)} answers, {reasons.left_out} left out, {time.monotonic() - began:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
