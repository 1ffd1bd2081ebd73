"""Acts about production units: renamed, of another kind, part of another unit, and whose an organisation is; each from a day on, with its basis.

They are prepared, shown, done and taken back as the acts about organisations are (organisations.py).
"""

from __future__ import annotations

from datetime import date, datetime

from leadgoose.ground.access.actor import Actor
from leadgoose.roster.actions import unit_facts
from leadgoose.roster.actions.deeds import Work
from leadgoose.roster.actions.organisations import Consent, Prepared, decided, do, refusal
from leadgoose.roster.kinds import BRANCHES, UnitKind
from leadgoose.roster.models import Organisation, OrganisationDeed, OrganisationFact, ProductionUnit
from leadgoose.roster.queries import units
from leadgoose.roster.rules.acts import No
from leadgoose.roster.rules.organisations import Kind
from leadgoose.roster.rules.units import Change, refuse, refuse_day


def prepare_change(unit: ProductionUnit, wish: Change, today: date) -> Prepared:
    """What a unit is called, of what kind it is and of which it is a part, from a day on; on the first day of what is known: put right."""
    top = Organisation.objects.get(key=unit.top_key)
    known = units.known_today(unit.top_key, today)
    decided(refuse(known[unit.key], wish, known, today))
    parent = ProductionUnit.objects.get(key=wish.parent, top_key=unit.top_key) if wish.parent else None
    before = known[unit.key]

    def write(work: Work) -> Organisation:
        unit.refresh_from_db()
        unit_facts.write(work, unit, name=wish.name, kind=UnitKind(wish.kind), parent=parent)
        return top

    told = {"unit": unit.key, "unit_kind": wish.kind, "parent": wish.parent}
    return Prepared(
        Kind.UNIT, wish.on, (top,), write, told=told, personal={"before": before.name, "name": wish.name}, typed=3, unit=unit,
    )


def change_unit(
    unit: ProductionUnit, wish: Change, basis: str, *, by: Actor, at: datetime, consent: Consent | None = None
) -> OrganisationDeed:
    """Record a change of a unit (journal: UnitChanged). Raises Refused, Denied."""
    return do(unit.top_key, lambda today: prepare_change(unit, wish, today), basis, consent or Consent(), by=by, at=at)


def prepare_link(place: Organisation, unit: ProductionUnit | None, on: date, today: date) -> Prepared:
    """Of which unit an organisation is from a day on; the head of a unit sees what is of it."""
    place = Organisation.objects.select_related("unit").get(pk=place.pk)
    if place.ended_on is not None:
        raise refusal(No("ended", {"day": place.ended_on.isoformat()}))
    if place.kind not in BRANCHES:
        raise refusal(No("kind"))
    if unit is None or unit.top_key != place.top_key:
        raise refusal(No("no-unit"))
    if place.unit_id == unit.pk:
        raise refusal(No("linked-already", {"name": unit.name}))
    before = unit_facts.open_link(place)
    first = OrganisationFact.objects.known().filter(organisation=place).order_by("valid_from").values_list("valid_from", flat=True).first()
    decided(refuse_day(before.valid_from if before is not None else first, on, today))

    def write(work: Work) -> Organisation:
        unit_facts.link(work, place, unit)
        return place

    told = {"unit": unit.key, "left": place.unit.key if place.unit is not None else ""}
    return Prepared(Kind.LINK, on, (place,), write, told=told, readers=units.readers(place.unit, unit))


def link_unit(
    place: Organisation, unit: ProductionUnit | None, on: date, basis: str, *, by: Actor, at: datetime, consent: Consent | None = None
) -> OrganisationDeed:
    """Record of which unit an organisation is (journal: UnitLinked). Raises Refused, Denied."""
    return do(place.top_key, lambda today: prepare_link(place, unit, on, today), basis, consent or Consent(), by=by, at=at)
