"""The moves that every act of an election shares: open it, prepare a stage, record it, withdraw it, move beside the way.

An act of its own (`send_request`, `count_ballots` …) decides what is its own, writes its own rows and then records its stage here,
all in one transaction. Nothing else writes `Step`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.elections.actions import following
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import Election, Step
from leadgoose.elections.queries.course import CLEARED, JUDGED, REASON, SHIFT, WORDS, Course, as_plain, course_of, sealed, shift_of, words_of
from leadgoose.elections.rules import stages
from leadgoose.elections.rules.procedure import path, procedure
from leadgoose.elections.rules.stages import ElectionFacts, Item, NotOpenError, Record
from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.journal.actions import Act, Receipt
from leadgoose.ground.journal.actions import record as journal
from leadgoose.ground.statutes.language import Lang, language
from leadgoose.ground.statutes.sentences import say
from leadgoose.ground.statutes.verdicts import Reason, Verdict
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.actions.elected import Written
from leadgoose.roster.models import Organisation
from leadgoose.roster.reach import of_organisation

LONGEST = 200

STAGES: Mapping[str, str] = {
    "reminder": "ElectionReminded", "request": "RequestSent", "reply": "ReplyRecorded", "opinion": "OpinionGathered",
    "initial": "PersonsProposed", "persons-request": "PersonsRequestSent", "persons-reply": "PersonsReplyRecorded",
    "deliberation": "CandidatesFixed", "preselection": "PreselectionRecorded", "notice": "NoticeSent", "exclusions": "ExclusionsDecided",
    "roll-call": "PresentDeclared", "report-heard": "ReportReviewed", "method": "MethodAdopted", "scrutineers": "ScrutineersChosen",
    "ballots": "BallotsIssued", "voted": "VoteClosed", "returned": "BallotsReconciled", "counted": "CountDecided",
    "announced": "ResultAnnounced", "first-meeting": "FirstMeetingRecorded", "result-report": "ResultSent",
    "result-reply": "ResultReplyRecorded", "publication": "ResultPublished", "handover": "HandoverRecorded",
}
SIDES: Mapping[str, str] = {
    "revote": "RevoteOrdered", "next-post": "NextPostVoted", "open-seats": "OpenSeatsElected", "fewer-seats": "SeatsReduced", "vote-again": "VoteRepeated",
    "annul": "ElectionAnnulled", "new-meeting": "NewDateSet", "shift-term": "TermShifted", "stop": "ElectionStopped", "resume": "ElectionResumed",
}
"""What the journal calls each stage and side move."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a step beside its day. ticked: items said to be so; judged: verdicts by item; cleared: reasons by code.

    facts: codes, keys, days and numbers, kept with the step and told to the journal; typed, filled: how many fields were typed, and filled
    in by the system. words: what is typed in words beside the reason, by what it is. wrote: the facts of the register that the act has
    written already (`roster.actions.elected`).
    """

    paper_no: str = ""
    signer: str = ""
    ticked: frozenset[str] = frozenset()
    judged: Mapping[str, Verdict] = field(default_factory=dict)
    cleared: Mapping[str, str] = field(default_factory=dict)
    out: frozenset[str] = frozenset()                # items and codes said before and not any more
    outcome: stages.Outcome = ""
    reason: str = ""                                 # of a side move or a withdrawal
    facts: Mapping[str, object] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    wrote: Written | None = None
    typed: int = 1
    filled: int = 0


AFTERWARDS = frozenset({"elections.withdraw_stage", "elections.annul", "elections.note_paper", "elections.keep_scan"})
"""What may still be done with an election that is over: unless it was given up, or the next one has begun."""


def lock(election: Election, capability: str, by: Actor) -> tuple[Course, Permit]:
    """Load and lock, permit: the first two moves of every act on an election."""
    locked = Election.objects.select_for_update(of=("self",)).select_related("organisation__unit", "organisation__parent").get(pk=election.pk)
    permit = by.require(capability, of_organisation(locked.organisation))
    if locked.closed_at is not None:
        follows = Election.objects.filter(organisation=locked.organisation, closed_at=None).exists()
        if locked.closed_as != "completed" or follows or capability not in AFTERWARDS:
            raise Refusal(_("这次选举已经办结，不能再改动。"))
    return course_of(locked), permit


@transaction.atomic
def prepare_step(election: Election, key: str, told: Told, *, by: Actor, at: datetime, act: str = "") -> Step:
    """Keep items and reasons of a stage before it is done; they stand when it is recorded. Journaled as `StepPrepared`.

    act: the capability asked for, where it is another's than the stage's own.
    """
    course, permit = lock(election, act or procedure().stages[key].act, by)
    facts = _prepared(course.facts, key, told)
    row = _keep(course, key, facts.records[key], told, by=by, at=at)
    _journal("StepPrepared", course, key, permit, row.on or timezone.localdate(at), told, by=by, at=at)
    _follow(course, "StepPrepared", permit, None, by=by, at=at)
    return row


@transaction.atomic
def record_step(election: Election, key: str, on: date, told: Told, *, by: Actor, at: datetime) -> Step:
    """Record a stage as done on a day: refused with every item that stops it, and when it is dated before what it follows."""
    course, permit = lock(election, act_of(key), by)
    _day(course.facts, key, on, at)
    facts = _prepared(course.facts, key, told)
    try:
        facts = stages.record(facts, key, on, by=procedure().stages[key].by, paper=told.paper_no, outcome=told.outcome)
    except NotOpenError:
        raise Refusal(why_not(facts, key)) from None
    row = _keep(course, key, facts.records[key], told, by=by, at=at)
    row.outcome = told.outcome
    _receive(row, _journal(STAGES[key], course, key, permit, on, told, by=by, at=at))
    _follow(course, STAGES[key], permit, told.wrote, by=by, at=at)
    return row


@transaction.atomic
def withdraw_step(election: Election, key: str, told: Told, *, by: Actor, at: datetime) -> Step:
    """Take off a stage that was entered wrongly, with all that stands on it. Journaled as `StageWithdrawn` with the reason."""
    course, permit = lock(election, "elections.withdraw_stage", by)
    reason = in_words(told.reason)
    on = timezone.localdate(at)
    before = course.facts
    try:
        after = stages.withdraw(before, key, on, by=procedure().stages[key].by, reason=reason)
    except NotOpenError:
        raise Refusal(_("这一步还没有办理，没有可以撤回的。")) from None
    return _beside(course, key, Step.Sort.WITHDRAWAL, before, after, on, "StageWithdrawn", permit, told, by=by, at=at)


@transaction.atomic
def withdraw_shift(election: Election, told: Told, *, by: Actor, at: datetime) -> Step:
    """Take off a shift of the term that was entered wrongly, with its fact of the register. Journaled as `StageWithdrawn` with the reason."""
    course, permit = lock(election, "elections.withdraw_stage", by)
    row = shift_of(course)
    if row is None:
        raise Refusal(_("这一步还没有办理，没有可以撤回的。"))
    on, reason = timezone.localdate(at), in_words(told.reason)
    undone = following.take_back(course, [row], at=at)
    made = Step.objects.create(
        election=course.election, sort=Step.Sort.WITHDRAWAL, key=SHIFT, on=on, reason_sealed=seal(course.election.organisation.key, REASON, reason),
        recorded_at=at, recorded_by=by.login,
    )
    Step.objects.filter(pk=row.pk).update(taken_by=made)
    _receive(made, _journal("StageWithdrawn", course, SHIFT, permit, on, told, by=by, at=at))
    _follow(course, "StageWithdrawn", permit, undone, by=by, at=at)
    return made


@transaction.atomic
def side_step(election: Election, key: str, on: date, told: Told, *, by: Actor, at: datetime) -> Step:
    """Do a side move (stop, annul, re-vote, new date …); stages that are held again go into the past with their rows."""
    move = procedure().sides[key]
    course, permit = lock(election, move.act, by)
    if on > timezone.localdate(at):
        raise Refusal(_("日期 %(day)s 还没有到，请改为今天或以前的日期。") % {"day": on.isoformat()}, "on")
    before = _prepared(course.facts, key, told)
    try:
        after = stages.side(before, key, on, by=move.by, reason=told.reason)
    except NotOpenError:
        raise Refusal(why_not(before, key)) from None
    return _beside(course, key, Step.Sort.SIDE, before, after, on, SIDES[key], permit, told, by=by, at=at)


def take_in_reminder(organisation: Organisation, expires_on: date, sent_on: date, receipt: Receipt, *, act: str, by: Actor, at: datetime) -> None:
    """The superior's reminder was sent while the election that it reminds of is under way: its stage is done. The reminder has its own entry."""
    election = _reminded(organisation, expires_on)
    if election is None or Step.objects.filter(election=election, key="reminder", sort=Step.Sort.STAGE, taken_by=None).exists():
        return
    row = Step(election=election, key="reminder", on=sent_on, recorded_at=at, recorded_by=by.login)
    _receive(row, receipt)
    following.settle(election, act, None, on=timezone.localdate(at), at=at)


def leave_out_reminder(organisation: Organisation, expires_on: date, receipt: Receipt, *, act: str, reason: str, by: Actor, at: datetime) -> None:
    """The reminder was taken back: its stage is taken off, and nothing else, since an election may go on without it."""
    election = _reminded(organisation, expires_on)
    if election is None:
        return
    on = timezone.localdate(at)
    row = Step(
        election=election, sort=Step.Sort.WITHDRAWAL, key="reminder", on=on, reason_sealed=seal(organisation.key, REASON, reason),
        recorded_at=at, recorded_by=by.login,
    )
    _receive(row, receipt)
    Step.objects.filter(election=election, key="reminder", sort=Step.Sort.STAGE, taken_by=None).update(taken_by=row)
    following.settle(election, act, None, on=on, at=at)


def _reminded(organisation: Organisation, expires_on: date) -> Election | None:
    """The election under way that ends the term, where it has a reminder among its stages."""
    rows = Election.objects.select_related("organisation__unit", "organisation__parent")
    found = rows.filter(organisation=organisation, closed_at=None, term_expires_on=expires_on).first()
    if found is None or "reminder" not in [one.key for one in path(found.kind, frozenset(found.traits))]:
        return None
    return found


def act_of(key: str) -> str:
    """The capability of a stage or side move."""
    told = procedure()
    return told.stages[key].act if key in told.stages else told.sides[key].act


def why_not(facts: ElectionFacts, key: str) -> str:
    """Why a stage or side move is not open: its items that stop it, in sentences."""
    move = next((one for one in stages.moves(facts) if one.key == key and one.sort in ("stage", "side")), None)
    if move is None:
        done = key in facts.records and facts.records[key].done
        return _("这一步已经办理；如有错误，请先撤回。") if done else _("现在还不能办理这一步。")
    stops = [sentence(item) for item in move.items if item.stops]
    return _("还不能办理，尚缺：%(items)s") % {"items": "".join(stops)}


def sentence(item: Item) -> str:
    """An item of a checklist in one sentence, in the reader's language."""
    return say(Reason(item.code, item.rule, item.numbers, met=item.met), _language())


def in_words(reason: str, field: str = "reason") -> str:
    """A reason as written, with single spaces; refused when empty or too long."""
    words = " ".join(reason.split())
    if not words:
        raise Refusal(_("请写明原因。"), field)
    if len(words) > LONGEST:
        raise Refusal(_("太长，最多 %(most)s 个字。") % {"most": LONGEST}, field)
    return words


# --- what the moves share ---


def _language() -> Lang:
    return language(get_language() or "")


def _day(facts: ElectionFacts, key: str, on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise Refusal(_("日期 %(day)s 还没有到，请改为今天或以前的日期。") % {"day": on.isoformat()}, "on")
    if key not in [one.key for one in path(facts.kind, facts.traits)]:
        raise Refusal(_("这次选举没有这一步。"))
    judged = stages.judge_day(facts, key, on)
    if not judged.met:
        raise Refusal(say(judged, _language()), "on")


def _prepared(facts: ElectionFacts, key: str, told: Told) -> ElectionFacts:
    for words in told.cleared.values():
        in_words(words, "cleared")
    try:
        return stages.prepare(facts, key, ticked=told.ticked, judged=told.judged, cleared=told.cleared, out=told.out)
    except NotOpenError:
        raise Refusal(why_not(facts, key)) from None


def _keep(course: Course, key: str, record: Record, told: Told, *, by: Actor, at: datetime) -> Step:
    """The row of a stage with what is recorded of it now; a stage being prepared has one already."""
    organisation = course.election.organisation.key
    row = course.open.get(key) or Step(election=course.election, key=key)
    row.on, row.entered = record.on, record.entered
    row.paper_no, row.signer = told.paper_no or row.paper_no, told.signer or row.signer
    row.ticked, row.told = sorted(record.ticked), {**row.told, **told.facts}
    if told.words:
        row.words_sealed = sealed(organisation, WORDS, {**words_of(row, organisation), **told.words})
    if told.wrote is not None:
        row.wrote = told.wrote.as_plain()
    row.judged_sealed = seal(organisation, JUDGED, as_plain(record.judged)) if record.judged else ""
    row.cleared_sealed = sealed(organisation, CLEARED, record.cleared)
    row.recorded_at, row.recorded_by = at, by.login
    row.save()
    return row


def _beside(
    course: Course, key: str, sort: Step.Sort, before: ElectionFacts, after: ElectionFacts, on: date, act: str, permit: Permit, told: Told,
    *, by: Actor, at: datetime,
) -> Step:
    """Write a side move or withdrawal, and let it take off the rows that the rules took off, with what these wrote into the register."""
    organisation = course.election.organisation.key
    off = [one for name, one in course.open.items() if name not in after.records]
    undone = following.take_back(course, off, at=at)
    record = (after.records.get(key) if key == "fewer-seats" else None) or _own(after, key, sort)
    row = Step.objects.create(
        election=course.election, sort=sort, key=key, on=on, paper_no=told.paper_no, signer=told.signer, ticked=sorted(record.ticked),
        judged_sealed=seal(organisation, JUDGED, as_plain(record.judged)) if record.judged else "",
        cleared_sealed=sealed(organisation, CLEARED, record.cleared), reason_sealed=seal(organisation, REASON, told.reason) if told.reason else "",
        words_sealed=sealed(organisation, WORDS, told.words), recorded_at=at, recorded_by=by.login, told=dict(told.facts),
        wrote=told.wrote.as_plain() if told.wrote is not None else {},
    )
    Step.objects.filter(pk__in=[one.pk for one in off]).update(taken_by=row)
    _receive(row, _journal(act, course, key, permit, on, told, by=by, at=at))
    _follow(course, act, permit, undone if told.wrote is None else told.wrote, by=by, at=at)
    return row


def _follow(course: Course, act: str, permit: Permit, written: Written | None, *, by: Actor, at: datetime) -> None:
    """What follows from a step; the end of the election is the end of its envoy's sending."""
    on = timezone.localdate(at)
    following.settle(course.election, act, written, on=on, at=at)
    if course.election.closed_at is not None:
        following.dismiss(course.election, permit, on=on, by=by, at=at)


def _own(after: ElectionFacts, key: str, sort: Step.Sort) -> Record:
    """What the move itself recorded; a withdrawal records nothing but its reason."""
    return after.past[-1].records.get(key, Record()) if sort == Step.Sort.SIDE else Record()


def _journal(name: str, course: Course, key: str, permit: Permit, on: date, told: Told, *, by: Actor, at: datetime) -> Receipt:
    election = course.election
    facts: dict[str, object] = {"election": election.key, "step": key, "on": on.isoformat(), **told.facts}
    if told.ticked:
        facts["ticked"] = sorted(told.ticked)
    if told.outcome:
        facts["outcome"] = told.outcome
    words = {
        **({"paper_no": told.paper_no} if told.paper_no else {}), **({"signer": told.signer} if told.signer else {}),
        **({"reason": told.reason} if told.reason else {}), **{f"cleared {code}": text for code, text in told.cleared.items()}, **told.words,
    }
    organisation = election.organisation.key
    act = Act(
        name=name, valid_on=on, top_key=election.top_key, org_key=organisation, facts=facts, typed=told.typed, filled=told.filled,
        role=permit.role or "", personal={organisation: words} if words else {},
    )
    return journal(act, by=by, at=at)


def _receive(row: Step, receipt: Receipt) -> None:
    row.receipt_number, row.receipt_hash = receipt.number, receipt.hash
    row.save()
