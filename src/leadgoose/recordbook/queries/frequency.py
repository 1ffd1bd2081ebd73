"""What branches owe of meetings: the facts for `rules.frequency`, for one branch's book, the committee's table and the duties."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from leadgoose.recordbook.models import Excuse, Record
from leadgoose.recordbook.rules.frequency import Branch, Excused, Expectation, Held, Local, expectations
from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.roster.kinds import BRANCHES, COMMITTEE_POSTS, OrgKind
from leadgoose.roster.models import Organisation, OrganisationFact, Post

LEAST_COMMITTEE = 3
"""Persons in posts of the committee from which on there is one; a secretary and a deputy alone are none (branch-no-committee)."""


@dataclass(frozen=True, slots=True)
class Owing:
    """One branch and what its periods ask."""

    key: str
    name: str
    expectations: tuple[Expectation, ...]


def owing(top_key: str, path: str, local: Local, on: date, first: date, last: date) -> list[Owing]:
    """What the branches at and below a path owe in the periods from first to last, in the register's order. Five queries, whatever their number."""
    orgs = Organisation.objects.filter(top_key=top_key, path__startswith=path, kind__in=BRANCHES, ended_on=None).order_by("position", "pk")
    rows = list(orgs.values_list("key", "name", "kind", "set_up_on", "ended_on"))
    keys = [row[0] for row in rows]
    committees = dict(
        Post.objects.on(on).filter(organisation__in=orgs.order_by(), kind__in=COMMITTEE_POSTS).order_by()
        .values_list("organisation__key").annotate(n=Count("person", distinct=True))
    )
    groups = _groups(keys, on)
    held = _held(keys, first, last)
    excused = _excused(keys, first, last)
    found = []
    for key, name, kind, set_up_on, ended_on in rows:
        people = committees.get(key)
        branch = Branch(key, OrgKind(kind), None if people is None else people >= LEAST_COMMITTEE, groups.get(key, {}), set_up_on, ended_on)
        asked = expectations(branch, local, held.get(key, ()), excused.get(key, ()), on, first, last)
        found.append(Owing(key, name, tuple(asked)))
    return found


def _groups(keys: Collection[str], on: date) -> dict[str, dict[str, date]]:
    """The groups that a branch has on the day, each with the first day of its first line."""
    lines = OrganisationFact.objects.known().filter(kind=OrgKind.GROUP, parent__key__in=keys).order_by("organisation__position", "valid_from", "pk")
    rows = list(lines.values_list("parent__key", "organisation__key", "valid_from", "valid_to"))
    present = {group for _org, group, first, end in rows if first <= on and (end is None or end > on)}
    found: dict[str, dict[str, date]] = {}
    for org, group, first, _end in rows:
        if group in present:
            found.setdefault(org, {}).setdefault(group, first)
    return found


def _held(keys: Collection[str], first: date, last: date) -> dict[str, list[Held]]:
    """Also records of the whole year around the days asked for, since a period may begin before them."""
    found: dict[str, list[Held]] = {}
    rows = Record.objects.filter(
        org_key__in=keys, withdrawn_at=None, counts_on__gte=date(first.year, 1, 1), counts_on__lte=date(last.year, 12, 31)
    )
    for org, kind, counts_on, group in rows.values_list("org_key", "kind", "counts_on", "group_key"):
        found.setdefault(org, []).append(Held(Kind(kind), counts_on, group))
    return found


def _excused(keys: Collection[str], first: date, last: date) -> dict[str, list[Excused]]:
    found: dict[str, list[Excused]] = {}
    rows = Excuse.objects.filter(org_key__in=keys, last_on__gte=date(first.year, 1, 1), first_on__lte=date(last.year, 12, 31))
    for org, kind, first_on in rows.values_list("org_key", "kind", "first_on"):
        found.setdefault(org, []).append(Excused(Kind(kind), first_on))
    return found
