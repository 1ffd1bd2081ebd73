"""A unit's text: Markdown of a few shapes into aims, outline, content, trainer's notes and exercises.

Headings, paragraphs of one line, lists and tables; ``〔K2.1〕`` at the end of an aim names the behaviour that it trains. What is
missing or stands elsewhere is an error, so a unit that ships is whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_AIM = re.compile(r"(.+?)〔(K[1-7]\.[1-4])〕")
_PARTS = ("目标", "提纲", "内容", "教学提示", "练习")
_NOTES = ("要点", "易错处", "提问")
_EXERCISE = ("材料", "要求", "参考答案")


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Items | Grid


@dataclass(frozen=True, slots=True)
class Aim:
    """What one can do afterwards, and the behaviour (K2.1: the first of K2 in the reference) that it is part of."""

    text: str
    behaviour: str


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the outline."""

    minutes: int
    what: str
    how: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Exercise:
    title: str
    material: tuple[Block, ...]
    task: tuple[Block, ...]
    solution: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit, its places not yet filled."""

    number: int
    title: str
    aims: tuple[Aim, ...]
    outline: tuple[Step, ...]
    content: tuple[Section, ...]
    notes: tuple[Section, ...]
    exercises: tuple[Exercise, ...]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.outline)

    @property
    def behaviours(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.behaviour for one in self.aims))

    @property
    def dimension(self) -> str:
        """The competency that most of its aims belong to, of several the one named first: what a test of the unit is evidence for."""
        dimensions = [one.behaviour.partition(".")[0] for one in self.aims]
        return max(dict.fromkeys(dimensions), key=dimensions.count)


def read_unit(number: int, text: str) -> Unit:
    """The unit of one file; ValueError says what does not fit."""
    head, *rest = text.strip().splitlines()
    if not head.startswith("# "):
        raise ValueError("a unit begins with its title")
    parts = dict(_cut(rest, "## "))
    if tuple(parts) != _PARTS:
        raise ValueError(f"a unit has the parts {_PARTS}, not {tuple(parts)}")
    notes = _sections(parts["教学提示"])
    if tuple(one.title for one in notes) != _NOTES:
        raise ValueError(f"notes have the parts {_NOTES}")
    return Unit(
        number, head[2:], tuple(_aims(parts["目标"])), tuple(_outline(parts["提纲"])), _sections(parts["内容"]), notes,
        tuple(_exercise(title, lines) for title, lines in _cut(parts["练习"], "### ")),
    )


def _cut(lines: list[str], mark: str) -> Iterator[tuple[str, list[str]]]:
    """Lines under headings of one level: (heading, its lines)."""
    title, kept = "", list[str]()
    for line in lines:
        if line.startswith(mark):
            if title:
                yield title, kept
            title, kept = line[len(mark):].strip(), []
        elif title:
            kept.append(line)
        elif line.strip():
            raise ValueError(f"text before the first heading: {line!r}")
    if title:
        yield title, kept


def _sections(lines: list[str]) -> tuple[Section, ...]:
    return tuple(Section(title, tuple(_blocks(below))) for title, below in _cut(lines, "### "))


def _exercise(title: str, lines: list[str]) -> Exercise:
    parts = {name: tuple(_blocks(below)) for name, below in _cut(lines, "#### ")}
    if tuple(parts) != _EXERCISE:
        raise ValueError(f"an exercise has the parts {_EXERCISE}: {title}")
    return Exercise(title, *parts.values())


def _aims(lines: list[str]) -> Iterator[Aim]:
    for block in _blocks(lines):
        for text in block.texts if isinstance(block, Items) else ():
            found = _AIM.fullmatch(text)
            if found is None:
                raise ValueError(f"an aim names its behaviour: {text}")
            yield Aim(found[1], found[2])


def _outline(lines: list[str]) -> Iterator[Step]:
    for block in _blocks(lines):
        if isinstance(block, Grid):
            for minutes, what, how in block.rows:
                yield Step(int(minutes), what, how)


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Lines in runs: list items together, table rows together, every other line a paragraph."""
    run: list[str] = []
    for line in [*lines, ""]:
        mark = line[:2] if line[:2] in ("- ", "| ", "|-") else ""
        if run and (not mark or (mark[0] != run[0][0])):
            yield _block(run)
            run = []
        if mark:
            run.append(line)
        elif line.strip():
            yield Paragraph(line.strip())


def _block(run: list[str]) -> Block:
    if run[0].startswith("- "):
        return Items(tuple(line[2:].strip() for line in run))
    rows = [tuple(cell.strip() for cell in line.strip("| ").split(" | ")) for line in run if not line.startswith("|-")]
    wrong = next((row for row in rows if len(row) != len(rows[0])), None)
    if wrong is not None:
        raise ValueError(f"{len(wrong)} cells under {len(rows[0])} heads: {wrong}")
    return Grid(rows[0], tuple(rows[1:]))
