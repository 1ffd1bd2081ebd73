"""The table of what is held: every column of every table with its kind; every kind with purpose, base, readers, keeping, erasure and how to contest."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from leadgoose.ground.access.roles import TABLE, Role

FIELDS = Path(__file__).parent / "fields.toml"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of what is held. Codes; their words are in `rights.words`. readers: roles, from the role table; why: why it stays, "" where it goes."""

    code: str
    purpose: str
    base: str
    rules: tuple[str, ...]
    capabilities: tuple[str, ...]
    keep: str
    erase: str
    contest: str
    why: str = ""

    @property
    def readers(self) -> tuple[Role, ...]:
        """Who may read it, in the order of the roles."""
        found = {role for one in self.capabilities for role in TABLE[one]}
        return tuple(role for role in Role if role in found and role is not Role.ANYONE)


@dataclass(frozen=True, slots=True)
class Fields:
    """The whole table. of: "roster.PersonFact.name" → kind; plain: columns that say nothing of anybody."""

    kinds: Mapping[str, Kind]
    of: Mapping[str, Kind]
    plain: frozenset[str]

    def kind(self, column: str) -> Kind:
        """The kind of a column; of a whole model ("roster.PersonFact"): of its first column that is no pointer. KeyError for one not in the table."""
        if column in self.of:
            return self.of[column]
        return next(kind for name, kind in self.of.items() if name.startswith(f"{column}.") and kind.code != "pointer")


@cache
def fields() -> Fields:
    """The table, read once a process. ValueError for a column that stands in two kinds, KeyError for a kind that is none."""
    table: dict[str, Any] = tomllib.loads(FIELDS.read_text("utf-8"))
    kinds = {
        code: Kind(code, one["purpose"], one["base"], tuple(one["rules"]), tuple(one["readers"]), one["keep"], one["erase"], one["contest"],
                   one.get("why", ""))
        for code, one in table["kind"].items()
    }
    of: dict[str, Kind] = {}
    plain: set[str] = set()
    for label, groups in table["model"].items():
        for code, names in groups.items():
            for name in names:
                column = f"{label}.{name}"
                if column in of or column in plain:
                    raise ValueError(f"{column} stands twice")
                if code == "plain":
                    plain.add(column)
                else:
                    of[column] = kinds[code]
    return Fields(kinds, of, frozenset(plain))
