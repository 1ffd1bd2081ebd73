"""What cannot be so (pure): numbers and days that contradict themselves or the kind. Only these stop a record; everything else is a hint.

A vote without a quorum, or one that did not pass, is no fault: it happened, and the verdict says what follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from leadgoose.recordbook.rules.entry import LONGEST_LINE, Entry, Leave, Matter, Stand
from leadgoose.recordbook.rules.kinds import Expected, FieldKind, KindRule
from leadgoose.recordbook.rules.kinds import Field as OwnField
from leadgoose.recordbook.rules.room import Room, votes_of

EARLIEST = date(1949, 10, 1)
LONGEST = {"title": 120, "place": 60, "name": 60, "page": 20, "note": 200}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be so. place: where in the entry, as `entry.Malformed` writes places ("matters.0.vote"); numbers fill the sentence."""

    place: str
    code: str
    numbers: Mapping[str, object] = field(default_factory=dict)


def faults(entry: Entry, rule: KindRule, heads: Room, today: date) -> tuple[Fault, ...]:
    """Everything that cannot be so, in the order of the form."""
    return (
        *_of_head(entry, rule, today), *_of_sittings(entry, rule, today), *_of_people(entry, rule), *_of_matters(entry, rule, heads),
        *_of_fields(entry, rule), *_of_words(entry),
    )


def _of_head(entry: Entry, rule: KindRule, today: date) -> Iterator[Fault]:
    if entry.level not in rule.levels:
        yield Fault("level", "level")
    if rule.expected is Expected.GROUP and not entry.group:
        yield Fault("group", "group")
    if entry.for_year is not None and (not rule.for_year or entry.for_year not in (entry.held_on.year, entry.held_on.year - 1)):
        yield Fault("for_year", "for-year", {"year": entry.held_on.year, "before": entry.held_on.year - 1})
    if entry.paper_original and not entry.paper_page.strip():
        yield Fault("paper_page", "page")


def _of_sittings(entry: Entry, rule: KindRule, today: date) -> Iterator[Fault]:
    for place, one in enumerate(entry.sittings):
        if one.on > today:
            yield Fault(f"sittings.{place}.on", "future")
        elif one.on < EARLIEST:
            yield Fault(f"sittings.{place}.on", "too-early")
        if one.start is not None and one.end is not None and one.end <= one.start:
            yield Fault(f"sittings.{place}.end", "end-first")
    if len(entry.sittings) > 1 and not rule.sittings:
        yield Fault("sittings.1.on", "one-sitting")


def _of_people(entry: Entry, rule: KindRule) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, one in enumerate(entry.people):
        if one.key in seen:
            yield Fault(f"people.{place}", "twice", {"name": one.name})
        seen.add(one.key)
        if one.reason is not None and one.stand is not Stand.LEAVE:
            yield Fault(f"people.{place}", "reason", {"name": one.name})
        if one.sitting >= len(entry.sittings):
            yield Fault(f"people.{place}", "no-sitting", {"name": one.name})
        if one.reason is Leave.OTHER and not one.note:
            yield Fault(f"people.{place}", "other", {"name": one.name})


def _of_matters(entry: Entry, rule: KindRule, heads: Room) -> Iterator[Fault]:
    if entry.matters and not rule.matters:
        yield Fault("matters.0", "no-matters")
    for place, matter in enumerate(entry.matters):
        if not matter.text.strip():
            yield Fault(f"matters.{place}.text", "no-text")
        if matter.due_on is not None and matter.due_on < entry.held_on:
            yield Fault(f"matters.{place}.due_on", "due-before")
        if matter.check_on is not None and matter.check_on < entry.held_on:
            yield Fault(f"matters.{place}.check_on", "due-before")
        yield from _of_vote(entry, matter, rule, heads, f"matters.{place}.vote")


def _of_vote(entry: Entry, matter: Matter, rule: KindRule, heads: Room, place: str) -> Iterator[Fault]:
    vote = matter.vote
    if vote is None:
        return
    if vote.kind not in rule.votes:
        yield Fault(place, "no-votes")
        return
    if len(entry.sittings) > 1:
        yield Fault(place, "votes-sittings")
    there = votes_of(entry, heads)
    told = vote.favour + vote.against + vote.abstain
    if told > there:
        yield Fault(place, "too-many", {"told": told, "there": there})
    written, away = vote.written_favour + vote.written_against, heads.voters - heads.voters_present
    if written and vote.kind != "admission":
        yield Fault(place, "written")
    elif written > away:
        yield Fault(place, "written-many", {"written": written, "away": away})


def _of_fields(entry: Entry, rule: KindRule) -> Iterator[Fault]:
    known: dict[str, OwnField] = {one.code: one for one in rule.fields}
    for code, text in entry.fields.items():
        one = known.get(code) or known.get(code.removesuffix("_key"))
        if one is None:
            yield Fault(f"fields.{code}", "unknown")
        elif one.kind is FieldKind.NUMBER and text and not _is_number(text):
            yield Fault(f"fields.{code}", "number")
        elif one.kind is FieldKind.CHOICE and text and text not in one.choices:
            yield Fault(f"fields.{code}", "choice")
        elif one.kind in (FieldKind.LINE, FieldKind.PERSON) and len(text) > LONGEST_LINE:
            yield Fault(f"fields.{code}", "long", {"most": LONGEST_LINE})


def _is_number(text: str) -> bool:
    """Whole or with one or two decimals: hours and figures of an area."""
    whole, _, rest = text.partition(".")
    return whole.isascii() and whole.isdigit() and len(whole) <= 9 and (text == whole or (rest.isascii() and rest.isdigit() and len(rest) <= 2))


def _of_words(entry: Entry) -> Iterator[Fault]:
    lengths = [
        ("title", entry.title, LONGEST["title"]), ("paper_page", entry.paper_page, LONGEST["page"]),
        ("chair", entry.chair.name, LONGEST["name"]), ("recorder", entry.recorder.name, LONGEST["name"]),
        *((f"sittings.{place}.place", one.place, LONGEST["place"]) for place, one in enumerate(entry.sittings)),
        *((f"matters.{place}.text", one.text, LONGEST_LINE) for place, one in enumerate(entry.matters)),
        *((f"matters.{place}.owner", one.owner.name, LONGEST["name"]) for place, one in enumerate(entry.matters)),
        *((f"topics.{place}", one.text, LONGEST_LINE) for place, one in enumerate(entry.topics)),
        *((f"topics.{place}.by", one.by.name, LONGEST["name"]) for place, one in enumerate(entry.topics)),
        *((f"topics.{place}.papers", each.name, LONGEST["title"]) for place, one in enumerate(entry.topics) for each in one.papers),
        *((f"closings.{place}", one.note, LONGEST["note"]) for place, one in enumerate(entry.closings)),
        *((f"people.{place}", one.note, LONGEST["note"]) for place, one in enumerate(entry.people)),
    ]
    for place, text, most in lengths:
        if len(text) > most:
            yield Fault(place, "long", {"most": most})
