"""The wizard of the year's plan: begun, whom, needs, limits, fixed and forbidden places. Each answer is kept; the run is in actions/solving.py."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.models import Organisation
from leadgoose.roster.reach import of_organisation
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.plan import Decided, Need, Plan, PlanPerson, Session, Wish
from leadgoose.training.queries.certificates import certificates_of
from leadgoose.training.queries.competencies import levels_of, model_of
from leadgoose.training.queries.hours import done_in
from leadgoose.training.queries.team import Member, team
from leadgoose.training.rules.certificates import State
from leadgoose.training.rules.competency import DIMENSIONS, Model, Role
from leadgoose.training.rules.gaps import gaps
from leadgoose.training.rules.levels import Proven
from leadgoose.training.rules.obligations import Done, owed
from leadgoose.training.standards import rulebook

NOTE, REASON = "note", "reason"
LONGEST = 100
TYPED = (Need.Source.WISH, Need.Source.INSPECTION, Need.Source.REQUIREMENT)
"""Sources of needs that somebody types; the others are found."""


@transaction.atomic
def start_plan(top: Organisation, year: int, *, by: Actor, at: datetime) -> Plan:
    """Begin the plan of a year: everybody with a role, their gaps and obligations as known today. Raises Refused when there is one already."""
    top = Organisation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=top.pk)
    role = str(by.require("training.start_plan", of_organisation(top)).role or "")
    today = timezone.localdate(at)
    if not today.year - 1 <= year <= today.year + 1:
        raise Refused(_("计划的年度应是去年、今年或明年。"), "year")
    if Plan.objects.filter(top_key=top.key, year=year, state__in=(Plan.State.DRAFT, Plan.State.APPROVED)).exists():
        raise Refused(_("%(year)s 年已有计划；批准以后要改的，从原计划重排。") % {"year": year}, "year")
    plan = _new(top.key, year, by, at)
    collect(plan, today)
    record_plan("PlanStarted", plan, {"people": plan.people.count()}, 1, role, by=by, at=at)
    return plan


@transaction.atomic
def replan(before: Plan, from_on: date, *, by: Actor, at: datetime) -> Plan:
    """Begin a plan near to an approved one: what begins before a day stays, the rest changes as little as it can. Raises Refused."""
    before = Plan.objects.select_for_update().get(pk=before.pk)
    role = str(by.require("training.replan", {before.top_key}).role or "")
    if before.state != Plan.State.APPROVED:
        raise Refused(_("只能从批准的计划重排。"))
    if from_on.year != before.year:
        raise Refused(_("日期应在 %(year)s 年内。") % {"year": before.year}, "from_on")
    if Plan.objects.filter(top_key=before.top_key, year=before.year, state=Plan.State.DRAFT).exists():
        raise Refused(_("已有一份正在做的计划，先批准或放弃它。"))
    same = {name: getattr(before, name) for name in ("roles", "elsewhere", "budget", "cover", "seconds")}
    plan = _new(before.top_key, before.year, by, at, based_on=before, from_on=from_on, **same)
    collect(plan, timezone.localdate(at))
    kept = {row.person_id: row for row in before.people.all()}
    for row in plan.people.all():
        old = kept.get(row.person_id)
        if old is not None:
            row.left_out, row.weight, row.reason = old.left_out, old.weight, old.reason
            row.save(update_fields=["left_out", "weight", "reason"])
    decided = before.decided.exclude(session__state=Session.State.CANCELLED)
    names = ("session_id", "person_id", "forbidden", "source", "reason_sealed", "recorded_at", "recorded_by")
    Decided.objects.bulk_create(Decided(plan=plan, **{name: getattr(row, name) for name in names}) for row in decided)
    record_plan("PlanStarted", plan, {"people": plan.people.count(), "based_on": before.number, "from_on": from_on.isoformat()}, 1, role, by=by, at=at)
    return plan


def _new(top_key: str, year: int, by: Actor, at: datetime, **more: Any) -> Plan:
    number = (Plan.objects.filter(top_key=top_key, year=year).aggregate(most=Max("number"))["most"] or 0) + 1
    values = {"roles": [role.value for role in Role], **more}
    return Plan.objects.create(top_key=top_key, year=year, number=number, created_at=at, created_by=by.login, **values)


def collect(plan: Plan, today: date) -> None:
    """Write who is in the plan and what they need, as known on a day; what the office typed stays. Thirteen queries, whatever the size."""
    on = max(today, date(plan.year, 1, 1))
    members = [one for one in team(plan.top_key, today, rulebook(today)) if one.role in plan.roles]
    people = [one.pk for one in members]
    done, levels, model = done_in(people, plan.year), levels_of(people, today), model_of(plan.top_key, on)
    there = {row.person_id: row for row in plan.people.all()}
    plan.people.exclude(person_id__in=people).delete()
    rows = []
    for position, one in enumerate(members):
        row = there.get(one.pk) or PlanPerson(plan=plan, person_id=one.pk)
        _describe(row, position, one, done.get(one.pk, Done()), plan)
        rows.append(row)
    PlanPerson.objects.bulk_create([row for row in rows if row.pk is None], batch_size=500)
    names = ["position", "name", "branch", "place", "unit", "role", "required_hours", "concentrated", "induction_due"]
    PlanPerson.objects.bulk_update([row for row in rows if row.person_id in there], names, batch_size=200)
    Need.objects.filter(member__plan=plan).exclude(source__in=TYPED, own=False).delete()
    ending, wishes = _ending(people, plan, today), _wishes(plan, people)
    needs = [need for row, one in zip(rows, members, strict=True)
             for need in (*_gaps(row, one, model, levels.get(one.pk, {})), *_renewals(row, ending.get(one.pk, ()), model),
                          *(Need(member=row, dimension=key, source=Need.Source.WISH, size=1, note_sealed=note, own=True)
                            for key, note in wishes.get(one.pk, ())))]
    Need.objects.bulk_create(needs, batch_size=500)


def _describe(row: PlanPerson, position: int, one: Member, done: Done, plan: Plan) -> None:
    asked = owed(one.role, one.since, done, plan.year, plan.elsewhere)
    row.position, row.name, row.branch, row.place, row.unit, row.role = position, one.name, one.branch, one.place, one.unit or one.place, one.role.value
    row.required_hours, row.concentrated, row.induction_due = asked.hours, asked.concentrated, asked.induction_due


def _gaps(row: PlanPerson, one: Member, model: Model, proven: dict[str, Proven]) -> list[Need]:
    return [
        Need(member=row, dimension=gap.dimension, source=Need.Source.GAP, size=gap.size, level=gap.proven.level if gap.proven else None, target=gap.target,
             confidence=gap.confidence or "")
        for gap in gaps(model, one.role, proven) if gap.size
    ]


def _ending(people: Collection[int], plan: Plan, today: date) -> dict[int, set[str]]:
    """What certificates of these people prove that end in the plan's year, by person. Two queries at most."""
    found: dict[int, set[str]] = {}
    for one in certificates_of(people, plan.top_key, today):
        if one.state is not State.WITHDRAWN and one.last is not None and one.last.year == plan.year:
            found.setdefault(one.person, set()).update(one.kind.raises)
    return found


def _wishes(plan: Plan, people: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """What these people said that they want to learn in the plan's year: (competency, sealed note); what the office typed of them already is left out."""
    typed = set(Need.objects.filter(member__plan=plan, source=Need.Source.WISH).values_list("member__person_id", "dimension"))
    found: dict[int, list[tuple[str, str]]] = {}
    rows = Wish.objects.filter(person_id__in=people, year=plan.year, retracted_at=None).order_by("pk")
    for person, dimension, note in rows.values_list("person_id", "dimension", "note_sealed"):
        if (person, dimension) not in typed:
            found.setdefault(person, []).append((dimension, note))
    return found


def _renewals(row: PlanPerson, asked: Collection[str], model: Model) -> list[Need]:
    """A certificate that ends in the year asks for its competencies once more, whatever the level."""
    return [Need(member=row, dimension=key, source=Need.Source.CERTIFICATE, size=1, target=model.target(Role(row.role), key)) for key in sorted(asked)]


# --- answers of the wizard ---


@dataclass(frozen=True, slots=True)
class Stress:
    """What is said of one person: left out or not, how much they weigh (hundredths), and why."""

    left_out: bool
    weight: int
    reason: str


@transaction.atomic
def set_people(plan: Plan, roles: Collection[str], elsewhere: int, said: Mapping[int, Stress], *, by: Actor, at: datetime) -> Plan:
    """Say whom the plan is about; who is left out or stressed, with the reason. said: by PlanPerson id. Raises Refused at the field."""
    plan, role = draft(plan, "training.plan_people", by)
    chosen = [one.value for one in Role if one.value in roles]
    if not chosen:
        raise Refused(_("请至少选一类人员。"), "roles")
    changed = 0
    for row in plan.people.filter(pk__in=said):
        one = said[row.pk]
        if (one.left_out or one.weight != 100) and not one.reason:
            raise Refused(_("%(name)s：不列入或加减权重的，请写明原因。") % {"name": row.name}, f"reason-{row.pk}")
        if not 10 <= one.weight <= 500 or len(one.reason) > LONGEST:
            raise Refused(_("%(name)s：权重 0.1 至 5，原因最多 %(most)s 个字。") % {"name": row.name, "most": LONGEST}, f"reason-{row.pk}")
        if (row.left_out, row.weight, row.reason) != (one.left_out, one.weight, one.reason):
            row.left_out, row.weight, row.reason = one.left_out, one.weight, one.reason
            row.save(update_fields=["left_out", "weight", "reason"])
            changed += 1
    plan.roles, plan.elsewhere, plan.stale = chosen, elsewhere, True
    plan.save(update_fields=["roles", "elsewhere", "stale"])
    collect(plan, timezone.localdate(at))
    record_plan("PlanPeopleSet", plan, {"people": plan.people.filter(left_out=False).count(), "changed": changed}, changed + 1, role, by=by, at=at)
    return plan


@transaction.atomic
def refresh_needs(plan: Plan, *, by: Actor, at: datetime) -> Plan:
    """Take gaps, obligations and certificates as they are known today; what somebody typed stays."""
    plan, role = draft(plan, "training.plan_needs", by)
    collect(plan, timezone.localdate(at))
    _stale(plan)
    record_plan("NeedsCollected", plan, {"needs": Need.objects.filter(member__plan=plan).count()}, 0, role, by=by, at=at)
    return plan


@transaction.atomic
def add_need(plan: Plan, member: int, dimension: str, source: str, note: str, *, by: Actor, at: datetime) -> Need:
    """Enter a wish, a finding of an inspection, a higher requirement. member: PlanPerson id. Raises Refused."""
    plan, role = draft(plan, "training.plan_needs", by)
    row = plan.people.select_related("person").filter(pk=member).first()
    note = " ".join(note.split())
    if row is None:
        raise Refused(_("请选择计划里的一个人。"), "member")
    if dimension not in DIMENSIONS or source not in TYPED:
        raise Refused(_("请在所列各项中选择。"), "dimension")
    if not note or len(note) > LONGEST:
        raise Refused(_("请写明出处，最多 %(most)s 个字。") % {"most": LONGEST}, "note")
    if row.needs.filter(dimension=dimension, source=source).exists():
        raise Refused(_("这一项已经列入。"), "dimension")
    need = Need.objects.create(member=row, dimension=dimension, source=source, size=1, note_sealed=seal(row.person.key, NOTE, note))
    _stale(plan)
    told = {"dimension": dimension, "need_source": source}
    record_plan("NeedAdded", plan, told, 4, role, by=by, at=at, person=row, personal={row.person.key: {"note": note}})
    return need


@transaction.atomic
def remove_need(plan: Plan, need: int, *, by: Actor, at: datetime) -> None:
    """Take back a need that somebody typed. Raises Refused for one that was found: it follows from its evidence."""
    plan, role = draft(plan, "training.plan_needs", by)
    row = Need.objects.select_related("member__person").filter(pk=need, member__plan=plan, source__in=TYPED, own=False).first()
    if row is None:
        raise Refused(_("只有这里填写的需求可以撤去；评定得出的差距随证据变化，本人填的愿望由本人撤回。"))
    record_plan("NeedRemoved", plan, {"dimension": row.dimension, "need_source": row.source}, 1, role, by=by, at=at, person=row.member)
    row.delete()
    _stale(plan)


@transaction.atomic
def set_limits(plan: Plan, budget: int, cover: int, seconds: int, *, by: Actor, at: datetime) -> Plan:
    """The budget (hundredths), how many of a unit may be away at once where it said nothing, and how long the run may take. Raises Refused."""
    plan, role = draft(plan, "training.plan_limits", by)
    if not 1 <= cover <= 500:
        raise Refused(_("请填 1 至 500 的整数。"), "cover")
    if not 5 <= seconds <= 600:
        raise Refused(_("请填 5 至 600 秒。"), "seconds")
    plan.budget, plan.cover, plan.seconds, plan.stale = budget, cover, seconds, True
    plan.save(update_fields=["budget", "cover", "seconds", "stale"])
    record_plan("PlanLimitsSet", plan, {"budget": budget, "cover": cover, "seconds": seconds}, 3, role, by=by, at=at)
    return plan


@transaction.atomic
def decide_place(plan: Plan, session: str, member: int, forbidden: bool, reason: str, *, by: Actor, at: datetime) -> Decided:
    """Fix or forbid a place, with the reason. session: key; member: PlanPerson id. Raises Refused."""
    plan, role = draft(plan, "training.plan_places", by)
    row = plan.people.select_related("person").filter(pk=member).first()
    offered = Session.objects.filter(top_key=plan.top_key, year=plan.year, key=session, state=Session.State.OFFERED).first()
    reason = " ".join(reason.split())
    if row is None or offered is None:
        raise Refused(_("请选择计划里的人和班次。"), "member")
    if not reason or len(reason) > LONGEST:
        raise Refused(_("请写明原因，最多 %(most)s 个字。") % {"most": LONGEST}, "reason")
    if Decided.objects.filter(plan=plan, session=offered, person=row.person).exists():
        raise Refused(_("这个人在这个班次的安排已经定过，先撤去再改。"), "member")
    found = Decided.objects.create(plan=plan, session=offered, person=row.person, forbidden=forbidden, source=Decided.Source.CLERK,
                                   reason_sealed=seal(row.person.key, REASON, reason), recorded_at=at, recorded_by=by.login)
    _stale(plan)
    name = "PlaceForbidden" if forbidden else "PlaceFixed"
    record_plan(name, plan, {"session": offered.key}, 3, role, by=by, at=at, person=row, personal={row.person.key: {"reason": reason}})
    return found


@transaction.atomic
def release_place(plan: Plan, decided: int, *, by: Actor, at: datetime) -> None:
    """Take back a fixed or forbidden place. Raises Refused."""
    plan, role = draft(plan, "training.plan_places", by)
    row = Decided.objects.select_related("session").filter(pk=decided, plan=plan).first()
    if row is None:
        raise Refused(_("没有可以撤去的安排。"))
    member = plan.people.filter(person_id=row.person_id).first()
    record_plan("PlaceReleased", plan, {"session": row.session.key}, 1, role, by=by, at=at, person=member)
    row.delete()
    _stale(plan)


@transaction.atomic
def drop_plan(plan: Plan, *, by: Actor, at: datetime) -> None:
    """Give up a draft; it stays on record."""
    plan, role = draft(plan, "training.drop_plan", by)
    plan.state = Plan.State.DROPPED
    plan.save(update_fields=["state"])
    record_plan("PlanDropped", plan, {}, 1, role, by=by, at=at)


# --- what the acts share ---


def draft(plan: Plan, capability: str, by: Actor) -> tuple[Plan, str]:
    """The plan, locked, and the role that permits; Refused when it is no draft any more."""
    found = Plan.objects.select_for_update().get(pk=plan.pk)
    role = str(by.require(capability, {found.top_key}).role or "")
    if found.state != Plan.State.DRAFT:
        raise Refused(_("计划已经批准或放弃，不能再改；要改的从批准的计划重排。"))
    return found, role


def _stale(plan: Plan) -> None:
    plan.stale = True
    plan.save(update_fields=["stale"])


def record_plan(
    name: str, plan: Plan, facts: Mapping[str, Any], typed: int, role: str, *, by: Actor, at: datetime, person: PlanPerson | None = None,
    personal: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """Journal an act on a plan; the receipt."""
    told = {"plan": plan.key, "year": plan.year, "number": plan.number, **facts}
    act = Act(name, timezone.localdate(at), plan.top_key, person.place if person is not None else plan.top_key,
              person.person.key if person is not None else "", facts=told, personal=personal or {}, typed=typed, role=role)
    return str(record(act, by=by, at=at))
