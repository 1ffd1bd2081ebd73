"""250 people sign up at once for 15 seats: exactly 15 get one, the others wait in order, on both databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, BoundedSemaphore

import pytest
from django.db import connections

from cast import NOW, cast
from leadgoose.ground.access.actor import Actor
from leadgoose.roster.models import Person
from leadgoose.training.actions.nominations import sign_up
from leadgoose.training.models.carrying import Nomination
from leadgoose.training.models.plan import Session

PEOPLE, SEATS = 250, 15
AT_ONCE = BoundedSemaphore(16)
"""Connections open at one moment: a server takes about a hundred, and in service there are fewer still."""


@pytest.mark.django_db(transaction=True)
def test_fifteen_seats_are_fifteen_seats() -> None:
    cast()
    session = Session.objects.create(top_key="committee", year=2027, course="班", title="班", kind="class", starts_on=date(2027, 3, 1),
                                     ends_on=date(2027, 3, 1), hours=800, seats=SEATS, recorded_at=NOW, recorded_by="clerk")
    people = Person.objects.bulk_create(Person(key=f"crowd-{number}", top_key="committee") for number in range(PEOPLE))
    gate = Barrier(PEOPLE)

    def ask(person: Person) -> str:
        gate.wait()
        with AT_ONCE:
            try:
                return sign_up(session, person, by=Actor(login=person.key, person_key=person.key), at=NOW).state
            finally:
                connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = Counter(pool.map(ask, people))
    rows = list(Nomination.objects.order_by("number").values_list("number", "state"))
    assert answers == {"confirmed": SEATS, "waiting": PEOPLE - SEATS}
    assert [number for number, _ in rows] == list(range(1, PEOPLE + 1))
    assert [state for _, state in rows[:SEATS]] == ["confirmed"] * SEATS and {state for _, state in rows[SEATS:]} == {"waiting"}
