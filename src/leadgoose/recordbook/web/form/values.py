"""The flat mapping of a form: names of its fields, texts in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from leadgoose.recordbook.queries.record import OpenItem
from leadgoose.recordbook.queries.roll import Roll
from leadgoose.recordbook.rules.kinds import KindRule
from leadgoose.recordbook.rules.room import Rolled
from leadgoose.roster.models import Organisation

Values = dict[str, str]
SPEECHES, MATTERS, SITTINGS, TOPICS = 3, 2, 1, 2
"""Rows of each list that an empty form shows; `more` adds as many again."""
MOST_ROWS = 60
PAPER, SHEET = "paper", "sheet"
"""Modes besides typing directly: the paper is the original; a sheet filled in by hand is typed in."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form stands on: whose book, which kind, who belongs on the day, what is open. groups: (key, name) of those that
    there are, group: the one that meets, "" for other kinds. today: the day on which it is written. papers: (key, title) of the texts that the
    committee holds."""

    organisation: Organisation
    rule: KindRule
    roll: Roll
    items: tuple[OpenItem, ...]
    groups: tuple[tuple[str, str], ...]
    group: str
    today: date
    papers: tuple[tuple[str, str], ...] = ()

    @property
    def people(self) -> dict[str, Rolled]:
        return {one.key: one for one in self.roll.people}


def count(values: Mapping[str, str], name: str, least: int) -> int:
    """How many rows of a list the form has."""
    text = values.get(name, "")
    return min(max(int(text), least), MOST_ROWS) if text.isascii() and text.isdigit() and len(text) <= 3 else least


def topic_rows(text: str) -> Values:
    """Lines of a plan, or of a draft from before topics had rows, as rows of the form."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return {"topics": str(max(TOPICS, len(lines))), **{f"t-text-{row}": line for row, line in enumerate(lines)}}


def in_rows(values: Values) -> Values:
    """A form whose topics are one text, a line each, as one with rows."""
    text = values.get("topics", "")
    return values if not text or text.isdigit() else {**values, **topic_rows(text)}


def field_of(place: str, rows: Mapping[str, list[int]], people: list[str]) -> str:
    """The form's field for a place in the entry: "matters.1.due_on" → "m-due-3" where the entry's second matter was typed in row 3."""
    what, _, rest = place.partition(".")
    number, _, part = rest.partition(".")
    if what == "fields":
        return f"f-{rest}"
    if what == "people":
        return f"p-{people[int(number)]}" if number.isdigit() and int(number) < len(people) else "people"
    if what == "sittings":
        row = rows.get("sittings", [0])[int(number)]
        return part if row == 0 else f"{part}-{row}"
    if what == "matters":
        row = rows.get("matters", [0])[int(number)]
        return {"vote": f"m-vote-{row}", "due_on": f"m-due-{row}", "check_on": f"m-check-{row}", "owner": f"m-owner-{row}"}.get(part, f"m-text-{row}")
    if what == "topics":
        row = rows.get("topics", [0])[int(number)]
        return {"by": f"t-by-{row}", "papers": f"t-papers-{row}"}.get(part, f"t-text-{row}")
    if what == "closings":
        return "closings"
    return {"copied_from": "copied_from", "reason": "reason"}.get(what, what)
