"""Comparing a new record with 100,000: how long it takes to know which passages read like another record's.

    createdb alike; export DATABASE_URL=postgresql://…/alike             (or sqlite:////some/where/alike.sqlite3)
    leadgoose django migrate
    python bench/similar.py load --records 100000                        the made-up records of bench/search.py, with their marks
    python bench/similar.py ask                                          compares 150 new ones, prints the table; exit 1 above two seconds

The made-up records say the same sentences again and again (Zipf's law over 60,000), so that many marks are shared by thousands of records: worse than a
committee's books. What is asked: words of one's own; three passages copied from an old record, each a little changed; and sentences that everybody says.
What is timed is what the page and the act do: read what is left out, make the marks, ask for records that share them, compare with rapidfuzz.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from typing import Any

import search
from django.db import connection

from leadgoose.recordbook.models import Version
from leadgoose.recordbook.queries.similar import known_to, marked, resembling

LIMIT = 2000.0
"""Milliseconds (issue 6): the slowest answer stays under it."""
TOP = "large"


def load(count: int) -> None:
    search.load(count)
    started = time.process_time(), time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM recordbook_sketch")
        rows: list[tuple[int, int]] = []
        for pk, top, plain in Version.objects.filter(content_sealed="").values_list("record", "record__top_key", "content").iterator(2000):
            rows += [(mark, pk) for mark in {mark for _passage, own in marked(plain, top, frozenset()) for mark in own}]
            if len(rows) > 50_000:
                _put(cursor, rows)
                rows = []
        _put(cursor, rows)
        cursor.execute("ANALYZE")
    search.told("marks made", started)


def _put(cursor: Any, rows: list[tuple[int, int]]) -> None:
    if connection.vendor == "postgresql":
        search.copy_rows(cursor, "recordbook_sketch", "mark, record_id", rows)
    else:
        cursor.executemany("INSERT INTO recordbook_sketch (mark, record_id) VALUES (%s, %s)", rows)


def asked(world: search.World) -> list[tuple[str, dict[str, Any]]]:
    """150 new records, the same each time."""
    dice = random.Random(99)

    def new(texts: list[str]) -> dict[str, Any]:
        return {"format": 1, "kind": "study", "speeches": [{"point": one} for one in texts]}

    found = [("words of one's own", new(["".join(dice.choice(search.COMMON) for _ in range(80)) for _ in range(8)])) for _ in range(50)]
    olds = list(Version.objects.filter(record__top_key=TOP, content_sealed="").order_by("pk").values_list("content", flat=True)[1000:51_000:1000])
    for old in olds:
        texts = [one["point"] for one in old["speeches"]][:3]
        found.append(("three passages copied", new([f"我说，{one.replace('，', '、', 1)}" for one in texts])))
    found += [("what everybody says", new([one.text for one in world.sentences[:12]])) for _ in range(50)]
    return found


def ask() -> int:
    world = search.World()
    times: dict[str, list[float]] = {}
    cpu: dict[str, list[float]] = {}
    hits: dict[str, list[int]] = {}
    for group, plain in asked(world):
        began, worked = time.perf_counter(), time.process_time()
        known = known_to(TOP, "b1x1", "", "new")
        found = resembling(marked(plain, TOP, known), TOP, known, "new")
        times.setdefault(group, []).append((time.perf_counter() - began) * 1000)
        cpu.setdefault(group, []).append((time.process_time() - worked) * 1000)
        hits.setdefault(group, []).append(len(found))
    print(f"{connection.vendor}; {Version.objects.count()} records; milliseconds")
    print(f"{'new records with':<24}{'n':>4}{'alike, from … to':>18}{'p50':>8}{'p95':>8}{'max':>8}{'p95 CPU here':>14}")
    for group, one in times.items():
        told = f"{min(hits[group])} … {max(hits[group])}"
        print(f"{group:<24}{len(one):>4}{told:>18}{search.part(one, 50):>8.0f}{search.part(one, 95):>8.0f}{max(one):>8.0f}{search.part(cpu[group], 95):>14.0f}")
    slowest = max(max(one) for one in times.values())
    print(f"limit: each under {LIMIT:.0f} ms: {'kept' if slowest < LIMIT else 'NOT kept'}")
    return 0 if slowest < LIMIT else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["load", "ask"])
    parser.add_argument("--records", type=int, default=100_000)
    options = parser.parse_args()
    if options.what == "load":
        load(options.records)
        return 0
    return ask()


if __name__ == "__main__":
    sys.exit(main())
