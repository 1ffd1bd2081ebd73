"""The catalogue of a year: every session with what is odd about it; one to add or change; many from a table; one cancelled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.intake.grid import Grid
from leadgoose.production.queries import special_days
from leadgoose.roster.models import Organisation
from leadgoose.training import teaching, words
from leadgoose.training.actions import sessions as actions
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.actions.sessions import SAID, Offered
from leadgoose.training.models.plan import Session
from leadgoose.training.queries.competencies import model_of
from leadgoose.training.queries.hours import hour_table
from leadgoose.training.queries.lists import seats_taken
from leadgoose.training.queries.plans import not_held, sessions_of
from leadgoose.training.rules.competency import DIMENSIONS
from leadgoose.training.web import asked
from leadgoose.training.web.upload import Upload, upload

TEXTS = ("title", "course", "place", "organiser", "teacher", "template")
TICKS = ("online", "concentrated", "induction")


def planning_year(today: date) -> int:
    """From October on the plan of the next year is prepared."""
    return today.year + (today.month > 9)


@gate("training.sessions", at="organisation")
def sessions(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?year=."""
    top = asked.top_only(organisation)
    year = asked.year(request, planning_year(clock.today()))
    rows = sessions_of(top.key, year)
    return render(request, "training/sessions.html", {
        "organisation": top, "year": year, "years": [year - 1, year, year + 1], "rows": lines(top.key, year, rows),
        "may_add": bool(request.actor.may("training.add_session", request.target.reach)),
    })


def lines(top_key: str, year: int, rows: list[Session]) -> list[dict[str, Any]]:
    """Sessions as tables show them. Six queries at most."""
    special, seats, closed = special_days(top_key, year), seats_taken([one.pk for one in rows]), not_held(top_key, [year])
    names = words.dimension_names(model_of(top_key, date(year, 1, 1)))
    found = []
    for one in rows:
        odd = actions.odd(one, rows, special, one.key) if one.state == Session.State.OFFERED else []
        found.append({
            "row": one, "kind": words.SESSION_KIND[one.kind], "level": words.ORGANISER_LEVEL[one.level],
            "state": _("计划不开") if one.pk in closed and one.state == Session.State.OFFERED else words.SESSION_STATE[one.state],
            "closed": one.pk in closed,
            "hours": hours(one.hours), "gains": [(names[key], size) for key, size in sorted(one.gains.items())], "taken": seats.get(one.pk, 0),
            "odd": [said(finding.code, finding.about) for finding in odd], "cost": money(one.fixed_cost), "each": money(one.cost_per_person),
        })
    return found


def said(code: str, about: str) -> str:
    return _(SAID[code]) % {"about": about}


def hours(hundredths: int) -> str:
    """24, 4.5: hours without needless zeros."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def as_number(told: str) -> int | Decimal | str:
    """An amount as a spreadsheet counts with it: 8,000 → 8000, 4.5; what is none stays as it is."""
    plain = told.replace(",", "")
    return int(plain) if plain.isdecimal() else Decimal(plain) if plain.replace(".", "", 1).isdecimal() else told


def money(hundredths: int) -> str:
    """8,000 or 8,000.50 yuan."""
    return f"{hundredths // 100:,}" if hundredths % 100 == 0 else f"{hundredths / 100:,.2f}"


@gate("training.add_session", at="organisation", methods=("GET", "POST"))
def add_session(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?year=: the form. POST: its fields."""
    top = asked.top_only(organisation)
    year = asked.year(request, planning_year(clock.today()))
    typed: dict[str, Any] = request.POST.dict() if request.method == "POST" else {
        "starts_on": f"{year}-03-01", "ends_on": f"{year}-03-01", "hours": "8", "seats": "30", "min_seats": "5", "level": "committee"}
    if request.method == "POST":
        try:
            made = actions.add_session(top, year, _offered(typed), by=request.actor, at=clock.now())
        except Refused as no:
            return _form(request, top, year, None, typed, {no.field or "title": str(no)}, status=422)
        _warn(request, made)
        messages.success(request, _("已列入班次“%(title)s”。") % {"title": made.title})
        return HttpResponseRedirect(reverse("training.sessions", args=[top.key]) + f"?year={year}")
    return _form(request, top, year, None, typed, {})


@gate("training.change_session", at="session", methods=("GET", "POST"))
def change_session(request: Asked, session: Session) -> HttpResponse:
    """GET: the session as a form. POST: its fields."""
    top = Organisation.objects.get(key=session.top_key)
    typed: dict[str, Any] = request.POST.dict() if request.method == "POST" else _typed(session)
    if request.method == "POST":
        try:
            made = actions.change_session(session, _offered(typed), by=request.actor, at=clock.now())
        except Refused as no:
            return _form(request, top, session.year, session, typed, {no.field or "title": str(no)}, status=422)
        _warn(request, made)
        messages.success(request, _("已改“%(title)s”。") % {"title": made.title})
        return HttpResponseRedirect(reverse("training.session", args=[session.key]))
    return _form(request, top, session.year, session, typed, {})


@gate("training.cancel_session", at="session", methods=("GET", "POST"))
def cancel_session(request: Asked, session: Session) -> HttpResponse:
    """GET: what it takes away. POST: reason."""
    wrong, status = "", 200
    if request.method == "POST":
        try:
            actions.cancel_session(session, request.POST.get("reason", ""), by=request.actor, at=clock.now())
        except Refused as no:
            wrong, status = str(no), 422
        else:
            messages.success(request, _("已取消；名单上的人已撤去，可从批准的计划重排。"))
            return HttpResponseRedirect(reverse("training.session", args=[session.key]))
    return render(request, "training/cancel_session.html", {
        "session": session, "taken": seats_taken([session.pk]).get(session.pk, 0), "wrong": wrong, "reason": request.POST.get("reason", ""),
    }, status=status)


def _warn(request: Asked, made: Session) -> None:
    """What is odd is said once when it is saved; the catalogue goes on saying it."""
    for finding in actions.odd(made, sessions_of(made.top_key, made.year), special_days(made.top_key, made.year), made.key):
        messages.warning(request, said(finding.code, finding.about))


def _offered(typed: dict[str, Any]) -> Offered:
    """The form as the act wants it. Raises Refused at the field."""
    text = {name: " ".join(str(typed.get(name, "")).split())[:60] for name in TEXTS}
    values: dict[str, Any] = {**text, **{name: bool(typed.get(name)) for name in TICKS}}
    if typed.get("kind") not in Session.Kind.values:
        raise Refused(_("请在所列各项中选择。"), "kind")
    if typed.get("level") not in Session.Level.values:
        raise Refused(_("请在所列各项中选择。"), "level")
    if text["template"] and not teaching.known(text["template"]):
        raise Refused(_("请在所列各项中选择。"), "template")
    gains = {key: asked.whole(str(typed.get(key, "")), key, 4) for key in DIMENSIONS}
    money_ = {name: int(asked.amount(str(typed.get(name, "")), name) * 100) for name in ("hours", "fixed_cost", "cost_per_person")}
    values |= money_
    return Offered(**values, kind=str(typed["kind"]), level=str(typed["level"]), starts_on=asked.day(str(typed.get("starts_on", "")), "starts_on"),
                   ends_on=asked.day(str(typed.get("ends_on", "")), "ends_on"), seats=asked.whole(str(typed.get("seats", "")), "seats", 1000),
                   min_seats=asked.whole(str(typed.get("min_seats", "")), "min_seats", 1000), gains={key: size for key, size in gains.items() if size})


def _typed(one: Session) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(one, name) for name in (*TEXTS, *TICKS, "kind", "level", "seats", "min_seats")}
    found |= {"starts_on": one.starts_on.isoformat(), "ends_on": one.ends_on.isoformat(), "hours": hours(one.hours),
              "fixed_cost": hours(one.fixed_cost), "cost_per_person": hours(one.cost_per_person)}
    return {**found, **{key: str(size) for key, size in one.gains.items()}}


def _form(
    request: Asked, top: Organisation, year: int, session: Session | None, typed: dict[str, Any], wrong: dict[str, str], status: int = 200
) -> HttpResponse:
    model = model_of(top.key, date(year, 1, 1))
    back = reverse("training.sessions", args=[top.key]) + f"?year={year}" if session is None else reverse("training.session", args=[session.key])
    return render(request, "training/session_form.html", {
        "organisation": top, "year": year, "session": session, "typed": typed, "wrong": wrong, "back": back,
        "kinds": [(code, words.SESSION_KIND[code]) for code in Session.Kind.values],
        "organiser_levels": [(code, words.ORGANISER_LEVEL[code]) for code in Session.Level.values],
        "gains": [(one.id, words.said(one), str(typed.get(one.id, ""))) for one in model.dimensions], "sizes": ("1", "2", "3", "4"),
        "materials": list(teaching.offered()),
        "table": hour_table(top.key, date(year, 1, 1)), "general": next((said_ for name, said_ in wrong.items() if name in DIMENSIONS or name == "gains"), ""),
    }, status=status)


@gate("training.import_sessions", at="organisation", methods=("GET", "POST"))
def import_sessions(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?year=; format=xlsx: an empty table. POST: grid or file; act=take."""
    top = asked.top_only(organisation)
    year = asked.year(request, planning_year(clock.today()))
    address = reverse("training.sessions", args=[top.key]) + f"?year={year}"

    def take(text: str) -> str:
        return _("已列入 %(n)s 个班次。") % {"n": len(actions.import_sessions(top, year, text, by=request.actor, at=clock.now()))}

    def judge(text: str) -> Grid:
        return actions.understand(text, year, hour_table(top.key, date(year, 1, 1)), sessions_of(top.key, year))[0]

    return upload(request, Upload(
        actions.columns(), judge, take, address, _("列入这些班次"), ("班次", f"班次表 {year}.xlsx"),
        {"title": _("从 Excel 列入 %(year)s 年班次") % {"year": year}, "back": (address, _("班次")), "hidden": [("year", year)],
         "template_address": f"?format=xlsx&year={year}",
         "hint": _("必填：班次、形式、开始、结束、学时、名额。K1 至 K7 填提高的级数。形式：培训班、党务政工会议、主题活动、跟班督导、沙盘演练、挂职轮岗、"
                   "结对带教、自学；层级：支部、本委、县级、市级、省级、中央。教材填课程、单元或演练的名称，可不填。")}))
