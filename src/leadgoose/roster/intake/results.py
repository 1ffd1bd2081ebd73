"""What reading a register or a ledger gives: rows that can be taken in, rows that wait for correction, and everything that
was left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leadgoose.ground.intake.problems import Problem
from leadgoose.ground.intake.sheets import Sheet


@dataclass(frozen=True, slots=True)
class PersonRow:
    """An accepted row. Dates are ISO text, "1998-07" where only year and month are given; None where the cell is empty; other
    empty fields are "".
    """

    sheet: str
    row: int
    name: str
    gender: str
    ethnicity: str
    birth_date: str | None
    id_number: str
    education: str
    degree: str
    school: str
    major: str
    work_start: str | None
    joined_party: str
    full_member: str | None
    branch: str
    party_post: str
    admin_post: str
    phone: str
    status: str

    @property
    def is_probationary(self) -> bool:
        return self.status[:1] in {"预", "預"}


PERSON_KEYS = tuple(name for name in PersonRow.__slots__ if name not in {"sheet", "row"})
"""The keys of a person in the JSON, in the format's order."""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row with errors. `raw` are the cells as written, `read` what could be read of them, by field; neither is taken in."""

    sheet: str
    row: int
    raw: Mapping[str, str]
    read: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        return self.read.get("name", "")

    @property
    def branch(self) -> str:
        return self.read.get("branch", "")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row or a whole sheet (row 0) that is not data: `why` is one of header, total, footer, title, unit, band, numbered,
    no-header, empty.
    """

    sheet: str
    row: int
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class UnreadColumn:
    """A column with a header that no field is known by; its cells are not read."""

    sheet: str
    column: str


@dataclass(frozen=True, slots=True)
class Counts:
    rows: int
    accepted: int
    rejected: int
    branches: int


@dataclass(frozen=True, slots=True)
class Register:
    """A register as read: `people` in the order of the file, `reported_on` the 填报日期 (ISO day) and `unit` the 填报单位 of
    the first sheet that says so.
    """

    people: tuple[PersonRow, ...]
    waiting: tuple[WaitingRow, ...]
    problems: tuple[Problem, ...]
    counts: Counts
    reported_on: str | None
    unit: str
    left_out: tuple[LeftOut, ...]
    unread_columns: tuple[UnreadColumn, ...]
    grids: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class TermRow:
    """An accepted term. Days are ISO text; `expires_on` by rule from `elected_on` and `years`, never the sheet's;
    `founded_on` may be "1998-07".
    """

    sheet: str
    row: int
    branch: str
    elected_on: str
    years: int
    expires_on: str
    shifted_to: str | None
    reply_no: str | None
    secretary: str | None
    deputies: tuple[str, ...]
    members: tuple[str, ...]
    founded_on: str | None
    note: str


TERM_KEYS = ("branch", "elected_on", "years", "expires_on", "shifted_to", "reply_no", "secretary")


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger as read; a row with an error waits, a row with warnings only is among the terms."""

    terms: tuple[TermRow, ...]
    waiting: tuple[WaitingRow, ...]
    problems: tuple[Problem, ...]
    reported_on: str | None
    unit: str
    left_out: tuple[LeftOut, ...]
    unread_columns: tuple[UnreadColumn, ...]
    grids: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class RegisterIndex:
    """What a ledger is judged against, from a register file or from the database.

    `people[branch][name]` is the number of members of that name, `waiting[branch]` the names in rows that wait for correction
    (branch "" where the row does not say one), `aliases[name in a file]` the branch's own name. Names as written; `branches`
    are full names (…党支部).
    """

    branches: frozenset[str]
    people: Mapping[str, Mapping[str, int]]
    waiting: Mapping[str, frozenset[str]]
    aliases: Mapping[str, str]
