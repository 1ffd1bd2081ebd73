"""What a branch arranges for its book: entrustment, a period without a meeting explained, half-written records kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.vault.actions import open_sealed, seal
from leadgoose.recordbook.actions import expectations
from leadgoose.recordbook.actions.permits import writer
from leadgoose.recordbook.actions.refusals import Refused
from leadgoose.recordbook.models import Draft, Entrustment, Excuse
from leadgoose.recordbook.queries.local import book_settings
from leadgoose.recordbook.rules.entry import KEY
from leadgoose.recordbook.rules.frequency import frequency, periods
from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.own import committee_of
from leadgoose.roster.reach import of_organisation

DRAFT = "draft"


@transaction.atomic
def entrust(organisation: Organisation, person_key: str, *, by: Actor, at: datetime) -> Receipt:
    """The secretary entrusts a deputy or committee member with recording, from today on."""
    on = timezone.localdate(at)
    permit = by.require("recordbook.entrust", {organisation.key})
    if person_key not in {one.person_key for one in committee_of(organisation.key, on)}:
        raise Refused(_("只能委托副书记或者支委。"), "person")
    if Entrustment.objects.filter(org_key=organisation.key, person_key=person_key, until=None).exists():
        raise Refused(_("已经委托，不必重复办理。"), "person")
    Entrustment.objects.create(org_key=organisation.key, person_key=person_key, since=on, granted_at=at, granted_by=by.login)
    return _record("RecordingEntrusted", organisation, str(permit.role or ""), {}, person=person_key, by=by, at=at)


@transaction.atomic
def end_entrustment(organisation: Organisation, person_key: str, *, by: Actor, at: datetime) -> Receipt:
    """From today on the person no longer records; what was recorded stays as it is."""
    on = timezone.localdate(at)
    permit = by.require("recordbook.entrust", {organisation.key})
    if not Entrustment.objects.filter(org_key=organisation.key, person_key=person_key, until=None).update(until=on):
        raise Refused(_("没有在办的委托。"), "person")
    return _record("EntrustmentEnded", organisation, str(permit.role or ""), {}, person=person_key, by=by, at=at)


@transaction.atomic
def excuse_period(organisation: Organisation, kind: Kind, first_on: date, reason: str, *, by: Actor, at: datetime) -> Receipt:
    """Record why a period passed without what is held as a rule. It stays visible in the book, and leaves the list of what is due."""
    organisation = Organisation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=organisation.pk)
    on = timezone.localdate(at)
    permit = writer("recordbook.excuse_period", organisation, by=by, on=on)
    rule = frequency(kind, book_settings(organisation.top_key).local)
    period = None if rule is None else next(iter(periods(rule.every, first_on, first_on)))
    reason = " ".join(reason.split())
    if period is None or period.first != first_on or first_on > on:
        raise Refused(_("这个期间没有要说明的事。"))
    if not reason or len(reason) > 200:
        raise Refused(_("请写明未开展的原因，1 至 %(most)s 个字。") % {"most": 200}, "reason")
    if Excuse.objects.filter(org_key=organisation.key, kind=kind, first_on=first_on).exists():
        raise Refused(_("这个期间已经说明。"))
    Excuse.objects.create(
        org_key=organisation.key, kind=kind, first_on=first_on, last_on=period.last, reason=reason, recorded_at=at, recorded_by=by.login
    )
    facts = {"kind": kind.value, "first": first_on.isoformat(), "last": period.last.isoformat()}
    receipt = _record("PeriodExcused", organisation, str(permit.role or ""), facts, words={"reason": reason}, by=by, at=at)
    expectations.settle(organisation, on, at, "PeriodExcused")
    return receipt


# --- half-written records: no act of the book, so the journal does not know them ---


def save_draft(organisation: Organisation, kind: Kind, key: str, typed: Mapping[str, Sequence[str]], *, by: Actor, at: datetime) -> None:
    """Keep what was typed, sealed under the organisation's key, for whoever typed it."""
    by.require("recordbook.enter_record", of_organisation(organisation))
    sealed = seal(organisation.key, DRAFT, json.dumps({name: list(values) for name, values in typed.items()}, ensure_ascii=False))
    rows = Draft.objects.filter(key=key)
    if not KEY.fullmatch(key) or rows.exclude(login=by.login).exists() or rows.exclude(org_key=organisation.key).exists():
        raise Refused(_("编号不合规格，请重新打开页面再记。"))
    Draft.objects.update_or_create(
        key=key, defaults={"org_key": organisation.key, "kind": kind, "login": by.login, "typed_sealed": sealed, "saved_at": at}
    )


def typed_in(draft: Draft) -> dict[str, list[str]]:
    """What was typed, as the page posted it."""
    found: dict[str, list[str]] = json.loads(open_sealed(draft.org_key, DRAFT, draft.typed_sealed))
    return found


def drop_draft(key: str, *, by: Actor) -> None:
    """Throw one's own half-written record away."""
    Draft.objects.filter(key=key, login=by.login).delete()


def _record(
    name: str, organisation: Organisation, role: str, facts: Mapping[str, object], *, by: Actor, at: datetime, person: str = "",
    words: Mapping[str, str] | None = None,
) -> Receipt:
    return record(Act(
        name=name, valid_on=timezone.localdate(at), top_key=organisation.top_key, org_key=organisation.key, person_key=person, role=role, facts=facts,
        personal={organisation.key: words} if words else {}, typed=1 + bool(words),
    ), by=by, at=at)
