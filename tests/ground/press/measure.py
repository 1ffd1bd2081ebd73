"""Measuring a PDF: lines of characters with their places in millimetres from the page's upper left corner."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pypdf import PdfReader
from pypdf.generic import ContentStream

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one baseline. left and right: the outer edges of their boxes; bottom: the baseline. All in mm."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    fonts: frozenset[str]


def pages(pdf: bytes) -> list[list[Line]]:
    """The lines of each page from the top."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return [_lines(page) for page in opened.pages]


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in mm."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return [(float(page.width) / MM, float(page.height) / MM) for page in opened.pages]


def rules(pdf: bytes, page: int) -> list[tuple[float, float, float, float]]:
    """Horizontal rules of a page: middle from the top, left, right, thickness, in mm."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        found = [*opened.pages[page].lines, *opened.pages[page].rects]
        return sorted(
            (float(one["top"] + one["bottom"]) / 2 / MM, float(one["x0"]) / MM, float(one["x1"]) / MM, _thick(one) / MM)
            for one in found if one["bottom"] - one["top"] < MM
        )


def _thick(one: Any) -> float:
    """A rule is a stroked line or a filled box."""
    return float(one["bottom"] - one["top"]) or float(one["linewidth"])


def _lines(page: Any) -> list[Line]:
    rows: dict[float, list[Any]] = {}
    for one in page.chars:
        rows.setdefault(round(float(page.height) - one["matrix"][5], 1), []).append(one)
    lines = []
    for place, signs in sorted(rows.items()):
        signs.sort(key=lambda one: one["x0"])
        lines.append(Line(
            "".join(one["text"] for one in signs), signs[0]["x0"] / MM, signs[-1]["x1"] / MM, place / MM,
            round(signs[0]["size"], 1), frozenset(one["fontname"].partition("+")[2] for one in signs),
        ))
    return lines


def glyphs(pdf: bytes) -> list[int]:
    """Every glyph number that the pages show; 0 is .notdef, the empty box. Fonts are Identity-H, so two bytes are one glyph."""
    found: list[int] = []
    reader = PdfReader(io.BytesIO(pdf))
    for page in reader.pages:
        contents = page.get_contents()
        if contents is None:
            continue
        for operands, operator in ContentStream(contents, reader).operations:
            if operator in (b"Tj", b"TJ"):
                parts = operands[0] if operator == b"TJ" else operands
                for part in parts:
                    if isinstance(part, bytes | str):
                        data = part if isinstance(part, bytes) else part.original_bytes
                        found += [int.from_bytes(data[at:at + 2], "big") for at in range(0, len(data), 2)]
    return found
