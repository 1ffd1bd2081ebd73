"""Who holds which post on a day, with what the register says of them that day; and whether the posts of each organisation are filled.

Nine queries for a day, whatever its size: seven of the facts of the organisations, so that a vacancy here is a vacancy on the watch, one of posts,
one of whoever is erased.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from leadgoose.ground.holdings import GONE
from leadgoose.ground.look.asof import AsOf
from leadgoose.ground.vault.queries import destroyed
from leadgoose.overview.queries_asof import picture_of, picture_then
from leadgoose.overview.rules.team import Body, Held, Scales, Team, body
from leadgoose.overview.standards import bands
from leadgoose.roster.kinds import BRANCHES, COMMITTEE_POSTS, OrgKind
from leadgoose.roster.queries.asof import Tree
from leadgoose.roster.queries.filters import EDUCATION
from leadgoose.roster.queries.in_post import InPost, posts_on

LED = (*BRANCHES, OrgKind.GENERAL_BRANCH)
"""Kinds whose secretaries and committees are the team; the committee above them is not: another office keeps its list."""
_ORDER = {kind: place for place, kind in enumerate(COMMITTEE_POSTS)}


def team_on(top_key: str, key: str, asof: AsOf) -> Team:
    """Bodies and posts at and below an organisation (its key) on the day, as known then, in the register's order. Nine queries. Raises places.TooMany."""
    seen = picture_then(top_key, key, asof, None)
    part = f"/{key}/"
    bodies = tuple(body(one.facts, one.name, one.path) for one in seen.branches if one.kind in LED and part in one.path)
    below = None if key == top_key else {one.key for one in bodies}
    return Team(asof.on, bodies, _held(posts_on(top_key, asof.on, asof.known_at, below), bodies, destroyed()))


def team_of(top_key: str, asof: AsOf, there: Tree, ids: Collection[int]) -> Team:
    """The team of these organisations of a tree of the day: a part of it, for whoever adds the parts. Eight queries."""
    bodies = tuple(body(one.facts, one.name, one.path) for one in picture_of(top_key, asof, None, there, ids).branches if one.kind in LED)
    return Team(asof.on, bodies, _held(posts_on(top_key, asof.on, asof.known_at, {one.key for one in bodies}), bodies, destroyed()))


def scales_on(on: date) -> Scales:
    """The bands of a day; schooling as the members list sorts it."""
    return Scales(bands("age_bands", on), bands("party_bands", on), bands("post_bands", on), EDUCATION)


def _held(posts: Iterable[InPost], bodies: tuple[Body, ...], erased: Collection[str]) -> tuple[Held, ...]:
    """The posts of these bodies. A post that two files recorded for one person in one organisation is one post: the later row speaks."""
    place = {one.key: number for number, one in enumerate(bodies)}
    found: dict[tuple[int, int, int], Held] = {}
    for one in posts:
        if one.organisation in place:
            gone = one.person in erased
            told = ("", "", "", "") if gone else (one.gender, one.born_on, one.education, one.full_member)
            found[place[one.organisation], _ORDER[one.kind], one.person_id] = Held(
                one.person, GONE if gone else one.name, one.organisation, one.kind, one.came_by, one.since, one.full_time,
                one.cross_appointed, *told, one.standing,
            )
    return tuple(found[key] for key in sorted(found))
