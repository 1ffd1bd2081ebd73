"""What an account has to do with training: oneself, and whom to rate."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.roles import PLATFORM, Role
from leadgoose.ground.look.downloads import download
from leadgoose.ground.press.icalendar import Event, written
from leadgoose.roster.models import Organisation, Person
from leadgoose.roster.reach import of_person
from leadgoose.training import words
from leadgoose.training.actions import wishes
from leadgoose.training.actions.attendance import check_in as be_there
from leadgoose.training.actions.nominations import answer
from leadgoose.training.actions.nominations import sign_up as put_down
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.actions.wishes import MOST as MOST_WISHES
from leadgoose.training.models.carrying import SEATED, Attendance, Nomination
from leadgoose.training.models.plan import Session
from leadgoose.training.queries import lists
from leadgoose.training.queries.competencies import model_of
from leadgoose.training.queries.lists import seats_taken
from leadgoose.training.queries.plans import not_held, sessions_of
from leadgoose.training.queries.raters import pace_of, rated_by, taps_of, with_superiors_view
from leadgoose.training.queries.team import Member, team
from leadgoose.training.queries.wishes import wishes_of
from leadgoose.training.rules.burden import MOST_MINUTES, left, minutes
from leadgoose.training.rules.obligations import SECRETARIES
from leadgoose.training.standards import rulebook
from leadgoose.training.web.branch import place
from leadgoose.training.web.sessions import hours, planning_year


@gate("training.mine")
def mine(request: Asked) -> HttpResponse:
    """GET."""
    return page(request)


def page(request: Asked, *, status: int = 200, **more: Any) -> HttpResponse:
    actor, today = request.actor, clock.today()
    person = Person.objects.select_related("present__organisation").filter(key=actor.person_key).first() if actor.person_key else None
    taps = taps_of(actor.login, today.year)
    asked_of = to_rate(request)
    found = pace_of(asked_of[0]["top"] if asked_of else "", today.year)
    rows, others = _within(asked_of, left(taps, found))
    listed = lists.mine(person.pk) if person is not None else []
    return render(request, "training/mine.html", {
        "person": person, "today": today, "rows": rows, "open": sum(not row["done"] for row in rows), "minutes": round(minutes(taps, found)),
        "most": MOST_MINUTES, "others": others, **_wishes(person, today),
        "places": [_place(row, today) for row in listed if row.session.ends_on >= today - timedelta(days=30)],
        "offers": _offers(person, {row.session_id for row in listed if row.state != Nomination.State.DECLINED}, today), "wrong": {}, "typed": {}, **more,
    }, status=status)


def _within(rows: list[dict[str, Any]], most: int) -> tuple[list[dict[str, Any]], int]:
    """Those whom one is asked to rate: who is done, and of the others as many as the year's minutes allow; how many are left to other raters."""
    open_ = [row for row in rows if not row["done"]]
    asked_ = {id(row) for row in open_[:most]}
    return [row for row in rows if row["done"] or id(row) in asked_], max(0, len(open_) - most)


def _wishes(person: Person | None, today: date) -> dict[str, Any]:
    """What one wants to learn in the year that is being planned, with what became of it; and the form."""
    if person is None:
        return {"wishes": None}
    model, year = model_of(person.top_key, today), planning_year(today)
    names = words.dimension_names(model)
    rows = [{"wish": one, "name": names.get(one.dimension, one.dimension),
             "why": words.UNMET["free" if one.unmet.free else one.unmet.reason] if one.unmet is not None else ""} for one in wishes_of(person, year)]
    return {"wishes": rows, "wish_year": year, "dimensions": [(one.id, words.said(one)) for one in model.dimensions], "may_wish": len(rows) < MOST_WISHES}


@gate("training.state_wish", methods=("POST",))
def state_wish(request: Asked) -> HttpResponse:
    """POST: dimension, note."""
    person, typed = _person(request), request.POST.dict()
    if person is None:
        raise Http404
    try:
        wishes.state_wish(person, planning_year(clock.today()), typed.get("dimension", ""), typed.get("note", ""), by=request.actor, at=clock.now())
    except Refused as no:
        return page(request, status=422, wrong={no.field or "note": str(no)}, typed=typed)
    messages.success(request, _("已记下，列入年度计划的需求。"))
    return HttpResponseRedirect(reverse("training.mine") + "#wishes")


@gate("training.withdraw_wish", methods=("POST",))
def withdraw_wish(request: Asked, wish: str) -> HttpResponse:
    person = _person(request)
    if person is None:
        raise Http404
    try:
        wishes.withdraw_wish(person, wish, by=request.actor, at=clock.now())
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("已撤回。"))
    return HttpResponseRedirect(reverse("training.mine") + "#wishes")


def _place(row: Nomination, today: date) -> dict[str, Any]:
    on_day = row.session.starts_on <= today <= row.session.ends_on
    seated, offered = row.state in SEATED, row.session.state == Session.State.OFFERED
    came = Attendance.objects.filter(session=row.session_id, person=row.person_id, retracted_at=None).exists() if on_day and seated else False
    return {**place(row), "may_answer": offered and row.state in (Nomination.State.NAMED, Nomination.State.CONFIRMED) and row.session.starts_on > today,
            "may_confirm": row.state == Nomination.State.NAMED and offered, "may_check_in": on_day and seated and offered and not came, "came": came}


def _offers(person: Person | None, mine_: set[int], today: date) -> list[dict[str, Any]]:
    """Sessions that somebody may still sign up for: none that an approved plan does not hold. Nine queries at most."""
    if person is None:
        return []
    years = (today.year, today.year + 1)
    closed = mine_ | not_held(person.top_key, years)
    rows = [one for year in years for one in sessions_of(person.top_key, year, cancelled=False)
            if one.starts_on > today and not one.called and one.pk not in closed and one.state == Session.State.OFFERED]
    seats = seats_taken([one.pk for one in rows])
    return [{"session": one, "kind": words.SESSION_KIND[one.kind], "hours": hours(one.hours), "free": max(0, one.seats - seats.get(one.pk, 0))} for one in rows]


def _person(request: Asked) -> Person | None:
    return Person.objects.select_related("present__organisation__unit").filter(key=request.actor.person_key).first() if request.actor.person_key else None


@gate("training.sign_up", methods=("POST",))
def sign_up(request: Asked, listed: str) -> HttpResponse:
    """POST: sign oneself up for a session."""
    person, row = _person(request), Session.objects.filter(key=listed).first()
    if person is None or row is None or row.top_key != person.top_key:
        raise Http404
    try:
        made = put_down(row, person, by=request.actor, at=clock.now())
    except Refused as no:
        return page(request, status=422, wrong={listed: str(no)})
    seated = made.state in SEATED
    messages.success(request, _("已报名。") if seated else _("名额已满，已列入候补；有空出的名额按次序递补。"))
    return HttpResponseRedirect(reverse("training.mine"))


@gate("training.answer_nomination", methods=("POST",))
def answer_nomination(request: Asked, nomination: str) -> HttpResponse:
    """POST: act = confirm | decline, reason; by the person, the own secretary or the office. back: the branch's page."""
    row = Nomination.objects.select_related("session", "person__present__organisation__unit").filter(key=nomination).first()
    if row is None or not request.actor.may("training.answer_nomination", of_person(row.person)):
        raise Http404
    branch = row.person.present.organisation.key if request.POST.get("back") and hasattr(row.person, "present") else ""
    try:
        answer(row, request.POST.get("act") == "confirm", request.POST.get("reason", ""), by=request.actor, at=clock.now())
    except Refused as no:
        if not branch:
            return page(request, status=422, wrong={nomination: str(no)})
        messages.error(request, str(no))
    else:
        messages.success(request, _("已确认。") if request.POST.get("act") == "confirm" else _("已记下，空出的名额给候补的人。"))
    return HttpResponseRedirect(reverse("training.branch", args=[branch]) if branch else reverse("training.mine"))


@gate("training.check_in", methods=("POST",))
def check_in(request: Asked, listed: str) -> HttpResponse:
    """POST: code. On the day, by the person; no place and no picture is asked for."""
    person, row = _person(request), Session.objects.filter(key=listed).first()
    if person is None or row is None or row.top_key != person.top_key:
        raise Http404
    try:
        be_there(row, person, request.POST.get("code", ""), by=request.actor, at=clock.now())
    except Refused as no:
        return page(request, status=422, wrong={listed: str(no)})
    messages.success(request, _("已签到。"))
    return HttpResponseRedirect(reverse("training.mine"))


@gate("training.person_calendar", at="person")
def person_calendar(request: Asked, person: Person) -> HttpResponse:
    """The person's sessions as iCalendar: whole days; the title, the place, no name."""
    events = [Event(f"{row.session.key}-{person.key}@leadgoose", row.session.starts_on, row.session.title, last=row.session.ends_on, place=row.session.place)
              for row in lists.mine(person.pk) if row.state in SEATED and row.session.state != Session.State.CANCELLED]
    return download(written(_("培训安排"), events, at=clock.now()), "text/calendar; charset=utf-8", "training.ics")


def to_rate(request: Asked) -> list[dict[str, Any]]:
    """Whom this account is asked to rate this year: those below as their superior, those beside as their colleague; of an envoy, the secretaries
    whom no superior has rated yet. Six queries at most for each organisation."""
    actor, today = request.actor, clock.today()
    above = actor.keys(Role.SECRETARY)
    over = actor.keys(Role.ENVOY)
    keys = [key for key in (*above, *actor.keys(Role.COMMITTEE_MEMBER, Role.MEMBER), *over) if key != PLATFORM]
    if not keys:
        return []
    people: dict[int, tuple[Member, str]] = {}
    for key, path, top_key in Organisation.objects.filter(key__in=keys).values_list("key", "path", "top_key"):
        for one in team(top_key, today, rulebook(today), path):
            if one.key != actor.person_key and (key not in over or one.role in SECRETARIES):
                people.setdefault(one.pk, (one, "superior" if key in above or key in over else "colleague"))
    members = [one for one, _ in people.values()]
    superior, colleague = rated_by(actor.login, members, today.year, today)
    others = with_superiors_view(members, today.year) - superior if over else set()
    return [{"name": one.name, "branch": one.branch, "role": words.ROLE[one.role], "kind": words.KIND[kind], "top": one.path.split("/")[1],
             "address": reverse(f"training.rate_{kind}", args=[one.key]), "done": one.pk in (superior if kind == "superior" else colleague)}
            for one, kind in people.values() if one.pk not in others]
