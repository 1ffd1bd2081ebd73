"""What tests/again.py puts back is what was made; what was written beside makes the next step be really done."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

import again
from again import once
from cast import TODAY, Cast
from elections.course import story
from elections.hall import hall
from leadgoose.elections.queries.course import course_of
from leadgoose.elections.queries.outcome import elected_of
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.loading import load
from leadgoose.roster.models import Organisation, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _of_its_own() -> Iterator[None]:
    """Nothing that other tests left, and nothing is left to them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(again, "_known", again._Known())
        wrappers = list(connection.execute_wrappers)
        connection.execute_wrappers.clear()
        again.begin()
        yield
        connection.execute_wrappers[:] = wrappers


def rows() -> dict[str, object]:
    return {name: again._rows(model) for name, model in again.by_table().items()}


class Twice:
    """Does something in a savepoint that is rolled back, so that the second time begins where the first did."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def told(self, name: str, do: Callable[[], object]) -> Callable[[], object]:
        def really() -> object:
            self.done.append(name)
            return do()
        return really


def rolled_back(do: Callable[[], None]) -> None:
    sid = transaction.savepoint()
    do()
    transaction.savepoint_rollback(sid)


def name(key: str, words: str) -> None:
    Organisation.objects.filter(key=key).update(name=words)


def test_a_step_is_done_once_and_then_put_back_with_what_it_changed_and_made(cast: Cast) -> None:
    twice, after = Twice(), []

    def take() -> None:
        once("renamed", twice.told("renamed", lambda: name("one", "一队")))
        once("another", twice.told("another", lambda: Person.objects.create(key="x", top_key="committee", id_masked="")))
        after.append(rows())

    rolled_back(take)
    rolled_back(take)
    assert after[0] == after[1] and twice.done == ["renamed", "another"]


def test_a_step_that_was_put_back_within_another_is_part_of_what_that_leaves(cast: Cast) -> None:
    twice, after = Twice(), []

    def both() -> None:
        name("one", "一队")
        Person.objects.create(key="x", top_key="committee", id_masked="")

    def part() -> None:
        once("part", twice.told("part", both))

    def whole() -> None:
        once("whole", twice.told("whole", part))
        after.append(rows())

    rolled_back(part)
    rolled_back(whole)
    rolled_back(whole)
    assert after[0] == after[1] and twice.done == ["part", "whole"]


def test_after_a_write_beside_the_step_is_really_done(cast: Cast) -> None:
    twice = Twice()

    def take() -> None:
        once("renamed", twice.told("renamed", lambda: name("one", "一队")))

    rolled_back(take)
    name("two", "二队")
    take()
    assert twice.done == ["renamed", "renamed"]
    assert set(Organisation.objects.filter(key__in=("one", "two")).values_list("name", flat=True)) == {"一队", "二队"}


def test_a_step_that_fails_leaves_nothing_to_put_back(cast: Cast) -> None:
    def fail() -> None:
        name("one", "一队")
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError), transaction.atomic():
            once("fails", fail)
        assert Organisation.objects.get(key="one").name == "作业一队党支部"


def test_an_election_that_was_put_back_is_the_one_that_was_held(cast: Cast) -> None:
    seen: list[tuple[object, ...]] = []

    def take() -> None:
        one = story(cast).until("announced")
        seen.append((rows(), one.day, elected_of(one.election), course_of(one.election).facts))

    rolled_back(take)
    with CaptureQueriesContext(connection) as asked:
        rolled_back(take)
    assert seen[0] == seen[1]
    inserted = [one["sql"] for one in asked if one["sql"].startswith("INSERT")]
    assert len(inserted) < 40 and Entry.objects.count() == 0
    story(cast).until("announced").do("first-meeting")   # and it goes on from there by its own acts
    assert Entry.objects.latest("number").act == "FirstMeetingRecorded"


def test_a_hall_that_was_put_back_counts_the_same(cast: Cast) -> None:
    seen: list[tuple[object, ...]] = []

    def take() -> None:
        made = hall(cast)
        made.ready()
        seen.append((made.count(made.sums((14, 12, 10, 8))), rows(), made.electors, made.meeting.on))

    rolled_back(take)
    rolled_back(take)
    assert seen[0] == seen[1] and seen[0][3] == TODAY


@pytest.mark.parametrize("sql", ["BEGIN IMMEDIATE", "BEGIN", 'SAVEPOINT "one"', "SELECT 1", "PRAGMA foreign_keys = ON"])
def test_what_frames_a_test_writes_nothing(sql: str) -> None:
    """SQLite begins a test's transaction after it is known that no rows are there."""
    known = again._Known(again.EMPTY)
    known.watch(lambda *_: None, sql, (), False, None)
    assert known.state == again.EMPTY


def test_many_rows_at_once_are_put_back_too(cast: Cast) -> None:
    """PostgreSQL copies them in, past the wrappers of the connection."""
    twice, there = Twice(), []
    columns = ("key", "top_key", "id_sealed", "id_index", "last4_index", "id_masked")

    def fill() -> None:
        load(Person, columns, [(f"copied-{one}", "committee", "", "", "", "") for one in range(3)])

    def take() -> None:
        once("filled", twice.told("filled", fill))
        there.append(Person.objects.filter(key__startswith="copied-").count())

    rolled_back(take)
    rolled_back(take)
    assert (there, twice.done) == ([3, 3], ["filled"])
