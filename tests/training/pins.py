"""Writes into the shipped courses the values of every rule that they cite: python tests/training/pins.py

Run it only after reading what it changes: a changed value means that the question or the unit has to be read again, and this says that it was.
"""

import re
from pathlib import Path

from leadgoose.ground.statutes import rule
from leadgoose.training.courses import HERE, ORDER, PLAYED, UNITS
from leadgoose.training.rules.bank import Ground
from leadgoose.training.rules.filling import cited_in

RULES = re.compile(r"^rules = \[(.*?)\]$", re.MULTILINE | re.DOTALL)
UNIT = re.compile(r"\A\[unit\]\n.*?\n\n", re.DOTALL)


def pinned(text: str, unit: str) -> str:
    """The questions of one file with their pins as of today, and above them those of the unit's text."""
    text = RULES.sub(lambda found: _listed([one.split(" ")[0] for one in re.findall(r"'([^']+)'", found[1])]), UNIT.sub("", text))
    return f"[unit]\n{_listed(sorted(cited_in(unit)))}\n\n{text}"


def pinned_exercise(text: str) -> str:
    """An exercise with its pins as of today, above all else that is in the file."""
    text = RULES.sub("", text).lstrip()
    return f"{_listed(sorted(cited_in(text)))}\n\n{text}"


def exercise_files() -> list[Path]:
    return [HERE / "exercises" / f"{key}.toml" for key in PLAYED]


def _listed(rules: list[str]) -> str:
    told = [f"'{Ground.now(rule(one))}'" for one in rules]
    line = f"rules = [{', '.join(told)}]"
    return line if len(line) <= 120 else "rules = [\n" + "".join(f"  {one},\n" for one in told) + "]"


def files() -> list[tuple[Path, Path]]:
    """Questions and text of every unit."""
    return [(HERE / course / f"{number}.toml", HERE / course / f"{number}.md") for course in ORDER for number in range(1, UNITS + 1)]


if __name__ == "__main__":
    for questions, unit in files():
        questions.write_text(pinned(questions.read_text(encoding="utf-8"), unit.read_text(encoding="utf-8")), encoding="utf-8")
    for exercise in exercise_files():
        exercise.write_text(pinned_exercise(exercise.read_text(encoding="utf-8")), encoding="utf-8")
