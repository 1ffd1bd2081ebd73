"""The people behind a number of 书记队伍: as a page, and as an Excel file that says who made it and when. In the register's order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked as Request
from leadgoose.ground.access.gate import gate
from leadgoose.ground.bylaws.queries import notice_in_words
from leadgoose.ground.holdings import marks
from leadgoose.ground.journal.files import Taken, record_file
from leadgoose.ground.listed import clauses, listed
from leadgoose.ground.look.downloads import by_post, download
from leadgoose.ground.press.excel import XLSX, Leaf, counted, workbook
from leadgoose.overview import team_words
from leadgoose.overview.queries_team import scales_on, team_on
from leadgoose.overview.rules.team import UNIT, UNKNOWN, Entry, Filled, Scales, Table, Team, Whose, changes, entries
from leadgoose.overview.web import team_asked, team_large
from leadgoose.overview.web.asked import PAGE, cut
from leadgoose.overview.web.take_away import made_line
from leadgoose.overview.web.team import narrowed
from leadgoose.overview.web.team_asked import Asked, Side
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.places import TooMany


@dataclass(frozen=True, slots=True)
class Line:
    """One of the list. people: (key, name) of whoever holds the post; value "": not known; change: what it adds to a difference;
    contested: what of it somebody contests who has no answer yet."""

    people: tuple[tuple[str, str], ...]
    organisation: str
    where: str
    posts: str
    value: str
    unknown: bool
    change: str = ""
    contested: str = ""

    @property
    def names(self) -> str:
        return listed(name for _key, name in self.people)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list before its words: the entries with the day of each, whether it is new or gone, and the names of organisations by key."""

    row: str
    scales: Scales
    found: list[tuple[Entry, Team, str]]


@gate("overview.team_list", at="organisation")
def team_list(request: Request, organisation: Organisation) -> HttpResponse:
    """GET the choice of the page of tables, table, row ("" all), side (now, then, change), page."""
    asked = team_asked.read(request.GET, clock.today())
    try:
        listed = _listed(organisation, asked)
    except TooMany:
        days = team_large.found(organisation, asked)
        if days.missing:
            return HttpResponseRedirect(reverse("overview.team", args=[organisation.key]) + asked.address())
        return team_large.parts(request, organisation, asked, days)
    shown, page = cut(listed.found, asked.page, PAGE)
    may_export = request.actor.may("overview.team_export", request.target.reach)
    return render(request, "overview/team_list.html", {
        "organisation": organisation,
        "asked": asked,
        "asof": asked.asof,
        "title": _title(asked, listed),
        "days": _days(asked),
        "column": team_words.TITLE[asked.table],
        "bodies": asked.table is Table.VACANCY,
        "changing": asked.side is Side.CHANGE,
        "counted": team_words.counted(len(listed.found), UNIT[asked.table]),
        "whose": team_words.WHOSE[asked.whose],
        "lines": _lines(shown, asked, _marks(request, organisation, asked)),
        "page": page,
        "before": asked.of_list(asked.table, listed.row, asked.side, page.before) if page.before else "",
        "after": asked.of_list(asked.table, listed.row, asked.side, page.after) if page.after else "",
        "back": reverse("overview.team", args=[organisation.key]) + asked.address(),
        "export": reverse("overview.team_export", args=[organisation.key]) + asked.of_list(asked.table, listed.row, asked.side) if may_export else "",
    })


@gate("overview.team_export", at="organisation", methods=("GET", "POST"))
@by_post
def team_export(request: Request, organisation: Organisation) -> HttpResponse:
    """The whole list as .xlsx, every cell as text."""
    asked = team_asked.read(request.GET, clock.today())
    listed = _listed(organisation, asked)
    lines = _lines(listed.found, asked, _marks(request, organisation, asked))
    made = made_line(request.actor.name or request.actor.login, _days(asked))
    number = team_words.counted(len(listed.found), UNIT[asked.table])
    title = _("%(name)s %(whose)s %(title)s，共 %(n)s") % {
        "name": organisation.name, "whose": team_words.WHOSE[asked.whose], "title": _title(asked, listed), "n": number,
    }
    heads = [(_("姓名"), 14.0), (_("组织"), 28.0), (_("职务"), 36.0), (str(team_words.TITLE[asked.table]), 36.0)]
    rows: list[tuple[str, ...]] = [(one.names, one.where, one.posts, one.value or _("资料未知")) for one in lines]
    if any(one.contested for one in lines):
        heads.append((_("有异议，待答复"), 24.0))
        rows = [(*cells, one.contested) for cells, one in zip(rows, lines, strict=True)]
    if asked.side is Side.CHANGE:
        heads.append((_("变化"), 24.0))
        rows = [(*cells, one.change) for cells, one in zip(rows, lines, strict=True)]
    body = workbook([Leaf(_("书记队伍"), (title, made, notice_in_words(organisation.top_key)), heads, counted(rows))])
    name = _("书记队伍 %(name)s %(title)s %(on)s.xlsx") % {"name": organisation.name, "title": team_words.TITLE[asked.table], "on": asked.on.isoformat()}
    people = [key for one in lines for key, _name in one.people]
    file = Taken("overview.team_export", "xlsx", organisation.top_key, organisation.key, _columns(asked), people)
    record_file(file, request.target.reach, by=request.actor, at=clock.now())
    return download(body, XLSX, name)


def _listed(organisation: Organisation, asked: Asked) -> Listed:
    """The entries of the row. The bands are those of the day of the page, on both days."""
    scales = scales_on(asked.on)
    row = team_asked.known_row(asked, scales)

    def of(day: Side) -> tuple[Team, list[Entry]]:
        team = narrowed(team_on(organisation.top_key, organisation.key, asked.compared if day is Side.THEN else asked.asof), asked)
        return team, entries(asked.table, team, asked.whose, scales)

    if asked.side is Side.CHANGE and asked.other is not None:
        (team, now), (team_then, then) = of(Side.NOW), of(Side.THEN)
        told = {True: _("%(on)s 在此列") % {"on": asked.on.isoformat()}, False: _("%(on)s 在此列") % {"on": asked.other.isoformat()}}
        return Listed(row, scales, [(one, team if new else team_then, told[new]) for one, new in changes(asked.table, now, then, row)])
    team, found = of(asked.side)
    return Listed(row, scales, [(one, team, "") for one in found if not row or one.code == row])


COLUMN: Mapping[Table, tuple[str, ...]] = {
    Table.AGE: ("roster.PersonFact.born_on",), Table.GENDER: ("roster.PersonFact.gender",), Table.SCHOOLING: ("roster.PersonFact.education",),
    Table.IN_PARTY: ("roster.PersonFact.full_member", "roster.Membership.standing"),
}
"""On which columns of what is held a table rests, beside the name and the posts, on which all do."""


def _columns(asked: Asked) -> tuple[str, ...]:
    return ("roster.PersonFact.name", "roster.Post.kind", *COLUMN.get(asked.table, ()))


def _marks(request: Request, organisation: Organisation, asked: Asked) -> Mapping[str, str]:
    """What of this list is contested, by person, for a reader who may read it. One query."""
    return marks(organisation.top_key, _columns(asked), by=request.actor, reach=request.target.reach, known_at=asked.asof.known_at)


def _lines(found: Sequence[tuple[Entry, Team, str]], asked: Asked, contested: Mapping[str, str]) -> list[Line]:
    names: dict[int, Mapping[str, str]] = {}
    lines = []
    for entry, team, change in found:
        known = names.setdefault(id(team), {one.key: one.name for one in team.bodies})
        key = entry.body.key if entry.body is not None else entry.posts[0].organisation
        lines.append(Line(
            tuple({one.person: one.name for one in entry.posts}.items()), key, known[key], team_words.posts(entry, known) if entry.posts else "",
            _value(entry, asked, team), entry.code == UNKNOWN, change,
            clauses(dict.fromkeys(contested[one.person] for one in entry.posts if one.person in contested)),
        ))
    return lines


def _value(entry: Entry, asked: Asked, team: Team) -> str:
    told = team_words.value(asked.table, entry, team.on)
    if asked.table is not Table.VACANCY or entry.code == UNKNOWN:
        return told
    state = team_words.row(Table.VACANCY, entry.code, asked.whose, scales_on(asked.on))
    seats = told if asked.whose is Whose.COMMITTEE and entry.code != Filled.NONE else ""
    return _("%(state)s：%(told)s") % {"state": state, "told": seats} if seats else state


def _title(asked: Asked, listed: Listed) -> str:
    table = str(team_words.TITLE[asked.table])
    if not listed.row:
        return table
    return _("%(table)s：%(row)s") % {"table": table, "row": team_words.row(asked.table, listed.row, asked.whose, listed.scales)}


def _days(asked: Asked) -> str:
    if asked.other is not None and asked.side is Side.CHANGE:
        days = {"on": asked.on.isoformat(), "other": asked.other.isoformat(), "known": asked.asof.known.isoformat()}
        if asked.asof.then:
            return _("%(on)s 与 %(other)s 之间的变化，按 %(known)s 所知的记录") % days
        return _("%(on)s 与 %(other)s 之间的变化") % days
    return (asked.compared if asked.side is Side.THEN else asked.asof).sentence
