"""The ledger of hours: lines from sessions, from the record book, typed by the office; and what counts how much. Lines are entered again, never doubled."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.intake.grid import Column, Fault, Grid, amount, choice, day, read_grid, words, yes_no
from leadgoose.ground.intake.problems import gettext_noop
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.search import simplify
from leadgoose.roster.models import Organisation, Person
from leadgoose.roster.queries.finder import finder
from leadgoose.roster.reach import of_organisation
from leadgoose.training import consequences
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.actions.tables import PERSON, locked, must_be_good, only_once, whose
from leadgoose.training.models.carrying import HourRules, Hours
from leadgoose.training.queries.hours import hour_table
from leadgoose.training.rules.hours import SCALE, HourTable, Unfit, as_table, by_year, counted, most_hours, parse
from leadgoose.training.words import SESSION_KIND, spelled

OFFICE_KINDS = {"培训班": "class", "党务政工会议": "meeting", "主题活动": "theme_activity", "党课": "party_class", "集体学习": "study", "自学": "reading",
                "其他": "other"}
RECORD_KINDS = ("general_meeting", "group_meeting", "party_class", "theme_day", "committee_meeting", "study", "theme_activity", "meeting", "other")
"""Kinds that the record book may tell of."""
TOO_MANY = gettext_noop("一天最多计 %(most)s 学时")
AHEAD = gettext_noop("日期不能晚于今天")
ENDS_FIRST = gettext_noop("结束日期早于开始日期")


@dataclass(frozen=True, slots=True)
class Line:
    """What one person had: counted hours (hundredths) of something from first to last. person: id."""

    person: int
    first: date
    last: date
    hours: int
    kind: str
    video: bool = False
    title: str = ""
    concentrated: bool = False
    induction: bool = False


def enter_lines(
    top_key: str, source: str, record_key: str, lines: Iterable[Line], *, gone: Collection[int] = (), by: Actor, at: datetime
) -> int:
    """Let the ledgers say what a record says: lines that are equal stay, others are retracted and entered anew. Returns rows entered.

    gone: people (ids) who have no line of this record any more. The caller permits, journals and settles.
    """
    return _enter(top_key, source, [(record_key, line) for line in lines], {record_key}, gone, by=by, at=at)


def _enter(
    top_key: str, source: str, lines: Iterable[tuple[str, Line]], records: Collection[str], gone: Collection[int] = (), *, by: Actor, at: datetime
) -> int:
    """Lines of several records at once, each with its record's key. Three statements, however many there are."""
    wanted: dict[tuple[str, int, int], Hours] = {}
    for key, line in lines:
        for year, hours in by_year(line.first, line.last, line.hours).items():
            on = line.first if line.first.year == year else date(year, 1, 1)
            wanted[key, line.person, year] = Hours(
                top_key=top_key, person_id=line.person, on=on, year=year, hours=hours, kind=line.kind, video=line.video, concentrated=line.concentrated,
                induction=line.induction, source=source, record_key=key, title=line.title[:80], recorded_at=at, recorded_by=by.login)
    people = {person for _key, person, _year in wanted} | set(gone)
    rows = Hours.objects.filter(person__in=people, source=source, record_key__in=records, retracted_at=None)
    there = {(row.record_key, row.person_id, row.year): row for row in rows}
    stale = [row.pk for key, row in there.items() if key not in wanted or _mark(row) != _mark(wanted[key])]
    Hours.objects.filter(pk__in=stale).update(retracted_at=at)
    new = [row for key, row in wanted.items() if key not in there or _mark(there[key]) != _mark(row)]
    Hours.objects.bulk_create(new, batch_size=500)
    return len(new)


def _mark(row: Hours) -> tuple[object, ...]:
    return (row.on, row.hours, row.kind, row.video, row.concentrated, row.induction, row.title)


@dataclass(frozen=True, slots=True)
class Part:
    """One member's part in something recorded: hours as recorded (hundredths), before the committee's shares."""

    person_key: str
    on: date
    hours: int
    video: bool = False


@transaction.atomic
def enter_from_record(top_key: str, record_key: str, kind: str, people: Iterable[Part], title: str = "", *, by: Actor, at: datetime) -> int:
    """Enter what the record book says of a meeting or activity, for `reactions` to call in the transaction of the record's act.

    record_key: the record's key; the same record entered again replaces its lines, equal ones stay, so that nothing is counted twice.
    people: nobody takes the record's lines back; of several sittings each has its part. Returns rows entered.
    ValueError for a kind that is not among RECORD_KINDS. Permission and journal are the record's own act's.
    """
    if kind not in RECORD_KINDS:
        raise ValueError(f"no kind of record: {kind!r}")
    parts = list(people)
    pks = dict(Person.objects.filter(top_key=top_key, key__in={one.person_key for one in parts}).values_list("key", "pk"))
    lines: dict[tuple[int, int], Line] = {}
    for one in sorted(parts, key=lambda part: part.on):
        table = hour_table(top_key, one.on)
        hours = counted(kind, min(one.hours, table.day * SCALE), one.video, table)
        if one.person_key in pks and hours:
            key = (pks[one.person_key], one.on.year)
            before = lines.get(key)
            first, had, video = (one.on, 0, False) if before is None else (before.first, before.hours, before.video)
            lines[key] = Line(key[0], first, first, had + hours, kind, video or one.video, title)
    known = set(Hours.objects.filter(source=Hours.Source.RECORD, record_key=record_key, retracted_at=None).values_list("person_id", flat=True))
    entered = enter_lines(top_key, Hours.Source.RECORD, record_key, lines.values(), gone=known - {person for person, _year in lines}, by=by, at=at)
    consequences.settle_people(top_key, known | set(pks.values()), on=timezone.localdate(at), at=at, act="RecordCounted")
    return entered


# --- typed by the office ---


@cache
def columns() -> tuple[Column, ...]:
    said = {label: code for label, code in spelled(SESSION_KIND).items() if code in OFFICE_KINDS.values()}
    return (*PERSON, Column("title", ("内容", "Subject"), words(80), True),
            Column("first", ("开始", "日期", "Start"), day, True), Column("last", ("结束", "End"), day), Column("hours", ("学时", "Hours"), amount(2000), True),
            Column("kind", ("类型", "Form"), choice(OFFICE_KINDS, simplify, said), True), Column("video", ("视频参加", "By video"), yes_no),
            Column("concentrated", ("县级以上集中轮训", "Concentrated"), yes_no), Column("induction", ("任职培训", "Induction"), yes_no))


def understand(top_key: str, text: str, today: date) -> tuple[Grid, list[Line]]:
    """Training had elsewhere, as pasted, and its rows understood. Four queries."""
    grid = read_grid(text, columns(), simplify)
    people, table = finder(top_key), hour_table(top_key, today)
    found: list[Line] = []
    seen: dict[Hashable, int] = {}
    for row in grid.rows:
        values: dict[str, Any] = dict(row.values)
        member = whose(row, people)
        if row.faults or member is None:
            continue
        first, last = values["first"], values.get("last", values["first"])
        hours = int(values["hours"] * 100)
        if last > today:
            row.faults["first"] = Fault(AHEAD)
        elif last < first:
            row.faults["last"] = Fault(ENDS_FIRST)
        elif hours > most_hours(first, last, table):
            row.faults["hours"] = Fault(TOO_MANY, {"most": table.day})
        only_once(seen, (member.pk, values["title"], first), row)
        if not row.faults:
            video = bool(values.get("video"))
            found.append(Line(member.pk, first, last, counted(values["kind"], hours, video, table), values["kind"], video, values["title"],
                              bool(values.get("concentrated")), bool(values.get("induction"))))
    return grid, found


@transaction.atomic
def enter_hours(top: Organisation, text: str, *, by: Actor, at: datetime) -> int:
    """Take a table of training had elsewhere into the ledgers; the same line again changes nothing. Raises Refused while a cell has a fault."""
    top = locked(top)
    role = str(by.require("training.enter_hours", of_organisation(top)).role or "")
    today = timezone.localdate(at)
    grid, lines = understand(top.key, text, today)
    must_be_good(grid)
    keyed = [(_key(line), line) for line in lines]
    entered = _enter(top.key, Hours.Source.OFFICE, keyed, {key for key, _line in keyed}, by=by, at=at)
    facts = {"rows": len(lines), "recorded": entered}
    record(Act("HoursEntered", today, top.key, top.key, facts=facts, typed=len(lines) * 6, role=role), by=by, at=at)
    consequences.settle_people(top.key, {line.person for line in lines}, on=today, at=at, act="HoursEntered")
    return entered


def _key(line: Line) -> str:
    """What makes a typed line the same one: the person, what it was, its first day."""
    return sha256(f"{line.person}|{line.title}|{line.first.isoformat()}".encode()).hexdigest()[:32]


@transaction.atomic
def set_hour_rules(top: Organisation, table: Mapping[str, Any], valid_from: date, basis: str, *, by: Actor, at: datetime) -> HourTable:
    """Say what counts how much from a day on; what was entered before stays as it was counted. Raises Refused at the field."""
    top = locked(top)
    role = str(by.require("training.set_hour_rules", of_organisation(top)).role or "")
    basis, today = " ".join(basis.split()), timezone.localdate(at)
    if valid_from < today:
        raise Refused(_("起用日期不能早于今天；以前计入的学时不重算。"), "valid_from")
    if not basis or len(basis) > 200:
        raise Refused(_("请填写依据：文号，或者会议名称和日期，最多 %(most)s 个字。") % {"most": 200}, "basis")
    try:
        found = parse({**table, "valid_from": valid_from})
    except Unfit as unfit:
        raise Refused(_("这个数不合适：全天 1 至 24 学时，半天不多于全天，百分比 0 至 100，月份 1 至 12。"), str(unfit)) from unfit
    HourRules.objects.create(top_key=top.key, valid_from=valid_from, body=as_table(found), basis=basis, recorded_at=at, recorded_by=by.login)
    facts = {"valid_from": valid_from.isoformat(), "day": found.day, "half_day": found.half_day}
    record(Act("HourRulesSet", today, top.key, top.key, facts=facts, personal={top.key: {"basis": basis}}, typed=3, role=role), by=by, at=at)
    return found
