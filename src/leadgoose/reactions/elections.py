"""What an election means for the rest: the record of its meeting in the book, and the roles of those who leave."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from leadgoose.accounts.actions.resting import end_resting_roles
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.queries.held import held_of
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.models import Grant
from leadgoose.ground.journal.actions import Act, Receipt
from leadgoose.recordbook.actions import ElectionMeeting, Faulty, Refused, from_election
from leadgoose.recordbook.rules.entry import Named
from leadgoose.recordbook.words import fault


def record_of_meeting(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """The result is announced: the branch's book has the meeting, once, filled in from the election. Where the book refuses, nothing is announced."""
    held = held_of(str(act.facts["election"]))
    if held is None:
        return
    issued, returned, valid = held.ballots
    meeting = ElectionMeeting(
        election=held.key, org=held.org, on=held.on, title=held.title, elected=held.elected, start=held.start, place=held.place,
        chair=Named(*held.chair), present=held.present, ballots_issued=issued, ballots_returned=returned, ballots_valid=valid, tellers=held.tellers,
    )
    try:
        from_election(meeting, by=by, at=at)
    except Refused as no:
        raise Refusal(no.said) from None
    except Faulty as no:
        raise Refusal("".join(map(fault, no.faults))) from None


def roles_of_who_left(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """Who led the organisation hands over until the handover is recorded; then the roles end of those whose posts ended with the election."""
    there = Grant.objects.filter(key=act.org_key, until=None).exclude(user__person_key="")
    people = set(there.values_list("user__person_key", flat=True))
    if people:
        end_resting_roles(people, top_key=act.top_key, cause=act.name, on=timezone.localdate(at), by=by, at=at)
