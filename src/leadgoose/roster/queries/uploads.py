"""Uploaded registers, opened again: what they say and how they differ from the database.

Everything is judged anew each time from the sealed bytes, so that an alias matched since, or another file taken since, is seen.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass

from leadgoose.ground.vault.actions import index, open_sealed
from leadgoose.roster.identity import PHONE, id_index
from leadgoose.roster.intake.register import Told, read_register
from leadgoose.roster.intake.results import PersonRow, Register
from leadgoose.roster.kinds import OrgKind, Standing
from leadgoose.roster.models import Import, PersonFact
from leadgoose.roster.queries import known
from leadgoose.roster.rules.difference import FIELDS, Difference, Known, Said, Waits, compare
from leadgoose.roster.rules.naming import kind_of
from leadgoose.roster.rules.officers import Row, read_posts

REGISTER, TERMS = "register", "terms"
"""Kinds of upload, as `Import.kind` has them."""
NEW = "new:"
"""Before the name of an organisation that the register does not have yet."""
FILE = "file"
"""Name of the field under which a file's bytes are sealed, under the import's own key."""


def content_of(upload: Import) -> bytes:
    """The file's bytes. One query."""
    return base64.b64decode(open_sealed(upload.key, FILE, upload.file_sealed))


def register_of(upload: Import, told: Told = lambda _done, _whole: None) -> Register:
    """The register that was uploaded, judged. A corrections workbook is a whole register: what it did not touch is as it was."""
    return read_register(content_of(upload), upload.filename, told)


def spelled(value: object) -> str:
    """A difference as text that is the same in every process: `repr`, but that a set's members are in order (their own order is chance)."""
    if isinstance(value, frozenset | set):
        return "{" + ",".join(sorted(map(spelled, value))) + "}"
    if isinstance(value, tuple | list):
        return "(" + ",".join(map(spelled, value)) + ")"
    if is_dataclass(value):
        return f"{type(value).__name__}(" + ",".join(spelled(getattr(value, one.name)) for one in fields(value)) + ")"
    return repr(value)


@dataclass(frozen=True, slots=True)
class NewPlace:
    """An organisation that taking the file in would create."""

    name: str
    kind: OrgKind


@dataclass(frozen=True, slots=True)
class RegisterSeen:
    """An upload as judged and compared now. `rows` are the accepted people; a `place` in the difference is an index into them."""

    register: Register
    difference: Difference
    who: Mapping[str, Known]                # person key → who it is now
    everybody: Mapping[str, known.Held]     # whoever the file speaks of, and all members of the branches that it covers
    at: known.Places
    posts: Mapping[int, list[Row]]
    branches: tuple[str, ...]               # of each row: organisation's key, or NEW + name
    new_places: tuple[NewPlace, ...]
    waiting_in: Mapping[str, int]           # organisation's key, NEW + name or "" → rows that wait
    unread_posts: tuple[tuple[PersonRow, str], ...]

    @property
    def digest(self) -> str:
        """What was shown, as a keyed hash: taking it in later is refused when it would not do the same."""
        return index("difference", spelled(self.difference), spelled(self.new_places))

    @property
    def scope(self) -> list[str]:
        """Keys of the organisations that the file covers."""
        return sorted({key for key in (*self.branches, *self.waiting_in) if key and not key.startswith(NEW)})

    def name_of(self, person: str) -> str:
        return self.who[person].values.get("name", "")

    def place_name(self, branch: str) -> str:
        return branch.removeprefix(NEW) if branch.startswith(NEW) else self.at.by_key[branch].name


def compare_register(upload: Import) -> RegisterSeen:
    """Judge and compare an uploaded register with the database as it is now (`compare_people`)."""
    return compare_people(upload.top_key, register_of(upload))


def compare_people(top_key: str, register: Register, told: frozenset[str] | None = None) -> RegisterSeen:
    """Compare a register with the database as it is now. Ten queries for every `known.MOST` people that it speaks of. told: as `compare` has it."""
    at = known.places(top_key)
    said_names = [*(row.branch for row in register.people), *(row.branch for row in register.waiting)]
    names = dict.fromkeys(name for name in said_names if name)
    found = {name: at.find(name) or NEW + name for name in names}
    said, unread = [], []
    for place, row in enumerate(register.people):
        kinds, words = read_posts(row.party_post)
        unread += [(row, word) for word in words]
        said.append(Said(place, id_index(top_key, row.id_number), found[row.branch], standing_of(row), values_of(row), kinds))
    waits = [Waits(id_index(top_key, row.read.get("id_number", "")), row.name, found.get(row.branch, "")) for row in register.waiting]
    covered = {at.by_key[key].pk for key in found.values() if key in at.by_key}
    everybody = known.held(top_key, {row.number for row in said}, covered)
    posts = known.posts_around(top_key, [one.person.pk for one in everybody.values()], covered)
    people = known.known_people(everybody, posts)
    new = tuple(NewPlace(name, kind_of(name)) for name in names if found[name].startswith(NEW) and any(row.branch == found[name] for row in said))
    waiting_in: dict[str, int] = defaultdict(int)
    for one in waits:
        waiting_in[one.branch] += 1
    return RegisterSeen(
        register, compare(people, said, waits, told), {one.person: one for one in people}, everybody, at, posts,
        tuple(row.branch for row in said), new, waiting_in, tuple(unread),
    )


def standing_of(row: PersonRow) -> Standing:
    return Standing.PROBATIONARY if row.is_probationary else Standing.FULL


def values_of(row: PersonRow) -> dict[str, str]:
    """A row's fields by the names of `PersonFact`, cut to its columns, with the phone in clear; empty ones are ""."""
    return {name: (getattr(row, "birth_date" if name == "born_on" else name) or "")[: _LONGEST.get(name)] for name in FIELDS}


_LONGEST: dict[str, int | None] = {name: getattr(PersonFact._meta.get_field(name), "max_length", None) for name in FIELDS if name != PHONE}
