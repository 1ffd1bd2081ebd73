"""The organisations of a committee with their term and how many members they have: present values, from the projections.

As of another day ask `duty_facts.picture`; `of_picture` gives the same shape.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, FilteredRelation, Q

from leadgoose.roster.duty_facts import Picture
from leadgoose.roster.kinds import OrgKind, PostKind, Standing
from leadgoose.roster.models import Organisation, Present


@dataclass(frozen=True, slots=True)
class HeldTerm:
    """The present term; last_day: the approved postponement if there is one, else the expiry."""

    elected_on: date
    expires_on: date
    shifted_to: date | None = None

    @property
    def last_day(self) -> date:
        return max(self.expires_on, self.shifted_to or self.expires_on)


@dataclass(frozen=True, slots=True)
class Secretary:
    """Who is recorded as secretary, with the administrative post held beside it."""

    key: str
    name: str
    admin_post: str


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation as of a day; a general branch counts the members of its branches. Counts are None while no member is known."""

    key: str
    name: str
    kind: OrgKind
    path: str
    full: int | None = None
    probationary: int | None = None
    voters: int | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """What a line says of an organisation beside its counts: the present term, and whoever is recorded as secretary."""

    term: HeldTerm | None = None
    secretaries: tuple[Secretary, ...] = ()


def present_places(top_key: str, path: str) -> dict[str, Place]:
    """The organisations at and below a path today, in the register's order. Two queries."""
    rows = Organisation.objects.filter(top_key=top_key, path__startswith=path, ended_on=None).order_by("position", "pk")
    counts = _counts(top_key, path)
    none = (None, None, None)
    places = {
        key: Place(key, name, OrgKind(kind), above, *counts.get(pk, none))
        for pk, key, name, kind, above in rows.values_list("pk", "key", "name", "kind", "path")
    }
    return _with_those_below(places)


def present_details(keys: Collection[str], on: date) -> dict[str, Detail]:
    """Term and secretaries of these organisations (keys) today. One query."""

    def holding(name: str) -> Q:
        ends = Q(**{f"{name}__valid_to": None}) | Q(**{f"{name}__valid_to__gt": on})
        return Q(**{f"{name}__retracted_at": None, f"{name}__valid_from__lte": on}) & ends

    rows = Organisation.objects.filter(key__in=keys).annotate(
        term=FilteredRelation("terms", condition=holding("terms")),
        post=FilteredRelation("posts", condition=holding("posts") & Q(posts__kind=PostKind.SECRETARY)),
    ).order_by("pk", "term__valid_from", "post__pk")
    columns = ("elected_on", "expires_on", "shifted_to"), ("key", "present__name", "present__admin_post")
    found: dict[str, Detail] = {}
    for key, *values in rows.values_list("key", *(f"term__{name}" for name in columns[0]), *(f"post__person__{name}" for name in columns[1])):
        term = HeldTerm(*values[:3]) if values[0] else None
        before = found.get(key, Detail()).secretaries
        one = Secretary(*(value or "" for value in values[3:]))
        found[key] = Detail(term, before if not one.key or one in before else (*before, one))
    return found


def of_picture(seen: Picture, path: str) -> tuple[dict[str, Place], dict[str, Detail]]:
    """The same from the facts of another day. No query."""
    places, details = {}, {}
    for branch in seen.branches:
        if not branch.path.startswith(path):
            continue
        facts = branch.facts
        places[branch.key] = Place(branch.key, branch.name, branch.kind, branch.path, facts.full, facts.probationary, facts.voters)
        term = None if facts.term is None else HeldTerm(facts.term.elected_on, facts.term.expires_on, facts.term.shifted_to)
        people = [one.person_key for one in facts.secretaries]
        details[branch.key] = Detail(term, tuple(Secretary(key, seen.names[key], seen.admin[key]) for key in people))
    return _with_those_below(places), details


def names_of(person_keys: Collection[str]) -> dict[str, str]:
    """The names of present members. One query, for nobody as well: a page's number of queries does not depend on what it happens to show."""
    return dict(Present.objects.filter(person__key__in=person_keys or ("",)).values_list("person__key", "name"))


def _with_those_below(places: dict[str, Place]) -> dict[str, Place]:
    """A general branch counts the members of its branches; members belong to branches, so nobody is counted twice in it."""
    found = dict(places)
    for key, one in places.items():
        if one.kind is OrgKind.GENERAL_BRANCH:
            below = [other for other in places.values() if other.path.startswith(one.path) and other.full is not None]
            if below:
                sums = [sum(getattr(other, name) or 0 for other in below) for name in ("full", "probationary", "voters")]
                found[key] = replace(one, full=sums[0], probationary=sums[1], voters=sums[2])
    return found


def _counts(top_key: str, path: str) -> dict[int, tuple[int, int, int]]:
    """Full members, probationary members, voters by organisation, from one index (`roster_present_counts`)."""
    members = Present.objects.filter(top_key=top_key)
    if path != f"/{top_key}/":
        members = members.filter(organisation__path__startswith=path)
    found: dict[int, tuple[int, int, int]] = {}
    rows = members.order_by().values_list("organisation_id", "standing", "can_vote").annotate(many=Count("*"))
    for organisation, standing, votes, many in rows:
        full, probationary, voters = found.get(organisation, (0, 0, 0))
        if standing == Standing.FULL:
            full += many
        else:
            probationary += many
        found[organisation] = (full, probationary, voters + many if votes else voters)
    return found


def committees() -> list[str]:
    """The keys of all top committees. One query."""
    return list(Organisation.objects.filter(parent=None).order_by("pk").values_list("key", flat=True))
