"""The closed sheets of a vote, held against each other, and how far a meeting has come on the desk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadgoose.elections.models import Meeting, Round, Sheet
from leadgoose.elections.queries.meeting import Room
from leadgoose.elections.queries.outcome import SUMS, Sums, sums_from
from leadgoose.elections.queries.slate import next_ballot
from leadgoose.elections.rules import sheet as rules
from leadgoose.ground.vault.actions import open_many, open_sealed

REASONS = "round.reasons"
"""Field under which the words for differences between ballots are sealed, with the organisation's key."""
SCREENS = ("roll", "decisions", "ballots", "tally", "result")
"""The screens of the desk in the order of the meeting."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's closed sheet that was not replaced."""

    sheet: Sheet
    person: str
    name: str
    sums: Sums


def entries_of(room: Room, round: Round) -> list[Entry]:
    """The closed sheets of a vote, by the order of the roll and not of their coming. Two queries."""
    rows = list(Sheet.objects.filter(round=round, replaced_on=None).select_related("person"))
    opened = open_many([(room.election.organisation.key, SUMS, one.sums_sealed) for one in rows])
    place = {key: number for number, key in enumerate(room.names)}
    found = [
        Entry(one, one.person.key, room.names.get(one.person.key, one.person.key), sums_from(text)) for one, text in zip(rows, opened, strict=True)
    ]
    return sorted(found, key=lambda one: place.get(one.person, len(place)))


def names_in(room: Room, round: Round) -> dict[str, str]:
    """How a vote calls people: candidates as printed, everybody else by the roll; no two alike."""
    printed: dict[str, str] = dict(round.candidates)
    taken = set(printed.values())
    others = {key: f"{name}（{room.branches.get(key) or key[-4:]}）" if name in taken else name for key, name in room.names.items() if key not in printed}
    return {**printed, **others}


def as_sheet(entry: str, sums: Sums, names: Mapping[str, str]) -> rules.Sheet:
    """Sums as the rules hold them against the ballots: by name, so that their sentences can say who."""
    return rules.Sheet(
        entry, {names[key]: line for key, line in sums.lines.items()}, {names[key]: number for key, number in sums.writeins.items()}, sums.invalid
    )


def differences(entries: Sequence[Entry], names: Mapping[str, str]) -> tuple[rules.Difference, ...]:
    """Where the first sheet differs from each other one, name by name."""
    sheets = [as_sheet(one.person, one.sums, names) for one in entries]
    return tuple(found for other in sheets[1:] for found in rules.differences(sheets[0], other))


def reasons_of(row: Round, organisation: str) -> dict[str, str]:
    """The words written for the differences of a vote, by rules.sheet.Gap: they go into the minutes. One query."""
    found: dict[str, str] = json.loads(open_sealed(organisation, REASONS, row.reasons_sealed)) if row.reasons_sealed else {}
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """One screen on the way: whether what it is for is done, and whether it is the one to be at."""

    screen: str
    done: bool
    current: bool


def places(room: Room) -> tuple[Place, ...]:
    """The way of a meeting; the current screen is the first that is not done."""
    done = {"roll": _roll(room), "decisions": _decisions(room), "ballots": _ballots(room), "tally": _tally(room), "result": _result(room)}
    first = next((one for one in SCREENS if not done[one]), SCREENS[-1])
    return tuple(Place(one, done[one], one == first) for one in SCREENS)


def _roll(room: Room) -> bool:
    return room.done("roll-call") if room.of_members else room.declaration is not None and room.declaration.quorate


def _decisions(room: Room) -> bool:
    if not room.of_members:
        return bool(room.watchers)
    return all(room.done(one) for one in ("report-heard", "method", "scrutineers") if room.asks(one))


def _ballots(room: Room) -> bool:
    if room.of_members:
        return room.done("returned") and next_ballot(room) is None
    return next_ballot(room) is None and room.vote is not None and room.vote.round.returned is not None and room.vote.round.outcome != "void"


def _tally(room: Room) -> bool:
    return room.vote is not None and room.vote.decided is not None and next_ballot(room) is None


def _result(room: Room) -> bool:
    ends = {Meeting.Sort.MEMBERS: "announced", Meeting.Sort.COMMITTEE: "first-meeting", Meeting.Sort.PRESELECTION: "preselection"}
    return room.done(ends[Meeting.Sort(room.meeting.sort)])
