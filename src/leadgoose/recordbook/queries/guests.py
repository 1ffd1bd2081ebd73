"""Guests of a record who were written as members of other branches, and who of the register they may be."""

from __future__ import annotations

from dataclasses import dataclass

from leadgoose.recordbook.models import Record
from leadgoose.recordbook.queries.roll import Namesake, members_named
from leadgoose.recordbook.rules.entry import Entry, Guest


@dataclass(frozen=True, slots=True)
class Unmatched:
    """place: in the entry's guests, from 0; candidates: members of the committee's other branches with this name, those of the branch written first."""

    place: int
    guest: Guest
    candidates: tuple[Namesake, ...]


def unmatched(record: Record, entry: Entry) -> tuple[Unmatched, ...]:
    """One query, none where nobody was written so."""
    asked = [(place, one) for place, one in enumerate(entry.guests) if one.member]
    there = {one.key for one in entry.people}
    named = [one for one in members_named(record.top_key, {one.name for _place, one in asked}) if one.org_key != record.org_key and one.key not in there]
    return tuple(
        Unmatched(place, one, tuple(sorted((each for each in named if each.name == one.name), key=lambda each: one.post not in each.org_name)))
        for place, one in asked
    )
