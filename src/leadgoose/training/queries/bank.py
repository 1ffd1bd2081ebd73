"""The bank as its pages read it: questions with filters, one question with its history, what may be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import F, QuerySet

from leadgoose.training.models.bank import Question, Version
from leadgoose.training.rules.bank import Ground, Kind, Moved, moved
from leadgoose.training.rules.bank import Question as BankQuestion
from leadgoose.training.rules.drawing import Candidate


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list asks for; "" and 0: anything. state: "" in use, "moved" in use but held back, "withdrawn"."""

    course: str = ""
    unit: int = 0
    kind: str = ""
    rule: str = ""
    difficulty: int = 0
    state: str = ""
    words: str = ""


def as_body(question: BankQuestion) -> dict[str, Any]:
    """A question as a version's body keeps it."""
    return {
        "course": question.course, "unit": question.unit, "kind": question.kind.value, "difficulty": question.difficulty, "ask": question.ask,
        "right": list(question.right), "wrong": list(question.wrong), "why": question.why,
    }


def of_version(code: str, version: Version) -> BankQuestion:
    """The question that a version holds."""
    body = version.body
    return BankQuestion(
        code, body["course"], body["unit"], Kind(body["kind"]), body["difficulty"], body["ask"], tuple(body["right"]), tuple(body["wrong"]), body["why"],
        tuple(map(Ground.parse, version.grounds)),
    )


def newest(top_key: str) -> QuerySet[Version]:
    """The newest version of each question of a committee."""
    return Version.objects.filter(question__top_key=top_key, number=F("question__number"))


def moved_in(top_key: str) -> dict[int, tuple[Moved, ...]]:
    """Question id → what has moved in its rules; only those where something has. One query."""
    rows = newest(top_key).filter(question__withdrawn_at=None).values_list("question_id", "grounds")
    found = {question: tuple(one for ground in grounds for one in moved_since(ground)) for question, grounds in rows}
    return {question: drift for question, drift in found.items() if drift}


@lru_cache(maxsize=1000)
def moved_since(ground: str) -> tuple[Moved, ...]:
    """What has moved since a ground was pinned. Kept, since the statutes are read once a process."""
    return moved((Ground.parse(ground),))


def listed(top_key: str, wanted: Wanted, drifted: Iterable[int] = ()) -> QuerySet[Question]:
    """The questions of a list, in the order of courses and units. drifted: ids that `moved_in` found."""
    rows = Question.objects.filter(top_key=top_key, withdrawn_at__isnull=wanted.state != "withdrawn")
    if wanted.state == "moved":
        rows = rows.filter(pk__in=list(drifted))
    for name in ("course", "unit", "kind", "difficulty"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.rule:
        rows = rows.filter(rules__contains=f" {wanted.rule} ")
    if wanted.words:
        rows = rows.filter(ask__contains=wanted.words)
    return rows.order_by("course", "unit", "code")


def bodies(questions: Iterable[Question]) -> list[tuple[Question, Version]]:
    """Questions with their newest versions, in the order given. One query."""
    rows = list(questions)
    found = {one.question_id: one for one in Version.objects.filter(question__in=rows, number=F("question__number"))}
    return [(one, found[one.pk]) for one in rows]


def candidates(top_key: str) -> list[Candidate]:
    """What may be drawn: in use, and with no rule that moved. Two queries."""
    held_back = moved_in(top_key)
    rows = newest(top_key).filter(question__withdrawn_at=None).values_list(
        "pk", "question_id", "question__code", "question__course", "question__unit", "question__kind")
    return [Candidate(pk, code, course, unit, Kind(kind)) for pk, question, code, course, unit, kind in rows if question not in held_back]


def used_rules(top_key: str) -> list[str]:
    """The rules that the bank's questions cite, sorted: what the filter offers. One query."""
    told = Question.objects.filter(top_key=top_key, withdrawn_at=None).values_list("rules", flat=True).distinct()
    return sorted({rule for rules in told for rule in rules.split()})
