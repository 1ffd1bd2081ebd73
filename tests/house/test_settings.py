"""Settings: typed readers that refuse, and a page that lists them all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import leadgoose
from leadgoose.site.env import Env, read_env_file

ROOT = Path(leadgoose.__file__).parents[2]


def test_the_page_lists_every_setting_and_no_other() -> None:
    code = (ROOT / "src/leadgoose/site/settings.py").read_text("utf-8") + (ROOT / "src/leadgoose/site/env.py").read_text("utf-8")
    read = set(re.findall(r'"(LEADGOOSE_[A-Z_]+|DATABASE_URL)"', code))
    listed = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(read)


BAD: dict[str, tuple[Callable[[Env], Any], str, str]] = {
    "a flag that is neither": (lambda env: env.flag("X", False), "maybe", "X: is 'maybe'; write true or false"),
    "a number below": (lambda env: env.number("X", 5, 3, 50), "2", "X: is '2'; write a whole number from 3 to 50"),
    "a number above": (lambda env: env.number("X", 5, 3, 50), "51", "X: is '51'; write a whole number from 3 to 50"),
    "a number with a sign": (lambda env: env.number("X", 5, 3, 50), "-5", "X: is '-5'; write a whole number from 3 to 50"),
    "a number in words": (lambda env: env.number("X", 5, 3, 50), "five", "X: is 'five'; write a whole number from 3 to 50"),
    "a day that is none": (lambda env: env.day("X"), "2026-02-29", "X: is '2026-02-29'; write a day as 2026-11-23"),
    "a word that is not one of them": (lambda env: env.choice("X", "a", ("a", "b")), "c", "X: is 'c'; write one of a, b"),
    "a required text that is empty": (lambda env: env.text("X"), "", "X: is not set and has no default; see docs/settings.md"),
    "a log that goes nowhere": (
        lambda env: env.syslog("X"), "syslog", "X: is 'syslog'; write unix:///dev/log, udp://HOST:PORT or tcp://HOST:PORT"),
    "a log without a port": (
        lambda env: env.syslog("X"), "udp://10.0.0.5", "X: is 'udp://10.0.0.5'; write unix:///dev/log, udp://HOST:PORT or tcp://HOST:PORT"),
    "a file that is not there": (lambda env: env.file("X"), "/no/such/file", "X: /no/such/file is not a file; see docs/settings.md on how to make one"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_value_that_makes_no_sense_stops_the_start_with_one_sentence(case: str) -> None:
    reader, value, says = BAD[case]
    with pytest.raises(SystemExit) as stopped:
        reader(Env({"X": value}))
    assert str(stopped.value) == f"leadgoose: {says}"


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://host", "postgresql://host:port/name", "postgresql://host:99999/name"])
def test_a_database_that_cannot_be_is_refused(url: str) -> None:
    with pytest.raises(SystemExit, match="DATABASE_URL"):
        Env({"DATABASE_URL": url}).database(Path("unused"))


def test_a_database_is_read_with_its_escapes_and_options(tmp_path: Path) -> None:
    found = Env({"DATABASE_URL": "postgresql://us%40er:p%2Fw@db.example.org:5433/the%20name?sslmode=require"}).database(tmp_path / "x")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"], found["OPTIONS"]) == (
        "us@er", "p/w", "db.example.org", "5433", "the name", {"sslmode": "require"})
    found = Env({"DATABASE_URL": "postgresql://leadgoose@:5433/leadgoose?host=%2Fvar%2Frun%2Fpostgresql"}).database(tmp_path / "x")
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/var/run/postgresql", "5433", {})   # by its socket
    found = Env({"DATABASE_URL": f"sqlite:///{tmp_path}/a%20b.sqlite3"}).database(tmp_path / "x")
    assert found["NAME"] == f"{tmp_path}/a b.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_empty_values_are_defaults() -> None:
    env = Env({"X": ""})
    assert (env.flag("X", True), env.number("X", 5, 1, 9), env.day("X"), env.words("X", ["a"]), env.text("X", "b"), env.choice("X", "c", ("c",))) == (
        True, 5, None, ["a"], "", "c")


def test_a_file_of_settings(tmp_path: Path) -> None:
    file = tmp_path / "x.env"
    file.write_text("# a remark\n\nA=1\nB = two words \nC=a=b\n", encoding="utf-8")
    assert read_env_file(file) == {"A": "1", "B": "two words", "C": "a=b"}
    file.write_text("A=1\nnonsense\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="line 2 is not NAME=value"):
        read_env_file(file)


@pytest.mark.parametrize(("values", "says"), [
    ({"LEADGOOSE_OIDC_ISSUER": "http://id.example.org"},
     "LEADGOOSE_OIDC_ISSUER: is 'http://id.example.org'; write https://HOST/… as the provider writes its issuer"),
    ({"LEADGOOSE_OIDC_ISSUER": "https://id.example.org"}, "LEADGOOSE_OIDC_SECRET_FILE: is not set and has no default; see docs/settings.md"),
])
def test_a_provider_that_cannot_be_used_stops_the_start(values: dict[str, str], says: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        Env(values).oidc()
    assert str(stopped.value) == f"leadgoose: {says}"


def test_a_provider_is_read_with_its_secret_from_a_file_and_is_off_by_default(tmp_path: Path) -> None:
    assert Env({}).oidc() is None and Env({}).syslog("X") is None
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n")
    found = Env({
        "LEADGOOSE_OIDC_ISSUER": "https://id.example.org/realm/", "LEADGOOSE_OIDC_CLIENT_ID": "leadgoose", "LEADGOOSE_OIDC_SECRET_FILE": str(secret),
    }).oidc()
    assert found is not None and (found.issuer, found.client_id, found.secret) == ("https://id.example.org/realm", "leadgoose", "s3cret")
    assert "s3cret" not in repr(found)
