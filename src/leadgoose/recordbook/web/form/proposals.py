"""What an empty form proposes: from the plan, the register and the last record of the kind. Never what somebody said or resolved.

Every proposal is marked on the page until the recorder confirms them all, once.
"""

from __future__ import annotations

from datetime import date, timedelta

from leadgoose.ground.access.actor import Actor
from leadgoose.recordbook.models import PlanItem, Record
from leadgoose.recordbook.queries.record import entry_of
from leadgoose.recordbook.rules.entry import Stand
from leadgoose.recordbook.rules.kinds import Expected, Kind, Level
from leadgoose.recordbook.web.form.values import MATTERS, SPEECHES, TOPICS, Ground, Values, topic_rows
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import new_key

DUE = timedelta(days=30)
"""How long after a meeting a resolution is proposed to be due; changed with one tap, and proposed only where a resolution is written."""


def proposed(ground: Ground, plan: PlanItem | None, on: date, actor: Actor) -> Values:
    """The form as it opens. One query, for the last record of the kind, where there is no plan with a place."""
    values: Values = {
        "on": on.isoformat(), "speeches": str(SPEECHES), "matters": str(MATTERS), "sittings": "1", "topics": str(TOPICS), "level": ground.rule.levels[0].value,
        **_of_plan(plan), **_of_people(ground, actor),
    }
    if not values.get("place"):
        values["place"] = _last_place(ground)
    if ground.rule.for_year:
        values["for_year"] = str(on.year - 1 if on.month <= 3 else on.year)
    return {name: text for name, text in values.items() if text}


def fresh_keys() -> Values:
    """The keys that a page makes for a record, its version and its matters: the same form sent twice is the same record."""
    return {"key": new_key(), "stamp": new_key(), **{f"m-key-{row}": new_key() for row in range(MATTERS)}}


def _of_plan(plan: PlanItem | None) -> Values:
    if plan is None:
        return {}
    return {
        "plan": plan.key, "title": plan.title, "place": plan.place, "group": plan.group_key,
        "start": plan.starts_at.isoformat("minutes") if plan.starts_at else "", "end": plan.ends_at.isoformat("minutes") if plan.ends_at else "",
        **topic_rows(plan.topics),
    }


def _of_people(ground: Ground, actor: Actor) -> Values:
    values = {f"p-{one.key}": Stand.PRESENT.value for one in ground.roll.expected}
    people = ground.people
    if ground.rule.expected is Expected.NOBODY:
        return values
    lead = PostKind.GROUP_LEADER if ground.rule.kind is Kind.GROUP_MEETING else PostKind.SECRETARY
    chair = next((one.name for one in people.values() if lead in one.posts), "")
    me = people.get(actor.person_key)
    return values | {"chair": chair, "recorder": me.name if me is not None else ""}


def _last_place(ground: Ground) -> str:
    """Where the last record of the kind was held; nothing of a confidential one."""
    row = Record.objects.filter(
        org_key=ground.organisation.key, kind=ground.rule.kind, level=Level.OPEN, withdrawn_at=None
    ).order_by("-held_on", "-pk").first()
    if row is None:
        return ""
    entry = entry_of(row.versions.get(number=row.standing))
    return entry.sittings[0].place if entry is not None else ""


def due_after(on: date) -> date:
    return on + DUE
