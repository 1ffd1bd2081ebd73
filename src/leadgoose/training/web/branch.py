"""A branch's training: its people with their places, hours and what is due, for its secretary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.statutes.dates import induction_due
from leadgoose.roster.models import Organisation
from leadgoose.training import words
from leadgoose.training.models.carrying import EffectCheck, Nomination
from leadgoose.training.models.plan import Session
from leadgoose.training.queries.hours import done_in
from leadgoose.training.queries.lists import seats_taken
from leadgoose.training.queries.plans import not_held, sessions_of
from leadgoose.training.queries.team import Member, team
from leadgoose.training.rules.competency import Role
from leadgoose.training.rules.obligations import Done, hours_required
from leadgoose.training.standards import rulebook
from leadgoose.training.web.asked import PAGE
from leadgoose.training.web.sessions import hours


@gate("training.branch", at="organisation")
def branch(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?q=: part of a name or of a branch's; person: the key of whom a session is looked for."""
    today = clock.today()
    q = request.GET.get("q", "").strip()[:50]
    everybody = team(organisation.top_key, today, rulebook(today), organisation.path)
    page = Paginator([one for one in everybody if not q or q in one.name or q in one.branch], PAGE).get_page(request.GET.get("page"))
    members = list(page)
    people = [one.pk for one in members]
    done = done_in(people, today.year)
    listed: dict[int, list[Nomination]] = {pk: [] for pk in people}
    rows = Nomination.objects.filter(person_id__in=people, session__ends_on__gte=today).exclude(state=Nomination.State.WITHDRAWN)
    for row in rows.select_related("session").order_by("session__starts_on", "pk"):
        listed[row.person_id].append(row)
    checks: dict[int, list[EffectCheck]] = {pk: [] for pk in people}
    for check in EffectCheck.objects.filter(person_id__in=people, answer="").select_related("session").order_by("due_on"):
        checks[check.person_id].append(check)
    may_answer = bool(request.actor.may("training.nominate", request.target.reach))
    years = (today.year, today.year + 1)
    closed = not_held(organisation.top_key, years)
    coming = [one for year in years for one in sessions_of(organisation.top_key, year, cancelled=False)
              if one.starts_on > today and not one.called and one.pk not in closed]
    seats = seats_taken([one.pk for one in coming])
    chosen = next((one for one in everybody if one.key == request.GET.get("person")), None)
    due = _induction(chosen)
    return render(request, "training/branch.html", {
        "organisation": organisation, "page": page, "q": q, "everybody": everybody, "whole": organisation.key == organisation.top_key,
        "may_answer": may_answer, "today": today,
        "may_check": bool(request.actor.may("training.check_effect", request.target.reach)),
        "rows": [{"member": one, "role": words.ROLE_TAG[one.role], "have": hours(done.get(one.pk, Done()).hours), "need": hours(hours_required(one.role)[0]),
                  "places": [place(row) for row in listed[one.pk]], "checks": checks[one.pk]} for one in members],
        "coming": [(one, words.SESSION_KIND[one.kind], one.seats - seats.get(one.pk, 0)) for one in coming],
        "chosen": chosen, "due": due, "top_key": organisation.top_key, **_offer(coming, due, listed.get(chosen.pk, []) if chosen is not None else []),
        "may_add": bool(request.actor.may("training.add_session", request.target.reach)),
        "may_enter": bool(request.actor.may("training.enter_hours", request.target.reach)),
    })


def _induction(chosen: Member | None) -> date | None:
    """The last day for the induction of a new secretary who has had none; None: nobody waits for one."""
    if chosen is None or chosen.role is not Role.NEW_SECRETARY or chosen.since is None:
        return None
    return None if done_in([chosen.pk], clock.today().year).get(chosen.pk, Done()).inducted else induction_due(chosen.since)


def _offer(coming: Sequence[Session], due: date | None, listed: Sequence[Nomination]) -> dict[str, Any]:
    """For whom an induction is looked for: the place that they have already, the first session in time, else the first at all."""
    if due is None:
        return {}
    inductions = [one for one in coming if one.induction]
    fits = [one for one in inductions if one.ends_on <= due]
    has = next((row.session for row in listed if row.session.induction and row.state != Nomination.State.DECLINED), None)
    return {"has": has, "best": next(iter(fits or inductions), None), "in_time": bool(fits)}


def place(row: Nomination) -> dict[str, Any]:
    """A place on a list as pages show it; what was never answered before the session ended is asked no more."""
    over = row.session.ends_on < clock.today()
    state = words.OVER.get(row.state, words.LIST_STATE[row.state]) if over else words.LIST_STATE[row.state]
    tone = "plain" if over else {"named": "soon", "confirmed": "ok"}.get(row.state, "plain")
    return {"row": row, "session": row.session, "state": state, "tone": tone, "source": words.LIST_SOURCE[row.source],
            "hours": hours(row.session.hours)}
