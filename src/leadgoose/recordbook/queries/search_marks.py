"""The lines in which the words of a question stand, as they were typed, with the words marked. Nothing is made or shortened but the ends of a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from leadgoose.ground.search import fold
from leadgoose.recordbook.models import Version
from leadgoose.recordbook.queries.search import Hit
from leadgoose.recordbook.queries.search_terms import words_asked, words_of

LINES, AROUND = 2, 24
"""Lines shown of one record; characters shown before and after the words of a line."""


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    marked: bool = False


Line = tuple[Piece, ...]


def excerpts(hits: Sequence[Hit], typed: str) -> dict[str, list[Line]]:
    """By the record's key, of open records only. One query; none without words."""
    words = [one.folded for one in words_asked(typed)[0]]
    keys = [one.key for one in hits if one.level == "open" and not one.withdrawn]
    if not words or not keys:
        return {}
    rows = Version.objects.filter(record__key__in=keys, number=F("record__standing"), content_sealed="")
    return {key: of_lines(list(words_of(content)), words) for key, content in rows.values_list("record__key", "content")}


def of_lines(lines: Sequence[str], words: Sequence[str]) -> list[Line]:
    """The first line that has a word not shown yet, then the next such line."""
    found: list[Line] = []
    missing = set(words)
    for line in lines:
        there = {one for one in missing if one in fold(line)}
        if there:
            found.append(marked(line, words))
            missing -= there
        if len(found) == LINES or not missing:
            break
    return found


def marked(line: str, words: Sequence[str]) -> Line:
    """The line cut around its first and last marks; "…" where something was left out."""
    spans = _spans(line, words)
    if not spans:
        return (Piece(line[: 2 * AROUND]),)
    first = max(0, spans[0][0] - AROUND)
    spans = [one for one in spans if one[0] < first + 4 * AROUND]
    last = min(len(line), spans[-1][1] + AROUND)
    pieces = [Piece("…")] if first else []
    at = first
    for begins, ends in spans:
        pieces += [Piece(line[at:begins]), Piece(line[begins:ends], marked=True)]
        at = ends
    pieces += [Piece(line[at:last])] + ([Piece("…")] if last < len(line) else [])
    return tuple(one for one in pieces if one.text)


def _spans(line: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in the line as typed: each character is folded by itself, so that every folded one knows whence it came."""
    letters, whence = [], []
    for place, letter in enumerate(line):
        for one in fold(letter):
            letters.append(one)
            whence.append(place)
    text = "".join(letters)
    found: list[tuple[int, int]] = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.append((whence[at], whence[at + len(word) - 1] + 1))
            at = text.find(word, at + len(word))
    joined: list[tuple[int, int]] = []
    for begins, ends in sorted(found):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return joined
