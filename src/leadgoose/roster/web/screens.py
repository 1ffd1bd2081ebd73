"""How a page of an act works: the form, the same form with the effect before it is done, the doing, the refusal with all that was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked
from leadgoose.ground.listed import listed
from leadgoose.roster import words
from leadgoose.roster.actions.organisations import NOTICES, Consent
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.models import Done
from leadgoose.roster.queries.acts import Effect
from leadgoose.roster.rules.due import Obligation
from leadgoose.roster.rules.organisations import Notice
from leadgoose.roster.web.asked import typed_in

COMMON = ("on", "basis", "remark")
"""Fields of every act about organisations and posts."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One act's page. fields: what its form posts beside COMMON; places_of: code of a refusal → the field it stands at."""

    request: Asked
    template: str
    label: str | Promise
    fields: tuple[str, ...] = ()
    at: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)


Shown = tuple[Effect, tuple[Notice, ...]]


def run(
    screen: Screen, judge: Callable[[dict[str, str]], Shown], do: Callable[[dict[str, str], Consent], Sequence[Done]],
    then: Callable[[Sequence[Done]], str],
) -> HttpResponse:
    """GET: the form. POST: the fields and step ("preview" or "do"); despite, remark: what was cleared. then: the address to go on to."""
    request = screen.request
    typed = typed_in(request, (*COMMON, *screen.fields))
    if request.method != "POST":
        return show(screen, typed | {"on": clock.today().isoformat(), **screen.defaults}, {}, None)
    seen: Shown | None = None
    try:
        seen = judge(typed)
        if request.POST.get("step") != "do":
            return show(screen, typed, {}, seen)
        done = do(typed, Consent(bool(request.POST.get("despite")), typed["remark"]))
    except Refused as no:
        return show(screen, typed, {field_of(no, screen): str(no)}, seen, no, status=422)
    messages.success(request, _("%(act)s已办理，凭据 %(told)s。") % {"act": screen.label, "told": listed(one.receipt for one in done)})
    return HttpResponseRedirect(then(done))


def field_of(no: Refused, screen: Screen) -> str:
    """The field at which a refusal is shown; "all" above the form where it is about none."""
    if no.code == "past-votes":
        return "despite"
    known = {*COMMON, *screen.fields, "who"}
    found = screen.at.get(no.code, no.code)
    return found if found in known else "all"


def show(
    screen: Screen, typed: Mapping[str, str], wrong: Mapping[str, str], seen: Shown | None, no: Refused | None = None, status: int = 200
) -> HttpResponse:
    effect, notices = seen if seen is not None else (None, ())
    return render(screen.request, screen.template, {
        "label": screen.label, "typed": typed, "wrong": wrong, "today": clock.today(), "touches": no.touches if no is not None else (),
        "effect": told(effect, effect.names) if effect is not None else None, "notices": told_notices(notices), **screen.context,
    }, status=status)


def told_notices(notices: Sequence[Notice]) -> list[tuple[str, str]]:
    """(sentence, rule) of what is as a rule otherwise."""
    return [(str(NOTICES[one.code] % dict(one.numbers)), one.rule) for one in notices]


def told(seen: Effect, names: Mapping[str, str]) -> dict[str, Any]:
    """An effect in words; names: of people by key."""
    return {
        "changes": [
            {"name": seen.names.get(one.branch, ""), "before": one.before, "after": one.after, "arise": [_duty(duty) for duty in one.arise],
             "end": [_duty(duty) for duty in one.end], "ended": one.branch in seen.ended}
            for one in seen.changes
        ],
        "posts": [
            (names.get(person) or seen.names.get(person, ""), seen.names.get(place, ""), words.word(words.POST, kind)) for person, place, kind in seen.posts
        ],
        "terms": [(seen.names.get(place, ""), elected_on) for place, elected_on in seen.terms],
        "touched": [(seen.names.get(one.branch, ""), one.on, one.what) for one in seen.touched],
        "readers": seen.readers,
    }


def _duty(one: Obligation) -> str:
    return words.word(words.DUTY, one.code)
