"""A record is entered, corrected or merged, whoever writes it and however it arrives; and withdrawn.

    enter(entry, Arrival(Channel.PAGE, stamp), by=actor, at=now)

The same stamp arriving again changes nothing. A version that continues the one that stands takes its place; one that continues an older one stands
beside it until somebody merges them. Nothing that was ever written is overwritten.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.roles import Role
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.vault.actions import index, seal
from leadgoose.recordbook.actions import expectations, writing
from leadgoose.recordbook.actions.arrival import Arrival, Arrived
from leadgoose.recordbook.actions.judging import LONGEST, Work, judged
from leadgoose.recordbook.actions.permits import writer
from leadgoose.recordbook.actions.refusals import Faulty, Refused
from leadgoose.recordbook.models import Draft, Record, Version
from leadgoose.recordbook.rules.entry import KEY, Entry, as_plain
from leadgoose.recordbook.rules.kinds import FieldKind, Level, rule_of
from leadgoose.recordbook.rules.truth import Channel, Truth
from leadgoose.roster.kinds import BRANCHES, OrgKind
from leadgoose.roster.models import Organisation
from leadgoose.roster.reach import of_organisation

BOOKS = (*BRANCHES, OrgKind.GENERAL_BRANCH)
"""Organisations with a book of their own."""
CONTENT = "record"
"""Name of the field under which a confidential record's content is sealed."""


@transaction.atomic
def enter(entry: Entry, arrival: Arrival, *, by: Actor, at: datetime) -> Arrived:
    """Take an entry in. Raises Faulty (it cannot be so), Refused (it may not be done so), Denied."""
    organisation = _locked(entry.org)
    known = Version.objects.select_related("record").filter(stamp=arrival.stamp).first()
    there = Record.objects.filter(key=entry.key).first()
    capability = "recordbook.enter_record" if there is None else "recordbook.correct_record"
    on = timezone.localdate(at)
    if arrival.channel is Channel.ELECTION:
        permit = by.require("recordbook.from_election", of_organisation(organisation))
    else:
        permit = writer(capability, organisation, by=by, on=on)
    work = Work(organisation, permit, entry, rule_of(entry.kind, entry.fields), arrival, on, at, by)
    if known is not None:
        _same(known, entry)
        return Arrived(known.record, known, known=True)
    _judge(work, there)
    return _begin(work) if there is None else _continue(work, there)


@transaction.atomic
def withdraw(record_key: str, reason: str, *, by: Actor, at: datetime) -> Version:
    """Take a record back that should not be there (entered twice, or for another branch); it stays readable, marked, with the reason."""
    there = Record.objects.get(key=record_key)
    organisation = _locked(there.org_key)
    there = Record.objects.select_for_update().get(pk=there.pk)
    on = timezone.localdate(at)
    permit = writer("recordbook.withdraw_record", organisation, by=by, on=on)
    reason = " ".join(reason.split())
    if there.withdrawn_at is not None:
        raise Refused(_("这条记录已经撤回。"))
    if not reason or len(reason) > LONGEST:
        raise Refused(_("请写明撤回的原因，1 至 %(most)s 个字。") % {"most": LONGEST}, "reason")
    standing = there.versions.get(number=there.standing)
    number = there.versions.count() + 1
    there.withdrawn_at, there.changed_at, there.standing, there.heads = at, at, number, 1
    there.save()
    writing.undo(there)
    version = Version.objects.create(
        record=there, number=number, stamp=f"{standing.stamp[:16]}-{number}", parents=[standing.stamp], content=standing.content,
        content_sealed=standing.content_sealed, sealed_for=standing.sealed_for, digest=standing.digest, channel=Channel.PAGE, truth=Truth.CORRECTED,
        written_on=on, reason=reason, withdraws=True, recorded_at=at, recorded_by=by.login, role=permit.role or "",
        entrusted=permit.role is Role.COMMITTEE_MEMBER, receipt_number=0, receipt_hash="",
    )
    facts = {"record": there.key, "kind": there.kind, "version": number}
    receipt = record(Act(
        name="RecordWithdrawn", valid_on=there.held_on, top_key=there.top_key, org_key=there.org_key, role=permit.role or "", facts=facts,
        personal={there.org_key: {"reason": reason}}, typed=1,
    ), by=by, at=at)
    expectations.settle(organisation, on, at, "RecordWithdrawn")
    return _receipted(version, receipt)


# --- load ---


def _locked(key: str) -> Organisation:
    found = Organisation.objects.select_for_update(of=("self",)).select_related("unit").filter(key=key).first()
    if found is None or found.kind not in BOOKS:
        raise Refused(_("这个组织没有活动记录本。"))
    return found


def _same(known: Version, entry: Entry) -> None:
    """A stamp belongs to one version of one record; another record under it is somebody's mistake, and is said."""
    if known.record.key != entry.key:
        raise Refused(_("这份内容的编号已经用于另一条记录，请重新打开页面再记。"))


# --- decide ---


def _judge(work: Work, there: Record | None) -> None:
    if not KEY.fullmatch(work.entry.key) or not KEY.fullmatch(work.arrival.stamp):
        raise Refused(_("编号不合规格，请重新打开页面再记。"))
    if there is not None and there.org_key != work.organisation.key:
        raise Refused(_("这条记录属于另一个组织的记录本。"))
    if there is not None and there.withdrawn_at is not None:
        raise Refused(_("这条记录已经撤回，不能更正；请另记一条。"))
    found = judged(work, there)
    if found:
        raise Faulty(found)


# --- write ---


def _begin(work: Work) -> Arrived:
    entry, organisation = work.entry, work.organisation
    truth = Truth.COPIED if work.arrival.copied_from else Truth.LATE if work.late else Truth.RECORDED
    there = Record(
        key=entry.key, top_key=organisation.top_key, org_key=organisation.key, truth=truth, entered_at=work.at, entered_by=work.by.login,
        standing=1, heads=1,
    )
    writing.project(there, entry, work.heads, work.at)
    _number(there, entry.held_on.year)
    there.save()
    writing.write(there, entry, work.heads, work.arrival.channel, login=work.by.login, at=work.at)
    version = _keep(work, there, 1, truth)
    receipt = _record("RecordEntered", work, there, 1, truth)
    _finish(work, "RecordEntered")
    return Arrived(there, _receipted(version, receipt))


def _continue(work: Work, there: Record) -> Arrived:
    """The next version: it takes the place of the one that it continues, or stands beside it."""
    there = Record.objects.select_for_update().get(pk=there.pk)
    versions = list(there.versions.order_by("number"))
    standing = next(one for one in versions if one.number == there.standing)
    if standing.digest == _digest(work) and set(work.arrival.parents) <= {standing.stamp}:
        return Arrived(there, standing, known=True)
    number = len(versions) + 1
    stands = standing.stamp in work.arrival.parents
    continued = {parent for one in versions for parent in one.parents} | set(work.arrival.parents)
    there.heads = 1 + sum(one.stamp not in continued for one in versions)
    act = ("RecordMerged" if len(work.arrival.parents) > 1 else "RecordCorrected") if stands else "RecordDiverged"
    if stands:
        there.standing = number
        before = there.year
        writing.project(there, work.entry, work.heads, work.at)
        if work.entry.held_on.year != before:
            _number(there, work.entry.held_on.year)
        there.save()
        writing.write(there, work.entry, work.heads, work.arrival.channel, login=work.by.login, at=work.at)
    else:
        there.save(update_fields=["heads"])
    version = _keep(work, there, number, Truth.CORRECTED)
    receipt = _record(act, work, there, number, Truth.CORRECTED)
    _finish(work, act)
    return Arrived(there, _receipted(version, receipt), diverged=not stands)


def _finish(work: Work, act: str) -> None:
    Draft.objects.filter(key=work.entry.key).delete()
    expectations.settle(work.organisation, work.on, work.at, act)


def _number(there: Record, year: int) -> None:
    """The next number of the year's book; the organisation's row is locked."""
    last = Record.objects.filter(org_key=there.org_key, year=year).order_by("-serial").values_list("serial", flat=True).first()
    there.year, there.serial = year, (last or 0) + 1


def _record(name: str, work: Work, there: Record, number: int, truth: Truth) -> Receipt:
    """Journal the act. Of a confidential record the journal knows that it is there, and no word of it."""
    facts: dict[str, Any] = {
        "record": there.key, "kind": there.kind, "version": number, "truth": truth.value, "channel": work.arrival.channel.value,
        "held": there.held_on.isoformat(), "level": there.level,
    }
    words = {"reason": work.arrival.reason, "copied_from": work.arrival.copied_from}
    if there.level == Level.OPEN:
        facts |= {"expected": there.expected, "present": there.present, "matters": len(work.entry.matters)}
        words["title"] = work.entry.title
    said = {field: text for field, text in words.items() if text}
    return record(Act(
        name=name, valid_on=there.held_on, top_key=there.top_key, org_key=there.org_key, role=work.permit.role or "", facts=facts,
        personal={there.org_key: said} if said else {}, typed=work.arrival.typed, filled=work.arrival.filled,
    ), by=work.by, at=work.at)


def _receipted(version: Version, receipt: Receipt) -> Version:
    """The version with the receipt of its act. It was written before: whoever hears the act (`reactions`) reads it."""
    version.receipt_number, version.receipt_hash = receipt.number, receipt.hash
    version.save(update_fields=["receipt_number", "receipt_hash"])
    return version


def _keep(work: Work, there: Record, number: int, truth: Truth) -> Version:
    """The version, its receipt still to come."""
    arrival, plain = work.arrival, as_plain(work.entry)
    sealed_for = "" if work.entry.level is Level.OPEN else _whose(work)
    sealed = seal(sealed_for, CONTENT, _text(plain)) if sealed_for else ""
    return Version.objects.create(
        record=there, number=number, stamp=arrival.stamp, parents=list(arrival.parents), content={} if sealed else plain, content_sealed=sealed,
        sealed_for=sealed_for, digest=_digest(work), channel=arrival.channel, device=arrival.device[:40], truth=truth, written_on=work.written_on,
        claimed_at=arrival.written, clock_ahead=arrival.ahead, clock_doubted=work.doubted, reason=arrival.reason,
        copied_from=arrival.copied_from, recorded_at=work.at, recorded_by=work.by.login, role=work.permit.role or "",
        entrusted=work.permit.role is Role.COMMITTEE_MEMBER,
        receipt_number=0, receipt_hash="",
    )


def _whose(work: Work) -> str:
    """Under whose key a confidential record is sealed: the person's whom it is about, so that it goes with that key; else the organisation's."""
    about = next((one.code for one in work.rule.fields if one.kind is FieldKind.PERSON), "")
    person = work.entry.fields.get(f"{about}_key", "")
    return person if person in work.known else work.organisation.key


def _digest(work: Work) -> str:
    return index("record", _text(as_plain(work.entry)))


def _text(plain: dict[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)
