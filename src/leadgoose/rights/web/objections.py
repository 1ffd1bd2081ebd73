"""异议: one comes in, is answered, is remarked upon; the committee's list of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.journal.words import act_in_words
from leadgoose.ground.look.fields import day_field, text_field
from leadgoose.rights import papers, words
from leadgoose.rights.actions import objections as acts
from leadgoose.rights.actions.objections import Answering, Objecting
from leadgoose.rights.actions.refusals import Refused
from leadgoose.rights.models import Objection
from leadgoose.rights.queries import held as held_queries
from leadgoose.rights.queries import objections as queries
from leadgoose.rights.queries.objections import OTHER
from leadgoose.rights.rules.answering import Fault, Outcome
from leadgoose.rights.web import held as held_page
from leadgoose.roster.models import Organisation, Person

AREA = forms.Textarea({"rows": 4})
NO_OUTCOME: dict[str, Any] = {"required": words.FAULT[Fault.NO_OUTCOME]}


class Raise(forms.Form):
    """What is contested. paper and received_on: only where the office types in a paper."""

    choice = forms.ChoiceField(label=gettext_lazy("对哪一项有异议"), error_messages={"required": gettext_lazy("请选择对哪一项有异议。")})
    said = forms.CharField(
        label=gettext_lazy("错在哪里"), max_length=acts.MOST, widget=AREA, error_messages={"required": gettext_lazy("请写明错在哪里。")},
    )
    wanted = text_field(gettext_lazy("应当是"), 200)
    received_on = day_field(gettext_lazy("收到日期"))
    paper = text_field(gettext_lazy("书面材料的编号或者存放处"), acts.MOST_PAPER, hint=gettext_lazy("与网上提出的效力相同；原件由组织员保管。"))


class Answer(forms.Form):
    outcome = forms.ChoiceField(label=gettext_lazy("处理结果"), error_messages=NO_OUTCOME, choices=[
        ("", "—"), *((one.value, words.STATE[one.value]) for one in Outcome)])
    act = forms.ChoiceField(label=gettext_lazy("更正它的办理"), required=False, help_text=gettext_lazy("先按更正登记资料等办理改正，再回到这里选这一次办理。"))
    receipt = text_field(gettext_lazy("或者填写凭据"), 40, hint=gettext_lazy("上面没有列出的，填写办理后的凭据。"))
    words = forms.CharField(
        label=gettext_lazy("答复"), max_length=acts.MOST, widget=AREA, help_text=gettext_lazy("写明查了什么、为什么这样处理。"),
        error_messages={"required": gettext_lazy("请写明答复。")},
    )
    second = text_field(gettext_lazy("一起核对的人（登录名）"), 40)
    why_alone = text_field(gettext_lazy("由登记人单独答复的原因"), 200)


class Remark(forms.Form):
    remark = forms.CharField(label=gettext_lazy("本人对答复的意见"), max_length=acts.MOST, widget=AREA, error_messages={
        "required": gettext_lazy("请写明意见。")})


@gate("rights.objections", at="organisation")
@cache_control(private=True, no_store=True)
def objections(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?state=open|answered: the committee's list."""
    if organisation.key != organisation.top_key:
        raise Http404
    state = request.GET.get("state", "")
    everything = queries.of_committee(organisation.key)
    open_ = [one for one in everything if one.row.is_open]
    shown = open_ if state == "open" else [one for one in everything if not one.row.is_open] if state == "answered" else everything
    today = clock.today()
    return render(request, "rights/objections.html", {
        "organisation": organisation, "rows": [(one, words.label(one.row.field), words.STATE[one.row.outcome], one.late(today)) for one in shown],
        "state": state, "open": len(open_), "late": sum(one.late(today) > 0 for one in open_), "all": len(everything), "answered": len(everything) - len(open_),
    })


@gate("rights.raise_objection", at="person", methods=("GET", "POST"))
@cache_control(private=True, no_store=True)
def raise_objection(request: Asked, person: Person) -> HttpResponse:
    """GET ?choice=column|row: the form. POST: choice, said, wanted; on paper received_on, paper."""
    asked = held_page.whose(request, person)
    sent = request.POST if request.method == "POST" else None
    form, status = Raise(sent, initial={"choice": request.GET.get("choice", ""), "received_on": clock.today()}), 200
    form.fields["choice"].choices = _choices(asked)   # type: ignore[attr-defined]
    if asked.own:
        del form.fields["received_on"], form.fields["paper"]
    if sent is not None:
        status = 422
        if form.is_valid():
            typed = form.cleaned_data
            what = Objecting(typed["choice"], typed["said"], typed["wanted"], typed.get("paper", ""), typed.get("received_on"))
            try:
                row = acts.raise_objection(person, what, by=request.actor, at=clock.now())
            except Refused as no:
                _errors(form, no)
            else:
                messages.success(request, _("已收到，凭据 %(receipt)s，%(day)s 以前答复。") % {"receipt": row.receipt, "day": row.due_on.isoformat()})
                return HttpResponseRedirect(reverse("rights.objection", args=[row.key]))
    return render(request, "rights/raise.html", {"person": person, "name": held_page.name_of(person), "own": asked.own, "form": form}, status=status)


def _choices(asked: Any) -> list[tuple[str, Any]]:
    """Everything that can be contested, subject by subject."""
    found: list[tuple[str, Any]] = [("", "—")]
    for part in held_queries.parts(asked):
        things = [(one.choice, (_("%(name)s：%(said)s") % {"name": one.label, "said": one.value})[:80])
                  for one in part.things if not one.field.startswith(("journal.", "rights."))]
        if things:
            found.append((part.label, things))
    return [*found, (OTHER, words.label(OTHER))]


@gate("rights.objection", at="objection")
@cache_control(private=True, no_store=True)
def objection(request: Asked, objection: Objection) -> HttpResponse:
    """GET: what was said, what was answered, what is still to do."""
    return _page(request, objection)


def _page(request: Asked, row: Objection, *, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    said, actor, reach = queries.opened([row])[0], request.actor, request.target.reach
    own = actor.person_key == row.person.key
    may_answer = row.is_open and not own and bool(actor.may("rights.answer_objection", reach))
    may_remark = not row.is_open and row.outcome != "withdrawn" and not row.remark_sealed and bool(actor.may("rights.remark_answer", reach))
    return render(request, "rights/objection.html", {
        "said": said, "row": row, "person": row.person, "field": words.label(row.field), "state": words.STATE[row.outcome], "way": words.WAY[row.way],
        "late": said.late(clock.today()), "own": own, "may_answer": may_answer, "may_remark": may_remark,
        "answer_form": (form if isinstance(form, Answer) else _answer_form(row, actor.login == row.entered_by)) if may_answer else None,
        "remark_form": (form if isinstance(form, Remark) else Remark()) if may_remark else None,
        "alone": may_answer and actor.login == row.entered_by, "may_withdraw": row.is_open and bool(actor.may("rights.withdraw_objection", reach)),
        "turn_to": papers.turn_to() if row.outcome in ("refused", "partly") else "", "may_list": bool(actor.may("rights.objections", {row.top_key})),
    }, status=status)


def _answer_form(row: Objection, alone: bool, sent: Any = None) -> Answer:
    """alone: the account made the entry, so that a second person or a reason is asked for."""
    form = Answer(sent)
    if not alone:
        del form.fields["why_alone"]
    done = [(one.receipt, _("%(act)s，%(day)s，凭据 %(receipt)s") % {"act": act_in_words(one.act), "day": one.on.isoformat(), "receipt": one.receipt})
            for one in queries.acts_since(row)]
    form.fields["act"].choices = [("", _("没有更正") if not done else "—"), *done]   # type: ignore[attr-defined]
    return form


@gate("rights.answer_objection", at="objection", methods=("POST",))
def answer(request: Asked, objection: Objection) -> HttpResponse:
    """POST outcome, act or receipt, words, second, why_alone."""
    form = _answer_form(objection, request.actor.login == objection.entered_by, request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        told = Answering(typed["outcome"], typed["words"], typed["act"] or typed["receipt"], typed["second"], typed.get("why_alone", ""))
        try:
            receipt = acts.answer_objection(objection, told, by=request.actor, at=clock.now())
        except Refused as no:
            _errors(form, no)
        else:
            messages.success(request, _("已答复，凭据 %(receipt)s。请打印答复交给本人。") % {"receipt": receipt})
            return _back(objection)
    return _page(request, objection, form=form, status=422)


@gate("rights.withdraw_objection", at="objection", methods=("POST",))
def withdraw(request: Asked, objection: Objection) -> HttpResponse:
    try:
        acts.withdraw_objection(objection, by=request.actor, at=clock.now())
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("异议已撤回。"))
    return _back(objection)


@gate("rights.remark_answer", at="objection", methods=("POST",))
def remark(request: Asked, objection: Objection) -> HttpResponse:
    """POST remark."""
    form = Remark(request.POST)
    if form.is_valid():
        try:
            acts.remark_answer(objection, form.cleaned_data["remark"], by=request.actor, at=clock.now())
        except Refused as no:
            _errors(form, no)
        else:
            messages.success(request, _("意见已经与答复一起保存。"))
            return _back(objection)
    return _page(request, objection, form=form, status=422)


@gate("rights.answer_paper", at="objection")
@cache_control(private=True, no_store=True)
def answer_paper(request: Asked, objection: Objection) -> HttpResponse:
    """GET: the answer as PDF; before there is one, the way back with a sentence."""
    if objection.is_open or objection.outcome == "withdrawn":
        messages.info(request, _("这件异议还没有答复，没有可以打印的答复。"))
        return _back(objection)
    said = queries.opened([objection])[0]
    about = held_page.about_of(request, objection.person, receipt=objection.answer_receipt)
    with translation.override(about.script.lower()):
        made = papers.answer_paper(about, said)
        name = _("异议答复-%(name)s-%(day)s.pdf") % {"name": said.name, "day": (objection.answered_on or date.min).isoformat()}
    return held_page.printed(made, name)


def _errors(form: forms.Form, no: Refused) -> None:
    for field, told in no.wrong.items():
        form.add_error(field if field in form.fields else None, str(told))


def _back(row: Objection) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("rights.objection", args=[row.key]))
