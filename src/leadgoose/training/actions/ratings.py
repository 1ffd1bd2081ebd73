"""Many ratings at once from a table: read, shown with the faults of its cells, taken in whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.intake.grid import Column, Fault, Grid, choice, day, read_grid, whole, words
from leadgoose.ground.intake.problems import gettext_noop
from leadgoose.ground.search import simplify
from leadgoose.roster.models import Organisation, Person
from leadgoose.roster.queries.finder import finder
from leadgoose.roster.reach import of_organisation
from leadgoose.training.actions.evidence import OFFICE, OLDEST_YEARS, Given, rate
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.actions.tables import PERSON, must_be_good, whose
from leadgoose.training.models.competencies import Evidence
from leadgoose.training.rules.competency import BEHAVIOURS, DIMENSIONS
from leadgoose.training.rules.levels import Kind
from leadgoose.training.words import KIND, spelled

KINDS = {"自评": Kind.OWN.value, "上级评价": Kind.SUPERIOR.value, "同事评价": Kind.COLLEAGUE.value}
NOTHING = gettext_noop("这一行没有评任何一项")
AHEAD = gettext_noop("日期不能晚于今天")
TOO_OLD = gettext_noop("日期太早，%(years)s 年以前的表现不再采用")
NO_RATER = gettext_noop("请写明评价人；同事的写表的编号")


@cache
def columns() -> tuple[Column, ...]:
    """Of the table: who, by whom, when, then levels by dimension or by behaviour."""
    said = {label: code for label, code in spelled(KIND).items() if code in KINDS.values()}
    fixed = (*PERSON, Column("kind", ("评价方式", "Kind"), choice(KINDS, simplify, said), True), Column("on", ("日期", "Date"), day, True),
             Column("rater", ("评价人", "Rater"), words(60)), Column("remark", ("说明", "Remark"), words(200)))
    return (*fixed, *(Column(name, (name,), whole(1, 5)) for name in (*DIMENSIONS, *BEHAVIOURS)))


@dataclass(frozen=True, slots=True)
class Line:
    """One row understood."""

    person: int
    kind: Kind
    given: Given


def understand(top_key: str, text: str, today: date) -> tuple[Grid, list[Line]]:
    """The table as pasted, and its rows understood; rows with faults are not among them. Three queries."""
    grid = read_grid(text, columns(), simplify)
    people = finder(top_key)
    lines = []
    for row in grid.rows:
        values = row.values
        levels = {name: level for name in (*DIMENSIONS, *BEHAVIOURS) if isinstance(level := values.get(name), int)}
        found = whose(row, people)
        on = values.get("on")
        if isinstance(on, date) and on > today:
            row.faults["on"] = Fault(AHEAD)
        if isinstance(on, date) and on.year < today.year - OLDEST_YEARS:
            row.faults["on"] = Fault(TOO_OLD, {"years": OLDEST_YEARS})
        if values.get("kind") in {Kind.SUPERIOR, Kind.COLLEAGUE} and not values.get("rater"):
            row.faults["rater" if "rater" in grid.columns else "kind"] = Fault(NO_RATER)
        if not levels and not row.faults:
            row.faults["person"] = Fault(NOTHING)
        if not row.faults and found is not None and isinstance(on, date):
            given = Given(levels, on, str(values.get("remark", "")), str(values.get("rater", "")), Evidence.Way.IMPORT)
            lines.append(Line(found.pk, Kind(str(values["kind"])), given))
    return grid, lines


@transaction.atomic
def import_ratings(top: Organisation, text: str, *, by: Actor, at: datetime) -> Mapping[Kind, int]:
    """Take all rows in; how many of each kind. Raises Refused while a cell has a fault, or when a colleague rated already."""
    by.require(OFFICE, of_organisation(top))
    grid, lines = understand(top.key, text, timezone.localdate(at))
    must_be_good(grid)
    people = Person.objects.in_bulk({line.person for line in lines})
    counted: dict[Kind, int] = {}
    for number, line in enumerate(lines, 1):
        try:
            rate(people[line.person], line.kind, line.given, by=by, at=at)
        except Refused as no:
            raise Refused(_("第 %(row)s 人：%(said)s") % {"row": number, "said": no}) from no
        counted[line.kind] = counted.get(line.kind, 0) + 1
    return counted
