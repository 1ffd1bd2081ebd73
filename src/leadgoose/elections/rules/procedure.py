"""The procedure of an election as data: ``standards/procedure.toml`` read into immutable nouns. What may happen is in ``stages``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "standards" / "procedure.toml"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: who acts, by which act, with which paper ("" for none), and the items that it asks for."""

    key: str
    by: str
    rule: str
    act: str
    needs: tuple[str, ...]
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """One item of a checklist. ``judged``: a verdict decides it; ``when``: asked only where the election has that trait."""

    key: str
    rule: str
    judged: bool = False
    when: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """A move beside the straight way: ``after`` a stage ("" any), at an ``outcome`` ("" any), ``back_to`` a stage ("" none)."""

    key: str
    by: str
    rule: str
    act: str
    needs: tuple[str, ...]
    after: str = ""
    outcome: str = ""
    back_to: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of election. ``rules``: items that another rule decides here; ``more``: items a stage asks for besides."""

    key: str
    stages: tuple[str, ...]
    rules: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A part that an election may have, behind one of its stages; ``without``: stages that it does not have then.

    ``sides``: side moves that then stand behind another stage and go back to it, by key.
    """

    after: str
    stages: tuple[str, ...]
    without: tuple[str, ...] = ()
    sides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """The way of some papers, direct or through a general branch."""

    papers: tuple[str, ...]
    direct: tuple[str, ...]
    through: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Procedure:
    """All of the file, by key, in its order."""

    stages: Mapping[str, Stage]
    items: Mapping[str, Need]
    sides: Mapping[str, Side]
    kinds: Mapping[str, Kind]
    parts: Mapping[str, Part]
    routes: Mapping[str, Route]


@cache
def procedure() -> Procedure:
    """The shipped procedure; read from disk once per process."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return Procedure(
        stages={key: Stage(key, **_tuples(table)) for key, table in data["stages"].items()},
        items={key: Need(key, **table) for key, table in data["items"].items()},
        sides={key: Side(key, **_tuples(table)) for key, table in data["sides"].items()},
        kinds={key: _kind(key, table) for key, table in data["kinds"].items()},
        parts={key: Part(**_tuples(table)) for key, table in data["parts"].items()},
        routes={key: Route(**_tuples(table)) for key, table in data["routes"].items()},
    )


def path(kind: str, traits: frozenset[str] = frozenset()) -> tuple[Stage, ...]:
    """The stages of a kind of election in order, with the parts that its traits name; KeyError for an unknown kind."""
    told = procedure()
    keys = list(told.kinds[kind].stages)
    for name, part in told.parts.items():
        if name in traits:
            at = keys.index(part.after) + 1
            keys[at:at] = part.stages
            keys = [key for key in keys if key not in part.without]
    return tuple(told.stages[key] for key in keys)


def side_moves(traits: frozenset[str] = frozenset()) -> Mapping[str, Side]:
    """The side moves by key, each where it stands in an election of these traits."""
    told = procedure()
    moved = {key: place for name, part in told.parts.items() if name in traits for key, place in part.sides.items()}
    return {key: replace(one, after=moved[key], back_to=moved[key]) if key in moved else one for key, one in told.sides.items()}


def needs(kind: str, stage: Stage | Side, traits: frozenset[str]) -> tuple[Need, ...]:
    """What a stage or side move asks for in an election of this kind and traits, each under the rule that holds there."""
    told, of = procedure(), procedure().kinds[kind]
    found = [told.items[key] for key in (*stage.needs, *of.more.get(stage.key, ()))]
    asked = [one for one in found if not one.when or one.when in traits]
    return tuple(replace(one, rule=of.rules.get(one.key, one.rule)) for one in asked)


def route(paper: str, through: bool) -> tuple[str, ...]:
    """Who has a paper in hand, one after the other; () for a paper that stays in the organisation."""
    for one in procedure().routes.values():
        if paper in one.papers:
            return one.through if through else one.direct
    return ()


def _tuples(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _kind(key: str, table: Mapping[str, Any]) -> Kind:
    return Kind(key, tuple(table["stages"]), table.get("rules", {}), _tuples(table["more"]))
