"""What the database knows, in the shapes that registers and ledgers are compared with. A constant number of queries, whatever the size."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from leadgoose.ground.vault.actions import Destroyed, open_many
from leadgoose.roster.identity import PHONE
from leadgoose.roster.intake.branches import comparable
from leadgoose.roster.kinds import BRANCHES, WITH_TERMS, OrgKind, PostKind
from leadgoose.roster.models import Membership, Organisation, OrganisationAlias, OrganisationFact, Person, PersonFact, Post, Term
from leadgoose.roster.rules.difference import FIELDS, Known
from leadgoose.roster.rules.officers import REGISTER, Row, claims

STORED = tuple(name for name in FIELDS if name != PHONE)


@dataclass(frozen=True, slots=True)
class Places:
    """The organisations of a committee that files may name, by key, and how to find one by a name."""

    by_key: Mapping[str, Organisation]
    by_name: Mapping[str, str]              # comparable name or alias → key
    aliases: Mapping[str, str]              # alias → the organisation's own name

    def find(self, name: str) -> str:
        """The key of the organisation that a file calls so; "" for none."""
        return self.by_name.get(comparable(name), "")


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


def held(top_key: str) -> dict[str, Held]:
    """Everybody whom the committee ever knew, by key, with the line of the register and the membership that have no end. Three queries."""
    people = {row.pk: row for row in Person.objects.filter(top_key=top_key, died_on=None).order_by("pk")}
    facts = {row.person_id: row for row in PersonFact.objects.known().filter(person__top_key=top_key, valid_to=None).order_by("valid_from", "pk")}
    members = Membership.objects.known().filter(organisation__top_key=top_key, valid_to=None).select_related("organisation").order_by("valid_from", "pk")
    joined = {row.person_id: row for row in members}
    return {person.key: Held(person, facts.get(pk), joined.get(pk)) for pk, person in people.items()}


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


def facts_of(top_key: str) -> dict[int, OrganisationFact]:
    """The line of each organisation that has no end, by its id. One query."""
    rows = OrganisationFact.objects.known().filter(organisation__top_key=top_key, valid_to=None).order_by("valid_from", "pk")
    return {row.organisation_id: row for row in rows}


def terms_of(top_key: str) -> dict[int, Term]:
    """The last term of each organisation that has not ended early, by its id. One query."""
    rows = Term.objects.known().filter(organisation__top_key=top_key, valid_to=None).order_by("elected_on", "pk")
    return {row.organisation_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Officers:
    """Whom a ledger may name, by organisation (key) and name: the keys of the people. General branches have everybody below them."""

    names: Mapping[str, Mapping[str, tuple[str, ...]]]

    def find(self, organisation: str, name: str) -> tuple[str, ...]:
        return self.names.get(organisation, {}).get(name, ())

    def counts(self, organisation: str) -> Counter[str]:
        return Counter({name: len(keys) for name, keys in self.names.get(organisation, {}).items()})


def officers(top_key: str, at: Places, on: date) -> Officers:
    """Members of each organisation by name on a day. Two queries."""
    named = dict(PersonFact.objects.on(on).filter(person__top_key=top_key).order_by("valid_from", "pk").values_list("person_id", "name"))
    members = Membership.objects.on(on).filter(organisation__top_key=top_key).order_by("person_id")
    names: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for pk, person, own, path in members.values_list("person_id", "person__key", "organisation__key", "organisation__path"):
        above = [key for key in path.strip("/").split("/") if key in at.by_key and at.by_key[key].kind == OrgKind.GENERAL_BRANCH]
        for key in dict.fromkeys([own, *above]):
            names[key][named.get(pk, "")] = (*names[key].get(named.get(pk, ""), ()), person)
    return Officers(names)


def electing(at: Places) -> dict[str, Organisation]:
    """Those that a ledger may name: everything that elects, and temporary branches too, whose officers it may list."""
    return {key: row for key, row in at.by_key.items() if row.kind in (*WITH_TERMS, OrgKind.TEMPORARY_BRANCH)}
