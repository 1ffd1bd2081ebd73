"""Finding records: by kind, days, how they were recorded, and words. One function, so that an index may take its place.

What the reader may not open is neither returned nor counted nor suggested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from leadgoose.ground.search import fold
from leadgoose.recordbook.models import Record, RecordText
from leadgoose.recordbook.queries.reading import Reader
from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.recordbook.rules.truth import Truth
from leadgoose.roster.models import Organisation

PAGE = 50
COUNTED = 1000
"""More hits than this are not counted: 1000+."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked; "" and None mean no condition. own: only the organisation's own book, not those below it."""

    words: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None
    truth: str = ""
    own: bool = True

    @classmethod
    def read(cls, asked: Mapping[str, str], *, own: bool) -> Question:
        """From an address; a value that is none of the choices counts as not said."""
        kind, truth = asked.get("kind", ""), asked.get("truth", "")
        return cls(
            " ".join(asked.get("q", "").split())[:60], kind if kind in set(Kind) else "", _day(asked.get("from", "")), _day(asked.get("to", "")),
            truth if truth in set(Truth) else "", own,
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """One record as lists show it. title "" for a confidential one; corrected: how many later versions it has."""

    key: str
    org_key: str
    org_name: str
    kind: str
    level: str
    held_on: date
    ends_on: date
    year: int
    serial: int
    title: str
    expected: int | None
    present: int | None
    truth: str
    corrected: int
    heads: int
    withdrawn: bool
    paper_original: bool
    paper_page: str
    entered_at: datetime
    entered_by: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, newest first. total counts up to COUNTED; more: there are more than that. number counts from 1."""

    hits: list[Hit]
    total: int
    more: bool
    number: int
    pages: int

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE + 1 if self.hits else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * PAGE + len(self.hits)


def find(organisation: Organisation, reader: Reader, question: Question, number: int = 1, size: int = PAGE) -> Found:
    """The records of an organisation's book (and of all below it) that the question asks for and the reader may open. Three queries."""
    rows = asked(organisation, reader, question)
    total = rows.order_by()[: COUNTED + 1].count()
    pages = max(1, -(-min(total, COUNTED) // size))
    number = min(max(1, number), pages)
    found = list(rows.order_by("-held_on", "-pk")[(number - 1) * size : number * size])
    names = dict(Organisation.objects.filter(key__in={one.org_key for one in found} or {""}).values_list("key", "name"))
    return Found([hit(one, names.get(one.org_key, "")) for one in found], min(total, COUNTED), total > COUNTED, number, pages)


def asked(organisation: Organisation, reader: Reader, question: Question) -> QuerySet[Record]:
    """All records that the question asks for and the reader may open, in no order."""
    if question.own:
        rows = Record.objects.filter(org_key=organisation.key)
    elif organisation.key == organisation.top_key:
        rows = Record.objects.filter(top_key=organisation.top_key)
    else:
        below = Organisation.objects.filter(top_key=organisation.top_key, path__startswith=organisation.path)
        rows = Record.objects.filter(top_key=organisation.top_key, org_key__in=below.values("key"))
    rows = rows.filter(reader.condition())
    conditions = {"kind": question.kind, "held_on__gte": question.first, "held_on__lte": question.last, "truth": question.truth}
    if question.truth == Truth.CORRECTED:
        del conditions["truth"]
        rows = rows.filter(standing__gt=1)
    rows = rows.filter(**{name: value for name, value in conditions.items() if value})
    for word in question.words.split():
        rows = rows.filter(_holds(word))
    return rows


def _holds(word: str) -> Q:
    """The folded text holds the folded word, whatever its script and length; of confidential records there is no text."""
    return Q(Exists(RecordText.objects.filter(record=OuterRef("pk"), folded__contains=fold(word))))


def hit(row: Record, org_name: str) -> Hit:
    return Hit(
        row.key, row.org_key, org_name, row.kind, row.level, row.held_on, row.ends_on, row.year, row.serial, row.title, row.expected, row.present,
        row.truth, row.standing - 1, row.heads, row.withdrawn_at is not None, row.paper_original, row.paper_page, row.entered_at, row.entered_by,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
