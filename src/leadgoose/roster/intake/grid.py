"""The grid of what registers and ledgers lack, as pasted from Excel: tab-separated lines into values, faults at their cells.

An empty cell says nothing: what is known stays, what is unknown stays unknown.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from leadgoose.ground.intake.dates import read_day
from leadgoose.ground.intake.problems import gettext_noop
from leadgoose.ground.intake.sheets import Sheet
from leadgoose.ground.intake.text import as_text, is_dash, narrow, squeeze
from leadgoose.ground.search.scripts import simplify
from leadgoose.roster.kinds import CameBy, UnitKind

Value = str | int | bool | date
MOST_SEATS = 15
"""Beyond every size that the regulations know (a general branch has at most 9): a slip of the hand."""
MOST_ROWS = 5000

HEADERS: dict[str, tuple[str, ...]] = {
    "branch": ("党支部名称", "党支部", "支部名称", "党组织名称", "支部"),
    "general": ("上级总支", "上级党总支", "所属总支", "所属党总支", "党总支", "总支"),
    "unit": ("单位名称", "所属单位", "所在单位", "单位"),
    "unit_kind": ("单位类别", "单位性质", "单位类型"),
    "seats": ("核定委员数", "核定委员人数", "委员职数", "核定职数", "委员数"),
    "committee": ("是否设委员会", "是否设支委会", "设委员会", "设支委会"),
    "full_time": ("书记专/兼职", "书记专兼职", "专/兼职", "专兼职"),
    "cross_appointed": ("是否交叉任职", "交叉任职"),
    "since": ("书记任职时间", "任职时间", "书记任职日期", "任职日期"),
    "came_by": ("书记产生方式", "产生方式"),
}
"""The usual name of each column first: so the grid that is handed out is headed."""
FIELDS = tuple(HEADERS)

_YES, _NO = frozenset({"是", "设", "有", "已设", "y", "yes", "√", "✓"}), frozenset({"否", "不设", "无", "没有", "未设", "不", "n", "no", "×"})
_UNIT_KINDS = {
    "生产": UnitKind.PRODUCTION, "后勤": UnitKind.SUPPORT, "服务": UnitKind.SUPPORT, "辅助": UnitKind.SUPPORT, "机关": UnitKind.OFFICE,
    "科研": UnitKind.OFFICE, "离退休": UnitKind.RETIRED, "退休": UnitKind.RETIRED,
}
_CAME_BY = {"选举": CameBy.ELECTED, "指派": CameBy.DESIGNATED, "指定": CameBy.DESIGNATED, "任命": CameBy.APPOINTED, "任免": CameBy.APPOINTED,
            "任职文件": CameBy.APPOINTED}

NO_HEADER = gettext_noop("第一行应是列名，至少有“党支部名称”和另外一列")
TOO_MANY = gettext_noop("超过 %(most)s 行，请分次粘贴")
NO_BRANCH = gettext_noop("没有填写党支部名称")
TWICE = gettext_noop("与第 %(row)s 行是同一个支部，请合成一行")
NOT_YES_NO = gettext_noop("请填是或否")
NOT_SEATS = gettext_noop("请填 1 至 %(most)s 的整数")
NOT_TIME = gettext_noop("请填专职或兼职")
NOT_DAY = gettext_noop("请按 2024-08-27 的样子填到日")
NOT_CAME_BY = gettext_noop("请填选举产生、上级指派或任免文件")
NOT_KIND = gettext_noop("请填生产单位、后勤服务、机关科研或离退休")
NOT_GENERAL = gettext_noop("党总支的名称应以“党总支”结尾")
TOO_LONG = gettext_noop("太长，最多 %(most)s 个字")
SEATS_WITHOUT = gettext_noop("不设委员会就没有核定委员数，请留空或改为设委员会")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: `template` % `facts`, one sentence in Simplified Chinese."""

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        return self.template % self.facts


@dataclass(slots=True)
class GridRow:
    """One line. number: counted from 1 as pasted, the header included. texts as pasted; values of the cells that could be read."""

    number: int
    texts: dict[str, str]
    values: dict[str, Value] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid as read; `fault` where the whole of it cannot be. columns: the fields that it has, in its order."""

    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    fault: Fault | None = None


def read_grid(text: str) -> Grid:
    """Read what was pasted: lines of cells between tabs, quoted as Excel quotes cells with line breaks."""
    lines = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text.replace("\r\n", "\n"), newline=""), delimiter="\t")]
    filled = [(number, line) for number, line in enumerate(lines, 1) if any(line)]
    if len(filled) > MOST_ROWS:
        return Grid((), (), Fault(TOO_MANY, {"most": MOST_ROWS}))
    for place, (_, line) in enumerate(filled[:10]):
        columns = _columns(line)
        if "branch" in columns and len([name for name in columns if name]) > 1:
            rows = [_row(number, columns, cells) for number, cells in filled[place + 1 :] if _columns(cells) != columns]
            return Grid(tuple(name for name in columns if name), tuple(rows))
    return Grid((), (), Fault(NO_HEADER))


def text_of(sheets: Sequence[Sheet]) -> str:
    """The first sheet that looks like a grid, as the text that would be pasted."""
    for sheet in sheets:
        lines = [[as_text(cell) for cell in row] for row in sheet.rows]
        if any("branch" in _columns(line) for line in lines[:10]):
            out = io.StringIO()
            csv.writer(out, delimiter="\t", lineterminator="\n").writerows(lines)
            return out.getvalue()
    return ""


def _columns(cells: Sequence[str]) -> list[str]:
    known = {spelling: name for name, spellings in HEADERS.items() for spelling in spellings}
    found = [known.get(re.sub(r"[（(].*[)）]$", "", squeeze(simplify(narrow(cell)))), "") for cell in cells]
    return [name if name not in found[:place] else "" for place, name in enumerate(found)]


def _row(number: int, columns: list[str], cells: Sequence[str]) -> GridRow:
    row = GridRow(number, {name: cell for name, cell in zip(columns, cells, strict=False) if name})
    for name, text in row.texts.items():
        if not text or (is_dash(text) and name != "committee"):
            continue
        found = READERS[name](text)
        if isinstance(found, Fault):
            row.faults[name] = found
        else:
            row.values[name] = found
    if "branch" not in row.values and "branch" not in row.faults:
        row.faults["branch"] = Fault(NO_BRANCH)
    if row.values.get("committee") is False and "seats" in row.values:
        row.faults["seats"] = Fault(SEATS_WITHOUT)
        del row.values["seats"]
    return row


def _name(longest: int) -> Callable[[str], Value | Fault]:
    return lambda text: " ".join(text.split()) if len(text) <= longest else Fault(TOO_LONG, {"most": longest})


def _general(text: str) -> Value | Fault:
    if not simplify(squeeze(text)).removesuffix("委员会").endswith("总支"):
        return Fault(NOT_GENERAL)
    return _name(80)(text)


def _yes_no(text: str) -> Value | Fault:
    plain = simplify(squeeze(narrow(text))).lower()
    return True if plain in _YES else False if plain in _NO else Fault(NOT_YES_NO)


def _seats(text: str) -> Value | Fault:
    plain = squeeze(narrow(text)).removesuffix("人").removesuffix("名").removesuffix(".0")
    good = plain.isascii() and plain.isdigit() and len(plain) < 4 and 1 <= int(plain) <= MOST_SEATS
    return int(plain) if good else Fault(NOT_SEATS, {"most": MOST_SEATS})


def _full_time(text: str) -> Value | Fault:
    plain = simplify(squeeze(text)).removesuffix("职")
    return {"专": True, "兼": False}.get(plain, Fault(NOT_TIME))


def _since(text: str) -> Value | Fault:
    found = read_day(text)
    return date.fromisoformat(found) if found else Fault(NOT_DAY)


def _word(words: Mapping[str, str], fault: str) -> Callable[[str], Value | Fault]:
    def read(text: str) -> Value | Fault:
        plain = simplify(squeeze(text))
        found = {value for part, value in words.items() if part in plain}
        return str(found.pop()) if len(found) == 1 else Fault(fault)

    return read


READERS: dict[str, Callable[[str], Value | Fault]] = {
    "branch": _name(80), "general": _general, "unit": _name(80), "unit_kind": _word(_UNIT_KINDS, NOT_KIND), "seats": _seats,
    "committee": _yes_no, "full_time": _full_time, "cross_appointed": _yes_no, "since": _since, "came_by": _word(_CAME_BY, NOT_CAME_BY),
}
