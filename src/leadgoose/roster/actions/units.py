"""Acts about production units: renamed, of another kind, part of another unit, and whose a branch is; each from a day on, with its basis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.roster import units
from leadgoose.roster.actions.deeds import PAGE, basis_in_words
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import UnitKind
from leadgoose.roster.models import Organisation, ProductionUnit, UnitFact, UnitLink
from leadgoose.roster.rules.units import Change, Unit, refuse

SAID: Mapping[str, Promise] = {
    "ahead": _("日期 %(day)s 还没有到，只能登记已经发生的变动。"),
    "before": _("日期 %(day)s 早于现有记录的起始日期 %(since)s，请改为这一天或者之后的日期。"),
    "name": _("请填写单位名称，最多 %(most)s 个字。"), "taken": _("本委已有名为“%(name)s”的单位。"),
    "circle": _("“%(name)s”是这个单位的下级或者就是它本身，不能作为它的上级。"), "nothing": _("与现有记录相同，没有可以登记的变动。"),
}


@transaction.atomic
def change_unit(unit: ProductionUnit, wish: Change, basis: str, *, by: Actor, at: datetime) -> Receipt:
    """Record what a unit is called, of what kind it is and of which it is a part (journal: UnitChanged). On the first day of what is known: put right.

    Raises Refused (its code is the field it is about), Denied.
    """
    permit = by.require("roster.change_unit", {unit.top_key})
    Organisation.objects.select_for_update().get(key=unit.top_key)
    basis, today = basis_in_words(basis), timezone.localdate(at)
    known = _known(unit.top_key, today)
    no = refuse(known[unit.key], wish, known, today)
    if no is not None:
        raise Refused(no.at, SAID[no.code] % dict(no.numbers))
    parent = ProductionUnit.objects.get(key=wish.parent, top_key=unit.top_key) if wish.parent else None
    unit.refresh_from_db()
    units.write(unit, wish.on, at, PAGE, name=wish.name, kind=UnitKind(wish.kind), parent=parent)
    return record(Act(
        "UnitChanged", wish.on, unit.top_key, unit.top_key, facts={"unit": unit.key, "kind": wish.kind, "parent": wish.parent},
        personal={unit.top_key: {"name": wish.name, "basis": basis}}, typed=3, role=permit.role or "",
    ), by=by, at=at)


@transaction.atomic
def link_unit(organisation: Organisation, unit: ProductionUnit, on: date, basis: str, *, by: Actor, at: datetime) -> Receipt:
    """Record of which unit an organisation is from a day on (journal: UnitLinked). Raises Refused, Denied."""
    permit = by.require("roster.link_unit", {organisation.top_key})
    Organisation.objects.select_for_update().get(key=organisation.top_key)
    organisation.refresh_from_db()
    basis, today = basis_in_words(basis), timezone.localdate(at)
    before = UnitLink.objects.known().filter(organisation=organisation, valid_to=None).order_by("valid_from", "pk").last()
    if on > today:
        raise Refused("on", SAID["ahead"] % {"day": on.isoformat()})
    if before is not None and on < before.valid_from:
        raise Refused("on", SAID["before"] % {"day": on.isoformat(), "since": before.valid_from.isoformat()})
    if unit.top_key != organisation.top_key or not units.link(organisation, unit, on, at, PAGE):
        raise Refused("unit", SAID["nothing"])
    return record(Act(
        "UnitLinked", on, organisation.top_key, organisation.key, facts={"unit": unit.key},
        personal={organisation.key: {"basis": basis}}, typed=3, role=permit.role or "",
    ), by=by, at=at)


def _known(top_key: str, today: date) -> dict[str, Unit]:
    since = dict(UnitFact.objects.known().filter(unit__top_key=top_key, valid_to=None).values_list("unit__key", "valid_from"))
    rows = ProductionUnit.objects.filter(top_key=top_key).values_list("key", "name", "kind", "parent__key")
    return {key: Unit(key, name, kind, parent or "", since.get(key, today)) for key, name, kind, parent in rows}
