"""What the page of an uploaded register shows, as plain data: made at once for a small file, kept sealed for a large one.

Judging ten thousand rows takes seconds and a hundred megabytes. That is done once, by a job; the page then reads what the job found. Whether the
register has moved on since is seen when the file is taken in: `digest` is compared with the difference of that moment.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from leadgoose.ground.intake.problems import Problem
from leadgoose.ground.vault.actions import open_sealed, seal
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Import
from leadgoose.roster.queries.uploads import RegisterSeen, compare_register

LOOK = "look"
"""Name of the field under which a look is sealed, under the import's own key."""
MOST_WORDS = 50
"""Unread words and columns kept."""


@dataclass(frozen=True, slots=True)
class JoinedRow:
    """back: had been a member before."""

    name: str
    branch: str
    probationary: bool
    post: str
    back: bool


@dataclass(frozen=True, slots=True)
class MovedRow:
    key: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """fields: (field, before, after)."""

    key: str
    name: str
    branch: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LeftRow:
    key: str
    name: str
    branch: str


@dataclass(frozen=True, slots=True)
class Look:
    """An upload as judged and compared. compares: there were members already; empty: nothing to take in but those who may have left."""

    counts: Mapping[str, int]
    joined: tuple[JoinedRow, ...]
    moved: tuple[MovedRow, ...]
    changed: tuple[ChangedRow, ...]
    left: tuple[LeftRow, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    new_places: tuple[tuple[str, OrgKind], ...]
    unread_posts: tuple[tuple[str, str], ...]
    unread_columns: tuple[tuple[str, str], ...]
    compares: bool
    empty: bool
    digest: str


def look_of(seen: RegisterSeen) -> Look:
    """What is shown of a comparison."""
    counts, found, people = seen.register.counts, seen.difference, seen.register.people

    def branch(place: int) -> str:
        return seen.place_name(seen.branches[place])

    return Look(
        {"rows": counts.rows, "accepted": counts.accepted, "rejected": counts.rejected, "branches": counts.branches},
        tuple(
            JoinedRow(people[one.place].name, branch(one.place), people[one.place].is_probationary, people[one.place].party_post, bool(one.person))
            for one in found.joined
        ),
        tuple(MovedRow(one.person, seen.name_of(one.person), seen.place_name(one.before), seen.place_name(one.after)) for one in found.moved),
        tuple(
            ChangedRow(one.person, seen.name_of(one.person), branch(one.place), tuple((each.field, each.before, each.after) for each in one.fields))
            for one in found.changed
        ),
        tuple(LeftRow(person, seen.name_of(person), seen.place_name(seen.who[person].branch)) for person in found.left),
        found.unchanged, seen.register.problems, tuple((one.name, one.kind) for one in seen.new_places),
        tuple((row.name, word) for row, word in seen.unread_posts[:MOST_WORDS]),
        tuple((one.sheet, one.column) for one in seen.register.unread_columns[:MOST_WORDS]),
        any(one.branch for one in seen.who.values()), found.empty, seen.digest,
    )


def look(upload: Import) -> Look:
    """What the page shows: as kept, or judged and compared now. One query for a large file, eight for a small one."""
    return opened(upload) if upload.look_sealed else look_of(compare_register(upload))


def sealed(upload: Import, found: Look) -> str:
    """The look as `Import.look_sealed` keeps it."""
    return seal(upload.key, LOOK, base64.b85encode(zlib.compress(json.dumps(asdict(found), ensure_ascii=False).encode(), 6)).decode())


def opened(upload: Import) -> Look:
    """The look that was kept. One query."""
    said: dict[str, Any] = json.loads(zlib.decompress(base64.b85decode(open_sealed(upload.key, LOOK, upload.look_sealed))))
    said["joined"] = tuple(JoinedRow(**one) for one in said["joined"])
    said["moved"] = tuple(MovedRow(**one) for one in said["moved"])
    said["changed"] = tuple(ChangedRow(one["key"], one["name"], one["branch"], tuple(tuple(each) for each in one["fields"])) for one in said["changed"])
    said["left"] = tuple(LeftRow(**one) for one in said["left"])
    said["problems"] = tuple(Problem(**one) for one in said["problems"])
    said["new_places"] = tuple((name, OrgKind(kind)) for name, kind in said["new_places"])
    for name in ("unread_posts", "unread_columns"):
        said[name] = tuple(tuple(one) for one in said[name])
    return Look(**said)
