"""Reading a member register (花名册): a file into accepted people, waiting rows and problems."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePath

from leadgoose.ground.intake.layout import Layout
from leadgoose.ground.intake.problems import Unreadable
from leadgoose.ground.intake.sheets import Sheet
from leadgoose.ground.intake.table import Row, Table, understand
from leadgoose.ground.intake.text import as_text
from leadgoose.ground.intake.workbook import open_sheets
from leadgoose.roster.intake import wording
from leadgoose.roster.intake.branches import comparable, is_branch
from leadgoose.roster.intake.columns import REGISTER
from leadgoose.roster.intake.judge import Judgement, Seen, judge_person
from leadgoose.roster.intake.results import (
    PERSON_KEYS,
    Counts,
    LeftOut,
    PersonRow,
    Register,
    RegisterIndex,
    UnreadColumn,
    WaitingRow,
)

EVERY = 200
"""Rows between two reports of how far judging is."""
Told = Callable[[int, int], None]
"""(rows judged, rows in all)."""
_MAY_BE_NONE = frozenset({"birth_date", "work_start", "full_member"})


def read_register(source: bytes | Path, filename: str = "", told: Told = lambda _done, _whole: None) -> Register:
    """Read and judge a register. Raises Unreadable for a file that is no table or holds no header. told: hears how far judging is."""
    content = source if isinstance(source, bytes) else source.read_bytes()
    name = filename or (source.name if isinstance(source, PurePath) else "")
    return judge_register(open_sheets(content, name), told)


def judge_register(sheets: Sequence[Sheet], told: Told = lambda _done, _whole: None) -> Register:
    """Judge the sheets of a register as one file."""
    tables = understood(sheets, REGISTER, wording.NO_HEADER_REGISTER)
    traditional = is_traditional(tables)
    seen: dict[str, Seen] = {}
    people: list[PersonRow] = []
    waiting: list[WaitingRow] = []
    branches: set[str] = set()
    whole = sum(len(table.rows) for table in tables)
    for table in tables:
        for row in table.rows:
            if (len(people) + len(waiting)) % EVERY == 0:
                told(len(people) + len(waiting), whole)
            judged = judge_person(row, _branch_of(table, row, len(tables)), traditional, seen)
            branches.add(judged.read["branch"])
            if judged.problems:
                waiting.append(waiting_row(judged))
            else:
                people.append(_person(judged))
    problems = [problem for row in waiting for problem in row.problems]
    counts = Counts(len(people) + len(waiting), len(people), len(waiting), len(branches - {""}))
    return Register(
        tuple(people), tuple(waiting), tuple(problems), counts, reported_on(tables), unit(tables),
        left_out(tables), unread_columns(tables), tuple(sheets))


def understood(sheets: Iterable[Sheet], layout: Layout, no_header: str) -> list[Table]:
    tables = [understand(sheet, layout) for sheet in sheets]
    if not any(line.why == "header" for table in tables for line in table.left_out):
        raise Unreadable("no-header", no_header)
    return tables


def is_traditional(tables: Iterable[Table]) -> bool:
    """Whether the file is written in traditional characters, as its branches and standings show, or else its headers."""
    cells = "".join(as_text(row.cells.get(name, "")) for table in tables for row in table.rows for name in ("branch", "status"))
    lines = "".join(line.text for table in tables for line in table.left_out if line.why in {"header", "title", "unit"})
    letters = cells if "黨" in cells or "党" in cells else lines
    return letters.count("黨") > letters.count("党")


def reported_on(tables: Iterable[Table]) -> str | None:
    return next((table.reported_on for table in tables if table.reported_on), None)


def unit(tables: Iterable[Table]) -> str:
    """The reporting unit; "" where the sheets name several, as one sheet per branch does."""
    units = {table.unit for table in tables if table.unit}
    return units.pop() if len(units) == 1 else ""


def left_out(tables: Iterable[Table]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(table.sheet.name, line.row, line.why, line.text) for table in tables for line in table.left_out)


def unread_columns(tables: Iterable[Table]) -> tuple[UnreadColumn, ...]:
    found = (UnreadColumn(table.sheet.name, column.text) for table in tables for column in table.unread)
    return tuple(dict.fromkeys(found))


def waiting_row(judged: Judgement) -> WaitingRow:
    raw = {name: as_text(cell) for name, cell in judged.row.cells.items()}
    return WaitingRow(judged.row.sheet, judged.row.number, raw, judged.read, tuple(judged.problems))


def index_of(register: Register, aliases: dict[str, str] | None = None) -> RegisterIndex:
    """What a ledger is judged against. A row that waits counts as a person of that name, unless it only repeats an accepted
    one's ID number.
    """
    people: dict[str, Counter[str]] = defaultdict(Counter)
    waiting: dict[str, set[str]] = defaultdict(set)
    numbers = {}
    for person in register.people:
        people[person.branch][person.name] += 1
        numbers[person.id_number] = person.name
    for row in register.waiting:
        if row.name and numbers.get(row.read.get("id_number", "")) != row.name:
            waiting[row.branch].add(row.name)
    branches = frozenset(people) | frozenset(branch for branch in waiting if branch)
    branches |= frozenset(row.branch for row in register.waiting if row.branch)
    return RegisterIndex(branches, people, {branch: frozenset(names) for branch, names in waiting.items()}, aliases or {})


def _branch_of(table: Table, row: Row, sheets: int) -> str:
    """The branch of a row without a branch column: the line above it, the unit, or the sheet's name."""
    for said in (row.band, table.unit, table.sheet.name):
        if said and is_branch(said):
            return said
    return table.sheet.name if sheets > 1 and comparable(table.sheet.name)[:5].lower() != "sheet" else ""


def _person(judged: Judgement) -> PersonRow:
    values = {key: judged.read.get(key, None if key in _MAY_BE_NONE else "") for key in PERSON_KEYS}
    return PersonRow(sheet=judged.row.sheet, row=judged.row.number, **values)  # type: ignore[arg-type]  # keys are checked by the dataclass

