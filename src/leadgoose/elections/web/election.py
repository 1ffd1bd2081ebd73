"""One election: where it stands, the one next thing with what is missing, what was done and on which paper, what may be withdrawn, what stands apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from leadgoose.elections.actions.asking import FORWARDS
from leadgoose.elections.actions.following import days_of
from leadgoose.elections.actions.meeting import called_by
from leadgoose.elections.actions.steps import act_of
from leadgoose.elections.models import Candidate, Election, Meeting, Step
from leadgoose.elections.papers.catalogue import NUMBERED
from leadgoose.elections.queries.course import SHIFT, Course, course_of, is_known, shift_of, shifted_to
from leadgoose.elections.queries.held import meeting_keys
from leadgoose.elections.queries.supervision import supervision_of
from leadgoose.elections.queries.vacancies import sitting_of
from leadgoose.elections.rules import posts, stages
from leadgoose.elections.rules.due import next_move, stage_due
from leadgoose.elections.rules.procedure import path, procedure
from leadgoose.elections.rules.stages import Move
from leadgoose.elections.web import checklist, words
from leadgoose.elections.web.screens import items_now, look_up
from leadgoose.elections.web.stage import papers_of
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import setting
from leadgoose.ground.duties.rules.state import Due, State, stand
from leadgoose.recordbook.queries.elections import record_of

SECRET = frozenset({"revote", "next-post", "open-seats", "fewer-seats"})
"""Side moves whose being offered tells how the count came out."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the way: how many of its stages are behind us."""

    label: Promise
    done: int
    all: int
    here: bool


@dataclass(frozen=True, slots=True)
class Done:
    """A stage as it was recorded."""

    key: str
    name: str
    row: Step
    paper: str
    numbered: bool
    may_note: bool
    may_withdraw: bool
    cleared: tuple[str, ...]

    @property
    def receipt(self) -> str:
        return f"{self.row.receipt_number}-{self.row.receipt_hash[:16]}" if self.row.receipt_number else ""


@dataclass(frozen=True, slots=True)
class Past:
    """Something that was taken off, or a side move: what, when, why, what fell with it."""

    name: str
    on: date
    reason: str
    paper: str
    fell: tuple[str, ...]


@gate("elections.election", at="election")
def election(request: Asked, election: Election) -> HttpResponse:
    """GET."""
    course, today, actor, reach = course_of(election), clock.today(), request.actor, request.target.reach
    secret = is_secret(request, course)
    move = next_move(course.facts)
    watched = supervision_of(election)
    return render(request, "elections/election.html", {
        "election": election, "organisation": election.organisation, "kind": words.kind(election.kind), "phases": _phases(course),
        "next": _next(request, course, move, today, secret) if move is not None else None, "stopped": course.facts.stopped,
        "resume": checklist.of_stage(election, "resume") if course.facts.stopped and actor.may("elections.resume", reach) else "",
        "done": _done(request, course), "past": _past(course), "sides": [] if election.closed_at else _sides(request, course, secret),
        "candidates": _counts(election), "closed": words.CLOSED.get(election.closed_as, ""), "secret": secret,
        "forward": _forward(request, course), "watched": watched,
        "points": [(words.point(one.code, election.traits), one.signed) for one in watched.points],
        "lines": [words.LINE[one] for one in election.switches.get("lines", ())],
        "shifted": shifted_to(course), "posts": _filled(election) if election.kind == "by-election" else [],
        "members": sitting_of(election.organisation, today).members if posts.ALONE in course.facts.traits else None,
        "may_give_up": not election.closed_at and not is_known(course) and bool(actor.may("elections.give_up", reach)),
        "papers": checklist.address("elections.papers", election.key) if actor.may("elections.papers", reach) else "",
        "desk": checklist.address("elections.desk", election.key) if actor.may("elections.desk", reach) and _at_desk(course) else "",
        "record": _record(request, course),
        "may_divide": "first-meeting" in course.open and bool(election.seats) and not election.closed_at and bool(actor.may("elections.divide_work", reach)),
    })


def _filled(election: Election) -> list[Promise]:
    """The posts that a by-election fills, in words."""
    return [words.POST[one] for one in posts.filled(election.kind, election.traits, election.seats, election.deputies)]


def _record(request: Asked, course: Course) -> str:
    """The address of the meeting's record in the activity record book; "" before there is one, and for those who may not see it."""
    held = course.facts.records.get(posts.result_stage(course.facts.traits))
    if held is None or held.on is None or not request.actor.may("recordbook.record", request.target.reach):
        return ""
    key = record_of(meeting_keys(course)[-1])
    return reverse("recordbook.record", args=[key]) if key else ""


def _at_desk(course: Course) -> bool:
    """Whether there is, or was, a meeting to open the desk for."""
    return any((record := course.facts.records.get(key)) is not None and record.done for key in {called_by(course, sort) for sort in Meeting.Sort})


def is_secret(request: Asked, course: Course) -> bool:
    """Whether sums are kept from whoever looks: all who do not run the election, until the result is announced."""
    return not is_known(course) and not request.actor.may("elections.decide_count", request.target.reach)


def _phases(course: Course) -> list[Phase]:
    keys = {one.key for one in path(course.facts.kind, course.facts.traits)}
    done = {key for key, one in course.facts.records.items() if one.done}
    found, here = [], False
    for label, members in words.PHASES:
        mine = [key for key in members if key in keys]
        # the superior's reminder may be gone without: it does not hold the first part open
        behind = sum(key in done or (key == "reminder" and "request" in done) for key in mine)
        if mine:
            found.append(Phase(label, behind, len(mine), behind < len(mine) and not here))
            here = here or behind < len(mine)
    return found


def _next(request: Asked, course: Course, move: Move, today: date, secret: bool) -> dict[str, Any]:
    election = course.election
    on, spoken = stage_due(move.key, course.facts, days_of(course, setting(election.top_key, "request_months")))
    may = bool(request.actor.may(move.act if move.key != "reminder" else "elections.send_reminder", request.target.reach))
    due = stand(on, True, today, None)
    hidden = secret and move.key == "announced"
    items = items_now(course, move, today, look_up(election))
    return {
        "key": move.key, "name": words.stage(move.key, election), "by": words.BY[move.by], "rule": procedure().stages[move.key].rule, "due_on": on,
        "due_rule": spoken, "due": due, "tag": _tag(due),
        "missing": [] if hidden else checklist.for_reader(checklist.stopping(election, items), request.actor, request.target.reach),
        "address": checklist.of_stage(election, move.key) if may else "", "label": words.DO[move.key], "may": may,
        "papers": papers_of(request, election, move.key),
        "forwarded": move.key in {stage for stage, _ in FORWARDS.values()} and "through" in course.facts.traits,
    }


def _tag(due: Due) -> str:
    return "act" if due.state is State.LATE else "soon"


def _done(request: Asked, course: Course) -> list[Done]:
    actor, reach = request.actor, request.target.reach
    told = procedure()
    found = []
    for one in path(course.facts.kind, course.facts.traits):
        row, record = course.open.get(one.key), course.facts.records.get(one.key)
        if row is None or record is None or not record.done:
            continue
        may = bool(actor.may(one.act if one.key != "reminder" else "elections.send_reminder", reach))
        given_up = course.election.closed_as == "given-up"
        found.append(Done(
            one.key, words.stage(one.key, course.election), row, told.stages[one.key].paper, one.key in NUMBERED, may and bool(one.paper) and not given_up,
            may and one.key != "reminder" and not given_up, tuple(record.cleared.values()),
        ))
    return list(reversed(found))


def _past(course: Course) -> list[Past]:
    stages_there = procedure().stages
    return [
        Past(
            words.move(one.key) if one.key not in stages_there else words.stage(one.key, course.election), one.on, one.reason,
            one.records[one.key].paper if one.key in one.records and one.key not in stages_there else "",
            tuple(words.stage(key, course.election) for key in one.records if key in stages_there),
        )
        for one in reversed(course.facts.past)
    ]


def _sides(request: Asked, course: Course, secret: bool) -> list[dict[str, Any]]:
    """The moves beside the way that the facts allow, for those who may."""
    found = []
    for one in stages.moves(course.facts):
        if one.sort != "side" or (secret and one.key in SECRET) or not request.actor.may(act_of(one.key), request.target.reach):
            continue
        address = checklist.of_stage(course.election, one.key)
        if address:
            found.append({"key": one.key, "name": words.move(one.key), "rule": procedure().sides[one.key].rule, "address": address})
    if any(one.key == "shift-term" for one in stages.moves(course.facts)) and request.actor.may("elections.ask_shift", request.target.reach):
        address = reverse("elections.ask_shift", args=[course.election.key])
        if shift_of(course) is not None and request.actor.may("elections.shift_term", request.target.reach):
            back = reverse("elections.withdraw_stage", args=[course.election.key, SHIFT])
            found.append({"key": "withdraw-shift", "name": words.move(f"{SHIFT}-withdrawn"), "rule": procedure().sides[SHIFT].rule, "address": back})
        found.append({"key": "ask-shift", "name": _("请示延期或者提前换届"), "rule": procedure().sides["shift-term"].rule, "address": address})
    return found


def _forward(request: Asked, course: Course) -> dict[str, Any] | None:
    """A paper that waits for the general branch to pass it on, with the address for those who may."""
    if "through" not in course.facts.traits or course.election.closed_at is not None:
        return None
    above = request.target.reach - {course.election.organisation.key}
    for paper, (stage, item) in FORWARDS.items():
        sent, waits = course.facts.records.get(paper), course.facts.records.get(stage)
        if sent is not None and sent.on is not None and (waits is None or (not waits.done and item not in waits.ticked)):
            may = bool(request.actor.may("elections.forward_paper", above))
            mine = course.election
            return {"paper": paper, "name": words.stage(paper, mine), "may": may, "address": checklist.address("elections.forward_paper", mine.key)}
    return None


def _counts(election: Election) -> list[tuple[Promise, int, int]]:
    """(post, standing, official) of each post that anybody stands for. One query."""
    found: dict[str, list[int]] = {}
    for post, official in Candidate.objects.filter(election=election, dropped_on=None).order_by("pk").values_list("post", "official_on"):
        counts = found.setdefault(post, [0, 0])
        counts[0] += 1
        counts[1] += official is not None
    order: Mapping[str, Promise] = words.POST
    return [(order[post], *found[post]) for post in order if post in found]   # type: ignore[misc]
