"""The plan of a year or quarter: its items are set in one act, changed while they are ahead, dropped with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.recordbook.actions import expectations
from leadgoose.recordbook.actions.permits import writer
from leadgoose.recordbook.actions.refusals import Refused
from leadgoose.recordbook.models import PlanItem
from leadgoose.recordbook.queries.roll import is_group
from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.roster.models import Organisation, new_key

LONGEST = {"title": 120, "place": 60, "topics": 2000}
FIELDS = ("group_key", "kind", "month", "planned_on", "starts_at", "ends_at", "place", "title", "topics")


@dataclass(frozen=True, slots=True)
class Wish:
    """One item as the plan should have it. key "": a new one; month: its first day."""

    kind: Kind
    month: date
    key: str = ""
    group: str = ""
    planned_on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    title: str = ""
    topics: str = ""

    def columns(self) -> dict[str, object]:
        return {
            "group_key": self.group, "kind": self.kind.value, "month": self.month, "planned_on": self.planned_on, "starts_at": self.starts_at,
            "ends_at": self.ends_at, "place": self.place, "title": self.title, "topics": self.topics,
        }


@transaction.atomic
def set_plan(organisation: Organisation, wishes: Iterable[Wish], *, by: Actor, at: datetime) -> Receipt | None:
    """Set these items; others stay. What has its record already is not changed. None when nothing differs. Refused names the item ("3.planned_on")."""
    organisation = Organisation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=organisation.pk)
    on = timezone.localdate(at)
    permit = writer("recordbook.set_plan", organisation, by=by, on=on)
    wishes = list(wishes)
    for number, wish in enumerate(wishes):
        _check(organisation, number, wish)
    there = {one.key: one for one in PlanItem.objects.filter(org_key=organisation.key, key__in=[wish.key for wish in wishes if wish.key])}
    new, changed = [], []
    for wish in wishes:
        row = there.get(wish.key)
        if row is None:
            new.append(PlanItem(
                key=new_key(), top_key=organisation.top_key, org_key=organisation.key, changed_at=at, changed_by=by.login, **wish.columns()
            ))
        elif row.record_id is None and row.dropped_at is None and any(getattr(row, name) != value for name, value in wish.columns().items()):
            for name, value in wish.columns().items():
                setattr(row, name, value)
            row.changed_at, row.changed_by = at, by.login
            changed.append(row)
    if not new and not changed:
        return None
    PlanItem.objects.bulk_create(new)
    PlanItem.objects.bulk_update(changed, [*FIELDS, "changed_at", "changed_by"], batch_size=100)
    months = sorted({one.month.isoformat() for one in (*new, *changed)})
    receipt = record(Act(
        name="PlanChanged", valid_on=on, top_key=organisation.top_key, org_key=organisation.key, role=permit.role or "",
        facts={"added": len(new), "changed": len(changed), "months": months}, typed=_typed(new) + _typed(changed),
    ), by=by, at=at)
    expectations.settle(organisation, on, at, "PlanChanged")
    return receipt


@transaction.atomic
def drop_item(organisation: Organisation, key: str, reason: str, *, by: Actor, at: datetime) -> Receipt:
    """Take an item off the plan, with the reason: it stays readable. One that has its record cannot be dropped."""
    organisation = Organisation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=organisation.pk)
    on = timezone.localdate(at)
    permit = writer("recordbook.set_plan", organisation, by=by, on=on)
    row = PlanItem.objects.filter(org_key=organisation.key, key=key, dropped_at=None, record=None).first()
    reason = " ".join(reason.split())
    if row is None:
        raise Refused(_("这一项已经有记录，或者已经取消。"))
    if not reason or len(reason) > 200:
        raise Refused(_("请写明取消的原因，1 至 %(most)s 个字。") % {"most": 200}, "reason")
    row.dropped_at, row.dropped_reason, row.changed_at, row.changed_by = at, reason, at, by.login
    row.save()
    receipt = record(Act(
        name="PlanItemDropped", valid_on=on, top_key=organisation.top_key, org_key=organisation.key, role=permit.role or "",
        facts={"item": row.key, "kind": row.kind}, personal={organisation.key: {"reason": reason}}, typed=1,
    ), by=by, at=at)
    expectations.settle(organisation, on, at, "PlanItemDropped")
    return receipt


def _check(organisation: Organisation, number: int, wish: Wish) -> None:
    for name, most in LONGEST.items():
        if len(getattr(wish, name)) > most:
            raise Refused(_("太长，最多 %(most)s 个字。") % {"most": most}, f"{number}.{name}")
    if wish.group and not is_group(organisation.key, wish.group):
        raise Refused(_("请选择党小组。"), f"{number}.group")
    if wish.planned_on is not None and wish.planned_on.replace(day=1) != wish.month:
        raise Refused(_("日期不在所排的月份里；请改日期，或者改月份。"), f"{number}.planned_on")
    if wish.starts_at is not None and wish.ends_at is not None and wish.ends_at <= wish.starts_at:
        raise Refused(_("结束时间应当晚于开始时间。"), f"{number}.ends_at")


def _typed(rows: Collection[PlanItem]) -> int:
    return sum(sum(bool(getattr(row, name)) for name in ("planned_on", "starts_at", "place", "title", "topics")) for row in rows)
