"""The watch and the team as of another day, as known now or at a moment: from the facts that were (or will be) valid then, through the same rules.

What the register and its terms tell is computed from facts, which never change. What other subjects ask for (records, training, elections) is read
from the rows of `duties`: each runs from the day on which it shows to the day of the act that did it, as known at the moment asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date

from leadgoose.ground.duties import queries as duties
from leadgoose.ground.duties.queries import Owed
from leadgoose.ground.duties.rules.state import State, look
from leadgoose.ground.holdings import GONE
from leadgoose.ground.look.asof import AsOf
from leadgoose.ground.vault.queries import destroyed
from leadgoose.overview.queries import Board, Scene, board_of
from leadgoose.roster import duty_facts
from leadgoose.roster.duty_facts import Branch, Picture
from leadgoose.roster.queries import places as register
from leadgoose.roster.queries.asof import Tree, start_known, tree, tree_around
from leadgoose.roster.queries.places import Detail, Place
from leadgoose.roster.rules.due import CODES, BranchFacts, obligations


def board_then(top_key: str, key: str, asof: AsOf) -> Board:
    """The watch of an organisation and those below it on the day. Fourteen queries."""
    return board_of(scene_then(top_key, key, asof))


def scene_then(top_key: str, key: str, asof: AsOf) -> Scene:
    """The organisations that stood at and below one (its key) on the day, and what was due there. Fourteen queries."""
    start = start_known(top_key, asof.known_at)
    seen = picture_then(top_key, key, asof, start)
    path = f"/{key}/" if key == top_key else path_of(seen, key)
    found = _scene(top_key, asof, start, seen, path, duties.done_duties(top_key, known_at=asof.known_at))
    return replace(found, places=register.with_those_below(found.places))


AT_ONCE = 1000
"""So many organisations of a very large committee are read at once."""


def scenes_then(top_key: str, key: str, asof: AsOf) -> Iterator[tuple[int, Scene]]:
    """The same of however many, AT_ONCE at a time in the register's order, for a worker: (how many there are in all, a part).

    A general branch does not count the members of its branches yet, which may stand in another part.
    """
    start, there = start_known(top_key, asof.known_at), tree(top_key, asof.on, asof.known_at)
    below, done = there.below(key), duties.done_duties(top_key, known_at=asof.known_at)
    ids = [pk for pk in there.places if pk in below]
    for first in range(0, len(ids), AT_ONCE):
        yield len(ids), _scene(top_key, asof, start, picture_of(top_key, asof, start, there, ids[first : first + AT_ONCE]), "/", done)


def whole_board_then(top_key: str, key: str, asof: AsOf, report: Callable[[int, int], None]) -> Board:
    """The watch of a day with everything in it, however much that is: for a file that holds it all. report: how many organisations of how many are read."""
    places: dict[str, Place] = {}
    owed: list[Owed] = []
    names, details, unclear, start = dict[str, str](), dict[str, Detail](), 0, None
    for number, part in scenes_then(top_key, key, asof):
        places |= part.places
        owed += part.owed
        names |= part.names or {}
        details |= part.details or {}
        unclear, start = unclear + part.unclear, part.start_on
        report(len(places), number)
    return board_of(Scene(asof.on, False, start, register.with_those_below(places), tuple(owed), names, details, unclear))


def _scene(top_key: str, asof: AsOf, start: date | None, facts: Picture, path: str, done: Collection[tuple[str, str, str, date | None]]) -> Scene:
    """What a picture of the day shows at and below a path, each organisation with members of its own. done: as `duties.done_duties`. Three queries."""
    seen = _erased(facts)
    places, details = register.of_picture(seen, path)
    there = [one for branch in seen.branches if branch.key in places for one in _owed(branch.facts, start)]
    left = [one for one in there if (one.org_key, one.person_key, one.code, one.due_on) not in done]
    others = duties.duties_then(top_key, asof.on, start_on=start, org_keys=places, without=CODES, known_at=asof.known_at)
    return Scene(asof.on, False, start, places, (*left, *others.owed), seen.names, details, others.unclear)


def picture_then(top_key: str, key: str, asof: AsOf, start: date | None) -> Picture:
    """The facts of the organisations at and below one, each at the place where it stood that day. Eight queries of a committee; of an organisation below it
    seven and one for each level above and below, however large the committee is.

    Raises places.TooMany: tens of thousands are not put together while somebody waits.
    """
    if key == top_key:
        if register.is_large(top_key):
            raise register.TooMany(key)
        return picture_of(top_key, asof, start, tree(top_key, asof.on, asof.known_at), None)
    there = tree_around(top_key, key, asof.on, asof.known_at)
    within = there.below(key)
    if len(within) > register.MANY:
        raise register.TooMany(key)
    return picture_of(top_key, asof, start, there, within)


def picture_of(top_key: str, asof: AsOf, start: date | None, there: Tree, ids: Collection[int] | None) -> Picture:
    """The facts of these organisations (all: None) of a tree of the day, each at its place there. Six queries."""
    seen = duty_facts.picture(top_key, asof.on, start=start, organisations=ids, known_at=asof.known_at)
    return replace(seen, branches=tuple(_placed(one, there) for one in seen.branches))


def _erased(seen: Picture) -> Picture:
    """The same without the names and posts of those whose key is destroyed. One query."""
    gone = destroyed() & seen.names.keys()
    return replace(seen, names=seen.names | dict.fromkeys(gone, GONE), admin=seen.admin | dict.fromkeys(gone & seen.admin.keys(), ""))


def path_of(seen: Picture, key: str) -> str:
    """The path of an organisation on the day; one that no path begins with when it was not there."""
    return next((one.path for one in seen.branches if one.key == key), f"//{key}/")


def _placed(branch: Branch, there: Tree) -> Branch:
    place = there.get(branch.key)
    return branch if place is None else replace(branch, path=there.path(place))


def _owed(facts: BranchFacts, start: date | None) -> list[Owed]:
    """What an organisation owed on the day of its facts, as the rows of `duties` would have it."""
    found = []
    for one in obligations(facts):
        due = look(one, facts.on, start)
        if due.state not in (State.AHEAD, State.OVER):
            told = json.dumps(dict(one.numbers))
            found.append(Owed(facts.key, one.person_key, one.code, one.rule, one.act, one.standing, one.due_on, told, due))
    return found
