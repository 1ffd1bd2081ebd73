"""Answering what a new register says otherwise: each difference is confirmed by the act that settles it, or refused with a reason and stays listed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.actions import deeds as kept
from leadgoose.roster.actions import membership, rehearsal
from leadgoose.roster.actions.arrival import Arrival, transfer_in
from leadgoose.roster.actions.deeds import Work, basis_in_words
from leadgoose.roster.actions.lines import correct_line
from leadgoose.roster.actions.organisations import Consent
from leadgoose.roster.actions.posts import Document, change_posts
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import CameBy
from leadgoose.roster.models import Deed, Import, Organisation, Person, ProposalAnswer, new_key
from leadgoose.roster.queries.acts import Effect
from leadgoose.roster.queries.proposals import REASON, Compared, compared
from leadgoose.roster.queries.uploads import NEW, standing_of, values_of
from leadgoose.roster.rules.acts import Kind, Wish
from leadgoose.roster.rules.lines import How
from leadgoose.roster.rules.posts import Act as PostAct
from leadgoose.roster.rules.posts import Wish as PostWish
from leadgoose.roster.rules.proposals import Proposal, Sort

CAPABILITY = "roster.answer_proposals"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the clerk makes of one proposal. act: one of its acts; to: key of a branch; how: of a correction."""

    key: str
    act: str
    on: date
    to: str = ""
    how: How = How.CHANGE


@dataclass(slots=True)
class Answered:
    """What came of it: deeds by the proposal's key, and for the others why not."""

    done: dict[str, list[Deed]] = field(default_factory=dict)
    refused: dict[str, Refused] = field(default_factory=dict)


def confirm_proposals(
    upload: Import, choices: Sequence[Choice], basis: str, *, by: Actor, at: datetime, consent: Consent | None = None
) -> Answered:
    """Settle these differences by their acts, each by itself: what one act refuses keeps no other from being done.

    One entry in the journal per act, one batch for all of them. Raises Refused where nothing is chosen or the basis is missing.
    """
    by.require(CAPABILITY, {upload.top_key})
    basis_in_words(basis)
    if not choices:
        raise Refused("nothing", _("还没有勾选。"))
    answered, batch = Answered(), new_key()
    with transaction.atomic():
        Organisation.objects.select_for_update().get(key=upload.top_key)
        now = compared(upload, {one.key for one in choices})
        order = {sort: place for place, sort in enumerate(Sort)}
        known = now.by_key
        for choice in sorted(choices, key=lambda one: order[known[one.key].sort] if one.key in known else -1):
            try:
                with transaction.atomic():
                    one = known.get(choice.key)
                    if one is None:
                        raise Refused("gone", _("这一项已经没有差异。"))
                    done = _settle(now, one, choice, basis, batch, by, at, consent or Consent())
                    _answer(upload, choice.key, by, at, done=done)
                answered.done[choice.key] = done
            except Refused as no:
                answered.refused[choice.key] = no
    return answered


def judge_proposals(upload: Import, choices: Sequence[Choice], basis: str, *, by: Actor, at: datetime) -> tuple[Effect, Answered]:
    """What confirming them would do, and what would be refused. Nothing is written."""
    top_key, today = upload.top_key, timezone.localdate(at)
    places = set(Organisation.objects.filter(top_key=top_key, key__in=_places(upload, choices)).values_list("pk", flat=True))
    told = Answered()

    def write() -> Work:
        found = confirm_proposals(upload, choices, basis, by=by, at=at, consent=Consent(despite=True, remark="-"))
        told.done, told.refused = found.done, found.refused
        work = Work(today, at, organisations=set(places))
        for deeds in found.done.values():
            for deed in deeds:
                work.recorded += [(name, pk) for name, pk in deed.recorded]
                work.retracted += [(name, pk) for name, pk in deed.retracted]
        return work

    return rehearsal.rehearse(top_key, places, today, write), told


def _places(upload: Import, choices: Sequence[Choice]) -> set[str]:
    known = compared(upload, {one.key for one in choices}).by_key
    there = [known[one.key] for one in choices if one.key in known]
    return {key for one in there for key in (one.before, one.after) if key and not key.startswith(NEW)} | {one.to for one in choices if one.to}


def _settle(now: Compared, one: Proposal, choice: Choice, basis: str, batch: str, by: Actor, at: datetime, consent: Consent) -> list[Deed]:
    if choice.act not in one.acts:
        raise Refused("act", _("这一项没有可办的事项；核对后拒绝，或者先改正花名册。"))
    if one.sort is Sort.JOINED:
        row = now.rows[one.place or 0]
        arrival = Arrival(row.name, row.id_number, standing_of(row), row.joined_party, row.full_member or "", values_of(row))
        place = _place(now, choice.to or one.after)
        return [transfer_in(place, arrival, choice.on, basis, by=by, at=at, despite=consent.despite, batch=batch)]
    person = Person.objects.get(key=one.person)
    if one.sort is Sort.CHANGED:
        changes = {change.field: change.after for change in one.fields}
        return [correct_line(person, changes, choice.how, choice.on, basis, by=by, at=at, batch=batch)]
    if one.sort is Sort.POSTED:
        wishes = [PostWish(PostAct.END, one.person, kind) for kind in one.ends]
        wishes += [PostWish(PostAct.GIVE, one.person, kind, CameBy.UNKNOWN) for kind in one.gives]
        return change_posts(_place(now, one.after), wishes, Document(basis, None, choice.on), by=by, at=at, consent=consent, batch=batch)
    to = choice.to or one.after
    wish = Wish(Kind(choice.act), choice.on, _place(now, to).key if choice.act == Kind.MOVE else "")
    return membership.do([person], wish, basis, by=by, at=at, despite=consent.despite, batch=batch)


def _place(now: Compared, key: str) -> Organisation:
    """The branch meant; Refused for one that the register does not have."""
    found = now.at.by_key.get(key)
    if found is None:
        name = key.removeprefix(NEW)
        if name:
            raise Refused("to", _("花名册上的“%(name)s”本委没有：请先设立，或者核对名称，或者改选党支部。") % {"name": name})
        raise Refused("to", _("请选择转入的党支部。"))
    return found


def _answer(upload: Import, key: str, by: Actor, at: datetime, *, done: Sequence[Deed] = (), reason: str = "") -> None:
    ProposalAnswer.objects.filter(upload=upload, proposal=key, reopened_at=None).update(reopened_at=at)
    ProposalAnswer.objects.create(
        upload=upload, proposal=key, done=bool(done), deeds=[one.key for one in done],
        reason_sealed=seal(upload.key, REASON, reason) if reason else "", answered_at=at, answered_by=by.login,
    )


@transaction.atomic
def refuse_proposals(upload: Import, keys: Collection[str], reason: str, *, by: Actor, at: datetime) -> Receipt:
    """Leave the register as it is where the file says otherwise (journal: ProposalRefused). They stay listed, with the reason."""
    permit = by.require(CAPABILITY, {upload.top_key})
    Organisation.objects.select_for_update().get(key=upload.top_key)
    known = compared(upload, keys)
    wanted = sorted(key for key in keys if key in known.by_key and key not in known.refused)
    if not wanted:
        raise Refused("nothing", _("还没有勾选。"))
    reason = kept.in_words(reason, "reason", _("请写明拒绝的理由，1 至 %(most)s 个字。") % {"most": kept.LONGEST})
    for key in wanted:
        _answer(upload, key, by, at, reason=reason)
    return _record("ProposalRefused", upload, wanted, {"reason": reason}, str(permit.role or ""), by, at)


@transaction.atomic
def reopen_proposals(upload: Import, keys: Collection[str], *, by: Actor, at: datetime) -> Receipt:
    """Take refusals back, so that the differences can be settled after all (journal: ProposalReopened)."""
    permit = by.require(CAPABILITY, {upload.top_key})
    Organisation.objects.select_for_update().get(key=upload.top_key)
    rows = ProposalAnswer.objects.filter(upload=upload, proposal__in=keys, done=False, reopened_at=None)
    wanted = sorted(rows.values_list("proposal", flat=True))
    if not wanted:
        raise Refused("nothing", _("还没有勾选。"))
    rows.update(reopened_at=at)
    return _record("ProposalReopened", upload, wanted, {}, str(permit.role or ""), by, at)


def _record(name: str, upload: Import, keys: Sequence[str], personal: dict[str, str], role: str, by: Actor, at: datetime) -> Receipt:
    return record(Act(
        name=name, valid_on=timezone.localdate(at), top_key=upload.top_key, org_key=upload.top_key, role=role,
        facts={"import": upload.key, "proposals": list(keys)}, personal={upload.key: personal} if personal else {}, typed=len(keys) + len(personal),
    ), by=by, at=at)
