"""Files and prints that take members' data along: who made which, of which organisation, with how many people and which columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.journal.queries import SHANGHAI

TAKEN = "FileTaken"
NAMED = 100
"""So many people are named by their keys; of more the entry says the organisation, and whether everybody in it was in the file."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file holds. page: the capability that made it; form: pdf, xlsx, …; columns: as in rights/standards/fields.toml; people: their keys.

    count: how many people, where their keys are not at hand (a file that a worker wrote), else None. whole: everybody of the organisation is in it.
    """

    page: str
    form: str
    top_key: str
    org_key: str
    columns: Sequence[str]
    people: Collection[str] = ()
    count: int | None = None
    whole: bool = False


@transaction.atomic
def record_file(taken: Taken, reach: Collection[str], *, by: Actor, at: datetime) -> Receipt | None:
    """Write down that a file was made (journal: FileTaken). A file with nobody in it takes nothing of anybody along: None. Denied for whoever may not."""
    permit = by.require(taken.page, reach)
    people = sorted(set(taken.people))
    count = len(people) if taken.count is None else taken.count
    if count == 0:
        return None
    facts: dict[str, object] = {"page": taken.page, "type": taken.form, "people": count, "fields": list(taken.columns), "whole": taken.whole}
    named = people if len(people) <= NAMED else []
    alone = named[0] if len(named) == 1 else ""
    if named and not alone:
        facts["who"] = named
    day = at.astimezone(SHANGHAI).date()
    return record(Act(TAKEN, day, taken.top_key, taken.org_key, alone, facts, role=permit.role or ""), by=by, at=at)


def files_with(top_key: str, person_key: str, places: Callable[[date], Collection[str]]) -> list[tuple[Entry, bool | None]]:
    """Files of a committee that hold a person, the latest first: (entry, True in it by name or because everybody is, None perhaps).

    places: the organisations (keys) to which the person belonged on a day, those above included. One query.
    """
    rows = Entry.objects.filter(chain=top_key, act=TAKEN).order_by("-recorded_at", "-pk")
    found: list[tuple[Entry, bool | None]] = []
    for row in rows:
        named = row.facts.get("who")
        if row.person_key or named is not None:
            if person_key == row.person_key or person_key in (named or ()):
                found.append((row, True))
        elif row.org_key in places(row.valid_on):
            found.append((row, True if row.facts.get("whole") else None))
    return found
