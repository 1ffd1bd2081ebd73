"""A committee today: its organisations, and what is due, from the projections and the rows of `duties`.

As of another day ask queries_asof.py, which gives a `Scene` too; what is made from it (sums, tasks, lines) knows no difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from leadgoose.ground.duties import queries as duties
from leadgoose.ground.duties.queries import Owed
from leadgoose.ground.unchanged import kept
from leadgoose.overview import large
from leadgoose.overview.rules.board import Group, in_order, sums
from leadgoose.roster import duty_facts
from leadgoose.roster.kinds import BRANCHES, OrgKind
from leadgoose.roster.queries import places as register
from leadgoose.roster.queries.places import Detail, Place

LISTED = frozenset({*BRANCHES, OrgKind.GENERAL_BRANCH})
"""Kinds that have a line in the table of branches."""


@dataclass(frozen=True, slots=True)
class Scene:
    """live: read from the present rows, so that acts may be offered; else a look at another day.

    names, details: at hand; None: asked for when a page of lines is made. electing: organisations with an election under way, beside those that
    owed shows. unclear: as `duties.queries.Then` counts it.
    """

    on: date
    live: bool
    start_on: date | None
    places: dict[str, Place]
    owed: tuple[Owed, ...]
    names: dict[str, str] | None = None
    details: dict[str, Detail] | None = None
    unclear: int = 0
    electing: frozenset[str] = frozenset()

    @property
    def listed(self) -> list[Place]:
        return [one for one in self.places.values() if one.kind in LISTED]

    @property
    def branch_count(self) -> int:
        return sum(one.kind in BRANCHES for one in self.places.values())

    @property
    def member_count(self) -> int:
        return sum((one.full or 0) + (one.probationary or 0) for one in self.places.values() if one.kind in BRANCHES)

    def details_of(self, keys: Collection[str]) -> dict[str, Detail]:
        """Term and secretaries of these organisations. One query at most."""
        return register.present_details(keys, self.on) if self.details is None else self.details

    def names_of(self, owed: Iterable[Owed]) -> dict[str, str]:
        """The names of the people whom these obligations are about. One query at most."""
        return register.names_of({one.person_key for one in owed if one.person_key}) if self.names is None else self.names

    def elects(self, key: str) -> bool:
        """Whether an election of an organisation is under way: then it owes its next stage."""
        return key in self.electing or any(one.org_key == key and one.code.startswith("election_") for one in self.owed)


@dataclass(frozen=True, slots=True)
class Board:
    """A scene with what the watch says of the whole committee: sums, everything to be done soonest first, the branches with a line of their own."""

    scene: Scene
    sums: Mapping[Group, int]
    owed: tuple[Owed, ...]
    branches: tuple[Place, ...]
    branch_count: int
    member_count: int
    generals: tuple[tuple[str, str], ...]      # (key, name)
    large: large.Sums | None = None            # of too many to be read at once: no obligations and branches here, a page of them is `large.cut`


def board(top_key: str, path: str, today: date) -> Board:
    """The watch of the organisations at and below a path. It is read anew when something was written since: one query while nothing was, else five
    more, however many organisations there are."""
    return kept(("overview.board", top_key, path, today), lambda: _of_today(top_key, path, today))


def _of_today(top_key: str, path: str, today: date) -> Board:
    """Of too many organisations only the sums: a few hundred bytes, whatever their number."""
    counted = register.counted(top_key, path)
    if not counted.many:
        return whole_board(top_key, path, today)
    told = large.summed(top_key, path, today, duty_facts.start_on(top_key), counted)
    nothing = Scene(today, True, told.start_on, {}, ())
    return Board(nothing, told.groups, (), (), told.branches, told.members, told.generals, told)


def whole_board(top_key: str, path: str, today: date) -> Board:
    """The same with everything in it, however much that is: for a file that holds it all."""
    return board_of(scene(top_key, path, today))


def board_of(shown: Scene) -> Board:
    general = tuple((one.key, one.name) for one in shown.places.values() if one.kind is OrgKind.GENERAL_BRANCH)
    owed = tuple(in_order(shown.owed, shown.places))
    return Board(shown, sums(shown.owed), owed, tuple(shown.listed), shown.branch_count, shown.member_count, general)


def scene(top_key: str, path: str, today: date) -> Scene:
    """The organisations at and below a path, however many, and what is due there. Four queries."""
    start = duty_facts.start_on(top_key)
    places = register.present_places(top_key, path, however_many=True)
    below = None if path == f"/{top_key}/" else list(places)
    owed = duties.open_duties(top_key, today, start_on=start, org_keys=below)
    return Scene(today, True, start, places, tuple(one for one in owed if one.org_key in places))
