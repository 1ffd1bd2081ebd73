"""What is wrong in a file: one dataclass for a cell that cannot be taken in, one error for a file that cannot be read at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


def gettext_noop(text: str) -> str:
    """Mark a sentence for the collector of messages; this room knows no translation, pages translate `template` with `facts`."""
    return text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one cell.

    `row` is the spreadsheet's own number (1-based), `column` the header as the sheet writes it (the field's usual name where
    the sheet has no such column), `place` the column's index from 0 (None: no such column), `value` the cell as written,
    `field` the key of the field. `template` % `facts` is the sentence in Simplified Chinese; neither ever holds an ID number
    or a phone.
    """

    sheet: str
    row: int
    column: str
    code: str
    severity: Severity
    value: str
    template: str
    facts: Mapping[str, object] = field(default_factory=dict)
    field: str = ""
    place: int | None = None

    @property
    def message(self) -> str:
        """What is wrong and what to do, one sentence in Simplified Chinese."""
        return self.template % self.facts


class Unreadable(Exception):
    """The file as a whole cannot be read, or no header was found in it: `code` for programs, `message` one sentence for the
    person who sent it.
    """

    def __init__(self, code: str, template: str, **facts: object) -> None:
        self.code = code
        self.template = template
        self.facts = facts
        super().__init__(template % facts)

    @property
    def message(self) -> str:
        return self.template % self.facts
