"""Prepared questions answer what the mapper would, whatever the values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from cast import NOW, TODAY, Cast
from leadgoose.ground.prepared import Joined, Slot, columns, made, prepared
from leadgoose.roster.models import Membership, Organisation, Person, Post

DATED = ("organisation__key", "valid_from", "valid_to", "recorded_at", "organisation__full")


@prepared
def below(path: Slot) -> QuerySet[Organisation, Any]:
    return Organisation.objects.filter(path__startswith=path, ended_on=None).order_by("path").values_list("key", "set_up_on", "kind")


@prepared
def holding(on: Slot, known_at: Slot, keys: Slot) -> QuerySet[Membership, Any]:
    valid = Q(valid_to=None) | Q(valid_to__gt=on)
    rows = Membership.objects.filter(valid, valid_from__lte=on, recorded_at__lte=known_at, organisation__key__in=keys)
    return rows.order_by(F("valid_to").asc(nulls_last=True), "person__key").values_list(*DATED)


@prepared
def people(key: Slot) -> QuerySet[Person, Any]:
    return Person.objects.filter(key=key).values_list(*columns(Person))


def plain(on: date, known_at: datetime, keys: list[str]) -> list[tuple[Any, ...]]:
    valid = Q(valid_to=None) | Q(valid_to__gt=on)
    rows = Membership.objects.filter(valid, valid_from__lte=on, recorded_at__lte=known_at, organisation__key__in=keys)
    return list(rows.order_by(F("valid_to").asc(nulls_last=True), "person__key").values_list(*DATED))


@pytest.mark.parametrize("keys", [[], ["one"], ["one", "two"], ["one", "two", "office"], ["one", "two", "office", "elsewhere-b", "nowhere"]])
@pytest.mark.parametrize(("on", "known_at"), [(TODAY, NOW), (date(2026, 8, 31), NOW), (TODAY, datetime(2026, 8, 1, tzinfo=UTC))])
def test_days_moments_and_lists_of_any_length_are_asked_as_the_mapper_asks_them(cast: Cast, on: date, known_at: datetime, keys: list[str]) -> None:
    assert holding(on, known_at, keys) == plain(on, known_at, keys)


@pytest.mark.parametrize("path", ["/committee/", "/committee/general/", "/nowhere/", "", "/comm%", "/_ommittee/", "\\"])
def test_a_beginning_is_taken_to_the_letter(cast: Cast, path: str) -> None:
    wanted = Organisation.objects.filter(path__startswith=path, ended_on=None).order_by("path")
    assert below(path) == list(wanted.values_list("key", "set_up_on", "kind"))


def test_one_question_is_one_query_and_is_asked_anew_each_time(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as caught:
        assert [key for key, *_ in below("/committee/general/")] == ["general", "one", "two"]
        Organisation.objects.filter(key="two").update(ended_on=TODAY)
        assert [key for key, *_ in below("/committee/general/")] == ["general", "one"]
    assert len(caught) == 3


def test_a_row_made_of_its_columns_is_the_tables_own(cast: Cast) -> None:
    (row,) = people("p-secretary")
    found = made(Person, columns(Person), row)
    assert found == cast.people["p-secretary"]
    assert found.id_masked == cast.people["p-secretary"].id_masked
    assert found.get_deferred_fields() == set()


ORGANISATIONS = Joined(Organisation, "parent__parent", "unit")


@prepared
def under(path: Slot) -> QuerySet[Organisation, Any]:
    return Organisation.objects.filter(path__startswith=path).order_by("path").values_list(*ORGANISATIONS.columns)


def test_rows_come_with_those_they_point_to_as_the_mapper_gives_them(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as caught:
        found = ORGANISATIONS.rows(under("/committee/"))
        told = [(one, one.parent, one.parent and one.parent.parent, one.unit) for one in found]
    wanted = Organisation.objects.filter(path__startswith="/committee/").select_related("parent__parent", "unit").order_by("path")
    assert told == [(one, one.parent, one.parent and one.parent.parent, one.unit) for one in wanted]
    assert len(caught) == 1 and {one.name for one in found if one.unit} == {"作业一队党支部"} and found[0].parent is None


def test_a_question_without_columns_is_refused(db: None) -> None:
    @prepared
    def whole(key: Slot) -> QuerySet[Post]:
        return Post.objects.filter(kind=key)

    with pytest.raises(ValueError, match="values_list"):
        whole("secretary")
