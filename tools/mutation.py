"""Mutates the counting rules and the verdicts of the statutes, and sees the pure tests fail.

``python tools/mutation.py [--minutes N] [--children N] [--keep] [--list] [MODULE …]`` copies the pure rooms and their tests into
``build/mutation`` (so nothing of Django is started and no other work is touched), runs mutmut there, and prints every mutant
that lives and the score per module and in all. What was not asked counts as alive. Exit status 1 below the aim, with a
mutant that was not asked, or with a comparison or sum that lives and is not explained under ``docs/rules``.

A run that was interrupted, or that ``--minutes`` ended, is taken up where it stopped, as long as no file is other than
before; a test file more only asks the living again. ``--keep``, for writing tests: keep the killed whatever changed.
``--list`` only prints. ``MODULE``: nothing but these (``stages``, ``votes`` …) is run and printed.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import fcntl
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant

ROOT = Path(__file__).parents[1]
BENCH = ROOT / "build" / "mutation"
LAID_OUT, LOG = BENCH / "laid-out.json", BENCH / "run.log"
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
MUTATED = ("*/elections/rules/*.py", "*/statutes/votes.py", "*/statutes/verdicts.py", "*/statutes/dates.py")
CONFIG = f"""
[tool.pytest.ini_options]
pythonpath = ["src", "tests"]
addopts = "-q -p no:django -p no:cacheprovider -k '{" and ".join(f"not {name}" for name in LEFT_OUT)}'"

[tool.mutmut]
source_paths = ["src"]
only_mutate = {json.dumps(MUTATED)}
pytest_add_cli_args_test_selection = ["tests"]
use_git_change_detection = false
"""
# exit codes of mutmut: 1 and 3 are failing tests, the others a mutant that ran out of its time (SIGXCPU)
KILLED, TIMED_OUT, NO_TEST, SURVIVED = (1, 3), (-24, 24, 36, 152, 255), (5, 33), 0
STATES = ("killed", "timeout", "survived", "no test", "other", "not asked")
OPERATORS = frozenset(["<", "<=", ">", ">=", "==", "!=", "+", "-", "*", "/", "//", "%", "not", "and", "or", "is", "in"])
NAME = re.compile(r"(?P<module>[\w.]+)\.(?:x_|xǁ(?P<kind>\w+)ǁ)(?P<name>\w+)__mutmut_\d+")
EXPLAINED = re.compile(r"\| (?P<names>`[\w.]+`(?:, `[\w.]+`)*): `(?P<text>[^`]+)`")


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutates the counting rules and sees the pure tests fail.")
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--children", type=int, default=2)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has its jobs in the background ignore it, and what they start
    if asked.list:
        return report(asked.modules)
    BENCH.parent.mkdir(exist_ok=True)
    with BENCH.with_suffix(".lock").open("w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)  # a second run waits: the two would write into the same files
        lay_out(asked.keep)
        if run(asked.modules, asked.minutes, asked.children):
            print(LOG.read_text(encoding="utf-8", errors="replace")[-2000:], "mutmut could not run: do the tests pass unchanged?", sep="\n")
            return 2
    return report(asked.modules)


def lay_out(keep: bool) -> None:
    """A project of its own with nothing but the pure rooms and their tests, new or taken up again."""
    paths = {str(path.relative_to(ROOT)): path for one in (*SOURCES, *TESTS) for path in _below(ROOT / one)}
    files = {name: undecorated(path.read_bytes()) if _mutated(name) else path.read_bytes() for name, path in paths.items()}
    now = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()} | {"pyproject.toml": CONFIG}
    before: dict[str, str] = json.loads(LAID_OUT.read_text(encoding="utf-8")) if LAID_OUT.exists() else {}
    mend()
    if now == before:
        return
    same = all(now.get(name) == told for name, told in before.items()) and all(name.startswith("tests/") for name in now.keys() - before.keys())
    if not before or not (same or keep):
        shutil.rmtree(BENCH, ignore_errors=True)
        before = {}
    for name in before.keys() - now.keys():
        (BENCH / name).unlink(missing_ok=True)
        (BENCH / "mutants" / name).unlink(missing_ok=True)
    for name, content in files.items():
        if before.get(name) != now[name]:
            # mutmut copies what is new itself, and data that changed never again
            for target in (BENCH / name, *([BENCH / "mutants" / name] if before and not name.endswith(".py") else [])):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
    if any(name.startswith("src/") and before.get(name) != told for name, told in now.items()):
        # which test reaches which function is looked at for new tests alone, never for a new function
        (BENCH / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    (BENCH / "pyproject.toml").write_text(CONFIG, encoding="utf-8")
    for meta in BENCH.glob("mutants/src/**/*.meta"):
        told = json.loads(meta.read_text(encoding="utf-8"))
        told["exit_code_by_key"] = {key: code if code in KILLED else None for key, code in told["exit_code_by_key"].items()}
        meta.write_text(json.dumps(told, indent=4), encoding="utf-8")
    LAID_OUT.write_text(json.dumps(now, indent=1), encoding="utf-8")


def _mutated(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in MUTATED)


def undecorated(source: bytes) -> bytes:
    """The same with every property and every cached function spelled as a function and a name: mutmut passes over what is decorated."""
    lines = source.decode().splitlines(keepends=True)
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef) and len(node.decorator_list) == 1]
    for node in sorted(found, key=lambda one: -one.lineno):
        how = node.decorator_list[0]
        if isinstance(how, ast.Name) and how.id in ("property", "cache"):
            lines.insert(node.end_lineno or node.lineno, f"{' ' * node.col_offset}{node.name} = {how.id}({node.name}_)\n")
            lines[node.lineno - 1] = lines[node.lineno - 1].replace(f"def {node.name}(", f"def {node.name}_(", 1)
            del lines[how.lineno - 1]
    return "".join(lines).encode()


def mend() -> None:
    """Has made anew what a run left half written: mutmut takes a file that is newer than its source for whole."""
    if LOG.exists() and "Running mutation testing" not in LOG.read_text(encoding="utf-8", errors="replace"):
        for source in BENCH.glob("src/**/*.py"):
            source.touch()
    for meta in BENCH.glob("mutants/src/**/*.meta"):
        try:
            json.loads(meta.read_text(encoding="utf-8"))
        except ValueError:
            meta.unlink()
            (BENCH / meta.relative_to(BENCH / "mutants").with_suffix("")).touch()


def _below(path: Path) -> Iterator[Path]:
    for one in [path] if path.is_file() else sorted(path.rglob("*")):
        if one.is_file() and one.suffix != ".pyc":
            yield one


def run(modules: list[str], minutes: float | None, children: int) -> int:
    """Asks every mutant that was not asked yet, for so many minutes at most; not 0 when mutmut could not begin."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO")} | {
        "PYTHONPATH": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # pure tests need none, and each mutant would look for them again
        "CI": "true",  # hypothesis draws the same examples in every run
    }
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children)]
    waiting = [one.key for one in mutants(modules) if one.state == "not asked"]
    if modules:
        # a name that is given is asked again, so only those that were not; before the first run nobody knows them
        command += waiting or [f"*.{name}.*" for name in modules]
    if mutants(modules) and not waiting:
        return 0
    with LOG.open("w", encoding="utf-8") as log:
        child = subprocess.Popen(command, cwd=BENCH, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            return child.wait(None if minutes is None else 60 * minutes)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            child.send_signal(signal.SIGINT)  # to mutmut alone: a test that it interrupts would count as asked
            child.wait()
            return 0


@dataclass(frozen=True)
class Mutant:
    """One change of one function: its key and file, its short names (``stages._next``; ``Threshold.least``), and what became of it."""

    key: str
    path: Path
    module: str
    function: str
    state: str


def mutants(modules: list[str]) -> list[Mutant]:
    """All that mutmut has made of these modules (of all without any), as far as it was run."""
    found = []
    for meta in sorted(BENCH.glob("mutants/src/**/*.meta")):
        for key, code in json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            match = NAME.fullmatch(key)
            module = match["module"].rpartition(".")[2] if match else meta.stem
            name = match["name"] if match else key
            name = name if name.endswith("__") else name.removesuffix("_")  # of what is decorated in truth
            function = f"{match['kind']}.{name}" if match and match["kind"] else f"{module}.{name}"
            if not modules or module in modules:
                found.append(Mutant(key, meta.relative_to(BENCH / "mutants").with_suffix(""), module, function, state(code)))
    return found


def state(code: int | None) -> str:
    """What an exit code of mutmut says."""
    if code is None:
        return "not asked"
    if code == SURVIVED:
        return "survived"
    return "killed" if code in KILLED else "timeout" if code in TIMED_OUT else "no test" if code in NO_TEST else "other"


def report(modules: list[str]) -> int:
    """Prints what lives, what ran out of its time, and the score."""
    found, reasons = mutants(modules), explanations()
    unexplained = 0
    for one in found:
        if one.state in ("killed", "not asked"):
            continue
        with contextlib.chdir(BENCH):
            shown = get_diff_for_mutant(one.key, path=one.path).splitlines()
        lines = [text for text in shown if text[:1] in "+-" and text[:3] not in ("+++", "---")]
        before, after = (" ".join(text[1:].strip() for text in lines if text[0] == sign) for sign in "-+")
        said = ""
        if one.state != "timeout" and computes(before, after):
            known = any(one.function in names and text in after for names, text in reasons)
            said = ", explained" if known else ", a comparison or sum that is NOT EXPLAINED"
            unexplained += not known
        print(f"-- {one.function} [{one.key.rpartition('_')[2]}]: {one.state}{said}", *lines, sep="\n")
    rows = {module: Counter(one.state for one in found if one.module == module) for module in sorted({one.module for one in found})}
    whole = Counter(one.state for one in found)
    print(f"{'':12}{'mutants':>9}" + "".join(f"{name:>10}" for name in STATES) + f"{'score':>9}")
    for module, counted in [*rows.items(), ("in all", whole)]:
        print(f"{module:12}{counted.total():>9}" + "".join(f"{counted[name]:>10}" for name in STATES) + f"{score(counted):>8.1f}%")
    print(f"aim {AIM} %; a mutant dies by a failing test or by its time; comparisons and sums that live without an explanation: {unexplained}")
    return 0 if score(whole) >= AIM and not whole["not asked"] and not unexplained else 1


def score(counted: Counter[str]) -> float:
    """The share that died of all that there are, in percent; 0 of nothing."""
    return 100 * (counted["killed"] + counted["timeout"]) / max(1, counted.total())


def computes(before: str, after: str) -> bool:
    """Whether the change is one of a comparison, of a sum, of a boolean or of a number."""
    changed = Counter(_tokens(before))
    changed.subtract(_tokens(after))
    return any(text in OPERATORS or text[0].isdigit() for text, times in changed.items() if times)


def _tokens(line: str) -> list[str]:
    """The tokens of a line, as far as it is Python by itself."""
    found = []
    try:
        for one in tokenize.generate_tokens(io.StringIO(line).readline):
            found.append(one.string)
    except (tokenize.TokenError, IndentationError, SyntaxError):
        pass
    return [text for text in found if text.strip()]


def explanations() -> list[tuple[frozenset[str], str]]:
    """Which functions, and what stands in the changed line: the rows of the tables under docs/rules that say why it is the same."""
    pages = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs" / "rules").glob("*.md"))]
    rows = [match for page in pages for match in EXPLAINED.finditer(page)]
    return [(frozenset(re.findall(r"[\w.]+", row["names"])), row["text"]) for row in rows]


if __name__ == "__main__":
    sys.exit(main())
