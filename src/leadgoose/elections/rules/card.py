"""What the envoy looks at, in three parts: before the notice, at the meeting, after the report (pure). The printed card has the same items.

Sources: the rule of each item; the order is that of the procedure. Words: ``card-…`` in sentences.toml.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from leadgoose.elections.rules.posts import ALONE
from leadgoose.elections.rules.procedure import path


@dataclass(frozen=True, slots=True)
class Look:
    """One item of the card. ``stage``: where the program's own record of it stands, "" for what only somebody in the room can see."""

    key: str
    rule: str
    stage: str = ""


CARD: Mapping[str, tuple[Look, ...]] = {
    "before": (
        Look("request-replied", "elec-approval-before", "reply"),
        Look("opinion-asked", "elec-nomination-branch", "opinion"),
        Look("persons-agreed", "elec-nomination-branch", "persons-reply"),
        Look("candidates-enough", "elec-margin-20", "deliberation"),
        Look("introduction-true", "elec-introduce-candidates", "deliberation"),
        Look("exclusions-consented", "elec-quorum-exclusions-approval"),
        Look("method-drafted", "elec-method-adopted"),
    ),
    "meeting": (
        Look("chair-right", "elec-host-member-meeting", "roll-call"),
        Look("quorum-reached", "elec-quorum-four-fifths", "roll-call"),
        Look("exclusions-passed", "elec-quorum-exclusions-approval", "exclusions"),
        Look("method-adopted", "elec-method-adopted", "method"),
        Look("watchers-apart", "elec-supervisor", "scrutineers"),
        Look("candidates-heard", "elec-introduce-candidates", "ballots"),
        Look("ballots-issued", "elec-ballots-issued-check", "ballots"),
        Look("nobody-for-another", "elec-no-proxy-vote", "voted"),
        Look("spare-destroyed", "elec-ballots-issued-check", "returned"),
        Look("returned-not-above", "elec-ballots-returned", "returned"),
        Look("counted-in-public", "elec-count-check", "counted"),
        Look("announced-there", "elec-announce", "announced"),
    ),
    "after": (
        Look("reported-in-time", "elec-report-deadline", "result-report"),
        Look("leaders-by-committee", "elec-secretary-by-committee", "first-meeting"),
        Look("ballots-sealed", "elec-ballot-retention"),
        Look("objections-answered", "elec-right-to-know-and-refuse"),
    ),
}
"""Points of the card → items, where the members' meeting elects."""
CARD_ALONE: Mapping[str, tuple[Look, ...]] = {
    "before": (
        Look("request-replied", "elec-approval-before", "reply"),
        Look("opinion-asked", "elec-nomination-branch", "opinion"),
        Look("persons-agreed", "elec-nomination-branch", "persons-reply"),
        Look("leaders-of-committee", "elec-secretary-by-committee", "persons-reply"),
    ),
    "meeting": (
        Look("committee-there", "elec-committee-quorum", "first-meeting"),
        Look("committee-votes", "elec-secretary-by-committee", "first-meeting"),
        Look("watched-by-others", "elec-supervisor-plenary", "first-meeting"),
        Look("ballots-issued", "elec-ballots-issued-check", "first-meeting"),
        Look("nobody-for-another", "elec-no-proxy-vote", "first-meeting"),
        Look("spare-destroyed", "elec-ballots-issued-check", "first-meeting"),
        Look("returned-not-above", "elec-ballots-returned", "first-meeting"),
        Look("counted-in-public", "elec-count-check", "first-meeting"),
        Look("announced-there", "elec-announce", "first-meeting"),
    ),
    "after": (
        Look("leaders-reported", "elec-report-deadline", "result-report"),
        Look("ballots-sealed", "elec-ballot-retention"),
        Look("objections-answered", "elec-right-to-know-and-refuse"),
    ),
}
"""The same, where the committee elects alone."""
OPENS: Mapping[str, str] = {"meeting": "notice", "after": "announced"}
"""A point is signed once this stage is done; one without a stage at any time."""
OPENS_ALONE: Mapping[str, str] = {"meeting": "persons-reply", "after": "first-meeting"}
MARKS = ("yes", "no", "unseen")


def card(kind: str, traits: Collection[str]) -> Mapping[str, tuple[Look, ...]]:
    """Points → items of one election: none about a stage that it does not have."""
    there = {one.key for one in path(kind, frozenset(traits))}
    told = CARD_ALONE if ALONE in traits else CARD
    return {point: tuple(one for one in looks if not one.stage or one.stage in there) for point, looks in told.items()}


def opens_after(point: str, traits: Collection[str]) -> str:
    """The stage after which a point of the card is signed; "" for one that is signed at any time."""
    return (OPENS_ALONE if ALONE in traits else OPENS).get(point, "")
