"""What a kind of table looks like: its fields with the names that columns go by, and how a row of headings is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from leadgoose.ground.intake.text import narrow, squeeze

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_EDGES = "*#:;,.、。-_ "


@dataclass(frozen=True)
class Layout:
    """A kind of table.

    `names[field]`: the column's names in simplified characters, the usual one first; where two columns of a sheet mean the
    same field, the one named earlier here is read and the later fills its empty cells. `anchors`: of each group at least one
    field must be in a header; `least`: how many fields make a header. `single`: fields whose column may stand only once.
    `proof`: fields that only a row of data fills (a total or a signature line does not). `spread`: the field whose cell is
    merged over several rows. `band`: what a line alone above its rows says in place of that column. `simplify` folds headers
    to simplified characters.
    """

    names: Mapping[str, Sequence[str]]
    anchors: tuple[frozenset[str], ...]
    least: int
    single: frozenset[str]
    proof: frozenset[str]
    spread: str
    band: re.Pattern[str]
    simplify: Callable[[str], str]

    @cached_property
    def _known(self) -> dict[str, tuple[str, int]]:
        known: dict[str, tuple[str, int]] = {}
        for field, names in self.names.items():
            for rank, name in enumerate(names):
                known.setdefault(name, (field, rank))
        return known

    def field_of(self, heading: str) -> tuple[str, int] | None:
        """The field that a heading names and the name's rank among that field's names, or None."""
        key = squeeze(narrow(self.simplify(heading))).strip(_EDGES).lower()
        for form in (key, _IN_BRACKETS.sub("", key).strip(_EDGES), key.replace("(", "").replace(")", "")):
            if form and (found := self._known.get(form)):
                return found
        return None

    def usual_name(self, field: str) -> str:
        return self.names[field][0]

    def is_header(self, fields: set[str]) -> bool:
        return len(fields) >= self.least and all(fields & group for group in self.anchors)
