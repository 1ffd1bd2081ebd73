"""Excel files of questions: uploading, looking at what is wrong, taking the good rows in, corrections down and up."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.intake.problems import Unreadable
from leadgoose.ground.look.downloads import download
from leadgoose.ground.press.excel import XLSX
from leadgoose.roster.models import Organisation
from leadgoose.training import bank_sheet, bank_words, words
from leadgoose.training.actions import bank as acts
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.bank import BankFile
from leadgoose.training.rules.filling import fill
from leadgoose.training.web import asked

PAGE, MOST_BYTES = 50, 10_000_000


@gate("training.import_bank", at="organisation", methods=("GET", "POST"))
def import_bank(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: the form, the template, what was uploaded. POST file: judged and kept; nothing is taken in yet."""
    top = asked.top_only(organisation)
    if request.method != "POST":
        return _imports(request, top)
    try:
        file, known = _received(request, top, None)
    except (Unreadable, Refused) as no:
        return _imports(request, top, _said(no), status=422)
    if known:
        messages.info(request, _("这份文件传过，内容一字不差，以下是它现在的情况。"))
    return HttpResponseRedirect(reverse("training.take_bank_file", args=[file.key]))


def _imports(request: Asked, top: Organisation, error: str = "", status: int = 200) -> HttpResponse:
    page = Paginator(BankFile.objects.filter(top_key=top.key).defer("content").order_by("-uploaded_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "training/bank_import.html", {"organisation": top, "files": page, "page": page, "error": error}, status=status)


@gate("training.take_bank_file", at="bank_file", methods=("GET", "POST"))
def take_bank_file(request: Asked, bank_file: BankFile) -> HttpResponse:
    """GET: broken cells and the rows that can be taken in. POST: takes them in."""
    if request.method != "POST":
        return _file_page(request, bank_file)
    try:
        taken = acts.take_bank_file(bank_file, by=request.actor, at=clock.now())
    except Refused as no:
        return _file_page(request, bank_file, str(no), status=422)
    if taken.receipt is None:
        messages.info(request, _("与题库一致，没有可收入的题。"))
    else:
        messages.success(request, _("收入 %(new)s 道新题，更新 %(changed)s 道。") % {"new": taken.new, "changed": taken.changed})
    return HttpResponseRedirect(reverse("training.take_bank_file", args=[bank_file.key]))


def _file_page(request: Asked, file: BankFile, error: str = "", status: int = 200) -> HttpResponse:
    judged = acts.judged_of(file)
    problems = [{"problem": one, "message": _(one.template) % dict(one.facts)} for one in judged.problems]
    rows = Paginator(judged.rows, PAGE).get_page(request.GET.get("page"))
    lines = [{"row": one.row, "code": one.question.key or _("新题"), "kind": bank_words.KIND[one.question.kind], "ask": bank_words.text(fill(one.question.ask)),
              "place": f"{bank_words.course_title(one.question.course)} {one.question.unit}"} for one in rows]
    return render(request, "training/bank_file.html", {
        "file": file, "organisation_key": file.top_key, "problems": problems, "lines": lines, "page": rows, "good": len(judged.rows), "waiting": judged.waiting,
        "error": error,
    }, status=status)


@gate("training.bank_corrections", at="bank_file", methods=("GET", "POST"))
def bank_corrections(request: Asked, bank_file: BankFile) -> HttpResponse:
    """GET: the file with its broken cells marked. POST file: the corrected one, judged as a file of its own."""
    if request.method == "POST":
        try:
            made, _known = _received(request, Organisation.objects.get(key=bank_file.top_key), bank_file)
        except (Unreadable, Refused) as no:
            return _file_page(request, bank_file, _said(no), status=422)
        return HttpResponseRedirect(reverse("training.take_bank_file", args=[made.key]))
    content = bytes(bank_file.content)
    problems = bank_sheet.judge(content, bank_file.filename).problems
    by = request.actor.name or request.actor.login
    body = bank_sheet.corrections(content, bank_file.filename, problems, made_by=by, made_at=clock.now())
    return download(body, XLSX, _("%(name)s-更正 %(day)s.xlsx") % {"name": bank_file.filename.rsplit(".", 1)[0], "day": clock.today().isoformat()})


def _received(request: Asked, top: Organisation, corrects: BankFile | None) -> tuple[BankFile, bool]:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Refused(_("还没有选择文件。"), "file")
    if (file.size or 0) > MOST_BYTES:
        raise Refused(_("文件超过 %(n)s MB，请删去图片和多余的工作表后再试。") % {"n": MOST_BYTES // 1_000_000}, "file")
    return acts.judge_bank_file(top, file.read(), file.name or "", by=request.actor, at=clock.now(), corrects=corrects)


def _said(no: Unreadable | Refused) -> str:
    return words.sentence(_(no.template) % dict(no.facts)) if isinstance(no, Unreadable) else str(no)
