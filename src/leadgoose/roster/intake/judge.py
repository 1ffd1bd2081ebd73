"""Judging one row of a register. What the ID number says is only compared where the number itself stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from leadgoose.ground.intake.dates import disagree, is_before, read_date
from leadgoose.ground.intake.idnumber import Fault, IdNumber, read_id_number
from leadgoose.ground.intake.problems import Problem, Severity
from leadgoose.ground.intake.table import Row
from leadgoose.ground.intake.text import as_text, is_dash, narrow, spaced_name, squeeze
from leadgoose.roster.intake import wording
from leadgoose.roster.intake.branches import full_name
from leadgoose.roster.intake.columns import REGISTER

PLAIN_FIELDS = ("ethnicity", "education", "degree", "school", "major", "party_post", "admin_post")


@dataclass(slots=True)
class Judgement:
    """A row being judged: what could be read, and what is wrong."""

    row: Row
    usual: Mapping[str, Sequence[str]]
    read: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The cell as text; "" also for a dash or 无."""
        found = as_text(self.row.cells.get(name, ""))
        return "" if is_dash(found) else found

    def complain(
        self, name: str, code: str, template: str, /, severity: Severity = "error", value: str | None = None, **facts: object,
    ) -> None:
        column = self.row.column(name)
        written = as_text(self.row.cells.get(name, "")) if value is None else value
        self.problems.append(Problem(
            sheet=self.row.sheet, row=self.row.number, column=column.text if column else self.usual[name][0],
            code=code, severity=severity, value=written, template=template, facts=facts,
            field=name, place=column.place if column else None))

    def missing(self, name: str) -> None:
        template = wording.REQUIRED_MISSING if self.row.column(name) else wording.COLUMN_MISSING
        column = self.row.column(name)
        self.complain(name, "required-missing", template, field=column.text if column else self.usual[name][0])


@dataclass(frozen=True, slots=True)
class Seen:
    """Where an ID number stood first."""

    sheet: str
    row: int
    name: str


def judge_person(row: Row, branch: str, traditional: bool, seen: dict[str, Seen]) -> Judgement:
    """Judge a row; `branch` is what the sheet says where the row has no branch cell, `seen` the ID numbers of the rows before
    (added to).
    """
    judged = Judgement(row, REGISTER.names)
    _name(judged)
    number = _id_number(judged, seen)
    _birth(judged, number)
    _gender(judged, number)
    _party_dates(judged)
    _branch(judged, branch, traditional)
    _status(judged, traditional)
    for name in PLAIN_FIELDS:
        judged.read[name] = as_text(row.cells.get(name, "")) if name != "party_post" else judged.text(name)
    judged.read["phone"] = squeeze(narrow(judged.text("phone")))
    return judged


def _name(judged: Judgement) -> None:
    judged.read["name"] = spaced_name(judged.text("name"))
    if not judged.read["name"]:
        judged.missing("name")


def _id_number(judged: Judgement, seen: dict[str, Seen]) -> IdNumber | None:
    """The number where it can be trusted: well formed and nobody else's before."""
    number = read_id_number(judged.row.cells.get("id_number", ""))
    if is_dash(number.text) or number.fault is Fault.EMPTY:
        judged.missing("id_number")
        return None
    if number.fault is Fault.TRUNCATED:
        judged.complain("id_number", "id-number-truncated", wording.ID_TRUNCATED)
        return None
    judged.read["id_number"] = number.text
    if number.fault:
        template = wording.ID_MASKED if "*" in number.text else wording.ID_FAULTS[number.fault]
        judged.complain("id_number", "id-number-checksum", template, length=len(number.text))
        return None
    first = seen.setdefault(number.text, Seen(judged.row.sheet, judged.row.number, judged.read["name"]))
    if (first.sheet, first.row) != (judged.row.sheet, judged.row.number):
        judged.complain(
            "id_number", "id-number-duplicate", wording.ID_DUPLICATE, sheet=first.sheet, row=first.row, name=first.name)
        return None
    return number


def _birth(judged: Judgement, number: IdNumber | None) -> None:
    """The birth date; where the cell gives year and month only, or nothing, the ID number completes it."""
    written = _date(judged, "birth_date")
    if not number:
        return
    if written and disagree(written, number.birth_date):
        judged.complain("birth_date", "birth-date-mismatch", wording.BIRTH_MISMATCH, written=written, by_id=number.birth_date)
    else:
        judged.read["birth_date"] = number.birth_date


def _gender(judged: Judgement, number: IdNumber | None) -> None:
    written = judged.text("gender")
    short = narrow(squeeze(written)).removesuffix("性")
    judged.read["gender"] = short if short in {"男", "女"} else ""
    if not number:
        return
    if not written:
        judged.read["gender"] = number.gender
    elif short not in {"男", "女"}:
        judged.complain("gender", "gender-mismatch", wording.GENDER_UNKNOWN, written=written)
    elif short != number.gender:
        judged.complain("gender", "gender-mismatch", wording.GENDER_MISMATCH, written=short, by_id=number.gender)


def _party_dates(judged: Judgement) -> None:
    _date(judged, "work_start")
    if not judged.text("joined_party") and as_text(judged.row.cells.get("joined_party", "")) not in {"无", "無"}:
        judged.missing("joined_party")
        joined = None
    else:
        joined = _date(judged, "joined_party", dash_is_empty=False)
    full = _date(judged, "full_member")
    if joined and full and is_before(full, joined):
        judged.complain("full_member", "full-before-joined", wording.FULL_BEFORE_JOINED, full=full, joined=joined)


def _date(judged: Judgement, name: str, dash_is_empty: bool = True) -> str | None:
    cell = judged.row.cells.get(name, "")
    written = as_text(cell)
    if not written or (dash_is_empty and is_dash(written)):
        return None
    found = read_date(cell)
    if found is None:
        judged.complain(name, "date-unreadable", wording.DATE_UNREADABLE, written=written)
        return None
    judged.read[name] = found
    return found


def _branch(judged: Judgement, otherwise: str, traditional: bool) -> None:
    written = judged.text("branch") if judged.row.column("branch") else otherwise
    judged.read["branch"] = full_name(written, traditional)
    if not judged.read["branch"]:
        judged.missing("branch")


def _status(judged: Judgement, traditional: bool) -> None:
    """正式党员 or 预备党员, in the cell's own script; a cell of two characters that both scripts share takes the file's."""
    written = squeeze(judged.text("status"))
    simplified = "党" in written or "预" in written or not (traditional or "黨" in written or "預" in written)
    if not written:
        judged.missing("status")
    elif "预备" in written or "預備" in written:
        judged.read["status"] = "预备党员" if simplified else "預備黨員"
    elif "正式" in written and "非正式" not in written:
        judged.read["status"] = "正式党员" if simplified else "正式黨員"
    else:
        judged.complain("status", "required-missing", wording.STATUS_UNKNOWN, written=written)
