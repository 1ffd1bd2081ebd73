"""What an outgoing committee hands over: made from what is open, not typed anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from leadgoose.elections.models import Election, Matter
from leadgoose.ground.duties.queries import open_duties
from leadgoose.roster import duty_facts
from leadgoose.roster.queries.organisation import fact_on

FIXED = ("seal", "register", "records", "dues", "admission", "files", "election", "ballots", "assets", "accounts")
"""Things that every branch has and no list of the program knows, as the printed list has them (papers.afterwards.THINGS)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. group: "thing" (a code of FIXED), "member" (the register in numbers), "duty" (open), "matter" (unanswered).

    code and numbers are for words; key names the row where something is left open.
    """

    group: str
    code: str
    numbers: Mapping[str, Any]

    @property
    def key(self) -> str:
        return f"{self.group}-{self.code}"


def handover_of(election: Election, on: date) -> tuple[Row, ...]:
    """The list as it stands on a day. Four queries."""
    place = election.organisation
    fact = fact_on(place, on)
    rows = [Row("thing", code, {}) for code in FIXED]
    rows.append(Row("member", "count", {"full": place.full or 0, "probationary": place.probationary or 0, "seats": fact.seats if fact else None}))
    owed = open_duties(place.top_key, on, start_on=duty_facts.start_on(place.top_key), org_keys=[place.key])
    seen: set[str] = set()
    for one in owed:
        if not one.code.startswith("election_") and one.code not in seen:
            seen.add(one.code)
            rows.append(Row("duty", one.code, {"due": one.due_on.isoformat() if one.due_on else "", **one.numbers}))
    for sort, number in _unanswered(election).items():
        rows.append(Row("matter", sort, {"n": number}))
    return tuple(rows)


def _unanswered(election: Election) -> dict[str, int]:
    found: dict[str, int] = {}
    for sort in Matter.objects.filter(election=election, answered_on=None).order_by("pk").values_list("sort", flat=True):
        found[sort] = found.get(sort, 0) + 1
    return found
