"""Facts and a template into a PDF, or into the picture of its first page.

The facts reach the template as JSON in `sys.inputs.facts`, so hostile text stays text; a template is never put together from
strings. The same facts and fonts give the same bytes: the clock is given, system fonts are not looked at, nothing is fetched.
"""

from __future__ import annotations

import json
import struct
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

from leadgoose.ground.press import faces, typesetter

HERE = Path(__file__).resolve().parent / "typst"
LIST, LETTER, TEXT, BALLOT = (HERE / f"{one}.typ" for one in ("list", "letter", "text", "ballot"))
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

_one_at_a_time = threading.Lock()


class NoFonts(Exception):
    """settings.FONTS holds no font: run tools/fonts.py. A PDF without fonts would be blank paper."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every paper prints small at its foot: the notice, who made it and when, and the journal's receipt if there is one."""

    notice: str = ""
    made_by: str = ""
    made_at: str = ""                                # "2026-11-23 10:12"
    receipt: str = ""                                # "17-3f2a…", see journal.actions.Receipt


def small_line(imprint: Imprint, script: str = "zh-Hans") -> str:
    """The imprint as one line: receipt, notice, made by and when; pieces that are empty are left out."""
    receipt, made = {"zh-Hans": ("凭据", "制"), "zh-Hant": ("憑據", "製")}[script]
    who = " ".join(one for one in (imprint.made_by, imprint.made_at) if one)
    pieces = (f"{receipt} {imprint.receipt}" if imprint.receipt else "", imprint.notice, f"{who} {made}" if who else "")
    return "　".join(one for one in pieces if one)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its head, its share of the width, and whether it holds numbers (set at the right)."""

    label: str
    share: float = 1.0
    number: bool = False


def pdf(template: Path | str, facts: Mapping[str, Any], *, at: datetime = EPOCH) -> bytes:
    """The paper as PDF. at: the creation date inside the file, so that a second print of the same facts has the same bytes."""
    return _compiled(str(template), *_inputs(facts), "pdf", at)[0]


def pictures(template: Path | str, facts: Mapping[str, Any], *, ppi: float = 96) -> list[bytes]:
    """The paper as PNG, one picture a page: what the paper's page shows before anything is printed."""
    return list(_pictures(str(template), *_inputs(facts), settings.FONTS, ppi))


def document(form: str, facts: Mapping[str, Any], *, at: datetime = EPOCH) -> bytes:
    """The facts of a paper of this form (word.MADE) as DOCX. at: the date inside the file, in whole seconds."""
    with _one_at_a_time:
        return typesetter.ask({"do": "word", "form": form, "facts": dict(facts), "at": int(at.timestamp())})


def list_paper(
    title: str,
    subtitle: str,
    columns: Sequence[str | Column],
    rows: Sequence[Sequence[object]],
    notes: Sequence[str] = (),
    *,
    imprint: Imprint | None = None,
    script: str = "zh-Hans",
    at: datetime = EPOCH,
    paper: Literal["a4", "a3"] = "a4",
    one_sheet: bool = False,
) -> bytes:
    """A table on A4 (or A3) landscape: title, a line below it, heads repeated on every page, rows, notes, page numbers, imprint.

    one_sheet: set smaller and closer (never below 8 points) where all of it then stands on one sheet.

    Cells are shown by str(), None as nothing; ValueError for a row of another length than the heads.
    """
    heads = [one if isinstance(one, Column) else Column(one) for one in columns]
    wrong = next((number for number, row in enumerate(rows, 1) if len(row) != len(heads)), None)
    if wrong is not None:
        raise ValueError(f"row {wrong} has {len(rows[wrong - 1])} cells for {len(heads)} columns")
    facts = {
        "title": title,
        "subtitle": subtitle,
        "columns": [asdict(one) for one in heads],
        "rows": [["" if cell is None else str(cell) for cell in row] for row in rows],
        "notes": list(notes),
        "script": script,
        "paper": paper,
        "one-sheet": one_sheet,
        "empty": {"zh-Hans": "（无）", "zh-Hant": "（無）"}[script],
        "small": small_line(imprint or Imprint(notice=settings.NOTICE), script),
    }
    return pdf(LIST, facts, at=at)


def fonts() -> faces.Shelf:
    """The fonts that papers are printed with here."""
    return faces.shelf(settings.FONTS)


def unprintable(facts: object) -> str:
    """The characters anywhere in these facts for which no font here has a glyph; "" when all print."""
    return fonts().missing(json.dumps(facts, ensure_ascii=False, default=str))


def _inputs(facts: Mapping[str, Any]) -> tuple[str, str]:
    """The facts and the chains of fonts as the template reads them: JSON, always in the same order."""
    there = fonts()
    if not there.files:
        raise NoFonts(str(settings.FONTS))
    chains = there.chains(str(facts.get("script", "zh-Hans")))
    return json.dumps(facts, ensure_ascii=False, sort_keys=True), json.dumps(chains, ensure_ascii=False)


@lru_cache(maxsize=4)
def _pictures(template: str, facts: str, chains: str, folder: Path, ppi: float) -> tuple[bytes, ...]:
    """A page asks for its sheets one by one: they are drawn once. folder: the fonts, so that others draw anew."""
    return tuple(_compiled(template, facts, chains, "png", EPOCH, ppi))


def _compiled(template: str, facts: str, chains: str, form: Literal["pdf", "png"], at: datetime, ppi: float = 96) -> list[bytes]:
    order = {
        "do": "print", "template": template, "root": str(settings.PACKAGE), "fonts": str(settings.FONTS), "facts": facts, "faces": chains,
        "form": form, "ppi": ppi, "at": int(at.timestamp()),          # the compiler takes whole seconds only
    }
    with _one_at_a_time:                                               # a child of 100 MB: one for each worker
        made = typesetter.ask(order)
    pages, place = [], 0
    while place < len(made):
        (length,) = struct.unpack_from(">Q", made, place)
        pages.append(made[place + 8 : place + 8 + length])
        place += 8 + length
    return pages
