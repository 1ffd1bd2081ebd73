"""Everybody who belongs to an organisation on a day, with what takes their rights: the roll of a meeting that elects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from leadgoose.ground.prepared import Slot, prepared
from leadgoose.ground.vault.actions import Destroyed, open_many
from leadgoose.roster.identity import RESTRICTION
from leadgoose.roster.kinds import RestrictionKind, Standing
from leadgoose.roster.models import Membership, Organisation, Restriction
from leadgoose.roster.queries.members import dated, holds_others


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
    """The members of a branch, or of all branches below, in the register's order. One query, three where decisions are sealed."""
    rows = _below(organisation.path, organisation.top_key, on) if holds_others(organisation) else _of_branch(organisation.pk, on)
    decided = _restrictions([key for key, _, _, standing, _, can_vote in rows if standing == Standing.FULL and not can_vote], on)
    return [OnRoll(key, name, branch, Standing(standing), since, decided.get(key, ())) for key, name, branch, standing, since, _ in rows]


_COLUMNS = ("person__key", "fact__name", "organisation__name", "standing", "fact__full_member", "can_vote")


@prepared
def _of_branch(organisation: Slot, on: Slot) -> QuerySet[Membership, Any]:
    return dated(Q(organisation=organisation), on).values_list(*_COLUMNS)


@prepared
def _below(path: Slot, top_key: Slot, on: Slot) -> QuerySet[Membership, Any]:
    return dated(Q(organisation__path__startswith=path, organisation__top_key=top_key), on).values_list(*_COLUMNS)


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
