"""Who is expected and who is present: exclusions decided, the number declared, declared again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from leadgoose.elections.actions.meeting import Work, enter, hang, impossible, note, people, retract, stage, unmet, words
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import Told, in_words, prepare_step, withdraw_step
from leadgoose.elections.models import Declaration, Exclusion, Hands, Meeting
from leadgoose.elections.queries.meeting import GROUNDS
from leadgoose.elections.rules import hands as raised
from leadgoose.elections.rules import possible, quorum, rollcall
from leadgoose.elections.rules.rollcall import Claim, Grounds, Roll
from leadgoose.elections.rules.tally import Refusal as Impossible
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.statutes.verdicts import Verdict
from leadgoose.ground.statutes.votes import Committee, Expected, Present
from leadgoose.ground.vault.actions import seal


@dataclass(frozen=True, slots=True)
class Wish:
    """That one member be left out. consent_no, consent_on: the superior's paper, as it is numbered and dated."""

    person: str
    grounds: Grounds
    months: int | None = None
    consent_no: str = ""
    consent_on: date | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """The call of a meeting. in_room: keys of those present, with the right or not; guests are no members.

    numbers: (present with the right, others) of a meeting on paper whose sheet gives no names; chair_in_order: said to be so;
    reason: why a number is declared that ends the meeting after it had begun.
    """

    in_room: frozenset[str] = frozenset()
    guests: int = 0
    numbers: tuple[int, int] | None = None
    chair_in_order: bool = False
    reason: str = ""


@transaction.atomic
def decide_exclusions(meeting: Meeting, wishes: Sequence[Wish], shown: raised.Hands | None, *, by: Actor, at: datetime) -> None:
    """The meeting leaves these members out of the count, or nobody (journal: ExclusionsDecided). Refused unless each is admissible."""
    work = enter(meeting, "elections.decide_exclusions", by=by, at=at)
    if work.room.declarations:
        raise Refusal(_("已经宣布到会人数，不能再改不计入应到会的人；需要更正的，先撤回清点到会。"))
    there = people(work, (one.person for one in wishes), "person")
    vote = _vote(work, shown) if wishes else None
    _admissible(work, wishes, vote is not None and vote.passed)
    for one in wishes:
        if one.consent_no.strip() and (one.consent_on is None or one.consent_on > work.meeting.on):
            raise Refusal(_("请填写上级同意文件的日期，不晚于会议当天；没有文件的不能列。"), "consent_no")
    retract(work.room.exclusions, at)
    retract([one for one in work.room.hands.values() if one.matter == Hands.Matter.EXCLUSIONS], at)
    if vote is not None:
        vote.save()
    rows = [
        Exclusion.objects.create(
            meeting=work.meeting, person=there[one.person], grounds_sealed=seal(one.person, GROUNDS, one.grounds.value), months=one.months,
            consent_no=one.consent_no, consent_on=one.consent_on, hands=vote, **work.marks,
        )
        for one in wishes
    ]
    facts = {"excluded": len(rows), **({"favour": vote.favour} if vote else {})}
    hang([*rows, *([vote] if vote else [])], stage(work, "exclusions", Told(ticked=frozenset({"exclusions-approved"}), facts=facts, typed=5 * len(rows))))


@transaction.atomic
def declare_present(meeting: Meeting, call: Call, *, by: Actor, at: datetime) -> Declaration:
    """The chair declares who is present. With enough of them the meeting may elect; with too few it stays open for a new date.

    Where nobody was left out of the count before, that is recorded first. Refused once ballots are out. Journal: PresentDeclared;
    StepPrepared where too few came; PresentRedeclared for a later number.
    """
    work = enter(meeting, "elections.declare_present", by=by, at=at)
    row, verdict = judge_call(work, call)
    if work.room.ballots_out:
        allowed = rollcall.may_declare(row.present, row.right, ballots_issued=True)
        raise Refusal(words(unmet(allowed)) if isinstance(allowed, Verdict) else impossible(allowed.codes))
    if work.room.asks("exclusions") and work.room.of_members and not work.room.done("exclusions"):
        stage(work, "exclusions", Told(ticked=frozenset({"exclusions-approved"}), facts={"excluded": 0}, typed=0))
    row.save()
    facts = {"present": row.present, "expected": row.expected, "need": row.need, "others": row.others, "guests": row.guests, "excluded": row.excluded}
    _receive(work, row, verdict, call, facts)
    return row


def judge_call(work: Work, call: Call) -> tuple[Declaration, Verdict]:
    """The declaration that a call would make, unsaved, with the verdict on it; refused when the numbers cannot be true."""
    room = work.room
    if call.guests < 0:
        raise Refusal(impossible(("negative-number",)), "guests")
    if isinstance(room.base, Committee):
        there = len(call.in_room & {one.key for one in room.electors})
        if not call.in_room <= {one.key for one in room.members}:
            raise Refusal(impossible(("not-of-the-branch",)), "in_room")
        judged: Verdict | Impossible = quorum.judge(Present(there), room.base, 0, call.guests)
        present, others = there, call.guests
    elif call.numbers is not None:
        present, others = call.numbers
        judged = rollcall.call_by_numbers(len(room.electors), room.excluded, present, others) if min(call.numbers) >= 0 else Impossible(("negative-number",))
    else:
        called = rollcall.call(room.members, room.claims, call.in_room, call.guests)
        judged = called.verdict if isinstance(called, Roll) else called
        present, others = (called.present.heads, called.others) if isinstance(called, Roll) else (0, 0)
    if isinstance(judged, Impossible):
        raise Refusal(impossible(judged.codes), "in_room" if call.numbers is None else "present")
    need = judged.reasons[0].numbers["need"]
    assert isinstance(need, int)
    row = Declaration(
        meeting=work.meeting, right=len(room.electors), excluded=len(room.electors) - room.base.heads, expected=room.base.heads, need=need,
        present=present, others=others, guests=call.guests, quorate=judged.ok, in_room=sorted(call.in_room), by_numbers=call.numbers is not None,
        **work.marks,
    )
    return row, judged


def _receive(work: Work, row: Declaration, verdict: Verdict, call: Call, facts: Mapping[str, object]) -> None:
    """Bring the declaration into the course: the stage done, prepared while too few are there, or a later number."""
    room = work.room
    if not room.of_members:
        note(work, "PresentRedeclared" if room.declarations else "PresentDeclared", facts, filled=len(call.in_room))
        return
    done, entered = room.done("roll-call"), room.done("roll-call") and room.course.facts.records["roll-call"].entered
    if done and verdict.ok and not (entered and not room.declarations):
        note(work, "PresentRedeclared", facts, filled=len(call.in_room))
        hang([row], room.course.open["roll-call"])
        return
    ticked = frozenset({"chair-in-order"}) if call.chair_in_order else frozenset()
    told = Told(ticked=ticked, judged={"quorum": verdict}, facts=facts, typed=2, filled=len(call.in_room))
    if verdict.ok:
        hang([row], stage(work, "roll-call", told))
        return
    if done:
        withdraw_step(work.election, "roll-call", Told(reason=in_words(call.reason)), by=work.by, at=work.at)
    hang([row], prepare_step(work.election, "roll-call", replace(told, ticked=frozenset()), by=work.by, at=work.at))


def _vote(work: Work, shown: raised.Hands | None) -> Hands:
    if shown is None:
        raise Refusal(_("请填写大会表决的赞成人数。"), "favour")
    base = Expected(len(work.room.electors))
    judged = raised.judge(shown, base, base.heads)
    if isinstance(judged, Impossible):
        raise Refusal(impossible(judged.codes), "favour")
    return Hands(
        meeting=work.meeting, matter=Hands.Matter.EXCLUSIONS, favour=shown.favour, against=shown.against, abstain=shown.abstain,
        base=base.heads, need=raised.need(base), passed=judged.ok, **work.marks,
    )


def _admissible(work: Work, wishes: Sequence[Wish], passed: bool) -> None:
    """Every claim must hold: agreed, passed, one of the six reasons, of somebody with the right."""
    claims = [Claim(one.person, one.grounds, bool(one.consent_no.strip()), passed, one.months) for one in wishes]
    codes = possible.electors(len(work.room.electors), len(claims), 0)
    called = rollcall.call(work.room.members, claims, frozenset())
    if codes or isinstance(called, Impossible):
        raise Refusal(impossible(codes or (called.codes if isinstance(called, Impossible) else ())), "person")
    against = [one for one in called.verdict.reasons if one.code.startswith("elections.claim-")]
    if against:
        raise Refusal(words(against), "consent_no" if any("consent" in one.code or "neither" in one.code for one in against) else "person")
