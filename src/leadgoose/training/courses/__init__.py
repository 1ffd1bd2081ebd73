"""What ships: courses, texts as Markdown and questions as TOML, one pair of files a unit; sand-table exercises. Read once, into what `rules` describe."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from leadgoose.training.rules import exercises as plays
from leadgoose.training.rules.bank import FALSE, TRUE, Ground, Kind, Question
from leadgoose.training.rules.exercises import Exercise
from leadgoose.training.rules.lessons import Unit, read_unit

HERE = Path(__file__).parent
ORDER = ("basics", "secretary")
PLAYED = ("election", "admission", "conflict", "site")
UNITS = 8


@dataclass(frozen=True, slots=True)
class Course:
    """A course with its units in order. audience: whom it is for; about: what it is. english: by Chinese text (also the units' titles)."""

    key: str
    title: str
    audience: str
    about: str
    units: tuple[Unit, ...]
    english: Mapping[str, str]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.units)


@cache
def courses() -> Mapping[str, Course]:
    """All shipped courses by key."""
    return {key: _course(key) for key in ORDER}


@cache
def questions() -> tuple[Question, ...]:
    """All shipped questions, in the order of courses and units."""
    return tuple(one for course in ORDER for number in range(1, UNITS + 1) for one in _questions(course, number))


@cache
def exercises() -> Mapping[str, Exercise]:
    """All shipped sand-table exercises by key ("exercise-election")."""
    found = [plays.parse(key, tomllib.loads((HERE / "exercises" / f"{key}.toml").read_text(encoding="utf-8"))) for key in PLAYED]
    return {one.key: one for one in found}


@cache
def grounds(course: str, number: int) -> tuple[Ground, ...]:
    """The rules that a unit's text rests on, with their values when it was last read."""
    return tuple(map(Ground.parse, _table(course, number)["unit"]["rules"]))


@cache
def grounds_of_exercise(key: str) -> tuple[Ground, ...]:
    """The rules that an exercise rests on, likewise."""
    told = tomllib.loads((HERE / "exercises" / f"{key.removeprefix(plays.PREFIX)}.toml").read_text(encoding="utf-8"))
    return tuple(map(Ground.parse, told["rules"]))


def _course(key: str) -> Course:
    told = tomllib.loads((HERE / key / "course.toml").read_text(encoding="utf-8"))
    units = tuple(read_unit(number, (HERE / key / f"{number}.md").read_text(encoding="utf-8")) for number in range(1, UNITS + 1))
    english = told["english"]
    titles = zip((one.title for one in units), english["units"], strict=True)
    return Course(key, told["title"], told["for"], told["about"], units, {**dict(titles), **{told[name]: english[name] for name in ("title", "for", "about")}})


def _questions(course: str, number: int) -> Iterator[Question]:
    for key, told in _table(course, number).items():
        if key != "unit":
            yield _question(key, course, number, told)


def _question(key: str, course: str, unit: int, told: dict[str, Any]) -> Question:
    kind = Kind(told["kind"])
    right: Any = told.get("points" if kind is Kind.SHORT else "right")
    if kind is Kind.TRUE_FALSE:
        right = TRUE if told["answer"] else FALSE
    grounds = tuple(map(Ground.parse, told["rules"]))
    chosen = (right,) if isinstance(right, str) else tuple(right)
    return Question(key, course, unit, kind, told["difficulty"], told["ask"], chosen, tuple(told.get("wrong", ())), told["why"], grounds)


def _table(course: str, number: int) -> dict[str, Any]:
    return tomllib.loads((HERE / course / f"{number}.toml").read_text(encoding="utf-8"))
