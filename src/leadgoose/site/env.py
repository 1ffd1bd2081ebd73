"""Typed readers of the environment. A value that makes no sense stops the start with one sentence; nothing is guessed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from leadgoose.accounts.rules.outside import Provider
from leadgoose.ground.access.events import Receiver, receiver


class BadSetting(SystemExit):
    """A setting cannot be used: says which, what it holds, what it should hold. Ends the process with status 2."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"leadgoose: {name}: {why}")


class Env:
    """Reads settings from a mapping of strings, by default the process environment plus an optional file of NAME=value lines."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    @classmethod
    def of_process(cls) -> Env:
        """The environment, on top of the file named by LEADGOOSE_ENV_FILE (default: var/leadgoose.env if there is one)."""
        named = os.environ.get("LEADGOOSE_ENV_FILE")
        path = Path(named or "var/leadgoose.env")
        if named and not path.is_file():
            raise BadSetting("LEADGOOSE_ENV_FILE", f"{named} is not a file; name a file of NAME=value lines or leave it out")
        from_file = read_env_file(path) if path.is_file() else {}
        return cls({**from_file, **os.environ})

    def text(self, name: str, default: str | None = None) -> str:
        value = self.values.get(name, default)
        if value is None or (value == "" and default is None):
            raise BadSetting(name, "is not set and has no default; see docs/settings.md")
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self.values.get(name)
        if value is None or value == "":
            return default
        if value.lower() in {"1", "true", "yes", "on"}:
            return True
        if value.lower() in {"0", "false", "no", "off"}:
            return False
        raise BadSetting(name, f"is {value!r}; write true or false")

    def number(self, name: str, default: int, least: int, most: int) -> int:
        value = self.values.get(name)
        if value is None or value == "":
            return default
        if not re.fullmatch(r"\d{1,9}", value) or not least <= int(value) <= most:
            raise BadSetting(name, f"is {value!r}; write a whole number from {least} to {most}")
        return int(value)

    def day(self, name: str) -> date | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise BadSetting(name, f"is {value!r}; write a day as 2026-11-23") from None

    def choice(self, name: str, default: str, allowed: Sequence[str]) -> str:
        value = self.values.get(name) or default
        if value not in allowed:
            raise BadSetting(name, f"is {value!r}; write one of {', '.join(allowed)}")
        return value

    def words(self, name: str, default: list[str]) -> list[str]:
        value = self.values.get(name)
        if value is None or value == "":
            return default
        return [word.strip() for word in value.split(",") if word.strip()]

    def file(self, name: str) -> Path:
        """A file that must exist, for instance the key of the vault."""
        path = Path(self.text(name))
        if not path.is_file():
            raise BadSetting(name, f"{path} is not a file; see docs/settings.md on how to make one")
        return path

    def syslog(self, name: str) -> Receiver | None:
        """Where the security log goes (`unix:///dev/log`, `udp://HOST:PORT`, `tcp://HOST:PORT`), or None."""
        value = self.values.get(name, "")
        try:
            return receiver(value) if value else None
        except ValueError as problem:
            raise BadSetting(name, f"is {value!r}; {problem}") from None

    def oidc(self) -> Provider | None:
        """The outside provider, or None where no issuer is named. The issuer is https, or http on the machine itself."""
        issuer = self.values.get("LEADGOOSE_OIDC_ISSUER", "")
        if not issuer:
            return None
        parts = urlsplit(issuer)
        here = parts.hostname in {"127.0.0.1", "localhost", "::1"}
        if not parts.hostname or parts.query or parts.fragment or not (parts.scheme == "https" or (parts.scheme == "http" and here)):
            raise BadSetting("LEADGOOSE_OIDC_ISSUER", f"is {issuer!r}; write https://HOST/… as the provider writes its issuer")
        secret = self.file("LEADGOOSE_OIDC_SECRET_FILE").read_text("utf-8").strip()
        if not secret:
            raise BadSetting("LEADGOOSE_OIDC_SECRET_FILE", "is empty; the provider gives the secret with the client's name")
        return Provider(issuer.rstrip("/"), self.text("LEADGOOSE_OIDC_CLIENT_ID"), secret, self.text("LEADGOOSE_OIDC_LABEL", "统一身份认证"))

    def database(self, default_sqlite: Path) -> dict[str, Any]:
        """Django's database settings from DATABASE_URL (postgresql://user:password@host:port/name?sslmode=… or sqlite:///path)."""
        url = self.values.get("DATABASE_URL", "")
        if not url:
            return sqlite(default_sqlite)
        parts = urlsplit(url)
        if parts.scheme == "sqlite":
            return sqlite(Path(unquote(parts.path).removeprefix("/")))   # three slashes: relative; four: absolute
        if parts.scheme not in {"postgres", "postgresql"}:
            raise BadSetting("DATABASE_URL", f"begins with {parts.scheme!r}; write postgresql://… or sqlite:///…")
        name = unquote(parts.path.lstrip("/"))
        if not name:
            raise BadSetting("DATABASE_URL", "names no database; write postgresql://user:password@host:port/NAME")
        try:
            port = parts.port
        except ValueError:
            raise BadSetting("DATABASE_URL", "has a port that is no number from 1 to 65535") from None
        options: dict[str, Any] = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or options.pop("host", ""),
            "PORT": str(port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite as it must be set up: IMMEDIATE, or concurrent writers fail with "locked"; WAL, or readers wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768; PRAGMA foreign_keys=ON;",
        },
    }


def read_env_file(path: Path) -> dict[str, str]:
    """NAME=value lines; blank lines and # lines are skipped; no quoting, no interpolation."""
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not re.fullmatch(r"[A-Z][A-Z0-9_]*", name.strip()):
            raise BadSetting(str(path), f"line {number} is not NAME=value")
        found[name.strip()] = value.strip()
    return found
