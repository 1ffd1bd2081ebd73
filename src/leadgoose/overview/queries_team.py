"""Who holds which post on a day, with what the register says of them that day; and whether the posts of each organisation are filled.

Six queries for a day, whatever its size: five of `duty_facts.picture`, so that a vacancy here is a vacancy on the watch, and one of posts.
"""

from __future__ import annotations

from datetime import date

from leadgoose.overview.rules.team import Body, Held, Scales, Team, body
from leadgoose.overview.standards import bands
from leadgoose.roster import duty_facts
from leadgoose.roster.kinds import BRANCHES, COMMITTEE_POSTS, OrgKind
from leadgoose.roster.queries.filters import EDUCATION
from leadgoose.roster.queries.in_post import posts_on

LED = (*BRANCHES, OrgKind.GENERAL_BRANCH)
"""Kinds whose secretaries and committees are the team; the committee above them is not: another office keeps its list."""
_ORDER = {kind: place for place, kind in enumerate(COMMITTEE_POSTS)}


def team_on(top_key: str, path: str, on: date) -> Team:
    """Bodies and posts at and below a path as of a day, as known now, in the register's order. Six queries."""
    seen = duty_facts.picture(top_key, on, start=None)
    bodies = tuple(body(one.facts, one.name, one.path) for one in seen.branches if one.kind in LED and one.path.startswith(path))
    return Team(on, bodies, _held(top_key, path, on, bodies))


def scales_on(on: date) -> Scales:
    """The bands of a day; schooling as the members list sorts it."""
    return Scales(bands("age_bands", on), bands("party_bands", on), bands("post_bands", on), EDUCATION)


def _held(top_key: str, path: str, on: date, bodies: tuple[Body, ...]) -> tuple[Held, ...]:
    """The posts of these bodies. A post that two files recorded for one person in one organisation is one post: the later row speaks."""
    place = {one.key: number for number, one in enumerate(bodies)}
    found: dict[tuple[int, int, int], Held] = {}
    for one in posts_on(top_key, path, on):
        if one.organisation in place:
            found[place[one.organisation], _ORDER[one.kind], one.person_id] = Held(
                one.person, one.name, one.organisation, one.kind, one.came_by, one.since, one.full_time, one.cross_appointed,
                one.gender, one.born_on, one.education, one.full_member, one.standing,
            )
    return tuple(found[key] for key in sorted(found))
