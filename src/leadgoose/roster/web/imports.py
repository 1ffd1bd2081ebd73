"""Uploading registers and ledgers, looking at what they would change, taking them in, corrections down and up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.intake.problems import Unreadable
from leadgoose.ground.jobs.queries import begun_by
from leadgoose.ground.look.downloads import ask
from leadgoose.roster import words
from leadgoose.roster.actions.aliases import match_branch as match
from leadgoose.roster.actions.import_jobs import judge_again, queue_taking, receive_upload, refuse_busy
from leadgoose.roster.actions.imports import corrections_of, take_register
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.actions.terms import take_terms
from leadgoose.roster.intake.branches import comparable
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Import, Organisation
from leadgoose.roster.queries.disputes import dispute_count
from leadgoose.roster.queries.known import Places, places
from leadgoose.roster.queries.looks import Look, TermLine, ledger_look, look
from leadgoose.roster.queries.posts import CHOICES
from leadgoose.roster.queries.uploads import REGISTER, TERMS
from leadgoose.roster.queries.waiting import waiting_in
from leadgoose.roster.rules.difference import FieldChange
from leadgoose.roster.web.import_jobs import ADDRESS, XLSX, corrections_by_worker, corrections_file, under_way, went
from leadgoose.roster.web.telling import covered, told_change, told_problems

PAGE, GLANCE, SUGGESTED, TRIED = 50, 10, 3, 50
"""Rows on a page and at first sight; suggestions for a name, and how many names get some."""
LISTED = 200
"""Names in a list that has no pages of its own."""
MOST_BYTES = 10_000_000


@gate("roster.imports", at="organisation", methods=("GET", "POST"))
def imports(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: what was uploaded, and the form. POST: kind, file; the file is judged and kept, nothing is taken in yet."""
    top = _top(organisation)
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in ADDRESS:
            raise Http404
        try:
            upload, known = _received(request, top, kind)
        except (Unreadable, Refused) as no:
            return _imports(request, top, {kind: said(no)}, status=422)
        if known:
            messages.info(request, _("这份文件 %(day)s 传过，内容一字不差，以下是它与现在的差异。") % {"day": day_of(upload)})
        return HttpResponseRedirect(reverse(ADDRESS[kind], args=[upload.key]))
    return _imports(request, top, {})


def _imports(request: Asked, top: Organisation, errors: dict[str, str], status: int = 200) -> HttpResponse:
    rows = Import.objects.filter(top_key=top.key).defer("file_sealed", "look_sealed").order_by("-uploaded_at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": top,
        "uploads": [_line(row) for row in page],
        "page": page,
        "waiting": sum(waiting_in(top.key).values()),
        "waiting_terms": sum(waiting_in(top.key, TERMS).values()),
        "disputes": dispute_count(top.key),
        "begun": begun_by(request.actor.login, top.key),
        "forms": [
            {"kind": REGISTER, "title": _("党员花名册"), "hint": _(
                "每名党员一行：姓名、身份证号、所在党支部、入党时间、党员类别必填。一张表或一个支部一张表都行，列的次序不限。"
            ), "error": errors.get(REGISTER, "")},
            {"kind": TERMS, "title": _("换届台账"), "hint": _(
                "每个党支部一行：名称、本届选举时间、任期必填，届满日由系统计算。先导入花名册，再导入台账。"
            ), "error": errors.get(TERMS, "")},
        ],
    }
    return render(request, "roster/imports.html", context, status=status)


def _line(row: Import) -> dict[str, Any]:
    counts = row.summary.get("counts", {})
    return {
        "upload": row, "address": reverse(ADDRESS[row.kind], args=[row.key]),
        "kind": _("花名册") if row.kind == REGISTER else _("换届台账"), "state": row.state,
        "rows": counts.get("rows"), "waiting": row.summary.get("waiting", 0), "corrects": row.corrects_id is not None,
    }


def _received(request: Asked, top: Organisation, kind: str, corrects: Import | None = None) -> tuple[Import, bool]:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Refused("no-file", _("还没有选择文件。"))
    if (file.size or 0) > MOST_BYTES:
        raise Refused("too-large", _("文件超过 %(n)s MB，请删去图片和多余的工作表后再试。") % {"n": MOST_BYTES // 1_000_000})
    return receive_upload(top, kind, file.read(), file.name or "", by=request.actor, at=clock.now(), corrects=corrects)


@gate("roster.import_register", at="upload", methods=("GET", "POST"))
def import_register(request: Asked, upload: Import) -> HttpResponse:
    """GET: the judgement and the difference; show=joined|moved|changed|problems and page for all of one part. While a worker judges or takes
    in a large file: how far it is.

    POST: valid_on, leave (person keys, "*" for everybody who is not in the file), shown (the digest): takes it in, a large one by a worker.
    """
    if upload.kind != REGISTER:
        raise Http404
    going = under_way(request, upload)
    if going is not None:
        return going
    if request.method != "POST":
        return _register_page(request, upload)
    try:
        on, leave, shown = _day(request), request.POST.getlist("leave"), request.POST.get("shown", "")
        if upload.look_sealed:
            queue_taking(upload, on, leave, by=request.actor, at=clock.now(), shown=shown)
            return HttpResponseRedirect(request.path)
        refuse_busy(upload.top_key)
        taken = take_register(upload, on, leave, by=request.actor, at=clock.now(), shown=shown)
    except Refused as no:
        return _register_page(request, upload, said(no), status=409 if no.code == "moved-on" else 422)
    if taken.receipt is None:
        messages.info(request, _("与花名册一致，没有可收入的变动。"))
    else:
        messages.success(request, _("已收入花名册，凭据 %(receipt)s。") % {"receipt": taken.receipt})
    return HttpResponseRedirect(reverse("roster.import_register", args=[upload.key]))


def _register_page(request: Asked, upload: Import, error: str = "", status: int = 200) -> HttpResponse:
    seen, at = look(upload), places(upload.top_key)
    near = Near(at)
    show = request.GET.get("show", "")
    parts: dict[str, Sequence[Any]] = {"joined": seen.joined, "moved": seen.moved, "changed": seen.changed, "problems": seen.problems}
    page = Paginator(parts[show], PAGE).get_page(request.GET.get("page")) if show in parts else None
    shown = {name: list(page) if page is not None and name == show else list(rows[:GLANCE]) for name, rows in parts.items()}
    context = {
        **_common(request, upload, error),
        "seen": seen,
        "counts": seen.counts,
        "show": show if show in parts else "",
        "page": page,
        "lengths": {name: len(rows) for name, rows in parts.items()},
        "joined": [
            {"name": one.name, "branch": one.branch, "back": one.back, "post": covered(one.post),
             "standing": words.word(words.STANDING, "probationary" if one.probationary else "full")}
            for one in shown["joined"]
        ],
        "moved": shown["moved"],
        "changed": [
            {"key": one.key, "name": one.name, "branch": one.branch, "fields": [told_change(FieldChange(*each)) for each in one.fields]}
            for one in shown["changed"]
        ],
        "left": _left(request, seen),
        "left_total": len(seen.left),
        "left_more": len(seen.left) > LISTED,
        "problems": told_problems(shown["problems"]),
        "new_places": [_new_place(name, kind, near) for name, kind in seen.new_places[:LISTED]],
        "new_total": len(seen.new_places),
        "all_places": _choices(at),
        "unread_posts": [(name, covered(word)) for name, word in seen.unread_posts[:GLANCE]],
        "unread_columns": [{"sheet": sheet, "column": column} for sheet, column in seen.unread_columns[:GLANCE]],
        "compares": seen.compares,
        "nothing": seen.empty and not seen.left,
        "offer": not seen.empty or bool(seen.left) or upload.state != "taken",
        "large": bool(upload.look_sealed),
        "went": went(upload) if upload.look_sealed else ("", False),
    }
    return render(request, "roster/imports_register.html", context, status=status)


def _left(request: Asked, seen: Look) -> list[dict[str, Any]]:
    ticked = set(request.POST.getlist("leave"))
    return [{"key": one.key, "name": one.name, "branch": one.branch, "ticked": one.key in ticked} for one in seen.left[:LISTED]]


def _new_place(name: str, kind: OrgKind, near: Near) -> dict[str, Any]:
    """A new organisation; its kind in words unless its name says it, and existing ones that it may be."""
    return {
        "name": name, "other_kind": "" if kind == OrgKind.BRANCH else words.word(words.ORGANISATION, kind),
        "near": near.to(name) if near.at.by_key else [],
    }


@gate("roster.import_terms", at="upload", methods=("GET", "POST"))
def import_terms(request: Asked, upload: Import) -> HttpResponse:
    """GET: the judgement and the difference. POST: valid_on, shown: takes it in; a large one by a worker, as a register."""
    if upload.kind != TERMS:
        raise Http404
    going = under_way(request, upload)
    if going is not None:
        return going
    if request.method != "POST":
        return _terms_page(request, upload)
    try:
        on = _day(request)
        if upload.look_sealed:
            queue_taking(upload, on, (), by=request.actor, at=clock.now(), shown=request.POST.get("shown", ""))
            return HttpResponseRedirect(request.path)
        refuse_busy(upload.top_key)
        taken = take_terms(upload, on, by=request.actor, at=clock.now(), shown=request.POST.get("shown", ""))
    except Refused as no:
        return _terms_page(request, upload, said(no), status=409 if no.code == "moved-on" else 422)
    if taken.receipt is None:
        messages.info(request, _("与现有台账一致，没有可收入的变动。"))
    else:
        messages.success(request, _("已收入换届台账，凭据 %(receipt)s。") % {"receipt": taken.receipt})
    return HttpResponseRedirect(reverse("roster.import_terms", args=[upload.key]))


def _terms_page(request: Asked, upload: Import, error: str = "", status: int = 200) -> HttpResponse:
    seen, at = ledger_look(upload, clock.today()), places(upload.top_key)
    show = request.GET.get("show", "")
    parts: dict[str, Sequence[Any]] = {"terms": seen.terms, "problems": seen.problems}
    page = Paginator(parts[show], PAGE).get_page(request.GET.get("page")) if show in parts else None
    shown = {name: list(page) if page is not None and name == show else list(rows[: PAGE if name == "terms" else GLANCE]) for name, rows in parts.items()}
    near = Near(at)
    context = {
        **_common(request, upload, error),
        "seen": seen,
        "show": show if show in parts else "",
        "page": page,
        "lengths": {name: len(rows) for name, rows in parts.items()},
        "rows": seen.rows,
        "waiting": seen.waiting,
        "unchanged": seen.unchanged,
        "terms": [_term(one) for one in shown["terms"]],
        "problems": told_problems(shown["problems"]),
        "unknown": [{"name": name, "row": row, "near": near.to(read)} for name, row, read in seen.unknown[:PAGE]],
        "no_places": not at.by_key,
        "all_places": _choices(at),
        "awaited": seen.awaited,
        "offer": not seen.empty or upload.state != "taken",
        "large": bool(upload.look_sealed),
        "went": went(upload) if upload.look_sealed else ("", False),
    }
    return render(request, "roster/imports_terms.html", context, status=status)


def _term(one: TermLine) -> dict[str, Any]:
    states = {"new": _("新任期"), "changed": _("更改"), "same": _("不变"), "older": _("早于现有任期，不收")}
    return {
        "branch": one.branch, "state": states[one.state], "elected": one.elected, "years": one.years, "expires": one.expires,
        "shifted": one.shifted, "reply": one.reply, "founded": date.fromisoformat(one.founded) if one.founded else None,
        "posts": [f"{words.word(words.POST, kind)} {name}" for kind, name in one.posts], "agreed": one.agreed,
        "ended": [f"{words.word(words.POST, kind)} {name}" for kind, name in one.ended], "awaited": one.awaited,
    }


@gate("roster.match_branch", at="upload", methods=("POST",))
def match_branch(request: Asked, upload: Import) -> HttpResponse:
    """POST alias, organisation (key, or name where there are too many to choose from): keeps that the file calls it so.

    The upload is judged again by being shown again, a large one by a worker.
    """
    key = request.POST.get("organisation", "") or places(upload.top_key).find(request.POST.get("named", ""))
    place = Organisation.objects.filter(key=key, top_key=upload.top_key).first()
    try:
        if place is None:
            raise Refused("no-place", _("还没有选择支部。"))
        match(place, request.POST.get("alias", ""), by=request.actor, at=clock.now())
    except Refused as no:
        page = _register_page if upload.kind == REGISTER else _terms_page
        return page(request, upload, said(no), status=422)
    if upload.look_sealed:
        judge_again(upload, by=request.actor, at=clock.now())
    messages.success(request, _("已记下：“%(alias)s”就是%(name)s。") % {"alias": request.POST.get("alias", ""), "name": place.name})
    return HttpResponseRedirect(reverse(ADDRESS[upload.kind], args=[upload.key]))


@gate("roster.corrections", at="upload", methods=("GET", "POST"))
def corrections(request: Asked, upload: Import) -> HttpResponseBase:
    """POST ?made=1: the corrections workbook; of a large file GET is the page where a worker's is ordered and taken away.

    POST: the corrected one, judged as a new upload that corrects this one; order=1 or stop=1: of a large file, making it.
    """
    take = bool(request.GET.get("made"))
    if request.method == "POST" and not take and not (upload.look_sealed and {"order", "stop"} & request.POST.keys()):
        try:
            made, _known = _received(request, Organisation.objects.get(key=upload.top_key), upload.kind, upload)
        except (Unreadable, Refused) as no:
            page = _register_page if upload.kind == REGISTER else _terms_page
            return page(request, upload, said(no), status=422)
        return HttpResponseRedirect(reverse(ADDRESS[upload.kind], args=[made.key]))
    if upload.look_sealed:
        return corrections_by_worker(request, upload)
    if request.method != "POST":
        return ask(request, request.path + "?made=1")
    return corrections_file(request, upload, HttpResponse(corrections_of(upload, by=request.actor, at=clock.now()), content_type=XLSX))


def _common(request: Asked, upload: Import, error: str) -> dict[str, Any]:
    return {
        "organisation": Organisation.objects.get(key=upload.top_key), "upload": upload, "error": error,
        "valid_on": request.POST.get("valid_on") or upload.valid_on.isoformat(), "today": clock.today(),
    }


class Near:
    """Finds the organisations with the most similar names, for the first TRIED names that it is asked about."""

    def __init__(self, at: Places) -> None:
        self.at, self.asked = at, 0

    @cached_property
    def choices(self) -> dict[str, str]:
        return {key: comparable(row.name) for key, row in self.at.by_key.items()}

    def to(self, name: str) -> list[tuple[str, str]]:
        """Best first: (key, name)."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415   3 MB, and few files name a branch wrongly

        self.asked += 1
        if self.asked > TRIED:
            return []
        found = process.extract(comparable(name), self.choices, scorer=fuzz.ratio, limit=SUGGESTED, score_cutoff=60)
        return [(key, self.at.by_key[key].name) for _text, _score, key in found]


def _choices(at: Places) -> list[tuple[str, str]]:
    """All organisations to choose from; none where they are too many for a list, and a name is typed instead."""
    return [(row.key, row.name) for row in at.by_key.values()] if len(at.by_key) <= CHOICES else []


def _day(request: Asked) -> date:
    try:
        return date.fromisoformat(request.POST.get("valid_on", ""))
    except ValueError:
        raise Refused("day-unreadable", _("填报日期请按 2026-10-31 的样子填写。")) from None


def said(no: Unreadable | Refused) -> str:
    """One sentence in the reader's language."""
    if isinstance(no, Unreadable):
        return _(no.template) % dict(no.facts) + "。"
    return str(no)


def day_of(upload: Import) -> str:
    return timezone.localdate(upload.uploaded_at).isoformat()


def _top(organisation: Organisation) -> Organisation:
    """Files belong to the whole committee, from wherever below it one asks."""
    return organisation if organisation.key == organisation.top_key else Organisation.objects.get(key=organisation.top_key)
