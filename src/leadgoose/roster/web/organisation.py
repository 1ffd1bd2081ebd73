"""One organisation: facts, the term as a picture with its table, what is due, the first members."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.holdings import marks
from leadgoose.ground.listed import listed
from leadgoose.ground.look.asof import AsOf, read
from leadgoose.ground.statutes.dates import add_months
from leadgoose.roster import words
from leadgoose.roster.figures import membership
from leadgoose.roster.kinds import COMMITTEE_POSTS, HOMES, WITH_TERMS, OrgKind, PostKind
from leadgoose.roster.models import Organisation
from leadgoose.roster.pictures import Lane, Mark, Picture, Piece, draw, window
from leadgoose.roster.queries import asof as asof_queries
from leadgoose.roster.queries import asof_members, asof_organisation, bodies, members, organisations
from leadgoose.roster.queries import organisation as queries
from leadgoose.roster.queries.filters import Filters
from leadgoose.roster.queries.organisation import Holder, TermRow
from leadgoose.roster.queries.organisations import LED
from leadgoose.roster.web.asked import pattern
from leadgoose.roster.web.bodies import offered
from leadgoose.roster.web.deeds import card
from leadgoose.roster.web.designations import running
from leadgoose.roster.web.members import IN_A_LIST, lines

TERMS_DRAWN = 4
TAKING_PART = frozenset({OrgKind.GROUP, OrgKind.TEMPORARY_BRANCH})
"""Kinds that people take part in while their membership stays elsewhere."""


@gate("roster.organisation", at="organisation")
def organisation(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET on, known: the days of a look at the past."""
    asof, reach = read(request.GET, clock.today()), request.target.reach
    may_list = bool(request.actor.may("roster.members", reach))
    before, after = pattern("roster.person")
    context: dict[str, Any] = {
        "organisation": organisation,
        "asof": asof,
        "today": asof.on,
        "may_list": may_list,
        "may_open": bool(request.actor.may("roster.person", reach)),
        "may_open_groups": bool(request.actor.may("roster.organisation", frozenset(organisation.path.strip("/").split("/")))),   # of no unit
        "person_before": before, "person_after": after + asof.tail,
        **(_then(request, organisation, asof, may_list) if asof.past else _now(request, organisation, asof.today, may_list)),
    }
    return render(request, "roster/organisation.html", context)


def _now(request: Asked, organisation: Organisation, today: date, may_list: bool) -> dict[str, Any]:
    """The page of today, with the acts that apply."""
    reach, kind = request.target.reach, OrgKind(organisation.kind)
    held, terms, counts = queries.holders(organisation, today), queries.terms(organisation), membership(organisation)
    shown = members.found_members(organisation, Filters(), today, members.PAGE) if may_list else []
    return {
        "name": organisation.name,
        "ended_on": organisation.ended_on if organisation.ended_on is not None and organisation.ended_on <= today else None,
        "fact": queries.fact_on(organisation, today if organisation.ended_on is None else min(today, organisation.ended_on - timedelta(1))),
        "above": _above(request, organisations.above(organisation)),
        "unit": organisation.unit,
        "unit_kind": words.word(words.UNIT, organisation.unit.kind) if organisation.unit is not None else "",
        "counts": counts,
        "aliases": queries.aliases(organisation),
        "disagreements": _disagreements(organisation, held) if may_list else [],
        "may_settle": bool(request.actor.may("roster.settle_officer", reach)),
        "lines": lines(shown),
        "marks": marks(organisation.top_key, IN_A_LIST, by=request.actor, reach=request.target.reach) if shown else {},
        "offered": offered(request, organisation, counts.total),
        "running": running(request, organisation),
        "groups": bodies.groups_of(organisation) if kind in HOMES else [],
        "covered": bodies.units_covered(organisation, today) if kind is OrgKind.JOINT_BRANCH else [],
        "placed": bodies.placed_here(organisation) if kind in TAKING_PART else [],
        **_of_kind(kind, held, terms, today),
        **card(request, organisation),
    }


def _then(request: Asked, organisation: Organisation, asof: AsOf, may_list: bool) -> dict[str, Any]:
    """The page of another day, from the facts, with nothing to do on it. Sixteen queries at most."""
    seen = asof_members.then(organisation.top_key, organisation.key, asof.on, asof.known_at)
    place = seen.seen.get(organisation.key)
    if place is None:
        ended = asof_queries.ended_before(organisation, asof.on, asof.known_at)
        called = asof_queries.last_names([organisation.key], asof.on, asof.known_at)
        return {"name": called.get(organisation.key, organisation.name), "missing": True, "ended_on": ended, "above": []}
    held, terms = asof_organisation.holders(organisation, seen), asof_organisation.terms_known(organisation, asof.on, asof.known_at)
    shown = asof_members.first_members(seen, members.PAGE) if may_list else []
    unit = asof_organisation.unit_of(organisation, seen)
    return {
        "name": place.name,
        "fact": place,
        "unit": unit,
        "unit_kind": words.word(words.UNIT, unit.kind) if unit is not None else "",
        "above": _above(request, [(one.key, one.name) for one in seen.seen.above(place)]),
        "counts": asof_members.counted(seen),
        "aliases": asof_organisation.aliases(organisation, asof.known_at),
        "lines": lines(shown),
        "marks": marks(organisation.top_key, IN_A_LIST, by=request.actor, reach=request.target.reach, known_at=asof.known_at) if shown else {},
        "groups": asof_organisation.groups(place, seen) if place.kind in HOMES else [],
        "covered": asof_organisation.units_covered(organisation, seen) if place.kind is OrgKind.JOINT_BRANCH else [],
        "placed": asof_organisation.placed_here(organisation, seen) if place.kind in TAKING_PART else [],
        **_of_kind(place.kind, held, terms, asof.on),
    }


def _of_kind(kind: OrgKind, held: list[Holder], terms: list[TermRow], on: date) -> dict[str, Any]:
    """What follows from the kind, who leads it and its terms, on whatever day."""
    return {
        "kind": words.word(words.ORGANISATION, kind),
        "posts": [_post(one, kind) for one in held],
        "in_committee": len({one.person for one in held if one.kind in COMMITTEE_POSTS}),
        "vacant": kind in LED and bool(held or terms) and not any(one.kind == PostKind.SECRETARY for one in held),
        "has_terms": kind in WITH_TERMS,
        "terms": [_term(one, on) for one in reversed(terms)],
        "picture": term_picture(terms, on) if terms else None,
        "one_branch": kind not in ("committee", "general_branch"),
        "takes_part": kind in TAKING_PART,
    }


def _above(request: Asked, above: list[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    """(key, name, whether the reader may open it) of the organisations above, the top first."""
    keys = [key for key, _name in above]
    return [(key, name, bool(request.actor.may("roster.organisation", keys[: place + 1]))) for place, (key, name) in enumerate(above)]


def _disagreements(organisation: Organisation, held: list[Holder]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(seat, [(source, names)]) in words."""
    found = []
    for one in queries.disagreements(organisation, held):
        said: dict[str, list[str]] = {}
        for name, source in one.named:
            said.setdefault(words.sources(source), []).append(name)
        found.append((words.word(words.POST, one.seat), [(source, listed(names)) for source, names in said.items()]))
    return found


def term_picture(terms: list[TermRow], today: date) -> Picture:
    """The last terms on one line: election, expiry, approved shift, today."""
    drawn = terms[-TERMS_DRAWN:]
    current = drawn[-1]
    pieces = []
    for one, following in zip(drawn, [*drawn[1:], None], strict=True):
        ends = one.last_day if following is None else min(one.last_day, following.elected_on)
        look = "past" if following is not None else _look(one, today)
        pieces.append(Piece(one.elected_on, min(one.expires_on, ends), look))
        if one.shifted_to is not None and ends > one.expires_on:
            pieces.append(Piece(one.expires_on + timedelta(1), ends, "shift"))
        if following is None and today > one.last_day:
            pieces.append(Piece(one.last_day + timedelta(1), today, "over"))
    marks = [Mark(today, "today", _("今天") if today == clock.today() else today.isoformat())]
    first, last = window([one.elected_on for one in drawn] + [current.last_day, today])
    marks += [Mark(one.elected_on, "elected", "") for one in drawn]
    marks.append(Mark(current.last_day, "expires", ""))
    name = _("%(elected)s 选举，%(last)s 届满") % {"elected": current.elected_on.isoformat(), "last": current.last_day.isoformat()}
    return draw([Lane(name, pieces, current.elected_on)], marks, first, last)


def _look(term: TermRow, today: date) -> str:
    """The colour of a present term: overdue, within half a year, in order."""
    return "act" if term.last_day < today else "soon" if add_months(term.last_day, -6) <= today else "ok"


def _term(one: TermRow, today: date) -> dict[str, Any]:
    current = one.valid_to is None or one.valid_to > today
    left = (one.last_day - today).days
    if not current:
        state, tag = _("已换届"), ""
    elif left < 0:
        state, tag = _("届满 %(n)s 天") % {"n": -left}, "act"
    elif add_months(one.last_day, -6) <= today:
        state, tag = _("还有 %(n)s 天") % {"n": left}, "soon"
    else:
        state, tag = _("任期内"), "ok"
    return {"row": one, "state": state, "tag": tag, "source": words.sources(one.source)}


def _post(one: Holder, kind: str) -> dict[str, Any]:
    return {
        "person": one.person,
        "name": one.name,
        "kind": words.word(words.POST, one.kind),
        "came_by": words.word(words.CAME_BY_OF_LEADER if kind == OrgKind.GROUP else words.CAME_BY, one.came_by),
        "came_by_known": one.came_by != "unknown",
        "since": one.since,
        "time": _("资料未知") if one.full_time is None else _("专职") if one.full_time else _("兼职"),
        "time_known": one.full_time is not None,
        "cross": one.cross_appointed,
        "awaiting": one.awaiting_approval,
        "source": words.sources(one.source),
        "recorded_at": one.recorded_at,
    }
