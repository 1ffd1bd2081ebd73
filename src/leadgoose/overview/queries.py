"""What the watch shows: the committee's organisations with their state, and what is due, as of a day.

As of today it reads the projections and the rows of `duties`; as of another day the facts that were (or will be) valid then, through the
same rules. Both give a `Scene`; `figures` made from it (sums, tasks, lines) know no difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, FilteredRelation, Q

from leadgoose.ground.duties import queries as duties
from leadgoose.ground.duties.queries import Owed
from leadgoose.ground.duties.rules.state import State, look
from leadgoose.roster import duty_facts
from leadgoose.roster.kinds import BRANCHES, OrgKind, PostKind, Standing
from leadgoose.roster.models import Organisation, Post, Present
from leadgoose.roster.rules.due import obligations

LISTED = frozenset({*BRANCHES, OrgKind.GENERAL_BRANCH})
"""Kinds that have a line in the table of branches."""


@dataclass(frozen=True, slots=True)
class Term:
    """The present term; last_day: the approved postponement if there is one, else the expiry."""

    elected_on: date
    expires_on: date
    shifted_to: date | None

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
    """An organisation as of the day. Counts are None while no member of it was ever recorded."""

    key: str
    name: str
    kind: OrgKind
    path: str
    full: int | None = None
    probationary: int | None = None
    voters: int | None = None
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A committee as of a day. live: read from the present rows, so that acts may be offered; else a look at another day."""

    on: date
    live: bool
    start_on: date | None
    places: dict[str, Place]
    owed: tuple[Owed, ...]
    names: dict[str, str] = field(default_factory=dict)                    # of people whom obligations mention; live: see `names_of`
    secretaries: dict[str, tuple[Secretary, ...]] = field(default_factory=dict)   # live: see `secretaries_of`

    @property
    def branches(self) -> list[Place]:
        return [one for one in self.places.values() if one.kind in LISTED]

    def count(self, *kinds: OrgKind) -> int:
        return sum(one.kind in kinds for one in self.places.values())

    @property
    def members(self) -> int:
        return sum((one.full or 0) + (one.probationary or 0) for one in self.places.values())


def scene(organisation: Organisation, on: date, today: date) -> Scene:
    """An organisation and all below it as of a day: four queries for today, seven for another day."""
    start = duty_facts.start_on(organisation.top_key)
    return _present(organisation, on, start) if on == today else _other(organisation, on, start)


def _present(organisation: Organisation, on: date, start: date | None) -> Scene:
    holding = Q(terms__retracted_at=None, terms__valid_from__lte=on) & (Q(terms__valid_to=None) | Q(terms__valid_to__gt=on))
    rows = (
        Organisation.objects.filter(top_key=organisation.top_key, path__startswith=organisation.path, ended_on=None)
        .annotate(term=FilteredRelation("terms", condition=holding))
        .order_by("position", "pk", "term__valid_from")
        .values_list("pk", "key", "name", "kind", "path", "term__elected_on", "term__expires_on", "term__shifted_to")
    )
    counted = {
        row["organisation_id"]: row
        for row in Present.objects.filter(top_key=organisation.top_key).order_by().values("organisation_id").annotate(
            full=Count("pk", filter=Q(standing=Standing.FULL)),
            probationary=Count("pk", filter=Q(standing=Standing.PROBATIONARY)),
            voters=Count("pk", filter=Q(can_vote=True)),
        )
    }
    places = {}
    for pk, key, name, kind, path, elected_on, expires_on, shifted_to in rows:
        count = counted.get(pk, {})
        places[key] = Place(
            key, name, OrgKind(kind), path, count.get("full"), count.get("probationary"), count.get("voters"),
            Term(elected_on, expires_on, shifted_to) if elected_on else None,
        )
    owed = duties.open_duties(organisation.top_key, on, start_on=start)
    return Scene(on, True, start, places, tuple(one for one in owed if one.org_key in places))


def _other(organisation: Organisation, on: date, start: date | None) -> Scene:
    seen = duty_facts.picture(organisation.top_key, on, start=start)
    done = duties.done_duties(organisation.top_key)
    places, owed, secretaries = {}, [], {}
    for branch in seen.branches:
        if not branch.path.startswith(organisation.path):
            continue
        facts = branch.facts
        term = None if facts.term is None else Term(facts.term.elected_on, facts.term.expires_on, facts.term.shifted_to)
        places[branch.key] = Place(branch.key, branch.name, branch.kind, branch.path, facts.full, facts.probationary, facts.voters, term)
        people = [one.person_key for one in facts.secretaries]
        secretaries[branch.key] = tuple(Secretary(key, seen.names[key], seen.admin[key]) for key in people)
        for one in obligations(facts):
            due = look(one, on, start)
            if due.state in (State.AHEAD, State.OVER) or (branch.key, one.person_key, one.code, one.due_on) in done:
                continue
            owed.append(Owed(
                branch.key, one.person_key, one.code, one.rule, one.numbers, one.act, one.standing, one.opens_on, one.due_on, one.ends_on, due
            ))
    return Scene(on, False, start, places, tuple(owed), seen.names, secretaries)


def secretaries_of(shown: Scene, keys: Collection[str]) -> dict[str, tuple[Secretary, ...]]:
    """The secretaries of these organisations. One query at most."""
    if not shown.live:
        return shown.secretaries
    found: dict[str, tuple[Secretary, ...]] = {}
    rows = Post.objects.on(shown.on).filter(organisation__key__in=keys, kind=PostKind.SECRETARY).order_by("pk")
    for organisation, *person in rows.values_list("organisation__key", "person__key", "person__present__name", "person__present__admin_post"):
        one = Secretary(*(value or "" for value in person))
        if one.key not in {other.key for other in found.get(organisation, ())}:
            found[organisation] = (*found.get(organisation, ()), one)
    return found


def names_of(shown: Scene, owed: Iterable[Owed]) -> dict[str, str]:
    """The names of the people whom these obligations are about. One query at most."""
    if not shown.live:
        return shown.names
    keys = {one.person_key for one in owed if one.person_key}
    if not keys:
        return {}
    return dict(Present.objects.filter(person__key__in=keys).values_list("person__key", "name"))
