"""What an election means for the rest: the record of its meeting in the book, and the roles of those who leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leadgoose.accounts.actions.resting import end_resting_roles
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import Election
from leadgoose.elections.queries.course import course_of, is_known
from leadgoose.elections.queries.held import Held, announced_in, held_of, meeting_keys
from leadgoose.elections.rules.posts import ALONE
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.models import Grant
from leadgoose.ground.bylaws.queries import settings_of
from leadgoose.ground.journal.actions import Act, Receipt
from leadgoose.ground.press.script import fixed
from leadgoose.recordbook.actions import Arrived, ElectionMeeting, Faulty, Refused, from_election, note_on_election
from leadgoose.recordbook.rules.entry import Named
from leadgoose.recordbook.words import fault

WITHDRAWN, VOID = "当选名单已撤回，重新宣布以前不作数。原记：", "选举由上级党组织决定无效。原宣布："


def record_of_meeting(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """The result is announced: the branch's book has the meeting, once, filled in from the election. Where the book refuses, nothing is announced."""
    _record(str(act.facts["election"]), by, at)


def record_of_committee_meeting(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """The committee has elected: where the members did not meet, its meeting is the one of the book."""
    election = str(act.facts["election"])
    if ALONE in Election.objects.values_list("traits", flat=True).get(key=election):
        _record(election, by, at)


def _record(election: str, by: Actor, at: datetime) -> None:
    held = held_of(election)
    if held is None:
        return
    try:
        _enter(held, by, at)
    except (Refused, Faulty) as no:
        raise Refusal(_why(no)) from None


def record_no_longer_true(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """What was announced is withdrawn or void: the record says so in a new version, until it is announced anew."""
    election = Election.objects.select_related("organisation").get(key=str(act.facts["election"]))
    course = course_of(election)
    if is_known(course):
        return
    keys = meeting_keys(course)
    script = settings_of(election.top_key).script
    if act.name == "ElectionAnnulled":
        note_on_election(keys[-2], fixed(VOID, script), by=by, at=at)
    else:
        note_on_election(keys[-1], fixed(WITHDRAWN, script), by=by, at=at)


@dataclass(slots=True)
class Filled:
    """What came into the books of a committee: meetings newly recorded, those there already, and (election, why) of those that were refused."""

    new: int = 0
    there: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def fill_earlier_meetings(top_key: str, *, by: Actor, at: datetime) -> Filled:
    """Bring the meetings of all elections whose result is known into the books: those held before there was a book too. Done again, it changes nothing."""
    found = Filled()
    for key in announced_in(top_key):
        held = held_of(key)
        if held is None:
            continue
        try:
            with transaction.atomic():
                known = _enter(held, by, at).known
        except (Refused, Faulty) as no:
            found.refused.append((key, _why(no)))
        else:
            found.new, found.there = found.new + (not known), found.there + known
    return found


def _enter(held: Held, by: Actor, at: datetime) -> Arrived:
    issued, returned, valid = held.ballots
    return from_election(ElectionMeeting(
        election=held.key, org=held.org, on=held.on, title=held.title, elected=held.elected, start=held.start, place=held.place,
        chair=Named(*held.chair), of_committee=held.of_committee, present=held.present,
        ballots_issued=issued, ballots_returned=returned, ballots_valid=valid, tellers=held.tellers,
    ), by=by, at=at)


def _why(no: Refused | Faulty) -> str:
    return str(no.said) if isinstance(no, Refused) else "".join(map(fault, no.faults))


def roles_of_who_left(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """Who led the organisation hands over until the handover is recorded; then the roles end of those whose posts ended with the election."""
    there = Grant.objects.filter(key=act.org_key, until=None).exclude(user__person_key="")
    people = set(there.values_list("user__person_key", flat=True))
    if people:
        end_resting_roles(people, top_key=act.top_key, cause=act.name, on=timezone.localdate(at), by=by, at=at)
