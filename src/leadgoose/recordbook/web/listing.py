"""Records as lists show them, and the filters above a list: for the book's page and the search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leadgoose.recordbook import words
from leadgoose.recordbook.queries.search import Found, Hit
from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.recordbook.rules.truth import Truth


def listed(found: Found) -> dict[str, Any]:
    """A page of records with the pages around it."""
    return {"found": found, "rows": [row(one) for one in found.hits], "before_page": found.number - 1, "after_page": found.number + 1}


def filters(asked: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the form as they were asked."""
    kind, truth = asked.get("kind", ""), asked.get("truth", "")
    return {
        "q": asked.get("q", "")[:60], "from": asked.get("from", ""), "to": asked.get("to", ""),
        "kind_options": [(one.value, words.word(words.KIND, one), one == kind) for one in Kind],
        "truth_options": [(one.value, words.word(words.TRUTH, one), one == truth) for one in Truth],
    }


def row(one: Hit) -> dict[str, Any]:
    """A hit in words: kind, how it was recorded, people."""
    people = f"{one.present}/{one.expected}" if one.expected is not None else ""
    return {
        "hit": one, "kind": words.word(words.KIND, one.kind), "people": people, "number": f"{one.year}-{one.serial:03d}",
        "truth": "" if one.truth == Truth.RECORDED else words.word(words.TRUTH, one.truth), "truth_tone": "soon" if one.truth == Truth.LATE else "plain",
        "level": "" if one.level == "open" else words.word(words.LEVEL, one.level),
    }


def page_number(text: str) -> int:
    """The number of a page."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 1
