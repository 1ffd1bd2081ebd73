"""One session: facts, the list with its order, attendance, the signed sheet, an exercise's scores, what the effect was."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import notice_on_paper, settings_of
from leadgoose.ground.listed import clauses
from leadgoose.ground.look.downloads import by_post, download, minute, without_fonts
from leadgoose.ground.press.printing import Column, Imprint, NoFonts, list_paper
from leadgoose.roster.models import Organisation, Person
from leadgoose.training import bank_words, papers, teaching, words
from leadgoose.training.actions import attendance as actions
from leadgoose.training.actions.attendance import Came, Seen, code_of
from leadgoose.training.actions.nominations import nominate as put_on_list
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.courses import exercises
from leadgoose.training.models.carrying import SEATED, Attendance, EffectCheck, Nomination
from leadgoose.training.models.plan import Session
from leadgoose.training.queries.competencies import model_of
from leadgoose.training.queries.exams import of_session
from leadgoose.training.queries.lists import attendance_of, list_of
from leadgoose.training.queries.team import team
from leadgoose.training.rules.competency import Model
from leadgoose.training.rules.exercises import WORDED, Exercise
from leadgoose.training.standards import rulebook
from leadgoose.training.web import asked
from leadgoose.training.web.sessions import hours, lines, money


@gate("training.session", at="session")
def session(request: Asked, session: Session) -> HttpResponse:
    """GET."""
    return show(request, session, {})


def show(request: Asked, session: Session, wrong: dict[str, str], status: int = 200) -> HttpResponse:
    today = clock.today()
    listed, came = list_of(session.pk), attendance_of(session.pk)
    checks = {one.person_id: one for one in EffectCheck.objects.filter(session=session)}
    top = Organisation.objects.get(key=session.top_key)
    may = bool(request.actor.may("training.attendance", request.target.reach))
    seated = [one for one in listed if one.state in SEATED]
    on_list = {one.person_id for one in listed if one.state not in (Nomination.State.DECLINED, Nomination.State.WITHDRAWN)}
    candidates = [one for one in team(session.top_key, today, rulebook(today)) if one.pk not in on_list] if may else []
    return render(request, "training/session.html", {
        "session": session, "organisation": top, "about": lines(session.top_key, session.year, [session])[0], "fixed": money(session.fixed_cost),
        "rows": [_row(one, came.get(one.person_id), checks.get(one.person_id)) for one in listed], "seated": len(seated), "today": today,
        "waiting": sum(one.state == Nomination.State.WAITING for one in listed), "present": sum(row.state == "present" for row in came.values()),
        "may": may and session.state != Session.State.CANCELLED, "begun": session.starts_on <= today, "candidates": candidates, "wrong": wrong,
        "code": code_of(session, today) if may and session.starts_on <= today <= session.ends_on else "", "hours": hours(session.hours),
        "may_check": bool(request.actor.may("training.check_effect", request.target.reach)),
        "may_change": bool(request.actor.may("training.change_session", request.target.reach)) and session.state == Session.State.OFFERED,
        "exams": [(one, bank_words.PURPOSE[one.purpose]) for one in of_session(session.key)] if may else [],
        "is_exercise": session.kind == Session.Kind.EXERCISE, **_material(request, session),
    }, status=status)


def _material(request: Asked, session: Session) -> dict[str, Any]:
    """What it is taught from, with the page where that stands; play: the key of an exercise."""
    key, top = session.template, session.top_key
    units = teaching.units_of(key)
    address = ""
    if key in exercises():
        address = reverse("training.exercise", args=[top, key]) if request.actor.may("training.exercise", request.target.reach) else ""
    elif len(units) == 1:
        address = reverse("training.course_unit", args=[top, *units[0]])
    elif units:
        address = reverse("training.courses", args=[top])
    return {"material": teaching.title(key), "material_address": address, "play": key if key in exercises() else ""}


def _row(one: Nomination, came: Any, check: EffectCheck | None) -> dict[str, Any]:
    present = getattr(one.person, "present", None)
    effect = {"yes": _("有改变"), "partly": _("有些改变"), "no": _("没有改变"), "unseen": _("没有机会看到")}
    return {
        "row": one, "name": present.name if present is not None else _("姓名资料未知"), "branch": present.organisation.name if present is not None else "",
        "state": words.LIST_STATE[one.state] if came is None else "", "source": words.LIST_SOURCE[one.source],
        "came": words.ATTENDED[came.state] if came is not None else "",
        "video": came is not None and came.video, "way": words.ATTENDANCE_WAY[came.way] if came is not None else "",
        "hours": hours(came.hours) if came is not None else "", "key": one.person.key,
        "check": check, "effect": effect.get(check.answer, "") if check is not None else "",
    }


@gate("training.nominate", at="organisation", methods=("POST",))
def nominate(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST: person, listed (keys); from the session's page or from a branch's."""
    listed = request.POST.get("listed", "")
    branch = organisation.key != organisation.top_key
    row = Session.objects.filter(top_key=organisation.top_key, key=listed).first()
    people = Person.objects.select_related("present__organisation__unit").filter(top_key=organisation.top_key, key=request.POST.get("person", ""))
    person = people.filter(present__organisation__path__startswith=organisation.path).first()
    if row is None:
        raise Http404
    where = reverse("training.branch", args=[organisation.key]) if branch else reverse("training.session", args=[listed])
    try:
        if person is None:
            raise Refused(_("请选择一个人。"))
        made = put_on_list(row, person, by=request.actor, at=clock.now())
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("已提名，%(state)s。") % {"state": words.LIST_STATE[made.state]})
    return HttpResponseRedirect(where)


@gate("training.attendance", at="session", methods=("GET", "POST"))
def attendance(request: Asked, session: Session) -> HttpResponse:
    """GET: everybody with a seat. POST: s-ID (state) and v-ID (by video) of each, final, way = sheet | office."""
    listed = [one for one in list_of(session.pk) if one.state in SEATED]
    came = attendance_of(session.pk)
    typed, wrong = request.POST.dict(), ""
    if request.method == "POST":
        told = {one.person_id: Came(typed[f"s-{one.person_id}"], f"v-{one.person_id}" in typed) for one in listed if typed.get(f"s-{one.person_id}")}
        try:
            way = Attendance.Way.OFFICE if typed.get("way") == "office" else Attendance.Way.SHEET
            actions.record_attendance(session, told, final="final" in typed, by=request.actor, at=clock.now(), way=way)
        except Refused as no:
            wrong = str(no)
        else:
            messages.success(request, _("已登记 %(n)s 人的出勤，学时已计入各人台账。") % {"n": len(told)})
            return HttpResponseRedirect(reverse("training.session", args=[session.key]))
    rows = []
    for one in listed:
        there = came.get(one.person_id)
        state = typed.get(f"s-{one.person_id}", there.state if there is not None else "")
        video = f"v-{one.person_id}" in typed if typed else there.video if there is not None else session.online
        rows.append({"id": one.person_id, "name": one.person.present.name if hasattr(one.person, "present") else "", "state": state, "video": video,
                     "branch": one.person.present.organisation.name if hasattr(one.person, "present") else ""})
    return render(request, "training/attendance.html", {
        "session": session, "rows": rows, "states": words.ATTENDED.items(), "wrong": wrong, "begun": session.starts_on <= clock.today(),
        "hours": hours(session.hours), "way": typed.get("way", "sheet"),
        "ways": [(way, words.ATTENDANCE_WAY[way]) for way in (Attendance.Way.SHEET, Attendance.Way.OFFICE)],
    }, status=422 if wrong else 200)


@gate("training.attendance_sheet", at="session", methods=("GET", "POST"))
@by_post
def attendance_sheet(request: Asked, session: Session) -> HttpResponse:
    """The sheet that goes round, one for each day of the session (PDF)."""
    committee, at = settings_of(session.top_key), clock.now()
    seated = [one.person for one in list_of(session.pk) if one.state in SEATED and hasattr(one.person, "present")]
    people = [(one.present.name, one.present.organisation.name) for one in seated]
    receipt = asked.file_taken(request, "training.attendance_sheet", "pdf", session.top_key, [one.key for one in seated])
    today = clock.today()
    on = min(max(today, session.starts_on), session.ends_on)
    may = request.actor.may("training.attendance", request.target.reach)
    days = f"{session.starts_on.isoformat()}" + (f" 至 {session.ends_on.isoformat()}" if session.ends_on != session.starts_on else "")
    table = papers.attendance_table(f"{session.title}签到表", f"{days}　{session.place}　{on.isoformat()} 用", people, 5, code_of(session, on) if may else "",
                                    committee.script)
    imprint = Imprint(notice_on_paper(committee), request.actor.name or request.actor.login, minute(at), receipt)
    try:
        body = list_paper(table.title, table.subtitle, [Column(*one) for one in table.columns], table.rows, table.notes, imprint=imprint,
                          script=committee.script, at=at)
    except NoFonts:
        return without_fonts()
    return download(body, "application/pdf", f"{table.title} {on.isoformat()}.pdf")


@gate("training.score_exercise", at="session", methods=("GET", "POST"))
def score_exercise(request: Asked, session: Session) -> HttpResponse:
    """GET: everybody who came, with what is looked at. POST: x-ID-K2.1 … levels, r-ID the role played (its place on the list of roles)."""
    came = {pk for pk, row in attendance_of(session.pk).items() if row.state == "present"}
    listed = [one for one in list_of(session.pk) if one.person_id in came]
    play = exercises().get(session.template)
    keys = [look.behaviour for look in play.looks] if play is not None else sorted(session.gains) or ["K2"]
    roles = [role.name for role in play.roles] if play is not None else []
    known = actions.scored(session)
    typed, wrong = request.POST.dict(), ""
    if request.method == "POST":
        given = {one.person_id: Seen({key: int(level) for key in keys if (level := typed.get(f"x-{one.person_id}-{key}", "")).isdecimal()},
                                     _played(roles, typed.get(f"r-{one.person_id}", ""))) for one in listed}
        try:
            done = actions.score_exercise(session, given, by=request.actor, at=clock.now())
        except Refused as no:
            wrong = str(no)
        else:
            messages.success(request, _("已记入 %(n)s 人的演练评分，级别已重新推算。") % {"n": done})
            return HttpResponseRedirect(reverse("training.session", args=[session.key]))
    model = model_of(session.top_key, session.starts_on)
    shown = [words.text(role.name, role.english) for role in play.roles] if play is not None else []
    rows = [_scored(one, keys, roles, known.get(one.person_id, Seen({})), typed) for one in listed]
    return render(request, "training/score_exercise.html", {
        "session": session, "rows": rows, "heads": _heads(model, keys, play), "wrong": wrong, "play": play, "roles": shown,
        "anchors": [(one.level, words.said(one), words.shown(one)) for one in model.anchors], "material": teaching.title(session.template),
    }, status=422 if wrong else 200)


def _played(roles: list[str], place: str) -> str:
    return roles[int(place)] if place.isdecimal() and int(place) < len(roles) else ""


def _scored(one: Nomination, keys: list[str], roles: list[str], known: Seen, typed: dict[str, str]) -> dict[str, Any]:
    """A line of the sheet: what was typed, else what is known."""
    pk = one.person_id
    role = str(roles.index(known.role)) if known.role in roles else ""
    return {"id": pk, "name": one.person.present.name if hasattr(one.person, "present") else "", "role": typed.get(f"r-{pk}", role),
            "cells": [(key, typed.get(f"x-{pk}-{key}", str(known.levels.get(key, "")))) for key in keys]}


def _heads(model: Model, keys: list[str], play: Exercise | None) -> list[dict[str, Any]]:
    """What is looked at: the exercise's own looks with their worded levels, else the competencies that the session raises."""
    if play is None:
        return [{"id": one.id, "name": words.said(one), "told": clauses(words.said(each) for each in one.behaviours), "levels": ()}
                for one in model.dimensions if one.id in keys]
    names = words.dimension_names(model)
    return [{"id": look.behaviour, "name": names[look.behaviour], "told": words.text(look.what, look.english),
             "levels": tuple(zip(WORDED, map(words.text, look.levels, look.english_levels), strict=True))} for look in play.looks]
