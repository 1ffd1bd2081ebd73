"""Large files: judged, taken in and given back for correction by a worker, with progress, so that no page waits and no server's process grows.

A job does its work whole or not at all: reading and judging write nothing, taking in is one transaction. So a killed worker leaves nothing half
done, and whoever takes the job over begins it anew; what was taken in already is not taken in twice (`take_register`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor, Denied
from leadgoose.ground.access.models import User
from leadgoose.ground.access.queries import actor_of
from leadgoose.ground.intake.problems import Unreadable
from leadgoose.ground.jobs.actions import AlreadyRunning, ask_stop, start
from leadgoose.ground.jobs.files import keep
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.queries import under_way
from leadgoose.ground.jobs.works import Running
from leadgoose.roster.actions.imports import (
    CAPABILITY,
    TAKING,
    content_to_judge,
    corrections_of,
    judge_upload,
    keep_content,
    keep_upload,
    take_register,
    tell_ledger,
    tell_register,
)
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.actions.terms import TAKING as LEDGER_TAKING
from leadgoose.roster.actions.terms import take_terms
from leadgoose.roster.intake.register import read_register
from leadgoose.roster.intake.results import Register
from leadgoose.roster.models import Import, Organisation
from leadgoose.roster.queries.ledgers import compare_ledger, compare_terms, ledger_of
from leadgoose.roster.queries.looks import ledger_look_of, look_of, sealed
from leadgoose.roster.queries.proposals import sealed_proposals
from leadgoose.roster.queries.uploads import REGISTER, compare_people, register_of

JUDGE, TAKE, CORRECT = "roster.judge", "roster.take", "roster.correct"
LARGE = 200_000
"""Bytes from which a register or a ledger is judged and taken in by a worker: about two thousand rows."""
JUDGING, COMPARING, WRITING, MARKING = 2, 3, 6, 3
"""What a row costs to judge, to compare, to write, to mark for correction: for the time that is left."""


@transaction.atomic
def receive_upload(
    top: Organisation, kind: str, content: bytes, filename: str, *, by: Actor, at: datetime, corrects: Import | None = None
) -> tuple[Import, bool]:
    """Keep an uploaded file; a small one is judged at once (`judge_upload`), a large one by a worker.

    Returns it and whether the same bytes were here before. Raises Unreadable.
    """
    if len(content) < LARGE:
        return judge_upload(top, kind, content, filename, by=by, at=at, corrects=corrects)
    upload, known = keep_upload(top, kind, content, filename, by=by, at=at, corrects=corrects)
    if upload.state == "received":
        _queue(JUDGE, upload, {}, by)
    return upload, known


@transaction.atomic
def judge_again(upload: Import, *, by: Actor, at: datetime) -> None:
    """Let a worker judge and compare a large file (again): the last time it was stopped or failed, or the register has moved on since."""
    by.require(CAPABILITY[upload.kind], {upload.top_key})
    Organisation.objects.select_for_update().get(key=upload.top_key)
    _queue(JUDGE, upload, {}, by)


@transaction.atomic
def queue_taking(upload: Import, valid_on: date, leave: Collection[str], *, by: Actor, at: datetime, shown: str) -> Job:
    """Let a worker take a large file in. One at a time in a committee: Refused while another is under way."""
    by.require(CAPABILITY[upload.kind], {upload.top_key})
    Organisation.objects.select_for_update().get(key=upload.top_key)
    refuse_busy(upload.top_key)
    return _queue(TAKE, upload, {"valid_on": valid_on.isoformat(), "leave": sorted(set(leave)), "shown": shown}, by)


def refuse_busy(top_key: str) -> None:
    """Refused while a worker takes a file of this committee in: a second would be compared with what is about to change."""
    other = under_way(top_key, TAKE)
    if other is not None:
        name = Import.objects.filter(key=other.about).values_list("filename", flat=True).first() or ""
        raise Refused("busy", _("正在收入“%(name)s”，等它结束后再收入这一份。") % {"name": name})


def stop_import(job: Job, *, by: Actor) -> Job:
    """Ask a judging, taking in or marking to stop. Nothing of it stays; what is in by then stays in."""
    by.require("roster.stop_import", {job.top_key})
    return ask_stop(job)


@transaction.atomic
def order_corrections(upload: Import, *, by: Actor, at: datetime) -> Job:
    """Let a worker make the corrections workbook of a large file, for whoever ordered it. Refused while one is being made."""
    by.require("roster.corrections", {upload.top_key})
    return _queue(CORRECT, upload, {}, by)


def _queue(kind: str, upload: Import, arguments: dict[str, Any], by: Actor) -> Job:
    try:
        return start(kind, upload.top_key, about=upload.key, arguments=arguments, by=by.login)
    except AlreadyRunning:
        raise Refused("under-way", _("正在后台处理这份文件，请等它结束。")) from None


# --- the work ---


def judge(job: Running) -> dict[str, Any]:
    """Read, judge and compare a large file, and keep what its page shows."""
    upload = Import.objects.select_related("corrects").get(key=job.about)
    job.report(at_once=True, stage="read", rows=0, judged=0, taken=0, done=0, whole=0)
    try:
        content = content_to_judge(upload)
        rows, told, found = (_register_seen if upload.kind == REGISTER else _ledger_seen)(job, upload, content)
    except Unreadable as no:
        Import.objects.filter(pk=upload.pk, state="received").update(state="unreadable")
        return {"unreadable": {"template": no.template, "facts": dict(no.facts)}}
    job.keep_on(at_once=True, done=rows * (JUDGING + COMPARING))
    with transaction.atomic():
        upload = Import.objects.select_for_update(of=("self",)).select_related("corrects").get(pk=upload.pk)
        if upload.state == "received":
            keep_content(upload, content)
            told(upload)
        upload.look_sealed = found
        upload.save()
    return {"rows": rows}


Judged = tuple[int, Callable[[Import], None], str]
"""Rows; what lets the upload say what was found; what its page shows, sealed."""


def _register_seen(job: Running, upload: Import, content: bytes) -> Judged:
    register = read_register(content, upload.filename, _judging(job, JUDGING + COMPARING))
    rows = register.counts.rows
    job.keep_on(at_once=True, stage="compare", judged=rows, done=rows * JUDGING)
    return rows, lambda row: tell_register(row, register), _looked_at(upload, register)


def _ledger_seen(job: Running, upload: Import, content: bytes) -> Judged:
    ledger, side = ledger_of(upload, timezone.localdate(job.now), _judging(job, JUDGING + COMPARING), content)
    rows = len(ledger.terms) + len(ledger.waiting)
    job.keep_on(at_once=True, stage="compare", judged=rows, done=rows * JUDGING)
    return rows, lambda row: tell_ledger(row, ledger), sealed(upload, ledger_look_of(compare_terms(upload.top_key, ledger, side)))


def take(job: Running) -> dict[str, Any]:
    """Take a large file in as it was looked at, and look at it once more. What is refused is kept in the reader's languages."""
    upload = Import.objects.get(key=job.about)
    job.report(at_once=True, stage="read", rows=0, judged=0, taken=0, done=0, whole=0)
    result: dict[str, Any] = {}
    register = register_of(upload, _judging(job, JUDGING + WRITING)) if upload.kind == REGISTER else None
    try:
        by = actor_of(User.objects.get(login=job.started_by, is_active=True), on=timezone.localdate(job.now))
        if register is not None:
            _take_register(job, upload, register, by)
        else:
            _take_ledger(job, upload, by)
    except Refused as no:
        result = {"refused": _in_all_languages(no.said), "code": no.code}
    except (Denied, User.DoesNotExist):
        result = {"refused": _in_all_languages(_("发起的账号已不能办理这一项，没有收入。")), "code": "denied"}
    upload.refresh_from_db()
    upload.look_sealed = (
        _looked_at(upload, register) if register is not None
        else sealed(upload, ledger_look_of(compare_ledger(upload, timezone.localdate(job.now))))
    )
    upload.save(update_fields=["look_sealed"])
    return result or {"receipt": upload.summary.get("receipt", ""), "rows": job.progress.get("rows", 0)}


def _take_register(job: Running, upload: Import, register: Register, by: Actor) -> None:
    job.keep_on(at_once=True, stage="compare", judged=register.counts.rows, done=register.counts.rows * JUDGING)
    take_register(
        upload, date.fromisoformat(job.arguments["valid_on"]), job.arguments["leave"], by=by, at=job.now, shown=job.arguments["shown"],
        register=register, told=_writing(job, register.counts.rows, TAKING),
    )


def _take_ledger(job: Running, upload: Import, by: Actor) -> None:
    take_terms(
        upload, date.fromisoformat(job.arguments["valid_on"]), by=by, at=job.now, shown=job.arguments["shown"],
        judged=_judging(job, JUDGING + WRITING), told=lambda step: _writing(job, job.progress.get("rows", 0), LEDGER_TAKING)(step),
    )


def _looked_at(upload: Import, register: Register) -> str:
    """What the pages of a large register show, sealed: the look, and the differences to be answered where there were members already."""
    seen = compare_people(upload.top_key, register)
    found = look_of(seen)
    return sealed(upload, found) + (sealed_proposals(upload, seen) if found.compares else "")


def correct(job: Running) -> dict[str, Any]:
    """Make the corrections workbook of a large file and leave it for whoever ordered it. What is stopped leaves no file."""
    upload = Import.objects.get(key=job.about)
    job.report(at_once=True, stage="read", rows=0, judged=0, done=0, whole=0)
    by = actor_of(User.objects.get(login=job.started_by, is_active=True), on=timezone.localdate(job.now))
    made = corrections_of(upload, by=by, at=job.now, told=_judging(job, JUDGING + MARKING))
    job.keep_on(at_once=True)
    keep(job.key, "xlsx", made)
    return {"rows": job.progress["rows"]}


def _writing(job: Running, rows: int, steps: int) -> Callable[[int], None]:
    """Reports steps of writing."""
    def told(step: int) -> None:
        job.keep_on(at_once=True, stage="write", step=step, steps=steps, taken=rows * step // steps, done=rows * JUDGING + rows * WRITING * step // steps)

    return told


def _judging(job: Running, weight: int) -> Callable[[int, int], None]:
    """Reports rows judged of all; weight: what a row costs from here to the end."""
    def told(done: int, whole: int) -> None:
        job.keep_on(stage="judge", rows=whole, judged=done, done=done * JUDGING, whole=whole * weight)

    return told


def _in_all_languages(said: str | Promise) -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = str(said)
    return found
