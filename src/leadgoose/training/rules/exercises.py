"""A sand-table exercise (pure): the situation, role cards, events at their minute, what is looked at with worded levels. Docs: docs/rules/exercises.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from leadgoose.training.rules.competency import BEHAVIOURS
from leadgoose.training.rules.lessons import Step

WORDED = (2, 3, 4)
"""The levels that are worded for each look; 1 and 5 are what the model says of every behaviour."""
PREFIX = "exercise-"
"""What the key of an exercise begins with, beside those of courses (basics) and units (basics-4)."""


@dataclass(frozen=True, slots=True)
class Role:
    """A card: who one is and what one knows, what one does. observed: this role is looked at."""

    name: str
    told: str
    does: tuple[str, ...]
    observed: bool
    english: str


@dataclass(frozen=True, slots=True)
class Turn:
    """An event: handed to a role in a minute of the play. handled: how it is done right, for whoever directs."""

    minute: int
    to: str
    happens: str
    handled: str


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: a behaviour of the model, and how the levels 2, 3 and 4 of it look here."""

    behaviour: str
    what: str
    levels: tuple[str, str, str]
    english: str
    english_levels: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise. audience: whom it is for; aim: what is practised; english: of the title, the audience, the aim, and what each step is."""

    key: str
    title: str
    audience: str
    english: str
    english_audience: str
    aim: str
    english_aim: str
    english_steps: tuple[str, ...]
    situation: tuple[str, ...]
    steps: tuple[Step, ...]
    roles: tuple[Role, ...]
    turns: tuple[Turn, ...]
    looks: tuple[Look, ...]
    debrief: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.steps)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The competencies that it shows something of, in the order of the looks."""
        return tuple(dict.fromkeys(one.behaviour.partition(".")[0] for one in self.looks))

    @property
    def texts(self) -> Iterator[str]:
        """Every text, its places not yet filled."""
        yield from (self.title, self.audience, self.aim, *self.situation, *self.debrief)
        for role in self.roles:
            yield from (role.name, role.told, *role.does)
        for turn in self.turns:
            yield from (turn.happens, turn.handled)
        for look in self.looks:
            yield from (look.what, *look.levels)


def parse(key: str, table: Mapping[str, Any]) -> Exercise:
    """An exercise from its table; ValueError says what does not fit."""
    roles = tuple(Role(one["name"], one["told"], tuple(one["does"]), one["observed"], one["english"]) for one in table["roles"])
    turns = tuple(Turn(one["minute"], one["to"], one["happens"], one["handled"]) for one in table["turns"])
    looks = tuple(Look(one["behaviour"], one["what"], tuple(one["levels"]), one["english"], tuple(one["english_levels"])) for one in table["looks"])
    names = {one.name for one in roles}
    strange = [one.to for one in turns if one.to not in names] + [one.behaviour for one in looks if one.behaviour not in BEHAVIOURS]
    if strange or any({len(one.levels), len(one.english_levels)} != {len(WORDED)} for one in looks):
        raise ValueError(f"{key}: no such role or behaviour, or levels that are not three: {strange}")
    steps = tuple(Step(one["minutes"], one["what"], one["how"]) for one in table["steps"])
    return Exercise(PREFIX + key, table["title"], table["for"], table["english"], table["english_for"], table["aim"], table["english_aim"],
                    tuple(one["english"] for one in table["steps"]), tuple(table["situation"]), steps, roles,
                    tuple(sorted(turns, key=lambda one: one.minute)), looks, tuple(table["debrief"]))
