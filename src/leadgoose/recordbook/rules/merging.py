"""Two versions of a record beside each other: where they differ, and the one that follows from a choice at each place (pure).

Nothing is lost by merging: both versions stay as they were, and the merged one names both. Where a list is meant (speeches, matters), what stands in
one version only is kept or left out; where both say something else of the same thing, one of them is chosen, or the words are written anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from leadgoose.recordbook.rules.entry import Attendee, Entry, Guest, Matter, Named, Sitting, Speech, Topic


class Way(StrEnum):
    """What is taken at a place where two versions differ."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"              # the left one's rows, then those of the right one that it lacks
    OWN = "own"                # words written on the merge page
    DROP = "drop"              # what stands in one version only is left out


@dataclass(frozen=True, slots=True)
class Difference:
    """One place. left, right: what stands there, None where nothing does. ways: what may be chosen; kept: the way taken without a choice, or None."""

    part: str
    left: Any
    right: Any
    ways: tuple[Way, ...]
    kept: Way | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a place. words: for OWN."""

    way: Way
    words: str = ""


class Unchosen(ValueError):
    """Places where nothing (or what may not be) was chosen."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        super().__init__(", ".join(parts))
        self.parts = parts




def differing(left: Entry, right: Entry) -> tuple[Difference, ...]:
    """Every place at which the two differ, in the order of the record."""
    return tuple(one for one in _places(left, right) if one.left != one.right)


def join(left: Entry, right: Entry, chosen: Mapping[str, Choice]) -> Entry:
    """The entry that follows: what is equal as it is, what differs as chosen. Unchosen names every place without a choice that may be made there."""
    taken: dict[str, Any] = {}
    missing = []
    for one in _places(left, right):
        if one.left == one.right:
            taken[one.part] = one.left
            continue
        choice = chosen.get(one.part) or (Choice(one.kept) if one.kept is not None else None)
        if choice is None or choice.way not in one.ways or (choice.way is Way.OWN and not choice.words.strip()):
            missing.append(one.part)
            continue
        taken[one.part] = _taken(one, choice)
    if missing:
        raise Unchosen(tuple(missing))
    return _built(left, right, taken)


def _places(left: Entry, right: Entry) -> Iterator[Difference]:
    sides = (Way.LEFT, Way.RIGHT)
    yield Difference("title", left.title, right.title, (*sides, Way.OWN))
    yield Difference("sittings", left.sittings, right.sittings, sides)
    yield Difference("chair", left.chair, right.chair, (*sides, Way.OWN))
    yield Difference("recorder", left.recorder, right.recorder, (*sides, Way.OWN))
    for name in ("online", "for_year", "group"):
        yield Difference(name, getattr(left, name), getattr(right, name), sides)
    yield from _by_key("people", {one.key: one for one in left.people}, {one.key: one for one in right.people})
    yield Difference("guests", left.guests, right.guests, (*sides, Way.BOTH, Way.OWN))
    yield Difference("topics", left.topics, right.topics, (*sides, Way.BOTH, Way.OWN))
    yield from _by_key("speeches", _numbered(left.speeches), _numbered(right.speeches))
    yield from _by_key("matters", {one.key: one for one in left.matters}, {one.key: one for one in right.matters})
    yield from _by_key("closings", {one.resolution: one for one in left.closings}, {one.resolution: one for one in right.closings})
    codes = [*left.fields, *(code for code in right.fields if code not in left.fields)]
    for code in codes:
        if not code.endswith("_key"):
            yield Difference(f"fields.{code}", _field(left, code), _field(right, code), (*sides, Way.OWN))
    yield Difference("paper", (left.paper_original, left.paper_page), (right.paper_original, right.paper_page), sides)


def _numbered(speeches: tuple[Speech, ...]) -> dict[str, Speech]:
    """Speeches by what they say, since nothing else tells them apart; the same words twice are two speeches."""
    found: dict[str, Speech] = {}
    for one in speeches:
        key = f"{one.who.name}\x1f{one.point}\x1f{one.differs}"
        while key in found:
            key += "\x1f"
        found[key] = one
    return found


def _by_key(name: str, left: Mapping[str, Any], right: Mapping[str, Any]) -> Iterator[Difference]:
    """Rows of a list by their keys: those of both, then those of one side only. Numbered in this order, since a key may be long."""
    for number, key in enumerate([*left, *(key for key in right if key not in left)]):
        mine, theirs = left.get(key), right.get(key)
        if mine is None or theirs is None:
            side = Way.LEFT if mine is not None else Way.RIGHT
            yield Difference(f"{name}.{number}", mine, theirs, (side, Way.DROP), side)
        else:
            yield Difference(f"{name}.{number}", mine, theirs, (Way.LEFT, Way.RIGHT))


def _field(entry: Entry, code: str) -> tuple[str, str] | None:
    """The text, and the key of the person where the field names one."""
    text = entry.fields.get(code, "")
    return (text, entry.fields.get(f"{code}_key", "")) if text else None


def _taken(one: Difference, choice: Choice) -> Any:
    match choice.way:
        case Way.LEFT:
            return one.left
        case Way.RIGHT:
            return one.right
        case Way.BOTH:
            return (*one.left, *(each for each in one.right if each not in one.left))
        case Way.OWN if one.part == "topics":
            # a line that stands on a side keeps its presenter and papers
            there = {each.text: each for each in (*one.right, *one.left)}
            lines = (_line(line) for line in choice.words.splitlines() if line.strip())
            return tuple(there.get(line) or Topic(line) for line in lines)
        case Way.OWN:
            return _OWN.get(one.part, _own_field)(choice.words.strip())
    return None


def _line(words: str) -> str:
    return " ".join(words.split())


def _own_field(words: str) -> tuple[str, str]:
    """A field's words; whoever is named anew has no key."""
    return words, ""


_OWN: dict[str, Callable[[str], Any]] = {
    "title": _line,
    "chair": lambda words: Named(_line(words)),
    "recorder": lambda words: Named(_line(words)),
    "guests": Guest.of_lines,
}


def _built(left: Entry, right: Entry, taken: Mapping[str, Any]) -> Entry:
    people: list[Attendee] = _rows(taken, "people")
    speeches: list[Speech] = _rows(taken, "speeches")
    matters: list[Matter] = _rows(taken, "matters")
    sittings: tuple[Sitting, ...] = taken["sittings"]
    fields: dict[str, str] = {}
    for part, value in taken.items():
        if part.startswith("fields.") and value is not None:
            code = part.removeprefix("fields.")
            fields |= {code: value[0]} | ({f"{code}_key": value[1]} if value[1] else {})
    original, page = taken["paper"]
    return replace(
        left, title=taken["title"], sittings=sittings, chair=taken["chair"], recorder=taken["recorder"], online=taken["online"],
        for_year=taken["for_year"], group=taken["group"], plan=left.plan or right.plan,
        # somebody who came to a sitting that is no longer there came to the first
        people=tuple(one if one.sitting < len(sittings) else replace(one, sitting=0) for one in people),
        guests=taken["guests"], topics=taken["topics"], speeches=tuple(speeches), matters=tuple(matters), closings=tuple(_rows(taken, "closings")),
        fields=fields, paper_original=original, paper_page=page,
    )


def _rows(taken: Mapping[str, Any], name: str) -> list[Any]:
    return [value for part, value in taken.items() if part.startswith(f"{name}.") and value is not None]
