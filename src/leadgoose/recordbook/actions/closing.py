"""An open resolution is closed, or opened again, by whoever answers for it, between two meetings."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.recordbook.actions import expectations
from leadgoose.recordbook.actions.permits import writer
from leadgoose.recordbook.actions.refusals import Refused
from leadgoose.recordbook.models import Resolution
from leadgoose.recordbook.rules.resolutions import State
from leadgoose.roster.models import Organisation


@transaction.atomic
def close_resolution(key: str, state: State, closed_on: date, note: str, *, by: Actor, at: datetime) -> Receipt:
    """Say that an item was done, or is dropped (then with the reason). Raises Refused, Denied."""
    row, organisation = _load(key)
    on = timezone.localdate(at)
    permit = writer("recordbook.close_resolution", organisation, by=by, on=on)
    note = " ".join(note.split())
    if row.state != State.OPEN:
        raise Refused(_("这项决议已经办结。"))
    if state not in (State.DONE, State.DROPPED):
        raise Refused(_("请选择已落实或者不再执行。"), "state")
    if closed_on > on or closed_on < row.record.held_on:
        raise Refused(_("办结日期应当在 %(first)s 至今天之间。") % {"first": row.record.held_on.isoformat()}, "closed_on")
    if state is State.DROPPED and not note:
        raise Refused(_("不再执行的，请写明原因。"), "note")
    if len(note) > 200:
        raise Refused(_("太长，最多 %(most)s 个字。") % {"most": 200}, "note")
    row.state, row.closed_on, row.closed_at, row.closed_by, row.closed_in, row.note = state, closed_on, at, by.login, "", note
    row.save()
    return _record("ResolutionClosed", row, organisation, str(permit.role or ""), {"state": state.value, "note": note}, closed_on, by=by, at=at)


@transaction.atomic
def reopen_resolution(key: str, reason: str, *, by: Actor, at: datetime) -> Receipt:
    """Take a closing back, with the reason; an item that a meeting closed is opened by correcting that meeting's record."""
    row, organisation = _load(key)
    permit = writer("recordbook.close_resolution", organisation, by=by, on=timezone.localdate(at))
    reason = " ".join(reason.split())
    if row.state not in (State.DONE, State.DROPPED):
        raise Refused(_("这项决议没有办结。"))
    if row.closed_in:
        raise Refused(_("这项决议由会议办结；请更正那次会议的记录。"))
    if not reason or len(reason) > 200:
        raise Refused(_("请写明原因，1 至 %(most)s 个字。") % {"most": 200}, "note")
    row.state, row.closed_on, row.closed_at, row.closed_by, row.note = State.OPEN, None, None, "", ""
    row.save()
    on = timezone.localdate(at)
    return _record("ResolutionReopened", row, organisation, str(permit.role or ""), {"note": reason}, on, by=by, at=at)


def _load(key: str) -> tuple[Resolution, Organisation]:
    row = Resolution.objects.select_related("record").exclude(state=State.GONE).get(key=key)
    organisation = Organisation.objects.select_for_update(of=("self",)).select_related("unit").get(key=row.org_key)
    return Resolution.objects.select_related("record").get(pk=row.pk), organisation


def _record(
    name: str, row: Resolution, organisation: Organisation, role: str, told: dict[str, str], on: date, *, by: Actor, at: datetime
) -> Receipt:
    facts = {"resolution": row.key, "record": row.record.key, **{key: text for key, text in told.items() if key != "note"}}
    words = {"note": told["note"]} if told.get("note") else {}
    receipt = record(Act(
        name=name, valid_on=on, top_key=row.top_key, org_key=row.org_key, person_key=row.owner_key, role=role, facts=facts,
        personal={row.org_key: words} if words else {}, typed=1 + bool(words),
    ), by=by, at=at)
    expectations.settle(organisation, timezone.localdate(at), at, name)
    return receipt
