"""The description of a ballot: no official document, so no grid, no number, no imprint; every sheet is the same.

Nothing is printed that could tell one sheet from another, and no letter is smaller than 16 pt. A sample carries its word in outline
across the sheet, so that it can be shown and never be voted with. Sources: doc-ballot-not-covered, elec-ballot-no-marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MOST_ON_A5 = 12
"""Rows (names and places to write in) that an A5 sheet holds; more go on A4."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One kind of ballot. names in the order of the ballot; write_ins: how many empty lines; sample: "" on a ballot that is voted with."""

    title: tuple[str, ...]
    seats: str                                       # 应选五名
    names: tuple[str, ...]
    write_ins: int
    heads: tuple[str, str, str]                      # of the names, of the places to write in, of the signs
    notes: tuple[str, ...]                           # how it is filled in
    day: str = ""
    script: str = "zh-Hans"
    sample: str = ""

    @property
    def paper(self) -> str:
        return "a5" if len(self.names) + self.write_ins <= MOST_ON_A5 else "a4"

    def facts(self) -> dict[str, Any]:
        """The same as plain JSON values; `from_facts` reads them back."""
        return asdict(self)


def from_facts(facts: Mapping[str, Any]) -> Ballot:
    """The ballot whose facts were kept."""
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list | tuple) else value for name, value in facts.items()}
    return Ballot(**plain)


def print_facts(ballot: Ballot, copies: int = 1) -> dict[str, Any]:
    """What the template prints: so many sheets that are all alike."""
    return {**ballot.facts(), "paper": ballot.paper, "copies": copies}
