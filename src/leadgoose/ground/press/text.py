"""The description of a paper that is no official letter: running text, tables, lines to write on; made into PDF and DOCX alike.

Two settings: "grid" stands on the grid of GB/T 9704-2012 like a letter without its red head (methods, notices, what is read aloud);
"form" is a dense A4 sheet in 12 pt for what is filled in by hand or looked up. Texts are already in the committee's script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from leadgoose.ground.press.letter import Paragraph
from leadgoose.ground.press.printing import Imprint, small_line

Align = Literal["left", "center", "right", "label"]
SQUARE = "□"
"""One box to write 正 in, or to tick."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A direction to whoever reads the paper aloud, set apart in 楷."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads (none: ()), with shares of the width. height: the least of a row in mm; aligns and sizes (pt) by column.

    A column aligned "label" is set in 黑体, centred. Texts may hold line breaks.
    """

    heads: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    aligns: tuple[Align, ...] = ()
    sizes: tuple[float, ...] = ()
    height: float = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines from the left edge, for signatures."""

    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """Empty lines to write on."""

    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """A new page with a title of its own; the line below it may be ""."""

    title: str
    subtitle: str = ""


Block = Paragraph | Cue | Table | Lines | Ruled | Page
_BLOCKS: Mapping[str, type[Any]] = {"paragraph": Paragraph, "cue": Cue, "table": Table, "lines": Lines, "ruled": Ruled, "page": Page}
_NAMES = {kind: name for name, kind in _BLOCKS.items()}


@dataclass(frozen=True, slots=True)
class Text:
    """One such paper. signed: who and on which day stand at its end, the day as printed (with blanks), or () for a paper that nobody signs."""

    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    subtitle: str = ""
    addressee: str = ""
    signed: tuple[str, str] | tuple[()] = ()
    setting: Literal["grid", "form"] = "grid"
    landscape: bool = False                          # "form" only
    size: float = 12                                 # of a form's running text, in pt
    script: str = "zh-Hans"
    draft: str = ""                                  # a small mark on every page, "" when issued
    imprint: Imprint = field(default_factory=Imprint)

    def facts(self) -> dict[str, Any]:
        """The same as plain JSON values; `from_facts` reads them back."""
        blocks = [{"block": _NAMES[type(one)], **asdict(one)} for one in self.blocks]
        return {**asdict(self), "blocks": blocks}


def from_facts(facts: Mapping[str, Any]) -> Text:
    """The paper whose facts were kept."""
    plain = dict(facts)
    plain["blocks"] = tuple(_block(dict(one)) for one in plain["blocks"])
    plain["imprint"] = Imprint(**plain["imprint"])
    return Text(**{**plain, "title": tuple(plain["title"]), "signed": tuple(plain["signed"])})


def print_facts(text: Text) -> dict[str, Any]:
    """What the template and the DOCX print."""
    return {**text.facts(), "name": "".join(text.title), "small": small_line(text.imprint, text.script)}


def open_day(year: int | None) -> str:
    """A day that is written by hand: 2026年　月　日."""
    return f"{year or '　　　　'}年　月　日"


def _block(plain: dict[str, Any]) -> Block:
    kind = _BLOCKS[plain.pop("block")]
    made: Block = kind(**{name: _tuples(value) for name, value in plain.items()})
    return made


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list | tuple) else value

