"""A sheet is closed; a count is decided from the sheets that agree. Nobody is seated by anything else.

Ballots never come here, only the sums of a whole vote. A sheet's time is its day, in its row and in the journal
(docs/decisions/0008-what-is-kept-of-a-count.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.elections.actions.desk import MISSES, proves
from leadgoose.elections.actions.meeting import Work, enter, impossible, note, stage, unmet, words
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import Told, in_words
from leadgoose.elections.models import Meeting, Round, Sheet, Watcher
from leadgoose.elections.queries.course import as_plain
from leadgoose.elections.queries.desk import as_sheet, entries_of, names_in
from leadgoose.elections.queries.outcome import OUTCOME, SUMS, Decided, Sums
from leadgoose.elections.rules import revote, tally
from leadgoose.elections.rules import sheet as rules
from leadgoose.elections.rules.pins import sheet_text
from leadgoose.elections.rules.tally import Refusal as Impossible
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.statutes.verdicts import Reason, Verdict
from leadgoose.ground.statutes.votes import Present
from leadgoose.ground.vault.actions import index, open_sealed, seal

REPLACED = "sheet.reason"
"""Field under which the reason of a correction is sealed, with the organisation's key."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A sheet as somebody closes it. entrant: key of somebody chosen at the meeting. pin: theirs; signed: `pin` is the signature of the
    sheet instead. reason: why it replaces the one that they closed before."""

    entrant: str
    sums: Sums
    way: Sheet.Way
    pin: str = ""
    signed: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """A sheet that is in, and whose it is by name; again: it had come before, and nothing was written."""

    sheet: Sheet
    name: str
    again: bool = False


def enter_sheet(meeting: Meeting, vote: str, closing: Closing, *, by: Actor, at: datetime) -> Closed:
    """One chosen person closes a sheet (journal: SheetClosed, SheetReplaced).

    Refused: somebody not chosen, a wrong PIN, the same person twice without a reason, sums that do not fit the ballots. The same signed
    sheet once more, from a device that lost the answer, is taken once, whatever was decided since.
    A meeting held on paper asks no PIN: the scrutineer's and counters' hands are on the sheet that is copied.
    """
    with transaction.atomic():
        work = enter(meeting, "elections.enter_sheet", by=by, at=at)
        before = _taken(work, vote, closing)
        row = _round(work, vote) if before is None else before.round
        wrong = _not_theirs(work, row, closing)
        if not wrong:
            return Closed(before or _close(work, row, closing), work.room.names[closing.entrant], again=before is not None)
    raise Refusal(wrong, "pin")   # outside of the transaction, so that the wrong try stays counted


@transaction.atomic
def decide_count(meeting: Meeting, signed: bool, *, by: Actor, at: datetime) -> Decided:
    """The count is what the agreed sheets say, by `rules.tally` (journal: CountDecided). signed: the scrutineer signed the tally sheet."""
    work = enter(meeting, "elections.decide_count", by=by, at=at)
    vote = work.room.vote
    if vote is None or vote.round.returned is None:
        raise Refusal(_("先收回并核对选票，再判定计票结果。"))
    if vote.decided is not None:
        raise Refusal(_("计票结果已经判定；数字有误的，请先撤回那一步。"))
    row, entries, names = vote.round, entries_of(work.room, vote.round), names_in(work.room, vote.round)
    candidates = [key for key, _name in row.candidates]
    agreed = rules.agreed([as_sheet(one.person, one.sums, names) for one in entries], work.room.qualified(candidates), signed)
    if not agreed.ok:
        raise Refusal(words(unmet(agreed)))
    if not signed:
        raise Refusal(_("请监票人在计票单上签字，再勾选。"), "signed")
    decided = outcome_of(work, row, entries[0].sums, names)
    row.invalid, row.signed, row.outcome, row.counted = entries[0].sums.invalid, True, decided.status, None
    row.outcome_sealed = seal(work.election.organisation.key, OUTCOME, decided.as_plain(as_plain({"outcome": Verdict(True, decided.reasons)})))
    row.save()
    facts = {"round": row.key, "present": row.present, "voters": row.voters, "returned": row.returned, "invalid": row.invalid, "sheets": len(entries),
             **({} if work.room.of_members else {"outcome": decided.status})}
    assert decided.status in ("complete", "tie", "shortfall")
    row.counted = stage(work, "counted", Told(judged={"sheets-agree": agreed}, outcome=decided.status, facts=facts))
    row.save(update_fields=["counted"])
    return decided


def outcome_of(work: Work, row: Round, sums: Sums, names: Mapping[str, str]) -> Decided:
    """What these sums decide, people by key; refused where they cannot be true. Nothing is written."""
    listed = {names[key]: line.approve for key, line in sums.lines.items()}
    written = {names[key]: number for key, number in sums.writeins.items()}
    present, voters, returned = Present(row.present), row.voters or 0, row.returned or 0
    if row.follows == "revote":
        found = revote.decide(revote.Revote(present, voters, returned, row.seats, listed))
    else:
        base = work.room.base
        found = tally.decide(tally.Count(
            present=present, base=base, voters=voters, returned=returned, invalid=sums.invalid, seats=row.seats, votes=listed, writeins=written,
            ineligible=frozenset(names[key] for key in (*sums.lines, *sums.writeins) if key in work.room.bars),
            excluded=len(work.room.electors) - base.heads, others=work.room.declarations[-1].others if work.room.declarations else 0, issued=row.issued,
        ))
    if isinstance(found, Impossible):
        raise Refusal(impossible(found.codes))
    keys = {name: key for key, name in names.items()}
    people = {key: names[key] for key in (*sums.lines, *sums.writeins)}
    return Decided(
        found.status, sums, people, found.reasons, found.need, tuple(keys[name] for name in found.elected), found.vacant,
        tuple(keys[name] for name in found.tied), found.tied_seats,
    )


def check_sums(work: Work, row: Round, sums: Sums) -> Verdict:
    """Whether sums fit the ballots of the vote; refused where somebody has votes who cannot."""
    names, candidates = names_in(work.room, row), [key for key, _name in row.candidates]
    if list(sums.lines) != candidates:
        raise Refusal(_("每名候选人都要填赞成、不赞成、弃权，名单以选票为准。"), "lines")
    if sums.writeins and row.follows == "revote":
        raise Refusal(_("再次投票只就得票相等的人进行，没有另选他人；请改正。"), "writeins")
    for key in sums.writeins:
        if key not in {one.key for one in work.room.members}:
            raise Refusal(_("另选他人里有名册上没有的人：没有被选举权，这一处不计，请去掉。"), "writeins")
        if key in work.room.bars:
            raise Refusal(_("%(name)s没有被选举权，另选%(name)s的这一处不计，请从另选他人里去掉。") % {"name": names[key]}, "writeins")
    judged = rules.check(as_sheet("", sums, names), row.returned or 0, row.seats)
    if isinstance(judged, Impossible):
        raise Refusal(impossible(judged.codes), "lines")
    return judged


def _taken(work: Work, vote: str, closing: Closing) -> Sheet | None:
    """The sheet that this one repeats: of the same person, in a vote that stands, signed on the device, with the same sums."""
    if not closing.signed or vote not in {one.round.key for one in work.room.votes}:
        return None
    rows = Sheet.objects.filter(round__key=vote, round__meeting=work.meeting, person__key=closing.entrant).select_related("round").order_by("-pk")
    organisation, sums = work.election.organisation.key, closing.sums.as_plain()
    return next((one for one in rows if open_sealed(organisation, SUMS, one.sums_sealed) == sums), None)


def _close(work: Work, row: Round, closing: Closing) -> Sheet:
    on = timezone.localdate(work.at)
    before = Sheet.objects.filter(round=row, person__key=closing.entrant, replaced_on=None).first()
    if before is not None and not closing.reason.strip():
        raise Refusal(_entered_twice(), "reason")
    judged = check_sums(work, row, closing.sums)
    if not judged.ok:
        raise Refusal(words(unmet(judged)), "lines")
    organisation = work.election.organisation.key
    if before is not None:
        before.replaced_on, before.reason_sealed = on, seal(organisation, REPLACED, in_words(closing.reason))
        before.save(update_fields=["replaced_on", "reason_sealed"])
    watcher = next(one for one in work.room.watchers if one.person.key == closing.entrant)
    made = Sheet.objects.create(
        round=row, person=watcher.person, way=closing.way, sums_sealed=seal(organisation, SUMS, closing.sums.as_plain()), recorded_on=on,
        recorded_by=work.by.login,
    )
    facts = {"round": row.key, "way": closing.way.value, "sums": index("sheet", row.key, closing.entrant, closing.sums.as_plain())}
    words_of = {organisation: {"reason": closing.reason}} if before is not None else {}
    note(
        work, "SheetReplaced" if before is not None else "SheetClosed", facts, personal=words_of, person=closing.entrant,
        typed=3 * len(closing.sums.lines), at=day_start(work.at),
    )
    return made


def day_start(at: datetime) -> datetime:
    """The moment cut to its day in Asia/Shanghai."""
    return datetime.combine(timezone.localdate(at), time(), timezone.localtime(at).tzinfo)


def _entered_twice() -> str:
    return words([Reason("elections.entered-twice", "elec-count-check", met=False)]) + _("本人要更正的，请写明理由。")


def _round(work: Work, vote: str) -> Round:
    """The vote whose sheets may come: returned, not void, not decided."""
    found = work.room.vote
    if found is None or found.round.key != vote:
        raise Refusal(_("这张计票单属于已经结束或者撤回的投票，请从计票台重新开始。"))
    if found.round.returned is None or found.round.outcome == "void" or (work.room.of_members and not work.room.done("returned")):
        raise Refusal(_("先收回并核对选票，再录入计票结果。"))
    if found.decided is not None:
        raise Refusal(_("计票结果已经判定；数字有误的，请先撤回那一步。"))
    return found.round


def _not_theirs(work: Work, row: Round, closing: Closing) -> str:
    """Why this is not the entrant's own sheet, "" when it is; a wrong PIN is counted."""
    candidates = [key for key, _name in row.candidates]
    if closing.entrant not in work.room.qualified(candidates):
        raise Refusal(words([Reason("elections.entrant-not-chosen", "elec-teller", met=False)]), "entrant")
    if work.meeting.held == Meeting.Held.PAPER:
        return ""
    rows = [one for one in work.room.watchers if one.person.key == closing.entrant]
    if not rows[0].pin_sealed:
        return _("%(name)s还没有设置会议密码，请先设置。") % {"name": rows[0].name}
    if rows[0].pin_misses >= MISSES:
        return _("密码已经错了 %(times)s 次，请本人重新设置会议密码。") % {"times": MISSES}
    text = sheet_text(row.key, closing.entrant, closing.sums.lines, closing.sums.writeins, closing.sums.invalid)
    right = proves(rows[0], work.election.organisation.key, closing.pin, text, signed=closing.signed)
    Watcher.objects.filter(pk__in=[one.pk for one in rows]).update(pin_misses=0 if right else rows[0].pin_misses + 1)
    return "" if right else _("密码不对，请本人再输一次。")
