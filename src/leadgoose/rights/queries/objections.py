"""Objections as pages and papers show them: opened for those who may, never without the person's key. Fixed numbers of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from leadgoose.ground.holdings import Contest
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.vault.actions import Destroyed, open_many
from leadgoose.rights import words
from leadgoose.rights.models import Objection
from leadgoose.rights.standards import fields
from leadgoose.roster.models import Person, PersonFact

ABOUT, SAID, WANTED, PAPER, ANSWER, ALONE, REMARK = (
    "objection.about", "objection.said", "objection.wanted", "objection.paper", "objection.answer", "objection.alone", "objection.remark",
)
"""Names of the fields under which the words are sealed, with the person's key."""
OTHER = "other"
"""What is contested is no column of the table."""
COLUMNS = (
    ("about_sealed", ABOUT), ("said_sealed", SAID), ("wanted_sealed", WANTED), ("paper_sealed", PAPER), ("answer_sealed", ANSWER),
    ("why_alone_sealed", ALONE), ("remark_sealed", REMARK),
)


@dataclass(frozen=True, slots=True)
class Said:
    """An objection with its words in clear; all "" when the person's key was destroyed."""

    row: Objection
    name: str
    about: str
    said: str
    wanted: str
    paper: str
    answer: str
    why_alone: str
    remark: str

    def late(self, on: date) -> int:
        """Days past its day without an answer; 0 or less: not yet."""
        return (on - self.row.due_on).days if self.row.is_open else 0


def opened(rows: Iterable[Objection]) -> list[Said]:
    """These objections with their words and the people's names. Two queries for any number of rows with their `person` at hand."""
    rows = list(rows)
    names = names_of({row.person_id for row in rows})
    places = [(row.person.key, field, getattr(row, column)) for row in rows for column, field in COLUMNS]
    try:
        texts = open_many(places) if places else []
    except Destroyed:
        texts = [_one(*place) for place in places]
    step = len(COLUMNS)
    return [Said(row, names.get(row.person_id, ""), *texts[place * step : place * step + step]) for place, row in enumerate(rows)]


def _one(key: str, field: str, sealed: str) -> str:
    try:
        return open_many([(key, field, sealed)])[0]
    except Destroyed:
        return ""


def names_of(people: Collection[int]) -> dict[int, str]:
    """What these people (ids) are called in the register's latest line, whether they still belong or not. One query."""
    rows = PersonFact.objects.known().filter(person__in=people).order_by("valid_from", "pk")
    return dict(rows.values_list("person_id", "name"))


def of_person(person: Person) -> list[Said]:
    """All objections of a person, the latest first. Three queries."""
    return opened(Objection.objects.filter(person=person).select_related("person").order_by("-received_on", "-pk"))


def contested(person_key: str) -> Collection[str]:
    """The columns that stand contested. One query."""
    return set(Objection.objects.filter(person__key=person_key, answered_at=None).values_list("field", flat=True))


def contests(top_key: str, person_key: str = "", known_at: datetime | None = None) -> Iterable[Contest]:
    """What is contested in a committee, as `holdings.contested` asks for it, the earliest first. One query."""
    rows = Objection.objects.filter(top_key=top_key).order_by("pk")
    if person_key:
        rows = rows.filter(person__key=person_key)
    if known_at is None:
        rows = rows.filter(answered_at=None)
    else:
        rows = rows.filter(recorded_at__lte=known_at).exclude(answered_at__lte=known_at)
    table = fields()
    for person, column in rows.values_list("person__key", "field"):
        kind = table.kind("rights.Objection.field" if column == OTHER else column)
        yield Contest(person, column, words.label(column), kind.capabilities)


def of_committee(top_key: str, state: str = "") -> list[Said]:
    """The objections of a committee: those open by their day, then those answered, the latest first. Three queries. state: "open", "answered", ""."""
    rows = Objection.objects.filter(top_key=top_key).select_related("person")
    if state:
        rows = rows.filter(answered_at__isnull=state == "open")
    def place(row: Objection) -> tuple[bool, int, int]:
        day = row.due_on.toordinal() if row.is_open else -(row.answered_on or row.due_on).toordinal()
        return (not row.is_open, day, row.pk)

    return opened(sorted(rows, key=place))


@dataclass(frozen=True, slots=True)
class ActDone:
    """An act about the person that may have corrected what is contested."""

    number: int
    hash: str
    act: str
    on: date

    @property
    def receipt(self) -> str:
        return f"{self.number}-{self.hash[:16]}"


def acts_since(row: Objection) -> list[ActDone]:
    """Acts about the person recorded since the objection came, the latest first; our own are none. One query."""
    rows = Entry.objects.filter(chain=row.top_key, person_key=row.person.key, recorded_at__gte=row.recorded_at)
    own = ("ObjectionReceived", "ObjectionAnswered", "ObjectionRemarked", "HoldingsTaken", "SensitiveShown", "FileTaken")
    rows = rows.exclude(act__in=own).order_by("-number")
    return [ActDone(one.number, one.hash, one.act, one.recorded_at.date()) for one in rows[:20]]


def act_of(top_key: str, receipt: str) -> Entry | None:
    """The entry that a receipt ("17-3f2a…", 16 digits of its hash) names; None for one that is none. One query at most."""
    number, _dash, start = receipt.strip().partition("-")
    if not (number.isascii() and number.isdigit() and len(start) == 16):
        return None
    return Entry.objects.filter(chain=top_key, number=int(number), hash__startswith=start).first()


def maker_of(top_key: str, at: datetime) -> str:
    """Who recorded what was recorded at this moment; "" while nobody knows. One query."""
    return Entry.objects.filter(chain=top_key, recorded_at=at).order_by("number").values_list("by", flat=True).first() or ""
