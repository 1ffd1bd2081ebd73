"""The supervisor's half on pages: who is sent, three signatures, papers with remarks, objections, members' matters, doubtful decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from leadgoose.elections.actions import supervision as acts
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.supervision import ANSWERS, Saying, Signature
from leadgoose.elections.models import Election, Matter
from leadgoose.elections.papers.catalogue import NUMBERED
from leadgoose.elections.queries.course import Course, course_of
from leadgoose.elections.queries.supervision import Point, Spoken, Watched, matters_of, open_doubts, reviewed, supervision_of
from leadgoose.elections.rules.card import MARKS, Look, card, opens_after
from leadgoose.elections.rules.doubts import Doubt, doubts
from leadgoose.elections.rules.procedure import path, procedure
from leadgoose.elections.web import checklist, words
from leadgoose.elections.web.election import is_secret
from leadgoose.elections.web.on_record import Told, on_record
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.models import User
from leadgoose.ground.access.roles import Role
from leadgoose.ground.listed import bracketed
from leadgoose.ground.look.fields import day_field, text_field
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.shelf import rule

SAYING: Mapping[str, tuple[Promise, Promise]] = {
    Matter.Sort.OBJECTION: (gettext_lazy("提出异议"), gettext_lazy("督导员指出不符合规定的地方并写明依据；由主持人或者委员会答复，督导员不能中止会议。")),
    Matter.Sort.REMARK: (gettext_lazy("对文件提出意见"), gettext_lazy("文件发出以前提出；由报送的党组织答复。")),
    Matter.Sort.DOUBT: (gettext_lazy("提请复核决定"), gettext_lazy("主持人或者会议的决定有疑问的，提请上级党组织复核。")),
    Matter.Sort.RAISED: (
        gettext_lazy("党员提出问题"), gettext_lazy("对候选人、程序、名单、计票有疑问的党员都可以提出，也可以要求改变候选人；由党支部答复，不服的报上级。"),
    ),
}
"""What is said: the name of the page, and who may say what to whom."""


class Envoy(forms.Form):
    login = forms.ChoiceField(label=gettext_lazy("账号"))


class Say(forms.Form):
    """What is said. name: who said it, where it is entered from paper."""

    rule = forms.ChoiceField(label=gettext_lazy("所依据的规定"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("所指的步骤"), required=False)
    words = text_field(gettext_lazy("内容"), 200, required=True)
    on = day_field(gettext_lazy("提出日期"))
    name = text_field(gettext_lazy("提出人"), 40, hint=gettext_lazy("书面或者会上提出、由别人录入的，填写提出人；本人提出的不填。"))


class Answer(forms.Form):
    as_ = forms.ChoiceField(label=gettext_lazy("处理结果"))
    answer = text_field(gettext_lazy("答复"), 200, required=True)


class Sign(forms.Form):
    on = day_field(gettext_lazy("签字日期"))
    agreed = forms.ChoiceField(label=gettext_lazy("结论"), choices=[("yes", gettext_lazy("没有意见")), ("no", gettext_lazy("有意见"))])
    remark = text_field(gettext_lazy("意见"), 200)
    signer = text_field(gettext_lazy("签字的督导员"), 40, hint=gettext_lazy("照纸质督导卡补录的填写。"))


@dataclass(frozen=True, slots=True)
class Seen:
    """An item of the card beside what the program has on record. stops: numbers that do not fit."""

    look: Look
    sentence: str
    on: date | None
    state: str
    told: tuple[str, ...]
    mark: str = ""


@gate("elections.supervision", at="election")
def supervision(request: Asked, election: Election) -> HttpResponse:
    """GET."""
    course, watched, actor, reach = course_of(election), supervision_of(election), request.actor, request.target.reach
    may = {name: bool(actor.may(f"elections.{name}", reach)) and election.closed_at is None for name in (
        "assign_envoy", "end_envoy", "sign_off", "object", "remark_paper", "flag_doubt", "raise_matter", "answer_matter", "review_doubt",
    )}
    return render(request, "elections/supervision.html", {
        "election": election, "organisation": election.organisation, "watched": watched, "may": may,
        "points": [_point(course, one) for one in watched.points], "form": _envoy_form(election) if may["assign_envoy"] else None,
        "objections": _said(watched.of(Matter.Sort.OBJECTION)), "raised": _said(watched.of(Matter.Sort.RAISED)),
        "papers": _papers(course, watched), "doubts": _doubts(request, course, watched),
        "cards": reverse("elections.paper", args=[election.key, "cards"]) if actor.may("elections.paper", reach) else "",
        "own": actor.may("elections.sign_off", reach).role is Role.ENVOY, "briefing": reverse("elections.briefing", args=[election.organisation.key]),
    })


@gate("elections.assign_envoy", at="election", methods=("POST",))
def assign_envoy(request: Asked, election: Election) -> HttpResponse:
    """POST: login."""
    try:
        row = acts.assign_envoy(election, request.POST.get("login", ""), by=request.actor, at=clock.now())
    except Refusal as no:
        messages.error(request, str(no.said))
    else:
        messages.success(request, _("已指派%(name)s督导。") % {"name": row.name})
    return _back(election)


@gate("elections.end_envoy", at="election", methods=("POST",))
def end_envoy(request: Asked, election: Election) -> HttpResponse:
    try:
        acts.end_envoy(election, by=request.actor, at=clock.now())
    except Refusal as no:
        messages.error(request, str(no.said))
    else:
        messages.success(request, _("督导已结束。"))
    return _back(election)


@gate("elections.sign_off", at="election", methods=("GET", "POST"))
def sign_off(request: Asked, election: Election, point: str) -> HttpResponse:
    """GET: the items beside what is on record. POST: on, item-KEY, agreed, remark, signer."""
    on_card = card(election.kind, election.traits)
    if point not in on_card:
        raise Http404
    course, sent = course_of(election), request.POST if request.method == "POST" else None
    own = request.actor.may("elections.sign_off", request.target.reach).role is Role.ENVOY
    form, status = Sign(sent, initial={"on": clock.today(), "agreed": "yes"}), 200
    if own:
        del form.fields["signer"]
    else:
        form.fields["signer"].required = True
    if sent is not None:
        status = 422
        if form.is_valid():
            items = {one.key: sent.get(f"item-{one.key}", "") for one in on_card[point]}
            typed = form.cleaned_data
            signature = Signature(point, typed["on"], items, typed["agreed"] == "yes", typed["remark"], typed.get("signer", ""))
            try:
                row = acts.sign_off(election, signature, by=request.actor, at=clock.now())
            except Refusal as no:
                form.add_error(no.field if no.field in form.fields else None, str(no.said))
            else:
                messages.success(request, _("%(point)s：已签，凭据 %(receipt)s。") % {
                    "point": words.point(point, election.traits), "receipt": f"{row.receipt_number}-{row.receipt_hash[:16]}"})
                return _back(election)
    entered = on_record(course)
    looks = [_seen(request, course, one, sent.get(f"item-{one.key}", "") if sent is not None else "", entered.get(one.key, ())) for one in on_card[point]]
    return render(request, "elections/sign_off.html", {
        "election": election, "organisation": election.organisation, "form": form, "looks": looks, "label": words.point(point, election.traits), "own": own,
        "marks": [(code, words.MARK[code]) for code in MARKS], "open": _is_open(course, point),
        "cards": reverse("elections.paper", args=[election.key, "cards"]),
    }, status=status)


@gate("elections.object", at="election", methods=("GET", "POST"))
def object_to(request: Asked, election: Election) -> HttpResponse:
    return _saying(request, election, Matter.Sort.OBJECTION)


@gate("elections.remark_paper", at="election", methods=("GET", "POST"))
def remark_paper(request: Asked, election: Election) -> HttpResponse:
    return _saying(request, election, Matter.Sort.REMARK)


@gate("elections.flag_doubt", at="election", methods=("GET", "POST"))
def flag_doubt(request: Asked, election: Election) -> HttpResponse:
    return _saying(request, election, Matter.Sort.DOUBT)


@gate("elections.raise_matter", at="election", methods=("GET", "POST"))
def raise_matter(request: Asked, election: Election) -> HttpResponse:
    return _saying(request, election, Matter.Sort.RAISED)


@gate("elections.answer_matter", at="election", methods=("GET", "POST"))
def answer_matter(request: Asked, election: Election, matter: str) -> HttpResponse:
    """GET: what was said. POST: as_, answer."""
    said = _find(election, matter)
    if said.sort == Matter.Sort.DOUBT:
        raise Http404
    return _answering(request, election, said, "elections.answer_matter", lambda as_, text: acts.answer(
        election, matter, as_, text, by=request.actor, at=clock.now()))


@gate("elections.review_doubt", at="election", methods=("GET", "POST"))
def review_doubt(request: Asked, election: Election, stage: str, code: str) -> HttpResponse:
    """GET: the decision. POST: as_, answer. code: of a doubt that the program found, or the key of one that somebody flagged."""
    course = course_of(election)
    found = next((one for one in doubts(course.facts) if (one.stage, one.code.removeprefix("elections.")) == (stage, code)), None)
    if found is None:
        said = _find(election, code)
        return _answering(request, election, said, "elections.review_doubt", lambda as_, text: acts.answer(
            election, code, as_, text, by=request.actor, at=clock.now()))
    shown = Spoken("", Matter.Sort.DOUBT, found.rule, stage, found.code, _doubt_words(found), "", False, clock.today(), "", "", None, "", "", "")
    return _answering(request, election, shown, "elections.review_doubt", lambda as_, text: acts.review(
        election, stage, found.code, as_, text, by=request.actor, at=clock.now()))


# --- what the pages share ---


def _back(election: Election) -> HttpResponse:
    return HttpResponseRedirect(reverse("elections.supervision", args=[election.key]))


def _envoy_form(election: Election) -> Envoy:
    """Accounts of the committee that may be sent, by name."""
    form = Envoy()
    users = User.objects.filter(home_key=election.top_key, is_active=True).order_by("name", "login")
    form.fields["login"].choices = [("", "—"), *((one.login, bracketed(one.name or one.login, one.login)) for one in users)]   # type: ignore[attr-defined]
    return form


def _is_open(course: Course, point: str) -> bool:
    after = opens_after(point, course.facts.traits)
    record = course.facts.records.get(after) if after else None
    return course.election.closed_at is None and (not after or (record is not None and record.done))


def _point(course: Course, one: Point) -> dict[str, Any]:
    signed = one.signed
    told = [] if signed is None else [(words.card(look.key), words.MARK[signed.items.get(look.key, "unseen")], signed.items.get(look.key, "unseen"))
                                      for look in card(course.facts.kind, course.facts.traits)[one.code]]
    return {"code": one.code, "label": words.point(one.code, course.election.traits), "signed": signed, "told": told, "open": _is_open(course, one.code)}


def _seen(request: Asked, course: Course, look: Look, mark: str, entered: Sequence[Told] = ()) -> Seen:
    """What the program has on record for an item, so that the envoy can compare it with the room. entered: sentences with the meeting's numbers."""
    record = course.facts.records.get(look.stage) if look.stage else None
    reasons = [one for verdict in record.judged.values() for one in verdict.reasons] if record is not None else []
    if look.stage == "counted" and is_secret(request, course):
        reasons = []
    unmet = [one for one in reasons if not one.met]
    about = [one for one in reasons if one.rule == look.rule] or unmet
    told = (*(one.text for one in entered), *(words.reason(one) for one in about))
    unlike = bool(unmet) or any(not one.fits for one in entered)
    return Seen(look, words.card(look.key), record.on if record is not None else None, _state(course, look, unlike, bool(entered)), told, mark)


def _state(course: Course, look: Look, unlike: bool, entered: bool) -> str:
    on_path = look.stage in {one.key for one in path(course.facts.kind, course.facts.traits)}
    record = course.facts.records.get(look.stage)
    if unlike:
        return "unmet"
    if not on_path:
        return "done" if entered else "none"
    if record is None or not record.done:
        return "missing"
    return "outside" if record.on is None else "done"


def _said(rows: tuple[Spoken, ...]) -> list[dict[str, Any]]:
    return [{"said": one, "stage": words.stage(one.stage) if one.stage else "", "answered": words.ANSWERED.get(one.answered_as, "")} for one in rows]


def _papers(course: Course, watched: Watched) -> list[dict[str, Any]]:
    """Each paper of the way: when it was done, whether its number was typed, what was remarked on it."""
    remarks = watched.of(Matter.Sort.REMARK)
    found = []
    for one in path(course.facts.kind, course.facts.traits):
        if one.paper:
            row = course.open.get(one.key)
            found.append({
                "key": one.key, "name": words.stage(one.key, course.election), "numbered": one.key in NUMBERED,
                "row": row if row is not None and row.on is not None else None,
                "remarks": _said(tuple(said for said in remarks if said.stage == one.key)),
            })
    return found


def _doubts(request: Asked, course: Course, watched: Watched) -> list[dict[str, Any]]:
    """Decisions to look at again: those that the program found and nobody reviewed, and those flagged or reviewed."""
    secret = is_secret(request, course)
    found: list[dict[str, Any]] = [
        {"stage": words.stage(one.stage) if one.stage in procedure().stages else words.move(one.stage), "words": _doubt_words(one), "rule": one.rule,
         "key": (one.stage, one.code.removeprefix("elections.")), "said": None, "answered": ""}
        for one in open_doubts(course, reviewed(matters_of(course.election))) if not (secret and one.stage == "counted")
    ]
    for said in watched.of(Matter.Sort.DOUBT):
        if not (secret and said.stage == "counted"):
            known = next((one for one in doubts(course.facts) if (one.stage, one.code) == (said.stage, said.code)), None)
            found.append({
                "stage": words.stage(said.stage) if said.stage in procedure().stages else "", "words": _doubt_words(known) if known else said.words,
                "rule": said.rule, "key": (said.stage or "-", said.key), "said": said, "answered": words.ANSWERED.get(said.answered_as, ""),
            })
    return found


def _doubt_words(one: Doubt) -> str:
    sentence = words.reason(one.reason) if one.reason is not None else checklist.gone_without(one.code, one.rule)
    return sentence + (_("写明的原因：%(words)s。") % {"words": one.cleared} if one.cleared else "")


def _find(election: Election, key: str) -> Spoken:
    found = next((one for one in supervision_of(election).matters if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _saying(request: Asked, election: Election, sort: Matter.Sort) -> HttpResponse:
    """GET ?rule=&stage=: the form. POST: rule, stage, words, on, name."""
    sent = request.POST if request.method == "POST" else None
    form, status = Say(sent, initial={"on": clock.today(), "rule": request.GET.get("rule", ""), "stage": request.GET.get("stage", "")}), 200
    _choose(form, election, sort)
    if sent is not None:
        status = 422
        if form.is_valid():
            typed = form.cleaned_data
            saying = Saying(typed["words"], typed.get("rule", ""), typed.get("stage", ""), typed.get("name", ""), typed["on"])
            try:
                row = acts.say(election, sort, saying, by=request.actor, at=clock.now())
            except Refusal as no:
                form.add_error(no.field if no.field in form.fields else None, str(no.said))
            else:
                messages.success(request, _("已记下并等待答复，凭据 %(receipt)s。") % {"receipt": f"{row.receipt_number}-{row.receipt_hash[:16]}"})
                member = not request.actor.may("elections.supervision", request.target.reach)
                return HttpResponseRedirect(reverse("elections.for_members" if member else "elections.supervision", args=[election.key]))
    label, hint = SAYING[sort]
    member = not request.actor.may("elections.supervision", request.target.reach)
    return render(request, "elections/say.html", {
        "election": election, "organisation": election.organisation, "form": form, "label": label, "hint": hint, "member": member,
    }, status=status)


def _choose(form: Say, election: Election, sort: Matter.Sort) -> None:
    """The rules and stages that may be named."""
    stages = path(election.kind, frozenset(election.traits))
    form.fields["stage"].choices = [("", "—"), *((one.key, words.stage(one.key, election)) for one in stages)]   # type: ignore[attr-defined]
    rules = dict.fromkeys([one.rule for one in stages] + [look.rule for looks in card(election.kind, election.traits).values() for look in looks])
    lang = language(get_language() or "")
    form.fields["rule"].choices = [("", "—"), *((key, rule(key).title[lang]) for key in rules)]   # type: ignore[attr-defined]
    form.fields["rule"].required = sort is Matter.Sort.OBJECTION
    form.fields["rule"].error_messages["required"] = _("请选择所依据的规定。")
    if sort is Matter.Sort.RAISED:
        del form.fields["rule"]


def _answering(request: Asked, election: Election, said: Spoken, capability: str, act: Any) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form, status = Answer(sent), 200
    form.fields["as_"].choices = [(one.value, words.ANSWERED[one]) for one in ANSWERS[capability]]   # type: ignore[attr-defined]
    if sent is not None:
        status = 422
        if form.is_valid():
            try:
                act(form.cleaned_data["as_"], form.cleaned_data["answer"])
            except Refusal as no:
                form.add_error(no.field if no.field in form.fields else None, str(no.said))
            else:
                messages.success(request, _("已答复。"))
                return _back(election)
    return render(request, "elections/answer.html", {
        "election": election, "organisation": election.organisation, "form": form, "said": said,
        "stage": words.stage(said.stage) if said.stage in procedure().stages else "", "review": capability == "elections.review_doubt",
    }, status=status)
