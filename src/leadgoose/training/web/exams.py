"""Tests as the office and the trainer see them: the list, setting one, who sits it, its papers, what changed in the group. No list is ordered by marks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.models import User
from leadgoose.ground.bylaws.queries import notice_on_paper, settings_of
from leadgoose.ground.listed import listed
from leadgoose.ground.look.downloads import download, minute, without_fonts
from leadgoose.ground.press import printing
from leadgoose.roster.models import Organisation, Person, Present
from leadgoose.training import bank_words, course_papers, teaching
from leadgoose.training.actions import exams as acts
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.courses import courses
from leadgoose.training.models.bank import Exam, Question, Sitting
from leadgoose.training.models.plan import Session
from leadgoose.training.queries.exams import exams_of, group_of, items_of, seated_in, sitters
from leadgoose.training.queries.team import team
from leadgoose.training.rules.bank import Kind
from leadgoose.training.rules.drawing import ORDER, Share
from leadgoose.training.rules.marking import worth
from leadgoose.training.standards import rulebook
from leadgoose.training.web import asked

PAGE = 50
USUAL = {Kind.SINGLE: 3, Kind.TRUE_FALSE: 2, Kind.MULTIPLE: 1, Kind.SHORT: 0}
USUAL_MINUTES, USUAL_DAYS = 40, 14


@gate("training.exams", at="organisation")
def exams(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: the committee's tests, the newest first."""
    top = asked.top_only(organisation)
    page = Paginator(exams_of(top.key), PAGE).get_page(request.GET.get("page"))
    lines = [{"exam": one, "purpose": bank_words.PURPOSE[one.purpose], "questions": len(one.items)} for one in page]
    return render(request, "training/exams.html", {"organisation": top, "page": page, "lines": lines, "today": clock.today()})


@gate("training.set_exam", at="organisation", methods=("GET", "POST"))
def set_exam(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?before=: the form; with a test before, its blueprint is kept. POST: draws and sets the test."""
    top = asked.top_only(organisation)
    before = _before(request, top)
    if request.method != "POST":
        return _form(request, top, before, None)
    try:
        made = acts.set_exam(top, _setting(request.POST, top, before), by=request.actor, at=clock.now())
    except Refused as no:
        return _form(request, top, before, request.POST, {no.field: str(no)}, status=422)
    messages.success(request, _("已组成一份 %(n)s 题的卷子，卷号 %(seed)s。") % {"n": len(made.items), "seed": made.seed})
    return HttpResponseRedirect(reverse("training.exam", args=[made.key]))


def _before(request: Asked, top: Organisation) -> Exam | None:
    key = request.POST.get("before") or request.GET.get("before") or ""
    if not key:
        return None
    found = Exam.objects.filter(top_key=top.key, key=key, purpose=Exam.Purpose.BEFORE).first()
    if found is None:
        raise Http404
    return found


def _setting(post: QueryDict, top: Organisation, before: Exam | None) -> acts.Setting:
    trainer = post.get("trainer", "")
    person = Person.objects.filter(top_key=top.key, key=trainer).first() if trainer else None
    purpose = Exam.Purpose.AFTER.value if before else post.get("purpose", "")
    if purpose not in Exam.Purpose.values:
        raise Refused(_("请选择用途。"), "purpose")
    return acts.Setting(
        post.get("title", ""), purpose, _shares(before) if before else _blueprint(post), asked.whole(post.get("minutes", ""), "minutes"),
        asked.day(post.get("opens_on", ""), "opens_on"), asked.day(post.get("closes_on", ""), "closes_on"), post.get("seed", "")[:20], before, person,
        _session(top, before, post.get("session", "")),
    )


def _session(top: Organisation, before: Exam | None, key: str) -> str:
    """The key of the session that a test belongs to, "" for none; a test after belongs to the session of the one before."""
    if before is not None:
        return before.session
    return Session.objects.filter(top_key=top.key, key=key[:16]).values_list("key", flat=True).first() or "" if key else ""


def _blueprint(post: QueryDict) -> tuple[Share, ...]:
    """So many of each kind for every unit that was ticked."""
    counts = {kind: asked.whole(post.get(f"count-{kind}", ""), f"count-{kind}", 20) for kind in ORDER}
    units = [one.rsplit("-", 1) for one in post.getlist("unit")]
    if not units:
        raise Refused(_("请选择单元。"), "unit")
    return tuple(Share(course[:24], int(number), kind, count) for course, number in units if number.isascii() and number.isdigit()
                 for kind, count in counts.items() if count)


def _shares(exam: Exam) -> tuple[Share, ...]:
    return tuple(Share(course, unit, Kind(kind), count) for course, unit, kind, count in exam.blueprint)


def _form(
    request: Asked, top: Organisation, before: Exam | None, post: QueryDict | None, wrong: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    today = clock.today()
    session = Session.objects.filter(top_key=top.key, key=_session(top, before, request.GET.get("session", ""))).first()
    suffix = _("训后测试") if before else _("训前测试")
    typed: dict[str, Any] = {
        "title": f"{session.title} {suffix}"[:60] if session else "", "purpose": "before", "minutes": str(before.minutes if before else USUAL_MINUTES),
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=USUAL_DAYS)).isoformat(), "trainer": "", "seed": "", "session": session.key if session else "",
    }
    typed |= {name: post.get(name, "") for name in typed} if post is not None else {}
    taught = {f"{course}-{number}" for course, number in teaching.units_of(session.template)} if session else set()
    ticked = set(post.getlist("unit")) if post is not None else taught
    counts = {kind: post.get(f"count-{kind}", "") if post is not None else str(many) for kind, many in USUAL.items()}
    return render(request, "training/exam_form.html", {
        "organisation": top, "before": before, "typed": typed, "wrong": wrong or {}, "groups": _units(top.key, ticked), "today": today,
        "counts": [(kind.value, bank_words.KIND[kind], counts[kind], (wrong or {}).get(f"count-{kind}")) for kind in ORDER],
        "purposes": [(one, bank_words.PURPOSE[one]) for one in ("before", "alone")], "trainers": _trainers(top.key),
        "blueprint": _told(_shares(before)) if before else [],
    }, status=status)


def _units(top_key: str, ticked: set[str]) -> list[dict[str, Any]]:
    """The units that the bank has questions of, by course, with how many."""
    rows = Question.objects.filter(top_key=top_key, withdrawn_at=None).values_list("course", "unit")
    there: dict[tuple[str, int], int] = {}
    for course, unit in rows:
        there[course, unit] = there.get((course, unit), 0) + 1
    order = [*courses(), bank_words.OWN]
    return [
        {"title": bank_words.course_title(course), "units": [
            {"key": f"{course}-{unit}", "title": bank_words.unit_title(course, unit), "many": many, "ticked": f"{course}-{unit}" in ticked}
            for (of, unit), many in sorted(there.items()) if of == course]}
        for course in order if any(of == course for of, _unit in there)
    ]


def _trainers(top_key: str) -> list[tuple[str, str]]:
    """Those of the committee who have an account of their own: (key, name and branch). Two queries."""
    keys = User.objects.filter(home_key=top_key, is_active=True).exclude(person_key="").values_list("person_key", flat=True)
    rows = Present.objects.filter(top_key=top_key, person__key__in=list(keys)).order_by("sort")
    return [(key, f"{name}　{branch}") for key, name, branch in rows.values_list("person__key", "name", "organisation__name")]


def _told(shares: tuple[Share, ...]) -> list[tuple[str, str]]:
    """(unit, how many of what) of a blueprint."""
    found: dict[tuple[str, int], list[str]] = {}
    for one in shares:
        found.setdefault((one.course, one.unit), []).append(f"{bank_words.KIND[one.kind]} {one.count}")
    return [(f"{bank_words.course_title(course)} {bank_words.unit_title(course, unit)}", listed(counts)) for (course, unit), counts in found.items()]


@gate("training.exam", at="exam")
def exam(request: Asked, exam: Exam) -> HttpResponse:
    """GET: the test, who sits it, and the group's sums by unit."""
    return _exam_page(request, exam)


def _exam_page(request: Asked, exam: Exam, error: str = "", status: int = 200) -> HttpResponse:
    items, office = items_of(exam), bool(request.actor.may("training.invite", request.target.reach))
    rows = sitters(exam)
    group = group_of(exam, items)
    return render(request, "training/exam.html", {
        "exam": exam, "office": office, "purpose": bank_words.PURPOSE[exam.purpose], "questions": len(items), "marks": sum(worth(one.asked) for one in items),
        "blueprint": _told(_shares(exam)), "rows": [_row(one) for one in rows], "error": error, "today": clock.today(),
        "group": group, "changes": [(bank_words.unit_title(*one.unit), bank_words.course_title(one.unit[0]), one) for one in group.changes],
        "after": Exam.objects.filter(before=exam).first(), "trainer": _name(exam.trainer),
        "session": Session.objects.filter(key=exam.session).first() if exam.session else None,
        "seated": len(set(seated_in(exam.session)) - {one.sitting.person_id for one in rows}),
        "waiting": sum(one.sitting.state == Sitting.State.HANDED_IN for one in rows),
        "people": _not_invited(exam, {one.sitting.person_id for one in rows}) if office else [],
    }, status=status)


def _name(person: Person | None) -> str:
    found = Present.objects.filter(person=person).values_list("name", flat=True).first() if person else ""
    return found or ""


def _row(one: Any) -> dict[str, Any]:
    sitting = one.sitting
    done = sitting.state in (Sitting.State.MARKED, Sitting.State.HANDED_IN)
    return {
        "sitting": sitting, "name": one.name or _("姓名资料未知"), "branch": one.branch, "state": bank_words.STATE[sitting.state], "done": done,
        "tone": {"marked": "ok", "handed_in": "soon", "open": "plain", "invited": "plain"}[sitting.state],
        "paper": sitting.way == Sitting.Way.PAPER,
    }


def _not_invited(exam: Exam, there: set[int]) -> list[tuple[str, str, str]]:
    today = clock.today()
    return [(one.key, one.name, one.branch) for one in team(exam.top_key, today, rulebook(today)) if one.pk not in there]


@gate("training.invite", at="exam", methods=("POST",))
def invite(request: Asked, exam: Exam) -> HttpResponse:
    """POST person (keys), or everybody=1, or seated=1: those with a seat in the session."""
    if request.POST.get("seated"):
        keys = list(Person.objects.filter(pk__in=seated_in(exam.session)).values_list("key", flat=True))
    elif request.POST.get("everybody"):
        there = set(Sitting.objects.filter(exam=exam).values_list("person_id", flat=True))
        keys = [key for key, _who, _branch in _not_invited(exam, there)]
    else:
        keys = request.POST.getlist("person")
    people = list(Person.objects.filter(top_key=exam.top_key, key__in=keys))
    try:
        many = acts.invite(exam, people, by=request.actor, at=clock.now())
    except Refused as no:
        return _exam_page(request, exam, str(no), status=422)
    messages.success(request, _("已安排 %(n)s 人。") % {"n": many})
    return HttpResponseRedirect(reverse("training.exam", args=[exam.key]))


@gate("training.exam_paper", at="exam")
def exam_paper(request: Asked, exam: Exam, side: str) -> HttpResponse:
    """GET paper or key: the test paper with its answer sheet, or the answers with their rules; PDF."""
    if side not in ("paper", "key"):
        raise Http404
    committee, items = settings_of(exam.top_key), items_of(exam)
    made_at = minute(clock.now())
    imprint = printing.Imprint(notice_on_paper(committee), request.actor.name or request.actor.login, made_at)
    if side == "paper":
        facts = course_papers.exam_paper(exam, items, True, imprint, committee.script)
    else:
        facts = course_papers.exam_key(exam, items, imprint, committee.script)
    try:
        body = printing.pdf(course_papers.EXAM, facts, at=clock.now())
    except printing.NoFonts:
        return without_fonts()
    return download(body, "application/pdf", f"{facts['title']}.pdf")
