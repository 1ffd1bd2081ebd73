"""Who came: from the signed sheet, by the office, by the person's own phone on the day. Hours and effect checks follow in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.statutes.dates import add_months
from leadgoose.ground.vault.actions import index, open_many
from leadgoose.roster.models import Person
from leadgoose.training import consequences
from leadgoose.training.actions import evidence, levels
from leadgoose.training.actions.hours import Line, enter_lines
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.carrying import SEATED, Attendance, EffectCheck, Hours, Nomination
from leadgoose.training.models.competencies import Evidence
from leadgoose.training.models.plan import Session
from leadgoose.training.queries.competencies import REMARK
from leadgoose.training.queries.hours import hour_table
from leadgoose.training.rules.competency import BEHAVIOURS, DIMENSIONS, LEVELS
from leadgoose.training.rules.hours import counted
from leadgoose.training.rules.levels import Kind

EFFECT_MONTHS = 3
"""After so many months the superior is asked whether the behaviour changed."""


@dataclass(frozen=True, slots=True)
class Came:
    """How one person attended."""

    state: str
    video: bool = False


def code_of(session: Session, on: date) -> str:
    """The four digits that the organiser writes on the board on a day: who types them was there. No place and no picture is asked for."""
    return f"{int(index('check-in', session.key, on.isoformat())[:8], 16) % 10_000:04d}"


@transaction.atomic
def record_attendance(session: Session, came: Mapping[int, Came], *, final: bool, by: Actor, at: datetime, way: str = Attendance.Way.SHEET) -> Session:
    """Enter who came, by person's id; who is left out stays as it was. final: everybody is entered. Raises Refused."""
    session = Session.objects.select_for_update().get(pk=session.pk)
    role = str(by.require("training.attendance", {session.top_key}).role or "")
    if session.state == Session.State.CANCELLED:
        raise Refused(_("班次已取消。"))
    if session.starts_on > timezone.localdate(at):
        raise Refused(_("班次还没有开始，开始以后登记。"))
    listed = set(Nomination.objects.filter(session=session, state__in=SEATED).values_list("person_id", flat=True))
    if set(came) - listed:
        raise Refused(_("不在名单上的人先提名，再登记。"))
    if any(one.state not in Attendance.State.values for one in came.values()):
        raise Refused(_("请在所列各项中选择。"))
    missing = len(listed - set(came) - set(Attendance.objects.filter(session=session, retracted_at=None).values_list("person_id", flat=True)))
    if final and missing:
        raise Refused(_("还有 %(n)s 人没有登记。") % {"n": missing})
    _enter(session, came, way, by=by, at=at)
    if final and session.state == Session.State.OFFERED:
        session.state = Session.State.CLOSED
        session.save(update_fields=["state"])
    states = Counter(one.state for one in came.values())
    facts = {"session": session.key, "final": final, **{state: states[state] for state in Attendance.State.values}}
    _record("AttendanceRecorded", session, facts, len(came), role, by=by, at=at)
    consequences.settle_people(session.top_key, came, on=timezone.localdate(at), at=at, act="AttendanceRecorded")
    return session


@transaction.atomic
def check_in(session: Session, person: Person, code: str, *, by: Actor, at: datetime) -> None:
    """The person says on the own phone: I am here; with the day's code from the board. Raises Refused."""
    session = Session.objects.select_for_update().get(pk=session.pk)
    if by.person_key != person.key:
        raise Refused(_("签到由本人办理；没有手机的在签到表上签字。"))
    today = timezone.localdate(at)
    if session.state != Session.State.OFFERED or not session.starts_on <= today <= session.ends_on:
        raise Refused(_("只能在培训当天签到。"))
    if not Nomination.objects.filter(session=session, person=person, state__in=SEATED).exists():
        raise Refused(_("不在这个班次的名单上。"))
    if code.strip() != code_of(session, today):
        raise Refused(_("签到码不对，请看现场公布的四位数字。"), "code")
    if Attendance.objects.filter(session=session, person=person, retracted_at=None, state=Attendance.State.PRESENT).exists():
        raise Refused(_("已经签到。"))
    _enter(session, {person.pk: Came(Attendance.State.PRESENT, session.online)}, Attendance.Way.PHONE, by=by, at=at)
    _record("CheckedIn", session, {"session": session.key}, 1, "self", by=by, at=at, person=person)
    consequences.settle_people(session.top_key, [person.pk], on=today, at=at, act="CheckedIn")


def _enter(session: Session, came: Mapping[int, Came], way: str, *, by: Actor, at: datetime) -> None:
    """Rows that differ from what is known: attendance, the ledger's lines, the check of effect."""
    table = hour_table(session.top_key, session.starts_on)
    there = {row.person_id: row for row in Attendance.objects.filter(session=session, person__in=came, retracted_at=None)}
    changed = {pk: one for pk, one in came.items() if pk not in there or (there[pk].state, there[pk].video) != (one.state, one.video)}
    Attendance.objects.filter(pk__in=[there[pk].pk for pk in changed if pk in there]).update(retracted_at=at)
    present = {pk: counted(session.kind, session.hours, one.video, table) for pk, one in changed.items() if one.state == Attendance.State.PRESENT}
    Attendance.objects.bulk_create(Attendance(
        session=session, person_id=pk, state=one.state, video=one.video, way=way, hours=present.get(pk, 0), recorded_at=at, recorded_by=by.login)
        for pk, one in changed.items())
    lines = [Line(pk, session.starts_on, session.ends_on, hours, session.kind, came[pk].video, session.title, session.concentrated, session.induction)
             for pk, hours in present.items()]
    enter_lines(session.top_key, Hours.Source.SESSION, session.key, lines, gone=[pk for pk in changed if pk not in present], by=by, at=at)
    EffectCheck.objects.filter(session=session, person__in=[pk for pk in changed if pk not in present], answer="").delete()
    if session.gains:
        due = add_months(session.ends_on, EFFECT_MONTHS)
        have = set(EffectCheck.objects.filter(session=session).values_list("person_id", flat=True))
        EffectCheck.objects.bulk_create(EffectCheck(session=session, person_id=pk, due_on=due, recorded_at=at) for pk in present if pk not in have)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one person in an exercise: levels by behaviour or competency, and the role that they played ("": not said)."""

    levels: Mapping[str, int]
    role: str = ""


def scored(session: Session) -> dict[int, Seen]:
    """What is entered already, by person's id. One query."""
    rows = list(Evidence.objects.filter(kind=Kind.EXERCISE, origin=session.key, retracted_at=None).select_related("person"))
    told = open_many((row.person.key, REMARK, row.remark_sealed) for row in rows)
    return {row.person_id: Seen(row.levels, role) for row, role in zip(rows, told, strict=True)}


@transaction.atomic
def score_exercise(session: Session, scores: Mapping[int, Seen], *, by: Actor, at: datetime) -> int:
    """Enter what was seen of everybody in a sand-table exercise, by person's id. Returns how many are new or changed. Raises Refused."""
    session = Session.objects.select_for_update().get(pk=session.pk)
    role = str(by.require("training.score_exercise", {session.top_key}).role or "")
    if session.kind != Session.Kind.EXERCISE:
        raise Refused(_("只有沙盘演练打分。"))
    there = set(Attendance.objects.filter(session=session, retracted_at=None, state=Attendance.State.PRESENT).values_list("person_id", flat=True))
    if set(scores) - there:
        raise Refused(_("只给到场的人打分，先登记出勤。"))
    for given in scores.values():
        if any((key not in DIMENSIONS and key not in BEHAVIOURS) or level not in LEVELS for key, level in given.levels.items()):
            raise Refused(_("级别是 1 至 5。"))
    people = Person.objects.in_bulk([pk for pk, given in scores.items() if given.levels])
    known = scored(session)
    done = 0
    for pk, person in people.items():
        if pk in known and known[pk] == Seen(dict(scores[pk].levels), scores[pk].role):
            continue
        Evidence.objects.filter(person=person, kind=Kind.EXERCISE, origin=session.key, retracted_at=None).update(retracted_at=at, retracted_by=by.login)
        evidence.keep(person, Kind.EXERCISE, scores[pk].levels, on=session.ends_on, way=Evidence.Way.SESSION, rater=by.login, origin=session.key,
                      remark=scores[pk].role, by=by, at=at)
        done += 1
    _record("ExerciseScored", session, {"session": session.key, "rated": done}, sum(len(one.levels) for one in scores.values()), role, by=by, at=at)
    levels.settle(list(people), act="ExerciseScored", at=at)
    return done


def _record(
    name: str, session: Session, facts: Mapping[str, object], typed: int, role: str, *, by: Actor, at: datetime, person: Person | None = None
) -> None:
    act = Act(name, timezone.localdate(at), session.top_key, session.top_key, person.key if person is not None else "", facts=facts, typed=typed, role=role)
    record(act, by=by, at=at)


def people_of(keys: Collection[str], top_key: str) -> dict[str, int]:
    """Ids of people of a committee by key. One query."""
    return dict(Person.objects.filter(top_key=top_key, key__in=keys).values_list("key", "pk"))
