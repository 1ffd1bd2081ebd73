"""The catalogue: sessions offered, changed, cancelled; many at once from a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.intake.grid import Column, Fault, Grid, Row, Value, amount, choice, day, read_grid, whole, words, yes_no
from leadgoose.ground.intake.problems import gettext_noop
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.search import simplify
from leadgoose.roster.models import Organisation
from leadgoose.roster.reach import of_organisation
from leadgoose.training import teaching
from leadgoose.training.actions.nominations import move_up, withdraw_all
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.actions.tables import locked, must_be_good
from leadgoose.training.models.plan import Plan, Session
from leadgoose.training.queries.hours import hour_table
from leadgoose.training.queries.lists import seats_taken
from leadgoose.training.queries.plans import sessions_of
from leadgoose.training.rules.competency import DIMENSIONS
from leadgoose.training.rules.hours import HourTable
from leadgoose.training.rules.obligations import CONCENTRATED_LEVELS
from leadgoose.training.rules.offers import Finding, Offer, stops, warnings
from leadgoose.training.words import ORGANISER_LEVEL, SESSION_KIND, spelled

KINDS = {"培训班": "class", "党务政工会议": "meeting", "主题活动": "theme_activity", "跟班督导": "coaching", "沙盘演练": "exercise",
         "挂职轮岗": "secondment", "结对带教": "mentor", "自学": "reading"}
LEVELS = {"支部": "branch", "本委": "committee", "县级": "county", "市级": "city", "省级": "province", "中央": "central"}
SAID = {
    "ends_first": gettext_noop("结束日期早于开始日期"),
    "other_year": gettext_noop("不在 %(about)s 年内"),
    "seats": gettext_noop("名额不能少于开班人数 %(about)s，也不能少于 1"),
    "hours": gettext_noop("学时超过这几天的上限 %(about)s"),
    "nothing": gettext_noop("既没有学时，也不提高任何能力"),
    "gains": gettext_noop("提高的级数是 1 至 4"),
    "raises_nothing": gettext_noop("不提高任何能力，只计学时"),
    "same_teacher": gettext_noop("教师同时在“%(about)s”授课"),
    "same_place": gettext_noop("地点与“%(about)s”同日"),
    "same_course": gettext_noop("与同一课程的“%(about)s”日期重叠"),
    "holiday": gettext_noop("含放假日 %(about)s"),
    "level": gettext_noop("县级以上举办的才算集中轮训"),
}
NO_MATERIAL = gettext_noop("没有这份教材，请填课程、单元（如“党支部工作基础知识 第4单元”）或者演练的名称")
TITLE_TWICE = gettext_noop("同一天已有同名的班次")
FIELDS = ("title", "course", "kind", "starts_on", "ends_on", "hours", "place", "online", "organiser", "level", "teacher", "seats", "min_seats", "fixed_cost",
          "cost_per_person", "concentrated", "induction", "gains", "template")


@dataclass(frozen=True, slots=True)
class Offered:
    """What is said of a session, by the names of the table; money and hours in hundredths."""

    title: str
    kind: str
    starts_on: date
    ends_on: date
    hours: int
    seats: int
    course: str = ""
    min_seats: int = 0
    place: str = ""
    online: bool = False
    organiser: str = ""
    level: str = "committee"
    teacher: str = ""
    fixed_cost: int = 0
    cost_per_person: int = 0
    concentrated: bool = False
    induction: bool = False
    gains: Mapping[str, int] = field(default_factory=dict)
    template: str = ""

    def values(self) -> dict[str, Any]:
        """What the table holds: a concentrated course counts only from county level on, whoever ticks the box."""
        found = {name: getattr(self, name) for name in FIELDS}
        concentrated = self.concentrated and self.level in CONCENTRATED_LEVELS
        return {**found, "course": self.course or self.title, "gains": dict(self.gains), "concentrated": concentrated}


def offer_of(one: Session | Offered, key: str = "") -> Offer:
    """What the rules look at."""
    return Offer(key or getattr(one, "key", ""), one.title, one.course or one.title, one.starts_on, one.ends_on, one.hours, one.seats, one.min_seats,
                 one.gains, one.concentrated, one.induction, one.level, one.place, one.teacher)


def odd(one: Session | Offered, others: Iterable[Session], special: Mapping[date, bool], key: str = "") -> list[Finding]:
    """What is odd about a session beside the others of the year."""
    beside = [offer_of(other) for other in others if other.state != Session.State.CANCELLED]
    return warnings(offer_of(one, key), beside, special, CONCENTRATED_LEVELS)


@transaction.atomic
def add_session(top: Organisation, year: int, offered: Offered, *, by: Actor, at: datetime) -> Session:
    """Offer a session. Raises Refused at the field."""
    top = locked(top)
    role = str(by.require("training.add_session", of_organisation(top)).role or "")
    return _add(top, year, offered, hour_table(top.key, date(year, 1, 1)), role, by=by, at=at)


def _add(top: Organisation, year: int, offered: Offered, table: HourTable, role: str, *, by: Actor, at: datetime, called: bool = False) -> Session:
    _judge(offered, year, table)
    if Session.objects.filter(top_key=top.key, title=offered.title, starts_on=offered.starts_on).exists():
        raise Refused(_("同一天已有同名的班次。"), "title")
    session = Session.objects.create(top_key=top.key, year=year, called=called, recorded_at=at, recorded_by=by.login, **offered.values())
    _record("SessionAdded", session, {"session": session.key, "session_kind": session.kind, "starts": session.starts_on.isoformat(), "seats": session.seats},
            len(FIELDS), role, by=by, at=at)
    make_stale(top.key, year)
    return session


@transaction.atomic
def change_session(session: Session, offered: Offered, *, by: Actor, at: datetime) -> Session:
    """Say something else of a session that was not cancelled and whose attendance is not final. Raises Refused."""
    session = Session.objects.select_for_update().get(pk=session.pk)
    role = str(by.require("training.change_session", {session.top_key}).role or "")
    if session.state != Session.State.OFFERED:
        raise Refused(_("班次已取消或已结束，不能修改。"))
    _judge(offered, session.year, hour_table(session.top_key, date(session.year, 1, 1)))
    twice = Session.objects.filter(top_key=session.top_key, title=offered.title, starts_on=offered.starts_on).exclude(pk=session.pk)
    if twice.exists():
        raise Refused(_("同一天已有同名的班次。"), "title")
    taken = seats_taken([session.pk]).get(session.pk, 0)
    if offered.seats < min(taken, session.seats):
        raise Refused(_("名单上已有 %(n)s 人占着名额，名额不能少于这个数；先请人退出，再减名额。") % {"n": taken}, "seats")
    values = offered.values()
    changed = sorted(name for name in FIELDS if getattr(session, name) != values[name])
    if not changed:
        return session
    for name in changed:
        setattr(session, name, values[name])
    session.save(update_fields=changed)
    _record("SessionChanged", session, {"session": session.key, "fields": changed, "moved_up": move_up(session, at=at)}, len(changed), role, by=by, at=at)
    make_stale(session.top_key, session.year)
    return session


@transaction.atomic
def cancel_session(session: Session, reason: str, *, by: Actor, at: datetime) -> Session:
    """Cancel a session, with the reason; whoever had a place is told on the own page. Raises Refused."""
    session = Session.objects.select_for_update().get(pk=session.pk)
    role = str(by.require("training.cancel_session", {session.top_key}).role or "")
    reason = " ".join(reason.split())
    if session.state != Session.State.OFFERED:
        raise Refused(_("班次已取消或已结束，不能修改。"))
    if not reason or len(reason) > 200:
        raise Refused(_("请写明取消的原因，最多 %(most)s 个字。") % {"most": 200}, "reason")
    session.state, session.reason = Session.State.CANCELLED, reason
    session.save(update_fields=["state", "reason"])
    lost = withdraw_all(session, at=at)
    _record("SessionCancelled", session, {"session": session.key, "places_lost": lost}, 1, role, by=by, at=at, personal={session.top_key: {"reason": reason}})
    make_stale(session.top_key, session.year)
    return session


# --- from a table ---


def _material(text: str) -> Value | Fault:
    found = choice(teaching.spelled(), simplify)(text)
    return Fault(NO_MATERIAL) if isinstance(found, Fault) else found


@cache
def columns() -> tuple[Column, ...]:
    fixed = (
        Column("title", ("班次", "名称", "班次名称", "Session"), words(60), True), Column("course", ("课程", "Course"), words(60)),
        Column("kind", ("形式", "Form"), choice(KINDS, simplify, spelled(SESSION_KIND)), True),
        Column("starts_on", ("开始", "起", "开始日期", "Start"), day, True), Column("ends_on", ("结束", "止", "结束日期", "End"), day, True),
        Column("hours", ("学时", "Hours"), amount(2000), True), Column("place", ("地点", "Venue"), words(60)), Column("online", ("线上", "Online"), yes_no),
        Column("organiser", ("主办单位", "举办单位", "Organiser"), words(60)),
        Column("level", ("主办层级", "层级", "Level"), choice(LEVELS, simplify, spelled(ORGANISER_LEVEL))),
        Column("teacher", ("教师", "授课人", "Trainer"), words(60)), Column("seats", ("名额", "Places"), whole(1, 1000), True),
        Column("min_seats", ("开班人数", "Fewest people"), whole(0, 1000)),
        Column("fixed_cost", ("固定费用", "Fixed cost"), amount(10_000_000)), Column("cost_per_person", ("每人费用", "Cost per person"), amount(1_000_000)),
        Column("concentrated", ("集中轮训", "Concentrated"), yes_no), Column("induction", ("任职培训", "Induction"), yes_no),
        Column("template", ("教材", "Teaching material"), _material),
    )
    return (*fixed, *(Column(key, (key,), whole(0, 4)) for key in DIMENSIONS))


def understand(text: str, year: int, table: HourTable, there: Iterable[Session]) -> tuple[Grid, list[Offered]]:
    """The table as pasted, and its rows understood; rows with faults are not among them."""
    grid = read_grid(text, columns(), simplify)
    taken = {(one.title, one.starts_on) for one in there}
    found = []
    for row in grid.rows:
        if row.faults:
            continue
        offered = _offered(row)
        for finding in stops(offer_of(offered), year, table):
            name = finding.field if finding.field in grid.columns else "title"
            row.faults[name] = Fault(SAID[finding.code], {"about": finding.about})
        if (offered.title, offered.starts_on) in taken:
            row.faults["title"] = Fault(TITLE_TWICE)
        taken.add((offered.title, offered.starts_on))
        if not row.faults:
            found.append(offered)
    return grid, found


@transaction.atomic
def import_sessions(top: Organisation, year: int, text: str, *, by: Actor, at: datetime) -> list[Session]:
    """Offer all sessions of a table, or none. Raises Refused while a cell has a fault."""
    top = locked(top)
    role = str(by.require("training.import_sessions", of_organisation(top)).role or "")
    table = hour_table(top.key, date(year, 1, 1))
    grid, found = understand(text, year, table, sessions_of(top.key, year))
    must_be_good(grid)
    return [_add(top, year, offered, table, role, by=by, at=at) for offered in found]


def _offered(row: Row) -> Offered:
    values: dict[str, Any] = {name: value for name, value in row.values.items() if name not in DIMENSIONS}
    values |= {name: int(values[name] * 100) for name in ("hours", "fixed_cost", "cost_per_person") if name in values}
    values["gains"] = {key: int(str(row.values[key])) for key in DIMENSIONS if row.values.get(key)}
    return Offered(**values)


# --- what the acts share ---


def make_stale(top_key: str, year: int) -> None:
    """What changes the question makes the answer of a draft old."""
    Plan.objects.filter(top_key=top_key, year=year, state=Plan.State.DRAFT).update(stale=True)


def _judge(offered: Offered, year: int, table: HourTable) -> None:
    if not offered.title:
        raise Refused(_("请填写班次名称。"), "title")
    found = next(iter(stops(offer_of(offered), year, table)), None)
    if found is not None:
        raise Refused(_(SAID[found.code]) % {"about": found.about}, found.field)


def _record(
    name: str, session: Session, facts: Mapping[str, Any], typed: int, role: str, *, by: Actor, at: datetime,
    personal: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    act = Act(name, timezone.localdate(at), session.top_key, session.top_key, facts=facts, personal=personal or {}, typed=typed, role=role)
    record(act, by=by, at=at)
