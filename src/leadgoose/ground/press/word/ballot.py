"""A ballot as DOCX: one sheet, of which the printer makes the copies. No header, no footer, no name in the file's properties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from leadgoose.ground.press.word.grid import HEI, SONG, TITLE, Cell, Row, Sheet, add_line, add_table, saved, set_page, set_pitch, set_type

A5 = Sheet(wide=148, high=210, top=11, bottom=9, left=13, right=13, tight=0, pitch=440, grid=False)
A4 = Sheet(top=20, bottom=20, left=24, right=24, tight=0, pitch=440, grid=False)


def made(facts: Mapping[str, Any], *, at: datetime) -> bytes:
    """The ballot with these facts (press/ballot.py) as DOCX."""
    document = docx.Document()
    sheet = A5 if facts["paper"] == "a5" else A4
    set_page(document, sheet)
    set_type(document, sheet, SONG)
    if facts["sample"]:
        add_line(document, facts["sample"], align=ALIGN.CENTER, face=HEI, size=26)
    for one in facts["title"]:
        set_pitch(add_line(document, one, align=ALIGN.CENTER, face=TITLE, size=20).paragraph_format, 520)
    below = add_line(document, "　".join(one for one in (facts["seats"], facts["day"]) if one), align=ALIGN.CENTER, face=HEI)
    below.paragraph_format.space_after = Pt(6)
    label, row = [Cell(16, "center", HEI)] * 2, [Cell(18, "center", SONG)] * 2
    height = _height(facts, sheet)
    rows = [Row((facts["heads"][0], facts["heads"][2]), label), *(Row((name, ""), row, height=height) for name in facts["names"])]
    if facts["write_ins"]:
        rows += [Row((facts["heads"][1], facts["heads"][2]), label), *[Row(("", ""), row, height=height)] * facts["write_ins"]]
    add_table(document, sheet.area, (sheet.area - 34, 34), rows)
    for number, note in enumerate(facts["notes"]):
        paragraph = add_line(document, note, align=ALIGN.JUSTIFY, face=SONG)
        paragraph.paragraph_format.space_before = Pt(0 if number else 6)
    document.sections[0].footer_distance = Mm(0)
    return saved(document, "", at)


def _height(facts: Mapping[str, Any], sheet: Sheet) -> float:
    """What title and notes leave of the sheet, shared by all rows; between 8 and 13 mm."""
    letters = int(sheet.area / 5.65)                 # of 16 pt in a line
    notes: int = sum(-(-len(one) // letters) for one in facts["notes"])
    free: float = sheet.high - sheet.top - sheet.bottom - 9.2 * len(facts["title"]) - 8 * notes - 34 - (10 if facts["sample"] else 0)
    rows: int = len(facts["names"]) + facts["write_ins"]
    return max(8.0, min(13.0, free / max(1, rows) - 1))
