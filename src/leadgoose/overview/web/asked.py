"""What the address of the watch asks for: filters, pages, the day; wrong values are said, not guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from django.http import QueryDict

from leadgoose.ground.duties.queries import Owed
from leadgoose.ground.look import asof
from leadgoose.ground.look.asof import AsOf
from leadgoose.overview import large
from leadgoose.overview.queries import Board, Scene
from leadgoose.overview.rules.board import Group, group
from leadgoose.roster.queries.places import Place

T = TypeVar("T")
PAGE, TASKS = 50, 10


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as they hold."""

    asof: AsOf
    state: Group | None = None
    general: str = ""
    q: str = ""
    page: int = 1
    tasks: int = 1

    @property
    def on(self) -> date:
        return self.asof.on

    @property
    def filtered(self) -> bool:
        return bool(self.state or self.general or self.q)

    @property
    def bare(self) -> str:
        """The same day without filters."""
        return self.address(state=None, general=None, q=None, page=None, tasks=None)

    def address(self, **changed: object) -> str:
        """The query string of this page with some values changed; None leaves one out."""
        values: dict[str, object] = {
            "state": self.state.value if self.state else None, "general": self.general or None, "q": self.q or None, **self.asof.said,
            "page": self.page if self.page > 1 else None,
            "tasks": self.tasks if self.tasks > 1 else None,
        }
        left = {name: value for name, value in {**values, **changed}.items() if value not in (None, "")}
        return "?" + urlencode(left)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows: first and last number shown, how many in all, the pages before and after (0: none)."""

    number: int
    first: int
    last: int
    total: int
    before: int
    after: int


def read(query: QueryDict, today: date) -> Asked:
    """The filters of an address."""
    state = query.get("state", "")
    return Asked(
        asof.read(query, today, ahead=True), Group(state) if state in set(Group) else None, query.get("general", "")[:16], query.get("q", "").strip()[:50],
        _number(query.get("page")), _number(query.get("tasks")),
    )


def matching(whole: Board, asked: Asked) -> tuple[Sequence[Place], Sequence[Owed]]:
    """The branches and the obligations that the filters leave, both in order. A state keeps the branches that are in it."""
    if not asked.filtered:
        return whole.branches, whole.owed
    keys = {one.key for one in whole.scene.places.values() if _within(one, asked)}
    owed = [one for one in whole.owed if one.org_key in keys and (asked.state is None or group(one) is asked.state)]
    if asked.state is not None:
        keys &= {one.org_key for one in owed}
    return [one for one in whole.branches if one.key in keys], owed


def cut(rows: Sequence[T], number: int, size: int) -> tuple[Sequence[T], Page]:
    """One page of rows; a number beyond the last page gives the last."""
    start = (min(number, max(1, -(-len(rows) // size))) - 1) * size
    shown = rows[start : start + size]
    return shown, _page(number, size, len(shown), len(rows))


def cut_large(whole: Board, top_key: str, path: str, asked: Asked) -> tuple[Board, Sequence[Owed], Page, Sequence[Place], Page]:
    """One page of tasks and one of branches, of too many to be read at once; the board with what these lines need."""
    assert whole.large is not None
    found = large.cut(top_key, path, asked.on, whole.large, asked, TASKS, PAGE)
    shown = Scene(asked.on, True, whole.large.start_on, found.places, found.all_owed, found.names, found.details, electing=found.electing)
    tasks, branches = _page(asked.tasks, TASKS, len(found.owed), found.owed_total), _page(asked.page, PAGE, len(found.branches), found.branch_total)
    return replace(whole, scene=shown), found.owed, tasks, found.branches, branches


def _page(number: int, size: int, shown: int, total: int) -> Page:
    last_page = max(1, -(-total // size))
    number = min(number, last_page)
    start = (number - 1) * size
    return Page(number, start + 1 if shown else 0, start + shown, total, number - 1, number + 1 if number < last_page else 0)


def _within(one: Place, asked: Asked) -> bool:
    return (not asked.general or f"/{asked.general}/" in one.path) and (not asked.q or asked.q.casefold() in one.name.casefold())


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0 else 1
