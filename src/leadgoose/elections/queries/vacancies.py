"""Who leads an organisation now and how many seats of its committee are open, as the register has it: what a by-election is held against."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from leadgoose.elections.models import Election
from leadgoose.elections.rules import posts
from leadgoose.elections.rules.vacancy import Sitting, judge
from leadgoose.ground.statutes.verdicts import Verdict
from leadgoose.roster.kinds import COMMITTEE_POSTS, PostKind
from leadgoose.roster.models import Organisation, OrganisationFact, Post


def sitting_of(organisation: Organisation, on: date) -> Sitting:
    """Of one organisation on a day. Two queries."""
    return sittings_of([organisation], on)[organisation.key]


def sittings_of(organisations: Collection[Organisation], on: date) -> dict[str, Sitting]:
    """Of several organisations, by key. Two queries, however many."""
    facts = OrganisationFact.objects.on(on).filter(organisation__in=organisations).order_by("valid_from", "pk")
    approved = dict(facts.values_list("organisation__key", "seats"))
    rows = Post.objects.on(on).filter(organisation__in=organisations, kind__in=COMMITTEE_POSTS, person__present__isnull=False).order_by("pk")
    there: dict[str, list[tuple[str, str, str]]] = {one.key: [] for one in organisations}
    for key, *told in rows.values_list("organisation__key", "person__key", "person__present__name", "kind"):
        there[key].append((told[0], told[1], told[2]))
    return {key: _sitting(approved.get(key), held) for key, held in there.items()}


def vacancy_of(election: Election, sitting: Sitting) -> Verdict:
    """Whether the posts that a by-election fills are open."""
    wanted = posts.filled(election.kind, election.traits, election.seats, election.deputies)
    return judge(sitting, wanted, election.seats)


def _sitting(approved: int | None, held: Collection[tuple[str, str, str]]) -> Sitting:
    def named(kind: PostKind) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for _key, name, post in held if post == kind))

    return Sitting(approved, len({key for key, _name, _post in held}), named(PostKind.SECRETARY), named(PostKind.DEPUTY_SECRETARY))
