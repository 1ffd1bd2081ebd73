"""Runs all tests on SQLite, and those that touch the database on a private PostgreSQL as well, with pages in a real Chromium.

The two passes run side by side, each in a process of its own with folders of its own; the output of the second is kept and printed whole
after that of the first. What cannot be run here is said, with the reason; under CI=true leaving anything out is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
PG_PORT = int(os.environ.get("LEADGOOSE_TEST_PG_PORT", "54329"))


def main(extra: list[str]) -> int:
    os.chdir(ROOT)
    ci = os.environ.get("CI") == "true"
    left_out: list[str] = []
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LEADGOOSE_") and key != "DATABASE_URL"}
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    marks = ""
    if chromium is None:
        left_out.append("pages in a browser: no Chromium is installed (Debian: apt-get install chromium)")
        marks = "not browser"
    else:
        environment["LEADGOOSE_CHROMIUM"] = chromium
    binaries = postgres_binaries()
    if binaries is None:
        left_out.append("the tests on PostgreSQL: no server is installed (Debian: apt-get install postgresql)")
        failed = Pass("SQLite", environment, marks, extra).failed()
    else:
        with Cluster(binaries) as cluster, tempfile.TemporaryFile() as kept:
            beside = Pass("PostgreSQL", {**environment, "DATABASE_URL": cluster.url}, join(marks, "not once"), extra, kept)
            failed = Pass("SQLite", environment, marks, extra).failed()
            failed = beside.failed() or failed
    for line in left_out:
        print(f"LEFT OUT: {line}")
    if left_out and ci:
        print("CI=true: leaving tests out is a failure")
        return 1
    return 1 if failed else 0


class Pass:
    """One run of pytest, begun at once. kept: a file for its output, printed when it is waited for; without one it prints as it goes."""

    def __init__(self, where: str, environment: dict[str, str], marks: str, extra: list[str], kept: IO[bytes] | None = None) -> None:
        self.where, self.kept, self.began = where, kept, time.time()
        if kept is None:
            print(f"== tests on {where}", flush=True)
        # folders of its own, so that the passes do not meet in one
        self.folder = tempfile.TemporaryDirectory(prefix="leadgoose-tests-", ignore_cleanup_errors=True)
        command = [sys.executable, "-m", "pytest", *(["-m", marks] if marks else []), "-p", "no:cacheprovider", *extra]
        out = {"stdout": kept, "stderr": subprocess.STDOUT} if kept is not None else {}
        self.process = subprocess.Popen(command, env={**environment, "TMPDIR": self.folder.name}, **out)   # type: ignore[call-overload]

    def failed(self) -> bool:
        """Waits for its end and says how long it took."""
        status = self.process.wait()
        ended = time.time()
        if self.kept is not None:
            ended = os.fstat(self.kept.fileno()).st_mtime   # its last line: it may have ended long before somebody waits for it
            print(f"== tests on {self.where}", flush=True)
            self.kept.seek(0)
            sys.stdout.write(self.kept.read().decode(errors="replace"))
        self.folder.cleanup()
        print(f"== {self.where}: {ended - self.began:.0f} s, status {status}", flush=True)
        return bool(status)


def join(*marks: str) -> str:
    return " and ".join(f"({mark})" for mark in marks if mark)


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
        self.folder = Path(tempfile.mkdtemp(prefix="leadgoose-pg-"))
        self.url = f"postgresql://leadgoose@127.0.0.1:{PG_PORT}/leadgoose"

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
