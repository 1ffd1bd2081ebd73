"""A file that a worker writes for whoever ordered it: the page on which it is ordered, watched and taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from leadgoose.ground.access.gate import Asked
from leadgoose.ground.jobs import files
from leadgoose.ground.jobs.actions import ask_stop
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.queries import latest, shown
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.models import Organisation


@dataclass(frozen=True, slots=True)
class Kind:
    """Such a file. work: the job's kind; arguments: those that make it this file and no other; order: lets a worker write it (language), may be Refused.

    take_away: the address that hands it out; told: what the page says of it: title, sentence, back (address, words); stage, counted as `jobs.queries.shown`.
    """

    work: str
    arguments: Mapping[str, Any]
    order: Callable[[str], Job]
    take_away: str
    told: Mapping[str, Any]
    stage: str
    counted: tuple[str, str]


def by_worker(request: Asked, organisation: Organisation, kind: Kind, send: Callable[[Job, Path], HttpResponseBase]) -> HttpResponseBase:
    """GET: the page. POST order=1: order it; stop=1: stop making it; ?made=1: the file that was made for the reader, sent by `send`, which writes it down."""
    job = latest(organisation.key, kind.work)
    asked_for = {name: job.arguments.get(name) for name in kind.arguments} if job is not None else {}
    mine = job if job is not None and job.started_by == request.actor.login and asked_for == kind.arguments else None
    file = files.made(mine, "xlsx")
    if request.method == "POST":
        if request.GET.get("made") and mine is not None and file is not None:
            return send(mine, file)
        if not request.GET.get("made"):
            return _ordered(request, kind, mine)
    return _page(request, organisation, kind, mine, file, busy=job is not None and mine is None and job.is_open)


def _ordered(request: Asked, kind: Kind, mine: Job | None) -> HttpResponse:
    if request.POST.get("stop"):
        if mine is not None:
            ask_stop(mine)
    elif request.POST.get("order"):
        try:
            kind.order(get_language() or "")
        except Refused as no:
            messages.error(request, str(no))
    return HttpResponseRedirect(request.get_full_path())


def _page(request: Asked, organisation: Organisation, kind: Kind, mine: Job | None, file: Path | None, *, busy: bool) -> HttpResponse:
    part = request.htmx and not request.htmx.history_restore_request
    response = render(request, "look/parts/job.html" if part else "roster/export_waiting.html", {
        "organisation": organisation, "job": mine, "file": file, "megabytes": round(file.stat().st_size / 1_000_000, 1) if file else 0, "busy": busy,
        "days": files.DAYS, "take_away": kind.take_away, "ended_on": mine.ended_at if mine is not None else None, **kind.told,
        **(shown(mine, timezone.now(), kind.stage, kind.counted) if mine is not None else {}),
    })
    if part and not (mine is not None and mine.is_open) and not busy:
        response["HX-Refresh"] = "true"
    return response
