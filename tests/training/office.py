"""A committee ready to plan: gaps of four people, a catalogue of four sessions. Beside the cast; for the tests of the plan and of carrying it out."""

from __future__ import annotations

from datetime import date
from typing import Any

from cast import NOW, TODAY, Cast
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.worker import perform
from leadgoose.training.actions.evidence import Given, rate
from leadgoose.training.actions.planning import set_limits, set_people, start_plan
from leadgoose.training.actions.sessions import Offered, add_session
from leadgoose.training.actions.solving import approve_plan, run_plan
from leadgoose.training.models.plan import Plan, Session
from leadgoose.training.rules.competency import Role
from leadgoose.training.rules.levels import Kind

YEAR = 2027
EVERYBODY = [role.value for role in Role]


def offer(title: str, first: date, last: date, hours: int, seats: int = 10, **more: Any) -> Offered:
    return Offered(title, more.pop("kind", "class"), first, last, hours * 100, seats, **more)


OFFERS = {
    "class": offer("党务实务班", date(2027, 3, 2), date(2027, 3, 4), 24, 3, min_seats=2, level="county", concentrated=True, organiser="公司党校",
                   fixed_cost=200_000, cost_per_person=30_000, gains={"K2": 1}),
    "theory": offer("理论学习班", date(2027, 4, 6), date(2027, 4, 9), 32, gains={"K1": 1}, cost_per_person=10_000),
    "exercise": offer("换届选举沙盘演练", date(2027, 3, 4), date(2027, 3, 4), 8, gains={"K2": 2}, kind="exercise"),
    "meeting": offer("党务政工会议", date(2027, 6, 1), date(2027, 6, 1), 4, 50, kind="meeting"),
}


def prepared(cast: Cast, **offers: Offered) -> dict[str, Session]:
    """Rates the four of the team and offers sessions; returns the sessions by their short names."""
    for person in ("p-secretary", "p-committee", "p-discipline", "p-new"):
        rate(cast.people[person], Kind.SUPERIOR, Given({"K1": 3, "K2": 2, "K3": 3}, TODAY), by=cast.actor("clerk"), at=NOW)
    top = cast.organisations["committee"]
    return {name: add_session(top, YEAR, one, by=cast.actor("clerk"), at=NOW) for name, one in (offers or OFFERS).items()}


def begun(cast: Cast, budget: int = 10_000_00, cover: int = 3) -> Plan:
    """A draft about everybody with a role."""
    plan = start_plan(cast.organisations["committee"], YEAR, by=cast.actor("clerk"), at=NOW)
    set_people(plan, EVERYBODY, 0, {}, by=cast.actor("clerk"), at=NOW)
    set_limits(plan, budget, cover, 20, by=cast.actor("clerk"), at=NOW)
    plan.refresh_from_db()
    return plan


def solved(cast: Cast, plan: Plan) -> Plan:
    """Runs the plan as the worker does."""
    job = run_plan(plan, by=cast.actor("clerk"), at=NOW)
    assert perform(job.key) == "done", Job.objects.get(pk=job.pk).problem
    plan.refresh_from_db()
    return plan


def in_force(cast: Cast, plan: Plan) -> Plan:
    approve_plan(plan, "党委会 2026-11-20", TODAY, by=cast.actor("clerk"), at=NOW)
    plan.refresh_from_db()
    return plan
