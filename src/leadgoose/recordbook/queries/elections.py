"""Which record tells of an election's meeting, and which meeting a record tells of."""

from __future__ import annotations

from collections.abc import Iterable

from leadgoose.recordbook.models import Record
from leadgoose.recordbook.rules.keys import key_from
from leadgoose.recordbook.rules.truth import Channel

WITHDRAWN_MOST = 4
"""How often the record of one meeting may have been withdrawn and made anew before nobody looks for it any more."""


def record_of(meeting: str) -> str:
    """The key of the record that stands of a meeting; "" where there is none. One query."""
    keys = _keys(meeting)
    there = set(Record.objects.filter(key__in=keys, withdrawn_at=None).values_list("key", flat=True))
    return next((one for one in keys if one in there), "")


def meeting_of(record: Record, meetings: Iterable[str]) -> str:
    """Which of these meetings a record tells of; "" for one that came another way. One query at most."""
    found = next((one for one in meetings if record.key in _keys(one)), "")
    return found if found and record.versions.filter(channel=Channel.ELECTION).exists() else ""


def _keys(meeting: str) -> list[str]:
    return [key_from("election", meeting), *(key_from("election", meeting, str(number)) for number in range(2, 2 + WITHDRAWN_MOST))]
