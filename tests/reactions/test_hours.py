"""What the record book says of a class reaches the ledgers of hours, in the transaction of its act, and only once."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from cast import NOW, Cast
from leadgoose.recordbook.actions import enter, withdraw
from leadgoose.recordbook.models import Version
from leadgoose.recordbook.rules.entry import Entry, Named, Sitting
from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.training.queries.hours import ledger
from recordbook.writing import HELD, arrival, key, meeting, there


def party_class(**changes: object) -> Entry:
    plain = meeting(kind=Kind.PARTY_CLASS, key=key("class"), title="冬季安全党课", matters=(), speeches=(),
                    sittings=(Sitting(HELD, time(14), time(15, 40), "值班房"),),
                    fields={"teacher": "单志强", "teacher_key": "p-secretary", "outline": "一"}, chair=Named("单志强", "p-secretary"))
    return replace(plain, **changes)   # type: ignore[arg-type]


def hours(cast: Cast, person: str) -> list[tuple[int, str, str]]:
    return [(one.hours, one.kind, one.title) for one in ledger(cast.people[person].pk, 2026)]


@pytest.mark.django_db
def test_a_class_is_typed_once_and_counted_once(cast: Cast) -> None:
    by = cast.actor("secretary")
    first = enter(party_class(), arrival(), by=by, at=NOW)
    assert hours(cast, "p-member") == [(150, "party_class", "冬季安全党课")]
    assert first.version.receipt_number and Version.objects.get().receipt_number == first.version.receipt_number
    second = enter(party_class(people=there("secretary", "committee"), fields={**party_class().fields, "hours": "2"}),
                   arrival(parents=(first.version.stamp,), reason="漏写学时"), by=by, at=NOW)
    assert hours(cast, "p-committee") == [(200, "party_class", "冬季安全党课")] and hours(cast, "p-member") == []
    withdraw(second.record.key, "记在了别的支部", by=by, at=NOW)
    assert hours(cast, "p-committee") == []


@pytest.mark.django_db
def test_a_committees_session_counts_nothing(cast: Cast) -> None:
    sitting = meeting(kind=Kind.COMMITTEE_MEETING, key=key("sitting"), people=there("secretary", "committee", "discipline"), matters=())
    enter(sitting, arrival(), by=cast.actor("secretary"), at=NOW)
    assert hours(cast, "p-secretary") == []
