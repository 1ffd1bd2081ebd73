"""Certificates: who holds which until when, entered from a table, withdrawn with a reason; what each kind's lapse means."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.listed import listed, plural
from leadgoose.roster.models import Organisation, Person, Present
from leadgoose.training import words
from leadgoose.training.actions import certificates as actions
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.queries.certificates import Held, certificates_of, kinds_of
from leadgoose.training.queries.team import team
from leadgoose.training.rules.certificates import Kind, Mode, State
from leadgoose.training.standards import rulebook
from leadgoose.training.web import asked
from leadgoose.training.web.asked import PAGE
from leadgoose.training.web.upload import Upload, upload

STATE: dict[str, tuple[str, Promise]] = {
    State.VALID: ("ok", gettext_lazy("有效")), State.ENDING: ("soon", gettext_lazy("应复审")), State.LAPSED: ("act", gettext_lazy("已失效")),
    State.WITHDRAWN: ("plain", pgettext_lazy("certificate", "已撤销")),
}


def row(one: Held) -> dict[str, Any]:
    tone, said = STATE[one.state]
    return {"held": one, "name": words.text(one.kind.name, one.kind.english), "tone": tone, "state": said,
            "lapse": words.text(one.kind.lapse, one.kind.lapse_english) if one.state in (State.LAPSED, State.ENDING) else ""}


def validity(kind: Kind) -> str:
    """How long a kind holds, in words."""
    if kind.mode is Mode.PERIOD:
        return plural("自发证起 %(n)s 个月", kind.months) % {"n": kind.months}
    if kind.mode is Mode.FIXED:
        return _("到第 %(years)s 年的 %(month)s 月 %(day)s 日") % {"years": kind.years, "month": kind.month, "day": kind.day}
    if kind.mode is Mode.DISUSE:
        return plural("离岗满 %(n)s 个月失效", kind.months) % {"n": kind.months}
    return _("长期有效")


@gate("training.certificates", at="organisation")
def certificates(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?state=&q=."""
    top = asked.top_only(organisation)
    today = clock.today()
    kinds = kinds_of(top.key)
    held = certificates_of(None, top.key, today, kinds)
    people = {pk: (key, name, branch, sort) for pk, key, name, branch, sort in Present.objects.filter(person_id__in=[one.person for one in held]).values_list(
        "person_id", "person__key", "name", "organisation__name", "sort")}
    state, q = request.GET.get("state", ""), request.GET.get("q", "").strip()[:50]
    held = [one for one in held if one.person in people]
    counts = Counter(one.state for one in held)
    shown = sorted((one for one in held if (not state or one.state == state) and (not q or q in people[one.person][1] or q in people[one.person][2])),
                   key=lambda one: people[one.person][3])
    having = {(one.person, one.kind.code) for one in held if one.state in (State.VALID, State.ENDING)}
    now = kinds.on(today)
    required = [(code, kind.required) for code, kind in kinds.issued(today).items()]
    missing = sum(one.role in roles and (one.pk, code) not in having for one in team(top.key, today, rulebook(today)) for code, roles in required)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    return render(request, "training/certificates.html", {
        "organisation": top, "page": page, "rows": [{**row(one), "person": people[one.person]} for one in page], "state": state, "q": q,
        "sums": [(code, said, counts[State(code)], tone) for code, (tone, said) in STATE.items()], "missing": missing,
        "kinds": [(code, words.text(kind.name, kind.english), validity(kind), words.text(kind.lapse, kind.lapse_english), bool(kind.required), kind.ended)
                  for code, kind in now.items()],
        "may_issue": bool(request.actor.may("training.issue_certificates", request.target.reach)),
        "may_set": bool(request.actor.may("training.set_certificate_kind", request.target.reach)),
    })


@gate("training.issue_certificates", at="organisation", methods=("GET", "POST"))
def issue_certificates(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET; format=xlsx: an empty table. POST: grid or file; act=take."""
    top = asked.top_only(organisation)
    today = clock.today()
    kinds = kinds_of(top.key)
    names = listed(words.text(kind.name, kind.english) for kind in kinds.issued(today).values())
    address = reverse("training.certificates", args=[top.key])

    def take(text: str) -> str:
        return _("已登记 %(n)s 本证书。") % {"n": actions.issue_certificates(top, text, by=request.actor, at=clock.now())}

    return upload(request, Upload(
        actions.columns(kinds, today), lambda text: actions.understand(top.key, text, today)[0], take, address, _("登记证书"), ("证书", "证书登记表.xlsx"),
        {"title": _("登记证书"), "back": (address, _("持证上岗")),
         "hint": _("证书填：%(kinds)s。有效期按种类推算；同类的新证登记以后，旧证自新证发证之日止。") % {"kinds": names}}))


@gate("training.withdraw_certificate", at="person", methods=("POST",))
def withdraw_certificate(request: Asked, person: Person, certificate: str) -> HttpResponse:
    """POST: on, reason."""
    try:
        on = asked.day(request.POST.get("on", ""), "on")
        actions.withdraw_certificate(person, certificate, on, request.POST.get("reason", ""), by=request.actor, at=clock.now())
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("已撤销，所证明的级别已重新推算。"))
    return HttpResponseRedirect(reverse("training.person", args=[person.key]) + "#certificates")
