"""What the tables that the office takes in have in common: whose row it is, rows that stand twice, whole or not at all."""

from __future__ import annotations

from collections.abc import Hashable

from django.utils.translation import gettext_lazy as _

from leadgoose.ground.intake.grid import Column, Fault, Grid, Row, words
from leadgoose.ground.intake.problems import gettext_noop
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.finder import Finder, Member
from leadgoose.training.actions.refusals import Refused

PERSON = (Column("person", ("姓名", "Name"), words(60), True), Column("branch", ("党支部", "Branch"), words(80)))
"""Who: the branch only where two share a name."""
NOBODY = gettext_noop("花名册里没有这个名字")
SEVERAL = gettext_noop("有同名的党员，请填写党支部")
NO_BRANCH = gettext_noop("没有这个党支部")
TWICE = gettext_noop("与第 %(row)s 行重复")
WHY = {"nobody": ("person", NOBODY), "several": ("person", SEVERAL), "no-branch": ("branch", NO_BRANCH)}


def whose(row: Row, people: Finder) -> Member | None:
    """The member whom a row names; None puts why into the row's faults, where a name was given at all."""
    found = people.find(str(row.values.get("person", "")), str(row.values.get("branch", "")))
    if isinstance(found, str):
        if "person" in row.values:
            name, why = WHY[found]
            row.faults[name] = Fault(why)
        return None
    return found


def only_once(seen: dict[Hashable, int], key: Hashable, row: Row) -> None:
    """A fault when another row said the same. seen: the numbers of the rows before, by what they say."""
    if key in seen:
        row.faults["person"] = Fault(TWICE, {"row": seen[key]})
    seen.setdefault(key, row.number)


def must_be_good(grid: Grid) -> None:
    """Raises Refused while a cell has a fault: a table is taken in whole or not at all."""
    if not grid.good:
        raise Refused(_("表中还有错误，改正后再收入。"))


def locked(top: Organisation) -> Organisation:
    """The committee's row, locked: two tables of it are not taken in at once."""
    return Organisation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=top.pk)
