"""Tests as their pages read them: the questions of a paper, one sitting's result, a group's sums. No list here is ordered by marks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from leadgoose.ground.vault.actions import Destroyed, open_many
from leadgoose.roster.models import Present
from leadgoose.training.courses import courses
from leadgoose.training.models.bank import Exam, Sitting, Version
from leadgoose.training.models.carrying import SEATED, Nomination
from leadgoose.training.queries.bank import of_version
from leadgoose.training.rules.bank import FALSE, Kind, Question
from leadgoose.training.rules.marking import Asked, Change, Score, UnitKey, by_unit, changes

ANSWERS, MARKS = "answers", "marks"
"""The fields under which a sitting's answers and marks are sealed, with the sitting's key after a colon."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a paper: number is its place from 1; rules are pinned as they were when it was set."""

    number: int
    item: int
    version: int
    question: Question

    @property
    def asked(self) -> Asked:
        one = self.question
        return Asked(one.course, one.unit, one.kind, len(one.right), one.right == (FALSE,))


@dataclass(frozen=True, slots=True)
class Answered:
    """An item with what somebody answered: places of options, or a text; marks None: not marked yet, or only the unit's sum is known."""

    item: Item
    chosen: tuple[int, ...]
    text: str
    marks: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """One sitting's result. answered is empty where only sums were typed in from paper."""

    sums: Mapping[UnitKey, Score]
    answered: tuple[Answered, ...]
    late_minutes: int


def items_of(exam: Exam) -> tuple[Item, ...]:
    """The questions of a paper, in its order. One query."""
    found = {one.pk: one for one in Version.objects.filter(pk__in=exam.items).select_related("question")}
    return tuple(Item(place, pk, found[pk].number, of_version(found[pk].question.code, found[pk])) for place, pk in enumerate(exam.items, 1))


def exams_of(top_key: str) -> QuerySet[Exam]:
    """A committee's tests, the newest first, each with how many are invited and how many have handed in."""
    handed_in = Q(sittings__state__in=[Sitting.State.HANDED_IN, Sitting.State.MARKED])
    counted = Exam.objects.filter(top_key=top_key).annotate(
        invited=Count("sittings"), handed_in=Count("sittings", filter=handed_in), waiting=Count("sittings", filter=Q(sittings__state="handed_in")))
    return counted.order_by("-opens_on", "-pk")


def of_session(session: str) -> list[Exam]:
    """The tests that belong to a session, the one before first. One query."""
    return sorted(Exam.objects.filter(session=session) if session else (), key=lambda one: (one.purpose == Exam.Purpose.AFTER, one.pk))


def seated_in(session: str) -> list[int]:
    """Ids of those who have a seat in a session. One query."""
    return list(Nomination.objects.filter(session__key=session, state__in=SEATED).order_by("pk").values_list("person_id", flat=True)) if session else []


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody invited, as the list of a test shows them: in the register's order, without marks."""

    sitting: Sitting
    name: str
    branch: str


def sitters(exam: Exam) -> list[Sitter]:
    """Everybody invited, in the register's order. Two queries."""
    rows = list(Sitting.objects.filter(exam=exam).select_related("person"))
    people = {one.person_id: one for one in Present.objects.filter(person__in=[row.person_id for row in rows]).select_related("organisation")}
    rows.sort(key=lambda row: (people[row.person_id].sort if row.person_id in people else 10**9, row.pk))
    found = ((row, people.get(row.person_id)) for row in rows)
    return [Sitter(row, one.name if one else "", one.organisation.name if one else "") for row, one in found]


def kept(sittings: Iterable[Sitting], field: str) -> list[dict[str, Any]]:
    """The sealed answers or marks of sittings, opened; {} where there are none, or where the person's key was destroyed. One query."""
    rows = list(sittings)
    sealed = [(row.person.key, f"{field}:{row.key}", row.answers_sealed if field == ANSWERS else row.marks_sealed) for row in rows]
    try:
        opened = open_many(sealed)
    except Destroyed:
        opened = [_one(one) for one in sealed]
    return [json.loads(text) if text else {} for text in opened]


def _one(sealed: tuple[str, str, str]) -> str:
    try:
        return open_many([sealed])[0]
    except Destroyed:
        return ""


def result_of(sitting: Sitting, items: tuple[Item, ...]) -> Result:
    """What a sitting gave. Two queries."""
    answers, marks = kept([sitting], ANSWERS)[0], kept([sitting], MARKS)[0]
    answered = tuple(_answered(one, answers.get(str(one.item)), marks.get("items", {}).get(str(one.item))) for one in items)
    late = 0
    if sitting.handed_in_at and sitting.due_at and sitting.handed_in_at > sitting.due_at:
        late = int((sitting.handed_in_at - sitting.due_at).total_seconds() // 60)
    return Result(sums_of(marks, items), () if "units" in marks else answered, late)


def _answered(item: Item, answer: Any, marks: int | None) -> Answered:
    if isinstance(answer, list):
        return Answered(item, tuple(answer), "", marks)
    return Answered(item, (), answer or "", marks)


def sums_of(marks: Mapping[str, Any], items: Iterable[Item]) -> dict[UnitKey, Score]:
    """Sums by unit, from marks by question or from a paper's result by unit; {} while nothing is marked."""
    if "units" in marks:
        return {(course, int(unit)): Score(*score) for key, score in marks["units"].items() for course, unit in [key.rsplit("-", 1)]}
    if not marks:
        return {}
    return by_unit((one.asked, marks["items"].get(str(one.item))) for one in items)


def asked_by_unit(items: Iterable[Item]) -> dict[UnitKey, int]:
    """How many questions of each unit."""
    return dict(Counter((one.question.course, one.question.unit) for one in items))


def dimensions() -> dict[UnitKey, str]:
    """The competency that each unit of the shipped courses is evidence for; the office's own questions are none."""
    return {(course.key, unit.number): unit.dimension for course in courses().values() for unit in course.units}


def change_of(exam: Exam, person: int, sums: Mapping[UnitKey, Score]) -> tuple[Change, ...]:
    """What changed for a person since the test before; () where there was none, or it was not marked. Four queries."""
    if exam.before is None:
        return ()
    first = Sitting.objects.filter(exam=exam.before, person=person, state=Sitting.State.MARKED).select_related("person").first()
    if first is None:
        return ()
    return changes(sums_of(kept([first], MARKS)[0], items_of(exam.before)), sums)


@dataclass(frozen=True, slots=True)
class Group:
    """A group's sums by unit, of how many people; before: of the same people in the test before."""

    people: int
    changes: tuple[Change, ...]


def group_of(exam: Exam, items: tuple[Item, ...]) -> Group:
    """Sums of everybody whose test is marked; with a test before, of those who were marked in both. Six queries at most."""
    rows = {one.person_id: one for one in _marked(exam)}
    earlier = {one.person_id: one for one in _marked(exam.before)} if exam.before else {}
    both = rows.keys() & earlier.keys() if exam.before else rows.keys()
    after = _summed(kept([rows[one] for one in sorted(both)], MARKS), items)
    before = _summed(kept([earlier[one] for one in sorted(both)], MARKS), items_of(exam.before)) if exam.before else {}
    return Group(len(both), changes(before, after))


def _marked(exam: Exam) -> QuerySet[Sitting]:
    return Sitting.objects.filter(exam=exam, state=Sitting.State.MARKED).select_related("person")


def _summed(marks: Iterable[Mapping[str, Any]], items: tuple[Item, ...]) -> dict[UnitKey, Score]:
    sums: dict[UnitKey, Score] = {}
    for one in marks:
        for unit, score in sums_of(one, items).items():
            sums[unit] = sums.get(unit, Score()) + score
    return sums


def shorts(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(one for one in items if one.question.kind is Kind.SHORT)
