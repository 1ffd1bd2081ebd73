"""A pasted table on a page: what was asked, and the preview with the faults of its cells. `look/parts/grid.html` shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

PREVIEWED = 60
"""Rows of a preview: those with faults first; the rest is counted."""


class Fault(Protocol):
    @property
    def template(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, object]: ...


def told(fault: Fault) -> str:
    """A fault in the reader's language."""
    return _(fault.template) % dict(fault.facts)


def uploaded(request: HttpRequest) -> tuple[bytes, str] | None:
    """(content, name) of the file sent beside the box; None when there is none."""
    file = request.FILES.get("file")
    return (file.read(), file.name or "") if isinstance(file, UploadedFile) else None


def preview(grid: Any, heads: Mapping[str, str]) -> dict[str, Any]:
    """The rows of an `intake.grid.Grid` for the page. heads: label by column name."""
    rows = sorted(grid.rows, key=lambda row: not row.faults)
    return {
        "heads": [heads[name] for name in grid.columns],
        "rows": [{"number": row.number, "cells": [_cell(row, name) for name in grid.columns]} for row in rows[:PREVIEWED]],
        "more": max(0, len(rows) - PREVIEWED), "faults": grid.faults, "count": len(rows),
        "fault": "" if grid.fault is None else told(grid.fault),
    }


def as_text(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Heads and rows as the box holds them: cells between tabs."""
    return "\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in line) for line in (heads, *rows))


def _cell(row: Any, name: str) -> dict[str, str]:
    fault = row.faults.get(name)
    return {"text": row.texts.get(name, ""), "fault": told(fault) if fault is not None else ""}
