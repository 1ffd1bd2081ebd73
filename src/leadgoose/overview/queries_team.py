"""Who holds which post on a day, with what the register says of them that day; and whether the posts of each organisation are filled.

Six queries for a day, whatever its size: five of `duty_facts.picture`, so that a vacancy here is a vacancy on the watch, and one of posts.
"""

from __future__ import annotations

from datetime import date

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery

from leadgoose.overview.rules.team import Body, Held, Scales, Team, body
from leadgoose.overview.standards import bands
from leadgoose.roster import duty_facts
from leadgoose.roster.kinds import BRANCHES, COMMITTEE_POSTS, CameBy, OrgKind, PostKind
from leadgoose.roster.models import Membership, Post
from leadgoose.roster.queries.filters import EDUCATION

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
    fact = Q(person__facts__retracted_at=None, person__facts__valid_from__lte=on)
    fact &= Q(person__facts__valid_to=None) | Q(person__facts__valid_to__gt=on)
    standing = Membership.objects.on(on).filter(person=OuterRef("person")).order_by("-valid_from", "-pk").values("standing")[:1]
    alive = Q(person__died_on=None) | Q(person__died_on__gt=on)
    within = Q(organisation__top_key=top_key, organisation__path__startswith=path)
    rows: QuerySet[Post] = Post.objects.on(on).filter(within, alive, kind__in=COMMITTEE_POSTS)
    rows = rows.annotate(fact=FilteredRelation("person__facts", condition=fact), standing=Subquery(standing)).order_by("pk", "fact__valid_from", "fact__pk")
    place = {one.key: number for number, one in enumerate(bodies)}
    found: dict[tuple[int, int, str], Held] = {}
    for organisation, kind, person_id, person, name, came_by, since, full_time, cross, *told in rows.values_list(
        "organisation__key", "kind", "person_id", "person__key", "fact__name", "came_by", "since", "full_time", "cross_appointed",
        "fact__gender", "fact__born_on", "fact__education", "fact__full_member", "standing",
    ):
        if organisation in place:
            gender, born_on, education, full_member, member = (value or "" for value in told)
            found[place[organisation], _ORDER[PostKind(kind)], f"{person_id:012}"] = Held(
                person, name or "", organisation, PostKind(kind), CameBy(came_by), since, full_time, cross,
                gender, born_on, education, full_member, member,
            )
    return tuple(found[key] for key in sorted(found))
