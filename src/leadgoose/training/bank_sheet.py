"""The bank as Excel: the template, a file of questions understood row by row, and the same file with its broken cells marked.

A row that is broken is told with cell and reason and waits in the kept file; the others are taken in without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from leadgoose.ground.intake.corrections import Note, write_workbook
from leadgoose.ground.intake.layout import Layout
from leadgoose.ground.intake.problems import Problem, Unreadable, gettext_noop
from leadgoose.ground.intake.table import Row, understand
from leadgoose.ground.intake.text import as_text, narrow
from leadgoose.ground.intake.workbook import open_sheets
from leadgoose.ground.press.excel import Cell, Leaf, workbook
from leadgoose.ground.search.scripts import simplify
from leadgoose.ground.statutes import load
from leadgoose.training.bank_words import FAULTS, OWN, OWN_UNITS
from leadgoose.training.courses import UNITS, courses, questions
from leadgoose.training.rules.bank import LEVELS, LONGEST, MOST_OPTIONS, SAID, Fault, Ground, Kind, Question, faults

LETTERS = "ABCDEF"
KINDS = {Kind.SINGLE: "单选", Kind.TRUE_FALSE: "判断", Kind.MULTIPLE: "多选", Kind.SHORT: "简答"}
OWN_TITLE = "本单位自编"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("题号", "编号"), "course": ("课程", "课程名称"), "unit": ("单元", "章节"), "kind": ("题型", "类型"), "difficulty": ("难度",),
    "ask": ("题干", "题目", "试题"), **{letter.lower(): (f"选项{letter.lower()}", letter.lower()) for letter in LETTERS},
    "answer": ("答案", "正确答案", "参考答案"), "rules": ("依据", "依据规定", "规定编号"), "why": ("解析", "说明", "解释"),
}
HEADS: Mapping[str, str] = {
    "code": "题号", "course": "课程", "unit": "单元", "kind": "题型", "difficulty": "难度", "ask": "题干",
    **{letter.lower(): f"选项{letter}" for letter in LETTERS}, "answer": "答案", "rules": "依据", "why": "解析",
}
LAYOUT = Layout(
    names=COLUMNS, anchors=(frozenset({"ask"}), frozenset({"answer"})), least=4, single=frozenset({"ask", "answer"}), proof=frozenset({"rules"}),
    spread="course", band=re.compile("(?!)"), simplify=simplify,
)
WIDTHS = {"ask": 46.0, "why": 46.0, "answer": 18.0, "rules": 30.0, "course": 22.0, **dict.fromkeys("abcdef", 14.0)}
NO_HEADER = gettext_noop("没有找到表头：第一行要有“题干”“答案”等栏名，请从模板填起")
_CODE = re.compile(r"[A-Za-z0-9-]{1,24}")
_BETWEEN = re.compile(r"[\s,;，；、]+")
_BETWEEN_POINTS = re.compile("[；;]")


@dataclass(frozen=True, slots=True)
class BankRow:
    """A row that can be taken in. question.key is the code that the row gave, "" where it gave none."""

    sheet: str
    row: int
    question: Question


@dataclass(slots=True)
class Judged:
    """A file understood: rows that are good, what is wrong with the others, and how many those are."""

    rows: list[BankRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    waiting: int = 0


def judge(content: bytes, filename: str) -> Judged:
    """Read a file of questions. Raises Unreadable for a file that is no table of questions."""
    judged = Judged()
    seen: dict[str, int] = {}
    tables = [understand(sheet, LAYOUT) for sheet in open_sheets(content, filename)]
    if not any(table.rows for table in tables):
        raise Unreadable("no-header", NO_HEADER)
    for table in tables:
        for row in table.rows:
            _judge_row(row, judged, seen)
    return judged


def _judge_row(row: Row, judged: Judged, seen: dict[str, int]) -> None:
    reader = _RowReader(row)
    question = reader.read()
    if question.key and question.key.lower() in seen:
        reader.complain("code", "row-code-twice", {"code": question.key, "row": seen[question.key.lower()]})
    elif question.key:
        seen[question.key.lower()] = row.number
    judged.problems += reader.problems
    if reader.problems:
        judged.waiting += 1
    else:
        judged.rows.append(BankRow(row.sheet, row.number, question))


class _RowReader:
    """One row: its cells into a question, and what is wrong with them."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.problems: list[Problem] = []

    def read(self) -> Question:
        kind = next((key for key, name in KINDS.items() if self.text("kind").removesuffix("题") == name), None)
        course, unit = self._course(), 0
        if course:
            unit = self._number("unit", OWN_UNITS if course == OWN else UNITS, "row-unit")
        code = self.text("code")
        if code and not _CODE.fullmatch(code):
            self.complain("code", "row-code")
        if kind is None:
            self.complain("kind", "row-kind")
        right, wrong = self._answers(kind) if kind else ((), ())
        grounds = tuple(self._ground(one) for one in dict.fromkeys(_BETWEEN.split(self.text("rules"))) if one)
        question = Question(
            code, course, unit, kind or Kind.SINGLE, self._number("difficulty", max(LEVELS), "bank-difficulty"), self.text("ask"), right, wrong,
            self.text("why"), grounds,
        )
        if kind:
            answered = any(one.field == "answer" for one in self.problems)
            level = any(one.field == "difficulty" for one in self.problems)
            for fault in faults(question):
                if not (answered and fault.where in {"right", "wrong"}) and not (level and fault.where == "difficulty"):
                    self._fault(fault)
        return question

    def text(self, name: str) -> str:
        return as_text(self.row.cells.get(name, ""))

    def complain(self, name: str, code: str, facts: Mapping[str, object] | None = None) -> None:
        column = self.row.column(name)
        self.problems.append(Problem(
            self.row.sheet, self.row.number, column.text if column else HEADS[name], code, "error", self.text(name)[:60], FAULTS[code],
            facts or {}, name, column.place if column else None,
        ))

    def _fault(self, fault: Fault) -> None:
        name = {"right": "answer", "wrong": "a"}.get(fault.where, fault.where)
        self.complain(name, fault.code, fault.facts)

    def _course(self) -> str:
        written = self.text("course").strip("《》 ")
        for key, title in [*((one.key, one.title) for one in courses().values()), (OWN, OWN_TITLE)]:
            if simplify(written) in (key, title):
                return key
        self.complain("course", "row-course", {"written": self.text("course")})
        return ""

    def _number(self, name: str, most: int, code: str) -> int:
        written = narrow(self.text(name)).strip()
        found = int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 0
        if not 1 <= found <= most:
            self.complain(name, code, {"most": most})
            return 0
        return found

    def _answers(self, kind: Kind) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(right, wrong) as a question holds them."""
        written = self.text("answer")
        if kind is Kind.SHORT:
            points = written.splitlines() if "\n" in written else _BETWEEN_POINTS.split(written)
            return tuple(one.strip() for one in points if one.strip()), ()
        if kind is Kind.TRUE_FALSE:
            said = SAID.get(simplify(written).lower(), written)
            return ((said,) if written else ()), ()
        options = {letter: self.text(letter.lower()) for letter in LETTERS}
        filled = [letter for letter, option in options.items() if option]
        if filled and filled != list(LETTERS[: len(filled)]):
            first = next(letter for letter, should in zip(filled, LETTERS, strict=False) if letter != should)
            self.complain(first.lower(), "row-gap", {"letter": first})
        letters = [letter for letter in narrow(written).upper() if not letter.isspace() and letter not in ",;、，；./"]
        if any(letter not in LETTERS for letter in letters):
            self.complain("answer", "row-letter", {"written": written[:20]})
            return (), ()
        for letter in letters:
            if not options[letter]:
                self.complain("answer", "row-empty-option", {"letter": letter})
        return tuple(options[one] for one in dict.fromkeys(letters) if options[one]), tuple(options[one] for one in filled if one not in letters)

    def _ground(self, key: str) -> Ground:
        found = load().rules.get(key.strip("[]").lower())
        return Ground(key[:60], "") if found is None else Ground.now(found)


# --- workbooks out ---


def template() -> bytes:
    """The table to fill: heads, an example of each kind, and a page that says how."""
    examples = [next(one for one in questions() if one.kind is kind) for kind in KINDS]
    how = [
        ("题号", "新题空着，收入时自动编号；改旧题填它的题号，旧的版本都保留"), ("课程", "、".join([*(one.title for one in courses().values()), OWN_TITLE])),
        ("单元", f"两门课程填 1 至 {UNITS}，自编的填 1 至 {OWN_UNITS}"), ("题型", "、".join(KINDS.values())), ("难度", "1 易，2 中，3 难"),
        ("题干", f"最多 {LONGEST} 个字"), ("选项", f"单选、多选填 3 至 {MOST_OPTIONS} 个，从选项A 起依次填，中间不空"),
        ("答案", "单选填一个字母；多选填几个字母，至少 2 个；判断填“对”或“错”；简答填要点，一行一点，或者用分号隔开"),
        ("依据", "规定编号，见“现行规定”页；有几条的用空格隔开；至少一条"), ("解析", f"一句话写明为什么，最多 {LONGEST} 个字"),
        ("数值", "规定里的数字可以写成 {编号:参数}，例如 {edu-member-32:hours}，系统自动填入；规定改了，题目会转为待核"),
        ("示例", "“题库”表里的几行是示例，填好以后删去"),
    ]
    return workbook([_leaf([("", one) for one in examples]), Leaf("填写说明", (), [("栏目", 12.0), ("怎样填", 90.0)], how)])


def export(rows: Iterable[tuple[str, Question]]) -> bytes:
    """Questions in the form in which they can be taken in again. rows: code and question."""
    return workbook([_leaf(rows)])


def _leaf(rows: Iterable[tuple[str, Question]]) -> Leaf:
    titles = {**{key: one.title for key, one in courses().items()}, OWN: OWN_TITLE}
    told: list[Sequence[Cell]] = []
    for code, one in rows:
        choice = one.kind in (Kind.SINGLE, Kind.MULTIPLE)
        options = [*one.right, *one.wrong] if choice else []
        answer = LETTERS[: len(one.right)] if choice else "\n".join(one.right)
        filled = [options[place] if place < len(options) else "" for place in range(len(LETTERS))]
        grounds = " ".join(ground.rule for ground in one.grounds)
        told.append((code, titles.get(one.course, one.course), one.unit, KINDS[one.kind], one.difficulty, one.ask, *filled, answer, grounds, one.why))
    return Leaf("题库", (), [(title, WIDTHS.get(name, 8.0)) for name, title in HEADS.items()], told)


def corrections(content: bytes, filename: str, problems: Sequence[Problem], *, made_by: str, made_at: datetime) -> bytes:
    """The file as it came, broken cells marked with the reason, to be corrected and uploaded whole."""
    sheets = open_sheets(content, filename)
    notes = [Note(one.sheet, one.row, one.place or 0, one.message if one.place is not None else f"{one.column}：{one.message}") for one in problems]
    about = [
        "更正说明", f"制作人：{made_by}", f"制作时间：{timezone.localtime(made_at):%Y-%m-%d %H:%M}", f"原文件：{filename}",
        f"标记 {len(notes)} 处，原因写在单元格的批注里", "请在原来的单元格里改正，不要改动工作表名称和表头，改完后整份上传",
    ]
    return write_workbook(sheets, None, {}, notes, about)
