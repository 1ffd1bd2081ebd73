"""A batch of the invented group leaves the rows that the acts of every day leave, and its entry in the journal notices any other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import models

from again import Again
from leadgoose.accounts.actions.committee import create_committee
from leadgoose.ground.access.actor import Actor, also, command_line
from leadgoose.ground.access.roles import Role
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.actions import export
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.vault.actions import open_many
from leadgoose.roster import consequences
from leadgoose.roster.models import Membership, Organisation, OrganisationFact, Person, PersonFact, Post, Present, ProductionUnit, Term
from leadgoose.site.demo.bulk import check, write_company
from leadgoose.site.demo.group import company, sizes
from leadgoose.site.demo.make_group import by_acts

ON, AT = date(2026, 11, 23), datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MADE = company(7, 8, 200, ON, 3)
OWN = {"id", "key", "top_key", "path", "sort", "id_index", "last4_index", "recorded_at", "opened_at"}
"""What differs between two committees that hold the same people."""


def opened(name: str, login: str) -> tuple[Organisation, Actor]:
    by = command_line("tests")
    top = Organisation.objects.get(key=create_committee(name, login, "", on=ON, by=by, at=AT).key)
    return top, also(by, Role.CLERK, top.key)


def rows(top: Organisation, model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
    """The standing rows of a table below the top as text that is the same in both committees: names for keys, sealed values opened."""
    names = dict(Organisation.objects.filter(top_key=top.key).values_list("pk", "name")) | {top.pk: "top"}
    keys = dict(Organisation.objects.filter(top_key=top.key).values_list("key", "name")) | {top.key: "top"}
    people = {row.pk: row for row in Person.objects.filter(top_key=top.key)}
    numbers = dict(zip(people, open_many((row.key, "id_number", row.id_sealed) for row in people.values()), strict=True))
    by_key = {row.key: numbers[pk] for pk, row in people.items()}
    units = dict(ProductionUnit.objects.filter(top_key=top.key).values_list("pk", "name"))
    phones = {}
    if model is PersonFact:
        facts = list(PersonFact.objects.filter(person__in=people))
        phones = dict(zip([one.pk for one in facts], open_many((people[one.person_id].key, "phone", one.phone_sealed) for one in facts), strict=True))
    found = model._default_manager.order_by("pk")
    if hasattr(model, "retracted_at"):
        of_place = any(one.name == "organisation" for one in model._meta.fields)
        found = found.filter(retracted_at=None, **({"organisation__in": names} if of_place else {"person__in": people}))
    else:
        found = found.filter(top_key=top.key, **({"closed_at": None} if model is Duty else {}))
    said = {
        "organisation_id": lambda row: names[row.organisation_id], "parent_id": lambda row: names.get(row.parent_id),
        "unit_id": lambda row: units.get(row.unit_id),
        "person_id": lambda row: numbers[row.person_id], "org_key": lambda row: keys[row.org_key], "person_key": lambda row: by_key.get(row.person_key, ""),
        "id_sealed": lambda row: numbers[row.pk], "phone_sealed": lambda row: phones[row.pk],
        "numbers": lambda row: sorted(row.numbers.items(), key=str),
    }
    for row in found:
        if getattr(row, "name", "") != top.name:
            columns = [one.attname for one in model._meta.concrete_fields if one.attname not in OWN]
            yield tuple((name, str(said[name](row) if name in said else getattr(row, name))) for name in columns)


def _twice() -> tuple[Organisation, Organisation]:
    one, clerk = opened("由办理而来党委", "acts")
    by_acts(one, MADE, ON, by=clerk, at=AT)
    two, clerk = opened("成批而来的党委", "batch")
    write_company(two, MADE, 0, ON, ON - timedelta(days=20), by=clerk, at=AT)
    return one, two


the_two = Again(_twice)


@pytest.fixture
def both(db: None) -> tuple[Organisation, Organisation]:
    """The same company twice: made by the acts, and in a batch."""
    return the_two()


def test_a_batch_leaves_what_the_acts_leave(both: tuple[Organisation, Organisation]) -> None:
    for model in (ProductionUnit, Organisation, OrganisationFact, Person, PersonFact, Membership, Post, Term, Present, Duty):
        acts, batch = (sorted(rows(top, model)) for top in both)
        assert acts == batch, model.__name__
        assert len(acts) >= 4, model.__name__
    one, two = (list(Present.objects.filter(top_key=top.key).order_by("sort").values_list("name", "born_on")) for top in both)
    assert one == two and len(one) > 100   # in the same order on every list


def test_nothing_derived_is_missing_and_the_journal_knows_every_batch(both: tuple[Organisation, Organisation]) -> None:
    top = both[1]
    assert not consequences.recompute(top.key, ON, AT).any
    entry = Entry.objects.get(chain=top.key, act="BatchWritten")
    assert entry.facts["rows"]["Person"][1] == Person.objects.filter(top_key=top.key).count() == len(list(MADE.people))
    assert [(number, whole) for number, _count, whole in check(top.key)] == [(entry.number, True)]
    assert len(list(export(top.key, by=also(command_line("tests"), Role.AUDITOR, top.key), at=AT))) == entry.number + 2


@pytest.mark.parametrize(("model", "column"), [
    (PersonFact, {"name": "改名"}), (Membership, {"valid_from": ON}), (Term, {"years": 5}), (Person, {"id_sealed": "v1.00"}),
])
def test_a_row_that_is_not_the_one_recorded_is_noticed(
    both: tuple[Organisation, Organisation], model: type[models.Model], column: dict[str, Any]
) -> None:
    top = both[1]
    first = Entry.objects.get(chain=top.key, act="BatchWritten").facts["rows"][model.__name__][0]
    model._default_manager.filter(pk=first).update(**column)
    assert [whole for _number, _count, whole in check(top.key)] == [False]


def test_what_happens_to_a_fact_later_is_no_fault_of_the_batch(both: tuple[Organisation, Organisation]) -> None:
    top = both[1]
    Post.objects.filter(organisation__top_key=top.key).update(retracted_at=AT)
    Person.objects.filter(top_key=top.key).update(died_on=ON)
    assert [whole for _number, _count, whole in check(top.key)] == [True]


def test_companies_share_branches_and_members_and_no_number_twice() -> None:
    parts = sizes(40_000, 700_000)
    assert len(parts) == 100 and sum(one for one, _ in parts) == 40_000 and sum(one for _, one in parts) == 700_000
    two = [company(number, 20, 350, ON, 1) for number in (1, 2)]
    numbers = [one.id_number for made in two for one in made.people]
    assert len(numbers) == len(set(numbers))
    assert company(1, 20, 350, ON, 1) == two[0]
