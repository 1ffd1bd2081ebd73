"""The meetings besides the members' one end: the pre-selection says who stands, the first meeting of the committee who leads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from leadgoose.elections.actions.desk import slate_of
from leadgoose.elections.actions.meeting import Work, enter, unmet, words
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import Told, record_step
from leadgoose.elections.models import Candidate, Meeting, Step, Watcher
from leadgoose.elections.queries.outcome import elected_of
from leadgoose.elections.queries.slate import next_ballot
from leadgoose.elections.rules import quorum
from leadgoose.elections.rules.procedure import needs, procedure
from leadgoose.elections.rules.slate import watched
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.statutes.verdicts import Reason, Verdict
from leadgoose.ground.statutes.votes import Present
from leadgoose.roster.actions import elected as register
from leadgoose.roster.actions.elected import Written
from leadgoose.roster.kinds import PostKind


@transaction.atomic
def record_first_meeting(meeting: Meeting, chaired: bool, *, by: Actor, at: datetime) -> Step:
    """The committee has elected whom it was to elect (journal: FirstMeetingRecorded).

    chaired: by a newly elected member whom the outgoing committee recommended; said of a new committee's first meeting only.
    """
    work = enter(meeting, "elections.record_first_meeting", by=by, at=at)
    if meeting.sort != Meeting.Sort.COMMITTEE:
        raise Refusal(_("这不是委员会选举书记、副书记的会议。"))
    _all_decided(work)
    room = work.room
    judged = {
        "committee-quorum": _quorum(work),
        "committee-watched": Verdict.of(watched(slate_of(room, room.watchers_as(Watcher.Role.SCRUTINEER), room.watchers_as(Watcher.Role.COUNTER)))),
        "leaders-decided": Verdict.of(_reasons(work)),
    }
    facts = {"present": room.declarations[-1].present, "members": room.base.heads, "votes": len(room.votes)}
    asked = {one.key for one in needs(work.election.kind, procedure().stages["first-meeting"], room.course.facts.traits)}
    ticked = frozenset({"committee-chair"} & asked) if chaired else frozenset[str]()
    told = Told(ticked=ticked, judged=judged, facts=facts, wrote=_lead(work))
    return record_step(work.election, "first-meeting", meeting.on, told, by=by, at=at)


def _lead(work: Work) -> Written:
    """Those elected lead in the register from the day on, and wait for the superior's approval."""
    election, on = work.election, work.meeting.on
    found = elected_of(election)
    kinds = dict.fromkeys(found.deputies, PostKind.DEPUTY_SECRETARY)
    if found.secretary:
        kinds[found.secretary] = PostKind.SECRETARY
    for post, keys in ((Candidate.Post.SECRETARY, [found.secretary]), (Candidate.Post.DEPUTY, found.deputies)):
        Candidate.objects.filter(election=election, dropped_on=None, person__key__in=keys, post=post).update(elected_on=on)
    return register.divide_work(election.organisation, kinds, on=on, at=work.at)


@transaction.atomic
def record_preselection(meeting: Meeting, *, by: Actor, at: datetime) -> Step:
    """The pre-selection is decided (journal: PreselectionRecorded): who was not chosen stands no longer."""
    work = enter(meeting, "elections.record_preselection", by=by, at=at)
    if meeting.sort != Meeting.Sort.PRESELECTION:
        raise Refusal(_("这不是差额预选的会议。"))
    _all_decided(work)
    chosen = {key for one in work.room.votes if one.decided is not None for key in one.decided.elected}
    for one in work.room.candidates:
        if one.post == Candidate.Post.COMMITTEE and one.person.key not in chosen:
            one.dropped_on, one.dropped_as = meeting.on, "not-supported"
            one.save(update_fields=["dropped_on", "dropped_as"])
    judged = {"preselection-quorum": _quorum(work), "preselection-majority": Verdict.of(_reasons(work))}
    facts = {"present": work.room.declarations[-1].present, "chosen": len(chosen)}
    return record_step(work.election, "preselection", meeting.on, Told(judged=judged, facts=facts), by=by, at=at)


def _all_decided(work: Work) -> None:
    room = work.room
    last = room.votes[-1].decided if room.votes else None
    reduced = "reduction" in room.hands
    if last is None or (last.status != "complete" and not (last.status == "shortfall" and reduced)) or next_ballot(room) is not None:
        raise Refusal(_("还有没判定完的选票，请在计票台办完再记录。"))


def _quorum(work: Work) -> Verdict:
    declared = work.room.declarations[-1]
    verdict = quorum.judge(Present(declared.present), work.room.base, declared.excluded, declared.others)
    if not verdict.ok:
        raise Refusal(words(unmet(verdict)))
    return verdict


def _reasons(work: Work) -> Iterable[Reason]:
    """Why those elected are elected: the sentences of all votes that stand, without those of people who are not."""
    for vote in work.room.votes:
        for reason in vote.decided.reasons if vote.decided is not None else ():
            if reason.met:
                yield reason
