"""The record of an election meeting, filled in from the election that was counted here. An election is never entered in the book as votes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from leadgoose.ground.access.actor import Actor
from leadgoose.recordbook.actions.arrival import Arrival, Arrived
from leadgoose.recordbook.actions.entering import enter
from leadgoose.recordbook.models import Record
from leadgoose.recordbook.rules.entry import Attendee, Entry, Named, Sitting, Stand, from_plain
from leadgoose.recordbook.rules.keys import key_from
from leadgoose.recordbook.rules.kinds import Expected, Kind
from leadgoose.recordbook.rules.truth import Channel


@dataclass(frozen=True, slots=True)
class ElectionMeeting:
    """What the election's own minutes say. election: its key; present: keys of the members who came; texts are the minutes' own.

    of_committee: the committee met, not the members; outside the stamp, since a meeting is never both.
    """

    election: str
    org: str
    on: date
    title: str
    elected: str
    start: time | None = None
    end: time | None = None
    place: str = ""
    chair: Named = field(default_factory=Named)
    recorder: Named = field(default_factory=Named)
    present: tuple[str, ...] = ()
    ballots_issued: int | None = None
    ballots_returned: int | None = None
    ballots_valid: int | None = None
    tellers: str = ""
    of_committee: bool = field(default=False, repr=False)


def from_election(meeting: ElectionMeeting, *, by: Actor, at: datetime) -> Arrived:
    """Enter the meeting, or correct it where the election was corrected; the same facts again change nothing.

    For `reactions`: it runs in the transaction of the election's act, by its actor, who needs `recordbook.from_election` on the organisation.
    """
    key, there = _place(meeting.election)
    entry = _entry(meeting, key)
    stamp = key_from("election", key, repr(meeting))
    standing = None if there is None else there.versions.get(number=there.standing)
    if standing is not None and standing.stamp != stamp and standing.record.versions.filter(stamp=stamp).exists():
        stamp = key_from("election", key, repr(meeting), standing.stamp)   # as it was once before, said again
    parents = () if standing is None or standing.stamp == stamp else (standing.stamp,)
    numbers = sum(one is not None for one in (meeting.ballots_issued, meeting.ballots_returned, meeting.ballots_valid))
    return enter(entry, Arrival(Channel.ELECTION, stamp, parents, filled=4 + numbers), by=by, at=at)


def note_on_election(election: str, words: str, *, by: Actor, at: datetime) -> Arrived | None:
    """Say before the elected that they are not (annulled, or withdrawn again); None where no record stands or it says so already."""
    key, there = _place(election)
    if there is None:
        return None
    standing = there.versions.get(number=there.standing)
    entry = from_plain(standing.content)
    elected = entry.fields.get("elected", "")
    if elected.startswith(words):
        return None
    said = replace(entry, fields={**entry.fields, "elected": f"{words}{elected}"})
    return enter(said, Arrival(Channel.ELECTION, key_from("election", key, words, standing.stamp), (standing.stamp,), filled=1), by=by, at=at)


def _place(election: str) -> tuple[str, Record | None]:
    """The key of its record, and the record that stands there; one that was withdrawn is passed over, since nothing may be added to it."""
    key, number = key_from("election", election), 1
    there = Record.objects.filter(key=key).first()
    while there is not None and there.withdrawn_at is not None:
        number += 1
        key = key_from("election", election, str(number))
        there = Record.objects.filter(key=key).first()
    return key, there


def _entry(meeting: ElectionMeeting, key: str) -> Entry:
    counts = {"ballots_issued": meeting.ballots_issued, "ballots_returned": meeting.ballots_returned, "ballots_valid": meeting.ballots_valid}
    return Entry(
        key=key, kind=Kind.ELECTION_MEETING, org=meeting.org, title=meeting.title,
        sittings=(Sitting(meeting.on, meeting.start, meeting.end, meeting.place),), chair=meeting.chair, recorder=meeting.recorder,
        people=tuple(Attendee(key, "", "", Stand.PRESENT) for key in meeting.present),
        fields={
            **({"form": Expected.COMMITTEE.value} if meeting.of_committee else {}), "elected": meeting.elected, "tellers": meeting.tellers,
            **{name: str(count) for name, count in counts.items() if count is not None},
        },
    )
