"""Writing a register's difference: organisations, people, lines, memberships, posts. In bulk: ten thousand rows are a few hundred statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from leadgoose.ground.vault.actions import mask, seal_many
from leadgoose.roster.actions.officers import apply
from leadgoose.roster.identity import ID_NUMBER, PHONE, id_index, last4_index
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Fact, Membership, Organisation, OrganisationFact, Person, PersonFact, Post, new_key
from leadgoose.roster.queries.known import STORED, Held
from leadgoose.roster.queries.uploads import NEW, RegisterSeen, standing_of, values_of
from leadgoose.roster.rules.difference import POSTS, STANDING
from leadgoose.roster.rules.officers import REGISTER, Plan, plan, read_posts

BATCH = 500
F = TypeVar("F", bound=Fact)


STEP = 10
"""Between the places of two organisations, so that a general branch named later can stand before the first of its branches."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. people: ids whose facts changed; joined: keys of the new; fields: values that the file filled in."""

    people: set[int] = field(default_factory=set)
    joined: list[str] = field(default_factory=list)
    places: list[Organisation] = field(default_factory=list)
    fields: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.people or self.places)

    def key_of(self, branch: str) -> str:
        """The key of a branch that the file names, newly created ones included; "" for one that was not created: all its rows wait."""
        if not branch.startswith(NEW):
            return branch
        return next((one.key for one in self.places if one.name == branch.removeprefix(NEW)), "")


STEPS = 6
"""Steps of writing a register, each reported when it is done."""


def write_register(
    top: Organisation, seen: RegisterSeen, leaving: Sequence[str], valid_on: date, at: datetime, told: Callable[[int], None] = lambda _step: None
) -> Written:
    """Write the difference and return what was written; the caller records it and settles what follows. told: hears each of the STEPS."""
    created = _create_places(top, seen, valid_on, at)
    places = {row.key: row for row in seen.at.by_key.values()} | {NEW + row.name: row for row in created}
    found = seen.difference
    rows = seen.register.people
    told(1)
    new = _create_people(top, seen)
    told(2)
    person_of = dict(zip([one.place for one in found.joined if not one.person], new, strict=True))
    who = {one.place: one.person for one in found.moved} | {one.place: one.person for one in found.changed}
    who |= {one.place: one.person for one in found.joined if one.person}
    person_of |= {place: seen.everybody[key].person for place, key in who.items()}
    joined = {one.place for one in found.joined}
    altered = {one.place: {change.field for change in one.fields} for one in found.changed}
    moved = {one.place for one in found.moved}
    lines = sorted(joined | {place for place, fields in altered.items() if fields - {STANDING, POSTS}})
    members = sorted(joined | moved | {place for place, fields in altered.items() if STANDING in fields})
    gone = [seen.everybody[key] for key in leaving]
    held = [seen.everybody[person_of[place].key] for place in lines if person_of[place].key in seen.everybody]
    _close([one.fact for one in held if one.fact is not None], valid_on, at)
    told(3)
    fields = _write_lines(seen, lines, person_of, valid_on, at)
    told(4)
    held = [seen.everybody[person_of[place].key] for place in members if person_of[place].key in seen.everybody]
    _close([one.membership for one in (*held, *gone) if one.membership is not None], valid_on, at)
    Membership.objects.bulk_create(
        (
            Membership(
                person=person_of[place], organisation=places[seen.branches[place]], standing=standing_of(rows[place]),
                valid_from=valid_on, recorded_at=at, source=REGISTER,
            )
            for place in members
        ),
        batch_size=BATCH,
    )
    told(5)
    posted = {place for place, changed in altered.items() if POSTS in changed} | joined | moved
    fields += _write_posts(seen, posted, person_of, places, gone, valid_on, at)
    people = {person.pk for person in person_of.values()} | {one.person.pk for one in gone}
    told(6)
    return Written(people, [person.key for person in new], created, fields + len(new) + 2 * len(members))


def _create_places(top: Organisation, seen: RegisterSeen, valid_on: date, at: datetime) -> list[Organisation]:
    """The organisations that the file names first, below the top committee until the grid says otherwise, in the file's order."""
    last = max((row.position for row in seen.at.by_key.values()), default=0)
    made = []
    for position, place in enumerate(seen.new_places, last // STEP + 1):
        key = new_key()
        made.append(Organisation(
            key=key, top_key=top.key, parent=top, path=f"{top.path}{key}/", kind=place.kind, name=place.name, position=position * STEP
        ))
    Organisation.objects.bulk_create(made, batch_size=BATCH)
    OrganisationFact.objects.bulk_create(
        (
            OrganisationFact(
                organisation=row, kind=row.kind, name=row.name, parent=top, valid_from=valid_on, recorded_at=at, source=REGISTER
            )
            for row in made
        ),
        batch_size=BATCH,
    )
    return made


def _create_people(top: Organisation, seen: RegisterSeen) -> list[Person]:
    rows = [seen.register.people[one.place] for one in seen.difference.joined if not one.person]
    keys = [new_key() for _ in rows]
    sealed = seal_many((key, ID_NUMBER, row.id_number) for key, row in zip(keys, rows, strict=True))
    made = [
        Person(
            key=key, top_key=top.key, id_sealed=text, id_index=id_index(top.key, row.id_number),
            last4_index=last4_index(top.key, row.id_number), id_masked=mask(row.id_number),
        )
        for key, row, text in zip(keys, rows, sealed, strict=True)
    ]
    return Person.objects.bulk_create(made, batch_size=BATCH)


def _write_lines(seen: RegisterSeen, places: Sequence[int], person_of: dict[int, Person], valid_on: date, at: datetime) -> int:
    """One line of the register for each of these rows; a column that the file does not have keeps what was known."""
    values = []
    for place in places:
        said = values_of(seen.register.people[place])
        before = seen.who.get(person_of[place].key)
        if before is not None:
            said = {name: said[name] if name in seen.difference.told else before.values.get(name, "") for name in said}
        values.append(said)
    phones = seal_many((person_of[place].key, PHONE, said[PHONE]) for place, said in zip(places, values, strict=True))
    PersonFact.objects.bulk_create(
        (
            PersonFact(
                person=person_of[place], phone_sealed=phone, phone_masked=mask(said[PHONE]),
                valid_from=valid_on, recorded_at=at, source=REGISTER, **{name: said[name] for name in STORED},
            )
            for place, said, phone in zip(places, values, phones, strict=True)
        ),
        batch_size=BATCH,
    )
    return sum(1 for said in values for text in said.values() if text)


def _close(rows: Iterable[F], on: date, at: datetime) -> None:
    """Bulk form of `facts.end`: retract these open rows and record them anew with their end, where they held at all."""
    rows = list(rows)
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        model = type(part[0])
        model._default_manager.filter(pk__in=[row.pk for row in part], retracted_at=None).update(retracted_at=at)
        ended = []
        for row in part:
            if on > row.valid_from:
                values = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key}
                ended.append(model(**{**values, "valid_to": on, "recorded_at": at, "retracted_at": None}))
        model._default_manager.bulk_create(ended)


def _write_posts(
    seen: RegisterSeen, places: set[int], person_of: dict[int, Person], at_place: dict[str, Organisation], gone: Sequence[Held],
    valid_on: date, at: datetime,
) -> int:
    """The posts that the rows claim, of the people who joined, moved or changed in them; whoever left holds none any more."""
    people = {person.key: person for person in person_of.values()} | {one.person.key: one.person for one in gone}
    said: dict[int, list[tuple[str, PostKind]]] = {}
    spoken: dict[int, set[str]] = {}
    for place in sorted(places):
        key, organisation = person_of[place].key, at_place[seen.branches[place]]
        kinds = read_posts(seen.register.people[place].party_post)[0]
        said.setdefault(organisation.pk, []).extend((key, kind) for kind in PostKind if kind in kinds)
        spoken.setdefault(organisation.pk, set()).add(key)
    for one in seen.difference.moved:
        spoken.setdefault(at_place[one.before].pk, set()).add(one.person)
    leaving = {one.person.key for one in gone}
    by_pk = {row.pk: row for row in at_place.values()}
    starts: list[Post] = []
    count = 0
    for pk in sorted(spoken.keys() | {pk for pk, rows in seen.posts.items() if any(row.person in leaving for row in rows)}):
        rows = seen.posts.get(pk, [])
        changes = plan(rows, said.get(pk, ()), REGISTER, frozenset(spoken.get(pk, set())))
        over = tuple(row for row in rows if row.open and row.person in leaving)
        changes = Plan(changes.starts, changes.joins, changes.ends + over, changes.keeps, changes.forgets)
        starts += apply(by_pk[pk], changes, people, REGISTER, valid_on, at)
        count += len(changes.starts) + len(changes.joins)
    Post.objects.bulk_create(starts, batch_size=BATCH)
    return count
