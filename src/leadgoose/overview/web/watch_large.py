"""到期看板 of another day, of very many organisations: a worker counts it (counting_watch.py); each number leads to the organisations below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access.gate import Asked as Request
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.works import COUNTED, Line
from leadgoose.ground.look.asof import AsOf
from leadgoose.overview import counting_watch as counting
from leadgoose.overview import sentences
from leadgoose.overview.actions import order_watch_count
from leadgoose.overview.counting_watch import Part
from leadgoose.overview.rules.board import Group
from leadgoose.overview.web import sums
from leadgoose.overview.web.asked import PAGE, Asked, cut
from leadgoose.overview.web.team_large import Count, ordered
from leadgoose.roster.models import Organisation


class Row(NamedTuple):
    """An organisation directly below with its numbers: head of the column, number, the page that lists it ("" where there is none)."""

    name: str
    address: str
    branches: int
    cells: list[tuple[str, tuple[int, str]]]


def page(request: Request, organisation: Organisation, asked: Asked) -> HttpResponse:
    """The sums of the day and those of each organisation directly below; before it is counted, the page on which that is ordered.

    POST: order it; stop=1: stop it.
    """
    asked = replace(asked, general="", q="")
    counted = counting.kept(organisation, asked.asof)
    if counted is None or request.method == "POST" or request.GET.get("anew"):
        here = request.path + asked.address(anew=None if counted is None else 1)
        return ordered(request, organisation, Count(
            counting.COUNT_WATCH, lambda: order_watch_count(organisation, asked.asof, by=request.actor), here,
            "" if counted is None else request.path + asked.address(), _("到期看板"), _("正在统计到期看板"),
            {"asof": asked.asof, "missing": [asked.on] if counted is None else []},
        ))
    groups = sums.ALWAYS if asked.state is None or asked.state in sums.ALWAYS else (*sums.ALWAYS, asked.state)
    parts = [one for one in counted.parts if asked.state is None or one.sums[asked.state]]
    rows, number = cut(parts, asked.page, PAGE)
    boxes = sums.boxes(counted.whole.sums, asked)
    return render(request, "overview/watch_counted.html", {
        "organisation": organisation, "asked": asked, "asof": asked.asof, "counted": counted, "heads": [str(sentences.GROUP[one]) for one in groups],
        "sums": [one for one in boxes if one.group in sums.ALWAYS], "others": [one for one in boxes if one.group not in sums.ALWAYS and one.count],
        "rows": [_row(one, groups, organisation, asked) for one in rows], "page": number, "anew": asked.address(anew=1),
        "before": asked.address(page=number.before) if number.before else "", "after": asked.address(page=number.after) if number.after else "",
        "ahead": asked.asof.on > asked.asof.known, "query": asked.address(page=None, state=None),
    })


def _row(part: Part, groups: Sequence[Group], organisation: Organisation, asked: Asked) -> Row:
    below = reverse("overview.watch", args=[part.key]) if part.key != organisation.key else ""
    cells = [
        (str(sentences.GROUP[one]), (part.sums[one], below + asked.address(state=one.value, page=None) if below and part.sums[one] else "")) for one in groups
    ]
    return Row(part.name, below + asked.address(state=None, page=None) if below else "", part.branches, cells)


def of_counts(jobs: Sequence[Job]) -> dict[str, Line]:
    """How counts stand, for whoever began them. One query."""
    names = dict(Organisation.objects.filter(key__in=[one.about for one in jobs]).values_list("key", "name"))
    lines = {}
    for job in jobs:
        on, known = date.fromisoformat(job.arguments["days"][0]), date.fromisoformat(job.arguments["known"])
        address = reverse("overview.watch", args=[job.about]) + Asked(AsOf(known if job.arguments["live"] else date.max, on, known)).address()
        name = _("%(name)s到期看板 %(days)s") % {"name": names.get(job.about, ""), "days": on.isoformat()}
        lines[job.key] = COUNTED.line(job, name, address)
    return lines
