"""Search over a committee: people by name, pinyin, initials, branch or the last four of an ID number; organisations by name or alias."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from leadgoose.ground.search import looks_like
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.filters import Filters
from leadgoose.roster.queries.members import Row, found_members

PEOPLE = 50
ORGANISATIONS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """The first of what was found; `more_*` says that there is more than is shown."""

    people: list[Row]
    more_people: bool
    organisations: list[tuple[str, str, str]]
    more_organisations: bool


def find(organisation: Organisation, text: str, today: date) -> Found:
    """What is found below an organisation. Two queries; none for an empty question."""
    if not text:
        return Found([], False, [], False)
    people = found_members(organisation, Filters(q=text), today, PEOPLE + 1)
    places = [] if looks_like(text).kind == "last4" else _organisations(organisation, text)
    return Found(people[:PEOPLE], len(people) > PEOPLE, places[:ORGANISATIONS], len(places) > ORGANISATIONS)


def _organisations(organisation: Organisation, text: str) -> list[tuple[str, str, str]]:
    alias = Organisation.objects.filter(pk=OuterRef("pk"), aliases__alias__contains=text)
    where = Q(name__contains=text) | Q(Exists(alias))
    rows = Organisation.objects.filter(where, top_key=organisation.top_key, path__startswith=organisation.path, ended_on=None)
    return list(rows.order_by("position", "pk").values_list("key", "name", "kind")[: ORGANISATIONS + 1])
