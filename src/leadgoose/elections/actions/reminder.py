"""The reminder: it is sent, entered afterwards, withdrawn."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import leave_out_reminder, take_in_reminder
from leadgoose.elections.models import Reminder
from leadgoose.elections.papers.reminder import ReminderFacts, reminder, reminder_facts
from leadgoose.elections.queries.reminder import present_term
from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.bylaws.queries import notice_on_paper, settings_of, values_of
from leadgoose.ground.bylaws.settings import Settings
from leadgoose.ground.duties.actions import finish, unfinish
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.press.letter import Letter
from leadgoose.ground.press.printing import Imprint
from leadgoose.ground.statutes.dates import add_months
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.consequences import settle
from leadgoose.roster.kinds import WITH_TERMS, OrgKind
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries import committee_name
from leadgoose.roster.queries.organisation import TermRow, fact_on
from leadgoose.roster.reach import of_organisation

DUTY = "term_remind"


def why_not(organisation: Organisation, term: TermRow | None) -> str | Promise:
    """Why an organisation cannot be reminded; "" when it can."""
    if organisation.key == organisation.top_key:
        return _("本级党委的换届由上级党组织提醒。")
    if organisation.kind not in WITH_TERMS:
        return _("这类组织不按届选举。")
    if term is None:
        return _("选举日期资料未知，请先补录本届选举日期。")
    return ""


def facts_for(organisation: Organisation, term: TermRow, settings: Settings, on: date) -> ReminderFacts:
    """The facts of the letter to an organisation on a day. Three queries at most."""
    fact = fact_on(organisation, on)
    parent = organisation.parent
    above = parent.name if parent is not None and parent.kind == OrgKind.GENERAL_BRANCH else ""
    return reminder_facts(
        organisation.name, OrgKind(organisation.kind), fact.no_committee if fact else None, above,
        committee_name(organisation.top_key), term, settings, on,
    )


def letter_for(facts: ReminderFacts, settings: Settings, *, by: Actor, at: datetime) -> Letter:
    """The letter as it would be sent now, without a receipt."""
    made_at = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    notice = notice_on_paper(settings)
    return reminder(facts, Imprint(notice=notice, made_by=by.name or by.login, made_at=made_at))


@transaction.atomic
def send_reminder(organisation: Organisation, *, by: Actor, at: datetime) -> Reminder:
    """Send the letter: journal it, keep its facts with the receipt, close what was due. Sent already, it is given back."""
    organisation, permit, term = _begin("elections.send_reminder", organisation, by, at)
    there = _standing(organisation, term)
    if there is not None:
        return there
    on = timezone.localdate(at)
    settings = settings_of(organisation.top_key)
    facts = facts_for(organisation, term, settings, on)
    letter = letter_for(facts, settings, by=by, at=at)
    told = {"way": Reminder.Way.PRINTED.value, "letter": _digest(letter)}
    receipt = _record("ReminderSent", organisation, term, permit, told, on, typed=0, filled=facts.filled, by=by, at=at)
    letter = replace(letter, imprint=replace(letter.imprint, receipt=str(receipt)))
    return _keep(organisation, term, Reminder.Way.PRINTED, on, "", receipt, letter, by=by, at=at)


@transaction.atomic
def note_reminder(organisation: Organisation, sent_on: date, way: str, remark: str = "", *, by: Actor, at: datetime) -> Reminder:
    """Enter a reminder that was given before by letter or telephone; it stands like one printed here."""
    organisation, permit, term = _begin("elections.note_reminder", organisation, by, at)
    if _standing(organisation, term) is not None:
        raise Refusal(_("本届已经提醒过。"))
    if way not in (Reminder.Way.LETTER, Reminder.Way.PHONE):
        raise Refusal(_("请选择信函或电话。"), "way")
    if sent_on > timezone.localdate(at):
        raise Refusal(_("提醒日期不能晚于今天。"), "sent_on")
    if sent_on < term.elected_on:
        raise Refusal(_("提醒日期不能早于本届选举日期。"), "sent_on")
    remark = " ".join(remark.split())
    if len(remark) > 200:
        raise Refusal(_("太长，最多 %(most)s 个字。") % {"most": 200}, "remark")
    told = {"way": way}
    receipt = _record("ReminderNoted", organisation, term, permit, told, sent_on, typed=2 + bool(remark), filled=3, by=by, at=at)
    return _keep(organisation, term, Reminder.Way(way), sent_on, remark, receipt, None, by=by, at=at)


@transaction.atomic
def withdraw_reminder(organisation: Organisation, reminder_id: int, reason: str, *, by: Actor, at: datetime) -> Reminder:
    """Take a reminder back, with the reason: it stays on record, and what was due is due again."""
    permit = by.require("elections.withdraw_reminder", of_organisation(organisation))
    row = Reminder.objects.select_for_update().filter(pk=reminder_id, org_key=organisation.key, withdrawn_at=None).first()
    if row is None:
        raise Refusal(_("没有可以撤回的提醒。"))
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal(_("请写明撤回的原因。"), "reason")
    if len(reason) > 200:
        raise Refusal(_("太长，最多 %(most)s 个字。") % {"most": 200}, "reason")
    on = timezone.localdate(at)
    row.withdrawn_at, row.withdrawn_by, row.withdrawal_reason = at, by.login, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    act = Act(
        name="ReminderWithdrawn", valid_on=on, top_key=row.top_key, org_key=row.org_key, role=permit.role or "", typed=1,
        facts={"expires": row.expires_on.isoformat(), "sent": row.sent_on.isoformat(), "entry": row.receipt_number},
        personal={row.top_key: {"reason": reason}},
    )
    receipt = record(act, by=by, at=at)
    leave_out_reminder(organisation, row.expires_on, receipt, act="ReminderWithdrawn", reason=reason, by=by, at=at)
    unfinish(row.org_key, DUTY, due_on=_remind_on(row.top_key, row.expires_on, on), at=at)
    settle(row.top_key, organisations={organisation.pk}, people=(), on=on, at=at, act="ReminderWithdrawn")
    return row


# --- moves that the acts share ---


def _begin(capability: str, organisation: Organisation, by: Actor, at: datetime) -> tuple[Organisation, Permit, TermRow]:
    """Load and lock, permit, and the term that is reminded of."""
    locked = Organisation.objects.select_for_update(of=("self",)).select_related("unit", "parent").get(pk=organisation.pk)
    permit = by.require(capability, of_organisation(locked))
    term = present_term(locked, timezone.localdate(at))
    no = why_not(locked, term)
    if no or term is None:
        raise Refusal(no)
    return locked, permit, term


def _standing(organisation: Organisation, term: TermRow) -> Reminder | None:
    return Reminder.objects.filter(org_key=organisation.key, expires_on=term.expires_on, withdrawn_at=None).first()


def _record(
    name: str, organisation: Organisation, term: TermRow, permit: Permit, told: dict[str, str], on: date,
    *, typed: int, filled: int, by: Actor, at: datetime,
) -> Receipt:
    facts = {"elected": term.elected_on.isoformat(), "expires": term.expires_on.isoformat(), "sent": on.isoformat(), **told}
    act = Act(
        name=name, valid_on=on, top_key=organisation.top_key, org_key=organisation.key, facts=facts, typed=typed, filled=filled,
        role=permit.role or "",
    )
    return record(act, by=by, at=at)


def _keep(
    organisation: Organisation, term: TermRow, way: Reminder.Way, sent_on: date, remark: str, receipt: Receipt,
    letter: Letter | None, *, by: Actor, at: datetime,
) -> Reminder:
    top = organisation.top_key
    sealed = "" if letter is None else seal(top, "letter", json.dumps(letter.facts(), ensure_ascii=False, sort_keys=True))
    row = Reminder.objects.create(
        top_key=top, org_key=organisation.key, elected_on=term.elected_on, expires_on=term.expires_on, way=way, sent_on=sent_on,
        remark=remark, letter_sealed=sealed, receipt_number=receipt.number, receipt_hash=receipt.hash,
        recorded_at=at, recorded_by=by.login,
    )
    act = "ReminderSent" if letter is not None else "ReminderNoted"
    finish(organisation.key, DUTY, due_on=_remind_on(top, term.expires_on, timezone.localdate(at)), on=timezone.localdate(at), at=at, closed_by=act)
    take_in_reminder(organisation, term.expires_on, sent_on, receipt, act=act, by=by, at=at)
    return row


def _remind_on(top_key: str, expires_on: date, on: date) -> date:
    """When the reminder of a term is due, by the number that the committee set itself."""
    return add_months(expires_on, -values_of(top_key, on).integer("elec-reminder-six-months", "lead"))


def _digest(letter: Letter) -> str:
    """What the letter said, as a hash: the journal can prove it without holding its names."""
    return hashlib.sha256(json.dumps(letter.facts(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
