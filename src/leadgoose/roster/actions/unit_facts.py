"""Writing what is known of production units: the dated facts, and the columns of today beside them in the same transaction."""

from __future__ import annotations

from leadgoose.roster.actions.deeds import Work
from leadgoose.roster.kinds import UnitKind
from leadgoose.roster.models import Organisation, ProductionUnit, UnitFact, UnitLink


def found(top_key: str, name: str, kind: UnitKind, work: Work) -> ProductionUnit:
    """A unit that nobody named before: known from the day on, also when the act that named it is taken back."""
    unit = ProductionUnit.objects.create(top_key=top_key, name=name, kind=kind)
    UnitFact.objects.create(unit=unit, name=name, kind=kind, valid_from=work.on, recorded_at=work.at, source=work.source)
    return unit


def write(work: Work, unit: ProductionUnit, **changes: object) -> bool:
    """Name, kind or parent of a unit from the day on. False when it says nothing new. A kind that was unknown is learnt: it holds from when the unit did.

    The day is not before the first day of the present fact; on that day the fact is put right.
    """
    told = {name: value for name, value in changes.items() if getattr(unit, name) != value}
    if not told:
        return False
    fact = open_fact(unit)
    if fact is None:
        work.start(UnitFact(unit=unit, **{"name": unit.name, "kind": unit.kind, "parent": unit.parent, **told}))
    elif set(told) == {"kind"} and unit.kind == UnitKind.UNKNOWN:
        work.put_right(fact, **told)
    else:
        work.again(fact, **told)
    project_unit(unit)
    return True


def link(work: Work, organisation: Organisation, unit: ProductionUnit) -> bool:
    """The unit of an organisation from the day on. False when it is that already."""
    if organisation.unit_id == unit.pk:
        return False
    open_ = open_link(organisation)
    if open_ is not None:
        work.end(open_)
    work.start(UnitLink(organisation=organisation, unit=unit))
    project_link(organisation)
    return True


def open_fact(unit: ProductionUnit) -> UnitFact | None:
    return UnitFact.objects.known().filter(unit=unit, valid_to=None).order_by("valid_from", "pk").last()


def open_link(organisation: Organisation) -> UnitLink | None:
    return UnitLink.objects.known().filter(organisation=organisation, valid_to=None).order_by("valid_from", "pk").last()


def project_unit(unit: ProductionUnit) -> None:
    """The unit's own columns as its last fact says."""
    fact = open_fact(unit)
    if fact is not None:
        unit.name, unit.kind, unit.parent = fact.name, fact.kind, fact.parent
        unit.save(update_fields=["name", "kind", "parent"])


def project_link(organisation: Organisation) -> None:
    link = open_link(organisation)
    organisation.unit = link.unit if link is not None else None
    organisation.save(update_fields=["unit"])
