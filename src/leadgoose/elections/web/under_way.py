"""The committee's page of all elections under way, and the plan of a year's elections: seen, printed, taken as Excel."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.elections.queries.candidates import standings_of
from leadgoose.elections.queries.under_way import Planned, Row, under_way, year_plan
from leadgoose.elections.queries.vacancies import sittings_of
from leadgoose.elections.web import checklist, words
from leadgoose.elections.web.election import is_secret
from leadgoose.elections.web.screens import SCREENS, Looked, items_now
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import notice_in_words, setting
from leadgoose.ground.look.downloads import download, made_by
from leadgoose.ground.press.excel import Leaf, counted, workbook
from leadgoose.roster.models import Organisation
from leadgoose.roster.words import ORGANISATION, word

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATE: dict[str, tuple[str, Promise]] = {
    "held": ("ok", gettext_lazy("本年已换届")), "under-way": ("soon", gettext_lazy("办理中")), "late": ("act", gettext_lazy("届满未换届")),
    "due": ("plain", gettext_lazy("待启动")),
}
FIRST_YEAR, LAST_YEAR = 1990, 2199


@gate("elections.under_way", at="organisation")
def under_way_page(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET phase, general, late, q, page."""
    rows = _rows(request, organisation)
    shown = _filtered(request, rows)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    generals = {one.election.organisation.parent.key: one.election.organisation.parent.name for one in rows
                if one.election.organisation.parent is not None and one.election.organisation.parent.kind == "general_branch"}
    return render(request, "elections/under_way.html", {
        "organisation": organisation, "page": page, "rows": _lines(request, organisation, list(page.object_list)), "total": len(rows),
        "sums": [(label, sum(one.stage in members for one in rows), str(number)) for number, (label, members) in enumerate(words.PHASES)],
        "late": sum(one.late > 0 for one in rows), "stopped": sum(one.stage == "" for one in rows), "no_envoy": sum(not one.envoy for one in rows),
        "phases": [(str(number), label) for number, (label, _members) in enumerate(words.PHASES)], "generals": sorted(generals.items()),
        "asked": {name: request.GET.get(name, "") for name in ("phase", "general", "late", "q")}, "year": clock.today().year,
    })


@gate("elections.under_way_export", at="organisation")
def under_way_export(request: Asked, organisation: Organisation) -> HttpResponse:
    """The rows that the filters leave, as .xlsx."""
    rows = _lines(request, organisation, _filtered(request, _rows(request, organisation)))
    heads = [(_("组织"), 26.0), (_("选举类型"), 22.0), (_("下一步"), 22.0), (_("由谁办"), 14.0), (_("期限"), 12.0), (_("逾期天数"), 10.0), (_("要核对"), 60.0),
             (_("大会"), 12.0), (_("督导员"), 12.0), (_("未答复"), 8.0)]
    cells = [(
        one["organisation"].name, one["kind"], one["stage"], str(one["by"]), one["due_on"].isoformat() if one["due_on"] else "", str(one["late"] or ""),
        one["first"], one["meeting_on"].isoformat() if one["meeting_on"] else "", one["envoy"], str(one["unanswered"] or ""),
    ) for one in rows]
    title = _("办理中的换届选举")
    above = [f"{organisation.name} {title}", made_by(request.actor, clock.now()), notice_in_words(organisation.top_key)]
    return _xlsx(title, above, heads, cells, f"{organisation.name}{title} {clock.today().isoformat()}.xlsx")


@gate("elections.year_plan", at="organisation")
def year_plan_page(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET year."""
    year = _year(request)
    rows = _plan(organisation, year)
    counts = {state: sum(one.state == state for one in rows) for state in STATE}
    return render(request, "elections/year_plan.html", {
        "organisation": organisation, "year": year, "before": year - 1, "after": year + 1,
        "rows": [(one, word(ORGANISATION, one.place.kind), *STATE[one.state]) for one in rows],
        "sums": [(label, counts[state], tone) for state, (tone, label) in STATE.items()],
        "may_brief": bool(request.actor.may("elections.briefing", request.target.reach)),
    })


@gate("elections.year_plan_export", at="organisation")
def year_plan_export(request: Asked, organisation: Organisation) -> HttpResponse:
    """The plan as .xlsx."""
    year, title = _year(request), _("换届选举计划")
    heads = [(_("组织"), 26.0), (_("党总支"), 20.0), (_("能投票"), 8.0), (_("本届选举"), 12.0), (_("届满"), 12.0), (_("应提醒"), 12.0),
             (_("应请示"), 12.0), (_("状态"), 14.0)]
    cells = [_cells(one) for one in _plan(organisation, year)]
    named = f"{organisation.name} {year} {title}"
    above = [named, made_by(request.actor, clock.now()), notice_in_words(organisation.top_key)]
    return _xlsx(f"{year}", above, heads, cells, f"{named}.xlsx")


def _rows(request: Asked, organisation: Organisation) -> list[Row]:
    return under_way(organisation, clock.today(), setting(organisation.top_key, "request_months"))


def _filtered(request: Asked, rows: list[Row]) -> list[Row]:
    phase, general, q = request.GET.get("phase", ""), request.GET.get("general", ""), request.GET.get("q", "").strip()[:50]
    if phase.isascii() and phase.isdigit() and int(phase) < len(words.PHASES):
        rows = [one for one in rows if one.stage in words.PHASES[int(phase)][1]]
    if general:
        rows = [one for one in rows if f"/{general}/" in one.election.organisation.path]
    if request.GET.get("late"):
        rows = [one for one in rows if one.late]
    return [one for one in rows if q.casefold() in one.election.organisation.name.casefold()]


def _lines(request: Asked, organisation: Organisation, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows in words, each judged as its stage's own page judges it. Seven queries at most, however many rows."""
    lead = setting(organisation.top_key, "request_months")
    asking = [one.election for one in rows if one.stage in SCREENS and SCREENS[one.stage].people]
    there = standings_of(asking) if asking else {}
    filling = [one.election.organisation for one in rows if one.stage == "request" and one.election.kind == "by-election"]
    leads = sittings_of(filling, clock.today()) if filling else {}
    return [
        _line(request, one, Looked(partial(there.__getitem__, one.election.key), lambda: lead, partial(leads.__getitem__, one.election.organisation.key)))
        for one in rows
    ]


def _line(request: Asked, one: Row, looked: Looked) -> dict[str, Any]:
    """What the count says is not told before it is announced."""
    election = one.election
    hidden = is_secret(request, one.course) and one.stage == "announced"
    items = () if hidden or one.move is None else items_now(one.course, one.move, clock.today(), looked)
    waiting = checklist.stopping(election, items)
    return {
        "organisation": election.organisation, "election": election, "kind": words.kind(election.kind),
        "stage": words.stage(one.stage, election) if one.stage else _("已停止"), "by": words.BY[one.by], "due_on": one.due_on, "late": one.late,
        "left": one.due.days if one.due.state == "left" else None, "missing": len(waiting), "first": waiting[0].sentence if waiting else "",
        "meeting_on": election.meeting_on, "envoy": one.envoy, "unanswered": one.unanswered, "stopped": one.stage == "",
    }


def _plan(organisation: Organisation, year: int) -> list[Planned]:
    return year_plan(organisation, year, clock.today(), setting(organisation.top_key, "request_months"))


def _cells(one: Planned) -> tuple[str, ...]:
    voters = _("未知") if one.place.voters is None else str(one.place.voters)
    days = (one.term.elected_on, one.term.last_day, one.remind_on, one.request_by)
    return (one.place.name, one.above, voters, *(day.isoformat() for day in days), str(STATE[one.state][1]))


def _year(request: Asked) -> int:
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else clock.today().year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _xlsx(title: str, above: Sequence[str], heads: Sequence[tuple[str, float]], rows: Sequence[tuple[str, ...]], name: str) -> HttpResponse:
    return download(workbook([Leaf(title, above, heads, counted(rows))]), XLSX, name)
