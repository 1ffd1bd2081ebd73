"""The figures above the watch: how many of each, and the filter that a click on one sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leadgoose.overview import sentences
from leadgoose.overview.rules.board import Group, Tone
from leadgoose.overview.web.asked import Asked

ALWAYS = (Group.EXPIRED, Group.REMIND, Group.SIX, Group.VACANT, Group.PROBATION, Group.UNKNOWN)
"""The sums in large figures; the others stand below in one line, where there are any."""
COLOUR = {Group.EXPIRED: Tone.ACT, Group.VACANT: Tone.ACT, Group.UNKNOWN: Tone.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Sum:
    group: Group
    label: str
    count: int
    tone: str
    address: str
    here: bool


def boxes(counted: Mapping[Group, int], asked: Asked) -> list[Sum]:
    """One of each group, in the order of the page. The address keeps the other filters and begins at the first page."""
    return [
        Sum(
            one, str(sentences.GROUP[one]), counted[one], str(COLOUR.get(one, "") if counted[one] else ""),
            asked.address(state=None if asked.state is one else one.value, page=None, tasks=None), asked.state is one,
        )
        for one in Group
    ]
