"""The tables that an officer fills: their columns, and how a pasted row becomes the values of a row in the database.

A table is always filled whole: what it no longer holds is withdrawn, what is new is recorded, what is equal stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from leadgoose.ground.intake.grid import Column, Fault, Grid, Row, choice, day, read_grid, whole, words
from leadgoose.ground.intake.problems import gettext_noop
from leadgoose.ground.listed import listed
from leadgoose.ground.search import simplify
from leadgoose.production.models import Absence, SpecialDay
from leadgoose.roster.queries.finder import Finder, Member

MOST_DAYS = 60
KINDS_OF_DAY = {"放假": SpecialDay.Kind.HOLIDAY.value, "上班": SpecialDay.Kind.WORKDAY.value}
KINDS_OF_ABSENCE = {"轮休": Absence.Kind.REST.value, "休假": Absence.Kind.LEAVE.value, "外派": Absence.Kind.DUTY.value, "其他": Absence.Kind.OTHER.value}

NOBODY = gettext_noop("花名册里没有这个名字")
SEVERAL = gettext_noop("有同名的党员，请填写党支部")
NO_BRANCH = gettext_noop("没有这个党支部")
NO_UNIT = gettext_noop("没有这个单位，单位名称见组织页面")
ENDS_FIRST = gettext_noop("止日早于起日")
OTHER_YEAR = gettext_noop("不在 %(year)s 年内")
TWICE = gettext_noop("与第 %(row)s 行重复")
PEOPLE = gettext_noop("这些名字找不到或者有同名：%(names)s")
_BETWEEN = re.compile(r"[、,，;；\s]+")
_WHY = {"nobody": ("person", NOBODY), "several": ("person", SEVERAL), "no-branch": ("branch", NO_BRANCH)}

_UNIT, _FIRST, _LAST = (Column("unit", ("单位", "基层队", "车间"), words(80), True), Column("first", ("起", "开始", "起始日期"), day, True),
                        Column("last", ("止", "结束", "截止日期"), day, True))
_MOST = Column("most", ("最多离岗", "最多离岗人数"), whole(0, 500), True)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "days": (Column("day", ("日期",), day, True), Column("kind", ("类型", "安排"), choice(KINDS_OF_DAY, simplify), True),
             Column("name", ("说明", "名称"), words(40))),
    "absences": (Column("person", ("姓名",), words(60), True), Column("branch", ("党支部", "所在党支部"), words(80)), _FIRST, _LAST,
                 Column("kind", ("类型", "原因"), choice(KINDS_OF_ABSENCE, simplify), True)),
    "crews": (_UNIT, Column("name", ("班组",), words(40), True), Column("on", ("上几天", "在岗天数"), whole(1, MOST_DAYS), True),
              Column("off", ("休几天", "轮休天数"), whole(0, MOST_DAYS), True), Column("starts", ("上班首日", "起始日"), day, True),
              Column("ends", ("执行到", "截止"), day), Column("people", ("人员", "姓名"), words(2000), True)),
    "peaks": (_UNIT, _FIRST, _LAST, _MOST, Column("name", ("说明", "名称"), words(40))),
    "covers": (_UNIT, _MOST),
}
YEARLY = frozenset({"days", "absences", "peaks"})
"""Tables of one year; the others hold until they are filled anew."""


@dataclass(frozen=True, slots=True)
class Known:
    """What names in a table are looked up in: members, and units by name."""

    people: Finder
    units: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A row understood: its values as the database compares them, and its fields for writing."""

    mark: tuple[Any, ...]
    fields: Mapping[str, Any]
    people: tuple[int, ...] = ()


def read(table: str, text: str, year: int, known: Known) -> tuple[Grid, list[Line]]:
    """The table as pasted, and its rows understood; rows with faults are not among them. KeyError for an unknown table."""
    grid = read_grid(text, COLUMNS[table], simplify)
    lines: list[Line] = []
    seen: dict[tuple[Any, ...], int] = {}
    for row in grid.rows:
        line = None if row.faults else _UNDERSTOOD[table](row, known)
        _check(table, row, year)
        if line is None or row.faults:
            continue
        if line.mark in seen:
            row.faults[grid.columns[0]] = Fault(TWICE, {"row": seen[line.mark]})
            continue
        seen[line.mark] = row.number
        lines.append(line)
    return grid, lines


def _check(table: str, row: Row, year: int) -> None:
    first, last = (row.values.get(name) for name in ("first", "last"))
    if isinstance(first, date) and isinstance(last, date):
        if last < first:
            row.faults["last"] = Fault(ENDS_FIRST)
        elif last.year < year or first.year > year:
            row.faults["first"] = Fault(OTHER_YEAR, {"year": year})
    on = row.values.get("day")
    if table == "days" and isinstance(on, date) and on.year != year:
        row.faults["day"] = Fault(OTHER_YEAR, {"year": year})


def _day(row: Row, known: Known) -> Line:
    values = row.values
    fields = {"day": values["day"], "kind": values["kind"], "name": values.get("name", "")}
    return Line((values["day"], values["kind"], fields["name"]), fields)


def _absence(row: Row, known: Known) -> Line | None:
    values = row.values
    found = known.people.find(str(values["person"]), str(values.get("branch", "")))
    if isinstance(found, str):
        name, why = _WHY[found]
        row.faults[name] = Fault(why)
        return None
    fields = {"person_id": found.pk, "first": values["first"], "last": values["last"], "kind": values["kind"]}
    return Line(tuple(fields.values()), fields)


def _crew(row: Row, known: Known) -> Line | None:
    values, unit = row.values, _unit(row, known)
    names = [one for one in _BETWEEN.split(str(values["people"])) if one]
    members = [known.people.find(*_with_branch(one)) for one in names]
    lost = [name for name, member in zip(names, members, strict=True) if isinstance(member, str)]
    if lost:
        row.faults["people"] = Fault(PEOPLE, {"names": listed(lost)})
    if unit is None or lost:
        return None
    people = tuple(sorted({member.pk for member in members if isinstance(member, Member)}))
    fields = {"unit_id": unit, "name": values["name"], "days_on": values["on"], "days_off": values["off"], "starts_on": values["starts"],
              "ends_on": values.get("ends")}
    return Line((*fields.values(), people), fields, people)


def _with_branch(text: str) -> tuple[str, str]:
    """王五（作业一队党支部） is told from another 王五 by the branch in brackets."""
    name, _, branch = text.replace("(", "（").partition("（")
    return name, branch.rstrip("）)")


def _peak(row: Row, known: Known) -> Line | None:
    values, unit = row.values, _unit(row, known)
    if unit is None:
        return None
    fields = {"unit_id": unit, "first": values["first"], "last": values["last"], "most_away": values["most"], "name": values.get("name", "")}
    return Line(tuple(fields.values()), fields)


def _cover(row: Row, known: Known) -> Line | None:
    unit = _unit(row, known)
    return None if unit is None else Line((unit, row.values["most"]), {"unit_id": unit, "most_away": row.values["most"]})


def _unit(row: Row, known: Known) -> int | None:
    found = known.units.get(str(row.values["unit"]))
    if found is None:
        row.faults["unit"] = Fault(NO_UNIT)
    return found


_UNDERSTOOD: Mapping[str, Callable[[Row, Known], Line | None]] = {"days": _day, "absences": _absence, "crews": _crew, "peaks": _peak, "covers": _cover}
