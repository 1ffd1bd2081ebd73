"""Recording acts, on the database in use: the chain, the round trip, erasure, and what may not stand in it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leadgoose.ground.access.actor import Actor, Denied, Held
from leadgoose.ground.access.roles import PLATFORM, Role
from leadgoose.ground.journal import chain
from leadgoose.ground.journal.actions import Act, export, record
from leadgoose.ground.journal.commands import export_journal
from leadgoose.ground.journal.models import Entry, Head
from leadgoose.ground.journal.queries import line
from leadgoose.ground.journal.words import facts_in_words, say
from leadgoose.ground.vault.actions import Destroyed, destroy, open_sealed
from verifying import verify_journal

CLERK = Actor("clerk", held=(Held(Role.CLERK, "committee"),))
AUDITOR = Actor("auditor", held=(Held(Role.AUDITOR, PLATFORM),))
AT = datetime(2026, 11, 23, 2, 0, 0, 7, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def act(**changes: Any) -> Act:
    return Act(**{"name": "RegisterTaken", "valid_on": TODAY, "top_key": "committee", **changes})


def verified(lines: list[str]) -> list[str]:
    return [str(one) for one in verify_journal.verify("".join(lines).encode())[2]]


@pytest.mark.django_db
def test_an_act_becomes_an_entry_with_everything_that_was_said() -> None:
    receipt = record(
        act(org_key="one", person_key="p-1", facts={"kinds": ("a", "b"), "joined": 3, "first": True, "basis": None}, personal={"p-1": {"name": "单志强"}},
            typed=4, filled=9, role="clerk"), by=CLERK, at=AT,
    )
    entry = Entry.objects.get()
    assert (entry.chain, entry.number, entry.act, entry.by, entry.role, entry.org_key, entry.person_key, entry.typed, entry.filled) == (
        "committee", 1, "RegisterTaken", "clerk", "clerk", "one", "p-1", 4, 9)
    assert entry.facts == {"kinds": ["a", "b"], "joined": 3, "first": True, "basis": None}
    assert (entry.recorded_at, entry.valid_on, entry.prev_hash) == (AT, TODAY, chain.START)
    assert open_sealed("p-1", "name", entry.sealed["p-1"]["name"]) == "单志强"
    assert (receipt.number, receipt.hash, str(receipt)) == (1, entry.hash, f"1-{entry.hash[:16]}")
    assert Head.objects.values_list("chain", "number", "hash").get() == ("committee", 1, entry.hash)


@pytest.mark.django_db
def test_each_committee_and_the_platform_has_a_chain_of_its_own() -> None:
    numbers = [record(act(top_key=key), by=CLERK, at=AT).number for key in ("committee", "elsewhere", "committee", PLATFORM)]
    assert numbers == [1, 1, 2, 1]
    first, second = Entry.objects.filter(chain="committee").order_by("number")
    assert second.prev_hash == first.hash


@pytest.mark.django_db(transaction=True)
def test_eight_who_record_at_once_from_the_first_entry_on_leave_one_chain_without_a_fork() -> None:
    gate = Barrier(8)

    def ten() -> list[int]:
        gate.wait()
        numbers = []
        try:
            for _ in range(10):
                with transaction.atomic():
                    numbers.append(record(act(), by=CLERK, at=AT).number)
        finally:
            connections.close_all()
        return numbers

    with ThreadPoolExecutor(8) as pool:
        told = [one.result() for one in [pool.submit(ten) for _ in range(8)]]
    assert sorted(number for numbers in told for number in numbers) == list(range(1, 81))
    entries = list(Entry.objects.filter(chain="committee").order_by("number").values_list("number", "prev_hash", "hash"))
    assert [(number, prev) for number, prev, _ in entries] == list(enumerate([chain.START, *(hashed for *_, hashed in entries[:-1])], 1))
    assert Head.objects.values_list("number", "hash").get() == (80, entries[-1][2])


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction of its cause"):
        record(act(), by=CLERK, at=AT)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_entry_and_no_gap() -> None:
    with pytest.raises(KeyError), transaction.atomic():
        record(act(), by=CLERK, at=AT)
        raise KeyError
    with transaction.atomic():
        assert record(act(), by=CLERK, at=AT).number == 1
    assert Entry.objects.count() == 1


class Kind(StrEnum):
    BRANCH = "branch"


@pytest.mark.django_db
def test_an_enum_and_a_local_moment_hash_like_what_comes_back() -> None:
    record(act(facts={"kind": Kind.BRANCH}), by=CLERK, at=AT.astimezone(timezone(timedelta(hours=8))))
    entry = Entry.objects.get()
    assert line(entry)["recorded_at"] == "2026-11-23T02:00:00.000007+00:00"
    assert chain.link(entry.prev_hash, line(entry)) == entry.hash


CODES = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ-_.:/0", max_size=12)
FACTS = st.dictionaries(
    CODES,
    st.recursive(
        st.none() | st.booleans() | st.integers(-chain.LARGEST, chain.LARGEST) | CODES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(CODES, inner, max_size=3), max_leaves=5,
    ),
    max_size=4,
)


class RoundTrip(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(facts=st.lists(FACTS, min_size=1, max_size=4), words=st.text(max_size=8), micro=st.integers(0, 999_999))
    def test_whatever_was_recorded_comes_back_and_verifies(self, facts: list[dict[str, Any]], words: str, micro: int) -> None:
        words = words.encode("utf-8", "ignore").decode()
        for one in facts:
            record(act(facts=one, personal={"p-1": {"words": words}}), by=CLERK, at=AT.replace(microsecond=micro))
        assert [entry.facts for entry in Entry.objects.order_by("number")] == facts
        assert verified(list(export("committee", by=AUDITOR, at=AT))) == []


REFUSED = {
    "a name": {"name": "单志强"},
    "a name as a key": {"单志强": 1},
    "a sentence": {"why": "moved to another branch"},
    "an ID number": {"id": "990101198511230013"},
    "an ID number within a code": {"id": "id:99010119851123001X"},
    "a mobile phone": {"phone": "13900010001"},
    "a fraction": {"share": 0.5},
    "a whole number that is written as a fraction": {"share": 1.0},
    "a number beyond 2^53": {"n": 2**53},
    "a date that is not text yet": {"on": TODAY},
    "a key that is no text": {"seats": {5: "one"}},
    "bytes": {"raw": b"x"},
    "a line break": {"a": "b\nc"},
    "a long text": {"a": "b" * 201},
}


@pytest.mark.django_db
@pytest.mark.parametrize("case", REFUSED)
def test_facts_hold_codes_and_not(case: str) -> None:
    with pytest.raises(chain.NotPlain):
        record(act(facts=REFUSED[case]), by=CLERK, at=AT)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_hash_a_key_a_day_and_a_rule_are_codes() -> None:
    facts = {"sha256": "0" * 64, "key": "p7k2m9d4wxyz", "on": "2026-11-23", "rule": "elec-reminder-six-months", "address": "/o/one/", "mail": "a@b"}
    assert chain.plain(facts) == facts


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "at"),
    [({}, datetime(2026, 11, 23)), ({"valid_on": AT}, AT), ({"name": "x" * 61}, AT), ({"name": ""}, AT), ({"typed": -1}, AT), ({"org_key": "x" * 17}, AT)],   # noqa: DTZ001
    ids=["a moment without zone", "a moment for a day", "a long name", "no name", "fewer than no fields", "a long key"],
)
def test_what_only_one_database_would_refuse_is_refused_on_both(changes: dict[str, Any], at: datetime) -> None:
    with pytest.raises(ValueError):
        record(act(**changes), by=CLERK, at=at)


@pytest.mark.django_db
def test_the_chain_verifies_before_and_after_a_person_is_erased_and_nothing_is_left_of_them() -> None:
    record(act(personal={"p-1": {"name": "单志强"}, "p-2": {"name": "查晓明"}}), by=CLERK, at=AT)
    record(act(person_key="p-1"), by=CLERK, at=AT)
    sealed = Entry.objects.get(number=1).sealed
    before = list(export("committee", by=AUDITOR, at=AT))
    assert verified(before) == []
    destroy("p-1", AT)
    after = list(export("committee", by=AUDITOR, at=AT))
    assert verified(after) == []
    assert after[1:4] == before[1:4]
    with pytest.raises(Destroyed):
        open_sealed("p-1", "name", sealed["p-1"]["name"])
    assert open_sealed("p-2", "name", sealed["p-2"]["name"]) == "查晓明"


@pytest.mark.django_db
def test_an_export_says_who_made_it_and_when_and_holds_nothing_sensitive_in_clear() -> None:
    record(act(personal={"p-1": {"name": "单志强", "id_number": "990101198511230013"}}), by=CLERK, at=AT)
    lines = list(export("committee", by=AUDITOR, at=AT + timedelta(hours=15)))
    header = json.loads(lines[0])
    assert header == {"journal": "committee", "format": 1, "exported_by": "auditor", "exported_at": "2026-11-23T17:00:00.000007+00:00", "count": 2,
                      "receipt": header["receipt"]}
    assert json.loads(lines[-1])["act"] == "JournalExported" and json.loads(lines[-1])["valid_on"] == "2026-11-24"   # past midnight in Shanghai
    assert header["receipt"] == f"2-{json.loads(lines[-1])['hash'][:16]}"
    assert "单志强" not in "".join(lines) and "990101198511230013" not in "".join(lines)


@pytest.mark.django_db
@pytest.mark.parametrize("login", ["clerk", "nobody"])
def test_only_an_auditor_exports(login: str) -> None:
    record(act(), by=CLERK, at=AT)
    with pytest.raises(Denied):
        list(export("committee", by=CLERK if login == "clerk" else Actor("nobody"), at=AT))
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_the_command_writes_a_file_that_the_tool_accepts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receipt = record(act(), by=CLERK, at=AT)
    file = tmp_path / "journal.jsonl"
    assert export_journal(["--committee", "committee", "--out", str(file)]) == 0
    assert verify_journal.main([str(file), "--receipt", str(receipt)]) == 0
    assert export_journal(["--committee", "committee", "--out", str(file)]) == 2
    assert export_journal(["--platform"]) == 2
    assert capsys.readouterr().err == f"leadgoose: {file} exists already; name a new file\nleadgoose: there is no journal with the key 'platform'\n"


@pytest.mark.django_db
def test_recording_costs_the_same_number_of_queries_whatever_the_length_of_the_chain(django_assert_num_queries: Any) -> None:
    for _ in range(3):
        record(act(name="LocalValueSet"), by=CLERK, at=AT)   # nothing follows from it
    with django_assert_num_queries(5):
        record(act(name="LocalValueSet"), by=CLERK, at=AT)   # nothing follows from it


def test_a_code_means_what_the_fact_says_and_else_itself() -> None:
    say({"stage-of-test": {"open": "公开"}, "kind-of-test": lambda code: {"open": "敞开"}[code]})
    shown = facts_in_words({"stage-of-test": "open", "kind-of-test": ["open", "shut"], "ticked": ["open", "shut"], "login": "open"}, {})
    assert [value for _, value in shown] == ["公开", "敞开、shut", "2 项", "open"]
