"""Everybody who belongs to an organisation on a day, with what takes their rights: the roll of a meeting that elects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from leadgoose.ground.vault.actions import Destroyed, open_many
from leadgoose.roster.identity import RESTRICTION
from leadgoose.roster.kinds import RestrictionKind, Standing
from leadgoose.roster.models import Organisation, Restriction
from leadgoose.roster.queries.filters import Filters
from leadgoose.roster.queries.members import Row, all_members


@dataclass(frozen=True, slots=True)
class OnRoll:
    """One member on the day. full_member: as the register has it, "" unknown; restrictions: None for a kind that cannot be opened."""

    key: str
    name: str
    branch: str
    standing: Standing
    full_member: str
    restrictions: tuple[RestrictionKind | None, ...] = ()


def on_roll(organisation: Organisation, on: date) -> list[OnRoll]:
    """The members of a branch, or of all branches below, in the register's order. Four queries, five where decisions are sealed."""
    rows = list(all_members(organisation, Filters(), on, on))
    decided = _restrictions([row.person for row in rows if row.standing == Standing.FULL and not row.can_vote], on)
    return [_member(row, decided.get(row.person, ())) for row in rows]


def _member(row: Row, restrictions: tuple[RestrictionKind | None, ...]) -> OnRoll:
    return OnRoll(row.person, row.name, row.branch, Standing(row.standing), row.full_member, restrictions)


def _restrictions(people: list[str], on: date) -> dict[str, tuple[RestrictionKind | None, ...]]:
    found: dict[str, tuple[RestrictionKind | None, ...]] = {}
    if people:
        rows = Restriction.objects.on(on).filter(person__key__in=people).order_by("pk").values_list("person__key", "kind_sealed")
        for key, sealed in rows:
            found[key] = (*found.get(key, ()), _opened(key, sealed))
    return found


def _opened(key: str, sealed: str) -> RestrictionKind | None:
    try:
        return RestrictionKind(open_many([(key, RESTRICTION, sealed)])[0])
    except Destroyed:
        return None
