"""A spreadsheet as values: what `workbook.py` reads, `table.py` understands and `corrections.py` writes again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Scalar = str | int | float | bool | date | datetime | time | timedelta
"""A cell's value; an empty cell is "". Numbers are floats in most files, whole ones too."""


@dataclass(frozen=True, slots=True)
class Area:
    """Merged cells, counted from 0, both ends inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """rows[0] is the spreadsheet's row 1 and rows[n][0] column A. `merges_known` is False where the format cannot say which
    cells are merged (CSV).
    """

    name: str
    rows: tuple[tuple[Scalar, ...], ...]
    merged: tuple[Area, ...] = ()
    merges_known: bool = True
