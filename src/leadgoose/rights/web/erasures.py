"""删除: who is due to be forgotten, what would go and what stays, proposed by the office and carried out by the security officer."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.ground.bylaws.queries import setting
from leadgoose.ground.look.fields import text_field
from leadgoose.rights import papers, words
from leadgoose.rights.actions import forgetting as acts
from leadgoose.rights.actions.refusals import Refused
from leadgoose.rights.models import Erasure
from leadgoose.rights.queries import erasures as queries
from leadgoose.rights.queries import objections
from leadgoose.rights.queries.erasures import Line
from leadgoose.rights.rules.erasing import bars
from leadgoose.roster.models import Organisation, Person
from leadgoose.roster.queries import committee_name


class Propose(forms.Form):
    ground = forms.ChoiceField(label=gettext_lazy("删除的原因"), choices=list(words.GROUND.items()))
    paper = text_field(gettext_lazy("审批单编号"), acts.MOST_PAPER, required=True, hint=gettext_lazy(
        "审批单上写姓名，交安全管理员核对；编号里不写姓名和号码。"))
    scans = forms.BooleanField(label=gettext_lazy("本人与别人一起出现的扫描件也一并销毁"), required=False, help_text=gettext_lazy(
        "扫描件认不出哪一处是本人，只能整份销毁；纸质原件不受影响，按档案规定保存。"))


class Name(forms.Form):
    name = text_field(gettext_lazy("照审批单填写要删除的人的姓名"), 60, required=True)


class Reason(forms.Form):
    reason = text_field(gettext_lazy("原因"), acts.MOST, required=True)


@gate("rights.erasures", at="organisation")
@cache_control(private=True, no_store=True)
def erasures(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: whose time is over, and what was proposed."""
    if organisation.key != organisation.top_key:
        raise Http404
    rows = queries.of_committee(organisation.key)
    proposed = {row.person_id for row in rows if row.state == Erasure.State.PROPOSED}
    names = objections.names_of({row.person_id for row in rows})
    return render(request, "rights/erasures.html", {
        "organisation": organisation, "due": [(one, one.person.pk in proposed) for one in queries.due(organisation.key, clock.today())],
        "rows": [(row, names.get(row.person_id, ""), words.ERASURE[row.state], words.GROUND[row.ground]) for row in rows],
        "years": setting(organisation.key, "keep_years"),
    })


@gate("rights.propose_erasure", at="person", methods=("GET", "POST"))
@cache_control(private=True, no_store=True)
def propose_erasure(request: Asked, person: Person) -> HttpResponse:
    """GET ?ground=: what would go and what stays, and the form. POST ground, paper, scans."""
    sent, status = (request.POST, 422) if request.method == "POST" else (None, 200)
    form = Propose(sent, initial={"ground": request.GET.get("ground", "expired")})
    if sent is not None and form.is_valid():
        typed = form.cleaned_data
        try:
            row = acts.propose_erasure(person, typed["ground"], typed["paper"], typed["scans"], by=request.actor, at=clock.now())
        except Refused as no:
            _errors(form, no)
        else:
            messages.success(request, _("已提出，等安全管理员照审批单办理。"))
            return HttpResponseRedirect(reverse("rights.erasure", args=[row.key]))
    on, years = clock.today(), int(setting(person.top_key, "keep_years"))
    files = bool(sent.get("scans")) if sent is not None else True
    seen = queries.preview(person, files, at=clock.now())
    facts = queries.facts_of(person, on)
    return render(request, "rights/propose.html", {
        "person": person, "name": objections.names_of({person.pk}).get(person.pk, ""), "form": form, "gone": _lines(seen.gone), "stays": _lines(seen.stays),
        "alone": seen.alone, "bars": words.sentences(words.BAR[one] for one in bars(facts, expired=False, years=years, on=on)),
        "early": [words.BAR[one] for one in bars(facts, expired=True, years=years, on=on) if one in ("too_early", "unknown")],
    }, status=status)


@gate("rights.pending_erasures", at=PLATFORM)
def pending(request: Asked) -> HttpResponse:
    """GET: what waits for the security officer. Keys and numbers only: the officer sees no register."""
    rows = [(row, committee_name(row.top_key), words.ERASURE[row.state], words.GROUND[row.ground]) for row in queries.waiting()]
    return render(request, "rights/pending.html", {"rows": rows})


@gate("rights.erasure", at="erasure")
@cache_control(private=True, no_store=True)
def erasure(request: Asked, erasure: Erasure) -> HttpResponse:
    return _page(request, erasure)


def _page(request: Asked, row: Erasure, *, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    actor, open_ = request.actor, row.state == Erasure.State.PROPOSED
    may = {name: open_ and bool(actor.may(f"rights.{name}", request.target.reach)) for name in ("carry_out_erasure", "refuse_erasure", "withdraw_erasure")}
    sees_name = bool(actor.may("rights.erasures", {row.top_key}))
    counts = queries.preview(row.person, row.files, at=clock.now()).gone if open_ else queries.lines_gone(row.gone)
    return render(request, "rights/erasure.html", {
        "row": row, "committee": committee_name(row.top_key), "name": objections.names_of({row.person_id}).get(row.person_id, "") if sees_name else "",
        "may": may, "name_form": form if isinstance(form, Name) else Name(), "reason_form": form if isinstance(form, Reason) else Reason(),
        "gone": _lines(counts), "stays": _lines(queries.lines_staying()), "state": words.ERASURE[row.state], "ground": words.GROUND[row.ground],
        "sees_name": sees_name,
    }, status=status)


@gate("rights.carry_out_erasure", at="erasure", methods=("POST",))
def carry_out(request: Asked, erasure: Erasure) -> HttpResponse:
    """POST name."""
    return _decide(request, erasure, Name(request.POST), "name", acts.carry_out_erasure, _("已删除，密钥已销毁。"))


@gate("rights.refuse_erasure", at="erasure", methods=("POST",))
def refuse(request: Asked, erasure: Erasure) -> HttpResponse:
    """POST reason."""
    return _decide(request, erasure, Reason(request.POST), "reason", acts.refuse_erasure, _("不予办理，已记下原因。"))


@gate("rights.withdraw_erasure", at="erasure", methods=("POST",))
def withdraw(request: Asked, erasure: Erasure) -> HttpResponse:
    """POST reason."""
    return _decide(request, erasure, Reason(request.POST), "reason", acts.withdraw_erasure, _("已撤回。"))


def _decide(request: Asked, row: Erasure, form: forms.Form, field: str, act: object, said: str) -> HttpResponse:
    if form.is_valid():
        try:
            act(row, form.cleaned_data[field], by=request.actor, at=clock.now())   # type: ignore[operator]
        except Refused as no:
            _errors(form, no)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("rights.erasure", args=[row.key]))
    return _page(request, row, form=form, status=422)


def _lines(found: tuple[Line, ...]) -> list[tuple[str, str, int]]:
    """(purpose, what becomes of it, how many); kinds that read alike are one line."""
    lines: dict[tuple[str, str], int] = {}
    for one in found:
        told = (str(words.PURPOSE[one.kind.purpose]), papers.erased(one.kind))
        lines[told] = lines.get(told, 0) + one.count
    return [(*told, n) for told, n in lines.items()]


def _errors(form: forms.Form, no: Refused) -> None:
    for field, told in no.wrong.items():
        form.add_error(field if field in form.fields else None, str(told))
