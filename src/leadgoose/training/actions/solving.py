"""The run of a plan: frozen and queued, solved by a worker, its answer written; what-if; approval."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.jobs.actions import AlreadyRunning, start
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.works import EVERY, Running
from leadgoose.production import queries as production
from leadgoose.roster.models import Person
from leadgoose.training import consequences
from leadgoose.training.actions.nominations import name_places
from leadgoose.training.actions.planning import draft, record_plan
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.asking import as_table, asked, given_of, question
from leadgoose.training.models.carrying import SEATED, Nomination
from leadgoose.training.models.plan import Decided, Need, Place, Plan, PlanPerson, Session, Unmet, WhatIf
from leadgoose.training.queries.plans import sessions_of
from leadgoose.training.rules.instance import Given, Instance, changed, kept
from leadgoose.training.rules.instance import Place as Seat
from leadgoose.training.rules.measure import UNITS, by_person, totals, why

if TYPE_CHECKING:
    from leadgoose.training.rules.planner import Planned
    from leadgoose.training.rules.solver import Solver
    from leadgoose.training.rules.whynot import WhyNot

RUN, WHAT_IF = "training.plan", "training.what_if"
EXPLAINING, PRICING = 60.0, 60.0
"""Seconds for the reasons, and for what all fixed places cost; beside those of the plan."""
MOST_PRICED = 60
LONGEST = 200


@transaction.atomic
def run_plan(plan_: Plan, *, by: Actor, at: datetime) -> Job:
    """Freeze the question and queue its solution. Raises Refused for an empty question, or while a run is under way."""
    found, role = draft(plan_, "training.run_plan", by)
    sessions = sessions_of(found.top_key, found.year, cancelled=False)
    members = list(found.people.filter(left_out=False).select_related("person").order_by("position"))
    if not members:
        raise Refused(_("计划里还没有人，先选“培训谁”。"))
    if not sessions:
        raise Refused(_("还没有班次，先列出本年的班次。"))
    needs: dict[int, list[Need]] = {row.pk: [] for row in members}
    for need in Need.objects.filter(member__in=members).order_by("dimension", "pk"):
        needs[need.member_id].append(need)
    first, last = date(found.year, 1, 1), date(found.year, 12, 31)
    people = {row.person_id for row in members}
    signed = _signed(sessions)
    strangers = Counter(session.key for session, person, _key in signed if person not in people)
    found.instance = asked(found.year, found.budget, found.cover, [(row, needs[row.pk]) for row in members], sessions,
                           production.away(found.top_key, first, last, people), production.spare(found.top_key, first, last), strangers)
    theirs = frozenset((key, session.key) for session, person, key in signed if person in people)
    found.given, found.stale = as_table(_given(found, question(found.instance), theirs)), False
    found.save(update_fields=["instance", "given", "stale"])
    try:
        job = start(RUN, found.top_key, about=found.key, arguments={"seconds": found.seconds}, by=by.login)
    except AlreadyRunning:
        raise Refused(_("正在求解，请等它结束或先停止。")) from None
    record_plan("PlanQueued", found, {"people": len(members), "sessions": len(sessions), "seconds": found.seconds}, 1, role, by=by, at=at)
    return job


def _signed(sessions: Collection[Session]) -> list[tuple[Session, int, str]]:
    """Seats that are taken beside any plan, by sign-up or by nomination: (session, person's id, person's key). The plan is made round them. One query."""
    by_pk = {one.pk: one for one in sessions}
    rows = Nomination.objects.filter(session__in=by_pk, state__in=SEATED, source__in=(Nomination.Source.SELF, Nomination.Source.OFFICE)).order_by("pk")
    return [(by_pk[session], person, key) for session, person, key in rows.values_list("session_id", "person_id", "person__key")]


def _given(plan_: Plan, instance: Instance, signed: frozenset[Seat]) -> Given:
    """What is settled: fixed and forbidden places, and who signed up; near an earlier plan also what has begun."""
    people, sessions = instance.person, instance.session
    places: dict[bool, set[Seat]] = {True: set(), False: set()}
    for forbidden, person, session in plan_.decided.values_list("forbidden", "person__key", "session__key"):
        if person in people and session in sessions:
            places[forbidden].add((person, session))
    fixed, forbidden_ = frozenset(places[False]) | signed, frozenset(places[True]) - signed
    if plan_.based_on is None or plan_.from_on is None:
        return Given(fixed, forbidden_, None)
    before = frozenset(Place.objects.filter(plan=plan_.based_on).values_list("person__key", "session__key"))
    near = kept(instance, before, plan_.from_on)
    return Given(near.fixed | fixed, (near.forbidden | forbidden_) - near.fixed - fixed, before)


# --- the work ---


def solve(job: Running) -> dict[str, Any]:
    """Solve a plan's frozen question, keep the answer at once; then say why not, and price its fixed places. The best found until a stop is kept;
    a second stop leaves the rest unexplained."""
    from leadgoose.training.rules.planner import plan  # noqa: PLC0415  the numeric library is loaded by the worker only
    from leadgoose.training.rules.solver import Solver  # noqa: PLC0415  the numeric library is loaded by the worker only

    row = Plan.objects.get(key=job.about)
    instance, given = question(row.instance or {}), given_of(row.given)
    job.report(at_once=True, stage="solve", people=len(instance.people), sessions=len(instance.sessions))

    def told(level: str, bound: float, value: float, gap: float, elapsed: float) -> bool:
        return job.report(level=level, bound=round(bound, 2), value=round(value, 2), gap=round(gap, 4), seconds=round(elapsed, 1))

    with Solver() as solver:
        planned = plan(instance, float(job.arguments["seconds"]), told, given, solver)
        stopped = job.stopping
        waiting = keep_solution(row, instance, planned, job)
        job.stop_done()
        _explain(instance, planned, given, waiting, job)
        if not stopped and not job.stopping:
            _price(row, instance, planned, given, solver, job)
    return {"status": planned.status}


def _explain(instance: Instance, planned: Planned, given: Given, waiting: Mapping[tuple[str, str], int], job: Running) -> None:
    """Why not each unmet need, written as they are found. waiting: ids of the rows, by person's key and need."""
    from leadgoose.training.rules.whynot import explain  # noqa: PLC0415  the numeric library is loaded by the worker only

    found: list[WhyNot] = []
    written, done = time.monotonic(), 0
    job.report(at_once=True, stage="explain", done=0, of=len(waiting))

    def heard(one: WhyNot) -> bool:
        nonlocal written, done
        found.append(one)
        done += 1
        if time.monotonic() - written >= EVERY:
            keep_reasons(waiting, found)
            found.clear()
            written = time.monotonic()
        return job.report(done=done)

    if waiting:
        explain(instance, planned.places, given, EXPLAINING, heard)
        keep_reasons(waiting, found)


@transaction.atomic
def keep_reasons(waiting: Mapping[tuple[str, str], int], found: Collection[WhyNot]) -> None:
    """Write reasons into the rows of their needs; a row that is gone meanwhile stays gone."""
    rows = [Unmet(pk=waiting[one.person, one.need], reason=one.reason, free=one.free) for one in found if (one.person, one.need) in waiting]
    Unmet.objects.bulk_update(rows, ["reason", "free"], batch_size=200)


@transaction.atomic
def keep_solution(row: Plan, instance: Instance, planned: Planned, job: Running) -> dict[tuple[str, str], int]:
    """Write places, unmet needs and totals, whole; nothing when the plan is no draft any more. Neither the reasons nor what fixed places cost are
    known of this answer yet. Returns the ids of the unmet needs by person's key and need."""
    from leadgoose.training.rules.whynot import unmet_of  # noqa: PLC0415  the numeric library is loaded by the worker only

    row = Plan.objects.select_for_update().get(pk=row.pk)
    if row.state != Plan.State.DRAFT:
        return {}
    people = dict(Person.objects.filter(key__in=instance.person).values_list("key", "pk"))
    sessions = dict(Session.objects.filter(top_key=row.top_key, year=row.year).values_list("key", "pk"))
    members = dict(PlanPerson.objects.filter(plan=row).values_list("person__key", "pk"))
    Place.objects.filter(plan=row).delete()
    Unmet.objects.filter(member__plan=row).delete()
    row.decided.update(price=None)
    settled = _settled(row)
    Place.objects.bulk_create((
        Place(plan=row, session_id=sessions[one.id], person_id=people[person],
              why=why(instance.person[person], one) or [settled.get((person, one.id), "min_seats")])
        for person, mine in by_person(instance, planned.places).items() for one in mine if one.id in sessions and person in people), batch_size=500)
    unmet = [(person.id, need) for person, _attended, needs in unmet_of(instance, planned.places) for need in needs if person.id in members]
    Unmet.objects.bulk_create((Unmet(member_id=members[person], need=need) for person, need in unmet), batch_size=500)
    row.result = {
        "status": planned.status, "totals": dict(planned.totals), "bounds": dict(planned.bounds), "gap_total": planned.gap_total,
        "seconds": {level: round(spent, 1) for level, spent in planned.seconds.items()}, "stopped": job.stopping,
        "held": len(planned.held), "places": len(planned.places),
    }
    row.save(update_fields=["result"])
    facts = {"status": planned.status, "places": len(planned.places), "unmet": len(unmet)}
    record_plan("PlanSolved", row, facts, 0, "", by=Actor(login=job.started_by), at=job.now)
    return {(person, need): pk for pk, person, need in Unmet.objects.filter(member__plan=row).values_list("pk", "member__person__key", "need")}


def _settled(row: Plan) -> dict[Seat, str]:
    """Why the places are given that were settled before the run, whether or not a need of the person asks for them."""
    fixed = given_of(row.given).fixed
    decided = set(row.decided.filter(forbidden=False).values_list("person__key", "session__key"))
    begun = set(Session.objects.filter(top_key=row.top_key, year=row.year, starts_on__lt=row.from_on).values_list("key", flat=True)) if row.from_on else set()
    return {seat: "decided" if seat in decided else "begun" if seat[1] in begun else "signed_up" for seat in fixed}


def _price(row: Plan, instance: Instance, planned: Planned, given: Given, solver: Solver, job: Running) -> None:
    """What every fixed place costs: the same question without it, solved from the plan that there is."""
    from leadgoose.training.rules.planner import plan  # noqa: PLC0415  the numeric library is loaded by the worker only

    every = row.decided.filter(forbidden=False).select_related("session", "person").order_by("pk")
    rows = [one for one in every if (one.person.key, one.session.key) in given.fixed and (row.from_on is None or one.session.starts_on >= row.from_on)]
    until = time.monotonic() + PRICING
    for number, one in enumerate(rows[:MOST_PRICED]):
        seat = (one.person.key, one.session.key)
        if job.report(at_once=True, stage="price", done=number, of=len(rows)) or time.monotonic() > until:
            return
        share = max(2.0, (until - time.monotonic()) / (len(rows) - number))
        free = replace(given, fixed=given.fixed - {seat})
        without = plan(instance, share, lambda *_args: job.report(), free, solver, known=planned.places)
        difference = {level: without.totals[level] - planned.totals[level] for level in without.totals}
        proven = without.status == planned.status == "optimal"
        Decided.objects.filter(pk=one.pk).update(price={"proven": proven, **difference})


@transaction.atomic
def ask_what_if(row: Plan, budget: int, seats: Mapping[str, int], *, by: Actor, at: datetime) -> WhatIf:
    """Queue the same question with another budget (hundredths) or other seats by session key. Raises Refused."""
    row = Plan.objects.select_for_update().get(pk=row.pk)
    by.require("training.what_if", {row.top_key})
    if row.instance is None or row.result is None:
        raise Refused(_("先求解，再问“如果”。"))
    unknown = set(seats) - {one["id"] for one in row.instance["sessions"]}
    if unknown or (not seats and budget == row.budget):
        raise Refused(_("请改经费或者一个班次的名额。"), "budget")
    found = WhatIf.objects.create(plan=row, budget=budget, seats=dict(seats), asked_at=at, asked_by=by.login)
    try:
        start(WHAT_IF, row.top_key, about=row.key, arguments={"what_if": found.pk, "seconds": row.seconds}, by=by.login)
    except AlreadyRunning:
        raise Refused(_("正在求解，请等它结束或先停止。")) from None
    return found


def answer_what_if(job: Running) -> dict[str, Any]:
    """Solve the changed question, beginning from the plan that there is."""
    from leadgoose.training.rules.planner import plan  # noqa: PLC0415  the numeric library is loaded by the worker only
    from leadgoose.training.rules.solver import Solver  # noqa: PLC0415  the numeric library is loaded by the worker only

    one = WhatIf.objects.select_related("plan").get(pk=job.arguments["what_if"])
    instance = changed(question(one.plan.instance or {}), budget=one.budget, seats=one.seats)
    known = frozenset(Place.objects.filter(plan=one.plan).values_list("person__key", "session__key"))

    def told(level: str, bound: float, value: float, gap: float, elapsed: float) -> bool:
        return job.report(stage="solve", level=level, bound=round(bound, 2), value=round(value, 2), gap=round(gap, 4), seconds=round(elapsed, 1))

    with Solver() as solver:
        planned = plan(instance, float(job.arguments["seconds"]), told, given_of(one.plan.given), solver, known=known)
    one.result = {"status": planned.status, "totals": dict(planned.totals), "bounds": dict(planned.bounds), "held": len(planned.held),
                  "places": len(planned.places)}
    one.save(update_fields=["result"])
    return {"status": planned.status}


# --- approval ---


@transaction.atomic
def approve_plan(row: Plan, basis: str, on: date, *, by: Actor, at: datetime) -> Plan:
    """Put a solved plan in force: everybody with a place is named for it; an earlier plan of the year is replaced. Raises Refused."""
    row, role = draft(row, "training.approve_plan", by)
    basis = " ".join(basis.split())
    if row.result is None or row.stale:
        raise Refused(_("求解以后又有改动，请重新求解再批准。") if row.result is not None else _("还没有求解，不能批准。"))
    if Job.objects.filter(about=row.key, state__in=(Job.State.WAITING, Job.State.RUNNING)).exists():
        raise Refused(_("正在求解，请等它结束或先停止。"))
    if not basis or len(basis) > LONGEST:
        raise Refused(_("请填写批准的会议或者文号，最多 %(most)s 个字。") % {"most": LONGEST}, "basis")
    if on > timezone.localdate(at):
        raise Refused(_("日期不能晚于今天。"), "on")
    before = Plan.objects.select_for_update().filter(top_key=row.top_key, year=row.year, state=Plan.State.APPROVED).first()
    if before is not None:
        before.state = Plan.State.REPLACED
        before.save(update_fields=["state"])
    row.state, row.approved_on, row.approved_by, row.basis = Plan.State.APPROVED, on, by.login, basis
    row.save(update_fields=["state", "approved_on", "approved_by", "basis"])
    named, withdrawn, waiting = name_places(row, before, by=by, at=at)
    facts = {"places": Place.objects.filter(plan=row).count(), "named": named, "withdrawn": withdrawn, "put_waiting": waiting}
    row.receipt = record_plan("PlanApproved", row, facts, 2, role, by=by, at=at, personal={row.top_key: {"basis": basis}})
    row.save(update_fields=["receipt"])
    consequences.settle_all(row.top_key, on=timezone.localdate(at), at=at, act="PlanApproved")
    return row


def worth(row: Plan) -> dict[str, float]:
    """The totals of the kept places, counted anew from the frozen question: what a test compares with the kept result."""
    instance = question(row.instance or {})
    places = frozenset(Place.objects.filter(plan=row).values_list("person__key", "session__key"))
    return {level: value / UNITS[level] for level, value in totals(instance, places, given_of(row.given)).items()}
