"""The facts of the committee's own papers: which organisations are due in a year, and how far each has come. Nine queries, however many there are."""

from __future__ import annotations

from datetime import date

from leadgoose.elections.models import Election, Reminder
from leadgoose.elections.papers.facts import Office
from leadgoose.elections.papers.planning import Due, Plan
from leadgoose.elections.queries.under_way import Planned, year_plan
from leadgoose.ground.bylaws.queries import settings_of
from leadgoose.ground.press.script import fixed
from leadgoose.roster.kinds import WITH_TERMS, OrgKind
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries import committee_name
from leadgoose.roster.queries.places import present_details, present_places

STATES = {"held": "已换届", "under-way": "正在选举", "late": "届满未换届", "due": "待启动"}


def plan_of(place: Organisation, year: int, on: date) -> Plan:
    """Everything below an organisation that elects in a year, or should have before it; the order is that of the page (queries.under_way)."""
    settings = settings_of(place.top_key)
    planned = year_plan(place, year, on, settings.request_months)
    electing = [key for key, one in present_places(place.top_key, place.path).items() if one.kind in WITH_TERMS and one.kind is not OrgKind.COMMITTEE]
    details = present_details(electing, on)
    names = dict(Organisation.objects.filter(key__in=[key for key in electing if details[key].term is None]).order_by("position").values_list("key", "name"))
    reminded = set(Reminder.objects.filter(top_key=place.top_key, withdrawn_at=None).values_list("org_key", "expires_on"))
    meetings = dict(Election.objects.filter(top_key=place.top_key, closed_at=None).values_list("organisation__key", "meeting_on"))
    rows = []
    for one in planned:
        secretary = "、".join(each.name for each in details[one.place.key].secretaries)
        rows.append(_due(one, secretary, meetings.get(one.place.key), (one.place.key, one.term.expires_on) in reminded, settings.script))
    office = Office(committee_name(place.top_key), request_months=settings.request_months)
    return Plan(office, year, on, tuple(rows), tuple(names.values()), settings.script)


def _due(one: Planned, secretary: str, meeting_on: date | None, reminded: bool, script: str) -> Due:
    state = fixed("已提醒", script) if one.state == "due" and reminded else fixed(STATES[one.state], script)
    return Due(
        one.place.name, one.above, secretary, one.place.voters, one.term.elected_on, one.term.last_day, one.remind_on, one.request_by, meeting_on, state,
    )
