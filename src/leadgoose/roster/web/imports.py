"""Uploading registers and ledgers, looking at what they would change, taking them in, corrections down and up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.intake.problems import Unreadable
from leadgoose.ground.journal.files import Taken, record_file
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
from leadgoose.roster.queries.ledgers import LedgerSeen, TermSeen, compare_ledger
from leadgoose.roster.queries.looks import Look, look
from leadgoose.roster.queries.uploads import REGISTER, TERMS
from leadgoose.roster.queries.waiting import waiting_in
from leadgoose.roster.rules.difference import FieldChange
from leadgoose.roster.web.import_jobs import under_way, went
from leadgoose.roster.web.members import IN_A_LIST
from leadgoose.roster.web.telling import covered, told_change, told_problems

PAGE, GLANCE, SUGGESTED = 50, 10, 3
LISTED = 200
"""Names in a list that has no pages of its own."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ADDRESS = {REGISTER: "roster.import_register", TERMS: "roster.import_terms"}
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
        "new_places": [_new_place(name, kind, at) for name, kind in seen.new_places[:LISTED]],
        "new_total": len(seen.new_places),
        "all_places": [(row.key, row.name) for row in at.by_key.values()],
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


def _new_place(name: str, kind: OrgKind, at: Places) -> dict[str, Any]:
    """A new organisation; its kind in words unless its name says it, and existing ones that it may be."""
    return {
        "name": name, "other_kind": "" if kind == OrgKind.BRANCH else words.word(words.ORGANISATION, kind),
        "near": _near(name, at) if at.by_key else [],
    }


@gate("roster.import_terms", at="upload", methods=("GET", "POST"))
def import_terms(request: Asked, upload: Import) -> HttpResponse:
    """GET: the judgement and the difference. POST: valid_on, shown: takes it in."""
    if upload.kind != TERMS:
        raise Http404
    if request.method != "POST":
        return _terms_page(request, upload)
    try:
        on = _day(request)
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
    seen = compare_ledger(upload, clock.today())
    show = request.GET.get("show", "")
    parts: dict[str, list[Any]] = {"terms": [one for one in seen.terms if not one.empty], "problems": list(seen.ledger.problems)}
    page = Paginator(parts[show], PAGE).get_page(request.GET.get("page")) if show in parts else None
    shown = {name: list(page) if page is not None and name == show else rows[: PAGE if name == "terms" else GLANCE] for name, rows in parts.items()}
    unknown = [one for one in seen.ledger.waiting if any(problem.code == "branch-unknown" for problem in one.problems)]
    context = {
        **_common(request, upload, error),
        "seen": seen,
        "show": show if show in parts else "",
        "page": page,
        "lengths": {name: len(rows) for name, rows in parts.items()},
        "rows": len(seen.terms) + len(seen.ledger.waiting),
        "waiting": len(seen.ledger.waiting),
        "unchanged": sum(1 for one in seen.terms if one.empty),
        "terms": [_term(seen, one) for one in shown["terms"]],
        "problems": told_problems(shown["problems"]),
        "unknown": [{"name": one.raw.get("branch", ""), "row": one.row, "near": _near(one.branch, seen.side.at)} for one in unknown[:PAGE]],
        "all_places": [(row.key, row.name) for row in seen.side.at.by_key.values()],
        "awaited": sum(len(one.awaited) for one in seen.terms),
        "offer": not seen.empty or upload.state != "taken",
    }
    return render(request, "roster/imports_terms.html", context, status=status)


def _term(seen: LedgerSeen, one: TermSeen) -> dict[str, Any]:
    states = {"new": _("新任期"), "changed": _("更改"), "same": _("不变"), "older": _("早于现有任期，不收")}
    posts = [f"{words.word(words.POST, kind)} {seen.people.get(person, '')}" for person, kind in one.posts.starts]
    ended = [(row.person, row.kind) for row in (*one.posts.ends, *one.posts.keeps)]
    return {
        "branch": one.row.branch, "state": states[one.state], "elected": one.row.elected_on, "years": one.row.years, "expires": one.row.expires_on,
        "shifted": one.row.shifted_to or "", "reply": one.row.reply_no or "", "founded": one.founded_on, "before": one.before, "posts": posts,
        "agreed": len(one.posts.joins), "ended": [f"{words.word(words.POST, kind)} {seen.people.get(person, '')}" for person, kind in ended],
        "awaited": one.awaited,
    }


@gate("roster.match_branch", at="upload", methods=("POST",))
def match_branch(request: Asked, upload: Import) -> HttpResponse:
    """POST alias, organisation (key): keeps that the file calls it so; the upload is judged again by being shown again."""
    place = Organisation.objects.filter(key=request.POST.get("organisation", ""), top_key=upload.top_key).first()
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
def corrections(request: Asked, upload: Import) -> HttpResponse:
    """GET: the corrections workbook. POST: the corrected one, judged as a new upload that corrects this one."""
    if request.method == "POST":
        try:
            made, _known = _received(request, Organisation.objects.get(key=upload.top_key), upload.kind, upload)
        except (Unreadable, Refused) as no:
            page = _register_page if upload.kind == REGISTER else _terms_page
            return page(request, upload, said(no), status=422)
        return HttpResponseRedirect(reverse(ADDRESS[upload.kind], args=[made.key]))
    response = HttpResponse(corrections_of(upload, by=request.actor, at=clock.now()), content_type=XLSX)
    rows = upload.summary["counts"]["rows"] if upload.kind == REGISTER else 0   # a row that waits is nobody's yet
    taken = Taken("roster.corrections", "xlsx", upload.top_key, upload.top_key, IN_A_LIST, count=rows)
    record_file(taken, request.target.reach, by=request.actor, at=clock.now())
    stem = upload.filename.rsplit(".", 1)[0]
    name = quote(_("%(name)s-更正 %(day)s.xlsx") % {"name": stem, "day": clock.today().isoformat()})
    response["Content-Disposition"] = f"attachment; filename=corrections.xlsx; filename*=UTF-8''{name}"
    response["Cache-Control"] = "no-store"
    return response


def _common(request: Asked, upload: Import, error: str) -> dict[str, Any]:
    return {
        "organisation": Organisation.objects.get(key=upload.top_key), "upload": upload, "error": error,
        "valid_on": request.POST.get("valid_on") or upload.valid_on.isoformat(), "today": clock.today(),
    }


def _near(name: str, at: Places) -> list[tuple[str, str]]:
    """The organisations with the most similar names, best first: (key, name)."""
    choices = {key: comparable(row.name) for key, row in at.by_key.items()}
    found = process.extract(comparable(name), choices, scorer=fuzz.ratio, limit=SUGGESTED, score_cutoff=60)
    return [(key, at.by_key[key].name) for _text, _score, key in found]


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
