"""The supervisor's half of an election as pages and papers show it: who is sent, what was signed, said, doubted, answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from leadgoose.elections.models import Election, Envoy, Matter, SignOff
from leadgoose.elections.queries.course import Course
from leadgoose.elections.queries.sealed import open_all
from leadgoose.elections.rules.card import CARD
from leadgoose.elections.rules.doubts import Doubt, doubts
from leadgoose.ground.prepared import Slot, prepared

WORDS, NAME, ANSWER, REMARK, SIGNER = "matter.words", "matter.name", "matter.answer", "sign.remark", "sign.signer"
"""Fields under which what was said is sealed, with the organisation's key."""


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature: by the envoy's account, or typed from the printed card (then with the name that signed it)."""

    on: date
    agreed: bool
    items: Mapping[str, str]
    remark: str
    signer: str
    from_card: bool
    recorded_by: str
    recorded_at: datetime
    receipt: str


@dataclass(frozen=True, slots=True)
class Point:
    """One of the three points, signed or not."""

    code: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something said with its answer, in clear."""

    key: str
    sort: str
    rule: str
    stage: str
    code: str
    words: str
    name: str
    on_paper: bool
    raised_on: date
    recorded_by: str
    receipt: str
    answered_on: date | None
    answered_as: str
    answer: str
    answered_by: str


@dataclass(frozen=True, slots=True)
class Watched:
    """All of it. matters: in the order they were said."""

    envoy: Envoy | None = None
    points: tuple[Point, ...] = ()
    matters: tuple[Spoken, ...] = field(default_factory=tuple)

    @property
    def unanswered(self) -> int:
        return sum(one.answered_on is None and one.sort != Matter.Sort.DOUBT for one in self.matters)

    def of(self, *sorts: str) -> tuple[Spoken, ...]:
        return tuple(one for one in self.matters if one.sort in sorts)


def supervision_of(election: Election) -> Watched:
    """Everything of one election. Five queries at most."""
    key = election.organisation.key
    signed = list(SignOff.objects.filter(election=election, replaced_at=None))
    remarks = open_all((key, REMARK, row.remark_sealed) for row in signed)
    signers = open_all((key, SIGNER, row.signer_sealed) for row in signed)
    by_point = {row.point: _signed(row, remark, signer) for row, remark, signer in zip(signed, remarks, signers, strict=True)}
    # one that is over keeps whom it had: its papers and pages say who watched
    sent = Envoy.objects.filter(election=election, **({} if election.closed_at else {"until": None})).order_by("-pk").first()
    return Watched(
        sent, tuple(Point(code, by_point.get(code)) for code in CARD),
        tuple(spoken(election, Matter.objects.filter(election=election).order_by("pk"))),
    )


def spoken(election: Election, rows: Iterable[Matter]) -> list[Spoken]:
    """These matters in clear. Two queries."""
    rows, key = list(rows), election.organisation.key
    opened = open_all(
        place for row in rows for place in ((key, WORDS, row.words_sealed), (key, NAME, row.name_sealed), (key, ANSWER, row.answer_sealed))
    )
    parts = [opened[start : start + 3] for start in range(0, len(opened), 3)]
    return [
        Spoken(
            row.key, row.sort, row.rule, row.stage, row.code, words, name, row.on_paper, row.raised_on, row.recorded_by,
            f"{row.receipt_number}-{row.receipt_hash[:16]}" if row.receipt_number else "", row.answered_on, row.answered_as, answer, row.answered_by,
        )
        for row, (words, name, answer) in zip(rows, parts, strict=True)
    ]


def open_doubts(course: Course, reviewed: Collection[tuple[str, str]]) -> list[Doubt]:
    """The doubtful decisions that nobody reviewed yet. reviewed: (stage, code) of those that somebody has."""
    return [one for one in doubts(course.facts) if (one.stage, one.code) not in reviewed]


class Asked(NamedTuple):
    """A matter without its words: what it is about, and whether it waits for an answer."""

    sort: str
    stage: str
    code: str
    answered_on: date | None

    @property
    def waits(self) -> bool:
        return self.answered_on is None


def matters_of(election: Election) -> list[Asked]:
    """Everything said about an election, without the words. One query."""
    return [Asked(*row) for row in _matters(election.pk)]


def reviewed(matters: Iterable[Asked]) -> set[tuple[str, str]]:
    """(stage, code) of the decisions that were reviewed."""
    return {(one.stage, one.code) for one in matters if one.sort == Matter.Sort.DOUBT and one.code and not one.waits}


def envoy_sent(election: Election) -> bool:
    """Whether somebody is sent to it now. One query."""
    return bool(_envoys(election.pk))


@prepared
def _matters(election: Slot) -> QuerySet[Matter, Any]:
    return Matter.objects.filter(election=election).values_list(*Asked._fields)


@prepared
def _envoys(election: Slot) -> QuerySet[Envoy, Any]:
    return Envoy.objects.filter(election=election, until=None).values_list("pk")


def _signed(row: SignOff, remark: str, signer: str) -> Signed:
    receipt = f"{row.receipt_number}-{row.receipt_hash[:16]}" if row.receipt_number else ""
    return Signed(row.on, row.agreed, row.items, remark, signer, row.from_card, row.recorded_by, row.recorded_at, receipt)
