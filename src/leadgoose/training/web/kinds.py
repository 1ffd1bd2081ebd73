"""A kind of certificates: how long it holds, what it proves, what lapse means, its versions; the form for the next version, or for another kind."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.roster.models import Organisation
from leadgoose.training import words
from leadgoose.training.actions.kinds import NEW, set_certificate_kind
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.carrying import Certificate
from leadgoose.training.queries.certificates import Kinds, Version, kinds_of
from leadgoose.training.queries.competencies import model_of
from leadgoose.training.rules.certificates import LIMITS, USES, Kind, Mode, as_table
from leadgoose.training.rules.competency import DIMENSIONS, LEVELS, Role
from leadgoose.training.web import asked
from leadgoose.training.web.certificates import validity

BLANK = Kind("", "", "", Mode.PERIOD, 3, "", {}, (), months=36, years=3)


@gate("training.certificate_kind", at="organisation")
def show(request: Asked, organisation: Organisation, certificate_kind: str) -> HttpResponse:
    """GET: a kind with its versions; "new": the form for another one."""
    return _page(request, asked.top_only(organisation), certificate_kind, None, {})


@gate("training.set_certificate_kind", at="organisation", methods=("POST",))
def set_kind(request: Asked, organisation: Organisation, certificate_kind: str) -> HttpResponse:
    """POST: name, english, mode, its numbers as MODE_NAME, lapse, lapse_english, raises-K1 …, required, ended, valid_from, basis."""
    top = asked.top_only(organisation)
    typed = request.POST
    try:
        made = set_certificate_kind(top, certificate_kind, _table(typed), asked.day(typed.get("valid_from", ""), "valid_from"), typed.get("basis", ""),
                                    by=request.actor, at=clock.now())
    except Refused as no:
        return _page(request, top, certificate_kind, typed, {no.field or "basis": str(no)}, status=422)
    messages.success(request, _("已起用。以前发的证书仍按发证时的规定。"))
    return HttpResponseRedirect(reverse("training.certificate_kind", args=[top.key, made.code]))


def _table(typed: QueryDict) -> dict[str, Any]:
    """What was typed as rules.certificates.parse reads it. Raises Refused at a number that is none."""
    mode = typed.get("mode", "")
    uses = USES[Mode(mode)] if mode in list(Mode) else ()
    found: dict[str, Any] = {name: " ".join(typed.get(name, "").split()) for name in ("name", "english", "lapse", "lapse_english")}
    found |= {name: asked.whole(typed.get(_field(mode, name), ""), name, 10_000) for name in uses}
    levels = {key: asked.whole(typed.get(f"raises-{key}", ""), key, max(LEVELS)) for key in DIMENSIONS}
    return {**found, "mode": mode, "raises": {key: level for key, level in levels.items() if level},
            "required": [role.value for role in Role if role.value in typed.getlist("required")], "ended": bool(typed.get("ended"))}


def _field(mode: str, name: str) -> str:
    return name if name == "renew" else f"{mode}_{name}"


def _page(request: Asked, top: Organisation, code: str, typed: QueryDict | None, wrong: dict[str, str], status: int = 200) -> HttpResponse:
    kinds, today = kinds_of(top.key), clock.today()
    versions = kinds.versions(code)
    may_set = bool(request.actor.may("training.set_certificate_kind", request.target.reach))
    if not versions and (code != NEW or not may_set):
        raise Http404
    found = kinds.on(today).get(code) or (versions[-1].kind if versions else BLANK)
    model = model_of(top.key, today)
    said = {name: str(value) for name, value in as_table(found).items() if name in ("name", "english", "lapse", "lapse_english", "renew", "mode")}
    said |= {_field(mode.value, name): str(getattr(found if mode is found.mode else BLANK, name)) for mode in Mode for name in USES[mode] if name != "renew"}
    said |= {"valid_from": today.isoformat(), "basis": ""} if typed is None else {name: str(typed[name]) for name in typed}
    required = found.required if typed is None else typed.getlist("required")
    raises = {key: str(found.raises.get(key, 0)) if typed is None else typed.get(f"raises-{key}", "0") for key in DIMENSIONS}
    names = words.dimension_names(model)
    return render(request, "training/certificate_kind.html", {
        "organisation": top, "code": code, "kind": found, "name": words.text(found.name, found.english), "holds": validity(found),
        "lapse": words.text(found.lapse, found.lapse_english), "proves": [(names[key], level) for key, level in found.raises.items()],
        "who": [words.ROLE[role] for role in found.required], "versions": _versions(kinds, code, top.key), "may_set": may_set, "typed": said, "wrong": wrong,
        "modes": [mode.value for mode in Mode], "limits": LIMITS, "today": today, "ended": found.ended if typed is None else bool(typed.get("ended")),
        "levels": [(key, names[key], [(str(level), level) for level in LEVELS], raises[key], wrong.get(key, "")) for key in DIMENSIONS],
        "roles": [(role.value, words.ROLE[role], role.value in required) for role in Role],
    }, status=status)


def _versions(kinds: Kinds, code: str, top_key: str) -> list[dict[str, Any]]:
    """The versions, the newest first, each with how many certificates stand under it. One query."""
    rows = list(Certificate.objects.known().filter(person__top_key=top_key, kind=code).values_list("version", flat=True))
    now = kinds.on(clock.today()).get(code)

    def line(one: Version) -> dict[str, Any]:
        return {"version": one.kind.version, "since": one.since, "basis": one.basis, "holds": validity(one.kind), "ended": one.kind.ended,
                "held": rows.count(one.kind.version), "now": one.kind is now}

    return [line(one) for one in reversed(kinds.versions(code))]
