"""What differs between two versions of a record, part by part (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from leadgoose.recordbook.rules.entry import Attendee, Entry, Matter, Sitting, Speech, Vote

Change = tuple[str, str, str]
"""Part ("title", "matters.2", "fields.result"), text before, text after; "" where there was or is none."""


def differences(before: Entry, after: Entry) -> list[Change]:
    """Every part that differs, in the order of the record."""
    old, new = dict(_parts(before)), dict(_parts(after))
    parts = [*old, *(part for part in new if part not in old)]
    return [(part, old.get(part, ""), new.get(part, "")) for part in parts if old.get(part, "") != new.get(part, "")]


def _parts(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "title", entry.title
    for number, one in enumerate(entry.sittings, 1):
        yield (f"sittings.{number}" if len(entry.sittings) > 1 else "sittings"), _sitting(one)
    yield "chair", entry.chair.name
    yield "recorder", entry.recorder.name
    for person in sorted(entry.people, key=lambda each: each.key):
        yield f"people.{person.name}", _attendee(person)
    yield "guests", "\n".join(one.line for one in entry.guests)
    yield "topics", "\n".join(one.text for one in entry.topics)
    for number, speech in enumerate(entry.speeches, 1):
        yield f"speeches.{number}", _speech(speech)
    for number, matter in enumerate(entry.matters, 1):
        yield f"matters.{number}", _matter(matter)
    for closing in entry.closings:
        yield f"closings.{closing.resolution}", f"{closing.how} {closing.note}"
    for code, text in entry.fields.items():
        if not code.endswith("_key"):
            yield f"fields.{code}", text
    yield "paper_page", entry.paper_page


def _sitting(one: Sitting) -> str:
    start, end = (moment.isoformat("minutes") if moment is not None else "" for moment in (one.start, one.end))
    return f"{one.on.isoformat()} {start}–{end} {one.place}".strip()


def _attendee(one: Attendee) -> str:
    return " ".join(part for part in (one.stand, one.reason or "", one.note) if part)


def _speech(one: Speech) -> str:
    return f"{one.who.name}：{one.point}" + (f"\n{one.differs}" if one.differs else "")


def _matter(one: Matter) -> str:
    due = f" {one.due_on.isoformat()}" if one.due_on is not None else ""
    return f"{one.text}\n{_vote(one.vote)} {one.owner.name}{due}".strip()


def _vote(one: Vote | None) -> str:
    return "" if one is None else f"{one.favour}:{one.against}:{one.abstain}"
