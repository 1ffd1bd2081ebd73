"""A bank and tests for the tests: shipped questions taken in, a test set, sat and marked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import openpyxl

from cast import NOW, TODAY, Cast
from leadgoose.training.actions.bank import Taken, take_shipped
from leadgoose.training.actions.exams import Setting, invite, set_exam
from leadgoose.training.actions.sittings import Answers, hand_in, start_sitting
from leadgoose.training.bank_sheet import HEADS
from leadgoose.training.courses import questions
from leadgoose.training.models.bank import BankFile, Edition, Exam, Question, Sitting, Version
from leadgoose.training.queries.bank import as_body
from leadgoose.training.queries.exams import Item, items_of
from leadgoose.training.rules.bank import FALSE, Kind
from leadgoose.training.rules.drawing import Share

BLUEPRINT = (
    Share("basics", 4, Kind.SINGLE, 2), Share("basics", 4, Kind.TRUE_FALSE, 1), Share("basics", 8, Kind.MULTIPLE, 1), Share("secretary", 5, Kind.SHORT, 1),
)
CLOSED = BLUEPRINT[:3]


def shipped(cast: Cast) -> Taken:
    return take_shipped(cast.organisations["committee"], by=cast.actor("clerk"), at=NOW)


def exam(cast: Cast, **given: Any) -> Exam:
    """A test before, marked by p-committee; with `given` otherwise."""
    if not Question.objects.filter(top_key="committee").exists():
        shipped(cast)
    setting = {"title": "表决训前测试", "purpose": "before", "blueprint": BLUEPRINT, "minutes": 40, "opens_on": TODAY, "closes_on": TODAY + timedelta(days=7),
               "seed": "7", "trainer": cast.people["p-committee"], **given}
    return set_exam(cast.organisations["committee"], Setting(**setting), by=cast.actor("clerk"), at=NOW)


def invited(cast: Cast, one: Exam, person: str = "p-secretary") -> Sitting:
    invite(one, [cast.people[person]], by=cast.actor("clerk"), at=NOW)
    return Sitting.objects.select_related("exam__trainer", "exam__before", "person").get(exam=one, person=cast.people[person])


def right(items: Sequence[Item], but: Sequence[int] = (), text: str = "及时谈心，三天内回音") -> Answers:
    """Right answers to everything but these numbers, which get a wrong one."""
    found: dict[int, Any] = {}
    for one in items:
        question = one.question
        if question.kind is Kind.SHORT:
            found[one.item] = text
        elif question.kind is Kind.TRUE_FALSE:
            found[one.item] = [int((question.right == (FALSE,)) != (one.number in but))]
        else:
            found[one.item] = [len(question.right)] if one.number in but else list(range(len(question.right)))
    return found


def sat(cast: Cast, one: Exam, but: Sequence[int] = (), login: str = "secretary", person: str = "p-secretary") -> Sitting:
    """Sat on the screen and handed in after 20 minutes."""
    sitting = start_sitting(invited(cast, one, person), by=cast.actor(login), at=NOW)
    return hand_in(sitting, right(items_of(one), but), by=cast.actor(login), at=NOW + timedelta(minutes=20))


def samples(cast: Cast) -> None:
    """One of each kind of thing, here and in the foreign committee, under readable keys; for the walk over all pages."""
    one = next(each for each in questions() if each.key == "basics-4-02")
    dated: dict[str, Any] = {"recorded_at": NOW, "recorded_by": "clerk"}
    for top, mark, person, trainer in (("committee", "", "p-secretary", "p-committee"), ("elsewhere", "-x", "p-outsider", None)):
        question = Question.objects.create(
            key=f"question{mark}", top_key=top, code=one.key, origin="shipped", course="basics", unit=4, kind="single", difficulty=2, ask=one.ask,
            rules=" branch-meeting-vote ", number=1)
        version = Version.objects.create(question=question, number=1, body=as_body(one), grounds=[str(each) for each in one.grounds], origin="shipped", **dated)
        file: dict[str, Any] = {"top_key": top, "sha256": "0" * 64}
        BankFile.objects.create(key=f"bank-file{mark}", filename="题库.xlsx", content=workbook({}), uploaded_at=NOW, uploaded_by="clerk", **file)
        Edition.objects.create(course="basics", unit=1, number=1, part="handout", filename="教材.pdf", content=b"%PDF-1.7", **file, **dated)
        made = Exam.objects.create(
            key=f"exam{mark}", top_key=top, title="测试", purpose="before", trainer=cast.people[trainer] if trainer else None,
            blueprint=[["basics", 4, "single", 1]], seed="1", items=[version.pk], minutes=40, opens_on=TODAY, closes_on=TODAY, **dated)
        Sitting.objects.create(key=f"sitting{mark}", exam=made, person=cast.people[person], **dated)


ROW = {
    "course": "党支部工作基础知识", "unit": 4, "kind": "单选", "difficulty": 2, "ask": "应到会 30 人，作决议最少几人赞成？",
    "a": "{branch-meeting-vote:majority of 30} 人", "b": "15 人", "c": "20 人", "answer": "A", "rules": "branch-meeting-vote",
    "why": "超过半数，15 人正好一半。",
}


def workbook(*rows: dict[str, Any], heads: Sequence[str] = tuple(HEADS)) -> bytes:
    """An Excel file of questions; each row is ROW with what is given otherwise."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "题库"
    sheet.append([HEADS[name] for name in heads])
    for row in rows:
        sheet.append([{**ROW, **row}.get(name, "") for name in heads])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
