"""Small registers and ledgers made in a test: rows in, bytes of a workbook out. All people are invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from leadgoose.ground.intake.idnumber import check_character

DATA = Path(__file__).parent / "data"
Cell = str | float | date | None
Merge = tuple[int, int, int, int]

HEADER = ["姓名", "性别", "民族", "出生年月", "身份证号", "学历", "入党时间", "转正时间", "所在党支部", "联系电话", "党员类别"]
"""Columns of `person`."""


def id_number(born: str = "1985-03-12", order: str = "011", area: str = "990101") -> str:
    """A well-formed number; an odd order is a man's."""
    seventeen = area + born.replace("-", "") + order
    return seventeen + check_character(seventeen)


def person(**cells: Cell) -> list[Cell]:
    """A row under HEADER, right unless told otherwise; cells by the English key of the field."""
    own: dict[str, Cell] = {
        "name": "甲乙丙",
        "gender": "男",
        "ethnicity": "汉族",
        "birth_date": "1985-03-12",
        "id_number": id_number(),
        "education": "本科",
        "joined_party": "2010-07-01",
        "full_member": "2011-07-01",
        "branch": "作业一队党支部",
        "phone": "12000000001",
        "status": "正式党员",
    }
    assert set(cells) <= set(own)
    return list({**own, **cells}.values())


def workbook(sheets: dict[str, Sequence[Sequence[Cell]]], merges: Sequence[Merge] = ()) -> bytes:
    """An .xlsx; `merges` (top, left, bottom, right, from 0) hold for every sheet, their text is the top left cell's."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for area in merges:
            page.merge_range(*area, "")
        for row, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, date | datetime):
                    page.write_datetime(row, place, cell, day)
                elif isinstance(cell, int | float):
                    page.write_number(row, place, cell)
                elif cell:
                    page.write_string(row, place, cell)
    book.close()
    return out.getvalue()


def sheet(*rows: Sequence[Cell]) -> bytes:
    return workbook({"花名册": rows})


def comma_separated(rows: Sequence[Sequence[Cell]], encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return out.getvalue().encode(encoding)
