"""Which font a paper's type is set in: the faces that the standard names, what stands in for them, and what is there.

The faces 方正小标宋, 仿宋_GB2312, 楷体_GB2312 may not be shipped. PDF uses what lies in settings.FONTS (docs/fonts.md), each face
with a chain of stand-ins so that every character prints; DOCX only names the faces, and the reader's Word has them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from leadgoose.ground.press import glyphs, typesetter

SERIF, SANS, KAI, FANG = "Noto Serif SC", "Noto Sans SC", "LXGW WenKai", "FandolFang R"
SHOWN = {SERIF: "思源宋体", SANS: "思源黑体", KAI: "霞鹜文楷", FANG: "Fandol 仿宋"}
LAST = (SERIF, KAI, SANS)
"""Tried last for every face, so that rare characters of names print."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face of the standard: its name, the font that DOCX names, and the families that PDF tries in order."""

    name: str
    word: str
    families: tuple[str, ...]


FACES = {
    "title": Face("小标宋", "方正小标宋简体", (SERIF,)),
    "fang": Face("仿宋", "仿宋_GB2312", (FANG, SERIF)),
    "kai": Face("楷体", "楷体_GB2312", (KAI, SERIF)),
    "hei": Face("黑体", "黑体", (SANS, SERIF)),
    "song": Face("宋体", "宋体", (SERIF,)),
}


@dataclass(frozen=True, slots=True)
class Fallback:
    """A face that prints in another one's place: 仿宋 as 思源宋体. `used` is "" when nothing at all is there."""

    face: str
    used: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The fonts of a folder: files by family. Families that are not there are left out of every chain."""

    files: dict[str, tuple[Path, ...]]

    def chain(self, face: str, script: str = "zh-Hans") -> list[str]:
        """Families for a face, best first.

        Fandol knows little more than GB 2312: Traditional text would be patched from two fonts, so it is left out there, and the
        characters of names that it lacks come from 楷, which stands better beside it than 宋.
        """
        wanted = [family for family in FACES[face].families if not (family == FANG and script == "zh-Hant")]
        found = [family for family in dict.fromkeys((*wanted, *LAST)) if family in self.files]
        if found[:1] == [FANG] and KAI in found:
            found = [FANG, KAI, *(family for family in found if family not in (FANG, KAI))]
        return found

    def chains(self, script: str = "zh-Hans") -> dict[str, list[str]]:
        return {face: self.chain(face, script) for face in FACES}

    def fallbacks(self, script: str = "zh-Hans") -> list[Fallback]:
        """The faces that print as another one. 小标宋 as 思源宋体 bold is the intended form and not named."""
        found = []
        for name, face in FACES.items():
            chain = self.chain(name, script)
            if not chain or chain[0] != face.families[0]:
                found.append(Fallback(face.name, SHOWN.get(chain[0], chain[0]) if chain else ""))
        return found

    def missing(self, text: str) -> str:
        """The characters that no font here can print."""
        return glyphs.missing(text, [files[0] for files in self.files.values()])


def shelf(folder: Path) -> Shelf:
    """What lies in a folder of fonts. Looked at again when the folder changes."""
    try:
        changed = folder.stat().st_mtime_ns
    except FileNotFoundError:
        return Shelf({})
    return _shelf(folder, changed)


@lru_cache(maxsize=4)
def _shelf(folder: Path, changed: int) -> Shelf:
    found: dict[str, list[Path]] = {}
    for family, file in json.loads(typesetter.ask({"do": "fonts", "fonts": str(folder)})):
        found.setdefault(family, []).append(Path(file))
    return Shelf({family: tuple(sorted(files)) for family, files in found.items()})
