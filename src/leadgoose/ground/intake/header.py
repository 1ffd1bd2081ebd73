"""Finding the row of headings, which may be two rows with merged cells between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from leadgoose.ground.intake.layout import Layout
from leadgoose.ground.intake.problems import Unreadable, gettext_noop
from leadgoose.ground.intake.sheets import Area, Sheet
from leadgoose.ground.intake.text import as_text, squeeze

TWICE = gettext_noop(
    "工作表“%(sheet)s”第 %(row)s 行有两列都写着“%(column)s”（%(first)s 列和 %(second)s 列），请删去或改名其中一列")


Word = tuple[int, str, tuple[str, ...]]
"""A heading: its column, its text, and the forms under which it may be known, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its heading as written and its index from 0."""

    text: str
    place: int


@dataclass(frozen=True, slots=True)
class Header:
    """`columns[field]`: the columns of a field, the first to be read first. `cells`: all that its rows say and where, to know
    them when they are repeated.
    """

    first: int                                   # index of its (first) row
    height: int
    columns: Mapping[str, tuple[Column, ...]]
    unread: tuple[Column, ...]
    cells: frozenset[tuple[int, str]]

    def repeats(self, other: Header) -> bool:
        """Whether this header, lower down, has no column elsewhere than the other; a merged branch cell may cover some."""
        mine = {(field, column.place) for field, columns in self.columns.items() for column in columns}
        return mine <= {(field, column.place) for field, columns in other.columns.items() for column in columns}


def letter_of(place: int) -> str:
    """The spreadsheet's letters for a column, 0 → A."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def header_at(sheet: Sheet, index: int, layout: Layout, areas: Mapping[int, tuple[Area, ...]]) -> Header | None:
    """The header that begins in this row, if one does; `areas` are the merged cells by their top row. Raises Unreadable for a
    column named twice.
    """
    own = [as_text(cell) for cell in sheet.rows[index]]
    words: list[Word] = [(place, text, (text,)) for place, text in enumerate(own) if text]
    single = _build(layout, index, 1, words)
    double = _two_rows(sheet, index, layout, own, areas.get(index, ()))
    found = double if double and (not single or len(double.columns) > len(single.columns)) else single
    if found:
        _refuse_twice(sheet, found, layout)
    return found


def _two_rows(sheet: Sheet, index: int, layout: Layout, own: list[str], areas: tuple[Area, ...]) -> Header | None:
    wide = [area for area in areas if area.top == area.bottom and area.right > area.left]
    if not wide or index + 1 >= len(sheet.rows):
        return None
    above = {place: text for place, text in enumerate(own) if text}
    wide = [area for area in wide if area.left < len(own)]
    spread = {place: own[area.left] for area in wide for place in range(area.left, min(area.right, 1000) + 1)}
    words: list[Word] = []
    below = [as_text(cell) for cell in sheet.rows[index + 1]]
    for place in range(max(len(own), len(below))):
        under = below[place] if place < len(below) else ""
        if under and place in spread:
            words.append((place, under, (spread[place] + under, under + spread[place], under)))
        elif under:
            return None                                    # a cell under a heading of its own: the next row is data
        elif place in above:
            words.append((place, above[place], (above[place],)))
    return _build(layout, index, 2, words, above)


def _build(layout: Layout, index: int, height: int, words: list[Word], above: Mapping[int, str] | None = None) -> Header | None:
    found: dict[str, list[tuple[int, Column]]] = {}
    unread = []
    for place, text, forms in words:
        column = Column(text, place)
        known = next((known for form in forms if (known := layout.field_of(form))), None)
        if known:
            found.setdefault(known[0], []).append((known[1], column))
        else:
            unread.append(column)
    if not layout.is_header(set(found)):
        return None
    columns = {}
    for field, ranked in found.items():
        ranked.sort(key=lambda one: (one[0], one[1].place))
        columns[field] = tuple(column for _, column in ranked)
    said = [*((place, text) for place, text, _ in words), *(above or {}).items()]
    return Header(index, height, columns, tuple(unread), frozenset((place, squeeze(text)) for place, text in said))


def _refuse_twice(sheet: Sheet, header: Header, layout: Layout) -> None:
    for field in layout.single:
        columns = header.columns.get(field, ())
        for first, second in pairwise(columns):
            if squeeze(first.text) == squeeze(second.text):
                raise Unreadable("column-twice", TWICE, sheet=sheet.name, row=header.first + 1, column=first.text,
                                 first=letter_of(first.place), second=letter_of(second.place))
