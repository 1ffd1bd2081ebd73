"""What the meeting that elected was, once its result is known, as the record book wants it. For `reactions`.

That is the members' meeting; where only the committee elects, the committee's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from leadgoose.elections.models import Election, Meeting, Step, Watcher
from leadgoose.elections.queries.course import Course, course_of
from leadgoose.elections.queries.meeting import Room, room_of
from leadgoose.elections.queries.outcome import elected_of, standing_meetings
from leadgoose.elections.rules import posts
from leadgoose.ground.bylaws.queries import settings_of
from leadgoose.ground.press.script import fixed
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.sentences import template
from leadgoose.roster.kinds import OrgKind

_TITLE = {"by-election": "补选党员大会", "new-branch": "第一次党员大会（选举）"}
_WATCHES = {Watcher.Role.SCRUTINEER: "监票人", Watcher.Role.COUNTER: "计票人"}


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting with its own minutes' numbers. key: the same however often its result is announced; words in the committee's script."""

    key: str
    org: str
    on: date
    title: str
    elected: str
    start: time | None
    place: str
    chair: tuple[str, str]                       # name and key; ("", "") for somebody from outside
    present: tuple[str, ...]                     # keys; () where only numbers are known
    ballots: tuple[int, int | None, int | None]  # issued, returned, valid, of the first vote
    tellers: str
    of_committee: bool = False                   # the committee met, not the members


def held_of(election_key: str) -> Held | None:
    """The meeting that stands; None where none was held here. An annulled election's next meeting is another one."""
    election = Election.objects.select_related("organisation__unit", "organisation__parent").get(key=election_key)
    alone = posts.ALONE in election.traits
    sort = Meeting.Sort.COMMITTEE if alone else Meeting.Sort.MEMBERS
    meeting = next((one for one in standing_meetings(election) if one.sort == sort), None)
    if meeting is None:
        return None
    course = course_of(election)
    room = room_of(meeting, course)
    first, told, script = room.votes[0].round, room.declaration, settings_of(election.top_key).script
    valid = first.returned - first.invalid if first.returned is not None and first.invalid is not None else None
    chair = (room.names[meeting.chair.key], meeting.chair.key) if meeting.chair is not None else ("", "")
    return Held(
        key=meeting_keys(course)[-1], org=election.organisation.key, on=meeting.on,
        title=_title(election, alone, script), elected=_elected(election, room, script),
        start=time.fromisoformat(election.meeting_time) if election.meeting_time else None, place=election.meeting_place, chair=chair,
        present=tuple(told.in_room) if told is not None else (),
        ballots=(first.issued, first.returned, valid),
        tellers=_watchers(room, script), of_committee=alone,
    )


def _title(election: Election, alone: bool, script: str) -> str:
    if alone:
        plenary = posts.plenary(election.kind, election.organisation.kind == OrgKind.GENERAL_BRANCH)
        return f"{template(plenary, language(script))}{fixed('（补选）', script)}"
    return fixed(_TITLE.get(election.kind, "换届选举党员大会"), script)


def meeting_keys(course: Course) -> list[str]:
    """The meetings that elected, as the record book calls them, the present one last: after each annulment there is another."""
    annulled = sum(past.key == "annul" for past in course.facts.past)
    return [f"{course.election.key}-{number}" if number else course.election.key for number in range(annulled + 1)]


def announced_in(top_key: str) -> list[str]:
    """Keys of the committee's elections whose result is known and stands, the oldest first. One query."""
    steps = Step.objects.filter(election__top_key=top_key, key__in=("announced", "first-meeting"), sort=Step.Sort.STAGE, taken_by=None).exclude(on=None)
    rows = steps.order_by("on", "pk").values_list("election__key", "election__traits", "key")
    return [key for key, traits, step in rows if step == posts.result_stage(traits)]


def _elected(election: Election, room: Room, script: str) -> str:
    found = elected_of(election)
    posts = (("委员", found.committee), ("书记", (found.secretary,) if found.secretary else ()), ("副书记", found.deputies))
    return "".join(f"{fixed(post, script)}：{'、'.join(room.names.get(key, '') for key in keys)}。" for post, keys in posts if keys)


def _watchers(room: Room, script: str) -> str:
    told = [(fixed(words, script), [one.name for one in room.watchers if one.role == role]) for role, words in _WATCHES.items()]
    return "；".join(f"{words}：{'、'.join(names)}" for words, names in told if names)
