"""The facts of the committee's own papers: which organisations are due in a year, and how far each has come. Nine queries, however many there are."""

from __future__ import annotations

from datetime import date

from leadgoose.elections.models import Election, Reminder
from leadgoose.elections.papers.facts import Office
from leadgoose.elections.papers.planning import Due, Plan
from leadgoose.ground.bylaws.queries import settings_of
from leadgoose.ground.press.script import fixed
from leadgoose.ground.statutes.dates import add_months
from leadgoose.ground.statutes.shelf import rule
from leadgoose.roster.duty_facts import Branch, Picture, picture
from leadgoose.roster.kinds import WITH_TERMS
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries import committee_name


def plan_of(place: Organisation, year: int, on: date) -> Plan:
    """Everything below an organisation whose term runs out until the end of a year, overdue ones first."""
    settings = settings_of(place.top_key)
    there = picture(place.top_key, on, start=None)
    electing = [one for one in there.branches if one.kind in WITH_TERMS and one.key != place.top_key and one.path.startswith(place.path)]
    names = {one.key: one.name for one in there.branches}
    reminded = dict(Reminder.objects.filter(top_key=place.top_key, withdrawn_at=None).values_list("org_key", "expires_on"))
    running = dict(Election.objects.filter(top_key=place.top_key, closed_at=None).values_list("organisation__key", "meeting_on"))
    rows = [
        _due(one, there, names, settings.request_months, reminded.get(one.key), running, on, settings.script)
        for one in electing if one.facts.term is not None
    ]
    office = Office(committee_name(place.top_key), request_months=settings.request_months)
    due = sorted((one for one in rows if one.last_day is not None and one.last_day.year <= year), key=lambda one: one.last_day or date.max)
    return Plan(office, year, on, tuple(due), tuple(one.name for one in electing if one.facts.term is None), settings.script)


def _due(
    one: Branch, there: Picture, names: dict[str, str], months: int, reminded: date | None, running: dict[str, date | None], on: date, script: str
) -> Due:
    term = one.facts.term
    assert term is not None
    last = max(term.expires_on, term.shifted_to or term.expires_on)
    above = next((names[key] for key in reversed(one.path.strip("/").split("/")[1:-1]) if key in names), "")
    secretary = "、".join(there.names.get(each.person_key, "") for each in one.facts.secretaries)
    if one.key in running:
        state = fixed("正在选举", script)
    elif on > last:
        state = fixed("逾期%d天", script) % (on - last).days
    else:
        state = fixed("已提醒" if reminded == term.expires_on else "未提醒", script)
    lead = rule("elec-reminder-six-months").integer("lead")
    return Due(
        one.name, above, secretary, one.facts.seats, one.facts.voters, term.elected_on, last, add_months(term.expires_on, -lead), add_months(last, -months),
        running.get(one.key), state,
    )
