"""The model of competencies (pure): 7 dimensions of 4 behaviours, anchors for levels 1 to 5, target levels by role; read from a dated table.

A committee may reword it and set its own targets, as a new version; the shape of 7 × 4 and the ids stay, so that evidence of every version
speaks about the same things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

LEVELS = (1, 2, 3, 4, 5)
DIMENSIONS = tuple(f"K{number}" for number in range(1, 8))
BEHAVIOURS = tuple(f"{dimension}.{number}" for dimension in DIMENSIONS for number in range(1, 5))
LONGEST = {"name": 30, "short": 8, "shows": 80}


class Role(StrEnum):
    """Whom the model sets targets for."""

    RESERVE = "reserve"                  # 优秀党员（后备）
    MEMBER = "member"                    # 支委
    DEPUTY = "deputy"                    # 副书记
    NEW_SECRETARY = "new_secretary"      # 新任书记
    SECRETARY = "secretary"              # 书记
    DEMONSTRATION = "demonstration"      # 示范书记


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a level means, whatever the behaviour."""

    level: int
    name: str
    shows: str
    english: str = ""
    english_shows: str = ""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Something that can be seen; shows: what level 3 of it looks like."""

    id: str
    name: str
    shows: str
    english: str = ""
    english_shows: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One competency. grade: the article's word for how good it should be, "" where it has none."""

    id: str
    name: str
    short: str
    grade: str
    behaviours: tuple[Behaviour, ...]
    english: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """One version."""

    version: str
    valid_from: date
    source: str
    anchors: tuple[Anchor, ...]
    dimensions: tuple[Dimension, ...]
    targets: Mapping[Role, Mapping[str, int]]

    def target(self, role: Role, dimension: str) -> int:
        return self.targets[role][dimension]


class Unfit(ValueError):
    """A model that cannot be used: where, and a code that pages put into words (lacking, long, level, order)."""

    def __init__(self, where: str, code: str) -> None:
        super().__init__(f"{where}: {code}")
        self.where, self.code = where, code


def parse(table: Mapping[str, Any]) -> Model:
    """A model from its table, as TOML or JSON give it. Raises Unfit; TypeError and KeyError for what is no such table at all."""
    anchors = tuple(Anchor(one["level"], _text(one, "name", f"anchor.{one['level']}"), _text(one, "shows", f"anchor.{one['level']}"), *_english(one))
                    for one in table["anchors"])
    if tuple(one.level for one in anchors) != LEVELS:
        raise Unfit("anchors", "lacking")
    dimensions = tuple(_dimension(one) for one in table["dimensions"])
    if tuple(one.id for one in dimensions) != DIMENSIONS:
        raise Unfit("dimensions", "lacking")
    targets = {role: _targets(role, table["targets"].get(role.value, {})) for role in Role}
    starts = table["valid_from"]
    first = starts if isinstance(starts, date) else date.fromisoformat(starts)
    return Model(str(table["version"]), first, table.get("source", ""), anchors, dimensions, targets)


def as_table(model: Model) -> dict[str, Any]:
    """The model as JSON holds it; parse() reads it again."""
    return {
        "version": model.version, "valid_from": model.valid_from.isoformat(), "source": model.source,
        "anchors": [{"level": one.level, "name": one.name, "shows": one.shows, **_as_english(one)} for one in model.anchors],
        "dimensions": [
            {"id": one.id, "name": one.name, "short": one.short, "grade": one.grade, "english": one.english,
             "behaviours": [{"id": each.id, "name": each.name, "shows": each.shows, **_as_english(each)} for each in one.behaviours]}
            for one in model.dimensions
        ],
        "targets": {role.value: dict(levels) for role, levels in model.targets.items()},
    }


def newest(models: Sequence[Model], on: date) -> Model:
    """The version in force on a day: the one begun last, of two begun on one day the later in the row; before all of them the first."""
    ordered = sorted(models, key=lambda one: one.valid_from)
    begun = [one for one in ordered if one.valid_from <= on]
    return begun[-1] if begun else ordered[0]


def _dimension(table: Mapping[str, Any]) -> Dimension:
    key = table["id"]
    found = tuple(Behaviour(one["id"], _text(one, "name", one["id"]), _text(one, "shows", one["id"]), *_english(one)) for one in table["behaviours"])
    if tuple(one.id for one in found) != tuple(f"{key}.{number}" for number in range(1, 5)):
        raise Unfit(key, "lacking")
    return Dimension(key, _text(table, "name", key), _text(table, "short", key), table.get("grade", ""), found, table.get("english", ""))


def _english(table: Mapping[str, Any]) -> tuple[str, str]:
    """The English of name and of what it shows, "" where a committee's own words have none."""
    return table.get("english", ""), table.get("english_shows", "")


def _as_english(one: Anchor | Behaviour) -> dict[str, str]:
    return {"english": one.english, "english_shows": one.english_shows}


def _text(table: Mapping[str, Any], name: str, where: str) -> str:
    text = " ".join(str(table.get(name, "")).split())
    if not text:
        raise Unfit(f"{where}.{name}", "lacking")
    if len(text) > LONGEST[name]:
        raise Unfit(f"{where}.{name}", "long")
    return text


def _targets(role: Role, table: Mapping[str, Any]) -> dict[str, int]:
    """Whole levels 1 to 5; and 过硬 ≥ 较好 ≥ 比较强: K1 ≥ K3 ≥ K5, the article's own order."""
    for dimension in DIMENSIONS:
        if table.get(dimension) not in LEVELS:
            raise Unfit(f"targets.{role.value}.{dimension}", "level")
    if not table["K1"] >= table["K3"] >= table["K5"]:
        raise Unfit(f"targets.{role.value}", "order")
    return {dimension: int(table[dimension]) for dimension in DIMENSIONS}
