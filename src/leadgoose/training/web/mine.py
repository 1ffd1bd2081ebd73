"""What an account has to do with training: oneself, and whom to rate."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.roles import PLATFORM, Role
from leadgoose.roster.models import Organisation, Person
from leadgoose.training import words
from leadgoose.training.queries.raters import rated_by, taps_of
from leadgoose.training.queries.team import Member, team
from leadgoose.training.rules.burden import MOST_MINUTES, left, minutes
from leadgoose.training.standards import rulebook


@gate("training.mine")
def mine(request: Asked) -> HttpResponse:
    """GET."""
    return page(request)


def page(request: Asked, *, status: int = 200, **more: Any) -> HttpResponse:
    actor, today = request.actor, clock.today()
    person = Person.objects.select_related("present__organisation").filter(key=actor.person_key).first() if actor.person_key else None
    rows, taps = to_rate(request), taps_of(actor.login, today.year)
    return render(request, "training/mine.html", {
        "person": person, "today": today, "rows": rows, "open": sum(not row["done"] for row in rows), "minutes": round(minutes(taps)), "most": MOST_MINUTES,
        "left": left(taps), **more,
    }, status=status)


def to_rate(request: Asked) -> list[dict[str, Any]]:
    """Whom this account may rate this year: those below as their superior, those beside as their colleague. Five queries at most."""
    actor, today = request.actor, clock.today()
    above = actor.keys(Role.SECRETARY)
    beside = actor.keys(Role.COMMITTEE_MEMBER, Role.MEMBER)
    keys = [key for key in (*above, *beside) if key != PLATFORM]
    if not keys:
        return []
    places = list(Organisation.objects.filter(key__in=keys).values_list("key", "path", "top_key"))
    people: dict[int, tuple[Member, str]] = {}
    for key, path, top_key in places:
        for one in team(top_key, today, rulebook(today), path):
            if one.key != actor.person_key:
                people.setdefault(one.pk, (one, "superior" if key in above else "colleague"))
    members = [one for one, _ in people.values()]
    superior, colleague = rated_by(actor.login, members, today.year, today)
    return [{"name": one.name, "branch": one.branch, "role": words.ROLE[one.role], "kind": words.KIND[kind],
             "address": reverse(f"training.rate_{kind}", args=[one.key]), "done": one.pk in (superior if kind == "superior" else colleague)}
            for one, kind in people.values()]
