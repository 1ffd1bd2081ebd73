"""The typesetter, in a process of its own that ends with the paper: `python compiling.py < order > paper`.

The compiler and its fonts take about 100 MB, the maker of DOCX 20, and they give none of it back. A worker that printed once would keep
them for good; so it hands the order to a child instead, which costs it a twentieth of a second. No settings, no database, no key is read here.

Standard input: an order as JSON, one of
- {"do": "print", "template", "root", "fonts", "facts", "faces", "form": "pdf" | "png", "ppi", "at": seconds} → each page (a PDF is one) as its
  length (8 bytes, big end first) and its bytes;
- {"do": "word", "form", "facts", "at": seconds} → the DOCX;
- {"do": "fonts", "fonts": folder} → JSON [[family, file], …].
"""

from __future__ import annotations

import json
import struct
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

NOWHERE = str(Path(__file__).resolve().parent / "no-packages")
"""Where packages would be fetched from and to: a folder that is not there."""


def main(source: BinaryIO, target: BinaryIO) -> None:
    order = json.load(source)
    if order["do"] == "word":
        target.write(_word(order))
    elif order["do"] == "fonts":
        target.write(json.dumps([[one.family, one.path] for one in _fonts(order["fonts"]).fonts() if one.path is not None]).encode())
    else:
        for page in _pages(order):
            target.write(struct.pack(">Q", len(page)) + page)


def _word(order: dict[str, Any]) -> bytes:
    from leadgoose.ground.press.word import MADE  # noqa: PLC0415   # only this order needs the makers of DOCX

    return MADE[order["form"]](order["facts"], at=datetime.fromtimestamp(order["at"], UTC))


def _fonts(folder: str) -> Any:
    import typst  # noqa: PLC0415   # not for a DOCX

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _pages(order: dict[str, Any]) -> list[bytes]:
    """It reads below the root only, and has no place to fetch packages from or to."""
    import typst  # noqa: PLC0415   # not for a DOCX

    compiler = typst.Compiler(
        root=order["root"], font_paths=_fonts(order["fonts"]), ignore_system_fonts=True, package_path=NOWHERE, package_cache_path=NOWHERE
    )
    made = compiler.compile(
        input=order["template"], format=order["form"], ppi=order["ppi"], sys_inputs={"facts": order["facts"], "faces": order["faces"]},
        timestamp=datetime.fromtimestamp(order["at"], UTC),
    )
    return [page for page in (made if isinstance(made, list) else [made]) if page is not None]


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
