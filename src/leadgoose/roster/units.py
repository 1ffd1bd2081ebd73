"""Writing what is known of production units: the dated facts, and the columns of today beside them in the same transaction."""

from __future__ import annotations

from datetime import date, datetime

from leadgoose.roster import facts
from leadgoose.roster.kinds import UnitKind
from leadgoose.roster.models import Organisation, ProductionUnit, UnitFact, UnitLink


def found(top_key: str, name: str, kind: UnitKind, on: date, at: datetime, source: str) -> ProductionUnit:
    """A unit that nobody named before: known from the day on."""
    unit = ProductionUnit.objects.create(top_key=top_key, name=name, kind=kind)
    UnitFact.objects.create(unit=unit, name=name, kind=kind, valid_from=on, recorded_at=at, source=source)
    return unit


def write(unit: ProductionUnit, on: date, at: datetime, source: str, **changes: object) -> bool:
    """Name, kind or parent of a unit from a day on. False when it says nothing new. A kind that was unknown is learnt: it holds from when the unit did.

    on: not before the first day of the present fact; equal to it: the fact is put right.
    """
    told = {name: value for name, value in changes.items() if getattr(unit, name) != value}
    if not told:
        return False
    fact = UnitFact.objects.known().filter(unit=unit, valid_to=None).order_by("valid_from", "pk").last()
    learnt = set(told) == {"kind"} and unit.kind == UnitKind.UNKNOWN
    if fact is None:
        held = {"name": unit.name, "kind": unit.kind, "parent": unit.parent, **told}
        UnitFact.objects.create(unit=unit, valid_from=on, recorded_at=at, source=source, **held)
    elif learnt or on <= fact.valid_from:
        facts.retract(UnitFact.objects.filter(pk=fact.pk), at)
        facts.again(fact, at, source, **told)
    else:
        facts.end(fact, on, at, fact.source)
        facts.again(fact, at, source, valid_from=on, **told)
    for name, value in told.items():
        setattr(unit, name, value)
    unit.save(update_fields=list(told))
    return True


def link(organisation: Organisation, unit: ProductionUnit, on: date, at: datetime, source: str) -> bool:
    """The unit of an organisation from a day on. False when it is that already."""
    if organisation.unit_id == unit.pk:
        return False
    open_ = UnitLink.objects.known().filter(organisation=organisation, valid_to=None).order_by("valid_from", "pk").last()
    if open_ is not None:
        facts.end(open_, on, at, open_.source)
    UnitLink.objects.create(organisation=organisation, unit=unit, valid_from=on, recorded_at=at, source=source)
    organisation.unit = unit
    organisation.save(update_fields=["unit"])
    return True
