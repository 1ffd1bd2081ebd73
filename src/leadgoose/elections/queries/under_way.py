"""All elections under way below an organisation, each with where it stands; and what a year's elections are. Constant numbers of queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from leadgoose.elections.models import Election, Envoy, Matter
from leadgoose.elections.queries.course import Course, courses_of, shifted_to
from leadgoose.elections.rules.due import Days, next_move, stage_due
from leadgoose.elections.rules.stages import Move
from leadgoose.ground.duties.rules.state import Due, stand
from leadgoose.ground.statutes.dates import add_months, term_dates
from leadgoose.roster.kinds import WITH_TERMS, OrgKind
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.places import HeldTerm, Place, present_details, present_places


@dataclass(frozen=True, slots=True)
class Row:
    """One election under way. stage "": stopped; move: it with what it asks for, as far as it is recorded."""

    election: Election
    course: Course
    stage: str
    by: str
    due_on: date | None
    due: Due
    move: Move | None
    envoy: str
    unanswered: int

    @property
    def late(self) -> int:
        return self.due.days if self.due.state == "late" else 0


def under_way(organisation: Organisation, today: date, lead: int) -> list[Row]:
    """Elections that are not closed, at and below an organisation, in the register's order. Five queries."""
    elections = list(
        Election.objects.filter(top_key=organisation.top_key, closed_at=None, organisation__path__startswith=organisation.path)
        .select_related("organisation__parent").order_by("organisation__position", "pk")
    )
    courses = courses_of(elections)
    envoys = dict(Envoy.objects.filter(election__in=elections, until=None).values_list("election_id", "name"))
    waiting = Counter(Matter.objects.filter(election__in=elections, answered_on=None).exclude(sort=Matter.Sort.DOUBT).values_list("election_id", flat=True))
    return [_row(one, courses[one.key], today, lead, envoys.get(one.pk, ""), waiting[one.pk]) for one in elections]


def _row(election: Election, course: Course, today: date, lead: int, envoy: str, unanswered: int) -> Row:
    move = None if course.facts.stopped else next_move(course.facts)
    if move is None:
        return Row(election, course, "", "superior", None, stand(None, True, today, None), None, envoy, unanswered)
    on, _rule = stage_due(move.key, course.facts, Days(lead, shifted_to(course) or election.term_expires_on, election.meeting_on))
    return Row(election, course, move.key, move.by, on, stand(on, True, today, None), move, envoy, unanswered)


@dataclass(frozen=True, slots=True)
class Planned:
    """One organisation in a year's plan. state: held (this year), under-way, late, due. above: its general branch."""

    place: Place
    above: str
    term: HeldTerm
    remind_on: date
    request_by: date
    state: str


def year_plan(organisation: Organisation, year: int, today: date, lead: int) -> list[Planned]:
    """Whose term ends in a year or ended before it and was not renewed, and who elected in it, at and below an organisation. Three queries."""
    places = present_places(organisation.top_key, organisation.path)
    electing = {key: one for key, one in places.items() if one.kind in WITH_TERMS and one.kind is not OrgKind.COMMITTEE}
    details = present_details(list(electing), today)
    open_ones = set(Election.objects.filter(top_key=organisation.top_key, closed_at=None).values_list("organisation__key", flat=True))
    found = []
    for key, place in electing.items():
        term = details[key].term if key in details else None
        if term is None or not (term.last_day.year <= year or term.elected_on.year == year):
            continue
        held = term.elected_on.year == year and term.last_day.year > year
        days = term_dates(term.elected_on, max(1, term.expires_on.year - term.elected_on.year))
        state = "held" if held else "under-way" if key in open_ones else "late" if term.last_day < today else "due"
        found.append(Planned(place, _above(place, places), term, days.remind, add_months(term.expires_on, -lead), state))
    return sorted(found, key=lambda one: (one.state == "held", one.term.last_day))


def _above(place: Place, places: dict[str, Place]) -> str:
    keys = place.path.strip("/").split("/")
    found = places.get(keys[-2]) if len(keys) > 1 else None
    return found.name if found is not None and found.kind is OrgKind.GENERAL_BRANCH else ""
