"""What a record says, whoever writes it and however it arrives: page, paper sheet, device or bundle (pure).

`as_plain` gives the JSON values that a version keeps and that devices and bundles carry; `from_plain` reads them back and refuses what is none,
naming the place. What is true of a record as a whole (are its numbers possible, does it lack something) is judged in `checks.py` and `hints.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, time
from enum import Enum, StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from leadgoose.recordbook.rules.kinds import Kind, Level, VoteKind

FORMAT = 1
"""The format's number in every plain entry; another number is refused."""
KEY = re.compile(r"[2-9a-hjkmnp-tv-z]{12,16}")
"""Keys and stamps made by a page or device: as the house's own, without look-alikes."""
LONGEST_TEXT, LONGEST_LINE, MOST = 20_000, 400, 2_000
"""Characters of a text, of a line; rows of a list."""


class Malformed(ValueError):
    """A plain entry that is none: `place` says where ("matters.1.vote.favour"), the message why, in English, for whoever programs a device."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place = place


class Stand(StrEnum):
    """How somebody stands to a meeting."""

    PRESENT = "present"        # 到会
    ONLINE = "online"          # 视频参加: there, marked
    LEAVE = "leave"            # 请假, with the reason
    ABSENT = "absent"          # 缺席
    OBSERVER = "observer"      # 列席: in the room, expected by no rule
    UNSAID = "unsaid"          # 未记: expected, and the record does not say


class Leave(StrEnum):
    """Why somebody is on leave, as codes: what is said beyond it stands in `Attendee.note`."""

    SHIFT = "shift"            # 倒班、值班
    ROTATION = "rotation"      # 轮休
    TRIP = "trip"              # 出差、外出施工
    TRAINING = "training"      # 培训
    SICK = "sick"              # 病假
    PERSONAL = "personal"      # 事假
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody by name, with the key where the register knows the person."""

    name: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting. Times to the minute; None: not said."""

    on: date
    start: time | None = None
    end: time | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Attendee:
    """A member of the register. expected: by the kind's rule; voter: with the right to decide on the day; home: the branch of the day.

    sitting: which of the sittings the person came to, from 0.
    """

    key: str
    name: str
    home: str
    stand: Stand
    reason: Leave | None = None
    note: str = ""
    expected: bool = True
    voter: bool = False
    sitting: int = 0


@dataclass(frozen=True, slots=True)
class Guest:
    """An observer who is no member of the register.

    member: written without network as a member of another branch, whose register the device does not hold; `post` is then the branch as it was
    written. It counts at home once somebody says who of the register it is (`actions.guests`).
    """

    name: str
    post: str = ""
    why: str = ""
    member: bool = False

    @property
    def line(self) -> str:
        """As it is written, and read again: name, post, reason."""
        return " ".join(part for part in (self.name, self.post, self.why) if part)

    @classmethod
    def of_lines(cls, text: str) -> tuple[Guest, ...]:
        """One for each line that says something."""
        rows = ([*line.split(maxsplit=2), "", ""] for line in text.splitlines() if line.strip())
        return tuple(cls(row[0], row[1], row[2]) for row in rows)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that a topic is about, by its name, with the key where the committee holds its text (`models.CommonText`)."""

    name: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: its words, whoever presents it, its papers. In older records all of it is words."""

    text: str
    by: Named = field(default_factory=Named)
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """What somebody said, in the words of the recorder: the point, and what differed from others."""

    who: Named = field(default_factory=Named)
    point: str = ""
    differs: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """The sums of one vote; who voted how is nobody's business. written_*: opinions sent in before an admission."""

    kind: VoteKind
    favour: int
    against: int = 0
    abstain: int = 0
    secret: bool = False
    written_favour: int = 0
    written_against: int = 0


@dataclass(frozen=True, slots=True)
class Matter:
    """Something put to the meeting: its words, the vote if there was one, and who does it by when. With an owner or a day it becomes an open item."""

    key: str
    text: str
    vote: Vote | None = None
    owner: Named = field(default_factory=Named)
    due_on: date | None = None
    check_on: date | None = None


class Close(StrEnum):
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Closing:
    """What the meeting said of an earlier open item. Items that it does not mention stay open."""

    resolution: str
    how: Close
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record. Texts are as typed; nothing of them is made by this program."""

    key: str
    kind: Kind
    org: str
    sittings: tuple[Sitting, ...]
    title: str = ""
    plan: str = ""                     # key of the planned item that it fulfils
    group: str = ""
    online: bool = False
    level: Level = Level.OPEN
    for_year: int | None = None
    chair: Named = field(default_factory=Named)
    recorder: Named = field(default_factory=Named)
    people: tuple[Attendee, ...] = ()
    guests: tuple[Guest, ...] = ()
    topics: tuple[Topic, ...] = ()
    speeches: tuple[Speech, ...] = ()
    matters: tuple[Matter, ...] = ()
    closings: tuple[Closing, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    paper_original: bool = False
    paper_page: str = ""

    @property
    def held_on(self) -> date:
        return min(one.on for one in self.sittings)

    @property
    def ends_on(self) -> date:
        return max(one.on for one in self.sittings)


def as_plain(entry: Entry) -> dict[str, Any]:
    """The entry as JSON values. What is empty is left out, so that a small record is a small file."""
    return {"format": FORMAT, **_plain(entry)}


def from_plain(plain: Any) -> Entry:
    """The entry of JSON values; Malformed names the first place that is wrong."""
    if not isinstance(plain, dict):
        raise Malformed("", "no object")
    if plain.get("format") != FORMAT:
        raise Malformed("format", f"is {plain.get('format')!r}, not {FORMAT}")
    found = _read(Entry, {name: value for name, value in plain.items() if name != "format"}, "")
    assert isinstance(found, Entry)
    if not KEY.fullmatch(found.key):
        raise Malformed("key", "is no key")
    if not found.sittings:
        raise Malformed("sittings", "are none")
    for place, matter in enumerate(found.matters):
        if not KEY.fullmatch(matter.key):
            raise Malformed(f"matters.{place}.key", "is no key")
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        told = {one.name: getattr(value, one.name) for one in fields(value)}
        return {name: _plain(one) for name, one in told.items() if one not in (None, "", (), False) and one != {} and one != Named() and one != 0}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {name: text for name, text in sorted(value.items()) if text}
    return value


def _read(wanted: Any, value: Any, place: str) -> Any:
    """The value as the type wants it."""
    if is_dataclass(wanted):
        return _read_object(wanted, value, place)
    origin = get_origin(wanted)
    if origin in (Union, UnionType):
        return _read(next(one for one in get_args(wanted) if one is not type(None)), value, place)
    if origin is tuple:
        if not isinstance(value, list) or len(value) > MOST:
            raise Malformed(place, "is no list, or too long")
        return tuple(_read(get_args(wanted)[0], one, f"{place}.{number}") for number, one in enumerate(value))
    if origin is not None:
        return _read_words(value, place)
    return _read_scalar(wanted, value, place)


_ZEROS: dict[Any, Any] = {int: 0, str: "", bool: False}


def _read_object(wanted: Any, value: Any, place: str) -> Any:
    if not isinstance(value, dict):
        raise Malformed(place, "is no object")
    hints = get_type_hints(wanted)
    unknown = set(value) - set(hints)
    if unknown:
        raise Malformed(place, f"has unknown fields {sorted(unknown)}")
    at = {name: f"{place}.{name}" if place else name for name in value}
    read = {name: _read(hints[name], one, at[name]) for name, one in value.items()}
    # what is left out is 0, False or empty, whatever the class proposes
    for one in fields(wanted):
        if hints[one.name] in _ZEROS:
            read.setdefault(one.name, _ZEROS[hints[one.name]])
    try:
        return wanted(**read)
    except TypeError as error:
        raise Malformed(place, str(error).rpartition(": ")[2]) from None


def _read_words(value: Any, place: str) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > MOST:
        raise Malformed(place, "is no object, or too large")
    return {str(name): _text(one, f"{place}.{name}") for name, one in value.items()}


def _read_scalar(wanted: Any, value: Any, place: str) -> Any:
    if wanted is bool:
        if type(value) is not bool:
            raise Malformed(place, "is neither true nor false")
        return value
    if wanted is int:
        if type(value) is not int or not 0 <= value < 1_000_000:
            raise Malformed(place, "is no count")
        return value
    if wanted is str:
        return _text(value, place)
    try:
        if wanted in (date, time):
            return wanted.fromisoformat(value)
        return wanted(value)
    except (TypeError, ValueError):
        raise Malformed(place, f"is {value!r}, no {wanted.__name__.lower()}") from None


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise Malformed(place, "is no text, or too long")
    if any(sign < " " and sign not in "\n\t" for sign in value):
        raise Malformed(place, "holds control characters")
    return value
