"""What the envoy looks at, in three parts: before the notice, at the meeting, after the report (pure). The printed card has the same items.

Sources: the rule of each item; the order is that of the procedure. Words: ``card-…`` in sentences.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
"""Points of the card → items."""
MARKS = ("yes", "no", "unseen")
