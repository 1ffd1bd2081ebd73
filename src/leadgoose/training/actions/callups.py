"""Call-ups (调训名额): a superior's list of who attends what, taken in from Excel as fixed places; a session that is not there yet is made."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db import transaction

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.intake.grid import Column, Fault, Grid, amount, choice, day, read_grid, words
from leadgoose.ground.intake.problems import gettext_noop
from leadgoose.ground.search import simplify
from leadgoose.ground.vault.actions import seal_many
from leadgoose.roster.queries.finder import finder
from leadgoose.training.actions.planning import REASON, draft, record_plan
from leadgoose.training.actions.sessions import LEVELS, SAID, Offered, make_stale, offer_of
from leadgoose.training.actions.tables import PERSON, must_be_good, only_once, whose
from leadgoose.training.models.plan import Decided, Plan, Session
from leadgoose.training.queries.hours import hour_table
from leadgoose.training.queries.plans import sessions_of
from leadgoose.training.rules.hours import HourTable
from leadgoose.training.rules.obligations import CONCENTRATED_LEVELS
from leadgoose.training.rules.offers import stops
from leadgoose.training.words import ORGANISER_LEVEL, spelled

NOT_PLANNED = gettext_noop("这名党员不在计划里，先在“培训谁”里列入")
OTHERWISE = gettext_noop("与第 %(row)s 行同名班次的日期或学时不一致")


@cache
def columns() -> tuple[Column, ...]:
    return (*PERSON, Column("title", ("班次", "班次名称", "Session"), words(60), True),
            Column("starts_on", ("开始", "起", "Start"), day, True), Column("ends_on", ("结束", "止", "End"), day, True),
            Column("hours", ("学时", "Hours"), amount(2000), True),
            Column("organiser", ("举办单位", "主办单位", "Organiser"), words(60), True),
            Column("level", ("层级", "主办层级", "Level"), choice(LEVELS, simplify, spelled(ORGANISER_LEVEL)), True),
            Column("notice", ("调训通知", "文号", "Notice"), words(100), True))


@dataclass(frozen=True, slots=True)
class CallUp:
    """One person called to one session. person: id."""

    person: int
    person_key: str
    offered: Offered
    notice: str


def understand(plan: Plan, text: str, table: HourTable) -> tuple[Grid, list[CallUp]]:
    """The list as pasted and its rows understood. Five queries."""
    grid = read_grid(text, columns(), simplify)
    people, planned = finder(plan.top_key), set(plan.people.values_list("person_id", flat=True))
    found: list[CallUp] = []
    first: dict[tuple[str, date], tuple[int, Offered]] = {}
    seen: dict[Hashable, int] = {}
    for row in grid.rows:
        member = whose(row, people)
        if member is not None and member.pk not in planned:
            row.faults["person"] = Fault(NOT_PLANNED)
        if row.faults or member is None:
            continue
        values = row.values
        starts, ends, level = values["starts_on"], values["ends_on"], str(values["level"])
        assert isinstance(starts, date) and isinstance(ends, date)
        offered = Offered(str(values["title"]), "class", starts, ends, int(values["hours"] * 100), 1,   # type: ignore[operator]  # a Decimal
                          organiser=str(values["organiser"]), level=level, concentrated=level in CONCENTRATED_LEVELS)
        for finding in stops(offer_of(offered), plan.year, table):
            row.faults[finding.field] = Fault(SAID[finding.code], {"about": finding.about})
        before = first.setdefault((offered.title, starts), (row.number, offered))
        if before[1] != offered:
            row.faults["ends_on"] = Fault(OTHERWISE, {"row": before[0]})
        only_once(seen, (member.pk, offered.title, starts), row)
        if not row.faults:
            found.append(CallUp(member.pk, member.key, offered, str(values["notice"])))
    return grid, found


@transaction.atomic
def import_call_ups(plan: Plan, text: str, *, by: Actor, at: datetime) -> tuple[int, int]:
    """Fix the places of a superior's list: (places, sessions made). Raises Refused while a cell has a fault."""
    plan, role = draft(plan, "training.import_call_ups", by)
    grid, found = understand(plan, text, hour_table(plan.top_key, date(plan.year, 1, 1)))
    must_be_good(grid)
    there = {(one.title, one.starts_on): one for one in sessions_of(plan.top_key, plan.year)}
    made = 0
    for offered in {(one.offered.title, one.offered.starts_on): one.offered for one in found}.values():
        if (offered.title, offered.starts_on) not in there:
            there[offered.title, offered.starts_on] = Session.objects.create(
                top_key=plan.top_key, year=plan.year, called=True, recorded_at=at, recorded_by=by.login, **offered.values())
            made += 1
    there_already = set(plan.decided.values_list("session_id", "person_id"))
    new = [(one, there[one.offered.title, one.offered.starts_on]) for one in found]
    new = [(one, session) for one, session in new if (session.pk, one.person) not in there_already]
    sealed = seal_many((one.person_key, REASON, one.notice) for one, _session in new)
    Decided.objects.bulk_create(
        Decided(plan=plan, session=session, person_id=one.person, source=Decided.Source.CALL_UP, reason_sealed=reason, recorded_at=at, recorded_by=by.login)
        for (one, session), reason in zip(new, sealed, strict=True))
    _seat(session for _one, session in new)
    record_plan("CallUpsImported", plan, {"places": len(new), "sessions_made": made}, len(found) * len(columns()), role, by=by, at=at)
    make_stale(plan.top_key, plan.year)
    return len(new), made


def _seat(sessions: Iterable[Session]) -> None:
    """A session made from call-ups has exactly the seats of those called: nobody else is sent there."""
    for session in set(sessions):
        if session.called:
            session.seats = max(1, Decided.objects.filter(session=session, forbidden=False, plan__state=Plan.State.DRAFT).count())
            session.save(update_fields=["seats"])
