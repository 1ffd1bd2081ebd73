"""Runs all tests on SQLite, and those that touch the database on a private PostgreSQL as well, with pages in a real Chromium.

They run in passes, three at a time, each in a process of its own with folders of its own: whichever lane is free takes the next. The output of a
pass is kept and printed whole when it has ended. What cannot be run here is said, with the reason; under CI=true leaving anything out is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
MEMORY, ROOMY = Path("/dev/shm"), 4 << 30
"""Where files stay in memory, and how many bytes must be free there: databases and folders of tests are read back or thrown away within seconds."""
PG_PORT = int(os.environ.get("LEADGOOSE_TEST_PG_PORT", "54329"))


def main(extra: list[str]) -> int:
    os.chdir(ROOT)
    ci = os.environ.get("CI") == "true"
    left_out: list[str] = []
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LEADGOOSE_") and key not in {"DATABASE_URL", UNCOMPILED}}
    # compiled modules are kept in one place: for every pass, and for the hundred programs that tests start
    environment["PYTHONPYCACHEPREFIX"] = str(ROOT / "var" / "pycache")
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None:
        left_out.append("pages in a browser: no Chromium is installed (Debian: apt-get install chromium-headless-shell)")
    else:
        environment["LEADGOOSE_CHROMIUM"] = chromium
    named = any(Path(one.partition("::")[0]).exists() for one in extra)
    binaries = postgres_binaries()
    if binaries is None:
        left_out.append("the tests on PostgreSQL: no server is installed (Debian: apt-get install postgresql)")
        failed = run(passes(environment, chromium is not None, "", named), extra)
    else:
        with Cluster(binaries) as cluster:
            failed = run(passes(environment, chromium is not None, cluster.url, named), extra)
    for line in left_out:
        print(f"LEFT OUT: {line}")
    if left_out and ci:
        print("CI=true: leaving tests out is a failure")
        return 1
    return 1 if failed else 0


BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell is the same engine without the windows that nobody looks at: a page takes it two thirds of the time."""
LANES = 3
"""One more than the cores of the machine that is counted on: a pass that waits for its browser or for the database leaves its core to another."""
APART = ("tests/roster", "tests/elections", "tests/training")
"""Half of the work on SQLite: a pass of its own, so that no lane goes on alone for minutes. What is nowhere named is in the other one."""
IN_CHROMIUM = ("tests/journeys/test_every_page.py", "tests/journeys/test_elections.py")
"""What Chromium does in passes of its own; the rest is one more, and the first. The longest come first, so that all lanes end together."""
HALVES = {"tests/journeys/test_elections.py": ("not faults", "faults")}
"""Files whose two stories are long enough for a pass each: what their names say, and do not say."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One run of pytest: which marks, which files (and which tests in them), in which environment."""

    where: str
    marks: str
    environment: Mapping[str, str]
    files: tuple[str, ...] = ()


def passes(environment: Mapping[str, str], browser: bool, postgres: str, named: bool) -> list[Pass]:
    """In the order in which they are begun. postgres: the address of its database, "" without one. named: somebody named files, so that there is
    nothing to divide."""
    found = []
    if postgres:
        found.append(Pass("PostgreSQL", "not once" if browser else "(not once) and (not browser)", {**environment, "DATABASE_URL": postgres}))
    if named:
        found.append(Pass("SQLite", "not browser", environment))
        found += [Pass("SQLite in Chromium", "browser", environment)] if browser else []
        return found
    found += [Pass(f"SQLite, {', '.join(Path(one).name for one in APART)}", "not browser", environment, APART),
              Pass("SQLite, the rest", "not browser", environment, without(APART))]
    if browser:
        apart = [Pass(f"SQLite in Chromium, {Path(file).stem}{', ' + half if half else ''}", "browser", environment, (file, *(("-k", half) if half else ())))
                 for file in IN_CHROMIUM for half in HALVES.get(file, ("",))]
        found += [Pass("SQLite in Chromium, the rest", "browser", environment, without(IN_CHROMIUM)), *apart]
    return found


def without(files: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"--ignore={file}" for file in files)


def run(asked: Sequence[Pass], extra: Sequence[str]) -> bool:
    """All passes, as many at a time as there are lanes; whether any failed."""
    with ThreadPoolExecutor(max_workers=LANES) as lanes:
        return any(lane.result() for lane in [lanes.submit(fails, one, extra) for one in asked])


def fails(one: Pass, extra: Sequence[str]) -> bool:
    began = time.time()
    command = [sys.executable, "-m", "pytest", "-m", one.marks, "-p", "no:cacheprovider", *one.files, *extra]
    # folders of its own, so that the passes do not meet in one
    with tempfile.TemporaryDirectory(prefix="leadgoose-tests-", dir=scratch(), ignore_cleanup_errors=True) as folder:
        done = subprocess.run(
            command, env={**one.environment, "TMPDIR": folder}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    told = done.stdout.decode(errors="replace")
    print(f"== tests on {one.where}\n{told}== {one.where}: {time.time() - began:.0f} s, status {done.returncode}", flush=True)
    nothing_there = done.returncode == 5 and bool(extra)   # what was asked for lies in another pass
    return done.returncode != 0 and not nothing_there


def scratch() -> Path | None:
    """Where folders of tests are made: in memory where there is room, else (None) wherever temporary files go."""
    try:
        there = os.statvfs(MEMORY)
    except OSError:
        return None
    roomy = there.f_bavail * there.f_frsize >= ROOMY and os.access(MEMORY, os.W_OK)
    return MEMORY if roomy and not there.f_flag & os.ST_NOEXEC else None   # a test may start what it wrote


def postgres_binaries() -> Path | None:
    """The folder of initdb and pg_ctl: on the path, or the newest of Debian's."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    return versions[-1].parent if versions else None


class Cluster:
    """A private PostgreSQL on its own port and folder; root hands it to the user postgres, because the server refuses root."""

    def __init__(self, binaries: Path) -> None:
        self.binaries = binaries
        self.folder = Path(tempfile.mkdtemp(prefix="leadgoose-pg-", dir=scratch()))
        # by its socket, which takes a question a twentieth less time than the network's way
        self.url = f"postgresql://leadgoose@:{PG_PORT}/leadgoose?host={quote(str(self.folder))}"

    def __enter__(self) -> Cluster:
        if os.getuid() == 0:
            self.folder.chmod(0o755)
            shutil.chown(self.folder, "postgres")
        data = self.folder / "data"
        self.run("initdb", "--pgdata", str(data), "--username", "leadgoose", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")
        where = f"-p {PG_PORT} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        options = f"{where} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        self.run("pg_ctl", "--pgdata", str(data), "--log", str(self.folder / "log"), "--wait", "--options", options, "start")
        self.run("createdb", "--host", "127.0.0.1", "--port", str(PG_PORT), "--username", "leadgoose", "leadgoose")
        return self

    def __exit__(self, *_: object) -> None:
        self.run("pg_ctl", "--pgdata", str(self.folder / "data"), "--mode", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program: str, *arguments: str) -> None:
        command = [str(self.binaries / program), *arguments]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(command, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            sys.exit(f"PostgreSQL for the tests: {program} failed\n{done.stdout}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
