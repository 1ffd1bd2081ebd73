"""Who belongs to a meeting on a day, from the register: the members with their right to decide, the committee, a group."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from leadgoose.recordbook.rules.kinds import Expected, KindRule
from leadgoose.recordbook.rules.room import Rolled
from leadgoose.roster.kinds import OrgKind, Standing
from leadgoose.roster.models import Membership, Organisation, OrganisationFact, PersonFact, Placement, Present
from leadgoose.roster.queries.own import committee_of
from leadgoose.roster.queries.rolls import first_day, roll_on


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody of the organisation, the expected first. as_of: the day whose register it is; another than the day asked for where the register
    does not reach back so far (then it is a proposal to be checked)."""

    people: tuple[Rolled, ...]
    as_of: date

    @property
    def expected(self) -> tuple[Rolled, ...]:
        return tuple(one for one in self.people if one.expected)


def roll_of(organisation: Organisation, rule: KindRule, on: date, group: str = "") -> Roll:
    """The roll of a kind of meeting on a day. Two queries (three for a group), two more where the register knows nobody on that day."""
    as_of = on
    members = roll_on(organisation, on)
    if not members:
        first = first_day(organisation)
        if first is not None and first > on:
            as_of, members = first, roll_on(organisation, first)
    committee = {one.person_key: one for one in committee_of(organisation.key, as_of)}
    in_group = group_people(organisation.key, group, as_of) if rule.expected is Expected.GROUP else frozenset()
    expected = {
        Expected.MEMBERS: {one.key for one in members}, Expected.COMMITTEE: set(committee), Expected.GROUP: set(in_group),
    }.get(rule.expected, set())
    people = [
        Rolled(
            one.key, one.name, one.home, one.decides, one.key in expected, one.standing == Standing.PROBATIONARY,
            committee[one.key].kinds if one.key in committee else (),
        )
        for one in members
    ]
    there = {one.key for one in people}
    # an officer whose membership lies elsewhere still belongs to the committee
    people += [
        Rolled(one.person_key, one.name, "", True, one.person_key in expected, False, one.kinds) for one in committee.values() if one.person_key not in there
    ]
    return Roll(tuple(sorted(people, key=lambda one: not one.expected)), as_of)


def others_on(top_key: str, keys: Collection[str], on: date) -> list[Rolled]:
    """Members of the committee's other organisations, who attend as guests: name and branch on the day, expected by no rule. Two queries at most."""
    if not keys:
        return []
    homes = dict(Membership.objects.on(on).filter(organisation__top_key=top_key, person__key__in=keys).values_list("person__key", "organisation__key"))
    names = dict(PersonFact.objects.on(on).filter(person__key__in=homes).order_by("valid_from", "pk").values_list("person__key", "name"))
    return [Rolled(key, names.get(key, ""), home, False, False) for key, home in homes.items()]


class Namesake(NamedTuple):
    """A present member with the name that was asked for."""

    key: str
    name: str
    org_key: str
    org_name: str


def members_named(top_key: str, names: Collection[str]) -> list[Namesake]:
    """Present members of the committee with exactly these names, in the register's order. One query, none for no names."""
    if not names:
        return []
    rows = Present.objects.filter(top_key=top_key, name__in=names).order_by("sort")
    return [Namesake(*row) for row in rows.values_list("person__key", "name", "organisation__key", "organisation__name")]


class Group(NamedTuple):
    """A Party group of a branch. people: keys of those who took part in it on the day."""

    key: str
    name: str
    people: tuple[str, ...]


def groups_of(org_key: str, on: date) -> list[Group]:
    """The Party groups of a branch on a day, in the register's order. Two queries, one where there are none."""
    rows = OrganisationFact.objects.on(on).filter(kind=OrgKind.GROUP, parent__key=org_key).order_by("organisation__position", "organisation_id")
    found = list(rows.values_list("organisation__key", "name"))
    if not found:
        return []
    placed: dict[str, dict[str, None]] = {key: {} for key, _name in found}
    rows_placed = Placement.objects.on(on).filter(organisation__key__in=list(placed)).order_by("pk").values_list("organisation__key", "person__key")
    for group, person in rows_placed:
        placed[group][person] = None
    return [Group(key, name, tuple(placed[key])) for key, name in found]


def group_names(keys: Collection[str]) -> dict[str, str]:
    """The names of groups by their keys, of those that there are no more too. One query."""
    return dict(Organisation.objects.filter(kind=OrgKind.GROUP, key__in=keys).values_list("key", "name"))


def is_group(org_key: str, group: str) -> bool:
    """Whether a group is, or ever was, one of this branch. One query."""
    return OrganisationFact.objects.known().filter(kind=OrgKind.GROUP, parent__key=org_key, organisation__key=group).exists()


def group_people(org_key: str, group: str, on: date) -> frozenset[str]:
    """The keys of a group's members on a day; of a day before anybody was placed in it, of the first such day. One query."""
    rows = list(
        Placement.objects.known().filter(organisation__key=group, organisation__parent__key=org_key).values_list("person__key", "valid_from", "valid_to")
    )
    day = max(on, min((first for _key, first, _end in rows), default=on))
    return frozenset(key for key, first, end in rows if first <= day and (end is None or end > day))
