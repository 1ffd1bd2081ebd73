"""书记队伍 of very many organisations: a worker counts it (counting.py); a number opens the organisations directly below, and each of these its list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground.access.gate import Asked as Request
from leadgoose.ground.jobs import files
from leadgoose.ground.jobs.actions import ask_stop
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.queries import latest, shown
from leadgoose.ground.jobs.works import COUNTED, Line
from leadgoose.ground.look.asof import AsOf
from leadgoose.overview import counting, team_words
from leadgoose.overview.actions import order_count
from leadgoose.overview.counting import COUNT, Counted
from leadgoose.overview.queries_team import scales_on
from leadgoose.overview.rules.team import UNIT, Sums, Unit
from leadgoose.overview.web import team_asked
from leadgoose.overview.web.asked import PAGE, cut
from leadgoose.overview.web.team_asked import Asked, Side
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.models import Organisation


@dataclass(frozen=True, slots=True)
class Found:
    """What is counted of the days that an address asks for. missing: those that nobody had counted, or whose count is not kept any more."""

    days: Mapping[date, Counted]
    missing: tuple[date, ...]


def found(organisation: Organisation, asked: Asked) -> Found:
    """Two queries at most."""
    days = dict.fromkeys([asked.on, *([asked.other] if asked.other is not None else [])])
    kept = {day: counting.kept(organisation, replace(asked.asof, on=day), day) for day in days}
    return Found({day: one for day, one in kept.items() if one is not None}, tuple(day for day, one in kept.items() if one is None))


def waiting(request: Request, organisation: Organisation, asked: Asked, missing: Sequence[date]) -> HttpResponse:
    """The page on which a count is ordered and its progress shown. missing empty: it is counted anew."""
    days = list(missing) or [asked.on, *([asked.other] if asked.other is not None else [])]
    return ordered(request, organisation, Count(
        COUNT, lambda: order_count(organisation, asked.asof, days, by=request.actor), request.path + asked.address(anew=None if missing else 1).rstrip("?"),
        "" if missing else request.path + asked.address().rstrip("?"), _("书记队伍"), _("正在统计书记队伍"),
        {"asked": asked, "asof": asked.asof, "missing": missing},
    ))


class Count(NamedTuple):
    """A count that a worker makes for a page. order: begins it, may be Refused; here: the page's address; done: where a finished one leads, "" where it
    does not; title, stage: in words; shown: what the page wants besides."""

    kind: str
    order: Callable[[], Job]
    here: str
    done: str
    title: str
    stage: str
    shown: Mapping[str, object]


def ordered(request: Request, organisation: Organisation, count: Count) -> HttpResponse:
    """The page on which a count is ordered, its progress shown, and stopped by whoever began it."""
    job = latest(organisation.key, count.kind)
    if request.method == "POST":
        if request.POST.get("stop"):
            if job is not None and job.started_by == request.actor.login:
                ask_stop(job)
        else:
            try:
                count.order()
            except Refused as no:
                messages.error(request, str(no))
        return HttpResponseRedirect(count.here)
    if count.done and (job is None or not job.is_open):
        return HttpResponseRedirect(count.done)   # counted anew
    part = request.htmx and not request.htmx.history_restore_request
    response = render(request, "look/parts/job.html" if part else "overview/team_waiting.html", {
        "organisation": organisation, "title": count.title, "job": job, "days": files.DAYS, "alien": job is not None and job.started_by != request.actor.login,
        **count.shown, **(shown(job, timezone.now(), count.stage, (_("已统计"), _("%(done)s / %(whole)s 个党组织"))) if job is not None else {}),
    })
    if part and (job is None or not job.is_open):
        response["HX-Refresh"] = "true"
    return response


class Row(NamedTuple):
    """An organisation directly below, with its numbers in a row of a table, and the lists that they open ("": nobody to list)."""

    name: str
    now: int
    then: int | None
    address: str
    address_then: str


def parts(request: Request, organisation: Organisation, asked: Asked, days: Found) -> HttpResponse:
    """What a number opens: how many of them each organisation directly below has."""
    scales = scales_on(asked.on)
    row = team_asked.known_row(asked, scales)
    counted = days.days[asked.on]
    before = {one.key: one for one in days.days[asked.other].parts} if asked.other is not None else {}

    def number(sums: Sums) -> int:
        rows = sums.tables[asked.table]
        return rows[row] if row else rows.total()

    choice, rows = (asked.whose, asked.level), []
    there = {one.key: one for one in counted.parts}
    for key, one in {**before, **there}.items():
        now = number(there[key].sums[choice]) if key in there else 0
        was = None if asked.other is None else number(before[key].sums[choice]) if key in before else 0
        if now or was:
            lists = reverse("overview.team_list", args=[key]) if key != organisation.key else ""
            rows.append(Row(
                one.name, now, was, lists + asked.of_list(asked.table, row) if lists and now else "",
                lists + asked.of_list(asked.table, row, Side.THEN) if lists and was else "",
            ))
    lines, page = cut(rows, asked.page, PAGE)
    title = str(team_words.TITLE[asked.table])
    if row:
        title = _("%(table)s：%(row)s") % {"table": title, "row": team_words.row(asked.table, row, asked.whose, scales)}
    whole = number(counted.whole[choice])
    return render(request, "overview/team_parts.html", {
        "organisation": organisation, "asked": asked, "asof": asked.asof, "title": title, "whose": team_words.WHOSE[asked.whose],
        "counted": team_words.counted(whole, UNIT[asked.table]), "rows": lines, "page": page, "unit": team_words.UNITS[UNIT[asked.table]],
        "several": UNIT[asked.table] is Unit.PERSON and whole != sum(one.now for one in rows), "at": counted.at,
        "before": asked.of_list(asked.table, row, asked.side, page.before) if page.before else "",
        "after": asked.of_list(asked.table, row, asked.side, page.after) if page.after else "",
        "back": reverse("overview.team", args=[organisation.key]) + asked.address(),
    })


def of_counts(jobs: Sequence[Job]) -> dict[str, Line]:
    """How counts stand, for whoever began them. One query."""
    names = dict(Organisation.objects.filter(key__in=[one.about for one in jobs]).values_list("key", "name"))
    lines = {}
    for job in jobs:
        days, known = [date.fromisoformat(one) for one in job.arguments["days"]], date.fromisoformat(job.arguments["known"])
        asof = AsOf(known if job.arguments["live"] else date.max, days[0], known)
        asked = Asked(asof, days[1] if len(days) > 1 else None)
        address = reverse("overview.team", args=[job.about]) + asked.address()
        name = _("%(name)s书记队伍 %(days)s") % {"name": names.get(job.about, ""), "days": "、".join(job.arguments["days"])}
        lines[job.key] = COUNTED.line(job, name, address)
    return lines

