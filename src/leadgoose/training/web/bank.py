"""The question bank: the list, one question with its rules and its history, adding and revising on a page, the Excel template and export."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.citing import STRENGTH
from leadgoose.ground.listed import bracketed
from leadgoose.ground.listed import listed as in_a_row
from leadgoose.ground.look.downloads import download
from leadgoose.ground.press.excel import XLSX
from leadgoose.ground.search import simplify
from leadgoose.ground.statutes import Strength, load
from leadgoose.roster.models import Organisation
from leadgoose.training import bank_sheet, bank_words
from leadgoose.training.actions import bank as acts
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.courses import UNITS, courses
from leadgoose.training.models.bank import Question, Version
from leadgoose.training.queries.bank import Wanted, bodies, listed, moved_in, moved_since, of_version, used_rules
from leadgoose.training.rules.bank import FALSE, LEVELS, SAID, TRUE, Ground, Kind
from leadgoose.training.rules.bank import Question as BankQuestion
from leadgoose.training.rules.filling import Unfillable, fill
from leadgoose.training.web import asked

PAGE = 50


def wanted_of(request: HttpRequest) -> Wanted:
    """The filters of an address; what is none of theirs is passed over."""
    got = request.GET
    unit, difficulty = (got.get(name, "") for name in ("unit", "difficulty"))
    return Wanted(
        course=got.get("course", "")[:24], unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 3 else 0, kind=got.get("kind", "")[:10],
        rule=got.get("rule", "")[:60], difficulty=int(difficulty) if difficulty in ("1", "2", "3") else 0, state=got.get("state", "")[:10],
        words=got.get("q", "").strip()[:50],
    )


@gate("training.bank", at="organisation")
def bank(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET course, unit, kind, rule, difficulty, state, q, page."""
    top = asked.top_only(organisation)
    wanted, drifted = wanted_of(request), moved_in(top.key)
    page = Paginator(listed(top.key, wanted, drifted), PAGE).get_page(request.GET.get("page"))
    every = Question.objects.filter(top_key=top.key)
    sums = {"total": every.filter(withdrawn_at=None).count(), "moved": len(drifted), "withdrawn": every.exclude(withdrawn_at=None).count()}
    return render(request, "training/bank.html", {
        "organisation": top, "page": page, "sums": sums, "wanted": wanted, "filters": _filters(top.key, wanted), "filtered": wanted != Wanted(),
        "lines": [_line(one, one.pk in drifted) for one in page], "office": bool(request.actor.may("training.import_bank", request.target.reach)),
    })


def _filters(top_key: str, wanted: Wanted) -> list[dict[str, Any]]:
    """(name, label, chosen, [(value, label)]) of every choice."""
    known = [*((key, bank_words.course_title(key)) for key in courses()), (bank_words.OWN, bank_words.course_title(bank_words.OWN))]
    most = bank_words.OWN_UNITS if wanted.course == bank_words.OWN else UNITS
    return [
        {"name": "course", "label": _("课程"), "chosen": wanted.course, "options": known},
        {"name": "unit", "label": _("单元"), "chosen": str(wanted.unit or ""), "options": [(str(one), str(one)) for one in range(1, most + 1)]},
        {"name": "kind", "label": _("题型"), "chosen": wanted.kind, "options": [(str(kind), label) for kind, label in bank_words.KIND.items()]},
        {"name": "difficulty", "label": _("难度"), "chosen": str(wanted.difficulty or ""), "options": [(str(one), bank_words.LEVEL[one]) for one in LEVELS]},
        {"name": "rule", "label": _("依据"), "chosen": wanted.rule, "options": [(one, _rule_name(one)) for one in used_rules(top_key)]},
        {"name": "state", "label": _("状态"), "chosen": wanted.state, "options": [("moved", _("依据有变，待核")), ("withdrawn", _("已停用"))]},
    ]


def _rule_name(key: str) -> str:
    return bracketed(bank_words.text(load().rules[key].title["zh-Hans"]), key) if key in load().rules else key


def _line(one: Question, drifted: bool) -> dict[str, Any]:
    return {
        "question": one, "ask": bank_words.text(one.ask), "kind": bank_words.KIND[one.kind], "level": bank_words.LEVEL[one.difficulty], "moved": drifted,
        "course": bank_words.course_title(one.course), "rules": one.rules.split(),
    }


@gate("training.question", at="question")
def question(request: Asked, question: Question) -> HttpResponse:
    """GET: the question with its options, its rules, and every version there ever was."""
    return _question_page(request, question)


def _question_page(request: Asked, question: Question, status: int = 200, **more: Any) -> HttpResponse:
    versions = list(Version.objects.filter(question=question).select_related("file").order_by("-number"))
    newest = of_version(question.code, versions[0])
    return render(request, "training/bank_question.html", {
        "organisation_key": question.top_key, "question": question, "shown": _shown(newest), "kind": bank_words.KIND[question.kind],
        "level": bank_words.LEVEL[question.difficulty], "course": bank_words.course_title(question.course),
        "unit": bank_words.unit_title(question.course, question.unit), "grounds": [_ground(one) for one in newest.grounds],
        "moved": [bank_words.moved(one) for ground in newest.grounds for one in moved_since(str(ground))],
        "versions": [_version(question.code, one, earlier) for one, earlier in zip(versions, [*versions[1:], None], strict=True)],
        "office": bool(request.actor.may("training.revise_question", request.target.reach)), "wrong": {}, **more,
    }, status=status)


def _shown(one: BankQuestion) -> dict[str, Any]:
    """A question as pages show it: places filled, right options marked. A place that cannot be filled any more is shown as it is."""
    if one.kind is Kind.TRUE_FALSE:
        options = [(bank_words.text(option), option in one.right) for option in (TRUE, FALSE)]
    else:
        options = [(_filled(option), option in one.right) for option in (*one.right, *one.wrong)]
    return {"ask": _filled(one.ask), "options": options, "why": _filled(one.why), "short": one.kind is Kind.SHORT}


def _filled(text: str) -> str:
    try:
        return bank_words.text(fill(text))
    except Unfillable:
        return bank_words.text(text)


def _ground(one: Ground) -> dict[str, Any]:
    known = load().rules.get(one.rule)
    return {
        "rule": one.rule, "title": bank_words.text(known.title["zh-Hans"]) if known else "", "pins": [str(pin) for pin in one.pins],
        "strength": STRENGTH[Strength(one.strength)] if one.strength else "",
        "sentence": bank_words.text(known.sentence["zh-Hans"]) if known else "",
    }


def _version(code: str, one: Version, earlier: Version | None) -> dict[str, Any]:
    """A line of the history: what differs from the version before."""
    labels = {"ask": _("题干"), "right": _("答案"), "wrong": _("其他选项"), "why": _("解析"), "difficulty": _("难度"), "kind": _("题型"),
              "course": _("课程"), "unit": _("单元")}
    changed = [label for name, label in labels.items() if earlier is not None and one.body[name] != earlier.body[name]]
    if earlier is not None and one.grounds != earlier.grounds:
        changed.append(_("依据"))
    return {"version": one, "origin": bank_words.ORIGIN[one.origin], "changed": in_a_row(changed), "shown": _shown(of_version(code, one))}


@gate("training.add_question", at="organisation", methods=("GET", "POST"))
def add_question(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: an empty form. POST: the question."""
    top = asked.top_only(organisation)
    if request.method != "POST":
        return _form(request, None, {"course": bank_words.OWN, "unit": "1", "kind": Kind.SINGLE.value, "difficulty": "2"})
    try:
        made = acts.add_question(top, _typed(request.POST), by=request.actor, at=clock.now())
    except Refused as no:
        return _form(request, None, request.POST, {no.field: str(no)}, status=422)
    messages.success(request, _("已记入题库，题号 %(code)s。") % {"code": made.code})
    return HttpResponseRedirect(reverse("training.question", args=[made.key]))


@gate("training.revise_question", at="question", methods=("GET", "POST"))
def revise_question(request: Asked, question: Question) -> HttpResponse:
    """GET: the form as it stands. POST: a new version; act=confirm: the same text, read again after its rules moved."""
    newest = of_version(question.code, bodies([question])[0][1])
    if request.method != "POST":
        return _form(request, question, _as_typed(newest))
    confirm = request.POST.get("act") == "confirm"
    try:
        changed = newest if confirm else _typed(request.POST)
        made = acts.revise_question(question, changed, request.POST.get("reason", ""), by=request.actor, at=clock.now())
    except Refused as no:
        if confirm:
            return _question_page(request, question, status=422, wrong={no.field or "reason": str(no)})
        return _form(request, question, request.POST, {no.field: str(no)}, status=422)
    messages.success(request, _("已存为第 %(n)s 版。") % {"n": made.number})
    return HttpResponseRedirect(reverse("training.question", args=[question.key]))


@gate("training.withdraw_question", at="question", methods=("POST",))
def withdraw_question(request: Asked, question: Question) -> HttpResponse:
    """POST reason; act=restore: use it again."""
    act = acts.restore_question if request.POST.get("act") == "restore" else acts.withdraw_question
    try:
        act(question, request.POST.get("reason", ""), by=request.actor, at=clock.now())
    except Refused as no:
        return _question_page(request, question, status=422, wrong={no.field or "reason": str(no)})
    messages.success(request, _("已办理。"))
    return HttpResponseRedirect(reverse("training.question", args=[question.key]))


def _form(request: Asked, question: Question | None, typed: Any, wrong: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    known = [*courses(), bank_words.OWN]
    return render(request, "training/bank_form.html", {
        "organisation_key": request.target.top_key, "question": question, "typed": typed, "wrong": wrong or {},
        "courses": [(key, bank_words.course_title(key)) for key in known], "kinds": [(str(kind), label) for kind, label in bank_words.KIND.items()],
        "levels": [(str(one), bank_words.LEVEL[one]) for one in LEVELS],
    }, status=status)


def _typed(post: QueryDict) -> BankQuestion:
    """The form as a question; what does not fit is a fault of the question."""
    def lines(name: str) -> tuple[str, ...]:
        return tuple(line.strip() for line in post.get(name, "").splitlines() if line.strip())

    chosen = str(post.get("kind", ""))
    kind = Kind(chosen) if chosen in list(Kind) else Kind.SINGLE
    right = lines("right")
    if kind is Kind.TRUE_FALSE:
        right = tuple(SAID.get(simplify(one).lower(), one) for one in right)
    course = post.get("course", "")
    if course not in (*courses(), bank_words.OWN):
        raise Refused(_("请选择课程。"), "course")
    unit = asked.whole(post.get("unit", ""), "unit", bank_words.OWN_UNITS if course == bank_words.OWN else UNITS)
    if unit == 0:
        raise Refused(_("单元从 1 起。"), "unit")
    rules = post.get("rules", "").replace(",", " ").replace("，", " ").replace("、", " ").split()
    grounds = tuple(Ground.now(load().rules[one]) if one in load().rules else Ground(one[:60], "") for one in dict.fromkeys(rules))
    return BankQuestion(
        "", course, unit, kind, asked.whole(post.get("difficulty", ""), "difficulty", 3), post.get("ask", "").strip(), right,
        () if kind in (Kind.SHORT, Kind.TRUE_FALSE) else lines("wrong"), post.get("why", "").strip(), grounds,
    )


def _as_typed(one: BankQuestion) -> dict[str, str]:
    return {
        "course": one.course, "unit": str(one.unit), "kind": one.kind.value, "difficulty": str(one.difficulty), "ask": one.ask, "right": "\n".join(one.right),
        "wrong": "\n".join(one.wrong), "why": one.why, "rules": " ".join(ground.rule for ground in one.grounds),
    }


@gate("training.take_shipped", at="organisation", methods=("POST",))
def take_shipped(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST: takes the shipped questions in."""
    taken = acts.take_shipped(asked.top_only(organisation), by=request.actor, at=clock.now())
    if taken.receipt is None:
        messages.info(request, _("随附的题都在题库里，没有新的。"))
    else:
        messages.success(request, _("收入 %(new)s 道新题，更新 %(changed)s 道；本单位改过的 %(kept)s 道保持不变。") % {
            "new": taken.new, "changed": taken.changed, "kept": taken.kept})
    return HttpResponseRedirect(reverse("training.bank", args=[organisation.key]))


@gate("training.bank_template", at="organisation")
def bank_template(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: the Excel table to fill."""
    return download(bank_sheet.template(), XLSX, "题库模板.xlsx")


@gate("training.export_bank", at="organisation")
def export_bank(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET, with the list's filters: the questions as they can be taken in again."""
    top = asked.top_only(organisation)
    wanted = wanted_of(request)
    rows = bodies(listed(top.key, wanted, moved_in(top.key) if wanted.state == "moved" else ()))
    told = [(one.code, of_version(one.code, version)) for one, version in rows]
    return download(bank_sheet.export(told), XLSX, f"题库 {clock.today().isoformat()}.xlsx")


