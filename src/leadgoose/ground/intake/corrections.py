"""A workbook that goes back to its sender: the same sheets, rows and columns, wrong cells marked and commented, sensitive
values covered.

Uploaded again, covered cells that were not touched get their values back from the file as it first came; all other cells are
taken as they stand.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from leadgoose.ground.intake.problems import Unreadable, gettext_noop
from leadgoose.ground.intake.sheets import Area, Scalar, Sheet
from leadgoose.ground.intake.text import as_text, narrow, squeeze

Mask = Callable[[str], str]

SHEET_MISSING = gettext_noop("更正表里缺少工作表“%(sheet)s”，请把下载的更正表整份上传")

_LONG_NUMBER = re.compile(r"\d{11,}[Xx]?|\d{3,4}[- ]\d{7,8}(?!\d)|1\d{2}[- ]\d{4}[- ]\d{4}(?!\d)")
"""Numbers of identity cards and telephones wherever they stand; a year, a day or a count is shorter."""
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_MAX_TEXT = 32_767
_MARKED, _EDGE = "#FFD9D6", "#C4352B"


@dataclass(frozen=True, slots=True)
class Note:
    """A comment on a cell; row from 1, place from 0."""

    sheet: str
    row: int
    place: int
    text: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What of a workbook is covered: whole columns from a row (1-based) downwards by sheet, and long numbers everywhere."""

    columns: Mapping[str, Mapping[int, int]]               # sheet → place → first row below the header
    mask: Mask

    def shown(self, sheet: str, row: int, place: int, value: Scalar) -> Scalar:
        """The cell as the workbook shows it."""
        if isinstance(value, bool | date | time | timedelta):
            return value
        text = as_text(value)
        first = self.columns.get(sheet, {}).get(place)
        if first is not None and row >= first and any(letter.isdigit() for letter in text):
            return self.mask(squeeze(narrow(text)).strip("'’‘"))
        if not isinstance(value, str):
            return self.mask(text) if abs(value) >= 1e10 else value
        return _LONG_NUMBER.sub(lambda found: self.mask(found[0]), value)


LISTED, LONGEST_CELL = 1000, 500
"""Marks that the last sheet lists, and letters of such a line."""


def write_workbook(
    sheets: Sequence[Sheet], cover: Cover | None, text_columns: Mapping[str, Iterable[int]],
    notes: Iterable[Note] = (), about: Sequence[str] = (),
) -> bytes:
    """The sheets as an .xlsx. `text_columns`: columns whose cells are text even when somebody types a long number; `about`:
    lines of a last sheet.
    """
    import xlsxwriter  # noqa: PLC0415   11 MB: only what makes a file loads it

    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    by_sheet: dict[str, dict[tuple[int, int], list[str]]] = defaultdict(lambda: defaultdict(list))
    for note in notes:
        by_sheet[note.sheet][note.row - 1, note.place].append(note.text)
    names = safe_names([sheet.name for sheet in sheets])
    writer = _Writer(book)
    for sheet, name in zip(sheets, names, strict=True):
        as_text_only = frozenset(text_columns.get(sheet.name, ()))
        page = book.add_worksheet(name)
        writer.write(page, sheet, cover, as_text_only, by_sheet.get(sheet.name, {}))
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
    if about:
        page = book.add_worksheet(_free("更正说明", {name.lower() for name in names}))
        page.set_column(0, 0, 90)
        for row, line in enumerate(about):
            page.write_string(row, 0, line)
        _where(page, len(about) + 1, [(name, by_sheet.get(sheet.name, {})) for sheet, name in zip(sheets, names, strict=True)])
    book.close()
    return output.getvalue()


def _where(page: Any, first: int, notes: Iterable[tuple[str, Mapping[tuple[int, int], list[str]]]]) -> None:
    """Below the lines of the last sheet: where each mark is and why, each a way to its cell. first: the row from which on."""
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415   as in write_workbook

    places = [(name, xl_rowcol_to_cell(*place), texts) for name, marked in notes for place, texts in sorted(marked.items())]
    for row, (name, cell, texts) in enumerate(places[:LISTED], first):
        quoted = name.replace("'", "''")
        page.write_url(row, 0, f"internal:'{quoted}'!{cell}", string=f"{name} {cell}：{'；'.join(texts)}"[:LONGEST_CELL])


def restore(corrected: Sequence[Sheet], originals: Sequence[Sheet], cover: Cover) -> tuple[Sheet, ...]:
    """The corrected sheets with their covered values back; sheets that the original did not have are left out. Raises
    Unreadable.
    """
    found = {sheet.name: sheet for sheet in corrected}
    restored = []
    for original, name in zip(originals, safe_names([sheet.name for sheet in originals]), strict=True):
        if name in found:
            restored.append(replace(_restore(found[name], original, cover), name=original.name))
        elif any(as_text(cell) for row in original.rows for cell in row):
            raise Unreadable("sheet-missing", SHEET_MISSING, sheet=original.name)
        else:
            restored.append(original)                      # an empty sheet is nothing to lose
    return tuple(restored)


def _restore(corrected: Sheet, original: Sheet, cover: Cover) -> Sheet:
    covered: dict[tuple[int, int], tuple[str, Scalar]] = {}
    by_look: dict[tuple[int, str], set[Scalar]] = defaultdict(set)
    for index, row in enumerate(original.rows):
        for place, value in enumerate(row):
            shown = cover.shown(original.name, index + 1, place, value)
            if shown != value:
                covered[index, place] = (str(shown), value)
                by_look[place, str(shown)].add(value)

    def back(index: int, place: int, value: Scalar) -> Scalar:
        if not isinstance(value, str) or "*" not in value:
            return value
        here = covered.get((index, place))
        if here and here[0] == value:
            return here[1]
        # rows were put in or taken out above: the only value of this look in the column is meant
        candidates = by_look.get((place, value), set())
        return next(iter(candidates)) if len(candidates) == 1 else value

    rows = tuple(tuple(back(index, place, value) for place, value in enumerate(row)) for index, row in enumerate(corrected.rows))
    return replace(corrected, rows=rows)


def safe_names(names: Sequence[str]) -> list[str]:
    """Names that a workbook accepts, in the same order: at most 31 characters, none forbidden, none twice."""
    taken: set[str] = set()
    out = []
    for name in names:
        free = _free(_FORBIDDEN_IN_SHEET_NAME.sub("_", name).strip("'")[:31] or "Sheet", taken)
        taken.add(free.lower())
        out.append(free)
    return out


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free.lower() in taken:
        free = f"{name[:27]} {number}"
        number += 1
    return free


class _Writer:
    def __init__(self, book: Any) -> None:
        mark = {"bg_color": _MARKED, "border": 1, "border_color": _EDGE}
        text, day = {"num_format": "@"}, {"num_format": "yyyy-mm-dd"}
        self.plain, self.text, self.day = (book.add_format(style) for style in ({}, text, day))
        self.marked, self.marked_text, self.marked_day = (book.add_format({**mark, **style}) for style in ({}, text, day))

    def write(
        self, page: Any, sheet: Sheet, cover: Cover | None, text_columns: frozenset[int],
        notes: Mapping[tuple[int, int], list[str]],
    ) -> None:
        for place in range(max(map(len, sheet.rows), default=0)):
            page.set_column(place, place, 21 if place in text_columns else 13, self.text if place in text_columns else None)
        hidden = self._merge(page, sheet)
        for index, row in enumerate(sheet.rows):
            for place, value in enumerate(row):
                if (index, place) not in hidden and (value != "" or (index, place) in notes):
                    shown = cover.shown(sheet.name, index + 1, place, value) if cover else value
                    self._cell(page, index, place, shown, place in text_columns, (index, place) in notes)
        for (index, place), texts in notes.items():
            if index >= len(sheet.rows) or place >= len(sheet.rows[index]):
                page.write_blank(index, place, None, self.marked)
            page.write_comment(index, place, "\n".join(texts), {"author": "Leadgoose", "x_scale": 2})

    def _cell(self, page: Any, index: int, place: int, value: Scalar, is_text: bool, marked: bool) -> None:
        """Strings always as strings: a cell that begins with "=" is somebody's text, never a formula of ours."""
        if value == "":
            page.write_blank(index, place, None, self.marked_text if is_text else self.marked)
        elif isinstance(value, bool):
            page.write_boolean(index, place, value, self.marked if marked else self.plain)
        elif isinstance(value, int | float):
            page.write_number(index, place, value, self.marked if marked else self.plain)
        elif isinstance(value, date) and value.year >= 1900:
            plain = value.replace(tzinfo=None) if isinstance(value, datetime) else value
            page.write_datetime(index, place, plain, self.marked_day if marked else self.day)
        else:
            style = (self.marked_text if is_text else self.marked) if marked else (self.text if is_text else self.plain)
            page.write_string(index, place, (value if isinstance(value, str) else as_text(value))[:_MAX_TEXT], style)

    def _merge(self, page: Any, sheet: Sheet) -> set[tuple[int, int]]:
        """Merge as the original does; the cells that lie under a merged one."""
        hidden: set[tuple[int, int]] = set()
        for area in sheet.merged:
            if not self._merges(page, area):
                continue
            last = min(area.bottom, len(sheet.rows) - 1)
            right = min(area.right, 1_000)
            hidden |= {(row, place) for row in range(area.top, last + 1) for place in range(area.left, right + 1)}
            hidden.discard((area.top, area.left))
        return hidden

    def _merges(self, page: Any, area: Area) -> bool:
        cells = (area.bottom - area.top + 1) * (area.right - area.left + 1)
        if not 2 <= cells <= 100_000:
            return False
        from xlsxwriter.exceptions import OverlappingRange  # noqa: PLC0415   as in write_workbook

        try:
            page.merge_range(area.top, area.left, area.bottom, area.right, "", self.plain)
        except OverlappingRange:
            return False
        return True
