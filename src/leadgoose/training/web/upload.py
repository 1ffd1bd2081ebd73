"""The room where the office hands in a table, whatever it is of: an empty one to fill, the preview with the faults of its cells, taken in whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from leadgoose.ground.access.gate import Asked
from leadgoose.ground.intake.grid import Column, Grid
from leadgoose.ground.look.downloads import download
from leadgoose.ground.pasting import as_text, empty, pasted, preview
from leadgoose.ground.press.excel import XLSX
from leadgoose.training.actions.refusals import Refused

PAGE = "training/upload.html"


@dataclass(frozen=True, slots=True)
class Upload:
    """A kind of table. judge: the text as read, with its faults; take: takes it in and says what was done (raises Refused); then: where that leads.

    blank: (title, file name) of the empty table; None where the page makes one of its own, with people in it. about: what the page says of it; about["back"] is
    (address, label) of the page that it belongs to.
    """

    columns: Sequence[Column]
    judge: Callable[[str], Grid]
    take: Callable[[str], str]
    then: str
    button: str
    blank: tuple[str, str] | None
    about: Mapping[str, Any] = field(default_factory=dict)
    template: str = PAGE
    offered: bool = True   # the box begins with the heads


def upload(request: Asked, table: Upload) -> HttpResponse:
    """GET; format=xlsx: the empty table. POST: grid or file; act=take takes it in, else it is shown."""
    if request.method != "POST":
        if request.GET.get("format") == "xlsx" and table.blank is not None:
            return download(empty(table.blank[0], table.columns), XLSX, table.blank[1])
        return _page(request, table, as_text(table.columns) if table.offered else "")
    sent = pasted(request, table.columns)
    if sent.error:
        return _page(request, table, sent.text, sent.error, status=422)
    grid = table.judge(sent.text)
    if not sent.take:
        return _page(request, table, sent.text, grid=grid, status=200 if grid.good else 422)
    try:
        told = table.take(sent.text)
    except Refused as no:
        return _page(request, table, sent.text, str(no), grid, status=422)
    messages.success(request, told)
    return HttpResponseRedirect(table.then)


def _page(request: Asked, table: Upload, text: str, error: str = "", grid: Grid | None = None, status: int = 200) -> HttpResponse:
    return render(request, table.template, {
        "template_address": "?format=xlsx", **table.about, "text": text, "error": error, **preview(grid, table.columns, table.button),
    }, status=status)
