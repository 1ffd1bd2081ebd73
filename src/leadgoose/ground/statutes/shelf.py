"""Reads the shipped data files, once, into immutable rules.

The files in ``data/`` are TOML for people: one table per rule, named by its id, so that the format itself refuses a
second rule of the same id. Text stands in single quotes (TOML's literal strings), which are also what the parser reads
fastest. Fractions are text "a/b", so no float ever enters a comparison.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from leadgoose.ground.statutes.language import Lang
from leadgoose.ground.statutes.texts import Parameter, Regulation, Rule, Strength, Value

DATA = Path(__file__).parent / "data"
RULE_FILES = ("elections", "ballots", "terms", "branch", "soe", "training", "review", "documents", "privacy")
_FRACTION = re.compile(r"(\d+)/(\d+)")

Table = dict[str, Any]  # one TOML table as tomllib gives it


@dataclass(frozen=True, slots=True)
class Statutes:
    """All shipped rules and regulations, by key, in the order of the files."""

    rules: Mapping[str, Rule]
    regulations: Mapping[str, Regulation]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())


@cache
def load() -> Statutes:
    """All rules and regulations; read from disk once per process."""
    regulations = {key: _regulation(key, table) for key, table in _read("regulations").items()}
    tables: Table = {}
    for name in RULE_FILES:
        for key, table in _read(name).items():
            if key in tables:
                raise ValueError(f"rule {key} stands in two files")
            tables[key] = table
    rules: dict[str, Rule] = {}
    for key in tables:
        _build(key, tables, regulations, rules, path=())
    return Statutes({key: rules[key] for key in tables}, regulations)


def rule(key: str) -> Rule:
    """The rule of this id; KeyError when none is shipped."""
    return load().rules[key]


def regulation(key: str) -> Regulation:
    """The regulation of this key; KeyError when none is shipped."""
    return load().regulations[key]


@cache
def _traditional() -> Table:
    """Traditional titles and sentences by key: generated at build time, because OpenCC is no standard library."""
    return _read("traditional")


def _read(name: str) -> Table:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"), parse_float=Decimal)


class _Words(Mapping[Lang, str]):
    """Simplified and English from the rule's own table; Traditional looked up when it is first asked for."""

    __slots__ = ("_english", "_field", "_hans", "_key")

    def __init__(self, key: str, field: str, hans: str, english: str) -> None:
        self._key, self._field, self._hans, self._english = key, field, hans, english

    def __getitem__(self, lang: Lang) -> str:
        if lang == "zh-Hans":
            return self._hans
        if lang == "en":
            return self._english
        if lang == "zh-Hant":
            return str(_traditional()[self._key][self._field])
        raise KeyError(lang)

    def __iter__(self) -> Iterator[Lang]:
        return iter(("zh-Hans", "zh-Hant", "en"))

    def __len__(self) -> int:
        return 3


def _regulation(key: str, table: Table) -> Regulation:
    return Regulation(
        key=key,
        kind=table["kind"],
        title=_Words(key, "title", table["title"], table["english"]),
        number=table.get("number"),
        valid_from=table.get("valid_from"),
        valid_to=table.get("valid_to"),
        replaces=table.get("replaces"),
        confidence=table["confidence"],
        note=table.get("note"),
    )


def _build(key: str, tables: Table, regulations: Mapping[str, Regulation], done: dict[str, Rule], path: tuple[str, ...]) -> Rule:
    """The rule of one table, its parent first, because a derived rule takes its strength."""
    if key in done:
        return done[key]
    if key in path:
        raise ValueError(f"rule {key} is its own ancestor")
    table = tables[key]
    parent = _build(table["parent"], tables, regulations, done, (*path, key)) if "parent" in table else None
    if (parent is None) == ("strength" not in table):
        raise ValueError(f"rule {key} needs either a strength or a parent")
    done[key] = Rule(
        id=key,
        regulation=regulations[table["regulation"]],
        article=table.get("article"),
        article_confidence=table["article_confidence"],
        strength=parent.strength if parent else Strength(table["strength"]),
        parent=parent,
        confidence=table["confidence"],
        applies_to=table["applies_to"],
        title=_Words(key, "title", table["title"], table["english"]),
        sentence=_Words(key, "sentence", table["sentence"], table["english"]),
        parameters=tuple(_parameter(one) for one in table.get("parameters", ())),
        note=table.get("note"),
        source=table["source"],
        article_source=table.get("article_source"),
    )
    return done[key]


def _parameter(table: Table) -> Parameter:
    return Parameter(table["name"], _value(table["value"]), table["unit"], table.get("op"))


def _value(raw: Value) -> Value:
    match = _FRACTION.fullmatch(raw) if isinstance(raw, str) else None
    return Fraction(int(match[1]), int(match[2])) if match else raw
