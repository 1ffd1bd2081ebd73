"""What the page of an uploaded register or ledger shows, as plain data: made at once for a small file, kept sealed for a large one.

Judging ten thousand rows takes seconds and a hundred megabytes. That is done once, by a job; the page then reads what the job found. Whether the
register has moved on since is seen when the file is taken in: `digest` is compared with the difference of that moment.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from leadgoose.ground.intake.problems import Problem
from leadgoose.ground.vault.actions import open_sealed, seal
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Import
from leadgoose.roster.queries.ledgers import LedgerSeen, compare_ledger
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


@dataclass(frozen=True, slots=True)
class TermLine:
    """A line of a ledger that changes something. Days are ISO text; posts, ended: (kind of post, name)."""

    branch: str
    state: str
    elected: str
    years: int
    expires: str
    shifted: str
    reply: str
    founded: str
    posts: tuple[tuple[str, str], ...]
    agreed: int
    ended: tuple[tuple[str, str], ...]
    awaited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LedgerLook:
    """A ledger as judged and compared. unknown: (name as the file has it, row, name as read) of branches that the register does not have."""

    terms: tuple[TermLine, ...]
    problems: tuple[Problem, ...]
    unknown: tuple[tuple[str, int, str], ...]
    rows: int
    waiting: int
    unchanged: int
    awaited: int
    empty: bool
    digest: str


def ledger_look_of(seen: LedgerSeen) -> LedgerLook:
    """What is shown of a comparison."""
    def named(posts: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        return tuple((kind, seen.people.get(person, "")) for person, kind in posts)

    changed = [one for one in seen.terms if not one.empty]
    waiting = seen.ledger.waiting
    return LedgerLook(
        tuple(
            TermLine(
                one.row.branch, one.state, one.row.elected_on, one.row.years, one.row.expires_on, one.row.shifted_to or "", one.row.reply_no or "",
                one.founded_on.isoformat() if one.founded_on is not None else "", named([(person, kind.value) for person, kind in one.posts.starts]),
                len(one.posts.joins), named([(row.person, row.kind.value) for row in (*one.posts.ends, *one.posts.keeps)]), one.awaited,
            )
            for one in changed
        ),
        seen.ledger.problems,
        tuple((one.raw.get("branch", ""), one.row, one.branch) for one in waiting if any(problem.code == "branch-unknown" for problem in one.problems)),
        len(seen.terms) + len(waiting), len(waiting), len(seen.terms) - len(changed), sum(len(one.awaited) for one in seen.terms), seen.empty, seen.digest,
    )


def look(upload: Import) -> Look:
    """What the page shows: as kept, or judged and compared now. One query for a large file, eight for a small one."""
    return opened(upload) if upload.look_sealed else look_of(compare_register(upload))


def ledger_look(upload: Import, on: date) -> LedgerLook:
    """The same of a ledger. One query for a large file."""
    return opened_ledger(upload) if upload.look_sealed else ledger_look_of(compare_ledger(upload, on))


def sealed(upload: Import, found: Look | LedgerLook) -> str:
    """The look as `Import.look_sealed` keeps it."""
    return seal(upload.key, LOOK, packed(asdict(found)))


def packed(plain: Any) -> str:
    """Plain data as one short text."""
    return base64.b85encode(zlib.compress(json.dumps(plain, ensure_ascii=False).encode(), 6)).decode()


def unpacked(text: str) -> Any:
    """What was packed."""
    return json.loads(zlib.decompress(base64.b85decode(text)))


def opened_ledger(upload: Import) -> LedgerLook:
    """The look at a ledger that was kept. One query."""
    said: dict[str, Any] = unpacked(open_sealed(upload.key, LOOK, _own(upload)))
    for one in said["terms"]:
        one |= {"posts": _pairs(one["posts"]), "ended": _pairs(one["ended"]), "awaited": tuple(one["awaited"])}
    said["terms"] = tuple(TermLine(**one) for one in said["terms"])
    said["problems"] = tuple(Problem(**one) for one in said["problems"])
    said["unknown"] = _pairs(said["unknown"])
    return LedgerLook(**said)


def _own(upload: Import) -> str:
    """The look itself; behind it may stand what `queries.proposals` keeps."""
    return upload.look_sealed.partition("\n")[0]


def _pairs(rows: Any) -> tuple[Any, ...]:
    return tuple(tuple(one) for one in rows)


def opened(upload: Import) -> Look:
    """The look that was kept. One query."""
    said: dict[str, Any] = unpacked(open_sealed(upload.key, LOOK, _own(upload)))
    said["joined"] = tuple(JoinedRow(**one) for one in said["joined"])
    said["moved"] = tuple(MovedRow(**one) for one in said["moved"])
    said["changed"] = tuple(ChangedRow(one["key"], one["name"], one["branch"], tuple(tuple(each) for each in one["fields"])) for one in said["changed"])
    said["left"] = tuple(LeftRow(**one) for one in said["left"])
    said["problems"] = tuple(Problem(**one) for one in said["problems"])
    said["new_places"] = tuple((name, OrgKind(kind)) for name, kind in said["new_places"])
    for name in ("unread_posts", "unread_columns"):
        said[name] = _pairs(said[name])
    return Look(**said)
