"""`leadgoose index-records`: the words by which records are found, and the marks by which they are compared, written anew."""

from __future__ import annotations

import argparse

from leadgoose.ground.access import clock
from leadgoose.recordbook.actions.finding import begin_rebuilding, rebuild_step


def index_records(arguments: list[str]) -> int:
    """Write the index anew. It can be stopped at any time (Ctrl-C) and goes on where it stood; records are found all the while. 0 done, 1 stopped."""
    parser = argparse.ArgumentParser("leadgoose index-records", description="Write anew what records are found and compared by.")
    parser.add_argument("--most", type=int, default=0, metavar="N", help="stop after about so many records (default: all)")
    options = parser.parse_args(arguments)
    rebuilding = begin_rebuilding(clock.now())
    if rebuilding.done:
        print(f"going on after {rebuilding.done} records")
    start = rebuilding.done
    try:
        while done := rebuild_step(rebuilding, clock.now()):
            if rebuilding.done % 10_000 < done:
                print(f"{rebuilding.done} records", flush=True)
            if options.most and rebuilding.done - start >= options.most:
                print(f"stopped after {rebuilding.done} records; the same command goes on")
                return 1
    except KeyboardInterrupt:
        print(f"stopped after {rebuilding.done} records; the same command goes on")
        return 1
    print(f"{rebuilding.done} records, done")
    return 0
