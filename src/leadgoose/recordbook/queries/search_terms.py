"""The words of the index: what of a record may be found, under which terms it is kept, and which terms a question asks for.

A term is two Han characters (井控), or a run of letters or digits (hse, 2026). Beside the words of its text a record has terms for where it
belongs (`_o…` its organisation, `_t…` the committee), for that and the time together (`_o…-2026`, `_t…-202611`) and for what it is (`_k…` kind,
`_r…` how recorded), so that the index itself leaves out what was not asked for. Nobody can type those: words never begin with an underscore.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from leadgoose.ground.search import bigrams, fold

LONGEST, MOST = 40, 30_000
"""Characters of a term, and terms of one record: more are not kept (an index entry has a limit, and no record comes near it)."""
PLACE_BITS = 40
CORRECTED = "corrected"


# --- what a record is kept under ---


def words_of(plain: Mapping[str, Any]) -> Iterator[str]:
    """Everything that somebody typed and a search may find, line by line in the order of the record; `plain` as `rules.entry.as_plain` gives it."""
    yield from _lines(plain.get("title"))
    for one in plain.get("sittings", ()):
        yield from _lines(one.get("place"))
    for name in ("chair", "recorder"):
        yield from _lines(plain.get(name, {}).get("name"))
    for one in plain.get("topics", ()):
        papers = " ".join(each.get("name", "") for each in one.get("papers", ()))
        yield from _lines(f"{one.get('text', '')} {one.get('by', {}).get('name', '')} {papers}".strip())
    for one in plain.get("speeches", ()):
        yield from _lines(f"{one.get('who', {}).get('name', '')} {one.get('point', '')} {one.get('differs', '')}".strip())
    for one in plain.get("matters", ()):
        yield from _lines(f"{one.get('text', '')} {one.get('owner', {}).get('name', '')}".strip())
    for one in plain.get("guests", ()):
        yield from _lines(f"{one.get('name', '')} {one.get('post', '')}".strip())
    for one in plain.get("people", ()):
        if one.get("stand") != "present":
            yield from _lines(one.get("name"))
    for code, text in plain.get("fields", {}).items():
        if not code.endswith("_key"):
            yield from _lines(text)
    for one in plain.get("closings", ()):
        yield from _lines(one.get("note"))


def _lines(text: str | None) -> Iterator[str]:
    for line in (text or "").splitlines():
        if line.strip():
            yield line


def folded(lines: Iterable[str]) -> str:
    """As `fold`, line by line, so that no word is found across two of them."""
    return "\n".join(fold(line) for line in lines)


def terms_of(lines: Iterable[str]) -> list[str]:
    """The words of a text, each once. Of a line as typed and of the line without its spaces: 李 明 is found as 李明, HSE beside other letters as hse."""
    found: dict[str, None] = {}
    for line in lines:
        found.update(dict.fromkeys(bigrams(line)))
        found.update(dict.fromkeys(bigrams(fold(line))))
    return list(dict.fromkeys(one[:LONGEST] for one in found))[:MOST]


def scope_terms(top_key: str, org_key: str, kind: str, truth: str, corrected: bool, held_on: date) -> list[str]:
    """Where a record belongs and what it is, as terms."""
    top, org = in_committee(top_key), in_organisation(org_key)
    found = [top, org, in_time(top, month_of(held_on)), in_time(org, year_of(held_on)), of_kind(kind), recorded(truth)]
    return [*found, recorded(CORRECTED)] if corrected and truth != CORRECTED else found


def in_committee(key: str) -> str:
    return f"_t{key}"


def in_organisation(key: str) -> str:
    return f"_o{key}"


def in_time(scope: str, time: str) -> str:
    """A committee's month, an organisation's year: few records, found without asking for place and time apart."""
    return f"{scope}-{time}"


def month_of(day: date) -> str:
    return f"{day:%Y%m}"


def year_of(day: date) -> str:
    return f"{day:%Y}"


def of_kind(kind: str) -> str:
    return f"_k{kind}"


def recorded(truth: str) -> str:
    return f"_r{truth}"


def place_of(held_on: date, record: int) -> int:
    """The place of a record in time: places in falling order are records newest first."""
    return (held_on.toordinal() << PLACE_BITS) | record


def day_of(place: int) -> date:
    return date.fromordinal(place >> PLACE_BITS)


def record_at(place: int) -> int:
    return place & ((1 << PLACE_BITS) - 1)


# --- what a question asks for ---


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question: the terms that a text with it has, and the folded word where the terms alone do not prove that it stands there."""

    folded: str
    terms: tuple[str, ...]
    proof: bool


def word_of(typed: str) -> Word | None:
    """None for what no index of words can find: a single character, or signs."""
    word = fold(typed)
    runs = bigrams(word)
    terms = tuple(dict.fromkeys(one[:LONGEST] for one in runs if len(one) > 1 or one.isascii()))
    if not terms:
        return None
    return Word(word, terms, proof=runs != terms or len(runs) > 1 or runs[0] != word)


def words_asked(text: str) -> tuple[tuple[Word, ...], tuple[str, ...]]:
    """The words of a question, and those that are too short to be looked for."""
    read = [(one, word_of(one)) for one in dict.fromkeys(text.split())]
    return tuple(word for _typed, word in read if word is not None), tuple(typed for typed, word in read if word is None)
