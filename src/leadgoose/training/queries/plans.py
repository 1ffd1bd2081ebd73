"""Plans and their parts for pages and papers. Constant numbers of queries, whatever the size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from leadgoose.ground.statutes.dates import induction_due
from leadgoose.training.models.plan import Decided, Need, Place, Plan, PlanPerson, Session, Unmet
from leadgoose.training.queries.team import Member
from leadgoose.training.rules.obligations import SECRETARIES


def plan_with(key: str) -> Plan | None:
    return Plan.objects.filter(key=key).first()


def plans_of(top_key: str) -> list[Plan]:
    """All plans of a committee that were not dropped, the newest first. One query."""
    return list(Plan.objects.filter(top_key=top_key).exclude(state=Plan.State.DROPPED).order_by("-year", "-number"))


def approved(top_key: str, year: int) -> Plan | None:
    return Plan.objects.filter(top_key=top_key, year=year, state=Plan.State.APPROVED).first()


def not_held(top_key: str, years: Iterable[int]) -> set[int]:
    """Sessions (ids) that the approved plans of these years knew of and do not hold. Three queries at most for each plan."""
    found: set[int] = set()
    for plan in Plan.objects.filter(top_key=top_key, year__in=list(years), state=Plan.State.APPROVED):
        known = [one["id"] for one in (plan.instance or {}).get("sessions", ())]
        given = Place.objects.filter(plan=plan).values("session_id")
        found.update(Session.objects.filter(top_key=top_key, key__in=known).exclude(pk__in=given).values_list("pk", flat=True))
    return found


def sessions_of(top_key: str, year: int, *, cancelled: bool = True) -> list[Session]:
    """The catalogue of a year in the order of its days. One query."""
    rows = Session.objects.filter(top_key=top_key, year=year).order_by("starts_on", "pk")
    return list(rows if cancelled else rows.exclude(state=Session.State.CANCELLED))


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A secretary whom an approved plan does not know as one: took office after it was made. due: the last day of the induction, None where
    nobody knows since when they are in office."""

    member: Member
    due: date | None


def newcomers(plan: Plan, members: Iterable[Member]) -> list[Newcomer]:
    """Of these people, in the register's order. One query."""
    known = set(plan.people.filter(role__in=SECRETARIES).values_list("person_id", flat=True))
    return [Newcomer(one, induction_due(one.since) if one.since else None) for one in members if one.role in SECRETARIES and one.pk not in known]


@dataclass(slots=True)
class Line:
    """Somebody in a plan with needs, places and what stays open."""

    member: PlanPerson
    needs: list[Need] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    unmet: list[Unmet] = field(default_factory=list)


def lines_of(plan: Plan, members: Sequence[PlanPerson] | None = None) -> list[Line]:
    """The people of a plan (all who are not left out, or these), in the register's order. Four queries."""
    rows = list(plan.people.filter(left_out=False).select_related("person").order_by("position")) if members is None else list(members)
    lines = {row.pk: Line(row) for row in rows}
    by_person = {row.person_id: lines[row.pk] for row in rows}
    for need in Need.objects.filter(member__in=lines).order_by("dimension", "pk"):
        lines[need.member_id].needs.append(need)
    for unmet in Unmet.objects.filter(member__in=lines).order_by("pk"):
        lines[unmet.member_id].unmet.append(unmet)
    for place in Place.objects.filter(plan=plan, person__in=by_person).select_related("session").order_by("session__starts_on", "session__pk"):
        by_person[place.person_id].places.append(place)
    return list(lines.values())


def taken(plan: Plan) -> dict[int, int]:
    """How many places a plan gives in each session (ids). One query."""
    found: dict[int, int] = defaultdict(int)
    for session in Place.objects.filter(plan=plan).values_list("session_id", flat=True):
        found[session] += 1
    return found


def decided_of(plan: Plan) -> list[Decided]:
    """Fixed and forbidden places. One query."""
    return list(plan.decided.select_related("session", "person__present").order_by("session__starts_on", "pk"))
