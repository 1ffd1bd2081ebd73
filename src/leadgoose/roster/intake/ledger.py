"""Reading a term ledger (换届台账) and judging it against a register."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path, PurePath

from leadgoose.ground.intake.dates import disagree, find_day, is_day, read_date
from leadgoose.ground.intake.problems import Problem
from leadgoose.ground.intake.sheets import Sheet
from leadgoose.ground.intake.table import Row
from leadgoose.ground.intake.text import as_text, is_dash, narrow, spaced_name, squeeze
from leadgoose.ground.intake.workbook import open_sheets
from leadgoose.ground.search.scripts import simplify
from leadgoose.ground.statutes.dates import add_years
from leadgoose.roster.intake import wording
from leadgoose.roster.intake.branches import comparable, full_name
from leadgoose.roster.intake.columns import LEDGER
from leadgoose.roster.intake.judge import Judgement
from leadgoose.roster.intake.register import (
    EVERY,
    Told,
    is_traditional,
    left_out,
    reported_on,
    understood,
    unit,
    unread_columns,
    waiting_row,
)
from leadgoose.roster.intake.results import Ledger, RegisterIndex, TermRow, WaitingRow

_SEPARATORS = re.compile(r"[、，,；;/／\n\r|]+")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_VACANT = frozenset({"空缺", "暂缺", "暫缺", "缺", "缺额", "缺額", "空", "待补", "待補", "待定", "无", "無"})
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_MAX_YEARS = 10


def read_ledger(source: bytes | Path, filename: str, register: RegisterIndex) -> Ledger:
    """Read a ledger and judge it against a register. Raises Unreadable for a file that is no table or holds no header."""
    content = source if isinstance(source, bytes) else source.read_bytes()
    name = filename or (source.name if isinstance(source, PurePath) else "")
    return judge_ledger(open_sheets(content, name), register)


def judge_ledger(sheets: Sequence[Sheet], register: RegisterIndex, told: Told = lambda _done, _whole: None) -> Ledger:
    """Judge the sheets of a ledger as one file. told: hears how far judging is."""
    tables = understood(sheets, LEDGER, wording.NO_HEADER_LEDGER)
    traditional = is_traditional(tables)
    known = Known(register)
    whole = sum(len(table.rows) for table in tables)
    terms: list[TermRow] = []
    waiting: list[WaitingRow] = []
    problems: list[Problem] = []
    for table in tables:
        for row in table.rows:
            if not (len(terms) + len(waiting)) % EVERY:
                told(len(terms) + len(waiting), whole)
            judging = _Term(row, known, full_name(row.band, traditional) if row.band else "", traditional)
            term = judging.judge()
            problems += judging.judged.problems
            if term:
                terms.append(term)
            else:
                waiting.append(waiting_row(judging.judged))
    return Ledger(
        tuple(terms), tuple(waiting), tuple(problems), reported_on(tables), unit(tables),
        left_out(tables), unread_columns(tables), tuple(sheets))


@dataclass(frozen=True)
class Known:
    """The register's branches and people, found by name. Spelling is compared first as written, then without regard to the
    script.
    """

    register: RegisterIndex

    @cached_property
    def _folded(self) -> dict[str, str]:
        folded = {comparable(alias): branch for alias, branch in self.register.aliases.items()}
        return folded | {comparable(branch): branch for branch in self.register.branches}

    def branch(self, written: str) -> str | None:
        """The register's own name of a branch, or None."""
        if written in self.register.branches:
            return written
        return self.register.aliases.get(written) or self._folded.get(comparable(written))

    def count(self, branch: str, name: str) -> int:
        """How many people of that name the branch has, those whose row waits for correction included."""
        folded = simplify(name)
        return self._count(branch, lambda other: other == name) or self._count(branch, lambda other: simplify(other) == folded)

    def _count(self, branch: str, same: Callable[[str], bool]) -> int:
        people = sum(count for other, count in self.register.people.get(branch, {}).items() if same(other))
        waiting = sum(1 for other in self.register.waiting.get(branch, ()) if same(other))
        nowhere = any(same(other) for other in self.register.waiting.get("", ()))
        return people + waiting or int(nowhere)


class _Term:
    """One row of a ledger being judged."""

    def __init__(self, row: Row, known: Known, band: str, traditional: bool) -> None:
        self.judged = Judgement(row, LEDGER.names)
        self.known, self.band, self.traditional = known, band, traditional

    def judge(self) -> TermRow | None:
        """The term, or None where an error makes the row wait. The problems are in `judged`."""
        branch = self._branch()
        elected = self._day("elected_on", required=True)
        years = self._years()
        expires = add_years(date.fromisoformat(elected), years).isoformat() if elected and years else None
        if elected and years and expires:
            self._expiry(elected, years, expires)
        shifted = self._shift(expires)
        founded = self._founded()
        officers = {name: self._officers(name, branch) for name in ("secretary", "deputies", "members")}
        if not (branch and elected and years and expires) or any(one.severity == "error" for one in self.judged.problems):
            return None
        row = self.judged.row
        return TermRow(
            sheet=row.sheet, row=row.number, branch=branch, elected_on=elected, years=years, expires_on=expires,
            shifted_to=shifted, reply_no=self.judged.text("reply_no") or None, secretary="、".join(officers["secretary"]) or None,
            deputies=officers["deputies"], members=officers["members"], founded_on=founded, note=self.judged.text("note"))

    def _branch(self) -> str | None:
        written = self.judged.text("branch") if self.judged.row.column("branch") else self.band
        if not written:
            self.judged.missing("branch")
            return None
        name = full_name(written, self.traditional)
        found = self.known.branch(name) or self.known.branch(squeeze(written))
        self.judged.read["branch"] = found or name
        if not found:
            self.judged.complain("branch", "branch-unknown", wording.BRANCH_UNKNOWN, branch=written)
        return found

    def _day(self, name: str, required: bool) -> str | None:
        cell = self.judged.row.cells.get(name, "")
        written = as_text(cell)
        if not written or (not required and is_dash(written)):
            if required:
                self.judged.complain(name, "date-unreadable", wording.DATE_EMPTY)
            return None
        found = read_date(cell) or find_day(written)
        if found and is_day(found):
            self.judged.read[name] = found
            return found
        self.judged.complain(name, "date-unreadable", wording.DAY_MISSING, written=written)
        return None

    def _years(self) -> int | None:
        written = self.judged.text("years")
        if not written:
            self.judged.missing("years")
            return None
        short = squeeze(narrow(written)).removesuffix("年").removesuffix("届").removesuffix("年")
        short = short.removesuffix(".0")
        years = int(short) if short.isascii() and short.isdigit() else _NUMERALS.get(short, 0)
        if not 1 <= years <= _MAX_YEARS:
            self.judged.complain("years", "required-missing", wording.YEARS_UNREADABLE, written=written)
            return None
        self.judged.read["years"] = str(years)
        return years

    def _expiry(self, elected: str, years: int, expires: str) -> None:
        self.judged.read["expires_on"] = expires
        written = self.judged.text("expires_on")
        if not written:
            return
        found = read_date(self.judged.row.cells["expires_on"]) or find_day(written)
        if not found or disagree(found, expires):
            self.judged.complain(
                "expires_on", "expiry-mismatch", wording.EXPIRY_MISMATCH, severity="warning",
                written=found or written, elected=elected, years=years, by_rule=expires)

    def _shift(self, expires: str | None) -> str | None:
        shifted = self._day("shifted_to", required=False)
        if not shifted:
            return None
        if expires and shifted > add_years(date.fromisoformat(expires), 1).isoformat():
            self.judged.complain("shifted_to", "shift-too-long", wording.SHIFT_TOO_LONG, severity="warning",
                                 shifted=shifted, expires=expires)
        if not self.judged.text("reply_no"):
            self.judged.complain("shifted_to", "shift-without-reply", wording.SHIFT_WITHOUT_REPLY, severity="warning",
            shifted=shifted)
        return shifted

    def _founded(self) -> str | None:
        cell = self.judged.row.cells.get("founded_on", "")
        written = self.judged.text("founded_on")
        found = read_date(cell) if written else None
        if written and not found:
            # the day of founding decides no term: the row is taken in without it
            self.judged.complain("founded_on", "date-unreadable", wording.DATE_UNREADABLE, severity="warning", written=written)
        return found

    def _officers(self, field: str, branch: str | None) -> tuple[str, ...]:
        written = self.judged.text(field)
        names = [found for part in _SEPARATORS.split(_BRACKETS.sub("", written)) if (found := self._name(part))]
        if branch:
            names = [name for one in names for name in self._apart(one, branch)]
            for name in names:
                self._check(field, branch, name)
        if names:
            self.judged.read[field] = "、".join(names)
        return tuple(names)

    @staticmethod
    def _name(part: str) -> str:
        name = spaced_name(re.split("[:：]", part)[-1].strip())
        return "" if name in _VACANT or is_dash(name) else name

    def _apart(self, name: str, branch: str) -> list[str]:
        """Names that only a space parts, where each of them is somebody's."""
        parts = name.split()
        if len(parts) > 1 and not self.known.count(branch, name) and all(self.known.count(branch, part) for part in parts):
            return parts
        return [name]

    def _check(self, field: str, branch: str, name: str) -> None:
        count = self.known.count(branch, name)
        if count == 0:
            self.judged.complain(field, "person-unknown", wording.PERSON_UNKNOWN, value=name, name=name, branch=branch)
        elif count > 1:
            self.judged.complain(
                field, "person-ambiguous", wording.PERSON_AMBIGUOUS, value=name, name=name, branch=branch, count=count)
