"""A small table that an officer pastes from a spreadsheet or uploads: columns known by their heads, cells read one by one, faults by cell.

    SHEET = (Column("day", ("日期",), day, needed=True), Column("kind", ("类型",), choice({"放假": "holiday"}, simplify)))
    grid = read_grid(text, SHEET, simplify)          # every row with its values and with the faults of its cells

`fold` is search.simplify, handed in because this room stands beside that one: heads and choices are known in both scripts.
Unlike `table.py` (registers of any layout) it expects one header line, and is meant for tables whose heads we print ourselves.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from leadgoose.ground.intake.dates import read_day
from leadgoose.ground.intake.problems import Unreadable, gettext_noop
from leadgoose.ground.intake.sheets import Sheet
from leadgoose.ground.intake.text import as_text, is_dash, narrow, squeeze
from leadgoose.ground.intake.workbook import open_sheets

Value = str | int | bool | date | Decimal
MOST_ROWS = 2000
MOST_BYTES = 5_000_000
_YES, _NO = frozenset({"是", "有", "对", "1", "√", "y", "yes"}), frozenset({"否", "无", "不", "0", "×", "n", "no"})
_REMARK = re.compile(r"[（(].*[)）]$")

NO_HEADER = gettext_noop("没有找到列名，请连同第一行列名一起粘贴")
TOO_MANY = gettext_noop("超过 %(most)s 行，请分几次粘贴")
LACKING = gettext_noop("没有“%(column)s”这一列")
NEEDED = gettext_noop("没有填写")
NOT_DAY = gettext_noop("不是完整的日期，请写成 2026-11-23")
NOT_NUMBER = gettext_noop("不是 %(least)s 到 %(most)s 之间的数")
NOT_CHOICE = gettext_noop("请填：%(words)s")
TOO_LONG = gettext_noop("太长，最多 %(most)s 个字")
NOT_YES_NO = gettext_noop("请填“是”或“否”")
TOO_LARGE = gettext_noop("文件超过 %(megabytes)s MB")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: `template` % `facts`, one sentence in Simplified Chinese."""

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)


Reader = Callable[[str], "Value | Fault"]
Fold = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heads are its spellings, the first is the one we print; read makes the cell's text a value or a fault."""

    name: str
    heads: tuple[str, ...]
    read: Reader
    needed: bool = False


@dataclass(slots=True)
class Row:
    """One line. number counts from 1 as pasted, the header included."""

    number: int
    texts: dict[str, str]
    values: dict[str, Value] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as read; `fault` where the whole of it cannot be. columns: the names that it has, in its order."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    fault: Fault | None = None

    @property
    def faults(self) -> int:
        return sum(len(row.faults) for row in self.rows)

    @property
    def good(self) -> bool:
        return self.fault is None and self.faults == 0 and bool(self.rows)


def read_grid(text: str, columns: Sequence[Column], fold: Fold) -> Grid:
    """Read what was pasted: lines of cells between tabs (or commas, in a file saved as CSV), quoted as a spreadsheet quotes them."""
    plain = text.replace("\r\n", "\n")
    between = "\t" if "\t" in plain else ","
    lines = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(plain, newline=""), delimiter=between)]
    filled = [(number, line) for number, line in enumerate(lines, 1) if any(line)]
    if len(filled) > MOST_ROWS:
        return Grid((), (), Fault(TOO_MANY, {"most": MOST_ROWS}))
    for place, (_, line) in enumerate(filled[:10]):
        found = _columns(line, columns, fold)
        if sum(map(bool, found)) < 2:
            continue
        missing = next((one for one in columns if one.needed and one.name not in found), None)
        if missing is not None:
            return Grid((), (), Fault(LACKING, {"column": missing.heads[0]}))
        rows = [_row(number, found, cells, columns) for number, cells in filled[place + 1 :] if _columns(cells, columns, fold) != found]
        return Grid(tuple(name for name in found if name), tuple(rows))
    return Grid((), (), Fault(NO_HEADER))


def text_of(content: bytes, filename: str, columns: Sequence[Column], fold: Fold) -> str:
    """An uploaded file as the text that would be pasted: its first sheet with our heads. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("too-large", TOO_LARGE, megabytes=MOST_BYTES // 1_000_000)
    for sheet in open_sheets(content, filename):
        lines = _lines(sheet)
        if any(sum(map(bool, _columns(line, columns, fold))) >= 2 for line in lines[:10]):
            out = io.StringIO()
            csv.writer(out, delimiter="\t", lineterminator="\n").writerows(lines)
            return out.getvalue()
    raise Unreadable("no-header", NO_HEADER)


def header(columns: Sequence[Column]) -> list[str]:
    """The heads that we print and that are read again."""
    return [one.heads[0] for one in columns]


def _lines(sheet: Sheet) -> list[list[str]]:
    return [[as_text(cell) for cell in row] for row in sheet.rows]


def _columns(cells: Sequence[str], columns: Sequence[Column], fold: Fold) -> list[str]:
    known = {_plain(spelling, fold): one.name for one in columns for spelling in one.heads}
    found = [known.get(_plain(cell, fold), "") for cell in cells]
    return [name if name not in found[:place] else "" for place, name in enumerate(found)]


def _plain(head: str, fold: Fold) -> str:
    return _REMARK.sub("", squeeze(fold(narrow(head)))).lower()


def _row(number: int, found: Sequence[str], cells: Sequence[str], columns: Sequence[Column]) -> Row:
    row = Row(number, {name: cell for name, cell in zip(found, cells, strict=False) if name})
    for one in columns:
        text = row.texts.get(one.name, "")
        if not text or is_dash(text):
            if one.needed:
                row.faults[one.name] = Fault(NEEDED)
            continue
        read = one.read(text)
        if isinstance(read, Fault):
            row.faults[one.name] = read
        else:
            row.values[one.name] = read
    return row


# --- readers of cells ---


def day(text: str) -> Value | Fault:
    found = read_day(text)
    return date.fromisoformat(found) if found else Fault(NOT_DAY)


def words(most: int) -> Reader:
    """Text of at most so many characters, inner spaces made one."""
    return lambda text: " ".join(text.split()) if len(text) <= most else Fault(TOO_LONG, {"most": most})


def whole(least: int, most: int) -> Reader:
    """A whole number within limits, with or without 人, 名, 天, 学时 behind it."""

    def read(text: str) -> Value | Fault:
        plain = re.sub(r"(人|名|天|个|学时|小时)$", "", squeeze(narrow(text))).removesuffix(".0")
        good = plain.isascii() and plain.isdigit() and len(plain) < 10 and least <= int(plain) <= most
        return int(plain) if good else Fault(NOT_NUMBER, {"least": least, "most": most})

    return read


def amount(most: int) -> Reader:
    """A number of at most two decimals, 0 to most; with or without 元, 学时 behind it."""

    def read(text: str) -> Value | Fault:
        plain = re.sub(r"(元|学时|小时)$", "", squeeze(narrow(text))).replace(",", "")
        wrong = Fault(NOT_NUMBER, {"least": 0, "most": most})
        try:
            found = Decimal(plain)
        except InvalidOperation:
            return wrong
        if not found.is_finite() or not 0 <= found <= most or found != found.quantize(Decimal("0.01")):
            return wrong
        return found.quantize(Decimal("0.01"))

    return read


def choice(known: Mapping[str, str], fold: Fold, also: Mapping[str, str] = {}) -> Reader:
    """One of some words, each meaning a code. also: spellings that are understood and not offered, as in another language."""
    spelled = {_plain(word, fold): code for word, code in (*also.items(), *known.items())}
    shown = "、".join(known)
    return lambda text: spelled.get(_plain(text, fold)) or Fault(NOT_CHOICE, {"words": shown})


def yes_no(text: str) -> Value | Fault:
    plain = squeeze(narrow(text)).lower().replace("對", "对").replace("無", "无")
    return True if plain in _YES else False if plain in _NO else Fault(NOT_YES_NO)
