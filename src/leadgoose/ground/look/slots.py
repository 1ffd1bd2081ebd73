"""Places on a lower page for what a higher subject knows: the page names a slot, the site says which part fills it.

    {% load slots %}{% slot "organisation.due" %}          on the page
    slots.fill("organisation.due", due_of)                  in site/parts.py, once, when all apps are ready

A part gets the page's request (with its actor and target) and returns a fragment of HTML, "" where there is nothing to show.
It has a fixed number of queries, which counts towards the page's.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.safestring import SafeString

from leadgoose.ground.access.gate import Asked

Part = Callable[[Asked], SafeString]
_parts: dict[str, Part] = {}


def fill(slot: str, part: Part) -> None:
    """Say what fills a slot; ValueError when something else fills it already."""
    if _parts.setdefault(slot, part) is not part:
        raise ValueError(f"two parts for the slot {slot}")


def filling(slot: str) -> Part | None:
    """What fills a slot; None for an empty one."""
    return _parts.get(slot)
