"""The year's plans: the list, the run with its progress, the result with its reasons, what if, approval, the plan made anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.jobs import queries as jobs
from leadgoose.ground.jobs.actions import ask_stop
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.listed import listed
from leadgoose.roster.models import Organisation
from leadgoose.training import words
from leadgoose.training.actions import planning, solving
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.plan import Plan, Session
from leadgoose.training.queries.competencies import model_of
from leadgoose.training.queries.plans import Line, lines_of, newcomers, plans_of, sessions_of, taken
from leadgoose.training.queries.team import team
from leadgoose.training.rules.measure import UNITS
from leadgoose.training.standards import rulebook
from leadgoose.training.web import asked
from leadgoose.training.web.asked import PAGE
from leadgoose.training.web.sessions import hours, money, planning_year
from leadgoose.training.web.steps import decisions, page

LEVELS = ("missing_obligations", "hours_short", "changed_places", "gap_closed", "cost")


@gate("training.plans", at="organisation")
def plans(request: Asked, organisation: Organisation) -> HttpResponse:
    return _plans(request, asked.top_only(organisation), {})


def _plans(request: Asked, top: Organisation, wrong: dict[str, str], status: int = 200) -> HttpResponse:
    rows = plans_of(top.key)
    today = clock.today()
    year = planning_year(today)
    may = bool(request.actor.may("training.start_plan", request.target.reach))
    return render(request, "training/plans.html", {
        "organisation": top, "rows": [(row, words.PLAN_STATE[row.state], totals(row)) for row in rows], "year": year, "years": [year - 1, year, year + 1],
        "wrong": wrong, "may_start": may, "today": today,
        "offer": not any(row.year == year for row in rows), "newcomers": _newcomers(top, rows, today) if may else [],
    }, status=status)


def _newcomers(top: Organisation, rows: list[Plan], today: date) -> list[dict[str, Any]]:
    """Approved plans of this year and the next that do not know a secretary who has taken office since; none while a draft of the year is open."""
    drafts = {row.year for row in rows if row.state == Plan.State.DRAFT}
    found = []
    for row in rows:
        if row.state == Plan.State.APPROVED and row.year >= today.year and row.year not in drafts:
            people = newcomers(row, team(top.key, today, rulebook(today)))
            if people:
                found.append({"plan": row, "people": people, "from_on": max(today, date(row.year, 1, 1)).isoformat()})
    return found


@gate("training.start_plan", at="organisation", methods=("POST",))
def start_plan(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST: year."""
    top = asked.top_only(organisation)
    try:
        made = planning.start_plan(top, asked.year(request, planning_year(clock.today())), by=request.actor, at=clock.now())
    except Refused as no:
        return _plans(request, top, {"year": str(no)}, status=422)
    return HttpResponseRedirect(reverse("training.plan_people", args=[made.key]))


# --- the run ---


@gate("training.run_plan", at="plan", methods=("GET", "POST"))
def run_plan(request: Asked, plan: Plan) -> HttpResponse:
    """GET: the run as it stands. POST: begin one."""
    wrong = ""
    if request.method == "POST":
        try:
            solving.run_plan(plan, by=request.actor, at=clock.now())
        except Refused as no:
            wrong = str(no)
        else:
            return HttpResponseRedirect(request.path)
    job = jobs.latest(plan.key, solving.RUN)
    if _answered(job) and not wrong:
        return HttpResponseRedirect(reverse("training.plan", args=[plan.key]))
    return page(request, plan, "training/run_plan.html", "training.run_plan", {
        "job": job, "told": told(job), "wrong": wrong, "people": plan.people.filter(left_out=False).count(),
        "sessions": len(sessions_of(plan.top_key, plan.year, cancelled=False)), "budget": money(plan.budget),
    }, status=422 if wrong else 200)


@gate("training.plan_progress", at="plan")
def plan_progress(request: Asked, plan: Plan) -> HttpResponse:
    """The fragment that a page asks for every second while work is under way; when it has ended, the page is asked for anew. GET ?what_if, ?reasons.

    Once the answer is kept, the page of the run leads to it; the reasons arrive there. Opened by itself (a bookmark, a new tab) it leads to the
    page that it is part of.
    """
    asking = "what_if" in request.GET
    if not request.htmx:
        return HttpResponseRedirect(reverse("training.plan", args=[plan.key]) + "#what-if" if asking else reverse("training.run_plan", args=[plan.key]))
    kind = solving.WHAT_IF if asking else solving.RUN
    job = jobs.latest(plan.key, kind)
    if not asking and "reasons" not in request.GET and _answered(job):
        return HttpResponse(headers={"HX-Redirect": reverse("training.plan", args=[plan.key])})
    response = render(request, "training/plan_progress.html", {
        "plan": plan, "job": job, "told": told(job), "what_if": asking, "answered": _answered(job),
        "may_stop": bool(request.actor.may("training.stop_plan", request.target.reach)),
    })
    if job is None or not job.is_open:
        response["HX-Refresh"] = "true"
    return response


def _answered(job: Job | None) -> bool:
    """Whether an open run has kept its answer already and only looks for reasons and prices."""
    return job is not None and job.is_open and job.progress.get("stage") in ("explain", "price")


@gate("training.stop_plan", at="plan", methods=("POST",))
def stop_plan(request: Asked, plan: Plan) -> HttpResponse:
    """POST; what_if: stop that instead. The best found is kept."""
    what_if = "what_if" in request.POST
    job = jobs.latest(plan.key, solving.WHAT_IF if what_if else solving.RUN)
    answered = _answered(job)
    if job is not None and job.is_open:
        ask_stop(job)
        messages.info(request, _("已请求停止，结果已经保存。") if answered else _("已请求停止，保留目前最好的结果。"))
    return HttpResponseRedirect(reverse("training.plan" if what_if or answered else "training.run_plan", args=[plan.key]))


def told(job: Job | None) -> dict[str, Any]:
    """A job's progress in words: the stage, the level with value, bound and gap, the seconds."""
    if job is None:
        return {}
    seen = job.progress
    stage = {"solve": _("求解"), "explain": _("查明没补上的原因"), "price": _("计算指定名额的代价")}.get(seen.get("stage", ""), _("等待开始"))
    if seen.get("stage") in ("explain", "price"):
        return {"stage": stage, "rows": [(_("已完成"), f"{seen['done']} / {seen['of']}")] if "done" in seen else [],
                "closed": seen.get("done", 0) / max(1, seen.get("of", 1)), "bar": _("已完成")}
    rows = []
    if "level" in seen:
        rows = [(_("正在优化"), words.PLAN_LEVEL.get(seen["level"], seen["level"])), (_("目前最好"), f"{seen['value']:,g}"),
                (_("不可能好过"), f"{seen['bound']:,g}"), (_("差"), f"{seen['gap']:.1%}"), (_("用时"), _("%(n)s 秒") % {"n": seen["seconds"]})]
    return {"stage": stage, "rows": rows, "closed": max(0.0, 1 - min(1.0, seen.get("gap", 1.0))), "bar": _("离证明最优还差多少")}


# --- the result ---


def totals(plan: Plan, result: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The aims with what was reached and what no plan can beat."""
    found = plan.result if result is None else result
    if found is None:
        return []
    rows = []
    for level in LEVELS:
        if level in found["totals"]:
            value, bound = found["totals"][level], found["bounds"][level]
            rows.append({"level": level, "name": words.PLAN_LEVEL[level], "value": _amount(level, value), "bound": _amount(level, bound),
                         "proven": value == bound})
    return rows


def _amount(level: str, value: int) -> str:
    return money(value) if level == "cost" else hours(value) if UNITS[level] == 100 else str(value)


@gate("training.plan", at="plan")
def plan(request: Asked, plan: Plan) -> HttpResponse:
    """GET ?q=&unmet=1: who goes where and why, and what stays open and why."""
    return show(request, plan, {})


PAPERS = (("pdf", "PDF"), ("docx", "DOCX"), ("xlsx", "Excel"))


def show(request: Asked, plan: Plan, wrong: dict[str, str], status: int = 200) -> HttpResponse:
    names = words.dimension_names(model_of(plan.top_key, date(plan.year, 1, 1)))
    q, unmet = request.GET.get("q", "").strip()[:50], "unmet" in request.GET
    everybody = lines_of(plan)
    chosen = [one for one in everybody if (not q or q in one.member.name or q in one.member.branch) and (not unmet or one.unmet)]
    listed = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    given = taken(plan)
    rows = [one for one in sessions_of(plan.top_key, plan.year) if one.pk in given or one.state == Session.State.OFFERED]
    job, asked_if = jobs.latest(plan.key, solving.RUN), jobs.latest(plan.key, solving.WHAT_IF)
    may = request.actor.may("training.approve_plan", request.target.reach)
    return page(request, plan, "training/plan.html", "training.plan", {
        "state": words.PLAN_STATE[plan.state], "totals": totals(plan), "result": plan.result,
        "gap_total": hours(plan.result["gap_total"]) if plan.result else "",
        "page": listed, "lines": [line(one, names) for one in listed], "q": q, "unmet": unmet, "unmet_people": sum(bool(one.unmet) for one in everybody),
        "sessions": [{"row": one, "kind": words.SESSION_KIND[one.kind], "taken": given.get(one.pk, 0), "cost": money(_cost(one, given.get(one.pk, 0))),
                      "hours": hours(one.hours)} for one in rows],
        "decisions": decisions(plan), "what_ifs": [_what_if(plan, one) for one in plan.what_ifs.order_by("-pk")[:5]], "wrong": wrong, "may": bool(may),
        "running": job if job is not None and job.is_open else None, "running_told": told(job), "answered": _answered(job),
        "waiting": sum(not need.reason for one in everybody for need in one.unmet),
        "asking": asked_if if asked_if is not None and asked_if.is_open else None, "told": told(asked_if), "today": clock.today(),
        "papers": [(reverse("training.plan_paper", args=[plan.key, form]), name) for form, name in PAPERS],
        "more_budget": hours(plan.budget * 12 // 10), "budget": money(plan.budget), "typed": request.POST.dict(),
    }, status=status)


def line(one: Line, names: dict[str, str]) -> dict[str, Any]:
    """A person of the plan: places with why, open needs with why not."""
    return {
        "member": one.member, "role": words.ROLE[one.member.role],
        "places": [{"session": place.session, "why": listed(words.need(code, names) for code in place.why)} for place in one.places],
        "unmet": _unmet(one, names),
        "hours": hours(sum(place.session.hours for place in one.places)), "required": hours(one.member.required_hours),
    }


def _unmet(one: Line, names: dict[str, str]) -> list[dict[str, Any]]:
    """What stays open of somebody, those of one reason together, in the order of the first of each."""
    found: dict[str, list[str]] = {}
    for open_ in one.unmet:
        found.setdefault("free" if open_.free else open_.reason, []).append(str(words.need(open_.need, names)))
    return [{"need": listed(needs), "why": words.UNMET[reason]} for reason, needs in found.items()]


def _cost(session: Session, count: int) -> int:
    return session.fixed_cost + session.cost_per_person * count if count else 0


def _what_if(plan: Plan, one: Any) -> dict[str, Any]:
    titles = dict(Session.objects.filter(key__in=one.seats).values_list("key", "title"))
    told = [{"budget": money(one.budget), "title": titles.get(key, key), "n": count} for key, count in one.seats.items()]
    questions = [_("经费 %(budget)s 元，“%(title)s”名额 %(n)s") % each for each in told] or [_("经费 %(n)s 元") % {"n": money(one.budget)}]
    answered = totals(plan, one.result) if one.result is not None else []
    before = {row["level"]: row["value"] for row in totals(plan)}
    same = bool(answered) and all(row["value"] == before.get(row["level"]) for row in answered)
    return {"questions": questions, "same": same, "rows": [{**row, "before": before.get(row["level"], "")} for row in answered],
            "proven": one.result is not None and one.result["status"] == "optimal", "answered": one.result is not None}


@gate("training.what_if", at="plan", methods=("POST",))
def what_if(request: Asked, plan: Plan) -> HttpResponse:
    """POST: budget, session (key) and seats (how many more)."""
    try:
        budget = int(asked.amount(request.POST.get("budget", ""), "budget", 100_000_000) * 100)
        session = Session.objects.filter(top_key=plan.top_key, key=request.POST.get("session", "")).first()
        more = asked.whole(request.POST.get("seats", ""), "seats", 500)
        there = {one["id"]: one["seats"] for one in (plan.instance or {}).get("sessions", ())}   # less those whom the plan is not about
        seats = {session.key: there.get(session.key, session.seats) + more} if session is not None and more else {}
        solving.ask_what_if(plan, budget, seats, by=request.actor, at=clock.now())
    except Refused as no:
        return show(request, plan, {no.field or "budget": str(no)}, status=422)
    return HttpResponseRedirect(reverse("training.plan", args=[plan.key]) + "#what-if")


@gate("training.approve_plan", at="plan", methods=("POST",))
def approve_plan(request: Asked, plan: Plan) -> HttpResponse:
    """POST: basis, on."""
    try:
        on = asked.day(request.POST.get("on", ""), "on")
        done = solving.approve_plan(plan, request.POST.get("basis", ""), on, by=request.actor, at=clock.now())
    except Refused as no:
        return show(request, plan, {no.field or "basis": str(no)}, status=422)
    messages.success(request, _("计划已批准，凭据 %(receipt)s；各人的安排已送到本人页面待确认。") % {"receipt": done.receipt})
    return HttpResponseRedirect(reverse("training.plan", args=[plan.key]))


@gate("training.drop_plan", at="plan", methods=("POST",))
def drop_plan(request: Asked, plan: Plan) -> HttpResponse:
    try:
        planning.drop_plan(plan, by=request.actor, at=clock.now())
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("已放弃这份草稿，记录留存。"))
    return HttpResponseRedirect(reverse("training.plans", args=[plan.top_key]))


@gate("training.replan", at="plan", methods=("POST",))
def replan(request: Asked, plan: Plan) -> HttpResponse:
    """POST: from_on; for=newcomers leads to the first step, where they stand."""
    try:
        made = planning.replan(plan, asked.day(request.POST.get("from_on", ""), "from_on"), by=request.actor, at=clock.now())
    except Refused as no:
        return show(request, plan, {no.field or "from_on": str(no)}, status=422)
    messages.info(request, _("已从批准的计划重排：%(day)s 以前开始的不动，其余尽量少改。") % {"day": made.from_on.isoformat() if made.from_on else ""})
    return HttpResponseRedirect(reverse("training.plan_people" if request.POST.get("for") == "newcomers" else "training.run_plan", args=[made.key]))
