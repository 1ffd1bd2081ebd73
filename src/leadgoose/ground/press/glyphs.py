"""Which characters a font file can print: its `cmap` table, read with the standard library.

Source: OpenType 1.9, "cmap"; formats 4 (plane 0) and 12 (all planes).
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

LAST = 0x110000
"""Code points are below."""


@lru_cache(maxsize=16)
def characters(font: Path) -> bytes:
    """One bit for each code point, set where the font has a glyph other than .notdef (`covers` reads it). Once a process; 140 KB a font."""
    with font.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        table = _cmap(data)
    best, most = bytes(LAST // 8), 0
    for number in range(_short(table, 2)):
        platform, _, offset = struct.unpack_from(">HHI", table, 4 + 8 * number)
        if platform in (0, 3):                       # Unicode, Windows
            known = bytearray(LAST // 8)
            count = 0
            for code in _subtable(table, offset):
                known[code >> 3] |= 1 << (code & 7)
                count += 1
            if count > most:
                best, most = bytes(known), count
    return best


def covers(known: bytes, code: int) -> bool:
    return bool(known[code >> 3] >> (code & 7) & 1)


def missing(text: str, fonts: Iterable[Path]) -> str:
    """The characters of the text that none of these fonts can print, each once, in their order; "" when all print."""
    known = [characters(font) for font in fonts]
    return "".join(dict.fromkeys(one for one in text if not one.isspace() and not any(covers(covered, ord(one)) for covered in known)))


def _cmap(data: mmap.mmap) -> bytes:
    for number in range(_short(data, 4)):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        if tag == b"cmap":
            return bytes(data[offset:offset + length])
    raise ValueError("a font without a cmap table")


def _subtable(table: bytes, offset: int) -> Iterable[int]:
    form = _short(table, offset)
    if form == 12:
        groups = struct.iter_unpack(">III", table[offset + 16:offset + 16 + 12 * _long(table, offset + 12)])
        return (code for first, last, glyph in groups for code in range(first, last + 1) if glyph + code - first)
    if form == 4:
        return _format_4(table, offset)
    return ()                                        # format 14 (variation sequences) and old ones add no characters of their own


def _format_4(table: bytes, offset: int) -> Iterable[int]:
    count = _short(table, offset + 6) // 2
    ends, starts = offset + 14, offset + 16 + 2 * count
    deltas, ranges = starts + 2 * count, starts + 4 * count
    for number in range(count):
        start, end = _short(table, starts + 2 * number), _short(table, ends + 2 * number)
        delta, jump = _short(table, deltas + 2 * number), _short(table, ranges + 2 * number)
        for code in range(start, min(end, 0xFFFE) + 1):
            at = ranges + 2 * number + jump + 2 * (code - start)
            glyph = code if jump == 0 else (_short(table, at) if at + 1 < len(table) else 0)
            if glyph and (glyph + delta) & 0xFFFF:
                yield code


def _short(data: bytes | mmap.mmap, at: int) -> int:
    return int(struct.unpack_from(">H", data, at)[0])


def _long(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">I", data, at)[0])
