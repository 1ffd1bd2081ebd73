"""A large file while a worker judges it, takes it in or marks it for correction: how far it is, stopping it, beginning anew, taking away what was made."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.pages import Ordered, by_worker
from leadgoose.ground.jobs.queries import duration, latest_of, nobody_works, seconds_left
from leadgoose.ground.journal.files import Taken, record_file
from leadgoose.ground.listed import plural
from leadgoose.roster.actions import import_jobs as acts
from leadgoose.roster.actions.import_jobs import CORRECT, JUDGE, TAKE
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.models import Import, Organisation
from leadgoose.roster.queries.uploads import REGISTER, TERMS
from leadgoose.roster.web.members import IN_A_LIST

KINDS = (JUDGE, TAKE)
ADDRESS = {REGISTER: "roster.import_register", TERMS: "roster.import_terms"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def under_way(request: Asked, upload: Import) -> HttpResponse | None:
    """The page of a file that a worker has in hand, or that none could judge; None for one that can be shown. One query, for a small file none."""
    if upload.state in ("judged", "taken") and not upload.look_sealed:
        return None
    job = latest_of(upload.key, KINDS)
    if upload.look_sealed and (job is None or not job.is_open):
        return None
    return render(request, "roster/imports_waiting.html", {
        "organisation": Organisation.objects.get(key=upload.top_key), **told(upload, job), "wrong": _wrong(job),
    })


@gate("roster.import_progress", at="upload")
def import_progress(request: Asked, upload: Import) -> HttpResponse:
    """The fragment that the page asks for every two seconds; when the work has ended, the page is asked for anew."""
    if not request.htmx:   # opened by itself: the page to which it belongs
        return HttpResponseRedirect(reverse(ADDRESS[upload.kind], args=[upload.key]))
    job = latest_of(upload.key, KINDS)
    response = render(request, "roster/imports_progress.html", told(upload, job))
    if job is None or not job.is_open:
        response["HX-Refresh"] = "true"
    return response


@gate("roster.stop_import", at="upload", methods=("POST",))
def stop_import(request: Asked, upload: Import) -> HttpResponse:
    """POST: stop what is under way; nothing of it stays."""
    job = latest_of(upload.key, KINDS)
    if job is not None and job.is_open:
        acts.stop_import(job, by=request.actor)
        job.refresh_from_db()
        if job.state == Job.State.DONE:
            messages.info(request, _("取消之前已经收入完毕。"))
    return HttpResponseRedirect(reverse(ADDRESS[upload.kind], args=[upload.key]))


@gate("roster.judge_again", at="upload", methods=("POST",))
def judge_again(request: Asked, upload: Import) -> HttpResponse:
    """POST: let a large file be judged again."""
    if upload.state != "received" and not upload.look_sealed:
        raise Http404
    try:
        acts.judge_again(upload, by=request.actor, at=clock.now())
    except Refused as no:
        messages.error(request, str(no))
    return HttpResponseRedirect(reverse(ADDRESS[upload.kind], args=[upload.key]))


def corrections_by_worker(request: Asked, upload: Import) -> HttpResponseBase:
    """The page on which the corrections workbook of a large file is ordered (POST order=1), watched, stopped (stop=1) and taken away (?made=1)."""
    top, waiting = Organisation.objects.get(key=upload.top_key), upload.summary.get("waiting", 0)
    return by_worker(request, Ordered(
        CORRECT, upload.key, lambda _language: acts.order_corrections(upload, by=request.actor, at=clock.now()), Refused,
        take_away="?made=1", title=_("更正表"),
        sentence=plural("%(waiting)s 行待更正。行数多，更正表在后台制作；可以离开本页。", waiting) % {"waiting": waiting},
        crumbs=[(reverse("roster.organisation", args=[top.key]), top.name), (reverse("roster.imports", args=[top.key]), _("导入")),
                (reverse(ADDRESS[upload.kind], args=[upload.key]), upload.filename)],
        progress=lambda job: told(upload, job), stop=lambda job: acts.stop_import(job, by=request.actor),
    ), lambda _job, file: corrections_file(request, upload, FileResponse(file.open("rb"), content_type=XLSX)))


def corrections_file(request: Asked, upload: Import, response: HttpResponseBase) -> HttpResponseBase:
    """The same as a download with its name, journaled: it takes the rows of a register along."""
    rows = upload.summary.get("counts", {}).get("rows", 0)   # a row that waits is nobody's yet; a ledger's names who leads
    columns = IN_A_LIST if upload.kind == REGISTER else ("roster.PersonFact.name", "roster.Post.kind")
    taken = Taken("roster.corrections", "xlsx", upload.top_key, upload.top_key, columns, count=rows)
    record_file(taken, request.target.reach, by=request.actor, at=clock.now())
    stem = upload.filename.rsplit(".", 1)[0]
    name = quote(_("%(name)s-更正 %(day)s.xlsx") % {"name": stem, "day": clock.today().isoformat()})
    response["Content-Disposition"] = f"attachment; filename=corrections.xlsx; filename*=UTF-8''{name}"
    response["Cache-Control"] = "no-store"
    return response


def told(upload: Import, job: Job | None) -> dict[str, Any]:
    """What the fragment shows of a job."""
    now = timezone.now()
    if job is None:
        return {"upload": upload, "job": None}
    seen = job.progress
    rows, whole = seen.get("rows", 0), seen.get("whole", 0)
    stages = {
        "read": _("正在读取文件"), "judge": _("正在逐行核对"), "compare": _("正在与现有资料比较"), "write": _("正在收入"),
    }
    facts = [(_("行数"), rows), (_("已核对"), seen.get("judged", 0))] if rows else []
    if job.kind == TAKE and rows:
        facts.append((_("已收入"), seen.get("taken", 0)))
    left = seconds_left(job, now)
    if left is not None:
        facts.append((_("大约还要"), duration(left)))
    return {
        "upload": upload, "job": job, "facts": facts, "taking": job.kind == TAKE,
        "stage": stages.get(seen.get("stage", ""), _("等待后台处理")) if job.state == Job.State.RUNNING else _("等待后台处理"),
        "share": seen.get("done", 0) / whole if whole else 0.0, "nobody": nobody_works(job, now), "resumed": job.attempts > 1,
    }


def judged_at(upload: Import) -> datetime | None:
    """When a worker last compared a large file. One query."""
    job = latest_of(upload.key, KINDS)
    return job.ended_at if job is not None else None


def _wrong(job: Job | None) -> str:
    """Why a file is not judged."""
    if job is None or job.is_open:
        return ""
    if "unreadable" in job.result:
        said = job.result["unreadable"]
        return _(said["template"]) % said["facts"] + "。"
    if job.state == Job.State.FAILED:
        return _("核对没有完成：%(why)s。请再试一次；还是不行的，请管理员看日志。") % {"why": job.problem}
    return _("核对已取消，文件还在。")


def went(upload: Import, job: Job | None = None) -> tuple[str, bool]:
    """How a work (else the last) on a large file ended, and whether that wants attention; "" where it simply did what was asked. One query at most."""
    job = job or latest_of(upload.key, KINDS)
    if job is None or job.kind != TAKE or job.is_open:
        return "", False
    if "refused" in job.result:
        said = job.result["refused"]
        return str(said.get(get_language() or "", next(iter(said.values())))), True
    if job.state == Job.State.STOPPED:
        return _("收入已取消，花名册没有变动。") if upload.kind == REGISTER else _("收入已取消，任期和任职没有变动。"), False
    if job.state == Job.State.FAILED:
        said = (
            _("收入没有完成：%(why)s。花名册没有变动，请再试一次；还是不行的，请管理员看日志。") if upload.kind == REGISTER
            else _("收入没有完成：%(why)s。任期和任职没有变动，请再试一次；还是不行的，请管理员看日志。")
        )
        return said % {"why": job.problem}, True
    return (_("凭据 %(receipt)s") % {"receipt": job.result["receipt"]} if job.result.get("receipt") else ""), False
