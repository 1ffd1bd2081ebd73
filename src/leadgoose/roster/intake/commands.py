"""`leadgoose check-roster` and `leadgoose check-terms`: judge files without a database, a key or Django.

Exit status 0: no problems, 1: problems, 2: a file that cannot be read, or no header in it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from leadgoose.ground.intake.problems import Problem, Unreadable
from leadgoose.roster.intake.ledger import read_ledger
from leadgoose.roster.intake.register import index_of, read_register
from leadgoose.roster.intake.results import PERSON_KEYS, TERM_KEYS, Ledger, LeftOut, Register, UnreadColumn
from leadgoose.roster.intake.wording import CODE_NAMES

_TELL = {"no-header": "没有表头，未读", "numbered": "只有序号", "band": "分组行", "footer": "表尾", "total": "合计行",
"unit": "单位行"}
_QUIET = frozenset({"header", "title", "empty", "footer", "total", "unit", "band"})


def check_roster(argv: list[str]) -> int:
    """Judge a member register; see the format `roster`."""
    parser = argparse.ArgumentParser(
        prog="leadgoose check-roster", description="judge a member register (花名册) without writing anything")
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="counts, people and problems as JSON")
    options = parser.parse_args(argv)
    try:
        register = read_register(options.file)
    except (Unreadable, OSError) as error:
        return _refuse(options.file, error)
    _print(register_json(register) if options.json else register_text(options.file.name, register))
    return 1 if register.problems else 0


def check_terms(argv: list[str]) -> int:
    """Judge a term ledger against a register file; see the format `roster`."""
    parser = argparse.ArgumentParser(
        prog="leadgoose check-terms", description="judge a term ledger (换届台账) against a register file")
    parser.add_argument("file", type=Path)
    parser.add_argument("--register", type=Path, required=True, help="the member register (花名册) of the same office")
    parser.add_argument("--json", action="store_true", help="terms and problems as JSON")
    options = parser.parse_args(argv)
    reading = options.register
    try:
        index = index_of(read_register(reading))
        reading = options.file
        ledger = read_ledger(reading, "", index)
    except (Unreadable, OSError) as error:
        return _refuse(reading, error)
    _print(ledger_json(ledger) if options.json else ledger_text(options.file.name, ledger))
    return 1 if ledger.problems else 0


def register_json(register: Register) -> dict[str, Any]:
    counts = register.counts
    people = sorted(register.people, key=lambda person: person.id_number)
    return {
        "counts": {"rows": counts.rows, "accepted": counts.accepted, "rejected": counts.rejected, "branches": counts.branches},
        "people": [{key: getattr(person, key) for key in PERSON_KEYS} for person in people],
        "problems": [problem_json(problem) for problem in register.problems],
    }


def ledger_json(ledger: Ledger) -> dict[str, Any]:
    return {
        "terms": [{key: getattr(term, key) for key in TERM_KEYS} for term in ledger.terms],
        "problems": [problem_json(problem) for problem in ledger.problems],
    }


def problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet, "row": problem.row, "column": problem.column, "code": problem.code, "severity": problem.severity,
        "value": problem.value, "message": problem.message,
    }


def register_text(filename: str, register: Register) -> str:
    """For a person: sums, then the problems in the order of the file. Shows no ID number and no phone."""
    counts = register.counts
    head = [
        f"花名册　{filename}",
        _facts(("填报单位", register.unit or "未写明"), ("填报日期", register.reported_on or "未写明")),
        _facts(("行数", counts.rows), ("可用", counts.accepted), ("待改", counts.rejected), ("支部", counts.branches)),
    ]
    return "\n".join([*head, *_body(register.problems, register.left_out, register.unread_columns)])


def ledger_text(filename: str, ledger: Ledger) -> str:
    """For a person: sums, then the problems in the order of the file."""
    warnings = sum(problem.severity == "warning" for problem in ledger.problems)
    head = [
        f"换届台账　{filename}",
        _facts(("填报日期", ledger.reported_on or "未写明")),
        _facts(("可用", len(ledger.terms)), ("待改", len(ledger.waiting)), ("提醒", warnings)),
    ]
    return "\n".join([*head, *_body(ledger.problems, ledger.left_out, ledger.unread_columns)])


def _body(problems: Sequence[Problem], lines: Iterable[LeftOut], columns: Iterable[UnreadColumn]) -> list[str]:
    out = []
    if problems:
        kinds = Counter(problem.code for problem in problems)
        by_kind = "，".join(f"{CODE_NAMES[code]} {count}" for code, count in kinds.most_common())
        out.append(f"问题　　{len(problems)} 处：{by_kind}")
    else:
        out.append("问题　　没有")
    unread = dict.fromkeys(column.column for column in columns)
    if unread:
        out.append("未读的列　" + "、".join(unread))
    out += [f"未读的行　{_place(line)}（{_TELL[line.why]}）" for line in lines if line.why not in _QUIET]
    return out + _listed(problems)


def _listed(problems: Sequence[Problem]) -> list[str]:
    out: list[str] = []
    sheet = None
    rows = max((len(str(problem.row)) for problem in problems), default=0)
    width = max((_width(problem.column) for problem in problems), default=0)
    for problem in problems:
        if problem.sheet != sheet:
            sheet = problem.sheet
            out += ["", sheet]
        mark = "提醒 " if problem.severity == "warning" else ""
        column = problem.column + " " * (width - _width(problem.column))
        out.append(f"  第 {problem.row:>{rows}} 行  {column}  {mark}{problem.message}")
    return out


def _place(line: LeftOut) -> str:
    return f"{line.sheet}第 {line.row} 行" if line.row else f"工作表“{line.sheet}”"


def _facts(*facts: tuple[str, object]) -> str:
    return "　".join(f"{name} {value}" for name, value in facts)


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _print(what: dict[str, Any] | str) -> None:
    text = what if isinstance(what, str) else json.dumps(what, ensure_ascii=False, indent=2)
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:                                        # a terminal in another locale must not stop a judgement
        reconfigure(encoding="utf-8")
    print(text)


def _refuse(path: Path, error: Exception) -> int:
    sentence = error.message if isinstance(error, Unreadable) else "打不开文件，请核对文件名和权限"
    print(f"{path.name}：{sentence}", file=sys.stderr)
    return 2
