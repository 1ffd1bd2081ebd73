"""Mutates the counting rules and the verdicts of the statutes, and sees the pure tests fail.

``python tools/mutation.py [--list]`` copies the pure rooms and their tests into ``build/mutation`` (so nothing of Django is
started and no other work is touched), runs mutmut there, and prints the score and every survivor. Exit status 1 below 95 %.
``--list`` shows the survivors of the last run again.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BENCH = ROOT / "build" / "mutation"
AIM = 95

SOURCES = (
    "src/leadgoose/__init__.py",
    "src/leadgoose/ground/__init__.py",
    "src/leadgoose/ground/statutes",
    "src/leadgoose/elections/__init__.py",
    "src/leadgoose/elections/rules",
    "src/leadgoose/elections/count.py",
    "src/leadgoose/elections/sentences.toml",
    "src/leadgoose/elections/standards",
)
TESTS = ("tests/ground/statutes", "tests/elections/rules", "tests/elections/test_count.py", "tests/cases")
# What starts processes of its own or compares the stored words says nothing about a verdict and would cost minutes.
LEFT_OUT = (
    "mypy_refuses_every_mixture",
    "loading_takes_less",
    "runs_without_django",
    "stored_traditional",
    "phrase_of_the_islands",
    "every_rule_has_its_words",
    "sentence_states_the_numbers",
    "every_rule_can_be_cited",
    "page_of_the_rules",
)
CONFIG = f"""
[tool.pytest.ini_options]
pythonpath = ["src", "tests"]
addopts = "-q -p no:django -k '{" and ".join(f"not {name}" for name in LEFT_OUT)}'"

[tool.mutmut]
source_paths = ["src"]
only_mutate = ["*/elections/rules/*", "*/statutes/votes.py", "*/statutes/verdicts.py", "*/statutes/dates.py"]
pytest_add_cli_args_test_selection = ["tests"]
also_copy = ["src"]
"""


def main() -> int:
    if "--list" not in sys.argv[1:]:
        lay_out()
        environment = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO")}
        environment["PYTHONPATH"] = ""
        run = [sys.executable, "-m", "mutmut", "run", "--max-children", "2"]
        ran = subprocess.run(run, cwd=BENCH, env=environment, check=False, capture_output=True, text=True)
        if ran.returncode:
            print(ran.stdout[-2000:], ran.stderr[-2000:], "mutmut could not run: do the tests pass unchanged?", sep="\n")
            return 2
    return report()


def lay_out() -> None:
    """A project of its own with nothing but the pure rooms and their tests."""
    shutil.rmtree(BENCH, ignore_errors=True)
    for path in (*SOURCES, *TESTS):
        source, target = ROOT / path, BENCH / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    (BENCH / "pyproject.toml").write_text(CONFIG, encoding="utf-8")


def report() -> int:
    """Prints the score and the survivors, one diff each."""
    mutmut = [sys.executable, "-m", "mutmut"]
    subprocess.run([*mutmut, "export-cicd-stats"], cwd=BENCH, check=True, stdout=subprocess.DEVNULL)
    told = json.loads((BENCH / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    dead = told["killed"] + told["timeout"]
    score = 100 * dead / max(1, told["total"] - told["skipped"])
    listed = subprocess.run([*mutmut, "results"], cwd=BENCH, check=True, capture_output=True, text=True).stdout
    for line in filter(None, map(str.strip, listed.splitlines())):
        name, _, state = line.partition(": ")
        print(f"-- {name}: {state}")
        shown = subprocess.run([*mutmut, "show", name], cwd=BENCH, check=False, capture_output=True, text=True).stdout
        print("\n".join(text for text in shown.splitlines() if text[:1] in "+-" and text[:3] not in ("+++", "---")))
    print(f"mutation score {score:.1f} % ({dead} of {told['total'] - told['skipped']} mutants die; aim {AIM} %)")
    return 0 if score >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
