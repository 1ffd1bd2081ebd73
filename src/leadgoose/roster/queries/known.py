"""What the database knows, in the shapes that registers and ledgers are compared with: of the organisations and people that a file speaks of, not of all.

A constant number of queries for every MOST of them, however large the committee is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from leadgoose.ground.vault.actions import Destroyed, open_many
from leadgoose.roster.identity import PHONE
from leadgoose.roster.intake.branches import comparable
from leadgoose.roster.kinds import BRANCHES, WITH_TERMS, OrgKind, PostKind
from leadgoose.roster.models import Membership, Organisation, OrganisationAlias, OrganisationFact, Person, PersonFact, Post, Term
from leadgoose.roster.rules.difference import FIELDS, Known
from leadgoose.roster.rules.officers import REGISTER, Row, claims

STORED = tuple(name for name in FIELDS if name != PHONE)
MOST = 5000
"""Ids asked for in one query; below SQLite's 32,766 variables."""


def parts(values: Collection[int] | Collection[str]) -> Iterator[list[Any]]:
    """In order, MOST at a time."""
    wanted = sorted(values)
    return (wanted[start : start + MOST] for start in range(0, len(wanted), MOST))


@dataclass(frozen=True, slots=True)
class Places:
    """The organisations of a committee that files may name, by key, and how to find one by a name."""

    by_key: Mapping[str, Organisation]
    by_name: Mapping[str, str]              # comparable name or alias → key
    aliases: Mapping[str, str]              # alias → the organisation's own name

    def find(self, name: str) -> str:
        """The key of the organisation that a file calls so; "" for none."""
        return self.by_name.get(comparable(name), "")

    def above(self, row: Organisation) -> Organisation | None:
        """The organisation directly above one, where files may name it."""
        keys = row.path.strip("/").split("/")
        return self.by_key.get(keys[-2]) if len(keys) > 1 else None


def places(top_key: str) -> Places:
    """Without the groups below branches, whose names repeat. Two queries."""
    rows = Organisation.objects.filter(top_key=top_key, ended_on=None).exclude(kind=OrgKind.GROUP, parent__kind__in=BRANCHES).order_by("position", "pk")
    by_key = {row.key: row for row in rows if row.key != top_key}
    aliases = OrganisationAlias.objects.filter(top_key=top_key).order_by("pk").values_list("alias", "organisation__key", "organisation__name")
    by_name = {comparable(alias): key for alias, key, _ in aliases if key in by_key}
    by_name |= {comparable(row.name): row.key for row in by_key.values()}
    return Places(by_key, by_name, {alias: name for alias, key, name in aliases if key in by_key})


@dataclass(frozen=True, slots=True)
class Held:
    """A person's open rows, for the difference and for writing it."""

    person: Person
    fact: PersonFact | None
    membership: Membership | None


def held(top_key: str, numbers: Collection[str], organisations: Collection[int]) -> dict[str, Held]:
    """Whoever has one of these numbers (`Person.id_index`) or is a member of one of these organisations (ids), by key, with the line of the
    register and the membership that have no end. Five queries for every MOST.
    """
    wanted: set[int] = set()
    for some in parts(organisations):
        wanted.update(Membership.objects.known().filter(organisation_id__in=some, valid_to=None).values_list("person_id", flat=True))
    for some in parts(numbers):
        wanted.update(Person.objects.filter(top_key=top_key, id_index__in=some).values_list("pk", flat=True))
    found = {}
    for some in parts(wanted):
        facts = {row.person_id: row for row in PersonFact.objects.known().filter(person_id__in=some, valid_to=None).order_by("valid_from", "pk")}
        members = Membership.objects.known().filter(person_id__in=some, organisation__top_key=top_key, valid_to=None).select_related("organisation")
        joined = {row.person_id: row for row in members.order_by("valid_from", "pk")}
        for person in Person.objects.filter(pk__in=some, top_key=top_key, died_on=None).order_by("pk"):
            found[person.key] = Held(person, facts.get(person.pk), joined.get(person.pk))
    return found


def posts_around(top_key: str, people: Collection[int], organisations: Collection[int]) -> dict[int, list[Row]]:
    """`post_rows` of these organisations and of all in which these people ever had a post (ids). Two queries for every MOST."""
    wanted = set(organisations)
    for some in parts(people):
        wanted.update(Post.objects.filter(person_id__in=some, organisation__top_key=top_key).values_list("organisation_id", flat=True))
    found: dict[int, list[Row]] = {}
    for some in parts(wanted):
        found |= post_rows(top_key, some)
    return found


def known_people(everybody: Mapping[str, Held], posts: Mapping[int, Iterable[Row]]) -> list[Known]:
    """The same as the difference wants it. One query, which opens the phones. posts: `post_rows`."""
    phones = _phones(everybody)
    claimed: dict[tuple[str, int], set[PostKind]] = defaultdict(set)
    for organisation, rows in posts.items():
        for person, kind in claims(rows, REGISTER):
            claimed[person, organisation].add(kind)
    found = []
    for key, one in everybody.items():
        values = {} if one.fact is None else {name: str(getattr(one.fact, name)) for name in STORED}
        values[PHONE] = phones.get(key, "")
        member = one.membership
        found.append(Known(
            key, one.person.id_index, member.organisation.key if member else "", member.standing if member else "", values,
            frozenset(claimed[key, member.organisation_id]) if member else frozenset(),
        ))
    return found


def _phones(everybody: Mapping[str, Held]) -> dict[str, str]:
    wanted = [(key, PHONE, one.fact.phone_sealed) for key, one in everybody.items() if one.fact is not None and one.fact.phone_sealed]
    try:
        opened = open_many(wanted)
    except Destroyed:   # somebody was erased: ask one by one, so that the others are still compared
        opened = [_phone(*one) for one in wanted]
    return {key: text for (key, _, _), text in zip(wanted, opened, strict=True)}


def _phone(person: str, field: str, sealed: str) -> str:
    try:
        return open_many([(person, field, sealed)])[0]
    except Destroyed:
        return ""


def post_rows(top_key: str, organisations: Collection[int] | None = None) -> dict[int, list[Row]]:
    """Every row of a post ever recorded, by organisation (id), as the rules on officers want it. One query."""
    rows = Post.objects.filter(organisation__top_key=top_key).order_by("pk")
    if organisations is not None:
        rows = rows.filter(organisation_id__in=organisations)
    found: dict[int, list[Row]] = defaultdict(list)
    for pk, organisation, person, kind, source, valid_from, valid_to, retracted in rows.values_list(
        "pk", "organisation_id", "person__key", "kind", "source", "valid_from", "valid_to", "retracted_at"
    ):
        ended = valid_to is not None
        found[organisation].append(
            Row(pk, person, PostKind(kind), frozenset(source.split("+")), valid_from, ended, retracted is None and not ended)
        )
    return found


def facts_of(top_key: str, organisations: Collection[int] | None = None) -> dict[int, OrganisationFact]:
    """The line of each organisation (or of these, ids) that has no end, by its id. One query for every MOST."""
    rows = OrganisationFact.objects.known().filter(organisation__top_key=top_key, valid_to=None).order_by("valid_from", "pk")
    asked = [rows] if organisations is None else [rows.filter(organisation_id__in=some) for some in parts(organisations)]
    return {row.organisation_id: row for some in asked for row in some}


def terms_of(organisations: Collection[int]) -> dict[int, Term]:
    """The last term of each of these organisations (ids) that has not ended early, by its id. One query for every MOST."""
    rows = Term.objects.known().filter(valid_to=None).order_by("elected_on", "pk")
    return {row.organisation_id: row for some in parts(organisations) for row in rows.filter(organisation_id__in=some)}


@dataclass(frozen=True, slots=True)
class Officers:
    """Whom a ledger may name, by organisation (key) and name: the keys of the people. General branches have everybody below them."""

    names: Mapping[str, Mapping[str, tuple[str, ...]]]

    def find(self, organisation: str, name: str) -> tuple[str, ...]:
        return self.names.get(organisation, {}).get(name, ())

    def counts(self, organisation: str) -> Counter[str]:
        return Counter({name: len(keys) for name, keys in self.names.get(organisation, {}).items()})


def officers(at: Places, named: Collection[str], on: date) -> Officers:
    """Members of these organisations (keys) by name on a day. Two queries for every MOST organisations and people."""
    general = {key for key in named if at.by_key[key].kind == OrgKind.GENERAL_BRANCH}
    within = {row.pk for key, row in at.by_key.items() if key in named or (general and not general.isdisjoint(row.path.strip("/").split("/")))}
    members = Membership.objects.on(on).values_list("person_id", "person__key", "organisation__key", "organisation__path")
    rows = sorted(row for some in parts(within) for row in members.filter(organisation_id__in=some))
    called: dict[int, str] = {}
    for some in parts({row[0] for row in rows}):
        called |= dict(PersonFact.objects.on(on).filter(person_id__in=some).order_by("valid_from", "pk").values_list("person_id", "name"))
    names: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for pk, person, own, path in rows:
        for key in dict.fromkeys([own, *(key for key in path.strip("/").split("/") if key in general)]):
            names[key][called.get(pk, "")] = (*names[key].get(called.get(pk, ""), ()), person)
    return Officers(names)


def electing(at: Places) -> dict[str, Organisation]:
    """Those that a ledger may name: everything that elects, and temporary branches too, whose officers it may list."""
    return {key: row for key, row in at.by_key.items() if row.kind in (*WITH_TERMS, OrgKind.TEMPORARY_BRANCH)}
