"""The yearly comparison (pure): each difference between a new register and what is known becomes a proposed act. Nothing is done by itself.

joined → transfer in; left → transfer out, death, move or probation cancelled; another branch → move; probationary became full → end of probation;
other values → correction; posts → given or ended. Docs: docs/rules/register.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from leadgoose.roster.kinds import PostKind, Standing
from leadgoose.roster.rules.acts import Kind
from leadgoose.roster.rules.difference import POSTS, STANDING, Difference, FieldChange
from leadgoose.roster.rules.lines import ACT as CORRECT
from leadgoose.roster.rules.officers import agrees

CHANGE_POSTS = "change_posts"


class Sort(StrEnum):
    """In the order in which they are done: what somebody is comes before where somebody goes."""

    PROMOTED = "promoted"    # probationary became full
    CHANGED = "changed"      # other values
    MOVED = "moved"
    LEFT = "left"
    JOINED = "joined"
    POSTED = "posted"
    DEMOTED = "demoted"      # the file says probationary of a full member: no act makes that so


ACTS: Mapping[Sort, tuple[str, ...]] = {
    Sort.PROMOTED: (Kind.END_PROBATION,), Sort.CHANGED: (CORRECT,), Sort.MOVED: (Kind.MOVE,),
    Sort.LEFT: (Kind.OUT, Kind.DEATH, Kind.MOVE, Kind.CANCEL_PROBATION), Sort.JOINED: (Kind.IN,), Sort.POSTED: (CHANGE_POSTS,), Sort.DEMOTED: (),
}
"""The acts by which a difference can be settled, the likeliest first; what none of them fits is refused and stays listed."""


@dataclass(frozen=True, slots=True)
class RowPosts:
    """The posts that a row of the file names for somebody known who is where the file says, and those held there."""

    place: int
    person: str
    branch: str
    said: frozenset[PostKind]
    held: frozenset[PostKind]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One difference. key names it within its file; place: the row, None for somebody who is in none; before, after: branches by key.

    day: of full membership as the file has it, "" unknown; gives, ends: posts.
    """

    key: str
    sort: Sort
    person: str = ""
    place: int | None = None
    before: str = ""
    after: str = ""
    fields: tuple[FieldChange, ...] = ()
    day: str = ""
    gives: tuple[PostKind, ...] = ()
    ends: tuple[PostKind, ...] = ()

    @property
    def acts(self) -> tuple[str, ...]:
        return ACTS[self.sort]


def propose(
    found: Difference, branches: Mapping[int, str], numbers: Mapping[int, str], homes: Mapping[str, str], posts: Iterable[RowPosts]
) -> tuple[Proposal, ...]:
    """Everything that the clerk has to answer, in the order of `Sort`, then of the file.

    branches: of each row, key or "new:" + name; numbers: a hash of each row's ID number; homes: of each person known, the present branch.
    """
    back = {one.place for one in found.joined}
    made: list[Proposal] = []
    for one in found.changed:
        if one.place not in back:
            made += _of_values(one.place, one.person, one.fields, homes.get(one.person, ""))
    made += [Proposal(f"moved.{one.person}", Sort.MOVED, one.person, one.place, one.before, one.after) for one in found.moved]
    made += [Proposal(f"left.{person}", Sort.LEFT, person, None, homes.get(person, "")) for person in found.left]
    for new in found.joined:
        made.append(Proposal(f"joined.{numbers[new.place][:24]}", Sort.JOINED, new.person, new.place, "", branches[new.place]))
    made += [proposal for row in posts if (proposal := _of_posts(row)) is not None]
    order = {sort: place for place, sort in enumerate(Sort)}
    return tuple(sorted(made, key=lambda one: order[one.sort]))


def _of_values(place: int, person: str, fields: Iterable[FieldChange], home: str) -> list[Proposal]:
    """What the file says otherwise of somebody: standing is an act of its own, posts are answered by what is held, the rest is corrected."""
    fields = list(fields)
    standing = next((one for one in fields if one.field == STANDING), None)
    promoted = standing is not None and standing.after == Standing.FULL
    day = next((one.after for one in fields if one.field == "full_member"), "")
    rest = tuple(one for one in fields if one.field not in {STANDING, POSTS} and not (promoted and one.field == "full_member"))
    found = []
    if standing is not None:
        sort = Sort.PROMOTED if promoted else Sort.DEMOTED
        found.append(Proposal(f"{sort}.{person}", sort, person, place, home, home, (standing,), day if promoted else ""))
    if rest:
        found.append(Proposal(f"changed.{person}", Sort.CHANGED, person, place, home, home, rest))
    return found


def _of_posts(row: RowPosts) -> Proposal | None:
    gives = tuple(kind for kind in PostKind if kind in row.said and not any(agrees(kind, one) for one in row.held))
    ends = tuple(kind for kind in PostKind if kind in row.held and not any(agrees(kind, one) for one in row.said))
    if not gives and not ends:
        return None
    return Proposal(f"posted.{row.person}", Sort.POSTED, row.person, row.place, row.branch, row.branch, gives=gives, ends=ends)
