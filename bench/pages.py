"""Pages beside the floor: what a page costs the server, as a ratio to the smallest honest Django program doing the same (bench/floor).

    make bench                            200 people in 8 branches, 200 and more in 52, 10,000 in 400; on SQLite
    BENCH_COMMITTEES=200x8 make bench

Prints one table: CPU ms per request (from /proc, both workers), ratio to the floor in the same round (median of the rounds), queries, HTML size;
memory of two workers, before and after both have printed two PDF and a DOCX, with the time that a PDF takes; the growth from the smallest to
the largest committee; and the CPU that migrating an empty database takes.

written is the watch once more, with something written to the database before each request: the watch keeps what it summed until somebody
writes (ground/unchanged.py), and this row is what it costs when it cannot.

Growth compares pages that show as many lines. The list and the person's page do at every size. The watch of 8 branches shows 9 lines and that
of 400 shows 50, so it is compared with a committee of few people in 52 branches, which shows 50 as well; the other figure is printed beside it.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLOOR = ROOT / "bench" / "floor"
BIN = Path(sys.executable).parent
COMMITTEES = os.environ.get("BENCH_COMMITTEES", "200x8,200x52,10000x400")
ROUNDS, REQUESTS, PRINTS = 7, 60, 12
TICK = os.sysconf("SC_CLK_TCK")
LIMITS = {"list": 3.0, "person": 4.0, "watch": 3.0, "written": 3.0}
PAGES = {"list": "list", "person": "person", "watch": "watch", "written": "watch"}
"""written: the watch when something was written to the database before each request, so that nothing it keeps between two of them holds."""
FLOOR_PAGES = {"list": "/alist", "person": "/detail/{middle}", "watch": "/dash"}


def nothing() -> None:
    """What is done before a request, as a rule."""


@dataclass
class Committee:
    """A committee, its two servers, and what its pages cost: by page a list of rounds. memory: before and after printing; pdf: seconds."""

    branches: int
    people: int
    lines: int
    plan: dict[str, Any]
    ours: dict[str, str]
    floor: dict[str, str]
    floor_cookie: str
    rounds: dict[str, list[Round]] = field(default_factory=lambda: {page: [] for page in LIMITS})
    memory: tuple[float, float] = (0.0, 0.0)
    pdf: float = 0.0

    def middle(self, page: str, of: Callable[[Round], float]) -> float:
        return statistics.median(of(one) for one in self.rounds[page])


@dataclass(frozen=True)
class Round:
    """One page asked REQUESTS times, then the floor's: CPU ms of each, wall ms and bytes of ours."""

    cpu: float
    floor: float
    wall: float
    size: int


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="leadgoose-bench-"))
    try:
        print(f"migrating an empty database: {migrate_cpu(folder):.1f} s CPU (at most 10)\n", flush=True)
        committees = [prepare(folder, *map(int, one.split("x"))) for one in COMMITTEES.split(",")]
        measure(committees)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{'people':>7} {'page':8} {'CPU ms':>7} {'floor':>7} {'ratio':>6} {'limit':>6} {'queries':>8} {'KB':>6} {'wall ms':>8}")
    for one in committees:
        for page, limit in LIMITS.items():
            cost = f"{one.middle(page, lambda r: r.cpu):7.1f} {one.middle(page, lambda r: r.floor):7.1f} {one.middle(page, lambda r: r.cpu / r.floor):6.2f}"
            rest = f"{one.plan['queries'][PAGES[page]]:8} {one.rounds[page][-1].size / 1024:6.1f} {one.middle(page, lambda r: r.wall):8.1f}"
            print(f"{one.people:7} {page:8} {cost} {limit:6.1f} {rest}")
        before, after = one.memory
        print(f"{one.people:7} two workers {before:.0f} MB, {after:.0f} MB after both printed (at most 200); a PDF takes {one.pdf:.2f} s at most")
    if len(committees) > 1:
        tell_growth(committees)
    return 0


def tell_growth(committees: list[Committee]) -> None:
    """From the smallest committee to the largest, in each round; the watch also from the one that shows as many lines."""
    first, last = committees[0], committees[-1]
    alike = next(one for one in committees if one.lines == last.lines)
    for page in LIMITS:
        for one in [alike, first] if PAGES[page] == "watch" else [first]:
            told = f" ({one.lines} lines shown, and {last.lines})" if PAGES[page] == "watch" else ""
            growth = statistics.median(large.cpu / small.cpu for small, large in zip(one.rounds[page], last.rounds[page], strict=True))
            print(f"growth {one.people} → {last.people} people, {page}{told}: {growth:.2f} × (at most 1.2)")


def prepare(folder: Path, people: int, branches: int) -> Committee:
    """Both programs' databases, filled with the same number of people."""
    ours = ours_environment(folder / f"ours-{people}-{branches}")
    run([BIN / "leadgoose", "django", "migrate", "--verbosity", "0"], ours)
    before = time.monotonic()
    run([BIN / "leadgoose", "make-demo", "--branches", str(branches), "--members", str(people), "--seed", "7"], ours)
    plan = json.loads(run([sys.executable, str(ROOT / "bench" / "session.py")], ours))
    print(f"{plan['people']} people in {branches} branches made in {time.monotonic() - before:.0f} s", flush=True)
    floor_folder = folder / f"floor-{people}-{branches}"
    floor = {**os.environ, "FLOOR_DIR": str(floor_folder), "FLOOR_PEOPLE": str(plan["people"]), "FLOOR_BRANCHES": str(branches)}
    floor_folder.mkdir()
    run([sys.executable, "app.py", "setup"], floor, FLOOR)
    cookie = "sessionid=" + (floor_folder / "floor_sqlite.cookie").read_text()
    return Committee(branches, plan["people"], plan["lines"], plan, ours, floor, cookie)


def measure(committees: list[Committee]) -> None:
    """All servers at once and all committees in each round, so that whatever else the machine does meets them alike; then the printing."""
    with ExitStack() as open_servers:
        at = [
            (open_servers.enter_context(server("leadgoose.site.wsgi:application", one.ours, ROOT)),
             open_servers.enter_context(server("app:application", one.floor, FLOOR)))
            for one in committees
        ]
        for page in LIMITS:
            for attempt in range(ROUNDS + 1):
                for one, (mine, theirs) in zip(committees, at, strict=True):
                    found = measured(one, page, mine, theirs)
                    if attempt:   # the first round warms both
                        one.rounds[page].append(found)
        for one, (mine, _theirs) in zip(committees, at, strict=True):
            before = resident(mine[1])
            for path in one.plan["papers"]:
                for _ in range(PRINTS):   # each on a connection of its own, so that both workers get some
                    one.pdf = max(one.pdf, ask(mine, path, one.plan["cookie"], 1)[1] / 1000)
            one.memory = (before, resident(mine[1]))


def measured(one: Committee, page: str, mine: tuple[int, int], theirs: tuple[int, int]) -> Round:
    database = Path(one.ours["LEADGOOSE_VAR"]) / "leadgoose.sqlite3"
    touch = partial(write, sqlite3.connect(database, isolation_level=None, timeout=20)) if page == "written" else nothing
    cpu, wall, size = ask(mine, one.plan["pages"][PAGES[page]], one.plan["cookie"], touch=touch)
    floor, _, _ = ask(theirs, FLOOR_PAGES[PAGES[page]].format(middle=one.people // 2), one.floor_cookie)
    return Round(cpu, floor, wall, size)


def write(database: sqlite3.Connection) -> None:
    database.execute("UPDATE django_session SET expire_date = expire_date")


def ours_environment(folder: Path) -> dict[str, str]:
    folder.mkdir()
    clean = {key: value for key, value in os.environ.items() if not key.startswith("LEADGOOSE_") and key != "DATABASE_URL"}
    environment = {
        **clean, "LEADGOOSE_VAR": str(folder), "LEADGOOSE_SECRET_KEY": "bench " * 10, "LEADGOOSE_VAULT_KEY_FILE": str(folder / "vault.key"),
        "LEADGOOSE_STATIC_MANIFEST": "false", "LEADGOOSE_IDLE_MINUTES": "600", "LEADGOOSE_FONTS": str(ROOT / "var" / "fonts"),
    }
    # the key must be there before the settings are read
    (folder / "vault.key").write_text("YmVuY2ggb25seSwgMzIgYnl0ZXMgb2YgYSBrZXkhISE=\n")
    return environment


def migrate_cpu(folder: Path) -> float:
    environment = ours_environment(folder / "empty")
    before = os.times()
    run([BIN / "leadgoose", "django", "migrate", "--verbosity", "0"], environment)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def run(command: list[object], environment: dict[str, str], cwd: Path = ROOT) -> str:
    done = subprocess.run([str(word) for word in command], env=environment, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def server(application: str, environment: dict[str, str], cwd: Path) -> Iterator[tuple[int, int]]:
    """A granian with two workers on a free port of loopback: (port, process id)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--host", "127.0.0.1", "--port", str(port), "--no-log"]
    command = [str(BIN / "granian"), *options, application]
    process = subprocess.Popen(command, env=environment, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(900):   # a loaded machine starts it slowly
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(60)


def ask(at: tuple[int, int], path: str, cookie: str, requests: int = REQUESTS, touch: Callable[[], None] = nothing) -> tuple[float, float, int]:
    """(CPU ms per request of the server, wall ms, bytes of the page) over so many requests; ends the run when a page is not 200.

    touch: called before each request.
    """
    port, pid = at
    before, started, size = cpu_seconds(pid), time.perf_counter(), 0
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for _ in range(requests):
        touch()
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "zh-CN"})
        response = connection.getresponse()
        size = len(response.read())
        if response.status != 200:
            sys.exit(f"{path} answered {response.status}")
    connection.close()
    wall = (time.perf_counter() - started) * 1000 / requests
    return (cpu_seconds(pid) - before) * 1000 / requests, wall, size


def family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in family(int(child)))]


def cpu_seconds(pid: int) -> float:
    total = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def resident(pid: int) -> float:
    """Proportional memory of the server and its workers, in MB."""
    total = 0
    for one in family(pid):
        total += next(int(line.split()[1]) for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
    return total / 1024


if __name__ == "__main__":
    sys.exit(main())
