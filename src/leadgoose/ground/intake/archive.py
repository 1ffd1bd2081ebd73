"""Looks into a zipped spreadsheet before the reader does: how far its cells reach, how large it unpacks, and which cells an
.ods merges.

The reader allots a full rectangle from the first cell to the last: one forgotten cell in XFD1048576 would ask for hundreds of
gigabytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from leadgoose.ground.intake.problems import Unreadable, gettext_noop
from leadgoose.ground.intake.sheets import Area

MAX_UNPACKED = 400_000_000
MAX_ROWS = 200_000
MAX_AREA = 6_000_000
"""Cells in a sheet's rectangle: 10,000 people need 180,000; 6 million take the reader about 200 MB."""
_CHUNK = 1 << 20

UNPACKED_TOO_LARGE = gettext_noop("文件解开后过大，请删去图片和多余的工作表后再试")
FAR_CELL = gettext_noop("有单元格远在第 %(row)s 行第 %(column)s 列，请删去表格以外的内容后再试")

_XLSX_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?[^/]>')
_ODS_COVER = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ODS_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def guard_archive(archive: zipfile.ZipFile) -> None:
    """Raise Unreadable for an archive that unpacks too large, or whose sheets hold cells too far out."""
    if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
        raise Unreadable("too-large", UNPACKED_TOO_LARGE)
    for name in archive.namelist():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            _guard_xlsx(archive, name)
    if "content.xml" in archive.namelist():
        for _, _, reach in _ods_sheets(archive):
            _judge(*reach)


def ods_merges(archive: zipfile.ZipFile) -> dict[str, tuple[Area, ...]]:
    """Merged cells by sheet of an .ods (the reader does not tell them); empty for an .xlsx."""
    if "content.xml" not in archive.namelist():
        return {}
    return {name: merged for name, merged, _ in _ods_sheets(archive)}


def _guard_xlsx(archive: zipfile.ZipFile, name: str) -> None:
    rows, widest, longest_name = 0, b"A", 1
    tail = b""
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            for found in _XLSX_CELL.finditer(window):
                column = found[1]
                rows = max(rows, int(found[2]))
                if len(column) > longest_name or (len(column) == longest_name and column > widest):
                    widest, longest_name = column, len(column)
            tail = window[-200:]
    columns = 0
    for letter in widest:
        columns = columns * 26 + letter - 64
    _judge(rows, columns)


def _judge(rows: int, columns: int) -> None:
    if rows > MAX_ROWS or rows * columns > MAX_AREA:
        raise Unreadable("too-many-cells", FAR_CELL, row=rows, column=columns)


def _ods_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, tuple[Area, ...], tuple[int, int]]]:
    """Name, merged cells and (rows, columns) reached by content, for each table of an .ods."""
    merged: list[Area] = []
    name, row, reach_row, reach_column = "", 0, 0, 0
    with archive.open("content.xml") as stream:
        for event, node in ElementTree.iterparse(stream, ["start", "end"]):
            if event == "start":
                if node.tag == _ODS_COVER + "table":
                    merged, name, row, reach_row, reach_column = [], node.get(_ODS_COVER + "name", ""), 0, 0, 0
                continue
            if node.tag == _ODS_COVER + "table-row":
                repeated = int(node.get(_ODS_COVER + "number-rows-repeated", "1"))
                reach = _ods_row(node, row, merged)
                row += repeated
                if reach:
                    reach_row, reach_column = row, max(reach_column, reach)
                node.clear()
            elif node.tag == _ODS_COVER + "table":
                yield name, tuple(merged), (reach_row, reach_column)


def _ods_row(node: ElementTree.Element, row: int, merged: list[Area]) -> int:
    """Note the merged cells of one row; return how many columns its content reaches (0: none)."""
    column = reach = 0
    for cell in node:
        if cell.tag not in {_ODS_COVER + "table-cell", _ODS_COVER + "covered-table-cell"}:
            continue
        down = int(cell.get(_ODS_COVER + "number-rows-spanned", "1"))
        across = int(cell.get(_ODS_COVER + "number-columns-spanned", "1"))
        if down > 1 or across > 1:
            merged.append(Area(row, column, row + down - 1, column + across - 1))
        column += int(cell.get(_ODS_COVER + "number-columns-repeated", "1"))
        if cell.get(_ODS_OFFICE + "value-type") or len(cell):
            reach = column
    return reach
