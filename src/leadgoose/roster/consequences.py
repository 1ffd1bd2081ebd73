"""What follows from changed facts, in the same transaction: the projections for lists, and what is due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from leadgoose.ground.duties.actions import Settled, Wanted
from leadgoose.ground.duties.actions import settle as settle_duties
from leadgoose.roster import duty_facts, projections
from leadgoose.roster.models import Organisation
from leadgoose.roster.projections import Changes
from leadgoose.roster.rules.due import CODES, Obligation, obligations


@dataclass(frozen=True, slots=True)
class Differences:
    """What a recomputation had to mend: rows of `Present`, organisations' present values, duties."""

    present: Changes
    organisations: int
    duties: Settled

    @property
    def any(self) -> bool:
        return bool(self.present.total or self.organisations or self.duties.differs)


def settle(top_key: str, *, organisations: Collection[int], people: Collection[int], on: date, at: datetime, act: str) -> None:
    """Refresh `Present` for these people and the duties of these organisations (ids). Called last by every action of the register.

    The organisations that these people came to or left need not be named. act: the name of the act that caused it, as the journal
    knows it; it closes the duties that ceased.
    """
    if organisations:
        projections.refresh_organisations(top_key, on, organisations)
    changes = projections.refresh(top_key, people, on)
    _settle_duties(top_key, set(organisations) | changes.organisations, on, at, act)


def recompute(top_key: str, on: date, at: datetime) -> Differences:
    """Compare everything derived in a committee with the facts of the day and mend what differs; the nightly chore reports it."""
    organisations = projections.refresh_organisations(top_key, on)
    present = projections.refresh_all(top_key, on)
    everything = set(Organisation.objects.filter(top_key=top_key).values_list("pk", flat=True))
    return Differences(present, organisations, _settle_duties(top_key, everything, on, at, "DutiesRecomputed"))


def _settle_duties(top_key: str, organisations: set[int], on: date, at: datetime, act: str) -> Settled:
    if not organisations:
        return Settled()
    seen = duty_facts.picture(top_key, on, start=duty_facts.start_on(top_key), organisations=organisations)
    rows = Organisation.objects.filter(top_key=top_key)
    keys = (rows if len(organisations) > projections.FEW else rows.filter(pk__in=organisations)).values_list("key", "pk")
    wanted = [wanted_of(branch.key, one) for branch in seen.branches for one in obligations(branch.facts)]
    return settle_duties(
        top_key, [key for key, pk in keys if pk in organisations], wanted, codes=CODES, on=on, at=at, closed_by=act
    )


def wanted_of(org_key: str, one: Obligation) -> Wanted:
    """The obligation as `duties` stores it."""
    return Wanted(
        org_key, one.code, one.rule, one.person_key, one.numbers, one.act, one.standing, one.opens_on, one.due_on, one.ends_on
    )
