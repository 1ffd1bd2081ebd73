"""What the program has on record for the items of the envoy's card, in sentences with their numbers: to be held against the room.

Numbers of people, hands and ballots only; how the votes fell is never among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadgoose.elections.models import Exclusion, Hands, Meeting, Round, Watcher
from leadgoose.elections.queries.course import Course
from leadgoose.elections.queries.meeting import Room, meeting_of, room_of
from leadgoose.elections.rules.posts import ALONE
from leadgoose.ground.listed import listed


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence; fits: whether its numbers fit each other."""

    text: str
    fits: bool = True


def on_record(course: Course) -> Mapping[str, tuple[Told, ...]]:
    """Sentences by the key of the item on the card; none where nothing was entered of it. A meeting's queries at most."""
    meeting = meeting_of(course.election, Meeting.Sort.COMMITTEE if ALONE in course.facts.traits else Meeting.Sort.MEMBERS)
    if meeting is None:
        return {}
    room = room_of(meeting, course)
    excluded, ballots = tuple(_exclusions(room)), [one.round for one in room.votes if one.round.issued]
    return {
        "exclusions-consented": excluded, "exclusions-passed": excluded, "method-adopted": tuple(_method(room)), "watchers-apart": tuple(_watchers(room)),
        "watched-by-others": tuple(_watchers(room)), "committee-there": tuple(_there(room)) if ALONE in course.facts.traits else (),
        "ballots-issued": tuple(map(_issued, ballots)), "returned-not-above": tuple(_returned(one) for one in ballots if one.returned is not None),
        "spare-destroyed": tuple(_spare(one) for one in ballots if one.spare_destroyed is not None),
        "nobody-for-another": tuple(Told(_("投票 %(voters)s 人。") % {"voters": one.voters}) for one in ballots if one.voters is not None),
    }


def _exclusions(room: Room) -> Iterator[Told]:
    for one in room.exclusions:
        yield _exclusion(one, room.names.get(one.person.key, ""))
    if not room.exclusions and room.done("exclusions"):
        yield Told(_("没有不计入应到会的人。"))


def _exclusion(one: Exclusion, name: str) -> Told:
    numbers = {
        "name": name, "paper": one.consent_no or "—", "day": one.consent_on.isoformat() if one.consent_on else "—",
        "favour": one.hands.favour if one.hands is not None else "—",
    }
    text = _("%(name)s不计入：上级同意的文件“%(paper)s”，%(day)s；大会赞成 %(favour)s 人。请与文件原件对照。") % numbers
    return Told(text, bool(one.consent_no and one.consent_on))


def _method(room: Room) -> Iterator[Told]:
    shown = room.hands.get(Hands.Matter.METHOD)
    if shown is not None:
        numbers = {"favour": shown.favour, "against": shown.against, "abstain": shown.abstain, "need": shown.need}
        yield Told(_("举手表决：赞成 %(favour)s 人，不赞成 %(against)s 人，弃权 %(abstain)s 人，须 %(need)s 人赞成。") % numbers)


def _there(room: Room) -> Iterator[Told]:
    if room.declaration is not None:
        numbers = {"members": room.base.heads, "present": room.declaration.present}
        yield Told(_("全体委员 %(members)s 名，到会 %(present)s 名。") % numbers)


def _watchers(room: Room) -> Iterator[Told]:
    names = {role: listed(one.name for one in room.watchers if one.role == role) for role in Watcher.Role}
    if room.watchers:
        yield Told(_("监票人：%(watching)s；计票人：%(counting)s。") % {
            "watching": names[Watcher.Role.SCRUTINEER] or "—", "counting": names[Watcher.Role.COUNTER] or "—"})


def _issued(row: Round) -> Told:
    numbers = {"printed": row.printed, "issued": row.issued, "present": row.present, "above": row.issued - row.present}
    if row.issued > row.present:
        return Told(_("印制 %(printed)s 张，发出 %(issued)s 张，实到会有选举权 %(present)s 人，多发 %(above)s 张。") % numbers, fits=False)
    return Told(_("印制 %(printed)s 张，发出 %(issued)s 张，实到会有选举权 %(present)s 人。") % numbers)


def _returned(row: Round) -> Told:
    fits = row.voters is None or row.returned is None or row.returned <= row.voters
    return Told(_("投票 %(voters)s 人，收回 %(returned)s 张。") % {"voters": row.voters, "returned": row.returned}, fits)


def _spare(row: Round) -> Told:
    accounted = row.issued + row.spoiled + (row.spare_destroyed or 0)
    numbers = {"printed": row.printed, "issued": row.issued, "spoiled": row.spoiled, "spare": row.spare_destroyed}
    text = _("印制 %(printed)s 张，发出 %(issued)s 张，作废换发 %(spoiled)s 张，销毁余票 %(spare)s 张。") % numbers
    return Told(text, row.printed == accounted)
