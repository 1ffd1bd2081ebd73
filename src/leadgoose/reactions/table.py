"""What an act in one subject sets off in another: one table, read top to bottom, inside the act's own transaction.

A subject never calls a neighbour or a floor above. It records its act (`journal.record`) after its rows are written, and whoever must
learn of it stands here. So there is no half act: what the reaction refuses, the act does not do either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt
from leadgoose.reactions import roles

Reaction = Callable[[Act, Receipt, Actor, datetime], None]

TABLE: Mapping[str, tuple[Reaction, ...]] = {
    # act, as the journal knows it → what follows, in this order
    # leaving a post, a branch or the committee ends the role that rested on it the same day
    **dict.fromkeys((
        "PostEnded", "MemberMoved", "MemberTransferredOut", "DeathRecorded", "ProbationCancelled", "SanctionRecorded", "ActReversed", "OfficerSettled",
        "BranchDivided", "MembersPlaced",
    ), (roles.of_the_people,)),
    **dict.fromkeys(("BranchMerged", "OrganisationWithdrawn"), (roles.of_the_people, roles.on_the_organisation)),
    **dict.fromkeys(("RegisterTaken", "TermsTaken"), (roles.of_everybody,)),
}


def react(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """Do what the table says follows from an act."""
    for reaction in TABLE.get(act.name, ()):
        reaction(act, receipt, by, at)
