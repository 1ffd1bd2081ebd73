"""A file that a worker writes for whoever ordered it: the page on which it is ordered, watched and taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.ground.access.gate import Asked
from leadgoose.ground.jobs import files
from leadgoose.ground.jobs.actions import ask_stop
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.queries import latest, shown


@dataclass(frozen=True, slots=True)
class Ordered:
    """Such a file. work: the job's kind; about: the key of the thing; order: lets a worker write it, in a language; refused: what `order` raises to say
    no, in a sentence; stop: asks to stop; take_away: the address that hands it out, asked by POST; progress: what look/parts/job.html shows.

    title and sentence: what the page says of it; crumbs: (address, words) of the pages above; arguments: of the job, those that make it this file and
    no other.
    """

    work: str
    about: str
    order: Callable[[str], Job]
    refused: type[Exception]
    take_away: str
    title: str
    sentence: str
    crumbs: Sequence[tuple[str, str]]
    progress: Callable[[Job], Mapping[str, Any]]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    stop: Callable[[Job], object] = ask_stop


def counting(stage: str, counted: tuple[str, str]) -> Callable[[Job], Mapping[str, Any]]:
    """The progress of work that counts one thing, as `jobs.queries.shown` takes it."""
    return lambda job: shown(job, timezone.now(), stage, counted)


def by_worker(request: Asked, ordered: Ordered, send: Callable[[Job, Path], HttpResponseBase]) -> HttpResponseBase:
    """GET: the page. POST order=1: order it; stop=1: stop making it; ?made=1: the file that was made for the reader, sent by `send`, which writes it down.

    Where that file is not there (any more), or is asked for by GET, the page's own address.
    """
    job = latest(ordered.about, ordered.work)
    asked_for = {name: job.arguments.get(name) for name in ordered.arguments} if job is not None else {}
    mine = job if job is not None and job.started_by == request.actor.login and asked_for == ordered.arguments else None
    file = files.made(mine, "xlsx")
    if "made" in request.GET:
        if request.method == "POST" and mine is not None and file is not None:
            return send(mine, file)
        return _back(request)
    if request.method == "POST":
        return _posted(request, ordered, mine)
    return _page(request, ordered, mine, file, busy=job is not None and mine is None and job.is_open)


def _back(request: Asked) -> HttpResponse:
    if request.method == "POST":
        messages.error(request, _("没有可取的文件：还没有做好，或者已过保留期。"))
    query = request.GET.copy()
    del query["made"]
    return HttpResponseRedirect(request.path + (f"?{query.urlencode()}" if query else ""))


def _posted(request: Asked, ordered: Ordered, mine: Job | None) -> HttpResponse:
    try:
        if request.POST.get("stop") and mine is not None:
            ordered.stop(mine)
        elif request.POST.get("order"):
            ordered.order(get_language() or "")
    except ordered.refused as no:
        messages.error(request, str(no))
    return HttpResponseRedirect(request.get_full_path())


def _page(request: Asked, ordered: Ordered, mine: Job | None, file: Path | None, *, busy: bool) -> HttpResponse:
    part = request.htmx and not request.htmx.history_restore_request
    response = render(request, "look/parts/job.html" if part else "jobs/ordered.html", {
        "ordered": ordered, "job": mine, "file": file, "size": file.stat().st_size if file else 0, "busy": busy, "days": files.DAYS,
        **(ordered.progress(mine) if mine is not None else {}),
    })
    if part and not (mine is not None and mine.is_open) and not busy:
        response["HX-Refresh"] = "true"
    return response
