"""The ballots of one vote: issued, voted, returned and held against each other; and the votes that the meeting calls for afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from leadgoose.elections.actions.meeting import Work, enter, hang, impossible, note, people, retract, stage, unmet, words
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import STAGES, Told, in_words, prepare_step, side_step, withdraw_step
from leadgoose.elections.models import Hands, Meeting, Round
from leadgoose.elections.queries.desk import REASONS
from leadgoose.elections.queries.outcome import Decided
from leadgoose.elections.queries.slate import Ballot, next_ballot
from leadgoose.elections.rules import possible, reduction, rollcall
from leadgoose.elections.rules.members import bar
from leadgoose.elections.rules.sheet import Ballots, Gap, reconcile
from leadgoose.elections.rules.tally import Refusal as Impossible
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.listed import listed
from leadgoose.ground.statutes.verdicts import Verdict
from leadgoose.ground.statutes.votes import REDUCTION, Present
from leadgoose.ground.vault.actions import seal


@dataclass(frozen=True, slots=True)
class Issue:
    """What is told when ballots are handed out. electors: holders of the right in the room now, as counted at the door.

    order: keys as a person ordered them, None for the order of the rule; marks: what tells same names apart, by key; seats: where the
    election does not know them.
    """

    printed: int
    issued: int
    electors: int
    introduced: bool
    order: tuple[str, ...] | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back. reasons: the words for each difference, for the minutes."""

    returned: int
    spare_destroyed: int
    spoiled: int = 0
    reasons: Mapping[Gap, str] = field(default_factory=dict)


@transaction.atomic
def issue_ballots(meeting: Meeting, told: Issue, *, by: Actor, at: datetime) -> Round:
    """Ballots of the next vote are out (journal: BallotsIssued). The number declared must be the number in the room."""
    work = enter(meeting, "elections.issue_ballots", by=by, at=at)
    ballot = _ballot(work, told)
    declared = _present(work, told.electors)
    if min(told.printed, told.issued) < 0 or told.printed < told.issued:
        raise Refusal(_("印制 %(printed)s 张，发不出 %(issued)s 张；请核对两个数。") % {"printed": told.printed, "issued": told.issued}, "issued")
    if told.issued < 1:
        raise Refusal(_("请填写发出的选票张数。"), "issued")
    if not told.introduced:
        raise Refusal(_("发票之前要介绍候选人、答复询问；完成后请勾选。"), "introduced")
    present = work.room.declarations[-1].present
    if work.room.of_members and work.room.done("counted") and not work.room.course.facts.records["counted"].entered:
        side_step(work.election, "next-post", work.meeting.on, Told(), by=by, at=at)   # the vote before it is counted, and stands
    row = ballot.round or Round(meeting=work.meeting, number=len(work.room.rounds) + 1, sort=ballot.sort, follows=ballot.follows, **work.marks)
    row.seats, row.candidates, row.present = ballot.seats or told.seats or 0, [list(one) for one in ballot.candidates], present
    row.printed, row.issued = told.printed, told.issued
    row.basis = work.room.course.open.get("scrutineers") if work.room.of_members else None
    row.save()
    facts = {"round": row.key, "printed": row.printed, "issued": row.issued, "seats": row.seats, "candidates": len(row.candidates), "present": present}
    judged = {"ballot-in-order": ballot.verdict, "present-still-holds": declared}
    hang([row], stage(work, "ballots", Told(ticked=frozenset({"candidates-introduced"}), judged=judged, facts=facts, typed=4, filled=len(row.candidates))))
    return row


@transaction.atomic
def close_vote(meeting: Meeting, voters: int, nobody_by_proxy: bool, *, by: Actor, at: datetime) -> Round:
    """So many electors voted (journal: VoteClosed); never more than were declared present."""
    work = enter(meeting, "elections.close_vote", by=by, at=at)
    row = _in_hand(work)
    codes = ("negative-number",) if voters < 0 else possible.voters(voters, row.present)
    if codes:
        raise Refusal(impossible(codes), "voters")
    if not nobody_by_proxy:
        raise Refusal(_("选举不能委托投票，也没有场外投票；核实后请勾选。"), "nobody_by_proxy")
    row.voters = voters
    row.save(update_fields=["voters"])
    stage(work, "voted", Told(ticked=frozenset({"nobody-by-proxy"}), facts={"round": row.key, "voters": voters}))
    return row


@transaction.atomic
def reconcile_ballots(meeting: Meeting, told: Returned, *, by: Actor, at: datetime) -> Verdict:
    """Printed, issued, voters, returned against each other (journal: BallotsReconciled).

    More returned than voted: the vote is void, which is kept as the state of the stage and not as done (journal: StepPrepared). Any
    other difference needs its words, which are sealed and go into the minutes.
    """
    work = enter(meeting, "elections.reconcile_ballots", by=by, at=at)
    row = _in_hand(work)
    if row.voters is None:
        raise Refusal(_("先登记投票人数，再核对选票。"))
    if min(told.returned, told.spare_destroyed, told.spoiled) < 0:
        raise Refusal(impossible(("negative-number",)), "returned")
    reasons = {gap: in_words(text, f"reason_{gap}") for gap, text in told.reasons.items() if text.strip()}
    verdict = reconcile(Ballots(row.printed, row.issued, row.voters, told.returned, told.spare_destroyed, told.spoiled), Present(row.present), reasons)
    if isinstance(verdict, Impossible):
        raise Refusal(impossible(verdict.codes), "returned")
    void = told.returned > row.voters
    if not verdict.ok and not void:
        stopping = {one.code for one in verdict.stops}
        raise Refusal(words(verdict.stops), next((f"reason_{gap}" for gap in Gap if f"elections.gap-{gap}" in stopping), "returned"))
    row.returned, row.spare_destroyed, row.spoiled, row.outcome = told.returned, told.spare_destroyed, told.spoiled, "void" if void else ""
    row.reasons_sealed = _sealed(work, reasons)
    row.save(update_fields=["returned", "spare_destroyed", "spoiled", "outcome", "reasons_sealed"])
    facts = {"round": row.key, "returned": row.returned, "voters": row.voters, "spare_destroyed": row.spare_destroyed, "spoiled": row.spoiled,
             "explained": sorted(reasons)}
    step = Told(judged={"ballots-reconciled": verdict}, facts=facts, typed=3 + len(reasons))
    if not void:
        stage(work, "returned", step)
    elif work.room.of_members:
        prepare_step(work.election, "returned", step, by=by, at=at)
    else:
        note(work, STAGES["returned"], {**facts, "outcome": "void"}, typed=3)
    return verdict


# --- what the meeting calls for when a count did not fill the seats ---


@transaction.atomic
def hold_revote(meeting: Meeting, referred: bool, *, by: Actor, at: datetime) -> Round:
    """Vote again on those tied, and on nobody else (journal: RevoteOrdered). referred: a second tie was put before the superior."""
    work = enter(meeting, "elections.hold_revote", by=by, at=at)
    decided = _decided(work, "tie")
    ticked = frozenset({"revote-tied-only", *(["tie-referred"] if referred and _tied_again(work) else [])})
    return _call(work, "revote", Told(ticked=ticked), decided.tied_seats, [[key, decided.names[key]] for key in decided.tied])


@transaction.atomic
def elect_open_seats(meeting: Meeting, chosen: Sequence[str], agreed: bool, *, by: Actor, at: datetime) -> Round:
    """Elect the seats left open separately, with the candidates whom the meeting settles on (journal: OpenSeatsElected)."""
    work = enter(meeting, "elections.elect_open_seats", by=by, at=at)
    decided = _decided(work, "shortfall")
    wanted = list(people(work, chosen, "chosen"))
    names = work.room.names
    won = {key for one in work.room.votes if one.decided is not None for key in one.decided.elected}
    there = {one.key: one for one in work.room.members}
    if len(wanted) < decided.vacant:
        said = _("空 %(vacant)s 个名额，候选人至少要有 %(vacant)s 名，现在选了 %(count)s 名。")
        raise Refusal(said % {"vacant": decided.vacant, "count": len(wanted)}, "chosen")
    for wrong, said in (
        ([key for key in wanted if key in won], _("%(names)s已经当选，不能再作候选人。")),
        ([key for key in wanted if bar(there[key]) is not None], _("%(names)s没有被选举权，不能作候选人；请另定人选。")),
        ([key for key in wanted if key in work.room.qualified(())], _("%(names)s是本次会议的监票人或者计票人，不能作候选人；请另定人选。")),
    ):
        if wrong:
            raise Refusal(said % {"names": listed(names[key] for key in wrong)}, "chosen")
    ticked = frozenset({"open-seats-persons"}) if agreed else frozenset()
    return _call(work, "open-seats", Told(ticked=ticked), decided.vacant, [[key, names[key]] for key in wanted])


@transaction.atomic
def reduce_seats(meeting: Meeting, agree: int, *, by: Actor, at: datetime) -> Verdict:
    """Half or more of those present agree to leave the open seats open (journal: SeatsReduced)."""
    work = enter(meeting, "elections.reduce_seats", by=by, at=at)
    decided = _decided(work, "shortfall")
    row = work.room.votes[-1].round
    filled = sum(len(one.decided.elected) for one in work.room.votes if one.decided is not None)
    codes = ("negative-number",) if agree < 0 else possible.reduction(filled + decided.vacant, filled, row.present, agree)
    if codes:
        raise Refusal(impossible(codes), "agree")
    verdict = reduction.judge(filled + decided.vacant, filled, agree, Present(row.present))
    if not verdict.ok:
        raise Refusal(words(unmet(verdict)), "agree")
    vote = Hands.objects.create(
        meeting=work.meeting, matter=Hands.Matter.REDUCTION, favour=agree, base=row.present, need=REDUCTION.least(row.present), passed=True, **work.marks
    )
    facts = {"agree": agree, "present": row.present, "filled": filled, "open": decided.vacant}
    if work.room.of_members:
        told = Told(judged={"reduction-agreed": verdict}, facts=facts)
        hang([vote], side_step(work.election, "fewer-seats", work.meeting.on, told, by=by, at=at))
    else:
        note(work, "SeatsReduced", facts)
    return verdict


@transaction.atomic
def vote_again(meeting: Meeting, reason: str, *, by: Actor, at: datetime) -> Round:
    """A void vote is held again on the same candidates (journal: VoteRepeated).

    One with more ballots out than electors present cannot be reconciled: its ballots are taken off with the reason (journal: StageWithdrawn).
    """
    work = enter(meeting, "elections.vote_again", by=by, at=at)
    row, told = _in_hand(work), Told(reason=in_words(reason))
    if row.outcome != "void" and row.issued <= row.present:
        raise Refusal(_("收回的选票没有多于投票人数，发出的没有多于实到会人数，不用重新投票；数字有误的，请撤回那一步再改。"))
    if row.outcome != "void" and work.room.of_members:
        withdraw_step(work.election, "ballots", told, by=by, at=at)
        return row
    return _call(work, "vote-again", told, row.seats, row.candidates)


def _call(work: Work, move: str, told: Told, seats: int, candidates: Sequence[Sequence[str]]) -> Round:
    """Do the side move and prepare the vote that it calls for; what the vote in hand was stays with it."""
    row = work.room.votes[-1].round
    if work.room.of_members:
        side_step(work.election, move, work.meeting.on, told, by=work.by, at=work.at)
    else:
        if move == "vote-again":
            retract([row], work.at)
        note(work, SIDE_NAMES[move], {"round": row.key}, personal={work.election.organisation.key: {"reason": told.reason}} if told.reason else {})
    basis = work.room.course.open.get("scrutineers") if work.room.of_members else None
    return Round.objects.create(
        meeting=work.meeting, number=len(work.room.rounds) + 1, sort=row.sort, follows=move, basis=basis, seats=seats,
        candidates=[list(one) for one in candidates], present=row.present, printed=0, issued=0, **work.marks,
    )


SIDE_NAMES: Mapping[str, str] = {"revote": "RevoteOrdered", "open-seats": "OpenSeatsElected", "vote-again": "VoteRepeated"}


def _decided(work: Work, status: str) -> Decided:
    found = work.room.vote.decided if work.room.vote is not None else None
    if found is None or found.status != status:
        raise Refusal(_("计票结果不需要这一步，请按计票台上的提示办理。"))
    return found


def _tied_again(work: Work) -> bool:
    return work.room.votes[-1].round.follows == "revote"


def _in_hand(work: Work) -> Round:
    """The vote whose ballots are out and whose count is not decided."""
    found = work.room.vote
    if found is None or found.round.issued == 0:
        raise Refusal(_("还没有发出选票，请先登记发票。"))
    if found.decided is not None:
        raise Refusal(_("计票结果已经判定；数字有误的，请先撤回那一步。"))
    return found.round


def _ballot(work: Work, told: Issue) -> Ballot:
    declaration = work.room.declaration
    if declaration is None or not declaration.quorate:
        raise Refusal(_("还没有宣布到会人数，或者到会人数不足；请先清点到会。"))
    if not work.room.watchers:
        raise Refusal(_("还没有确定监票人、计票人；请先确定，再发选票。"))
    ballot = next_ballot(work.room, told.order, told.marks)
    if ballot is None:
        raise Refusal(_("选票已经发出；需要更正的，请先撤回发放选票这一步。"))
    if not ballot.candidates:
        raise Refusal(_("还没有正式候选人，请先在选举页确定候选人。"))
    if not (ballot.seats or told.seats):
        raise Refusal(_("应选名额未知，请填写上级批复的名额。"), "seats")
    if not ballot.verdict.ok or any(one.code == "elections.same-name" for one in unmet(ballot.verdict)):
        raise Refusal(words(unmet(ballot.verdict)), "order")
    return ballot


def _present(work: Work, electors: int) -> Verdict:
    if electors < 0:
        raise Refusal(impossible(("negative-number",)), "electors")
    verdict = rollcall.declared([one.present for one in work.room.declarations], electors, ballots_issued=False)
    if not verdict.ok:
        raise Refusal(words(unmet(verdict)), "electors")
    return verdict


def _sealed(work: Work, reasons: Mapping[Gap, str]) -> str:
    plain = json.dumps({gap.value: text for gap, text in reasons.items()}, ensure_ascii=False, sort_keys=True)
    return seal(work.election.organisation.key, REASONS, plain) if reasons else ""
