"""书记队伍: the structure of those in post on a day, and beside it of another. Each number opens the list that it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked as Request
from leadgoose.ground.access.gate import gate
from leadgoose.ground.listed import plural
from leadgoose.overview import bars, team_words
from leadgoose.overview.queries_team import scales_on, team_on
from leadgoose.overview.rules.team import (
    OTHER,
    PROBATIONARY,
    UNIT,
    UNKNOWN,
    Filled,
    Level,
    Scales,
    Sums,
    Table,
    Team,
    Unit,
    Whose,
    chosen,
    codes,
    summed,
    tables,
)
from leadgoose.overview.web import team_asked, team_large
from leadgoose.overview.web.team_asked import Asked, Side
from leadgoose.roster.kinds import BRANCHES, OrgKind
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.places import TooMany

SELDOM = frozenset({OTHER, PROBATIONARY, Filled.NONE})
"""Rows that stand in a table only where they count somebody."""
OF_REGISTER = frozenset({Table.AGE, Table.GENDER, Table.SCHOOLING, Table.IN_PARTY})
"""Tables whose unknowns the register lacks; of the others the grid asks, of secretaries."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a table, and the list that it opens ("": nobody to list)."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    unknown: bool
    now: Number
    then: Number | None = None
    difference: Number | None = None
    share: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence below a table, with the page that mends it, for those who may."""

    text: str
    address: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One table with its picture. total is its last line."""

    table: Table
    title: str
    how: str
    unit: str
    counted: str
    lines: list[Line]
    total: Line
    chart: bars.Chart
    label: str
    notes: list[Note] = field(default_factory=list)


@gate("overview.team", at="organisation", methods=("GET", "POST"))
def team(request: Request, organisation: Organisation) -> HttpResponse:
    """GET whose, level, general, on, known, with. POST: let a worker count it, where it is too much for a page; stop=1: stop that."""
    asked = team_asked.read(request.GET, clock.today())
    try:
        everybody = team_on(organisation.top_key, organisation.key, asked.asof)
        before = None if asked.other is None else team_on(organisation.top_key, organisation.key, asked.compared)
    except TooMany:
        return _large(request, organisation, replace(asked, general=""))
    if request.method == "POST":
        return HttpResponseRedirect(request.get_full_path())
    if before is not None and not before.posts:
        asked, before = without_other(asked), None
    scales = scales_on(asked.on)
    now = summed(narrowed(everybody, asked), asked.whose, scales)
    then = None if before is None else summed(narrowed(before, asked), asked.whose, scales)
    return shown(request, organisation, asked, now, then, {
        "no_branch": not any(one.kind in BRANCHES for one in everybody.bodies),
        "generals": [(one.key, one.name) for one in everybody.bodies if one.kind is OrgKind.GENERAL_BRANCH],
    })


def _large(request: Request, organisation: Organisation, asked: Asked) -> HttpResponse:
    """The same of what a worker counted; before that, the page on which it is ordered."""
    found = team_large.found(organisation, asked)
    if found.missing or request.method == "POST" or request.GET.get("anew"):
        return team_large.waiting(request, organisation, asked, found.missing)
    choice, then = (asked.whose, asked.level), None
    if asked.other is not None:
        then = found.days[asked.other].whole[choice]
        if not then.posts:
            asked, then = without_other(asked), None
    counted = found.days[asked.on]
    return shown(request, organisation, asked, counted.whole[choice], then, {"no_branch": not counted.parts, "generals": [], "counted": counted})


def without_other(asked: Asked) -> Asked:
    """Nothing is known of the day compared with: zeros would say that there was nobody."""
    return replace(asked, other=None, wrong=(*asked.wrong, _("%(on)s 没有任职记录：资料未知，不能比较。") % {"on": asked.other}))


def shown(request: Request, organisation: Organisation, asked: Asked, now: Sums, then: Sums | None, more: Mapping[str, Any]) -> HttpResponse:
    """The page of these numbers; more: what else it says."""
    scales = scales_on(asked.on)
    lists = reverse("overview.team_list", args=[organisation.key])
    cards = [_card(one, now, then, asked, scales, lists) for one in tables(asked.whose)] if now.posts or (then is not None and then.posts) else []
    for card in cards:
        card.notes.extend(_notes(card.table, now, asked, request, organisation))
    return render(request, "overview/team.html", {
        "organisation": organisation,
        "asked": asked,
        "asof": asked.asof,
        "whose": team_words.WHOSE[asked.whose],
        "posts": team_words.counted(now.posts, Unit.POST),
        "persons": team_words.counted(now.persons, Unit.PERSON),
        "sums": _sums(now, then, asked, scales, lists),
        "cards": cards,
        "choices": [(one.value, team_words.WHOSE[one]) for one in Whose],
        "levels": [(one.value, team_words.LEVEL[one]) for one in Level],
        "imports": _may(request, "roster.imports", organisation.top_key),
        **more,
    })


def narrowed(everybody: Team, asked: Asked) -> Team:
    """The team that an address asks for."""
    return chosen(everybody, asked.whose, level=asked.level, general=asked.general)


def _card(table: Table, now: Sums, then: Sums | None, asked: Asked, scales: Scales, lists: str) -> Card:
    found, before = now.tables[table], None if then is None else then.tables[table]
    unit = UNIT[table]
    lines, rows = [], []
    for code in codes(table, asked.whose, scales):
        if code in SELDOM and not found[code] and not (before and before[code]):
            continue
        name = team_words.row(table, code, asked.whose, scales)
        lines.append(_line(name, code, found, before, asked, table, lists))
        rows.append(bars.Row(name, found[code], None if before is None else before[code], code == UNKNOWN))
    n = team_words.counted(found.total(), unit)
    if before is None or asked.other is None:
        label = _("%(title)s，%(n)s；数据见旁边的表") % {"title": team_words.TITLE[table], "n": n}
    else:
        label = _("%(title)s，%(on)s 与 %(other)s 比较；数据见旁边的表") % {
            "title": team_words.TITLE[table], "on": asked.on.isoformat(), "other": asked.other.isoformat(),
        }
    how = str(team_words.HOW.get(table, ""))
    return Card(
        table, str(team_words.TITLE[table]), how, str(team_words.UNITS[unit]), n, lines,
        _line(_("合计"), "", found, before, asked, table, lists), bars.draw(rows), label,
    )


def _line(label: str, code: str, found: Counter[str], before: Counter[str] | None, asked: Asked, table: Table, lists: str) -> Line:
    """A row of a table, or with code "" its total."""
    count = found[code] if code else found.total()

    def number(text: str, side: Side, there: bool) -> Number:
        return Number(text, lists + asked.of_list(table, code, side) if there else "")

    now = number(str(count), Side.NOW, count > 0)
    if before is None:
        return Line(label, code == UNKNOWN, now, share=f"{100 * count / found.total():.1f}%" if found.total() else "—")
    was = before[code] if code else before.total()
    change = number(signed(count - was), Side.CHANGE, count > 0 or was > 0)
    return Line(label, code == UNKNOWN, now, number(str(was), Side.THEN, was > 0), change)


def signed(number: int) -> str:
    """A difference as it is written: +2, −1 (a minus, not a hyphen), 0."""
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


@dataclass(frozen=True, slots=True)
class Sum:
    label: str
    number: Number
    tone: str = ""
    before: str = ""


def _sums(now: Sums, then: Sums | None, asked: Asked, scales: Scales, lists: str) -> list[Sum]:
    """The large figures: posts, persons, organisations; and those with a vacancy, where a number of posts is set."""
    def one(label: str, table: Table, code: str, unit: Unit, count: int, was: int | None, tone: str = "") -> Sum:
        before = "" if was is None or asked.other is None else _("%(on)s：%(n)s") % {"on": asked.other.isoformat(), "n": was}
        return Sum(label, Number(str(count), lists + asked.of_list(table, code) if count else ""), tone if count else "", before)

    found = [
        one(pgettext("several", "岗位"), Table.IN_POST, "", Unit.POST, now.posts, None if then is None else then.posts),
        one(pgettext("several", "人"), Table.AGE, "", Unit.PERSON, now.persons, None if then is None else then.persons),
    ]
    if Table.VACANCY in tables(asked.whose):
        filled, before = now.tables[Table.VACANCY], None if then is None else then.tables[Table.VACANCY]
        short = team_words.row(Table.VACANCY, Filled.SHORT, asked.whose, scales)
        found += [
            one(pgettext("several", "组织"), Table.VACANCY, "", Unit.BODY, filled.total(), None if before is None else before.total()),
            one(short, Table.VACANCY, Filled.SHORT, Unit.BODY, filled[Filled.SHORT], None if before is None else before[Filled.SHORT], "act"),
            one(_("配备情况未知"), Table.VACANCY, UNKNOWN, Unit.BODY, filled[UNKNOWN], None if before is None else before[UNKNOWN], "unknown"),
        ]
    return found


def _notes(table: Table, now: Sums, asked: Asked, request: Request, organisation: Organisation) -> list[Note]:
    """What is not known, and where it is filled in; what a reader of the numbers must know besides."""
    notes = []
    unknown = now.tables[table][UNKNOWN]
    told = {"what": str(team_words.TITLE[table]), "n": team_words.counted(unknown, UNIT[table])}
    grid, imports = (_may(request, page, organisation.top_key) for page in ("roster.fill_grid", "roster.imports"))
    if unknown and table in OF_REGISTER:
        notes.append(Note(_("%(what)s %(n)s未知，花名册未记载；更正花名册后再导入即补上。") % told, imports, _("去导入")))
    elif unknown and table is Table.VACANCY and asked.whose is Whose.SECRETARY:
        text = _("%(what)s %(n)s未知：换届台账未记载书记，或记载不一致；导入台账或选定后即补上。") % told
        notes.append(Note(text, imports, _("去导入")))
    elif unknown and table is Table.VACANCY:
        notes.append(Note(_("%(what)s %(n)s未知：缺批准名额或委员名单。批准名额可在补录表填写。") % told, grid, _("去补录表")))
    elif unknown and asked.whose is Whose.SECRETARY:
        notes.append(Note(_("%(what)s %(n)s未知，可在补录表填写。") % told, grid, _("去补录表")))
    elif unknown:
        notes.append(Note(_("%(what)s %(n)s未知：花名册和换届台账未记载。补录表只补书记的。") % told, grid, _("去补录表")))
    if table is Table.VACANCY and asked.whose is Whose.COMMITTEE and now.lacking:
        notes.append(Note(_("按批准名额共缺 %(n)s 人。") % {"n": now.lacking}))
    if table is Table.VACANCY and now.double and asked.whose is not Whose.DEPUTY:
        notes.append(Note(plural("%(n)s 个组织的书记有几种记载，尚未选定；选定之前都计入各表。", now.double) % {"n": now.double}))
    return notes


def _may(request: Request, page: str, top_key: str) -> str:
    """The address of a page of the committee, for those who may open it; else ""."""
    return reverse(page, args=[top_key]) if request.actor.may(page, {top_key}) else ""
