"""Who holds the right to vote and to stand? Full members, unless on probation within the Party or suspended by decision.

Sources: ``elec-rights-full-members``, ``elec-rights-probation-in-party``, ``elec-rights-suspended``.
"""

from dataclasses import dataclass

from leadgoose.ground.statutes.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the organisation that elects, as the register knows them on the day.

    ``suspended`` means that a decision of the organisation in charge is recorded; custody alone is never taken for it.
    """

    key: str
    name: str
    full: bool = True
    probation_in_party: bool = False
    suspended: bool = False
    full_since: PartialDate | None = None  # None: not known


def bar(member: Member) -> str | None:
    """The rule that keeps a member from voting and standing; None for a holder of the right."""
    if not member.full:
        return "elec-rights-full-members"
    if member.probation_in_party:
        return "elec-rights-probation-in-party"
    return "elec-rights-suspended" if member.suspended else None
