"""记录本事务: who may record, the groups, a period explained; books of earlier years; files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.look.downloads import ask, download
from leadgoose.ground.vault.actions import Destroyed
from leadgoose.recordbook import words
from leadgoose.recordbook.actions import Refused
from leadgoose.recordbook.actions.entering import BOOKS
from leadgoose.recordbook.actions.files import add_earlier_book, attach_file, attach_scan, remove_file
from leadgoose.recordbook.actions.office import end_entrustment, entrust, excuse_period
from leadgoose.recordbook.actions.reading import open_file
from leadgoose.recordbook.models import Attachment, EarlierBook, Entrustment, Excuse, Record
from leadgoose.recordbook.queries.roll import groups_of
from leadgoose.recordbook.rules.kinds import Kind, Level
from leadgoose.recordbook.web import record as record_page
from leadgoose.roster import words as roster
from leadgoose.roster.kinds import BRANCHES
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.own import committee_of


@gate("recordbook.office", at="organisation")
def office(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?kind=&first=: with a period to explain, its form stands first."""
    return _office(request, organisation)


def _office(request: Asked, organisation: Organisation, *, wrong: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    if organisation.kind not in BOOKS:
        raise Http404
    today, posted = clock.today(), request.POST
    actor, reach = request.actor, request.target.reach
    committee = committee_of(organisation.key, today)
    entrusted = set(Entrustment.objects.filter(org_key=organisation.key, until=None).values_list("person_key", flat=True))
    kind = posted.get("kind") or request.GET.get("kind", "")
    excuses = [(one, words.word(words.KIND, one.kind)) for one in Excuse.objects.filter(org_key=organisation.key).order_by("-first_on")[:20]]
    context = {
        "organisation": organisation, "today": today, "wrong": wrong or {}, "committee": [
            (one, roster.posts(" ".join(one.kinds)), one.person_key in entrusted) for one in committee if one.kinds[0] != "secretary"],
        "may_entrust": bool(actor.may("recordbook.entrust", {organisation.key})), "may_groups": bool(actor.may("roster.place_members", reach)),
        "may_excuse": bool(actor.may("recordbook.excuse_period", reach)), "excuses": excuses, "groups": groups_of(organisation.key, today),
        "is_branch": organisation.kind in BRANCHES, "kind": kind if kind in set(Kind) else "", "kind_label": words.word(words.KIND, kind),
        "first": posted.get("first") or request.GET.get("first", ""), "reason": posted.get("reason", ""),
        "may_set_up": bool(actor.may("roster.set_up_organisation", reach)),
    }
    return render(request, "recordbook/office.html", context, status=status)


@gate("recordbook.entrust", at="organisation", methods=("POST",))
def entrust_view(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST person."""
    return _done(request, organisation, lambda: entrust(organisation, request.POST.get("person", ""), by=request.actor, at=clock.now()), _("已委托记录。"))


@gate("recordbook.end_entrustment", at="organisation", methods=("POST",))
def end_entrustment_view(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST person."""
    return _done(
        request, organisation, lambda: end_entrustment(organisation, request.POST.get("person", ""), by=request.actor, at=clock.now()), _("委托已结束。")
    )


@gate("recordbook.excuse_period", at="organisation", methods=("POST",))
def excuse_view(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST kind, first (the period's first day), reason."""
    kind, first = request.POST.get("kind", ""), request.POST.get("first", "")
    try:
        wanted, day = Kind(kind), date.fromisoformat(first)
    except ValueError:
        raise Http404 from None
    return _done(
        request, organisation, lambda: excuse_period(organisation, wanted, day, request.POST.get("reason", ""), by=request.actor, at=clock.now()),
        _("已说明，不再列为未开展。"), back="recordbook.book",
    )


def _done(request: Asked, organisation: Organisation, act: Any, said: str, back: str = "recordbook.office") -> HttpResponse:
    try:
        act()
    except Refused as no:
        return _office(request, organisation, wrong={no.field or "all": str(no)}, status=422)
    messages.success(request, said)
    return HttpResponseRedirect(reverse(back, args=[organisation.key]))


# --- files ---


@gate("recordbook.attach_file", at="record", methods=("POST",))
def attach_file_view(request: Asked, record: Record) -> HttpResponse:
    """POST file, what (scan or photo)."""
    file = request.FILES.get("file")
    what = Attachment.What.PHOTO if request.POST.get("what") == "photo" else Attachment.What.SCAN
    try:
        if not isinstance(file, UploadedFile):
            raise Refused(_("请选择文件。"), "file")
        attach_file(record, what, file.name or "", file.read(), by=request.actor, at=clock.now())
    except Refused as no:
        return record_page.page(request, record, status=422, wrong=str(no))
    messages.success(request, _("已附上。"))
    return HttpResponseRedirect(reverse("recordbook.record", args=[record.key]))


@gate("recordbook.attachment", at="attachment", methods=("GET", "POST"))
def attachment(request: Asked, attachment: Attachment) -> HttpResponse:
    """The file as it was handed in; of a confidential record only by POST: that reading is written down."""
    if attachment.record is not None:
        record_page.seen(request, attachment.record)
        if attachment.record.level != Level.OPEN and request.method != "POST":
            return ask(request)
    try:
        body = open_file(attachment, by=request.actor, at=clock.now())
    except Destroyed:
        return HttpResponse(_("这个文件已经销毁。"), status=410, content_type="text/plain; charset=utf-8")
    return download(body, attachment.kind, attachment.name)


@gate("recordbook.remove_file", at="attachment", methods=("POST",))
def remove_file_view(request: Asked, attachment: Attachment) -> HttpResponse:
    """POST reason: the bytes are destroyed for good."""
    back = reverse("recordbook.record", args=[attachment.record.key]) if attachment.record is not None else reverse(
        "recordbook.earlier", args=[attachment.organisation.key])   # type: ignore[attr-defined]   # set by the finder
    try:
        remove_file(attachment, request.POST.get("reason", ""), by=request.actor, at=clock.now())
    except Refused as no:
        messages.error(request, str(no))
        return HttpResponseRedirect(back)
    messages.success(request, _("已销毁；文件名、散列和原因保留。"))
    return HttpResponseRedirect(back)


@gate("recordbook.earlier", at="organisation")
def earlier(request: Asked, organisation: Organisation) -> HttpResponse:
    """Books of earlier years, each with its line and scans."""
    return _earlier(request, organisation)


def _earlier(request: Asked, organisation: Organisation, *, wrong: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    if organisation.kind not in BOOKS:
        raise Http404
    rows = EarlierBook.objects.filter(org_key=organisation.key, withdrawn_at=None).order_by("-year", "pk")
    files: dict[int, list[Attachment]] = {}
    for one in Attachment.objects.filter(book__in=rows).defer("file_sealed").order_by("pk"):
        files.setdefault(one.book_id or 0, []).append(one)
    context = {
        "organisation": organisation, "rows": [(one, files.get(one.pk, [])) for one in rows], "wrong": wrong or {}, "typed": request.POST,
        "may": bool(request.actor.may("recordbook.add_earlier", request.target.reach)),
    }
    return render(request, "recordbook/earlier.html", context, status=status)


@gate("recordbook.add_earlier", at="organisation", methods=("POST",))
def add_earlier_view(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST year, line, pages, file: a new book; or book (its key) and file: another scan of one that is there."""
    file = request.FILES.get("file")
    year, pages = (request.POST.get(name, "").strip() for name in ("year", "pages"))
    try:
        there = EarlierBook.objects.filter(org_key=organisation.key, key=request.POST.get("book", "")).first()
        if there is None:
            number = int(pages) if pages.isascii() and pages.isdigit() and len(pages) <= 4 else None
            there = add_earlier_book(
                organisation, int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0, request.POST.get("line", ""), number,
                by=request.actor, at=clock.now(),
            )
        if isinstance(file, UploadedFile):
            attach_scan(there, file.name or "", file.read(), by=request.actor, at=clock.now())
    except Refused as no:
        return _earlier(request, organisation, wrong={no.field: str(no)}, status=422)
    messages.success(request, _("已登记。"))
    return HttpResponseRedirect(reverse("recordbook.earlier", args=[organisation.key]))
