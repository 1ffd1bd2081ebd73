"""What a newcomer waits for: `make demo` from a bare clone with empty caches and without Node.js, then once more; standard library only.

    python tools/cold.py          prints what was downloaded, how long the first start takes, and the second

The clone is of what is committed here, in a temporary folder, with caches of its own for pip, uv and npm; it is deleted afterwards. Python
packages are counted by downloading the files of requirements/ once more with pip (uv keeps them unpacked), npm's by its cache. Both starts end
when the log-in page answers, and the server is stopped.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 1200


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="leadgoose-cold-"))
    try:
        clone, caches = folder / "clone", folder / "caches"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        environment = bare(caches, folder / "bin")
        print(f"Python {sys.version.split()[0]}, no Node.js, empty caches", flush=True)
        first = start(clone, environment)
        second = start(clone, environment)
        wheels, packages = python_packages(clone, folder / "wheels", environment), size(caches / "npm" / "_cacache" / "content-v2")
        print(f"downloaded: {wheels + packages:.0f} MB (Python packages {wheels:.0f}, npm packages {packages:.0f})")
        print(f"first start {first:.0f} s, second start {second:.0f} s; the folder then takes {size(clone):.0f} MB")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def bare(caches: Path, programs: Path) -> dict[str, str]:
    """The environment of a machine without Node.js: the programs of the path but node, npm and npx, and caches of its own."""
    programs.mkdir(parents=True)
    for place in os.environ["PATH"].split(os.pathsep):
        for program in sorted(Path(place).glob("*")) if Path(place).is_dir() else []:
            if program.name not in {"node", "npm", "npx", "corepack"} and not (programs / program.name).is_symlink():
                (programs / program.name).symlink_to(program)
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LEADGOOSE_") and name != "DATABASE_URL"}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    places = {"UV_CACHE_DIR": "uv", "PIP_CACHE_DIR": "pip", "npm_config_cache": "npm"}
    return {**ours, "PATH": str(programs), "LEADGOOSE_PORT": port, **{name: str(caches / place) for name, place in places.items()}}


def start(clone: Path, environment: dict[str, str]) -> float:
    """Seconds from `make demo` until the log-in page answers; its steps are printed as they come."""
    began = time.monotonic()
    server = subprocess.Popen(["make", f"PYTHON={sys.executable}", "demo"], cwd=clone, env=environment, start_new_session=True)
    try:
        while time.monotonic() - began < PATIENCE:
            if server.poll() is not None:
                sys.exit(f"make demo ended with status {server.returncode}")
            if answers(environment["LEADGOOSE_PORT"]):
                return time.monotonic() - began
            time.sleep(0.2)
        sys.exit(f"no answer within {PATIENCE} s")
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)   # make and the server it became
            server.wait(30)


def answers(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=5) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def python_packages(clone: Path, folder: Path, environment: dict[str, str]) -> float:
    """MB of the files of requirements/ that `make demo` installs on a machine without Node.js."""
    for name in ("uv", "node", "run"):
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        command = [*pip, "download", "--no-deps", "--require-hashes"]
        subprocess.run([*command, "--dest", str(folder), "-r", str(clone / "requirements" / f"{name}.txt")], env=environment, check=True)
    return size(folder)


def size(folder: Path) -> float:
    """MB of the files below a folder; links are not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) / 1e6


if __name__ == "__main__":
    main()
