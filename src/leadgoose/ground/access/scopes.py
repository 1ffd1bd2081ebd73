"""How a page's address becomes the thing it is about, and that thing's reach.

Floors above register a finder for each kind of thing (`organisation`, `person`, …); the gate asks it. So the gate needs to know no table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Target:
    """What a page is about: the keys that reach it, the top committee's key, and the thing as the view wants it.

    top_name: the committee's name, "" where the finder did not ask for it.
    """

    reach: frozenset[str]
    top_key: str
    thing: Any
    top_name: str = ""


Finder = Callable[[str], "Target | None"]
_finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """Name the finder of a kind of thing; called once, from the owning app's ready()."""
    if kind in _finders and _finders[kind] is not finder:
        raise ValueError(f"two finders for {kind}")
    _finders[kind] = finder


def find(kind: str, key: str) -> Target | None:
    """The thing with this key, or None; KeyError when nobody registered the kind."""
    return _finders[kind](key)


def kinds() -> frozenset[str]:
    return frozenset(_finders)
