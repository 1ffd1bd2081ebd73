"""The page of the desk: the screen that the meeting has come to, or the one asked for; before the meeting, the form that opens it."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from leadgoose.elections.actions.meeting import ENDS, called_by
from leadgoose.elections.models import Election, Meeting
from leadgoose.elections.queries.course import Course, course_of
from leadgoose.elections.queries.desk import SCREENS, places
from leadgoose.elections.queries.meeting import committee_of, room_of
from leadgoose.elections.queries.outcome import standing_meetings
from leadgoose.elections.rules.procedure import path
from leadgoose.elections.rules.stages import TERM_CHANGES
from leadgoose.elections.web import words
from leadgoose.elections.web.desk import screens
from leadgoose.elections.web.desk.telling import figures, title, vote_title
from leadgoose.elections.web.desk.typed import Typed
from leadgoose.ground.access.clock import today
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.queries.electors import on_roll
from leadgoose.roster.queries.organisation import holders


@gate("elections.desk", at="election")
def desk(request: Asked, election: Election) -> HttpResponse:
    """?meeting=members|committee|preselection: the one held last; ?at=…: a screen out of SCREENS, the one the meeting has come to."""
    return show(request, election, request.GET.get("meeting", ""), request.GET.get("at", ""), Typed())


def show(request: Asked, election: Election, sort: str, screen: str, typed: Typed, status: int = 200) -> HttpResponse:
    """A screen with what was typed into it and what is wrong with that."""
    course = course_of(election)
    there = {one.sort: one for one in standing_meetings(election)}
    sort = sort if sort in Meeting.Sort.values else _sort(course, there)
    context = {"election": election, "sort": sort, "typed": typed, "wrong": typed.wrong, "meetings": [(one, words.called(election, one)) for one in there]}
    if sort not in there or screen == "open":
        return _opening(request, course, there.get(sort), context, status)
    room = room_of(there[sort], course)
    way = places(room)
    screen = screen if screen in SCREENS else next(one.screen for one in way if one.current)
    row = room.vote.round if room.vote is not None else None
    context |= {
        "room": room, "meeting": room.meeting, "title": title(room.meeting), "vote_title": vote_title(row) if row is not None else "",
        "places": [(one, words.SCREEN[one.screen]) for one in way], "screen": screen, "figures": figures(room),
        "held": words.HELD[room.meeting.held], "papers": screens.papers(room, screen), **screens.SCREENS[screen](room, typed),
    }
    return render(request, f"elections/desk/{screen}.html", context, status=status)


def _sort(course: Course, there: dict[str, Meeting]) -> str:
    """The meeting that is on: the first that was called and is not over."""
    records, way = course.facts.records, [one.key for one in path(course.facts.kind, course.facts.traits)]
    asked = [sort for sort in (Meeting.Sort.PRESELECTION, Meeting.Sort.MEMBERS, Meeting.Sort.COMMITTEE) if ENDS[sort] in way]
    for sort in asked:
        call, end = called_by(course, sort), ENDS[sort]
        if call in records and records[call].done and not (end in records and records[end].done):
            return sort
    return next(reversed(there), Meeting.Sort.MEMBERS if Meeting.Sort.MEMBERS in asked else Meeting.Sort.COMMITTEE)


def _opening(request: Asked, course: Course, meeting: Meeting | None, context: dict[str, object], status: int) -> HttpResponse:
    election = course.election
    on = meeting.on if meeting is not None else election.meeting_on or today()
    on = min(on, today())
    context |= {
        "on": on.isoformat(), "held": [(one, words.HELD[one]) for one in Meeting.Held], "title": words.called(election, str(context["sort"])),
        "people": _people(election, str(context["sort"]), on), "meeting": meeting, "screen": "open",
        "chair": _chair(election, meeting, str(context["sort"]), on), "renewed": election.kind in TERM_CHANGES,
    }
    return render(request, "elections/desk/open.html", context, status=status)


def _people(election: Election, sort: str, on: date) -> list[tuple[str, str]]:
    """Who may chair: of a committee's meeting its members."""
    roll = on_roll(election.organisation, on)
    there = set(committee_of(election, on)) if sort == Meeting.Sort.COMMITTEE else {one.key for one in roll}
    return [(one.key, one.name) for one in roll if one.key in there]


def _chair(election: Election, meeting: Meeting | None, sort: str, on: date) -> str:
    """Who chairs: as recorded; else the secretary, but of a new committee's first meeting."""
    if meeting is not None:
        return meeting.chair.key if meeting.chair is not None else ""
    if sort == Meeting.Sort.COMMITTEE and election.kind in TERM_CHANGES:   # whom the outgoing committee recommends
        return ""
    return next((one.person for one in holders(election.organisation, on) if one.kind == PostKind.SECRETARY), "")
