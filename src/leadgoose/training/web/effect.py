"""The check after three months: did the behaviour change, by an example; and what the superior sees now."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.listed import clauses
from leadgoose.roster.models import Person
from leadgoose.training import words
from leadgoose.training.actions.effects import check_effect as check
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.carrying import EffectCheck
from leadgoose.training.queries.competencies import levels_of, model_of


@gate("training.check_effect", at="person", methods=("GET", "POST"))
def check_effect(request: Asked, person: Person, listed: str) -> HttpResponse:
    """GET: the question. POST: answer, example, K2 … (the level as it looks now, "" for not seen)."""
    found = EffectCheck.objects.select_related("session").filter(person=person, session__key=listed).first()
    if found is None:
        raise Http404
    typed, wrong = request.POST.dict(), {}
    if request.method == "POST":
        seen = {key: int(typed[key]) for key in found.session.gains if typed.get(key, "") in {"1", "2", "3", "4", "5"}}
        try:
            check(person, listed, typed.get("answer", ""), typed.get("example", ""), seen, by=request.actor, at=clock.now())
        except Refused as no:
            wrong = {no.field or "answer": str(no)}
        else:
            messages.success(request, _("已记下效果检查。"))
            return HttpResponseRedirect(reverse("training.person", args=[person.key]))
    today = clock.today()
    model, levels = model_of(person.top_key, today), levels_of([person.pk], today).get(person.pk, {})
    keys = [one for one in model.dimensions if one.id in found.session.gains]
    answers = [(EffectCheck.Answer.YES, _("有改变")), (EffectCheck.Answer.PARTLY, _("有些改变")), (EffectCheck.Answer.NO, _("没有改变")),
               (EffectCheck.Answer.UNSEEN, _("没有机会看到"))]
    return render(request, "training/check_effect.html", {
        "person": person, "name": person.present.name if hasattr(person, "present") else _("姓名资料未知"), "check": found, "session": found.session,
        "answers": answers, "typed": typed, "wrong": wrong, "anchors": [(one.level, words.said(one)) for one in model.anchors],
        "lines": [{"id": one.id, "name": words.said(one), "shows": clauses(words.said(each) for each in one.behaviours), "chosen": typed.get(one.id, ""),
                   "level": levels[one.id].level if one.id in levels else None} for one in keys],
    }, status=422 if wrong else 200)
