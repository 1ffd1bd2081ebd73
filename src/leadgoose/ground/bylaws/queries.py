"""What a committee set itself, and which article numbers were confirmed."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings as installation
from django.db.models import QuerySet
from django.utils.translation import gettext

from leadgoose.ground.bylaws import settings
from leadgoose.ground.bylaws.models import CommitteeSetting, ConfirmedArticle, LocalValue
from leadgoose.ground.bylaws.settings import Settings
from leadgoose.ground.prepared import Slot, prepared
from leadgoose.ground.press.script import fixed
from leadgoose.ground.statutes.values import SHIPPED, Values
from leadgoose.ground.vault.actions import open_many

FRESH_FOR = 300.0
"""Seconds for which a process may not notice an article confirmed in another process; its own it knows at once."""


def settings_of(top_key: str) -> Settings:
    """All settings of a committee. Two queries."""
    return settings.typed(_stored(top_key))


def setting(top_key: str, name: str) -> Any:
    """One setting's typed value; KeyError when there is no such setting. One query, two for a sealed one."""
    kept = next((value for (value,) in _newest(top_key, settings.BY_NAME[name].name)), "")
    return settings.value(name, _opened(top_key, [(name, kept)])[0])


def notice_on_paper(own: Settings) -> str:
    """The notice that a committee's papers bear: its own, else the installation's in the papers' script."""
    return own.notice or fixed(installation.NOTICE, own.script)


def notice_in_words(top_key: str) -> str:
    """The notice on what somebody takes away in their own language: the committee's own, as it wrote it, else the installation's. One query."""
    return setting(top_key, "notice") or (gettext(installation.NOTICE) if installation.NOTICE else "")


@prepared
def _newest(top_key: Slot, name: Slot) -> QuerySet[CommitteeSetting, Any]:
    return CommitteeSetting.objects.filter(top_key=top_key, name=name).order_by("-recorded_at", "-pk").values_list("value")[:1]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a setting, as the page's list of changes shows it."""

    name: str
    value: str
    valid_from: date
    basis: str
    recorded_at: datetime
    recorded_by: str


def changes(top_key: str, most: int = 20) -> list[Change]:
    """The latest changes of a committee's settings, newest first. Two queries."""
    rows = CommitteeSetting.objects.filter(top_key=top_key, name__in=settings.BY_NAME).order_by("-recorded_at", "-pk")[:most]
    found = list(rows.values_list("name", "value", "valid_from", "basis", "recorded_at", "recorded_by"))
    opened = _opened(top_key, [(name, kept) for name, kept, *_ in found])
    return [Change(row[0], text, *row[2:]) for row, text in zip(found, opened, strict=True)]


def stored(top_key: str) -> Mapping[str, str]:
    """The stored texts by name, without defaults: what the form shows. Two queries."""
    return _stored(top_key)


def _stored(top_key: str) -> dict[str, str]:
    newest: dict[str, str] = dict(_of_committee(top_key))
    return dict(zip(newest, _opened(top_key, list(newest.items())), strict=True))


@prepared
def _of_committee(top_key: Slot) -> QuerySet[CommitteeSetting, Any]:
    return CommitteeSetting.objects.filter(top_key=top_key).order_by("recorded_at", "pk").values_list("name", "value")


def _opened(top_key: str, kept: list[tuple[str, str]]) -> list[str]:
    """Kept values (name, text) in clear: personal ones are sealed under the committee's key. One query at most."""
    sealed = [(top_key, name, text) for name, text in kept if name in settings.SEALED and text]
    opened = iter(open_many(sealed) if sealed else ())
    return [next(opened) if name in settings.SEALED and text else text for name, text in kept]


# --- numbers that a committee set for itself ---


@dataclass(frozen=True, slots=True)
class Local:
    """A number that a committee set, from a day on. value None: back to the shipped one."""

    top_key: str
    rule: str
    name: str
    value: int | None
    valid_from: date
    basis: str
    recorded_at: datetime
    recorded_by: str


def values_of(top_key: str, on: date, known_at: datetime | None = None) -> Values:
    """The numbers that hold for a committee on a day, as known now or at a moment. One query."""
    rows = _values(top_key, on) if known_at is None else _values_then(top_key, on, known_at)
    newest = {(rule, name): value for rule, name, value in rows}
    local = {key: value for key, value in newest.items() if value is not None}
    return Values(local) if local else SHIPPED


@prepared
def _values(top_key: Slot, on: Slot) -> QuerySet[LocalValue, Any]:
    return _in_order(LocalValue.objects.filter(top_key=top_key, valid_from__lte=on))


@prepared
def _values_then(top_key: Slot, on: Slot, known_at: Slot) -> QuerySet[LocalValue, Any]:
    return _in_order(LocalValue.objects.filter(top_key=top_key, valid_from__lte=on, recorded_at__lte=known_at))


def _in_order(rows: QuerySet[LocalValue]) -> QuerySet[LocalValue, Any]:
    return rows.order_by("valid_from", "recorded_at", "pk").values_list("rule", "name", "value")


def local_values(top_keys: Collection[str], rule_id: str = "") -> list[Local]:
    """What these committees set, of one rule or of all: the latest day first. One query."""
    rows = LocalValue.objects.filter(top_key__in=top_keys)
    if rule_id:
        rows = rows.filter(rule=rule_id)
    found = rows.order_by("-valid_from", "-recorded_at", "-pk")
    return [Local(*row) for row in found.values_list("top_key", "rule", "name", "value", "valid_from", "basis", "recorded_at", "recorded_by")]


# --- article numbers that somebody compared with the official text ---


@dataclass(slots=True)
class _Kept:
    articles: Mapping[str, str] | None = None
    until: float = 0.0


_kept = _Kept()
_lock = threading.Lock()


def confirmed_articles() -> Mapping[str, str]:
    """Confirmed article numbers by rule id. One query in five minutes a process, none in between."""
    with _lock:
        if _kept.articles is None or time.monotonic() >= _kept.until:
            latest = dict(ConfirmedArticle.objects.order_by("recorded_at", "pk").values_list("rule", "article"))
            _keep({rule: article for rule, article in latest.items() if article})
        return _kept.articles or {}


def remember_confirmed(articles: Mapping[str, str]) -> None:
    """Take these as the confirmed articles until they are forgotten or grow old: tests begin with none, whatever another one had read."""
    with _lock:
        _keep(articles)


def _keep(articles: Mapping[str, str]) -> None:
    _kept.articles, _kept.until = articles, time.monotonic() + FRESH_FOR


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One confirmation of an article number: which copy, who, when. article "": taken back."""

    article: str
    edition: str
    confirmed_on: date
    confirmed_by: str


def confirmations(rule_id: str) -> list[Confirmation]:
    """All that were recorded of a rule, the last first. One query."""
    rows = ConfirmedArticle.objects.filter(rule=rule_id).order_by("-recorded_at", "-pk")
    return [Confirmation(*row) for row in rows.values_list("article", "edition", "confirmed_on", "confirmed_by")]


def confirmation(rule_id: str) -> str:
    """The number that is confirmed of a rule, as the table has it this moment; "" for none. One query."""
    rows = confirmations(rule_id)
    return rows[0].article if rows else ""


def forget_confirmed() -> None:
    """Read the confirmed articles anew at the next question."""
    with _lock:
        _kept.articles = None
