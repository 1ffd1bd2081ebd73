"""Writes what lists show from what the facts say: the organisations' present values and one `Present` row per member.

Always the whole row from the facts, never a change to it, so that a projection cannot drift; only rows that differ are written.
Queries: one per table and CHUNK people, however many organisations.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from leadgoose.ground.loading import load
from leadgoose.ground.prepared import Slot, columns, made, prepared
from leadgoose.ground.search import name_keys
from leadgoose.roster.kinds import Standing
from leadgoose.roster.models import Membership, Organisation, OrganisationFact, Person, PersonFact, Post, Present, Restriction
from leadgoose.roster.rules.rights import MemberFacts, derive

CHUNK = 5000
"""People asked for in one query; below SQLite's 32,766 variables."""

COLUMNS = (
    "top_key", "organisation_id", "sort", "name", "names", "standing", "gender", "born_on", "joined_party", "full_member", "education",
    "admin_post", "posts", "can_vote", "last4_index", "id_masked",
)


COUNTS = ["full", "probationary", "voters", "women"]
"""What an organisation's own row counts of its members."""
FEW = 500
"""So many organisations are asked for by number; of more, all are read."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many rows a refresh wrote, and the organisations (ids) that members came to, left or changed in."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    organisations: frozenset[int] = field(default_factory=frozenset)

    @property
    def total(self) -> int:
        return self.added + self.changed + self.removed

    def __add__(self, other: Changes) -> Changes:
        return Changes(
            self.added + other.added, self.changed + other.changed, self.removed + other.removed, self.organisations | other.organisations
        )


def refresh_organisations(top_key: str, on: date, organisations: Collection[int] | None = None) -> int:
    """Bring kind, name, parent, path and dates of organisations in line with their facts: of a whole committee, or of these (ids).

    Of a few, what stands below one whose path changed follows it. Returns how many changed.
    """
    few = organisations if organisations is not None and len(organisations) <= FEW else None
    rows = Organisation.objects.filter(top_key=top_key)
    own = {row.pk: row for row in (rows if few is None else rows.filter(pk__in=few))}
    facts = OrganisationFact.objects.known().filter(organisation__top_key=top_key)
    known = list((facts if few is None else facts.filter(organisation__in=own)).order_by("valid_from", "pk"))
    before = {pk: _organisation_values(row) for pk, row in own.items()}
    for pk, fact in {fact.organisation_id: fact for fact in known if fact.valid_from <= on}.items():
        row = own[pk]
        row.kind, row.name, row.set_up_on = fact.kind, fact.name, fact.set_up_on
        row.ended_on = fact.valid_to if fact.valid_to is not None and fact.valid_to <= on else None
        if row.key != top_key:
            row.parent_id = fact.parent_id or row.parent_id
    _end_unfounded(own, {fact.organisation_id for fact in known})
    if few is not None:
        _with_those_around(rows, own, before)
    for row in own.values():
        row.path = _path(row, own)
    changed = [row for pk, row in own.items() if _organisation_values(row) != before[pk]]
    Organisation.objects.bulk_update(changed, ["kind", "name", "parent", "path", "set_up_on", "ended_on"], batch_size=100)
    return len(changed)


def _with_those_around(rows: QuerySet[Organisation], own: dict[int, Organisation], before: dict[int, tuple[object, ...]]) -> None:
    """Add what the paths of these need: all above them, and everything below those whose superior changed."""
    moved = [row for pk, row in own.items() if row.parent_id != before[pk][2]]
    more: list[Organisation] = []
    for row in moved:
        more += rows.filter(path__startswith=row.path).exclude(pk__in=own)
    found = [*own.values(), *more]
    while found:
        there = own.keys() | {row.pk for row in more}
        found = list(rows.filter(pk__in={row.parent_id for row in found if row.parent_id is not None} - there))
        more += found
    for row in more:
        own[row.pk] = row
        before[row.pk] = _organisation_values(row)


def _end_unfounded(own: dict[int, Organisation], known: set[int]) -> None:
    """An organisation whose setting up was taken back has no fact any more: it is there no longer, since the day it was to begin."""
    without = [pk for pk in own if pk not in known]
    if without:
        for pk, since in OrganisationFact.objects.filter(organisation__in=without).order_by("-valid_from", "-pk").values_list("organisation", "valid_from"):
            own[pk].ended_on = since


def refresh(top_key: str, people: Collection[int], on: date) -> Changes:
    """Bring the `Present` rows of these people (ids) in line with the facts that are valid on a day."""
    wanted = sorted(set(people))
    changes = Changes()
    for start in range(0, len(wanted), CHUNK):
        changes += _refresh_chunk(top_key, wanted[start : start + CHUNK], on)
    _count(top_key, changes.organisations)
    return changes


def _count(top_key: str, organisations: Collection[int]) -> None:
    """Write how many members these organisations have now; one that never had any keeps None. One query to count, one to read, then the changes."""
    if not organisations:
        return
    counted = dict.fromkeys(organisations, (0, 0, 0, 0))
    members, own = Present.objects.filter(top_key=top_key), Organisation.objects.filter(top_key=top_key)
    if len(counted) <= FEW:
        members, own = members.filter(organisation_id__in=counted), own.filter(pk__in=counted)
    for pk, standing, can_vote, gender, many in members.order_by().values_list("organisation_id", "standing", "can_vote", "gender").annotate(many=Count("*")):
        if pk in counted:
            full, probationary, voters, women = counted[pk]
            is_full = standing == Standing.FULL
            counted[pk] = (full + many * is_full, probationary + many * (not is_full), voters + many * bool(can_vote), women + many * (gender == "女"))
    changed = []
    for pk, *before in own.values_list("pk", *COUNTS):
        now = counted.get(pk)
        if now is not None and now != tuple(before) and (any(now) or before[0] is not None):
            changed.append(Organisation(pk=pk, **dict(zip(COUNTS, now, strict=True))))
    Organisation.objects.bulk_update(changed, COUNTS, batch_size=100)


def refresh_all(top_key: str, on: date) -> Changes:
    """The same for everybody of a committee: the nightly comparison."""
    changes = refresh(top_key, Person.objects.filter(top_key=top_key).values_list("pk", flat=True), on)
    _count(top_key, set(Organisation.objects.filter(top_key=top_key).values_list("pk", flat=True)))
    return changes


def _refresh_chunk(top_key: str, people: list[int], on: date) -> Changes:
    there = {row.person_id: row for row in (made(Present, PRESENT, values) for values in _present(people))}
    wanted = {row.person_id: row for row in _rows(top_key, people, on)}
    new = [row for pk, row in wanted.items() if pk not in there]
    changed = [row for pk, row in wanted.items() if pk in there and _values(row) != _values(there[pk])]
    gone = [pk for pk in there if pk not in wanted]
    if len(new) > FEW:
        load(Present, ("person_id", *COLUMNS), [(row.person_id, *_values(row)) for row in new])
    else:
        Present.objects.bulk_create(new)
    Present.objects.bulk_create(
        changed, batch_size=500, update_conflicts=True, unique_fields=["person"], update_fields=[name.removesuffix("_id") for name in COLUMNS]
    )
    Present.objects.filter(person_id__in=gone).delete()
    touched = {row.organisation_id for row in new + changed} | {there[row.person_id].organisation_id for row in changed}
    return Changes(len(new), len(changed), len(gone), frozenset(touched | {there[pk].organisation_id for pk in gone}))


def _rows(top_key: str, people: list[int], on: date) -> list[Present]:
    """The rows that the facts of the day make; people without a membership, and the dead, have none."""
    facts = {person: values for person, *values in _facts(people, on)}
    posts: dict[tuple[int, int], list[str]] = {}
    for person, organisation, kind in _posts(people, on):
        posts.setdefault((person, organisation), []).append(kind)
    restricted = {person for (person,) in _restricted(people, on)}
    rows = {}
    for person, organisation, standing, position, died_on, last4_index, id_masked in _members(people, on, top_key):
        if person not in facts or (died_on is not None and died_on <= on):
            continue
        name, gender, born_on, joined_party, full_member, education, admin_post = facts[person]
        held = dict.fromkeys(posts.get((person, organisation), ()))
        restrictions = (None,) if person in restricted else ()
        rows[person] = Present(
            person_id=person, top_key=top_key, organisation_id=organisation, sort=f"{position:06d}.{organisation:08d}.{person:010d}",
            name=name, names=name_keys(name).joined(), standing=standing, gender=gender, born_on=born_on,
            joined_party=joined_party, full_member=full_member, education=education, admin_post=admin_post,
            posts=f" {' '.join(held)} " if held else "",
            can_vote=derive(MemberFacts(Standing(standing), restrictions)).vote,
            last4_index=last4_index, id_masked=id_masked,
        )
    return list(rows.values())


PRESENT = columns(Present)


@prepared
def _present(people: Any) -> QuerySet[Present, Any]:
    return Present.objects.filter(person__pk__in=people).values_list(*PRESENT)


@prepared
def _facts(people: Any, on: Any) -> QuerySet[PersonFact, Any]:
    return PersonFact.objects.on(on).filter(person__pk__in=people).order_by("valid_from", "pk").values_list(
        "person_id", "name", "gender", "born_on", "joined_party", "full_member", "education", "admin_post"
    )


@prepared
def _members(people: Any, on: Any, top_key: Slot) -> QuerySet[Membership, Any]:
    rows = Membership.objects.on(on).filter(person__pk__in=people, organisation__top_key=top_key).order_by("valid_from", "pk")
    return rows.values_list(
        "person_id", "organisation_id", "standing", "organisation__position", "person__died_on", "person__last4_index", "person__id_masked"
    )


@prepared
def _posts(people: Any, on: Any) -> QuerySet[Post, Any]:
    return Post.objects.on(on).filter(person__pk__in=people).order_by("pk").values_list("person_id", "organisation_id", "kind")


@prepared
def _restricted(people: Any, on: Any) -> QuerySet[Restriction, Any]:
    return Restriction.objects.on(on).filter(person__pk__in=people).values_list("person_id")


def _values(row: Present) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in COLUMNS)


def _organisation_values(row: Organisation) -> tuple[object, ...]:
    return (row.kind, row.name, row.parent_id, row.path, row.set_up_on, row.ended_on)


def _path(row: Organisation, own: dict[int, Organisation]) -> str:
    """Keys from the top down. A ring of parents (refused elsewhere) stops at the first repetition instead of hanging."""
    keys: list[str] = []
    at: Organisation | None = row
    while at is not None and at.key not in keys:
        keys.append(at.key)
        at = own.get(at.parent_id) if at.parent_id is not None else None
    return "/" + "".join(f"{key}/" for key in reversed(keys))
