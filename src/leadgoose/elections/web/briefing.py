"""What matters for this branch's election, on one printable page; and what a member of it may see and raise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leadgoose.elections.actions.begin import kinds_for
from leadgoose.elections.models import Election, Matter
from leadgoose.elections.queries.candidates import Said, Stand, introduction, proofs_of, standing_of
from leadgoose.elections.queries.course import course_of, is_known
from leadgoose.elections.queries.outcome import elected_of
from leadgoose.elections.queries.people import members_of
from leadgoose.elections.queries.reminder import present_term
from leadgoose.elections.queries.supervision import spoken
from leadgoose.elections.queries.vacancies import sitting_of
from leadgoose.elections.rules import posts
from leadgoose.elections.rules.card import card
from leadgoose.elections.rules.due import next_move
from leadgoose.elections.rules.margin import least_candidates
from leadgoose.elections.rules.procedure import path
from leadgoose.elections.rules.vacancy import Sitting
from leadgoose.elections.web import words
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import setting
from leadgoose.ground.listed import listed
from leadgoose.ground.statutes.dates import add_months, term_dates
from leadgoose.ground.statutes.votes import (
    COMMITTEE_ELECTION_QUORUM,
    Expected,
    Present,
    least_approvals_to_be_elected,
    least_present_to_elect,
)
from leadgoose.roster.models import Organisation, OrganisationFact
from leadgoose.roster.queries.organisation import fact_on

MISTAKES: tuple[tuple[Promise, str], ...] = (
    (_("值班、倒班轮休、短期出差、请假的，仍计入应到会人数；排开会日期时避开，不能靠减人数凑够五分之四。"), "elec-quorum-others-count"),
    (_("不计入应到会的，上级同意和大会通过缺一不可，并在点名以前。"), "elec-quorum-exclusions-approval"),
    (_("过半数以实到会有选举权的人数为准，不是应到会、收回票或者有效票。"), "elec-majority-of-present"),
    (_("正好半数不能当选。"), "elec-exact-half-fails"),
    (_("差额比例以应选名额为分母，尾数进一。"), "elec-margin-rounding"),
    (_("选举办法在投票以前经大会通过，不能事后补。"), "elec-method-adopted"),
    (_("候选人不能监票、计票。"), "elec-supervisor"),
    (_("没有到会的不能委托投票，没有流动票箱。"), "elec-no-proxy-vote"),
    (_("备用选票不能发出；收回票多于投票人数的，选举无效。"), "elec-ballots-returned"),
    (_("不足的名额另行选举，不能由得票多的落选人递补。"), "elec-too-few-majorities"),
    (_("批复以前称当选，不称书记。"), "elec-report-secretary-approved"),
)
"""What goes wrong most often, each with its rule."""


MISTAKES_ALONE: tuple[tuple[Promise, str], ...] = (
    (_("到会委员以全体委员为准，不足五分之四的不能选举。"), "elec-committee-quorum"),
    (_("书记、副书记从委员会委员中选举产生；人选先经上级审查同意。"), "elec-secretary-by-committee"),
    (_("过半数以实到会的委员人数为准；正好半数不能当选。"), "elec-majority-of-present"),
    (_("候选人不能监票、计票。"), "elec-supervisor-plenary"),
    (_("没有到会的不能委托投票，没有流动票箱。"), "elec-no-proxy-vote"),
    (_("收回票多于投票人数的，选举无效。"), "elec-ballots-returned"),
    (_("批复以前称当选，不称书记、副书记。"), "elec-report-secretary-approved"),
)
"""The same, where the committee elects alone."""
ALONE = "by-election-alone"
"""A by-election held by the committee alone, among the kinds that this page may be asked for."""


@gate("elections.briefing", at="organisation")
def briefing(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?kind=, a kind of election or ALONE."""
    today = clock.today()
    fact, sitting = fact_on(organisation, today), sitting_of(organisation, today)
    asked = _kinds(organisation, fact, today)
    chosen = request.GET.get("kind", "")
    chosen = chosen if chosen in asked else next(iter(asked), "")
    alone, kind = chosen == ALONE, "by-election" if chosen == ALONE else chosen
    traits = frozenset({posts.LEADERS, posts.ALONE}) if alone else frozenset[str]()
    term, lead = present_term(organisation, today), setting(organisation.top_key, "request_months")
    return render(request, "elections/briefing.html", {
        "organisation": organisation, "kinds": list(asked.items()), "kind": chosen, "name": asked.get(chosen, ""), "alone": alone,
        "term": term, "days": term_dates(term.elected_on, term.years) if term else None, "by_election": kind == "by-election", "sitting": sitting,
        "request_by": add_months(term.expires_on, -lead) if term else None,
        **(_of_committee(sitting) if alone else _of_members(kind, organisation.voters, fact, sitting)),
        "barred": [one for one in members_of(organisation) if one.barred], "mistakes": MISTAKES_ALONE if alone else MISTAKES,
        "stages": [(_stage(one.key, organisation, kind), words.BY[one.by], one.rule) for one in path(kind, traits)] if kind else [],
        "looks": [(words.point(point, traits), [(words.card(one.key), one.rule) for one in looks])
                  for point, looks in (card(kind, traits) if kind else {}).items()],
    })


def _kinds(organisation: Organisation, fact: OrganisationFact | None, today: date) -> dict[str, str]:
    """What may be asked for, in words, the usual one first."""
    found = {one: words.kind(one) for one in kinds_for(organisation, today)}
    if "by-election" in found and not (fact is not None and fact.no_committee):
        found[ALONE] = gettext("补选（只补选书记、副书记，由委员会选举）")
    return found


def _stage(key: str, organisation: Organisation, kind: str) -> str:
    return words.plenary_of(kind, organisation) if key == "first-meeting" else words.stage_of(kind, key)


def _of_members(kind: str, voters: int | None, fact: OrganisationFact | None, sitting: Sitting) -> dict[str, Any]:
    """The numbers of a members' meeting; a by-election fills the open seats only."""
    seats = sitting.open_seats if kind == "by-election" else fact.seats if fact is not None and kind != "no-committee" else None
    return {
        "heads": voters, "need": least_present_to_elect(Expected(voters)) if voters else None,
        "majority": least_approvals_to_be_elected(Present(voters)) if voters else None, "seats": seats or None,
        "least": least_candidates(seats) if seats else None,
    }


def _of_committee(sitting: Sitting) -> dict[str, Any]:
    """The numbers of the committee's own meeting."""
    heads = sitting.members
    return {
        "heads": heads or None, "need": COMMITTEE_ELECTION_QUORUM.least(heads) if heads else None,
        "majority": least_approvals_to_be_elected(Present(heads)) if heads else None,
    }


@gate("elections.for_members", at="election")
def for_members(request: Asked, election: Election) -> HttpResponse:
    """GET: what every member of the organisation may know: stage, day, official candidates, the announced result, what oneself raised."""
    course = course_of(election)
    move = next_move(course.facts)
    announced = course.facts.records.get(posts.result_stage(course.facts.traits))
    there = standing_of(election)
    official = [one for one in there.stands if one.row.official_on is not None]
    people = dict.fromkeys(one.key for one in official)
    proofs = proofs_of(election, people)
    mine = Matter.objects.filter(election=election, sort=Matter.Sort.RAISED, recorded_by=request.actor.login).order_by("pk")
    told = is_known(course)
    found = elected_of(election) if told else None
    names = {one.member.key: one.member.name for one in there.body}
    reply = course.facts.records.get("result-reply")
    return render(request, "elections/for_members.html", {
        "election": election, "organisation": election.organisation, "kind": words.kind(election.kind), "stopped": course.facts.stopped,
        "stage": words.stage(move.key, election) if move is not None else "", "closed": words.CLOSED.get(election.closed_as, ""),
        "candidates": [_introduced([one for one in official if one.key == key], proofs[key]) for key in people],
        "announced": announced.on if told and announced is not None else None,
        "elected": [names.get(key, "") for key in found.everybody] if found is not None else [],
        "secretary": names.get(found.secretary or "", "") if found is not None else "",
        "deputies": [names.get(key, "") for key in found.deputies] if found is not None else [],
        "approved": reply is not None and reply.done, "may_raise": bool(request.actor.may("elections.raise_matter", request.target.reach)),
        "raised": [(one, words.ANSWERED.get(one.answered_as, "")) for one in spoken(election, mine)],
    })


def _introduced(stands: Sequence[Stand], said: Sequence[Said]) -> dict[str, Any]:
    """One person with all posts stood for."""
    named = listed(str(words.POST[one.row.post]) for one in stands)
    rows = introduction(stands[0], said).rows()
    return {"name": stands[0].row.name, "post": named, "rows": [(words.HEADING[heading], proofs) for heading, proofs in rows]}
