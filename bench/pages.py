"""Pages beside the floor: what a page costs the server, as a ratio to the smallest honest Django program doing the same (bench/floor).

    make bench            200 and 10,000 people on SQLite
    BENCH_PEOPLE=200 make bench

Prints one table: CPU ms per request (from /proc, both workers), ratio to the floor in the same round (median of 5 rounds), queries, HTML size,
memory of two workers, growth from the smaller to the larger number, and the CPU that migrating an empty database takes.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOOR = ROOT / "bench" / "floor"
BIN = Path(sys.executable).parent
ROUNDS, REQUESTS = 5, 30
TICK = os.sysconf("SC_CLK_TCK")
LIMITS = {"list": 3.0, "person": 4.0, "watch": 3.0}
FLOOR_PAGES = {"list": "/alist", "person": "/detail/{middle}", "watch": "/dash"}


def main() -> int:
    sizes = [int(word) for word in os.environ.get("BENCH_PEOPLE", "200,10000").split(",")]
    folder = Path(tempfile.mkdtemp(prefix="leadgoose-bench-"))
    found: dict[int, dict[str, dict[str, float]]] = {}
    try:
        print(f"migrating an empty database: {migrate_cpu(folder):.1f} s CPU (at most 10)\n", flush=True)
        for people in sizes:
            found[people] = measure(folder, people)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{'people':>7} {'page':8} {'CPU ms':>7} {'floor':>7} {'ratio':>6} {'limit':>6} {'queries':>8} {'KB':>6} {'wall ms':>8}")
    for people, pages in found.items():
        for page, row in pages.items():
            cost = f"{row['cpu']:7.1f} {row['floor']:7.1f} {row['ratio']:6.2f} {LIMITS[page]:6.1f}"
            print(f"{people:7} {page:8} {cost} {row['queries']:8.0f} {row['kb']:6.1f} {row['wall']:8.1f}")
        print(f"{people:7} two workers {next(iter(pages.values()))['memory']:.0f} MB (at most 200)")
    if len(sizes) > 1:
        for page in LIMITS:
            print(f"growth {sizes[0]} → {sizes[-1]}, {page}: {found[sizes[-1]][page]['cpu'] / found[sizes[0]][page]['cpu']:.2f} × (at most 1.2)")
    return 0


def measure(folder: Path, people: int) -> dict[str, dict[str, float]]:
    """Both programs filled with the same number of people, asked in turn; medians of the rounds."""
    branches = max(people // 25, 8)
    ours = ours_environment(folder / f"ours-{people}")
    run([BIN / "leadgoose", "django", "migrate", "--verbosity", "0"], ours)
    before = time.monotonic()
    run([BIN / "leadgoose", "make-demo", "--branches", str(branches), "--members", str(people), "--seed", "7"], ours)
    print(f"{people} people made in {time.monotonic() - before:.0f} s", flush=True)
    plan = json.loads(run([sys.executable, str(ROOT / "bench" / "session.py")], ours))
    floor = {**os.environ, "FLOOR_DIR": str(folder / f"floor-{people}"), "FLOOR_PEOPLE": str(people), "FLOOR_BRANCHES": str(branches)}
    Path(floor["FLOOR_DIR"]).mkdir()
    run([sys.executable, "app.py", "setup"], floor, FLOOR)
    floor_cookie = "sessionid=" + (Path(floor["FLOOR_DIR"]) / "floor_sqlite.cookie").read_text()
    rows: dict[str, dict[str, float]] = {}
    with server("leadgoose.site.wsgi:application", ours, ROOT) as mine, server("app:application", floor, FLOOR) as theirs:
        for page in LIMITS:
            pairs = []
            for attempt in range(ROUNDS + 1):
                mine_cpu, wall, size = ask(mine, plan["pages"][page], plan["cookie"])
                floor_cpu, _, _ = ask(theirs, FLOOR_PAGES[page].format(middle=people // 2), floor_cookie)
                if attempt:   # the first round warms both
                    pairs.append((mine_cpu, floor_cpu, wall, size))
            rows[page] = {
                "cpu": statistics.median(pair[0] for pair in pairs), "floor": statistics.median(pair[1] for pair in pairs),
                "ratio": statistics.median(pair[0] / pair[1] for pair in pairs), "wall": statistics.median(pair[2] for pair in pairs),
                "kb": pairs[-1][3] / 1024, "queries": plan["queries"][page],
            }
        memory = resident(mine[1])
    for row in rows.values():
        row["memory"] = memory
    return rows


def ours_environment(folder: Path) -> dict[str, str]:
    folder.mkdir()
    clean = {key: value for key, value in os.environ.items() if not key.startswith("LEADGOOSE_") and key != "DATABASE_URL"}
    environment = {
        **clean, "LEADGOOSE_VAR": str(folder), "LEADGOOSE_SECRET_KEY": "bench " * 10, "LEADGOOSE_VAULT_KEY_FILE": str(folder / "vault.key"),
        "LEADGOOSE_STATIC_MANIFEST": "false", "LEADGOOSE_IDLE_MINUTES": "600",
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
        for _ in range(150):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def ask(at: tuple[int, int], path: str, cookie: str) -> tuple[float, float, int]:
    """(CPU ms per request of the server, wall ms, bytes of the page) over REQUESTS requests; ends the run when a page is not 200."""
    port, pid = at
    before, started, size = cpu_seconds(pid), time.perf_counter(), 0
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for _ in range(REQUESTS):
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "zh-CN"})
        response = connection.getresponse()
        size = len(response.read())
        if response.status != 200:
            sys.exit(f"{path} answered {response.status}")
    connection.close()
    wall = (time.perf_counter() - started) * 1000 / REQUESTS
    return (cpu_seconds(pid) - before) * 1000 / REQUESTS, wall, size


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
