"""Sitting a test on screen; its result; marking short answers; typing a paper in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.listed import listed, plural
from leadgoose.training import bank_words
from leadgoose.training.actions import sittings as acts
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.bank import Sitting
from leadgoose.training.queries.exams import ANSWERS, Answered, Item, asked_by_unit, change_of, items_of, kept, result_of, shorts
from leadgoose.training.rules.bank import Kind
from leadgoose.training.rules.drawing import order
from leadgoose.training.rules.filling import fill
from leadgoose.training.rules.marking import PER_POINT, Score, total, worth
from leadgoose.training.web import asked


@gate("training.my_exams")
def my_exams(request: Asked) -> HttpResponse:
    """GET: the tests that the signed-in person sits or sat; and those whose short answers wait for this trainer."""
    key = request.actor.person_key
    mine = Sitting.objects.filter(person__key=key).select_related("exam").order_by("-exam__closes_on", "-pk") if key else []
    waiting = Sitting.objects.filter(exam__trainer__key=key, state=Sitting.State.HANDED_IN).values_list("exam__key", "exam__title").distinct() if key else []
    lines = [{"sitting": one, "exam": one.exam, "state": bank_words.STATE[one.state], "purpose": bank_words.PURPOSE[one.exam.purpose],
              "open": one.state in (Sitting.State.INVITED, Sitting.State.OPEN)} for one in mine]
    return render(request, "training/my_exams.html", {"lines": lines, "waiting": list(waiting), "today": clock.today()})


# --- sitting it ---


@gate("training.sit", at="my_sitting")
def sit(request: Asked, my_sitting: Sitting) -> HttpResponse:
    """GET: before it begins what it is; while it runs the questions, with what was saved."""
    if my_sitting.state in (Sitting.State.HANDED_IN, Sitting.State.MARKED):
        return HttpResponseRedirect(reverse("training.sitting", args=[my_sitting.key]))
    if my_sitting.state == Sitting.State.INVITED:
        return _start_page(request, my_sitting)
    return _questions_page(request, my_sitting, kept([my_sitting], ANSWERS)[0])


def _start_page(request: Asked, sitting: Sitting, error: str = "", status: int = 200) -> HttpResponse:
    exam, today = sitting.exam, clock.today()
    return render(request, "training/exam_start.html", {
        "sitting": sitting, "exam": exam, "questions": len(exam.items), "purpose": bank_words.PURPOSE[exam.purpose], "error": error,
        "may": exam.opens_on <= today <= exam.closes_on,
    }, status=status)


def _questions_page(request: Asked, sitting: Sitting, answers: dict[str, Any], error: str = "", status: int = 200) -> HttpResponse:
    items = items_of(sitting.exam)
    shown = [_shown(one, sitting, answers.get(str(one.item))) for one in items]
    return render(request, "training/exam_sit.html", {
        "sitting": sitting, "exam": sitting.exam, "items": shown, "error": error, "answered": sum(bool(answers.get(str(one.item))) for one in items),
        "over": sitting.due_at is not None and clock.now() > sitting.due_at,
    }, status=status)


def _shown(one: Item, sitting: Sitting, answer: Any) -> dict[str, Any]:
    """A question as it is asked: options in this person's own order; true and false always in theirs."""
    question, chosen = one.question, answer if isinstance(answer, list) else []
    places: Sequence[int] = range(len(question.options))
    if question.kind in (Kind.SINGLE, Kind.MULTIPLE):
        places = order(len(question.options), sitting.exam.seed, one.item, sitting.key)
    return {
        "number": one.number, "item": one.item, "ask": bank_words.text(fill(question.ask)), "kind": question.kind.value,
        "label": bank_words.KIND[question.kind], "marks": worth(one.asked),
        "options": [(place, bank_words.text(fill(question.options[place])), place in chosen) for place in places],
        "text": answer if isinstance(answer, str) else "",
    }


def _answers(post: QueryDict, items: Sequence[Item]) -> dict[int, Sequence[int] | str]:
    found: dict[int, Sequence[int] | str] = {}
    for one in items:
        given = post.getlist(f"q-{one.item}")
        if one.question.kind is Kind.SHORT:
            found[one.item] = given[0] if given else ""
        else:
            found[one.item] = [int(place) for place in given if place.isascii() and place.isdigit() and len(place) < 3]
    return found


@gate("training.start_sitting", at="my_sitting", methods=("POST",))
def start_sitting(request: Asked, my_sitting: Sitting) -> HttpResponse:
    """POST: the clock runs from now."""
    try:
        acts.start_sitting(my_sitting, by=request.actor, at=clock.now())
    except Refused as no:
        return _start_page(request, my_sitting, str(no), status=422)
    return HttpResponseRedirect(reverse("training.sit", args=[my_sitting.key]))


@gate("training.save_answers", at="my_sitting", methods=("POST",))
def save_answers(request: Asked, my_sitting: Sitting) -> HttpResponse:
    """POST: keeps what is answered so far."""
    try:
        acts.save_answers(my_sitting, _answers(request.POST, items_of(my_sitting.exam)), by=request.actor, at=clock.now())
    except Refused as no:
        messages.error(request, str(no))
        return HttpResponseRedirect(reverse("training.sitting", args=[my_sitting.key]))
    messages.success(request, _("已暂存，可以接着答。"))
    return HttpResponseRedirect(reverse("training.sit", args=[my_sitting.key]))


@gate("training.hand_in", at="my_sitting", methods=("POST",))
def hand_in(request: Asked, my_sitting: Sitting) -> HttpResponse:
    """POST: hands in; with questions left open it asks once whether that is meant."""
    items = items_of(my_sitting.exam)
    answers = _answers(request.POST, items)
    open_ones = [one.number for one in items if not answers[one.item]]
    if open_ones and not request.POST.get("sure") and my_sitting.state == Sitting.State.OPEN:
        told = {str(item): answer if isinstance(answer, str) else list(answer) for item, answer in answers.items()}
        asked = plural("还有 %(n)s 题没有答：第 %(which)s 题。接着答，或者在下面选定照此交卷。", len(open_ones))
        error = asked % {"n": len(open_ones), "which": listed(map(str, open_ones))}
        return _questions_page(request, my_sitting, told, error, status=422)
    try:
        acts.hand_in(my_sitting, answers, by=request.actor, at=clock.now())
    except Refused as no:
        messages.error(request, str(no))
    return HttpResponseRedirect(reverse("training.sitting", args=[my_sitting.key]))


# --- the result ---


@gate("training.sitting", at="sitting")
def sitting(request: Asked, sitting: Sitting) -> HttpResponse:
    """GET: for the person, the trainer and the office: marks by unit, what changed since the test before, every question with its rule."""
    items = items_of(sitting.exam)
    result = result_of(sitting, items)
    whole = total(result.sums)
    changes = change_of(sitting.exam, sitting.person_id, result.sums)
    before = {one.unit: one for one in changes}
    present = getattr(sitting.person, "present", None)
    done, screen = sitting.state in (Sitting.State.HANDED_IN, Sitting.State.MARKED), sitting.way == Sitting.Way.SCREEN
    marking = "training.remark_answers" if sitting.state == Sitting.State.MARKED else "training.mark_answers"
    return render(request, "training/sitting.html", {
        "sitting": sitting, "exam": sitting.exam, "name": present.name if present else _("姓名资料未知"), "state": bank_words.STATE[sitting.state],
        "mine": request.actor.person_key == sitting.person.key, "total": whole, "late": result.late_minutes, "changes": bool(changes),
        "units": [_unit(unit, score, before) for unit, score in result.sums.items()],
        "answered": [_answered(one, screen) for one in result.answered] if done else [],
        "may_mark": bool(request.actor.may(marking, acts.marking_reach(sitting))) and done and screen and bool(shorts(items)),
        "purpose": bank_words.PURPOSE[sitting.exam.purpose],
    })


def _unit(unit: tuple[str, int], score: Score, before: dict[tuple[str, int], Any]) -> dict[str, Any]:
    change = before.get(unit)
    return {
        "course": bank_words.course_title(unit[0]), "title": bank_words.unit_title(*unit), "score": score,
        "before": change.before if change else None, "points": change.points if change else None,
    }


def _answered(one: Answered, screen: bool) -> dict[str, Any]:
    question, full = one.item.question, worth(one.item.asked)
    options = [
        {"text": bank_words.text(fill(option)), "right": option in question.right, "chosen": place in one.chosen}
        for place, option in enumerate(question.options)
    ]
    tone = "soon" if one.marks is None else "ok" if one.marks == full else "act" if one.marks == 0 else "soon"
    return {
        "number": one.item.number, "ask": bank_words.text(fill(question.ask)), "label": bank_words.KIND[question.kind], "options": options,
        "text": one.text, "marks": one.marks, "full": full, "tone": tone, "none": screen and not one.chosen and not one.text,
        "points": [bank_words.text(fill(point)) for point in question.right] if question.kind is Kind.SHORT else [],
        "why": bank_words.text(fill(question.why)), "rules": [ground.rule for ground in question.grounds],
    }


# --- marking and typing in ---


@gate("training.mark_answers", at="script", methods=("GET", "POST"))
def mark_answers(request: Asked, script: Sitting) -> HttpResponse:
    """GET: the short answers beside their points. POST points-<item>: how many points each makes."""
    items = shorts(items_of(script.exam))
    if request.method == "POST":
        granted = {one.item: len(request.POST.getlist(f"points-{one.item}")) for one in items}
        try:
            acts.mark_answers(script, granted, by=request.actor, at=clock.now())
        except Refused as no:
            return _marking_page(request, script, items, str(no), status=422)
        messages.success(request, _("已批完。"))
        return HttpResponseRedirect(reverse("training.sitting", args=[script.key]))
    return _marking_page(request, script, items)


def _marking_page(request: Asked, script: Sitting, items: Sequence[Item], error: str = "", status: int = 200) -> HttpResponse:
    answers = kept([script], ANSWERS)[0]
    present = getattr(script.person, "present", None)
    lines = [
        {"item": one.item, "number": one.number, "ask": bank_words.text(fill(one.question.ask)), "answer": answers.get(str(one.item), ""),
         "points": [(place, bank_words.text(fill(point)), str(place) in request.POST.getlist(f"points-{one.item}"))
                    for place, point in enumerate(one.question.right)],
         "rules": [ground.rule for ground in one.question.grounds]} for one in items
    ]
    return render(request, "training/exam_mark.html", {
        "sitting": script, "exam": script.exam, "name": present.name if present else _("姓名资料未知"), "lines": lines, "per_point": PER_POINT, "error": error,
    }, status=status)


@gate("training.enter_paper", at="script", methods=("GET", "POST"))
def enter_paper(request: Asked, script: Sitting) -> HttpResponse:
    """GET ?by=unit|question. POST on, marks-<item> or unit-<course>-<unit>: the marks of a written paper."""
    by_unit = (request.POST.get("by") or request.GET.get("by") or "question") == "unit"
    items = items_of(script.exam)
    if request.method != "POST":
        return _paper_page(request, script, items, by_unit)
    try:
        acts.enter_paper(script, _paper(request.POST, items, by_unit), by=request.actor, at=clock.now())
    except Refused as no:
        return _paper_page(request, script, items, by_unit, {no.field: str(no)}, status=422)
    messages.success(request, _("已录入，与上机答题同等有效。"))
    return HttpResponseRedirect(reverse("training.sitting", args=[script.key]))


def _paper(post: QueryDict, items: Sequence[Item], by_unit: bool) -> acts.Paper:
    on = asked.day(post.get("on", ""), "on")
    if by_unit:
        return acts.Paper(on, {}, {unit: _marks(post, f"unit-{unit[0]}-{unit[1]}") for unit in asked_by_unit(items)})
    return acts.Paper(on, {one.item: _marks(post, f"marks-{one.item}") for one in items}, {})


def _marks(post: QueryDict, field: str) -> int:
    """Typed marks; an empty field is not zero."""
    typed = post.get(field, "")
    return asked.whole(typed, field) if typed.strip() else -1


def _paper_page(request: Asked, script: Sitting, items: Sequence[Item], by_unit: bool, wrong: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    wrong, present = wrong or {}, getattr(script.person, "present", None)
    most: dict[tuple[str, int], int] = {}
    for one in items:
        unit = (one.question.course, one.question.unit)
        most[unit] = most.get(unit, 0) + worth(one.asked)
    if by_unit:
        fields = [(f"unit-{course}-{n}", f"{bank_words.course_title(course)} {bank_words.unit_title(course, n)}", full)
                  for (course, n), full in sorted(most.items())]
    else:
        fields = [(f"marks-{one.item}", f"{one.number}　{bank_words.KIND[one.question.kind]}", worth(one.asked)) for one in items]
    return render(request, "training/exam_type.html", {
        "sitting": script, "exam": script.exam, "name": present.name if present else _("姓名资料未知"), "by_unit": by_unit, "today": clock.today(),
        "fields": [{"name": name, "label": label, "full": full, "value": request.POST.get(name, ""), "wrong": wrong.get(name)} for name, label, full in fields],
        "typed_on": request.POST.get("on", clock.today().isoformat()), "wrong": wrong,
    }, status=status)
