"""Finding records: by kind, days, how they were recorded, branch and words; newest first, counted up to a thousand.

What the reader may not open is neither returned nor counted nor suggested. Without words the records' own rows answer; with words the index does,
which knows open records only, and the reader's right is asked once more of the rows that it names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from leadgoose.recordbook.models import Record
from leadgoose.recordbook.queries import search_terms as terms
from leadgoose.recordbook.queries.reading import Reader
from leadgoose.recordbook.queries.search_index import AT_ONCE, MONTHS, YEARS, Wanted, places
from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.recordbook.rules.truth import Truth
from leadgoose.roster.kinds import BRANCHES, OrgKind
from leadgoose.roster.models import Organisation

PAGE = 50
COUNTED = 1000
"""More hits than this are not counted: 1000+."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked; "" and None mean no condition. own: only the organisation's own book, not those below it; branch: key of one of those below."""

    words: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None
    truth: str = ""
    own: bool = True
    branch: str = ""

    @property
    def any(self) -> bool:
        return bool(self.words or self.kind or self.first or self.last or self.truth or self.branch)

    @classmethod
    def read(cls, asked: Mapping[str, str], *, own: bool) -> Question:
        """From an address; a value that is none of the choices counts as not said."""
        kind, truth = asked.get("kind", ""), asked.get("truth", "")
        return cls(
            " ".join(asked.get("q", "").split())[:60], kind if kind in set(Kind) else "", _day(asked.get("from", "")), _day(asked.get("to", "")),
            truth if truth in set(Truth) else "", own, "" if own else asked.get("branch", "")[:16],
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
    """One page of hits, newest first. total counts up to COUNTED; more: there are more than that. number counts from 1.

    short: words that are too short to be looked for; they were left out.
    """

    hits: list[Hit]
    total: int
    more: bool
    number: int
    pages: int
    short: tuple[str, ...] = ()

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE + 1 if self.hits else 0

    @property
    def counted(self) -> str:
        """The number of hits as it is shown: "37", "1000+"."""
        return f"{self.total}+" if self.more else str(self.total)

    @property
    def last(self) -> int:
        return (self.number - 1) * PAGE + len(self.hits)


def find(organisation: Organisation, reader: Reader, question: Question, number: int = 1, size: int = PAGE) -> Found:
    """The records of an organisation's book (and of all below it) that the question asks for and the reader may open.

    Three queries; with words up to one for each year of records besides (PostgreSQL), whatever the number of hits.
    """
    words, short = terms.words_asked(question.words)
    if question.words and not words:
        return Found([], 0, False, 1, 1, short)
    if words:
        ids = _by_words(organisation, reader, question, words, max(COUNTED + 1, size))
        total = len(ids)
    else:
        rows = asked(organisation, reader, question)
        total = rows.order_by()[: COUNTED + 1].count()
    pages = max(1, -(-min(total, COUNTED) // size))
    number = min(max(1, number), pages)
    cut = slice((number - 1) * size, number * size)
    found = _read(ids[cut], reader) if words else list(rows.order_by("-held_on", "-pk")[cut])
    names = dict(Organisation.objects.filter(key__in={one.org_key for one in found} or {""}).values_list("key", "name"))
    return Found([hit(one, names.get(one.org_key, "")) for one in found], min(total, COUNTED), total > COUNTED, number, pages, short)


def _by_words(organisation: Organisation, reader: Reader, question: Question, words: tuple[terms.Word, ...], most: int) -> list[int]:
    """Ids of the newest open records with all of the words, newest first. None for who may not read open records."""
    if not reader.open:
        return []
    step, every = AT_ONCE, list[str]()
    if question.branch or question.own:
        key = question.branch or organisation.key
        if key != organisation.key and not _below(organisation).filter(key=key).exists():
            return []
        scopes: tuple[str, ...] = (terms.in_organisation(key),)
    elif organisation.key == organisation.top_key:
        step, scopes = MONTHS, (terms.in_committee(organisation.top_key),)
    else:
        step, scopes = YEARS, tuple(map(terms.in_organisation, _below(organisation).values_list("key", flat=True)))
    if question.kind:
        every.append(terms.of_kind(question.kind))
    if question.truth:
        every.append(terms.recorded(question.truth))
    wanted = Wanted(words, scopes, tuple(every), question.first, question.last, step)
    return [terms.record_at(one) for one in places(wanted, most)]


def _read(ids: Sequence[int], reader: Reader) -> list[Record]:
    """The records in this order; the reader's right is asked of the rows themselves."""
    rows = {one.pk: one for one in Record.objects.filter(reader.condition(), pk__in=ids, withdrawn_at=None)} if ids else {}
    return [rows[pk] for pk in ids if pk in rows]


def _below(organisation: Organisation) -> QuerySet[Organisation]:
    """An organisation and all below it."""
    return Organisation.objects.filter(top_key=organisation.top_key, path__startswith=organisation.path)


def branches_below(organisation: Organisation) -> list[tuple[str, str]]:
    """(key, name) of all books below an organisation, its own first, in the register's order. One query."""
    rows = _below(organisation).filter(kind__in=(*BRANCHES, OrgKind.GENERAL_BRANCH)).order_by("position", "pk")
    return list(rows.values_list("key", "name"))


def asked(organisation: Organisation, reader: Reader, question: Question) -> QuerySet[Record]:
    """All records that the question asks for without its words and the reader may open, in no order."""
    if question.own:
        rows = Record.objects.filter(org_key=organisation.key)
    elif question.branch:
        rows = Record.objects.filter(top_key=organisation.top_key, org_key=question.branch, org_key__in=_below(organisation).values("key"))
    elif organisation.key == organisation.top_key:
        rows = Record.objects.filter(top_key=organisation.top_key)
    else:
        rows = Record.objects.filter(top_key=organisation.top_key, org_key__in=_below(organisation).values("key"))
    rows = rows.filter(reader.condition())
    conditions = {"kind": question.kind, "held_on__gte": question.first, "held_on__lte": question.last, "truth": question.truth}
    if question.truth == Truth.CORRECTED:
        del conditions["truth"]
        rows = rows.filter(standing__gt=1)
    return rows.filter(**{name: value for name, value in conditions.items() if value})


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
