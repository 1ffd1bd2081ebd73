"""Where the path of a designation stands (pure): which steps are taken, which can be, what the others wait for.

The steps are data (standards/designation.toml). Source: elec-superior-appoint (only secretary and deputy; election-2020 article 18).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from leadgoose.roster.kinds import OrgKind, PostKind
from leadgoose.roster.rules.acts import No

TAKEN = "taken"
"""The last step: the post is taken up, and what the step writes is a post."""
POSTS = (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY)
"""Who can be designated or transferred (elec-superior-appoint)."""
PLACES = (OrgKind.GENERAL_BRANCH, OrgKind.BRANCH, OrgKind.JOINT_BRANCH)


class Way(StrEnum):
    DESIGNATE = "designate"      # 指派
    TRANSFER = "transfer"        # 调动: from the same post elsewhere


class Stands(StrEnum):
    DONE = "done"
    OPEN = "open"                # can be taken now
    WAITS = "waits"
    NONE = "none"                # not needed on this path


@dataclass(frozen=True, slots=True)
class Step:
    """needs: codes of steps before it; asks: what is written beside the day, "" nothing; only_leaving: only where somebody hands over."""

    code: str
    needs: tuple[str, ...] = ()
    asks: str = ""
    only_leaving: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A path as it stands. days: of the steps taken, by code; leaving: somebody holds the post and hands it over."""

    steps: Sequence[Step]
    opened_on: date
    days: Mapping[str, date]
    leaving: bool = False
    over: bool = False           # done or given up

    def step(self, code: str) -> Step | None:
        return next((one for one in self.steps if one.code == code), None)

    def needed(self, step: Step) -> tuple[str, ...]:
        """What the step needs on this path."""
        apart = {one.code for one in self.steps if one.only_leaving and not self.leaving}
        return tuple(code for code in step.needs if code not in apart)


@dataclass(frozen=True, slots=True)
class Stand:
    """One step: day None until it is taken; missing: codes of the steps it waits for."""

    code: str
    stands: Stands
    asks: str = ""
    day: date | None = None
    missing: tuple[str, ...] = ()


def look(path: Path) -> tuple[Stand, ...]:
    """Every step in order."""
    found = []
    for one in path.steps:
        missing = tuple(code for code in path.needed(one) if code not in path.days)
        if one.only_leaving and not path.leaving:
            stands = Stands.NONE
        elif one.code in path.days:
            stands = Stands.DONE
        else:
            stands = Stands.WAITS if missing or path.over else Stands.OPEN
        found.append(Stand(one.code, stands, one.asks, path.days.get(one.code), missing))
    return tuple(found)


def refuse(path: Path, code: str, on: date, said: str, today: date) -> No | None:
    """Why a step cannot be recorded as taken on a day; None when it can."""
    step = path.step(code)
    if step is None or path.over or (step.only_leaving and not path.leaving):
        return No("no-step")
    if code in path.days:
        return No("taken-already", {"day": path.days[code].isoformat()})
    missing = [one for one in path.needed(step) if one not in path.days]
    if missing:
        return No("waits", {"step": missing[0]})
    if on > today:
        return No("ahead", {"day": on.isoformat()})
    after = max([path.opened_on, *(path.days[one] for one in path.needed(step))])
    if on < after:
        return No("before-step", {"day": on.isoformat(), "since": after.isoformat()})
    return No("said-missing") if step.asks and not said else None


def last(path: Path) -> str:
    """The step that can be taken back: one that no other taken step needs, the latest of the order; "" when there is none."""
    for one in reversed(path.steps):
        if one.code in path.days:
            return one.code
    return ""
