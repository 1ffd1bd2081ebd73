"""What an act in one subject sets off in another: one table, read top to bottom, inside the act's own transaction.

A subject never calls a neighbour or a floor above. It records its act (`journal.record`) after its rows are written, and whoever must
learn of it stands here. So there is no half act: what the reaction refuses, the act does not do either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils import timezone

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt
from leadgoose.reactions import elections, roles
from leadgoose.recordbook.actions import expectations
from leadgoose.recordbook.queries.hours import hours_of
from leadgoose.roster.kinds import HOMES, OrgKind
from leadgoose.roster.models import Organisation
from leadgoose.training.actions.hours import Part, enter_from_record

BOOK_SETTINGS = frozenset({"record_from", "record_days", "class_every", "life_until", "start_on"})
"""Settings of a committee on which the duties of its record books depend."""

KIND_OF_HOURS = {"class": "party_class", "study": "study", "activity": "theme_day"}
"""What the record book calls a way to hours, as the ledger's kinds."""

Reaction = Callable[[Act, Receipt, Actor, datetime], None]


def books_of_committee(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """A committee set how often or from when its books answer: what they owe is said anew."""
    if BOOK_SETTINGS & set(act.facts.get("names", ())):
        expectations.settle_all(act.top_key, act.valid_on, at, act.name)


def book_of_branch(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """A branch got or lost a Party group, or either was taken back: its book owes group meetings, or owes them no longer."""
    place = Organisation.objects.select_related("parent").filter(key=act.org_key).first()
    branch = place.parent if place is not None and place.kind == OrgKind.GROUP else place
    if branch is not None and branch.kind in HOMES:
        expectations.settle(branch, timezone.localdate(at), at, act.name)


def hours_of_record(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """A record of a class, of study or of an activity says who was there: their ledgers of hours say it too, once."""
    found = hours_of(str(act.facts.get("record", "")))
    if found is not None:
        parts = [Part(one.person_key, one.held_on, int(one.hours * 100), one.online) for one in found.people]
        enter_from_record(found.top_key, found.record_key, KIND_OF_HOURS[found.way], parts, found.title, by=by, at=at)


Line = tuple[tuple[str, ...], tuple[Reaction, ...]]


def joined(*lines: Line) -> Mapping[str, tuple[Reaction, ...]]:
    """The lines as one table; an act that stands in several sets off what each of them says, in their order."""
    found: dict[str, tuple[Reaction, ...]] = {}
    for acts, follows in lines:
        for act in acts:
            found[act] = found.get(act, ()) + follows
    return found


TABLE = joined(
    # acts, as the journal knows them → what follows, in this order
    (("CommitteeSet",), (books_of_committee,)),
    (("RecordEntered", "RecordCorrected", "RecordMerged", "RecordWithdrawn"), (hours_of_record,)),
    # an election's meeting stands in the record book
    (("ResultAnnounced",), (elections.record_of_meeting,)),
    (("FirstMeetingRecorded",), (elections.record_of_committee_meeting,)),
    (("StageWithdrawn", "ElectionAnnulled"), (elections.record_no_longer_true,)),
    # who leaves keeps the role until the handover; where an election is annulled, the posts are again those of before
    (("HandoverRecorded", "ElectionAnnulled"), (elections.roles_of_who_left,)),
    # leaving a post, a branch or the committee ends the role that rested on it the same day
    ((
        "PostEnded", "MemberMoved", "MemberTransferredOut", "DeathRecorded", "ProbationCancelled", "SanctionRecorded", "ActReversed", "OfficerSettled",
        "BranchDivided", "MembersPlaced", "BranchMerged", "OrganisationWithdrawn",
    ), (roles.of_the_people,)),
    (("BranchMerged", "OrganisationWithdrawn"), (roles.on_the_organisation,)),
    (("RegisterTaken", "TermsTaken"), (roles.of_everybody,)),
    # a Party group is an organisation of the register; its meetings are the book's
    (("OrganisationEstablished", "OrganisationWithdrawn", "ActReversed"), (book_of_branch,)),
)


def react(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """Do what the table says follows from an act."""
    for reaction in TABLE.get(act.name, ()):
        reaction(act, receipt, by, at)
