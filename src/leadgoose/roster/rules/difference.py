"""What a register says against what is known (pure): who joined, left, moved, changed.

A row that waits for correction counts as present: whoever it may mean has not left. People whose branch the file does not cover have not left either.
A field that no row of the file fills is a column that the file does not have; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from leadgoose.roster.kinds import PostKind
from leadgoose.roster.rules.officers import same_posts

FIELDS = (
    "name", "gender", "ethnicity", "born_on", "education", "degree", "school", "major", "work_start", "joined_party", "full_member",
    "admin_post", "phone",
)
"""What a register says of a person besides branch, standing and posts, by the names of `PersonFact`."""
STANDING, POSTS = "standing", "party_post"


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the register in the database. number: whatever identifies people; branch: "" for somebody who is in none now."""

    person: str
    number: str
    branch: str
    standing: str
    values: Mapping[str, str]
    posts: frozenset[PostKind] = frozenset()     # as the register claimed them, in this branch


@dataclass(frozen=True, slots=True)
class Said:
    """An accepted row of the file. place: its index among the accepted; branch as in `Known`, or a new branch's name after "new:"."""

    place: int
    number: str
    branch: str
    standing: str
    values: Mapping[str, str]
    posts: frozenset[PostKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Waits:
    """What can be read of a row that waits for correction; "" where nothing can."""

    number: str
    name: str
    branch: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody new, or (person not "") somebody who had left and is back."""

    place: int
    person: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    place: int
    person: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    place: int
    person: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Somebody who moved may have changed too. unchanged + joined + (moved or changed) are all accepted rows."""

    joined: tuple[Joined, ...] = ()
    left: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    changed: tuple[Changed, ...] = ()
    unchanged: int = 0
    told: frozenset[str] = field(default_factory=frozenset)

    @property
    def empty(self) -> bool:
        """Whether the file says nothing new; people who are not in it are a question to the clerk, not yet a change."""
        return not (self.joined or self.moved or self.changed)


def compare(known: Iterable[Known], said: Iterable[Said], waits: Iterable[Waits] = (), told: frozenset[str] | None = None) -> Difference:
    """The difference, each part in the order of the file (those who left: in the order known). told: `Difference.told` of the whole file, of some rows."""
    people, rows, waiting = list(known), list(said), list(waits)
    if told is None:
        told = frozenset(name for name in FIELDS if any(row.values.get(name) for row in rows)) | ({POSTS} if any(row.posts for row in rows) else frozenset())
    posts_told = POSTS in told
    by_number = {one.number: one for one in people if one.number}
    joined: list[Joined] = []
    moved: list[Moved] = []
    changed: list[Changed] = []
    unchanged = 0
    for row in rows:
        one = by_number.get(row.number)
        if one is None:
            joined.append(Joined(row.place))
            continue
        differing = _fields(one, row, told, posts_told)
        if differing:
            changed.append(Changed(row.place, one.person, differing))
        if not one.branch:
            joined.append(Joined(row.place, one.person))
        elif one.branch != row.branch:
            moved.append(Moved(row.place, one.person, one.branch, row.branch))
        elif not differing:
            unchanged += 1
    left = _left(people, rows, waiting)
    return Difference(tuple(joined), left, tuple(moved), tuple(changed), unchanged, told)


def _fields(one: Known, row: Said, told: frozenset[str], posts_told: bool) -> tuple[FieldChange, ...]:
    found = [
        FieldChange(name, one.values.get(name, ""), row.values.get(name, ""))
        for name in FIELDS
        if name in told and one.values.get(name, "") != row.values.get(name, "")
    ]
    if one.branch and one.standing != row.standing:
        found.append(FieldChange(STANDING, one.standing, row.standing))
    if posts_told and one.branch == row.branch and not same_posts(one.posts, row.posts):
        found.append(FieldChange(POSTS, _codes(one.posts), _codes(row.posts)))
    return tuple(found)


def _left(people: list[Known], rows: list[Said], waiting: list[Waits]) -> tuple[str, ...]:
    covered = {row.branch for row in rows} | {one.branch for one in waiting if one.branch}
    there = {row.number for row in rows}
    numbers = {one.number for one in waiting if one.number}
    names = {(one.name, one.branch) for one in waiting if one.name}
    return tuple(
        one.person
        for one in people
        if one.branch in covered
        and one.number not in there
        and one.number not in numbers
        and not {(one.values.get("name", ""), one.branch), (one.values.get("name", ""), "")} & names
    )


def _codes(posts: frozenset[PostKind]) -> str:
    return " ".join(kind.value for kind in PostKind if kind in posts)
