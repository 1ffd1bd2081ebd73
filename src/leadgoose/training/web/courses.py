"""Courses: the two that ship, a unit to read, its papers to take away and edit, and the office's own editions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import notice_on_paper, settings_of
from leadgoose.ground.listed import listed
from leadgoose.ground.look.downloads import download, minute, without_fonts
from leadgoose.ground.press import printing
from leadgoose.ground.press.printing import DOCX
from leadgoose.ground.statutes.language import language
from leadgoose.roster.models import Organisation
from leadgoose.training import bank_words, course_papers, teaching, words
from leadgoose.training.actions.editions import Document
from leadgoose.training.actions.editions import upload_edition as upload
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.courses import Course, courses, exercises, grounds, questions
from leadgoose.training.models.bank import Edition
from leadgoose.training.queries.competencies import model_of
from leadgoose.training.rules.bank import moved
from leadgoose.training.rules.lessons import Unit
from leadgoose.training.web import asked

PDF = "application/pdf"


@gate("training.courses", at="organisation")
def courses_page(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: both courses with their units, and which units the office has an edition of its own of."""
    rows = Edition.objects.filter(top_key=organisation.top_key).values_list("course", "unit").annotate(Max("number"))
    own = {(course, unit): number for course, unit, number in rows}
    names = words.dimension_names(model_of(organisation.top_key, clock.today()))
    shown = [
        {"course": course, "title": bank_words.of_course(course, course.title), "about": bank_words.of_course(course, course.about),
         "audience": bank_words.of_course(course, course.audience),
         "hours": round(course.minutes / 60, 1), "units": [_line(course, unit, own, names) for unit in course.units]}
        for course in courses().values()
    ]
    plays = [{"exercise": one, "title": teaching.exercise_title(one), "audience": teaching.exercise_audience(one),
              "trains": listed(names[key] for key in one.dimensions)} for one in exercises().values()]
    may = request.actor.may("training.exercise", request.target.reach)
    return render(request, "training/courses.html", {"organisation": organisation, "courses": shown, "exercises": plays if may else []})


def _line(course: Course, unit: Unit, own: dict[tuple[str, int], int], names: dict[str, str]) -> dict[str, Any]:
    return {
        "number": unit.number, "title": bank_words.of_course(course, unit.title), "minutes": unit.minutes, "edition": own.get((course.key, unit.number)),
        "trains": listed(dict.fromkeys(names[one.partition(".")[0]] for one in unit.behaviours)), "exercises": len(unit.exercises),
        "questions": sum((one.course, one.unit) == (course.key, unit.number) for one in questions()),
    }


@gate("training.course_unit", at="organisation")
def course_unit(request: Asked, organisation: Organisation, course: str, unit: int) -> HttpResponse:
    """GET: the unit as a trainer reads it (the office), or as those who learn do."""
    return _page(request, organisation, _found(course, unit))


def _page(request: Asked, organisation: Organisation, found: tuple[Course, Unit], status: int = 200, **more: Any) -> HttpResponse:
    course, unit = found
    office = bool(request.actor.may("training.upload_edition", request.target.reach))
    facts = _facts(organisation, found, "manual" if _may_teach(request) else "handout", language(get_language() or "zh-hans"))
    names = words.dimension_names(model_of(organisation.top_key, clock.today()))
    return render(request, "training/course_unit.html", {
        "organisation": organisation, "course": course, "course_title": bank_words.of_course(course, course.title), "unit": unit,
        "title": bank_words.of_course(course, unit.title), "facts": facts,
        "grounds": [(key, *line[1:]) for key, line in zip(facts["cited"], facts["grounds"], strict=True)],
        "behaviours": [(one, names[one]) for one in unit.behaviours],
        "parts": [(part, name) for part, name in bank_words.PART.items() if part == "handout" or _may_teach(request)],
        "editions": [(one, bank_words.PART[one.part])
                     for one in _editions(request, organisation, course.key, unit.number).defer("content")],
        "moved": [bank_words.moved(one) for one in moved(grounds(course.key, unit.number))], "office": office,
        "wrong": {}, "chosen": request.POST.get("part", "manual"), **more,
    }, status=status)


def _may_teach(request: Asked) -> bool:
    """Solutions and answers are for those who may see the bank."""
    return bool(request.actor.may("training.bank", {request.target.top_key}))


def _facts(organisation: Organisation, found: tuple[Course, Unit], part: course_papers.Part, script: str, made_by: str = "") -> dict[str, Any]:
    course, unit = found
    made_at = minute(clock.now())
    imprint = printing.Imprint(notice_on_paper(settings_of(organisation.top_key)), made_by, made_at if made_by else "")
    asked_here = [one for one in questions() if (one.course, one.unit) == (course.key, unit.number)]
    return course_papers.lesson(course, unit, part, asked_here, imprint, "zh-Hant" if script == "zh-Hant" else "zh-Hans")


@gate("training.course_paper", at="organisation")
def course_paper(request: Asked, organisation: Organisation, course: str, unit: int, part: str, form: str) -> HttpResponse:
    """GET: the unit as PDF or DOCX; the manual only for those who may see the bank."""
    found = _found(course, unit)
    if part not in course_papers.PARTS or form not in ("pdf", "docx") or (part == "manual" and not _may_teach(request)):
        raise Http404
    chosen: course_papers.Part = "manual" if part == "manual" else "handout"
    facts = _facts(organisation, found, chosen, settings_of(organisation.top_key).script, request.actor.name or request.actor.login)
    name = course_papers.name_of(*found, chosen)
    if form == "docx":
        from leadgoose.training.course_word import lesson  # noqa: PLC0415   # python-docx and lxml, 8 MB: only processes that write Word load them

        return download(lesson(facts, at=clock.now()), DOCX, f"{name}.docx")
    try:
        return download(printing.pdf(course_papers.LESSON, facts, at=clock.now()), PDF, f"{name}.pdf")
    except printing.NoFonts:
        return without_fonts()


@gate("training.upload_edition", at="organisation", methods=("POST",))
def upload_edition(request: Asked, organisation: Organisation, course: str, unit: int) -> HttpResponse:
    """POST file, part, note: the office's next edition."""
    top, found = asked.top_only(organisation), _found(course, unit)
    file, note = request.FILES.get("file"), request.POST.get("note", "")
    try:
        if not isinstance(file, UploadedFile):
            raise Refused(_("还没有选择文件。"), "file")
        sent = Document(file.read(), file.name or "", request.POST.get("part", ""), note)
        made = upload(top, (course, unit), sent, by=request.actor, at=clock.now())
    except Refused as no:
        return _page(request, organisation, found, status=422, wrong={no.field: str(no)}, note=note)
    messages.success(request, _("已保存为第 %(n)s 版，以前的版本都在。") % {"n": made.number})
    return HttpResponseRedirect(reverse("training.course_unit", args=[organisation.key, course, unit]))


@gate("training.edition", at="organisation")
def edition(request: Asked, organisation: Organisation, course: str, unit: int, number: int) -> HttpResponse:
    """GET: the document as it was uploaded."""
    _found(course, unit)
    found = _editions(request, organisation, course, unit).filter(number=number).first()
    if found is None:
        raise Http404
    content = bytes(found.content)
    return download(content, PDF if content.startswith(b"%PDF-") else DOCX, found.filename)


def _editions(request: Asked, organisation: Organisation, course: str, unit: int) -> QuerySet[Edition]:
    """Those that this reader may read, the newest first."""
    parts = ["manual", "handout"] if _may_teach(request) else ["handout"]
    return Edition.objects.filter(top_key=organisation.top_key, course=course, unit=unit, part__in=parts).order_by("-number")


def _found(course: str, unit: int) -> tuple[Course, Unit]:
    found = courses().get(course)
    if found is None or not 1 <= unit <= len(found.units):
        raise Http404
    return found, found.units[unit - 1]
