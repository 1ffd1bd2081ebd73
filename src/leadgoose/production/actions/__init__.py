"""Filling the tables of production: one act for all of them, because all are filled whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.intake.grid import Grid
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.production.models import Absence, Cover, Crew, CrewMember, Noted, Peak, SpecialDay
from leadgoose.production.queries.tables import Standing, known, standing
from leadgoose.production.tables import Line, read
from leadgoose.roster.models import Organisation
from leadgoose.roster.reach import of_organisation

MODELS: Mapping[str, type[Noted]] = {"days": SpecialDay, "absences": Absence, "crews": Crew, "peaks": Peak, "covers": Cover}


class Refused(ValueError):
    """The table cannot be taken in as it is: one sentence."""

    def __init__(self, said: str | Promise) -> None:
        super().__init__(str(said))


@dataclass(frozen=True, slots=True)
class Difference:
    """What taking a table in would do: lines to record, rows to withdraw, how many stay."""

    grid: Grid
    new: tuple[Line, ...]
    gone: tuple[Standing, ...]
    same: int

    @property
    def any(self) -> bool:
        return bool(self.new or self.gone)


def compare(top: Organisation, table: str, text: str, year: int) -> Difference:
    """A pasted table beside the one that stands. Eight queries at most."""
    grid, lines = read(table, text, year, known(top.key))
    there = {row.mark: row for row in standing(top.key, table, year)}
    wanted = {line.mark for line in lines}
    new = tuple(line for line in lines if line.mark not in there)
    gone = tuple(row for mark, row in there.items() if mark not in wanted)
    return Difference(grid, new, gone, len(there) - len(gone))


@transaction.atomic
def fill_table(top: Organisation, table: str, text: str, year: int, *, by: Actor, at: datetime) -> tuple[Receipt | None, Difference]:
    """Take a table in whole; None when nothing changes. Raises Refused while a cell has a fault, KeyError for an unknown table."""
    top = Organisation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=top.pk)
    permit = by.require("production.fill_table", of_organisation(top))
    seen = compare(top, table, text, year)
    if seen.grid.fault is not None or seen.grid.faults:
        raise Refused(_("表中还有错误，改正后再收入。"))
    if not seen.any:
        return None, seen
    model = MODELS[table]
    model._default_manager.filter(pk__in=[row.pk for row in seen.gone], retracted_at=None).update(retracted_at=at)
    for line in seen.new:
        row = model._default_manager.create(top_key=top.key, recorded_at=at, recorded_by=by.login, **line.fields)
        if isinstance(row, Crew):
            CrewMember.objects.bulk_create(CrewMember(crew=row, person_id=person) for person in line.people)
    facts = {"table": table, "year": year, "recorded": len(seen.new), "withdrawn": len(seen.gone), "kept": seen.same}
    cells = sum(len(line.fields) for line in seen.new)
    on: date = timezone.localdate(at)
    receipt = record(Act("TableFilled", on, top.key, top.key, facts=facts, typed=cells, role=permit.role or ""), by=by, at=at)
    return receipt, seen
