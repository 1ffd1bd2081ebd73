"""How somebody stands who may be forgotten, who is due to be, and what would go. Fixed numbers of queries, but for the look into files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max, Q

from leadgoose.elections.models import Candidate
from leadgoose.ground import holdings
from leadgoose.ground.access.models import User
from leadgoose.ground.bylaws.queries import setting
from leadgoose.ground.holdings import GONE, Erasing
from leadgoose.ground.vault.actions import Destroyed, open_many
from leadgoose.ground.vault.models import PersonKey
from leadgoose.rights.models import Erasure, Objection
from leadgoose.rights.rules.erasing import Facts, until
from leadgoose.rights.standards import Kind, fields
from leadgoose.roster.identity import ID_NUMBER, PHONE
from leadgoose.roster.models import Membership, Person, PersonFact, Post, Present


def facts_of(person: Person, on: date) -> Facts:
    """What decides whether the person may be forgotten. Seven queries."""
    member = Present.objects.filter(person=person).exists() or (Membership.objects.on(on).filter(person=person).exists() and person.died_on is None)
    return Facts(
        member=member, post=person.died_on is None and Post.objects.on(on).filter(person=person).exists(),
        election=Candidate.objects.filter(person=person, election__closed_at=None, dropped_on=None).exists(),
        objection=Objection.objects.filter(person=person, answered_at=None).exists(),
        account=User.objects.filter(person_key=person.key, is_active=True).exists(), left_on=left_on(person),
        gone=PersonKey.objects.filter(person_key=person.key, wrapped=None, destroyed_at__isnull=False).exists(),
    )


def left_on(person: Person) -> date | None:
    """The first day on which the person belonged to no branch, or the day of death; None while not known. One query."""
    if person.died_on is not None:
        return person.died_on
    rows = Membership.objects.known().filter(person=person).aggregate(last=Max("valid_to"), open=Max("pk", filter=Q(valid_to=None)))
    last: date | None = rows["last"]
    return None if rows["open"] is not None else last


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody whose time is over."""

    person: Person
    name: str
    left_on: date
    until: date


def due(top_key: str, on: date) -> list[Due]:
    """Whoever left so long ago that they are to be forgotten, the longest first. Five queries."""
    years = int(setting(top_key, "keep_years"))
    gone = set(PersonKey.objects.filter(wrapped=None, destroyed_at__isnull=False).values_list("person_key", flat=True))
    rows = Person.objects.filter(top_key=top_key, present=None).annotate(last=Max("memberships__valid_to", filter=Q(memberships__retracted_at=None)))
    rows = rows.filter(Q(died_on__isnull=False) | Q(last__isnull=False))
    open_ = set(Membership.objects.known().filter(person__top_key=top_key, person__present=None, valid_to=None).values_list("person_id", flat=True))
    found = []
    for person in rows:
        left = person.died_on or (person.last if person.pk not in open_ else None)
        if left is not None and person.key not in gone and on > until(left, years):
            found.append((left, person))
    names = dict(PersonFact.objects.known().filter(person__in=[one.pk for _left, one in found]).order_by("valid_from", "pk").values_list("person_id", "name"))
    return [Due(one, names.get(one.pk, ""), left, until(left, years)) for left, one in sorted(found, key=lambda pair: (pair[0], pair[1].pk))]


def erasing_of(person: Person, files: bool, *, at: datetime, by: str, write: bool = False) -> Erasing:
    """Whom to forget, with every spelling and number. Four queries."""
    facts = list(PersonFact.objects.filter(person=person))
    names = tuple(dict.fromkeys(one.name for one in facts if len(one.name) > 1 and one.name != GONE))
    places = [(person.key, ID_NUMBER, person.id_sealed), *((person.key, PHONE, one.phone_sealed) for one in facts)]
    try:
        numbers = tuple(dict.fromkeys(text for text in open_many(places) if text))
    except Destroyed:
        numbers = ()
    others = PersonFact.objects.filter(person__top_key=person.top_key, name__in=names).exclude(person=person).exists()
    return Erasing(person.key, person.pk, person.top_key, names, numbers, not others, files, at, by, write)


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of what is held: how many values of it go, or why it stays."""

    kind: Kind
    columns: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What goes and what stays. alone False: somebody else has the name, so running text keeps it."""

    gone: tuple[Line, ...]
    stays: tuple[Line, ...]
    alone: bool
    counts: Mapping[str, int] = field(default_factory=dict)


def preview(person: Person, files: bool, *, at: datetime) -> Preview:
    """What would go, counted without changing anything. Reads every file that was imported."""
    erasing = erasing_of(person, files, at=at, by="")
    holdings.erase(erasing)
    return Preview(lines_gone(erasing.gone), lines_staying(), erasing.alone, dict(erasing.gone))


def lines_gone(counts: Mapping[str, int]) -> tuple[Line, ...]:
    """Counts by column ("roster.PersonFact.name": 3; of removed rows by table) as lines by kind, in the order of the table."""
    table = fields()
    by: dict[str, list[tuple[str, int]]] = {}
    for column, n in counts.items():
        kind = table.kind(column) if column in table.of or any(name.startswith(f"{column}.") for name in table.of) else table.kinds["account"]
        by.setdefault(kind.code, []).append((column, n))
    return tuple(Line(table.kinds[code], tuple(one for one, _n in by[code]), sum(n for _one, n in by[code])) for code in table.kinds if code in by)


def lines_staying() -> tuple[Line, ...]:
    """What stays whatever happens, with why."""
    table = fields()
    columns: dict[str, list[str]] = {}
    for column, kind in table.of.items():
        if kind.erase == "stays" and kind.why != "nobody":
            columns.setdefault(kind.code, []).append(column)
    return tuple(Line(table.kinds[code], tuple(columns[code]), len(columns[code])) for code in table.kinds if code in columns)


def of_committee(top_key: str) -> list[Erasure]:
    """All proposals of a committee, those that wait first. One query."""
    rows: Iterable[Erasure] = Erasure.objects.filter(top_key=top_key).select_related("person").order_by("-proposed_at", "-pk")
    return sorted(rows, key=lambda row: row.state != Erasure.State.PROPOSED)


def waiting() -> list[Erasure]:
    """What waits for the security officer, the oldest first; and the last that were decided. Two queries."""
    rows = Erasure.objects.select_related("person")
    decided = list(rows.exclude(state=Erasure.State.PROPOSED).order_by("-decided_at", "-pk")[:20])
    return [*rows.filter(state=Erasure.State.PROPOSED).order_by("proposed_at", "pk"), *decided]
