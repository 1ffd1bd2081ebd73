"""The journal as a page, and handing it out to who has to check it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from leadgoose.accounts.reach import Book, Realm
from leadgoose.accounts.web.parts import MANY, LongList
from leadgoose.accounts.words import ROLES
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.ground.journal import actions, queries
from leadgoose.ground.journal.queries import Row, Wanted
from leadgoose.ground.journal.words import ACTS, act_in_words, facts_in_words, keys_in
from leadgoose.roster.queries.named import Named, names_of, organisations_below

PAGE = 50
ABOUT_RIGHTS = frozenset({"SanctionRecorded", "RightsSuspended", "RightsRestored", "RestrictionRecorded"})
"""Decisions against a member's rights. In a small branch the branch alone tells whose, so they are listed for those only who may see them."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for, tidied; `wrong`: a day that is none."""

    act: str = ""
    by: str = ""
    org: str = ""
    since: date | None = None
    until: date | None = None
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry in words."""

    row: Row
    act: str
    place: str
    role: str
    changes: list[tuple[str, str]]


@gate("journal.entries", at="book")
def entries(request: Asked, book: Book) -> HttpResponse:
    asked = read(request.GET)
    below = organisations_below(book.path) if book.path else []
    hidden = frozenset() if _sees_all(request, book) else ABOUT_RIGHTS
    wanted = Wanted(book.chain, asked.act, asked.by, _org_keys(book, below, asked.org), asked.since, asked.until, hidden)
    total = queries.count(wanted)
    page = Paginator(LongList(total), PAGE).get_page(request.GET.get("page"))
    rows = queries.page(wanted, (page.number - 1) * PAGE, PAGE)
    return render(request, "accounts/journal.html", {
        "book": book, "asked": asked, "total": total, "page": page, "rows": _in_words(rows, below),
        "acts": sorted(((code, str(words)) for code, words in ACTS.items() if code not in hidden), key=lambda one: one[1]),
        "hidden": bool(hidden),
        "places": below if 1 < len(below) <= MANY else [],
        "filtered": asked != Filters(),
        "may_export": book.whole and bool(request.actor.may("journal.export", {book.chain, PLATFORM})),
    })


@gate("journal.export", at="realm", methods=("POST",))
def export(request: Asked, realm: Realm) -> HttpResponseBase:
    """The whole chain as a file, for tools/verify_journal.py. By POST, for the journal records that it was handed out."""
    at = clock.now()
    lines = actions.export(realm.key, by=request.actor, at=at)
    name = f"journal-{realm.key}-{clock.today().isoformat()}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8", headers=headers)


def _sees_all(request: Asked, book: Book) -> bool:
    """Whoever may see a member's sealed facts, and whoever checks the journal."""
    actor = request.actor
    return bool(actor.may("roster.reveal", request.target.reach) or actor.may("journal.export", {book.chain, PLATFORM}))


def read(query: QueryDict) -> Filters:
    """The filters of an address; a day that cannot be read is said, not guessed."""
    days, wrong = {}, False
    for name in ("since", "until"):
        text = query.get(name, "").strip()
        try:
            days[name] = date.fromisoformat(text) if text else None
        except ValueError:
            days[name], wrong = None, True
    if days["until"] == date.max:
        days["until"] = None
    return Filters(
        query.get("act", "")[:60], query.get("by", "").strip().lower()[:40], query.get("org", "")[:16], days["since"], days["until"], wrong
    )


def _org_keys(book: Book, below: list[Named], org: str) -> list[str] | None:
    """Which organisations the entries may concern: all of a whole book; those below otherwise; the one chosen, if it is among them."""
    if org:
        return [org] if book.whole or any(one.key == org for one in below) else []
    return None if book.whole else [one.key for one in below]


def _in_words(rows: list[Row], below: list[Named]) -> list[Shown]:
    names = {one.key: one.name for one in below}
    asked = {key for row in rows for key in keys_in(row.facts)} | {row.org_key for row in rows if row.org_key}
    names |= names_of(asked - names.keys())
    roles: dict[Any, Any] = ROLES
    return [
        Shown(row, act_in_words(row.act), names.get(row.org_key, ""), str(roles.get(row.role, "")), facts_in_words(row.facts, names))
        for row in rows
    ]
