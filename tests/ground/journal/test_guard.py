"""The database itself refuses to change the journal, on the database in use and after all migrations."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.journal.guard import lifted
from leadgoose.ground.journal.models import Entry


@pytest.fixture
def entry(db: None) -> Entry:
    for _ in range(2):
        record(Act("RegisterTaken", date(2026, 11, 23), "committee"), by=Actor("clerk"), at=datetime(2026, 11, 23, 2, tzinfo=UTC))
    return Entry.objects.get(number=1)


def everything() -> list[tuple[object, ...]]:
    return list(Entry.objects.order_by("id").values_list())


def refused(statement: str, *values: object) -> None:
    before = everything()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert everything() == before


def test_a_change_by_save_is_refused(entry: Entry) -> None:
    entry.by = "nobody"
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()
    assert Entry.objects.get(number=1).by == "clerk"


def test_a_change_of_a_query_is_refused(entry: Entry) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(by="nobody")
    assert Entry.objects.filter(by="clerk").count() == 2


def test_removal_of_one_and_of_all_is_refused(entry: Entry) -> None:
    for remove in (entry.delete, Entry.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            remove()
    assert Entry.objects.count() == 2


def test_raw_update_is_refused(entry: Entry) -> None:
    refused("UPDATE journal_entry SET typed = typed + 1 WHERE number = 1")


def test_raw_delete_is_refused(entry: Entry) -> None:
    refused("DELETE FROM journal_entry WHERE number = 2")


def test_replacing_a_row_by_inserting_is_refused(entry: Entry) -> None:
    fields = ("chain, number, recorded_at, valid_on, act, by, role, org_key, person_key, facts, sealed, typed, filled, prev_hash, hash")
    if connection.vendor == "sqlite":
        changed = fields.replace(" by,", " %s,")
        refused(f"INSERT OR REPLACE INTO journal_entry (id, {fields}) SELECT id, {changed} FROM journal_entry WHERE number = 1", "nobody")
        refused(f"INSERT OR REPLACE INTO journal_entry ({fields}) SELECT {changed} FROM journal_entry WHERE number = 1", "nobody")
        refused("UPDATE OR REPLACE journal_entry SET number = 1 WHERE number = 2")
    else:
        refused(f"INSERT INTO journal_entry ({fields}) SELECT {fields} FROM journal_entry WHERE number = 1 "
                "ON CONFLICT (chain, number) DO UPDATE SET by = %s", "nobody")


def test_emptying_the_table_is_refused(entry: Entry) -> None:
    refused("TRUNCATE journal_entry" if connection.vendor == "postgresql" else "DELETE FROM journal_entry")


def test_tests_can_lift_the_guard_and_it_comes_back(entry: Entry) -> None:
    with lifted(connection):
        Entry.objects.all().delete()
    assert not Entry.objects.exists()
    record(Act("RegisterTaken", date(2026, 11, 23), "other"), by=Actor("clerk"), at=datetime(2026, 11, 23, 2, tzinfo=UTC))
    refused("DELETE FROM journal_entry")
