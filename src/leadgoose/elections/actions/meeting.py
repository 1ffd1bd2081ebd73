"""A meeting is opened, and what all acts of a meeting share: load and lock, permit, record the stage or note the act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import STAGES, Told, lock, record_step
from leadgoose.elections.models import Election, Meeting, Step
from leadgoose.elections.models.meeting import OfMeeting
from leadgoose.elections.queries.course import Course
from leadgoose.elections.queries.meeting import Room, meeting_of, room_of
from leadgoose.elections.rules import posts
from leadgoose.elections.rules.procedure import procedure
from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.sentences import say, template
from leadgoose.ground.statutes.verdicts import Reason, Verdict
from leadgoose.roster.models import Person

ENDS: Mapping[str, str] = {Meeting.Sort.MEMBERS: "announced", Meeting.Sort.COMMITTEE: "first-meeting", Meeting.Sort.PRESELECTION: "preselection"}
"""The stage with which each sort of meeting is over."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A meeting as told when it is opened. chair: key of somebody on the roll, "" for one whom the superior named from outside."""

    sort: Meeting.Sort
    on: date
    held: Meeting.Held = Meeting.Held.DESK
    chair: str = ""


@dataclass(frozen=True)
class Work:
    """An act of a meeting in its making: the meeting as it stands, locked, and who acts."""

    room: Room
    permit: Permit
    by: Actor
    at: datetime
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def election(self) -> Election:
        return self.room.election

    @property
    def meeting(self) -> Meeting:
        return self.room.meeting

    @property
    def marks(self) -> dict[str, object]:
        """What every new row of the meeting carries."""
        return {"recorded_at": self.at, "recorded_by": self.by.login}


@transaction.atomic
def open_meeting(election: Election, wish: Opening, *, by: Actor, at: datetime) -> Meeting:
    """Open the meeting (journal: MeetingOpened); until something is declared in it, its day, chair and way may be put right by the same act."""
    course, permit = lock(election, "elections.open_meeting", by)
    under = _under(course, wish)
    if wish.on > timezone.localdate(at):
        raise Refusal(_("日期 %(day)s 还没有到，请改为今天或以前的日期。") % {"day": wish.on.isoformat()}, "on")
    if under.on is not None and wish.on < under.on:
        raise Refusal(_("会议日期早于前一阶段的 %(day)s；请核对日期。") % {"day": under.on.isoformat()}, "on")
    there = meeting_of(course.election, wish.sort)
    if there is not None and begun(room_of(there, course)):
        raise Refusal(_("会议已经有记录，不能再改日期；需要更正的，先到选举页撤回这次会议的各步。"), "on")
    meeting = there or Meeting(election=course.election, sort=wish.sort, under=under)
    meeting.on, meeting.held, meeting.recorded_at, meeting.recorded_by = wish.on, wish.held, at, by.login
    meeting.chair = Person.objects.filter(key=wish.chair).first() if wish.chair else None
    meeting.save()
    noticed = course.election.meeting_on
    planned = wish.sort == Meeting.Sort.MEMBERS or posts.ALONE in course.facts.traits
    if planned and noticed != wish.on:   # the day that was told and the day that is: every page and paper has the second
        course.election.meeting_on = wish.on
        course.election.save(update_fields=["meeting_on"])
    members = {one.key for one in room_of(meeting, course).members}
    if not members:
        raise Refusal(_("名册上这一天还没有党员，或者还没有当选的委员，不能开会。"))
    if wish.chair and wish.chair not in members:
        raise Refusal(_("主持人不在本次会议的名册上，请从名册里选。"), "chair")
    facts = {"election": election.key, "meeting": wish.sort.value, "held": wish.held.value, "chair": wish.chair}
    if planned and noticed is not None and noticed != wish.on:
        facts["noticed_on"] = noticed.isoformat()
    record(Act(
        name="MeetingOpened", valid_on=wish.on, top_key=election.top_key, org_key=course.election.organisation.key, role=permit.role or "",
        facts=facts, typed=3,
    ), by=by, at=at)
    return meeting


def called_by(course: Course, sort: str) -> str:
    """The stage that calls a sort of meeting; where it is taken off, the meeting falls. The committee meets once the members' meeting has
    announced its result, or at once where only the committee elects."""
    if sort != Meeting.Sort.COMMITTEE:
        return "notice" if sort == Meeting.Sort.MEMBERS else "deliberation"
    return "persons-reply" if posts.ALONE in course.facts.traits else "announced"


def begun(room: Room) -> bool:
    """Whether anything of the meeting stands."""
    return bool(room.declarations or room.exclusions or room.hands or room.watchers or room.votes) or (room.of_members and room.done("exclusions"))


def enter(meeting: Meeting, capability: str, *, by: Actor, at: datetime) -> Work:
    """Load and lock, permit: the first two moves of every act of a meeting."""
    course, permit = lock(meeting.election, capability, by)
    there = meeting_of(course.election, Meeting.Sort(meeting.sort))
    if there is None or there.pk != meeting.pk:
        raise Refusal(_("这次会议已经随前一阶段撤下，请重新开会。"))
    if course.facts.stopped:
        raise Refusal(_("上级已决定停止选举，恢复之前不能办理。"))
    return Work(room_of(there, course), permit, by, at)


def stage(work: Work, key: str, told: Told) -> Step | None:
    """Record a stage of the members' meeting. A meeting of another sort, and a stage done before the election came in, are only journaled."""
    if work.room.of_members and not (work.room.done(key) and work.room.course.facts.records[key].entered):
        return record_step(work.election, key, work.meeting.on, told, by=work.by, at=work.at)
    note(work, STAGES[key], told.facts, typed=told.typed, filled=told.filled)
    return work.room.course.open.get(key) if work.room.of_members else None


def note(
    work: Work, name: str, facts: Mapping[str, object], *, personal: Mapping[str, Mapping[str, str]] | None = None, person: str = "",
    typed: int = 1, filled: int = 0, at: datetime | None = None,
) -> None:
    """Journal an act of a meeting that is no stage of the election."""
    election = work.election
    record(Act(
        name=name, valid_on=work.meeting.on, top_key=election.top_key, org_key=election.organisation.key, person_key=person,
        facts={"election": election.key, "meeting": work.meeting.sort, **facts}, personal=personal or {}, typed=typed, filled=filled,
        role=work.permit.role or "",
    ), by=work.by, at=at or work.at)


def hang(rows: Iterable[OfMeeting], step: Step | None) -> None:
    """Let rows fall with the step that they came with."""
    for row in rows:
        row.under = step
        row.save(update_fields=["under"])


def retract(rows: Iterable[OfMeeting], at: datetime) -> None:
    """Take rows off that a newer act replaces; they stay."""
    for row in rows:
        row.retracted_at = at
        row.save(update_fields=["retracted_at"])


def people(work: Work, keys: Iterable[str], field: str) -> dict[str, Person]:
    """People of the roll by key, in the order given; refused when one is not on it."""
    wanted = list(dict.fromkeys(keys))
    there = {one.key: one for one in Person.objects.filter(key__in=[key for key in wanted if key in work.room.names])}
    if len(there) < len(wanted):
        raise Refusal(_("有不在名册上的人，请从名册里选。"), field)
    return {key: there[key] for key in wanted}


def words(reasons: Iterable[Reason]) -> str:
    """Reasons as one text in the reader's language."""
    lang = language(get_language() or "")
    return (" " if lang == "en" else "").join(say(one, lang) for one in reasons)


def impossible(codes: Iterable[str]) -> str:
    """Why numbers cannot be true, one sentence for each code."""
    lang = language(get_language() or "")
    return (" " if lang == "en" else "").join(template(f"elections.refused-{code}", lang) for code in codes)


def unmet(verdict: Verdict) -> tuple[Reason, ...]:
    """What is not met: of a verdict that stops what stops, else all warnings."""
    return verdict.stops or verdict.warnings


def _under(course: Course, wish: Opening) -> Step:
    key = called_by(course, wish.sort)
    step = course.open.get(key)
    if step is None or not course.facts.records[key].done:
        raise Refusal(words([Reason(f"elections.before-{key}", procedure().stages[key].rule)]))
    if wish.sort == Meeting.Sort.PRESELECTION and "preselection" not in course.facts.traits:
        raise Refusal(_("这次选举没有安排差额预选。"))
    return step

