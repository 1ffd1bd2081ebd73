"""The wizard of the year's plan, step by step. What is typed is kept on the server; a step can be left and come back to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.listed import clauses, listed
from leadgoose.ground.vault.actions import open_many
from leadgoose.production.queries import spare
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.named import names_of
from leadgoose.training import words
from leadgoose.training.actions import callups, planning
from leadgoose.training.actions.planning import NOTE, REASON, TYPED, Stress
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.plan import Decided, Need, Plan, PlanPerson, Session
from leadgoose.training.queries.competencies import model_of
from leadgoose.training.queries.hours import hour_table
from leadgoose.training.queries.plans import decided_of, sessions_of
from leadgoose.training.rules.competency import Role
from leadgoose.training.web import asked
from leadgoose.training.web.sessions import hours, lines, money
from leadgoose.training.web.upload import Upload, upload

STEPS: tuple[tuple[str, Promise], ...] = (
    ("training.plan_people", gettext_lazy("1 培训谁")), ("training.plan_needs", gettext_lazy("2 缺什么")),
    ("training.plan_sessions", gettext_lazy("3 班次")),
    ("training.plan_limits", gettext_lazy("4 经费和人手")), ("training.plan_places", gettext_lazy("5 指定和不排")),
    ("training.run_plan", gettext_lazy("6 求解")),
    ("training.plan", gettext_lazy("7 看结果、批准")),
)


def steps(plan: Plan, here: str) -> list[dict[str, Any]]:
    """The wizard's steps with their addresses; done are those whose answer is there."""
    done = {"training.plan_people": plan.people.exists(), "training.plan_needs": plan.people.exists(), "training.plan_limits": plan.budget > 0,
            "training.plan_sessions": Session.objects.filter(top_key=plan.top_key, year=plan.year, state=Session.State.OFFERED).exists(),
            "training.run_plan": plan.result is not None and not plan.stale}
    return [{"address": reverse(name, args=[plan.key]), "label": label, "here": name == here, "done": done.get(name, False)} for name, label in STEPS]


def page(request: Asked, plan: Plan, template: str, here: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, {**frame(plan, here), **context}, status=status)


def frame(plan: Plan, here: str) -> dict[str, Any]:
    """What stands round every step."""
    return {"plan": plan, "organisation": Organisation.objects.get(key=plan.top_key), "steps": steps(plan, here), "open": plan.state == Plan.State.DRAFT}


def _next(plan: Plan, here: str) -> HttpResponseRedirect:
    names = [name for name, _label in STEPS]
    return HttpResponseRedirect(reverse(names[names.index(here) + 1], args=[plan.key]))


# --- 1: whom ---


@gate("training.plan_people", at="plan", methods=("GET", "POST"))
def plan_people(request: Asked, plan: Plan) -> HttpResponse:
    """POST: roles, elsewhere (hours), out-ID, weight-ID, reason-ID of each person."""
    wrong: dict[str, str] = {}
    typed: dict[str, Any] = {}
    if request.method == "POST":
        typed = request.POST.dict()
        try:
            said = {row.pk: _stress(row, typed) for row in plan.people.all() if f"weight-{row.pk}" in typed}
            elsewhere = int(asked.amount(str(typed.get("elsewhere", "")), "elsewhere", 200) * 100)
            planning.set_people(plan, request.POST.getlist("roles"), elsewhere, said, by=request.actor, at=clock.now())
        except Refused as no:
            wrong = {no.field or "roles": str(no)}
        else:
            messages.success(request, _("已记下。"))
            return HttpResponseRedirect(request.path) if "stay" in typed else _next(plan, "training.plan_people")
    chosen = request.POST.getlist("roles") if request.method == "POST" else plan.roles
    known = set(plan.based_on.people.values_list("person_id", "role")) if plan.based_on is not None else None
    rows = [{"row": row, "role": words.ROLE[row.role], "new": known is not None and (row.person_id, row.role) not in known,
             "out": _said(typed, f"out-{row.pk}", "1" if row.left_out else "", bool(typed)),
             "weight": typed.get(f"weight-{row.pk}", hours(row.weight)), "reason": typed.get(f"reason-{row.pk}", row.reason),
             "wrong": wrong.get(f"reason-{row.pk}", "")} for row in plan.people.order_by("position")]
    return page(request, plan, "training/plan_people.html", "training.plan_people", {
        "roles": [(Role(one).value, said, one in chosen) for one, said in words.ROLE.items()], "rows": rows, "wrong": wrong,
        "elsewhere": typed.get("elsewhere", hours(plan.elsewhere)),
    }, status=422 if wrong else 200)


def _said(typed: dict[str, Any], name: str, kept: str, sent: bool) -> str:
    return str(typed.get(name, "")) if sent else kept


def _stress(row: PlanPerson, typed: dict[str, Any]) -> Stress:
    weight = asked.amount(str(typed.get(f"weight-{row.pk}", "1")), f"reason-{row.pk}", 5)
    return Stress(bool(typed.get(f"out-{row.pk}")), int(weight * 100), " ".join(str(typed.get(f"reason-{row.pk}", "")).split()))


# --- 2: needs ---


@gate("training.plan_needs", at="plan", methods=("GET", "POST"))
def plan_needs(request: Asked, plan: Plan) -> HttpResponse:
    """POST: act = refresh | remove (need) | add (member, dimension, source, note)."""
    typed, wrong = request.POST.dict(), {}
    if request.method == "POST":
        act = typed.get("act", "")
        try:
            if act == "refresh":
                planning.refresh_needs(plan, by=request.actor, at=clock.now())
                messages.success(request, _("已按今天的评定和学时重新汇总。"))
            elif act == "remove":
                planning.remove_need(plan, asked.whole(typed.get("need", ""), "need", 10**9), by=request.actor, at=clock.now())
            else:
                planning.add_need(plan, asked.whole(typed.get("member", ""), "member", 10**9), typed.get("dimension", ""), typed.get("source", ""),
                                  typed.get("note", ""), by=request.actor, at=clock.now())
                messages.success(request, _("已列入。"))
        except Refused as no:
            wrong = {no.field or "note": str(no)}
        else:
            return HttpResponseRedirect(request.path)
    model = model_of(plan.top_key, date(plan.year, 1, 1))
    names = words.dimension_names(model)
    members = list(plan.people.filter(left_out=False).select_related("person").order_by("position"))
    needs = list(Need.objects.filter(member__in=members).select_related("member__person").order_by("member__position", "dimension", "pk"))
    notes = open_many((one.member.person.key, NOTE, one.note_sealed) for one in needs)
    shown = [(one, note) for one, note in zip(needs, notes, strict=True)]
    listed = Paginator(members, asked.PAGE).get_page(request.GET.get("page"))
    return page(request, plan, "training/plan_needs.html", "training.plan_needs", {
        "members": members, "typed": typed, "wrong": wrong, "dimensions": [(one.id, words.said(one)) for one in model.dimensions],
        "sources": [(code, words.NEED_SOURCE[code]) for code in TYPED], "sums": _sums(members, needs, names),
        "typed_needs": [_need(one, note, names) for one, note in shown if one.source in TYPED], "page": listed,
        "lines": _lines(list(listed), needs, names),
    }, status=422 if wrong else 200)


def _need(one: Need, note: str, names: dict[str, str]) -> dict[str, Any]:
    return {"row": one, "name": names[one.dimension], "source": words.NEED_SOURCE[one.source], "note": note}


def _sums(members: list[PlanPerson], needs: list[Need], names: dict[str, str]) -> dict[str, Any]:
    levels: Counter[str] = Counter()
    for one in needs:
        levels[one.dimension] += one.size
    return {
        "people": len(members), "hours": hours(sum(one.required_hours for one in members)), "concentrated": sum(one.concentrated for one in members),
        "induction": sum(one.induction_due is not None for one in members), "levels": sum(levels.values()),
        "by_dimension": [(names[key], count) for key, count in sorted(levels.items())],
    }


def _lines(members: list[PlanPerson], needs: list[Need], names: dict[str, str]) -> list[dict[str, Any]]:
    """One line a person: gaps from → to, and what the year asks."""
    mine: dict[int, list[str]] = {}
    for one in needs:
        told = {"name": names[one.dimension], "level": one.level, "target": one.target, "source": words.NEED_SOURCE[one.source]}
        mine.setdefault(one.member_id, []).append((_("%(name)s %(level)s→%(target)s") if one.source == Need.Source.GAP else _("%(name)s（%(source)s）")) % told)
    return [{"row": one, "role": words.ROLE[one.role], "hours": hours(one.required_hours), "needs": clauses(mine.get(one.pk, []))} for one in members]


# --- 3: the catalogue ---


@gate("training.plan_sessions", at="plan")
def plan_sessions(request: Asked, plan: Plan) -> HttpResponse:
    rows = sessions_of(plan.top_key, plan.year)
    return page(request, plan, "training/plan_sessions.html", "training.plan_sessions", {"rows": lines(plan.top_key, plan.year, rows)})


# --- 4: limits ---


@gate("training.plan_limits", at="plan", methods=("GET", "POST"))
def plan_limits(request: Asked, plan: Plan) -> HttpResponse:
    """POST: budget, cover, seconds."""
    typed = request.POST.dict() if request.method == "POST" else {
        "budget": hours(plan.budget), "cover": str(plan.cover), "seconds": str(plan.seconds)}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            budget = int(asked.amount(typed.get("budget", ""), "budget", 100_000_000) * 100)
            planning.set_limits(plan, budget, asked.whole(typed.get("cover", ""), "cover", 500), asked.whole(typed.get("seconds", ""), "seconds", 600),
                                by=request.actor, at=clock.now())
        except Refused as no:
            wrong = {no.field or "budget": str(no)}
        else:
            return _next(plan, "training.plan_limits")
    told = spare(plan.top_key, date(plan.year, 1, 1), date(plan.year, 12, 31))
    people = Counter(plan.people.filter(left_out=False).values_list("unit", flat=True))
    names = names_of(list(people))
    units = [{"name": names.get(key, key), "people": count, "most": told[key].most_away if key in told else None,
              "peaks": told[key].peaks if key in told else ()} for key, count in people.items()]
    units.sort(key=lambda unit: str(unit["name"]))
    asked_sessions = sessions_of(plan.top_key, plan.year, cancelled=False)
    whole = sum(one.fixed_cost + one.cost_per_person * one.seats for one in asked_sessions)
    return page(request, plan, "training/plan_limits.html", "training.plan_limits", {
        "typed": typed, "wrong": wrong, "units": units, "whole": money(whole),
    }, status=422 if wrong else 200)


# --- 5: fixed and forbidden places ---


@gate("training.plan_places", at="plan", methods=("GET", "POST"))
def plan_places(request: Asked, plan: Plan) -> HttpResponse:
    """POST: act = release (decided) | decide (session, member, what = fixed | forbidden, reason)."""
    typed, wrong = request.POST.dict(), {}
    if request.method == "POST":
        try:
            if typed.get("act") == "release":
                planning.release_place(plan, asked.whole(typed.get("decided", ""), "decided", 10**9), by=request.actor, at=clock.now())
            else:
                planning.decide_place(plan, typed.get("session", ""), asked.whole(typed.get("member", ""), "member", 10**9), typed.get("what") == "forbidden",
                                      typed.get("reason", ""), by=request.actor, at=clock.now())
                messages.success(request, _("已记下。"))
        except Refused as no:
            wrong = {no.field or "reason": str(no)}
        else:
            return HttpResponseRedirect(request.path)
    members = list(plan.people.filter(left_out=False).order_by("position"))
    return page(request, plan, "training/plan_places.html", "training.plan_places", {
        "typed": typed, "wrong": wrong, "members": members, "sessions": sessions_of(plan.top_key, plan.year, cancelled=False), "rows": decisions(plan),
    }, status=422 if wrong else 200)


def decisions(plan: Plan) -> list[dict[str, Any]]:
    """Fixed and forbidden places with their reasons, and what each fixed one costs."""
    rows = decided_of(plan)
    reasons = open_many((one.person.key, REASON, one.reason_sealed) for one in rows)
    return [{"row": one, "name": one.person.present.name if hasattr(one.person, "present") else "", "source": words.DECIDED_BY[one.source], "reason": reason,
             "price": price(one, plan)} for one, reason in zip(rows, reasons, strict=True)]


PRICE: Mapping[tuple[str, bool], Promise] = {
    ("missing_obligations", False): gettext_lazy("义务少缺 %(n)s 项"), ("missing_obligations", True): gettext_lazy("义务多缺 %(n)s 项"),
    ("hours_short", False): gettext_lazy("学时少缺 %(n)s"), ("hours_short", True): gettext_lazy("学时多缺 %(n)s"),
    ("changed_places", False): gettext_lazy("少改 %(n)s 个安排"), ("changed_places", True): gettext_lazy("多改 %(n)s 个安排"),
    ("gap_closed", True): gettext_lazy("差距多补 %(n)s"), ("gap_closed", False): gettext_lazy("差距少补 %(n)s"),
    ("cost", False): gettext_lazy("少花 %(n)s 元"), ("cost", True): gettext_lazy("多花 %(n)s 元"),
}
"""What would be otherwise without a fixed place, by aim and by whether its number would be larger."""


def price(one: Decided, plan: Plan) -> str:
    """What the plan would be without a fixed place, in a sentence; "" before the first run."""
    found = one.price
    if one.forbidden or plan.result is None:
        return ""
    if found is None:
        begun = plan.from_on is not None and one.session.starts_on < plan.from_on
        return _("已经开始，不再计算代价。") if begun else _("这一次求解没有算到它的代价。")
    amounts: dict[str, Callable[[int], str]] = {"missing_obligations": str, "hours_short": hours, "changed_places": str, "gap_closed": hours, "cost": money}
    told = [str(PRICE[level, found[level] > 0]) % {"n": say(abs(found[level]))} for level, say in amounts.items() if found.get(level)]
    if not told:
        return _("不指定也一样，没有代价。")
    if found["proven"]:
        return _("不指定的话：%(told)s。") % {"told": listed(told)}
    return _("不指定的话：%(told)s。时限内没有证明到最优，实际的代价可能不同。") % {"told": listed(told)}


@gate("training.import_call_ups", at="plan", methods=("GET", "POST"))
def import_call_ups(request: Asked, plan: Plan) -> HttpResponse:
    """GET; format=xlsx: an empty table. POST: grid or file; act=take."""

    def take(text: str) -> str:
        places, made = callups.import_call_ups(plan, text, by=request.actor, at=clock.now())
        return _("已定 %(places)s 个调训名额，新列 %(made)s 个班次。") % {"places": places, "made": made}

    return upload(request, Upload(
        callups.columns(), lambda text: callups.understand(plan, text, hour_table(plan.top_key, date(plan.year, 1, 1)))[0], take,
        reverse("training.plan_places", args=[plan.key]), _("按名额指定"), ("调训名额", f"调训名额 {plan.year}.xlsx"),
        frame(plan, "training.plan_places"), "training/import_call_ups.html"))
