"""The corrections workbook of a register or a ledger: out with the wrong cells marked, in again with the covered numbers put
back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from leadgoose.ground.intake.corrections import Cover, Mask, Note, restore, write_workbook
from leadgoose.ground.intake.problems import Problem
from leadgoose.ground.intake.sheets import Sheet
from leadgoose.ground.intake.table import understand
from leadgoose.ground.intake.workbook import open_sheets
from leadgoose.roster.intake.columns import LEDGER, REGISTER, SECRET_FIELDS

Kind = Literal["register", "ledger"]

_SHANGHAI = ZoneInfo("Asia/Shanghai")


def corrections_workbook(
    content: bytes, filename: str, problems: Iterable[Problem], mask: Mask, *,
    made_by: str, made_at: datetime, kind: Kind = "register", notice: str = "",
) -> bytes:
    """The file as an .xlsx with the same sheets, rows and columns, wrong cells marked and commented, ID numbers and phones
    masked everywhere.
    """
    sheets = open_sheets(content, filename)
    cover = _cover(sheets, mask, kind)
    notes = [Note(problem.sheet, problem.row, problem.place or 0, _comment(problem)) for problem in problems]
    about = [
        "更正说明",
        *([notice] if notice else []),
        f"制作人：{made_by}",
        f"制作时间：{made_at.astimezone(_SHANGHAI):%Y-%m-%d %H:%M}",
        f"原文件：{filename}",
        f"标记 {len(notes)} 处，原因写在单元格的批注里，下面逐处列出，点一下就到",
        "请在原来的单元格里改正，不要改动工作表名称和表头，改完后整份上传",
        "带 * 的号码没有错的不用改动，上传后恢复原值；要改的请录入完整号码",
    ]
    return write_workbook(sheets, cover, cover.columns, notes, about)


def read_corrections(
    corrected: bytes, corrected_name: str, original: bytes, original_name: str, mask: Mask, *, kind: Kind = "register",
) -> bytes:
    """The corrected workbook with untouched masked cells put back from the original: an .xlsx to be judged again as a whole
    file, and to be kept.

    Other cells are taken as typed. Raises Unreadable for a file that cannot be read or lacks a sheet.
    """
    originals = open_sheets(original, original_name)
    cover = _cover(originals, mask, kind)
    restored = restore(open_sheets(corrected, corrected_name), originals, cover)
    return write_workbook(restored, None, cover.columns)


def _cover(sheets: Sequence[Sheet], mask: Mask, kind: Kind) -> Cover:
    layout = REGISTER if kind == "register" else LEDGER
    columns: dict[str, dict[int, int]] = {}
    for sheet in sheets:
        table = understand(sheet, layout)
        headers = {row.header.first: row.header for row in table.rows}
        for header in headers.values():
            for field in SECRET_FIELDS:
                for column in header.columns.get(field, ()):
                    below = header.first + header.height + 1
                    places = columns.setdefault(sheet.name, {})
                    places[column.place] = min(below, places.get(column.place, below))
    return Cover(columns, mask)


def _comment(problem: Problem) -> str:
    if problem.place is None:
        return f"{problem.column}：{problem.message}"
    return problem.message
