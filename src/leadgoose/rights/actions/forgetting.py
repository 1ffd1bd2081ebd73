"""Forgetting a person: proposed by the office, decided by the security officer, carried out by every subject at once, and the key destroyed."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground import holdings
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.models import User
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.ground.bylaws.models import CommitteeSetting
from leadgoose.ground.bylaws.queries import setting
from leadgoose.ground.bylaws.settings import SEALED
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.holdings import Erasing
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.vault.actions import destroy
from leadgoose.rights import words
from leadgoose.rights.actions.duties import settle_all
from leadgoose.rights.actions.refusals import Refused
from leadgoose.rights.models import Erasure, Objection
from leadgoose.rights.queries import erasures
from leadgoose.rights.queries.objections import COLUMNS
from leadgoose.rights.rules.erasing import bars
from leadgoose.roster.models import Person

MOST_PAPER, MOST = 60, 200


@transaction.atomic
def propose_erasure(person: Person, ground: str, paper: str, files: bool, *, by: Actor, at: datetime) -> Erasure:
    """Ask for a person to be forgotten; nothing goes yet. paper: number of the approved paper, which names nobody. Raises Refused, Denied."""
    permit = by.require("rights.propose_erasure", {person.top_key})
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    on, paper = timezone.localdate(at), " ".join(paper.split())
    if ground not in set(Erasure.Ground):
        raise Refused({"ground": _("请选择删除的原因。")})
    known = erasures.erasing_of(person, files, at=at, by=by.login)
    if not 1 <= len(paper) <= MOST_PAPER or any(text in paper for text in (*known.names, *known.numbers)):
        raise Refused({"paper": _("请填写审批单的编号，最多 %(most)s 个字；编号里不写姓名和号码。") % {"most": MOST_PAPER}})
    if Erasure.objects.filter(person=person, state=Erasure.State.PROPOSED).exists():
        raise Refused({"": _("已经提出过，正在等安全管理员办理。")})
    _bars(person, ground, at)
    row = Erasure(top_key=person.top_key, person=person, ground=ground, paper=paper, files=files, proposed_on=on, proposed_at=at, proposed_by=by.login)
    facts = {"erasure": row.key, "ground": ground, "files": files}
    sealed = {person.top_key: {"paper": paper}}
    record(Act("ErasureProposed", on, person.top_key, person.top_key, person.key, facts, sealed, 2, 0, permit.role or ""), by=by, at=at)
    row.save()
    return row


@transaction.atomic
def withdraw_erasure(row: Erasure, reason: str, *, by: Actor, at: datetime) -> Receipt:
    """The office takes its proposal back. Raises Refused, Denied."""
    return _turn_down(row, reason, Erasure.State.WITHDRAWN, "ErasureWithdrawn", by.require("rights.withdraw_erasure", {row.top_key}).role or "", by, at)


@transaction.atomic
def refuse_erasure(row: Erasure, reason: str, *, by: Actor, at: datetime) -> Receipt:
    """The security officer does not do it. Raises Refused, Denied."""
    return _turn_down(row, reason, Erasure.State.REFUSED, "ErasureRefused", by.require("rights.refuse_erasure", {PLATFORM}).role or "", by, at)


def _turn_down(row: Erasure, reason: str, state: Erasure.State, act: str, role: str, by: Actor, at: datetime) -> Receipt:
    row, reason, on = _waiting(row), " ".join(reason.split()), timezone.localdate(at)
    known = erasures.erasing_of(row.person, row.files, at=at, by=by.login)
    if not 1 <= len(reason) <= MOST or any(text in reason for text in (*known.names, *known.numbers)):
        raise Refused({"reason": _("请写明原因，最多 %(most)s 个字；不写姓名和号码。") % {"most": MOST}})
    row.state, row.decided_at, row.decided_by, row.reason = state, at, by.login, reason
    receipt = record(Act(act, on, row.top_key, row.top_key, row.person.key, {"erasure": row.key}, {row.top_key: {"reason": reason}}, 1, 0, role), by=by, at=at)
    row.receipt_number, row.receipt_hash = receipt.number, receipt.hash
    row.save()
    return receipt


@transaction.atomic
def carry_out_erasure(row: Erasure, name: str, *, by: Actor, at: datetime) -> Receipt:
    """Forget the person, for good. name: as the approved paper has it, so that the officer, who sees no register, cannot take the wrong one.

    Every subject forgets in this transaction, then the key is destroyed. Raises Refused, Denied.
    """
    permit = by.require("rights.carry_out_erasure", {PLATFORM})
    row = _waiting(row)
    person = Person.objects.select_for_update(of=("self",)).get(pk=row.person_id)
    if _same_person(row.proposed_by, by):
        raise Refused({"": _("提出和办理要由两个人分别进行。")})
    _bars(person, row.ground, at)
    _overwrite()
    erasing = erasures.erasing_of(person, row.files, at=at, by=by.login, write=True)
    if "".join(name.split()) not in erasing.names:
        raise Refused({"name": _("与要删除的人不符，请照审批单核对姓名；不符的请不予办理。")})
    holdings.erase(erasing)
    destroy(person.key, at)
    on = timezone.localdate(at)
    Duty.objects.filter(person_key=person.key, closed_at=None).update(closed_on=on, closed_at=at, closed_by="ErasureCarriedOut")
    row.state, row.decided_at, row.decided_by, row.gone = Erasure.State.DONE, at, by.login, dict(sorted(erasing.gone.items()))
    facts = {"erasure": row.key, "ground": row.ground, "files": row.files, "gone": sum(erasing.gone.values()), "columns": len(erasing.gone)}
    receipt = record(Act("ErasureCarriedOut", on, row.top_key, row.top_key, person.key, facts, {}, 1, len(erasing.gone), permit.role or ""), by=by, at=at)
    row.receipt_number, row.receipt_hash = receipt.number, receipt.hash
    row.save()
    settle_all(row.top_key, on, at, "ErasureCarriedOut")
    transaction.on_commit(_empty_log)
    return receipt


def erase(erasing: Erasing) -> None:
    """What this subject and the ground below forget: words of objections; the contact on papers, where it names the person."""
    erasing.clear(Objection.objects.filter(person_id=erasing.pk), **{column: "" for column, _field in COLUMNS})
    for name in sorted(SEALED):
        rows = CommitteeSetting.objects.filter(top_key=erasing.top_key, name=name).exclude(value="")
        erasing.rewrite_sealed(rows, "value", lambda row: row.top_key, name)
    erasing.rewrite(CommitteeSetting.objects.filter(erasing.naming("value", "basis"), top_key=erasing.top_key).exclude(name__in=SEALED), "value", "basis")


def _waiting(row: Erasure) -> Erasure:
    found = Erasure.objects.select_for_update(of=("self",)).select_related("person").get(pk=row.pk)
    if found.state != Erasure.State.PROPOSED:
        raise Refused({"": _("这件已经办理或者撤回。")})
    return found


def _bars(person: Person, ground: str, at: datetime) -> None:
    on = timezone.localdate(at)
    found = bars(erasures.facts_of(person, on), expired=ground == Erasure.Ground.EXPIRED, years=int(setting(person.top_key, "keep_years")), on=on)
    if found:
        raise Refused({"": words.sentences(words.BAR[one] for one in found)})


def _same_person(login: str, by: Actor) -> bool:
    """Whether two accounts are one person's, as far as it is known whose they are."""
    whose = User.objects.filter(login=login).values_list("person_key", flat=True).first() or ""
    return login == by.login or bool(whose and whose == by.person_key)


def _overwrite() -> None:
    """SQLite overwrites what is removed with zeros from here on."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def _empty_log() -> None:
    """The pages as they were before still lie in SQLite's write-ahead log until it is taken in; PostgreSQL's wait for VACUUM (docs/security.md)."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
