"""A sheet understood: header, rows of data, and every line that is neither, with the reason why it was left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from leadgoose.ground.intake.dates import find_day
from leadgoose.ground.intake.header import Column, Header, header_at
from leadgoose.ground.intake.layout import Layout
from leadgoose.ground.intake.sheets import Area, Scalar, Sheet
from leadgoose.ground.intake.text import as_text, narrow, squeeze

_TOTAL = re.compile(r"(本页|本表|本支部|支部|全部)?(小计|合计|总计|共计|累计|总人数|人数合计)")
_FOOTER = re.compile(
    r"(填表|制表|填报|审核|审批|批准|经办|复核|校对|负责|打印|录入|联系|填写|党(总)?支部书记|书记|单位|党委|组织部)?"
    r"(人|单位|部门|日期|时间|说明|意见|盖章|签字|签章|签名|电话)?"
    r"(\([^()]*\))?:|备注|注[:：1-9.]|说明|填表说明|填报说明|\(盖章\)|盖章|第.{1,4}页|共.{1,4}页|以下空白|以下无正文")
_UNIT = re.compile(
    r"(?:填报单位|填表单位|编制单位|报送单位|上报单位|单位名称|党组织名称|党支部名称|支部名称|所在党支部|党支部|单位)"
    r"(?:\((?:盖章|公章|章)\))?:\s*(\S.*)?")
_DATED = re.compile(r"(填报|填表|制表|统计|上报|报送|截止|截至|编制|数据)")
_SIGNATURE = re.compile(r"(填表|制表|填报|审核|审批|经办|复核|校对|负责|打印|录入|填写)(人|单位|部门|日期|时间)?(\([^()]*\))?:")
_LEAST_WORDS = 2
"""A word alone on a line is too little to know a repeated header by."""
_LEAST_PROOF = 4
"""A year has four characters; "26" under the ID numbers of a 合计 line is a count."""
_LONGEST_NAME = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A row of data: the spreadsheet's number (1-based), its cells by field, the header they stand under, and the unit or
    band above it ("": none).
    """

    sheet: str
    number: int
    cells: Mapping[str, Scalar]
    header: Header
    band: str

    def column(self, name: str) -> Column | None:
        """The column that a field's cell came from."""
        columns = self.header.columns.get(name)
        return columns[0] if columns else None


@dataclass(frozen=True, slots=True)
class Line:
    """A row (0: the whole sheet) that is not data, with the reason: header, total, footer, title, unit, band, numbered,
    no-header, empty.
    """

    row: int
    why: str
    text: str


@dataclass(slots=True)
class Table:
    sheet: Sheet
    rows: list[Row] = field(default_factory=list)
    left_out: list[Line] = field(default_factory=list)
    unread: list[Column] = field(default_factory=list)
    unit: str = ""
    reported_on: str | None = None


def understand(sheet: Sheet, layout: Layout) -> Table:
    """Read a sheet as a table of this kind; without a header it has no rows and says so in `left_out`."""
    return _Reader(sheet, layout).read()


class _Reader:
    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.sheet, self.layout = sheet, layout
        self.table = Table(sheet)
        self.header: Header | None = None
        self.preface: set[str] = set()
        self.band = ""
        self.after_footer = False
        tops: dict[int, list[Area]] = defaultdict(list)
        for area in sheet.merged:
            tops[area.top].append(area)
        self.areas = {top: tuple(areas) for top, areas in tops.items()}
        self.spread = _spread_down(sheet)

    def read(self) -> Table:
        index = 0
        while index < len(self.sheet.rows):
            index += self._take(index)
        if not self.header:
            some = any(as_text(cell) for row in self.sheet.rows for cell in row)
            self.table.left_out = [Line(0, "no-header" if some else "empty", "")]
        if not self.sheet.merges_known:
            self._fill_down()
        return self.table

    def _take(self, index: int) -> int:
        """Deal with the row at this index; return how many rows that took."""
        covered = self.spread.get(index, {})
        written = ((place, as_text(cell)) for place, cell in enumerate(self.sheet.rows[index]) if place not in covered)
        own = [(place, text) for place, text in written if text]
        if not own:
            return 1
        if self.header and len(own) >= _LEAST_WORDS and all((place, squeeze(text)) in self.header.cells for place, text in own):
            return self._leave(index, "header", own)
        if found := self._new_header(index, own):
            if not self.header or not found.repeats(self.header):
                self.table.unread += found.unread
                self.header = found
            self.after_footer = False
            self._leave(index, "header", own)
            return found.height
        if not self.header:
            self.preface.update(text for _, text in own)
            self._read_line(own)
            return self._leave(index, "title", own)
        cells = self._cells(index, covered)
        why = self._not_data(own, cells)
        if why:
            return self._leave(index, why, own)
        self.table.rows.append(Row(self.sheet.name, index + 1, cells, self.header, self.band))
        return 1

    def _new_header(self, index: int, own: list[tuple[int, str]]) -> Header | None:
        # a row of data names no column: three known headings in it are worth the full look
        known = sum(1 for _, text in own if len(text) < 40 and self.layout.field_of(text))
        return header_at(self.sheet, index, self.layout, self.areas) if known >= 2 else None

    def _leave(self, index: int, why: str, own: list[tuple[int, str]]) -> int:
        self.table.left_out.append(Line(index + 1, why, "  ".join(text for _, text in own)[:120]))
        return 1

    def _cells(self, index: int, covered: Mapping[int, Scalar]) -> dict[str, Scalar]:
        assert self.header is not None
        row = self.sheet.rows[index]
        cells: dict[str, Scalar] = {}
        for name, columns in self.header.columns.items():
            value: Scalar = ""
            for column in columns:
                value = covered[column.place] if column.place in covered else row[column.place] if column.place < len(row) else ""
                if value != "" and as_text(value):
                    break
            cells[name] = value
        return cells

    def _not_data(self, own: list[tuple[int, str]], cells: Mapping[str, Scalar]) -> str:
        assert self.header is not None
        first = narrow(squeeze(self.layout.simplify(own[0][1])))
        if len(own) == 1 and own[0][1] in self.preface:
            self._read_line(own)
            return "title"
        if _SIGNATURE.match(first):
            return self._signature(own)
        proof = (as_text(cells[name]) for name in self.layout.proof if name in cells)
        if any(len(text) >= _LEAST_PROOF and any(letter.isdigit() for letter in text) for text in proof):
            return ""
        named = "".join(narrow(squeeze(self.layout.simplify(text))) for _, text in own[:2])
        if _TOTAL.match(first) or (first.isdigit() and _TOTAL.match(named.removeprefix(first))):
            self.after_footer = True
            return "total"
        if _FOOTER.match(first) or _UNIT.match(first):
            return self._signature(own)
        return self._alone(own) or ("numbered" if self._only_numbered(own) else "")

    def _signature(self, own: list[tuple[int, str]]) -> str:
        """A line of signatures, or one that names the unit of the rows below."""
        if self._read_line(own):
            return "unit"
        self.after_footer = True
        return "footer"

    def _alone(self, own: list[tuple[int, str]]) -> str:
        """A line of one cell: the branch that the rows below belong to, or a note under the table."""
        assert self.header is not None
        if len(own) > 1:
            return ""
        place, text = own[0]
        here = {column.place for column in self.header.columns.get(self.layout.spread, ())}
        if place not in here and self.layout.band.fullmatch(squeeze(narrow(text))):
            self.band = text
            return "band"
        return "footer" if self.after_footer and len(text) > _LONGEST_NAME else ""

    def _only_numbered(self, own: list[tuple[int, str]]) -> bool:
        assert self.header is not None
        places = {column.place for column in self.header.columns.get("seq", ())}
        return all(place in places for place, _ in own) or _is_numbering([text for _, text in own])

    def _read_line(self, own: list[tuple[int, str]]) -> bool:
        """Take the reporting unit and day from a line above, between or below the table; whether it names a unit."""
        line = narrow(self.layout.simplify("  ".join(text for _, text in own)))
        if _DATED.search(line) and not self.table.reported_on:
            dated = line[_DATED.search(line).start():]  # type: ignore[union-attr]  # searched in the condition
            self.table.reported_on = find_day(dated)
        found = _UNIT.search(line)
        if not found or found.start() > 40:
            return False
        unit = self._as_written(own, found)
        if unit:
            self.table.unit = self.table.unit or unit
            self.band = unit
        return True

    def _as_written(self, own: list[tuple[int, str]], found: re.Match[str]) -> str:
        # the fold keeps every character's place (narrow may not): cut the written line where the folded one says
        written = narrow("  ".join(text for _, text in own))
        rest = written[found.start(1):] if found[1] else ""
        return re.split(r"\s{2,}|\s*(?:填报|填報|填表|制表|統計|统计|截止|截至)", rest, maxsplit=1)[0].strip()

    def _fill_down(self) -> None:
        """Give rows the value above them where a format without merged cells (CSV) lost it.

        Only where the column was merged beyond doubt: at least half of its cells are empty, and no two rows in a row say the
        same.
        """
        name = self.layout.spread
        said = [as_text(row.cells.get(name, "")) for row in self.table.rows]
        repeats = any(one and one == other for one, other in pairwise(said))
        if not said or repeats or said.count("") * 2 < len(said) or not said[0]:
            return
        above: Scalar = ""
        for index, row in enumerate(self.table.rows):
            if said[index]:
                above = row.cells[name]
            else:
                self.table.rows[index] = Row(row.sheet, row.number, {**row.cells, name: above}, row.header, row.band)


def _is_numbering(texts: list[str]) -> bool:
    """The line of column numbers under some headers: 1 2 3 4 …"""
    return len(texts) >= 3 and texts == [str(number) for number in range(1, len(texts) + 1)]


def _spread_down(sheet: Sheet) -> dict[int, dict[int, Scalar]]:
    """Row → column → value, for cells covered by a cell merged downwards."""
    spread: dict[int, dict[int, Scalar]] = defaultdict(dict)
    budget = 2_000_000                                     # areas that overlap or reach beyond the sheet are not worth more
    for area in sheet.merged:
        last = min(area.bottom, len(sheet.rows) - 1)
        if area.top >= last or area.top >= len(sheet.rows) or area.left >= len(sheet.rows[area.top]):
            continue
        value = sheet.rows[area.top][area.left]
        budget -= last - area.top
        if budget < 0:
            break
        for row in range(area.top + 1, last + 1):
            spread[row][area.left] = value
    return spread
