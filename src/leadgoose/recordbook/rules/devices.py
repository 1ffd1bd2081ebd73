"""What goes on a device that records without network, and what its clock is worth (pure). The browser's own limits are said in `frontend/held.js`."""

from __future__ import annotations

from datetime import datetime, timedelta

from leadgoose.recordbook.rules.keys import key_from
from leadgoose.recordbook.rules.kinds import Kind, kind_rule, kinds

HELD_DAYS, WRONG_PINS, LEAST_PIN = 30, 10, 6
"""Days after which a device forgets what it holds; wrong PINs after which it does; the shortest PIN."""
SLACK = 300
"""Seconds by which a device's clock may differ from the server's before it is called wrong."""


def goes_offline(kind: Kind) -> bool:
    """Talks and help visits never leave the server and are not taken from a device; an election's meeting is filled in from the election."""
    return kind is not Kind.ELECTION_MEETING and not kind_rule(kind).confidential


def offline_kinds() -> tuple[Kind, ...]:
    """The kinds that a device records, in the order of the book."""
    return tuple(kind for kind in kinds() if goes_offline(kind))


def seconds_ahead(sent: datetime, received: datetime) -> int:
    """By how many whole seconds the device's clock was before the server's when it sent (below 0: behind). The way over the network is in it."""
    return round((sent - received).total_seconds())


def by_server(claimed: datetime, ahead: int | None) -> datetime:
    """The moment that a device claims, by the server's clock; as claimed where the difference is not known (a file has no moment of sending)."""
    return claimed if ahead is None else claimed - timedelta(seconds=ahead)


def wrong_clock(ahead: int | None) -> bool:
    return ahead is not None and abs(ahead) > SLACK


def planned_key(plan: str, turn: int = 0) -> str:
    """The key of the record of a planned meeting: two devices that record the same meeting write two versions of one record.

    turn: how often a record of this meeting was withdrawn before; nothing can be added to that one.
    """
    return key_from("planned", plan, *([str(turn)] if turn else []))
