"""What each subject holds about a person, asked of all of them without importing one.

    holdings.register("roster", held_by_roster)         in the owning app's ready(), once
    holdings.erase_with("roster", erase_in_roster)      how it forgets a person; both or neither
    holdings.of(whose)                                  everything, subject by subject

A provider names each thing by its column ("roster.PersonFact.name"): purpose, base, readers and how long it is kept stand in the table of
`rights/standards/fields.toml` under that name. It masks as the pages do, and has a fixed number of queries.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.listed import listed
from leadgoose.ground.vault.actions import Destroyed, open_sealed, seal

GONE = "已删除"
"""What stands where a name stood. It is stored, so it is never translated."""


@dataclass(frozen=True, slots=True)
class Whose:
    """About whom is asked, for which day. own: the person asks; else the office asks for them and is not told what only others may know."""

    key: str
    pk: int
    top_key: str
    on: date
    own: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """One thing held. value: in words, masked; source: a code or words; since: when it was recorded; row: which of several, a key or number.

    by: the login of who entered it, where the row says so; at: the moment of its entry in the journal, where the row does not.
    """

    field: str
    value: str | Promise
    source: str | Promise = ""
    since: date | None = None
    row: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody read something of a person's, and it was recorded. what: in words; reason: as they wrote it."""

    at: datetime
    login: str
    role: str
    what: str | Promise
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Erasing:
    """Whom to forget. names: every spelling that the register ever had; numbers: ID numbers and phones in clear, to find files that hold them.
    alone: nobody else in the committee has such a name, so that it may be taken out of running text too. files: whether scans that show the
    person with others are destroyed as well.

    write False: only count what would go; nothing is changed.
    """

    key: str
    pk: int
    top_key: str
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    alone: bool
    files: bool
    at: datetime
    by: str
    write: bool = False
    gone: dict[str, int] = field(default_factory=dict)

    @property
    def told(self) -> tuple[str, ...]:
        """What is taken out of running text: numbers, which are nobody else's, and names where nobody else has them."""
        return (*self.numbers, *(self.names if self.alone else ()))

    def count(self, column: str, n: int = 1) -> None:
        """So many values of a column go."""
        if n:
            self.gone[column] = self.gone.get(column, 0) + n

    def without(self, value: Any) -> Any:
        """A text or JSON value with GONE for the name, wherever it stands; and for what a mapping says of this person's key."""
        if isinstance(value, str):
            for told in self.told:
                value = value.replace(told, GONE)
            return value
        if isinstance(value, Mapping):
            mine = value.get("key") == self.key
            return {
                key: GONE if (mine and key == "name" and one) or (key == self.key and one in self.names) else self.without(one)
                for key, one in value.items()
            }
        if isinstance(value, list | tuple):
            if len(value) == 2 and value[0] == self.key and isinstance(value[1], str):   # [key, name]
                return [self.key, GONE]
            return [self.without(one) for one in value]
        return value

    def clear(self, rows: QuerySet[Any], **values: Any) -> None:
        """Overwrite these columns of rows about the person, where they say something. One query to count each column, one to write all."""
        label = rows.model._meta.label
        told = 0
        for name, empty in values.items():
            n = rows.exclude(**{name: empty}).count()
            self.count(f"{label}.{name}", n)
            told += n
        if self.write and told:
            rows.update(**values)

    def remove(self, rows: QuerySet[Any]) -> None:
        """Delete rows that say nothing once the person is gone."""
        self.count(rows.model._meta.label, rows.count())
        if self.write:
            rows.delete()

    def rewrite(self, rows: QuerySet[Any], *columns: str) -> None:
        """Take the name out of these columns (text, or JSON) of rows that are not only about the person."""
        label = rows.model._meta.label
        for row in rows.only("pk", *columns).iterator():
            changed = [name for name in columns if self.without(getattr(row, name)) != getattr(row, name)]
            for name in changed:
                self.count(f"{label}.{name}")
                setattr(row, name, self.without(getattr(row, name)))
            if self.write and changed:
                row.save(update_fields=changed)

    def rewrite_sealed(self, rows: Iterable[Any], column: str, whose: Callable[[Any], str], name: str) -> None:
        """The same in words sealed under another key (an organisation's): opened, rewritten, sealed again. whose: the key; name: the field's."""
        for row in rows:
            sealed = getattr(row, column)
            try:
                clear = open_sealed(whose(row), name, sealed)
            except Destroyed:
                continue
            told = self._plain(clear)
            if told != clear:
                self.count(f"{row._meta.label}.{column}")
                if self.write:
                    setattr(row, column, seal(whose(row), name, told))
                    row.save(update_fields=[column])

    def _plain(self, clear: str) -> str:
        """Sealed words are text, or JSON that is walked so that a name beside this person's key goes whoever else has it."""
        if clear[:1] in "[{":
            try:
                read = json.loads(clear)
            except ValueError:
                return str(self.without(clear))
            told = self.without(read)
            return clear if told == read else json.dumps(told, ensure_ascii=False, sort_keys=True)
        return str(self.without(clear))

    def naming(self, *columns: str) -> Q:
        """Rows whose text columns hold what is to be taken out of them."""
        found = Q(pk__in=())
        for column in columns:
            for told in self.told:
                found |= Q(**{f"{column}__contains": told})
        return found


@dataclass(frozen=True, slots=True)
class Contest:
    """A person (key) contests a column, and was not answered yet. label: what it is called; readers: capabilities that may read the column."""

    person: str
    column: str
    label: str
    readers: Collection[str]


Ask = Callable[[Whose], Iterable[Held]]
Erase = Callable[[Erasing], None]
Read = Callable[[Whose], Iterable[Reading]]
_asks: dict[str, Ask] = {}
_erasers: dict[str, Erase] = {}
_reads: dict[str, Read] = {}
_contested: list[Callable[[str, str, datetime | None], Iterable[Contest]]] = []


def register(subject: str, ask: Ask) -> None:
    """Let a subject say what it holds; ValueError when another ask has that name."""
    if _asks.setdefault(subject, ask) is not ask:
        raise ValueError(f"two providers for {subject}")


def erase_with(subject: str, erase: Erase) -> None:
    """Let a subject forget a person; ValueError when another eraser has that name."""
    if _erasers.setdefault(subject, erase) is not erase:
        raise ValueError(f"two erasers for {subject}")


def read_with(subject: str, read: Read) -> None:
    """Let a subject say who read what it holds of a person, as far as that is recorded."""
    if _reads.setdefault(subject, read) is not read:
        raise ValueError(f"two readings for {subject}")


def contested_with(ask: Callable[[str, str, datetime | None], Iterable[Contest]]) -> None:
    """Name who knows what is contested in a committee (its key), of one person (key) or "" of all, as known at a moment; only `rights` does, once."""
    if ask not in _contested:
        _contested.append(ask)


def of(whose: Whose) -> dict[str, tuple[Held, ...]]:
    """All that is held, by subject, in the order of registration."""
    return {subject: tuple(ask(whose)) for subject, ask in _asks.items()}


def readings(whose: Whose) -> list[Reading]:
    """All readings that are recorded, the latest first."""
    return sorted((one for read in _reads.values() for one in read(whose)), key=lambda one: one.at, reverse=True)


def erase(erasing: Erasing) -> None:
    """Ask every subject to forget (or only to count)."""
    for one in _erasers.values():
        one(erasing)


def contested(
    top_key: str, *, by: Actor, reach: Collection[str], person_key: str = "", known_at: datetime | None = None
) -> dict[str, dict[str, str]]:
    """What stands contested in a committee: {person: {column: what it is called}}. One query.

    by, reach: who reads, where. A mark stands for whoever may read the column that it marks, by the role table, and for nobody else.
    known_at: as it was known at a moment, so that a page of an earlier day stays as it was.
    """
    return contested_in(top_key, lambda one: bool(by.may(one, reach)), person_key=person_key, known_at=known_at)


def contested_in(
    top_key: str, may: Callable[[str], bool] = lambda _one: True, *, person_key: str = "", known_at: datetime | None = None
) -> dict[str, dict[str, str]]:
    """The same for whoever holds the capabilities that `may` says: a worker writes a file for somebody who may read all its columns. One query."""
    found: dict[str, dict[str, str]] = {}
    for ask in _contested:
        for one in ask(top_key, person_key, known_at):
            if any(may(capability) for capability in one.readers):
                found.setdefault(one.person, {})[one.column] = one.label
    return found


def marks(
    top_key: str, columns: Collection[str], *, by: Actor, reach: Collection[str], known_at: datetime | None = None
) -> dict[str, str]:
    """{person: "出生日期、学历"} of whoever contests one of the columns that a list shows, for a reader who may read it (`contested`). One query."""
    return in_words(contested(top_key, by=by, reach=reach, known_at=known_at), columns)


def in_words(found: Mapping[str, Mapping[str, str]], columns: Collection[str]) -> dict[str, str]:
    """What of it stands in these columns, {person: words}; whoever contests none of them is left out."""
    shown = {person: [label for column, label in of.items() if column in columns] for person, of in found.items()}
    return {person: listed(labels) for person, labels in shown.items() if labels}
