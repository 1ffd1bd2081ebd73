"""A table pasted or uploaded on a page: what was sent, and the preview with the faults of its cells. `look/parts/grid.html` shows it.

    sent = pasted(request, COLUMNS)
    if sent.error:
        return page(sent.text, error=sent.error, status=422)     # the box keeps what was typed
    grid = understand(sent.text)
    if not sent.take:
        return page(sent.text, **preview(grid, COLUMNS, _("收入")), status=200 if grid.good else 422)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from leadgoose.ground.intake.grid import Column, Fault, Grid, Row, header, text_of
from leadgoose.ground.intake.problems import Unreadable
from leadgoose.ground.press.excel import Leaf, workbook
from leadgoose.ground.search.scripts import simplify

PREVIEWED = 60
"""Rows of a preview: those with faults first; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was sent. error: why it cannot be read at all, in the reader's language, else ""; take: to be taken in, not only shown."""

    text: str
    error: str
    take: bool


def pasted(request: HttpRequest, columns: Sequence[Column]) -> Pasted:
    """POST: grid (the box), file (beside it, in its place), act=take."""
    text, error, take = request.POST.get("grid", ""), "", request.POST.get("act") == "take"
    file = None if take else request.FILES.get("file")   # what is taken in is the box, which the preview was made of
    if isinstance(file, UploadedFile):
        try:
            text = text_of(file.read(), file.name or "", columns, simplify)
        except Unreadable as no:
            error = _(no.template) % dict(no.facts)
    return Pasted(text, error or ("" if text.strip() else _("还没有粘贴内容或选择文件。")), take)


def preview(grid: Grid | None, columns: Sequence[Column], take: str) -> dict[str, Any]:
    """`preview` and `take` for the page: the rows as read, and the button that takes them in once none has a fault."""
    if grid is None:
        return {"preview": None, "take": ""}
    return {"preview": _preview(grid, columns), "take": take if grid.good else ""}


def empty(title: str, columns: Sequence[Column], width: float = 16.0) -> bytes:
    """A workbook with nothing but the heads, to be filled and sent back."""
    return workbook([Leaf(title, (), [(head, width) for head in header(columns)], [])])


def as_text(columns: Sequence[Column], rows: Sequence[Sequence[str]] = ()) -> str:
    """Heads and rows as the box holds them: cells between tabs."""
    return "\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in line) for line in (header(columns), *rows))


def _preview(grid: Grid, columns: Sequence[Column]) -> dict[str, Any]:
    rows = sorted(grid.rows, key=lambda row: not row.faults)
    heads = {one.name: one.heads[0] for one in columns}
    return {
        "heads": [heads[name] for name in grid.columns],
        "rows": [{"number": row.number, "cells": [_cell(row, name) for name in grid.columns]} for row in rows[:PREVIEWED]],
        "more": max(0, len(rows) - PREVIEWED), "faults": grid.faults, "count": len(rows),
        "fault": "" if grid.fault is None else _told(grid.fault),
    }


def _cell(row: Row, name: str) -> dict[str, str]:
    fault = row.faults.get(name)
    return {"text": row.texts.get(name, ""), "fault": _told(fault) if fault is not None else ""}


def _told(fault: Fault) -> str:
    """A fault in the reader's language."""
    return _(fault.template) % dict(fault.facts)
