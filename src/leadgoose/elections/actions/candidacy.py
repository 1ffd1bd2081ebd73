"""Who stands: named, introduced by proof, dropped. Nobody without the right to stand is ever listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.elections.actions.entry import short
from leadgoose.elections.actions.following import settle
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import in_words, lock
from leadgoose.elections.models import Candidate, Election, Proof
from leadgoose.elections.queries.candidates import DROPPED, SOURCE, TEXT, lists_of
from leadgoose.elections.queries.course import Course
from leadgoose.elections.queries.people import members_of
from leadgoose.elections.rules.slate import Heading
from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.models import Person

ORDER = (("initial", "proposed_on"), ("persons-request", "proposed_on"), ("persons-reply", "agreed_on"), ("deliberation", "official_on"))
"""The stages that bring a candidate forward, and the day that each sets."""


@dataclass(frozen=True, slots=True)
class Words:
    """One proof under a heading: what is said, and by which fact of the register or which paper."""

    heading: Heading
    text: str
    source: str
    from_register: bool = False


@transaction.atomic
def nominate(election: Election, person: Person, post: str, *, by: Actor, at: datetime) -> Candidate:
    """Put somebody on a list (journal: PersonNominated). Refused once the superior has agreed the persons: that reply is withdrawn first."""
    course, permit = lock(election, "elections.nominate", by)
    mine = course.election
    if post not in [name for one in lists_of(mine) for name in one.posts]:
        raise Refusal(_("这次选举没有这个职务的名单。"), "post")
    if _done_here(course, "persons-reply"):
        raise Refusal(_("上级已经审查同意人选；增加人选的，请先撤回“上级同意预备人选”，再报人选请示。"))
    found = members_of(mine.organisation, {person.key})
    if not found:
        raise Refusal(_("所选的人不在这个组织，请从本组织党员中选择。"), "person")
    known = found[0]
    if known.barred:
        raise Refusal(_("%(name)s没有被选举权，不能作候选人。") % {"name": known.member.name}, "person")
    if Candidate.objects.filter(election=mine, person=person, post=post, dropped_on=None).exists():
        raise Refusal(_("%(name)s已经在这份名单上。") % {"name": known.member.name}, "person")
    on = timezone.localdate(at)
    entered = {column: on for stage, column in ORDER if (one := course.facts.records.get(stage)) is not None and one.entered}
    row = Candidate.objects.create(
        election=mine, person=person, name=known.member.name, post=post, recorded_at=at, recorded_by=by.login, **entered,
    )
    _journal("PersonNominated", mine, row, permit, on, {"post": post}, by=by, at=at)
    settle(mine, "PersonNominated", None, on=on, at=at)
    return row


@transaction.atomic
def drop_candidate(election: Election, candidate: int, why: str, words: str, *, by: Actor, at: datetime) -> Candidate:
    """Take somebody off a list, with the reason (journal: CandidateDropped). why: withdrew, error, no-right. Not once ballots are issued."""
    course, permit = lock(election, "elections.drop_candidate", by)
    row = _candidate(course.election, candidate)
    if why not in ("withdrew", "error", "no-right"):
        raise Refusal(_("请选择退出的情形。"), "why")
    if _done_here(course, "ballots"):
        raise Refusal(_("选票已经发出，不能再改动候选人。"))
    reason, on = in_words(words, "words"), timezone.localdate(at)
    drop(row, why, reason, on)
    _journal("CandidateDropped", course.election, row, permit, on, {"post": row.post, "why": why}, {"reason": reason}, by=by, at=at)
    settle(course.election, "CandidateDropped", None, on=on, at=at)
    return row


@transaction.atomic
def add_proofs(election: Election, candidate: int, said: Sequence[Words], *, by: Actor, at: datetime) -> list[Proof]:
    """Say something of a candidate under the headings, each with its source (journal: ProofAdded, one entry)."""
    course, permit = lock(election, "elections.add_proof", by)
    row = _candidate(course.election, candidate)
    if not said:
        raise Refusal(_("请填写内容，或者勾选花名册的记录。"), "text")
    on, key = timezone.localdate(at), row.person.key
    made: list[Proof] = []
    personal: dict[str, str] = {}
    for number, one in enumerate(said, 1):
        text, source = short(one.text, "text"), short(one.source, "source", 100)
        if not text or not source:
            raise Refusal(_("请写明内容和依据（材料名称或者花名册的项目）。"), "text" if not text else "source")
        made.append(Proof.objects.create(
            candidate=row, heading=one.heading, text_sealed=seal(key, TEXT, text), source_sealed=seal(key, SOURCE, source),
            from_register=one.from_register, recorded_at=at, recorded_by=by.login,
        ))
        personal |= {f"text {number}": text, f"source {number}": source}
    facts = {"headings": [one.heading.value for one in said], "from_register": sum(one.from_register for one in said)}
    _journal("ProofAdded", course.election, row, permit, on, facts, personal, by=by, at=at)
    return made


@transaction.atomic
def retract_proof(election: Election, proof: int, *, by: Actor, at: datetime) -> Proof:
    """Take back something said of a candidate (journal: ProofRetracted)."""
    course, permit = lock(election, "elections.retract_proof", by)
    row = Proof.objects.select_related("candidate__person").filter(pk=proof, candidate__election=course.election, retracted_at=None).first()
    if row is None:
        raise Refusal(_("没有这项内容，或者已经撤去。"))
    row.retracted_at = at
    row.save(update_fields=["retracted_at"])
    _journal("ProofRetracted", course.election, row.candidate, permit, timezone.localdate(at), {"heading": row.heading}, by=by, at=at)
    return row


def drop(row: Candidate, why: str, words: str, on: date) -> None:
    """Write that somebody stands no more; the words under the person's key."""
    row.dropped_on, row.dropped_as = on, why
    row.dropped_sealed = seal(row.person.key, DROPPED, words) if words else ""
    row.save(update_fields=["dropped_on", "dropped_as", "dropped_sealed"])


def _done_here(course: Course, key: str) -> bool:
    record = course.facts.records.get(key)
    return record is not None and record.on is not None


def _candidate(election: Election, pk: int) -> Candidate:
    row = Candidate.objects.select_related("person").filter(pk=pk, election=election, dropped_on=None).first()
    if row is None:
        raise Refusal(_("名单上没有这个人，请刷新后再试。"))
    return row


def _journal(
    name: str, election: Election, row: Candidate, permit: Permit, on: date, facts: dict[str, object], personal: dict[str, str] | None = None,
    *, by: Actor, at: datetime,
) -> None:
    key = row.person.key
    record(Act(
        name=name, valid_on=on, top_key=election.top_key, org_key=election.organisation.key, person_key=key, role=permit.role or "",
        facts={"election": election.key, **facts}, personal={key: personal} if personal else {}, typed=1 + len(personal or {}), filled=1,
    ), by=by, at=at)
