"""Sealing, opening, destroying and finding, on the database in use."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leadgoose.ground.vault import keys
from leadgoose.ground.vault.actions import (
    Destroyed,
    WrongKey,
    check_key,
    destroy,
    index,
    mask,
    open_many,
    open_sealed,
    seal,
    seal_many,
)
from leadgoose.ground.vault.commands import make_key
from leadgoose.ground.vault.models import KeyCheck, PersonKey

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def another_key(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The process runs with another key file from here on."""
    path = tmp_path / "another.key"
    keys.make_key_file(path)
    before = settings.VAULT_KEY_FILE
    yield path
    settings.VAULT_KEY_FILE = before
    keys.derived.cache_clear()


def use(path: Path, settings: Any) -> None:
    settings.VAULT_KEY_FILE = path
    keys.derived.cache_clear()


@pytest.mark.django_db
def test_what_was_sealed_opens_again_and_does_not_show() -> None:
    sealed = seal("p-1", "id_number", "990101198511230013")
    assert open_sealed("p-1", "id_number", sealed) == "990101198511230013"
    assert "990101" not in sealed and b"990101".hex() not in sealed
    assert seal("p-1", "id_number", "990101198511230013") != sealed      # equal values do not look equal


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "field", "change"),
    [
        ("p-2", "id_number", lambda sealed: sealed),
        ("p-1", "phone", lambda sealed: sealed),
        ("p-1", "id_number", lambda sealed: sealed[:-1] + ("0" if sealed[-1] != "0" else "1")),
        ("p-1", "id_number", lambda sealed: sealed[:-2]),
        ("p-1", "id_number", lambda sealed: sealed[3:]),
        ("p-1", "id_number", lambda sealed: "v1.zz"),
        ("p-1", "id_number", lambda sealed: "990101198511230013"),
    ],
    ids=["under another person", "in another field", "changed by a bit", "cut", "without its mark", "not hex", "never sealed"],
)
def test_a_sealed_value_does_not_open(person: str, field: str, change: Any) -> None:
    sealed = seal("p-1", "id_number", "990101198511230013")
    seal("p-2", "id_number", "990101198511230021")
    with pytest.raises(ValueError):
        open_sealed(person, field, change(sealed))


@pytest.mark.django_db
def test_nothing_stays_nothing_and_costs_no_key() -> None:
    assert seal("p-1", "phone", "") == "" and open_sealed("p-1", "phone", "") == ""
    assert not PersonKey.objects.exists()


@pytest.mark.django_db
def test_a_destroyed_key_opens_nothing_seals_nothing_and_spares_the_others() -> None:
    mine, theirs = seal_many([("p-1", "phone", "19900010001"), ("p-2", "phone", "19900010002")])
    destroy("p-1", AT)
    for attempt in (lambda: open_sealed("p-1", "phone", mine), lambda: seal("p-1", "phone", "19900010001")):
        with pytest.raises(Destroyed):
            attempt()
    assert open_sealed("p-2", "phone", theirs) == "19900010002"
    assert PersonKey.objects.filter(person_key="p-1").values_list("wrapped", "destroyed_at").get() == (None, AT)
    destroy("p-1", AT.replace(year=2027))
    assert PersonKey.objects.get(person_key="p-1").destroyed_at == AT


@pytest.mark.django_db
def test_somebody_who_never_had_a_key_can_be_destroyed_and_then_gets_none() -> None:
    destroy("p-9", AT)
    with pytest.raises(Destroyed):
        seal("p-9", "phone", "19900010001")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps the old row until VACUUM: docs/security.md")
def test_on_sqlite_a_destroyed_key_leaves_no_bytes_in_the_file(tmp_path: Path) -> None:
    seal("p-1", "phone", "19900010001")
    wrapped = bytes(PersonKey.objects.get(person_key="p-1").wrapped or b"")
    target = tmp_path / "copy.sqlite3"

    def bytes_of_database() -> bytes:
        target.unlink(missing_ok=True)
        copy = sqlite3.connect(target)
        connection.connection.backup(copy)      # page by page, free space included
        copy.close()
        return target.read_bytes()

    assert wrapped in bytes_of_database()
    destroy("p-1", AT)
    assert wrapped not in bytes_of_database()


@pytest.mark.django_db
def test_two_who_make_a_key_for_one_person_at_once_both_use_the_one_that_stayed(monkeypatch: pytest.MonkeyPatch) -> None:
    from leadgoose.ground.vault import actions

    sealed_by_other: list[str] = []
    real = actions.AESGCM.generate_key

    def meanwhile(bits: int) -> bytes:
        monkeypatch.setattr(actions.AESGCM, "generate_key", real)
        sealed_by_other.append(seal("p-1", "phone", "19900010001"))   # another request gets in between our look and our write
        return real(bits)

    monkeypatch.setattr(actions.AESGCM, "generate_key", meanwhile)
    mine = seal("p-1", "phone", "19900010002")
    assert open_many([("p-1", "phone", mine), ("p-1", "phone", sealed_by_other[0])]) == ["19900010002", "19900010001"]


class AnyText(TestCase):
    @settings(max_examples=50, deadline=None)
    @given(items=st.lists(st.tuples(st.sampled_from(["p-1", "p-2", "p-3"]), st.sampled_from(["phone", "name"]), st.text(max_size=30)), max_size=8))
    def test_any_text_of_anybody_comes_back_in_order(self, items: list[tuple[str, str, str]]) -> None:
        items = [(person, field, text.encode("utf-8", "ignore").decode()) for person, field, text in items]
        sealed = seal_many(items)
        assert open_many([(person, field, one) for (person, field, _), one in zip(items, sealed, strict=True)]) == [text for *_, text in items]


@pytest.mark.django_db
def test_ten_thousand_people_are_sealed_and_opened_in_seconds_and_few_queries(django_assert_max_num_queries: Any) -> None:
    items = [(f"p-{number}", field, "990101198511230013") for number in range(10_000) for field in ("id_number", "phone")]
    begun = time.process_time()
    with django_assert_max_num_queries(2 + 31 + 2 + 2):   # looking, writing (333 rows at a time on SQLite), looking again, a savepoint
        sealed = seal_many(items)
    with django_assert_max_num_queries(2):
        assert set(open_many([(*item[:2], one) for item, one in zip(items, sealed, strict=True)])) == {"990101198511230013"}
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("990101198511230013", "990***********0013"), ("99010119851123001X", "990***********001X"), ("19900010001", "199****0001"),
        ("990101851123001", "990********3001"), ("8512345", "*****45"), ("0996123456", "********56"), ("1234", "****"), ("", ""),
    ],
)
def test_what_a_page_shows(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_an_index_finds_equals_within_a_kind_and_tells_nothing_without_the_key(another_key: Path, settings: Any) -> None:
    mine = index("last4", "committee", "0013")
    assert mine == index("last4", "committee", "0013")
    others = [index("id", "committee", "0013"), index("last4", "elsewhere", "0013"), index("last4", "committee0", "013"), index("last4", "committee", "0014")]
    assert mine not in others and len(set(others)) == 4
    use(another_key, settings)
    assert index("last4", "committee", "0013") != mine


@pytest.mark.django_db
def test_another_key_file_opens_nothing_seals_nothing_and_is_noticed(another_key: Path, settings: Any) -> None:
    sealed = seal("p-1", "phone", "19900010001")
    check_key()
    use(another_key, settings)
    for attempt in (lambda: open_sealed("p-1", "phone", sealed), lambda: seal("p-1", "phone", "19900010001")):
        with pytest.raises(WrongKey):
            attempt()
    with pytest.raises(SystemExit, match="not the one this database was sealed with"):
        check_key()
    assert KeyCheck.objects.count() == 1


@pytest.mark.django_db
def test_the_database_knows_its_key_from_its_first_migration_on() -> None:
    assert KeyCheck.objects.count() == 1


def start(tmp_path: Path, key: bytes | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`leadgoose …` in a process of its own, on an empty SQLite file."""
    file = tmp_path / "vault.key"
    if key is not None:
        file.write_bytes(key)
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "LEADGOOSE_VAR": str(tmp_path), "LEADGOOSE_VAULT_KEY_FILE": str(file),
        "LEADGOOSE_SECRET_KEY": "x" * 50, "LEADGOOSE_STATIC_MANIFEST": "false",
    }
    return subprocess.run(
        [sys.executable, "-m", "leadgoose.site.cli", *arguments], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("key", "says"),
    [
        (None, "LEADGOOSE_VAULT_KEY_FILE: {file} is not a file; see docs/settings.md on how to make one"),
        (b"not base64!", "LEADGOOSE_VAULT_KEY_FILE: {file} cannot be read as base64 text; restore it from its safe copy"),
        (b"\xff\xfe", "LEADGOOSE_VAULT_KEY_FILE: {file} cannot be read as base64 text; restore it from its safe copy"),
        (b"", "LEADGOOSE_VAULT_KEY_FILE: {file} holds 0 bytes, not 32; restore it from its safe copy"),
        (b"c2hvcnQ=\n", "LEADGOOSE_VAULT_KEY_FILE: {file} holds 5 bytes, not 32; restore it from its safe copy"),
    ],
    ids=["missing", "no base64", "no text", "empty", "short"],
)
def test_without_a_usable_key_nothing_starts_and_one_sentence_says_why(tmp_path: Path, key: bytes | None, says: str) -> None:
    result = start(tmp_path, key, "django", "check")
    assert result.returncode != 0
    assert result.stderr == f"leadgoose: {says.format(file=tmp_path / 'vault.key')}\n"


def test_a_new_key_file_is_readable_by_its_owner_only_and_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "deep" / "vault.key"
    assert make_key([str(file)]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(keys.read_key_file(file)) == 32
    first = file.read_bytes()
    assert make_key([str(file)]) == 2
    assert file.read_bytes() == first
    assert "a key is never overwritten" in capsys.readouterr().err


def test_the_key_is_made_before_any_setting_exists(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "leadgoose.site.cli", "make-key", str(tmp_path / "new.key")], env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
