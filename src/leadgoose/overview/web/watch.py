"""到期看板: the committee's first page. Sums, what is to be done (soonest first), every branch with its state."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked as Request
from leadgoose.ground.access.gate import gate
from leadgoose.ground.jobs.queries import begun_by
from leadgoose.ground.look.asof import AsOf
from leadgoose.overview import lines
from leadgoose.overview.queries import Board, board
from leadgoose.overview.queries_asof import board_then
from leadgoose.overview.web import asked as filters
from leadgoose.overview.web import sums, watch_large
from leadgoose.overview.web.buttons import address, button
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.places import TooMany


def board_of_day(organisation: Organisation, asof: AsOf) -> Board:
    """The watch of today by its own way, of any other day from the facts."""
    if asof.past:
        return board_then(organisation.top_key, organisation.key, asof)
    return board(organisation.top_key, organisation.path, asof.on)


@gate("overview.watch", at="organisation", methods=("GET", "POST"))
def watch(request: Request, organisation: Organisation) -> HttpResponse:
    """POST: let a worker count another day of very many organisations; stop=1: stop that."""
    today = clock.today()
    asked = filters.read(request.GET, today)
    try:
        whole = board_of_day(organisation, asked.asof)
    except TooMany:
        return watch_large.page(request, organisation, asked)
    if request.method == "POST":
        return HttpResponseRedirect(request.get_full_path())
    if whole.large is not None:
        whole, task_rows, task_page, branch_rows, branch_page = filters.cut_large(whole, organisation.top_key, organisation.path, asked)
    else:
        places, owed = filters.matching(whole, asked)
        task_rows, task_page = filters.cut(owed, asked.tasks, filters.TASKS)
        branch_rows, branch_page = filters.cut(places, asked.page, filters.PAGE)
    boxes = sums.boxes(whole.sums, asked)
    return render(request, "overview/watch.html", {
        "organisation": organisation,
        "shown": whole,
        "live": whole.scene.live,
        "asked": asked,
        "asof": asked.asof,
        "unclear": whole.scene.unclear,
        "ahead": asked.asof.past and asked.asof.on > asked.asof.known,
        "sums": [one for one in boxes if one.group in sums.ALWAYS],
        "others": [one for one in boxes if one.group not in sums.ALWAYS and one.count],
        "states": [(one.group, one.label) for one in boxes],
        "tasks": [(line, button(line, whole.scene, request.actor)) for line in lines.tasks(whole.scene, task_rows)],
        "task_page": task_page,
        "task_before": asked.address(tasks=task_page.before) if task_page.before else "",
        "task_after": asked.address(tasks=task_page.after) if task_page.after else "",
        "branches": lines.branches(whole.scene, branch_rows),
        "branch_page": branch_page,
        "branch_before": asked.address(page=branch_page.before) if branch_page.before else "",
        "branch_after": asked.address(page=branch_page.after) if branch_page.after else "",
        "empty": whole.branch_count == 0,
        "may_import": bool(request.actor.may("roster.import_register", {organisation.top_key})),
        "import_address": address("roster.imports", organisation.top_key),
        "query": asked.address(page=None, tasks=None),
        "begun": begun_by(request.actor.login, organisation.top_key) if whole.scene.live else [],
    })
