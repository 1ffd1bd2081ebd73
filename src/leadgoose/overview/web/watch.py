"""到期看板: the committee's first page. Sums, what is to be done (soonest first), every branch with its state."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from leadgoose.ground.access import clock
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.gate import Asked as Request
from leadgoose.ground.access.gate import gate
from leadgoose.overview import lines, sentences
from leadgoose.overview.lines import TaskLine
from leadgoose.overview.queries import Scene, scene
from leadgoose.overview.rules.board import Group, Tone, sums
from leadgoose.overview.web import asked as filters
from leadgoose.roster.models import Organisation

ALWAYS = (Group.EXPIRED, Group.REMIND, Group.SIX, Group.VACANT, Group.PROBATION, Group.UNKNOWN)
"""The sums in large figures; the others stand below in one line, where there are any."""
COLOUR = {Group.EXPIRED: Tone.ACT, Group.VACANT: Tone.ACT, Group.UNKNOWN: Tone.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Sum:
    group: Group
    label: str
    count: int
    tone: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Button:
    """The act that mends it, and whether it is pressing."""

    address: str
    label: str
    pressing: bool


@gate("overview.watch", at="organisation")
def watch(request: Request, organisation: Organisation) -> HttpResponse:
    today = clock.today()
    asked = filters.read(request.GET, today)
    shown = scene(organisation.top_key, organisation.path, asked.on, today)
    places, owed = filters.matching(shown, asked)
    task_rows, task_page = filters.cut(owed, asked.tasks, filters.TASKS)
    branch_rows, branch_page = filters.cut(places, asked.page, filters.PAGE)
    counted = sums(shown.owed)
    boxes = [_sum(one, counted[one], asked) for one in Group]
    return render(request, "overview/watch.html", {
        "organisation": organisation,
        "shown": shown,
        "asked": asked,
        "sums": [one for one in boxes if one.group in ALWAYS],
        "others": [one for one in boxes if one.group not in ALWAYS and one.count],
        "states": [(one.group, one.label) for one in boxes],
        "generals": filters.generals(shown),
        "tasks": [(line, button(line, shown, request.actor)) for line in lines.tasks(shown, list(task_rows))],
        "task_page": task_page,
        "task_before": asked.address(tasks=task_page.before) if task_page.before else "",
        "task_after": asked.address(tasks=task_page.after) if task_page.after else "",
        "branches": lines.branches(shown, list(branch_rows)),
        "branch_page": branch_page,
        "branch_before": asked.address(page=branch_page.before) if branch_page.before else "",
        "branch_after": asked.address(page=branch_page.after) if branch_page.after else "",
        "empty": shown.branch_count == 0,
        "may_import": bool(request.actor.may("roster.import_register", {organisation.top_key})),
        "import_address": address("roster.import_register", organisation.top_key) or address("roster.imports", organisation.top_key),
        "bar_width": lines.BAR,
        "query": asked.address(page=None, tasks=None),
    })


def button(line: TaskLine, shown: Scene, actor: Actor) -> Button | None:
    """The button at the end of a line; None when the actor may not do it, or the line looks at another day."""
    if not line.act:
        return None
    reach = frozenset(shown.places[line.org_key].path.strip("/").split("/"))
    for act in (line.act, "roster.organisation"):
        thing = line.person_key if act == "roster.person" else shown.places[line.org_key].path.strip("/").split("/")[0] if act in OFFICE else line.org_key
        where = address(act, thing)
        if where and actor.may(act, reach):
            return Button(where, sentences.button(act), line.tone is Tone.ACT and act != "roster.organisation")
    return None


OFFICE = frozenset({"roster.imports", "roster.import_terms", "roster.import_register", "roster.fill_grid"})
"""Acts that are done for the committee as a whole, on its page."""


def address(page: str, thing: str) -> str:
    """The address of a page on a thing; "" for one that is not built yet, so that nothing links to nowhere."""
    try:
        return reverse(page, args=[thing])
    except NoReverseMatch:
        return ""


def _sum(one: Group, count: int, asked: filters.Asked) -> Sum:
    here = asked.state is one
    colour = COLOUR.get(one, "") if count else ""
    target = replace(asked, page=1, tasks=1).address(state=None if here else one.value)
    return Sum(one, str(sentences.GROUP[one]), count, str(colour), target, here)
