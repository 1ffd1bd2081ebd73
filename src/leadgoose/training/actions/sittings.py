"""Sitting a test on screen, marking short answers, typing papers in; a marked test becomes evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.vault.actions import seal
from leadgoose.training import bank_words
from leadgoose.training.actions.evidence import enter_test, withdraw_evidence
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.consequences import settle_marking
from leadgoose.training.models.bank import Sitting
from leadgoose.training.queries.exams import ANSWERS, MARKS, Item, asked_by_unit, dimensions, items_of, kept, shorts, sums_of
from leadgoose.training.rules.bank import Kind
from leadgoose.training.rules.marking import PER_POINT, UnitKey, by_dimension, mark, worth

GRACE = timedelta(minutes=1)
"""A slow line is nobody's fault."""
LONGEST_ANSWER = 2000
Answers = Mapping[int, Sequence[int] | str]
"""Item → places of the options chosen, in the question's own order; or the text of a short answer."""


# --- on screen ---


@transaction.atomic
def start_sitting(sitting: Sitting, *, by: Actor, at: datetime) -> Sitting:
    """Begin: the clock runs from now. Begun before, it goes on. Raises Refused."""
    permit = by.require("training.start_sitting", {sitting.person.key})
    sitting = _locked(sitting)
    if sitting.state == Sitting.State.OPEN:
        return sitting
    _expect(sitting, Sitting.State.INVITED)
    today = timezone.localdate(at)
    if not sitting.exam.opens_on <= today <= sitting.exam.closes_on:
        raise Refused(_("测试时间是 %(first)s 至 %(last)s。") % {"first": sitting.exam.opens_on.isoformat(), "last": sitting.exam.closes_on.isoformat()})
    sitting.state, sitting.way, sitting.sat_on, sitting.started_at = Sitting.State.OPEN, Sitting.Way.SCREEN, today, at
    sitting.due_at = at + timedelta(minutes=sitting.exam.minutes)
    sitting.save()
    _record_sitting("SittingStarted", sitting, permit, {}, by=by, at=at)
    return sitting


@transaction.atomic
def save_answers(sitting: Sitting, answers: Answers, *, by: Actor, at: datetime) -> Sitting:
    """Keep what is answered so far, so that a broken line loses nothing. No act of its own: what counts is what is handed in. Raises Refused."""
    by.require("training.save_answers", {sitting.person.key})
    sitting = _locked(sitting)
    _expect(sitting, Sitting.State.OPEN)
    _keep_answers(sitting, items_of(sitting.exam), answers)
    sitting.save(update_fields=["answers_sealed"])
    return sitting


@transaction.atomic
def hand_in(sitting: Sitting, answers: Answers, *, by: Actor, at: datetime) -> Sitting:
    """Hand in: all but short answers are marked at once. What comes after the time is marked too, said to be late, and is no evidence. Raises Refused."""
    permit = by.require("training.hand_in", {sitting.person.key})
    sitting = _locked(sitting)
    _expect(sitting, Sitting.State.OPEN)
    items = items_of(sitting.exam)
    told = _keep_answers(sitting, items, answers)
    marks = {str(one.item): mark(one.asked, told.get(str(one.item), ())) for one in items if one.question.kind is not Kind.SHORT}
    marks |= {str(one.item): 0 for one in shorts(items) if not told.get(str(one.item))}      # nothing written is nothing to read
    sitting.handed_in_at = at
    waits = any(str(one.item) not in marks for one in items)
    _keep_marks(sitting, {"items": marks}, Sitting.State.HANDED_IN if waits else Sitting.State.MARKED)
    late = max(0, int((at - sitting.due_at).total_seconds() // 60)) if sitting.due_at and at > sitting.due_at + GRACE else 0
    facts = {"answered": len(told), "questions": len(items), "late_minutes": late}
    _record_sitting("SittingHandedIn", sitting, permit, facts, {"marks": json.dumps(marks)}, by=by, at=at)
    _become_evidence(sitting, items, by=by, at=at)
    if waits:
        settle_marking(sitting.exam, on=timezone.localdate(at), at=at, act="SittingHandedIn")
    return sitting


# --- by the trainer or the office ---


@transaction.atomic
def mark_answers(sitting: Sitting, granted: Mapping[int, int], *, by: Actor, at: datetime) -> Sitting:
    """Grant points of short answers: item → how many. Marked again by the office, the evidence is withdrawn and given anew. Raises Refused."""
    permit = by.require("training.mark_answers", marking_reach(sitting))
    sitting = _locked(sitting)
    again = sitting.state == Sitting.State.MARKED
    if sitting.way != Sitting.Way.SCREEN or sitting.state not in {Sitting.State.HANDED_IN, Sitting.State.MARKED}:
        raise Refused(_("这份卷子还没有交，或者是纸质卷。"))
    if again:
        by.require("training.remark_answers", marking_reach(sitting))
    items = items_of(sitting.exam)
    marks = dict(kept([sitting], MARKS)[0]["items"])
    for one in shorts(items):
        points = granted.get(one.item, -1)
        if not 0 <= points <= len(one.question.right):
            raise Refused(_("第 %(n)s 题的得分点没有填全。") % {"n": one.number}, f"points-{one.item}")
        marks[str(one.item)] = PER_POINT * points
    if again and sitting.evidence:
        withdraw_evidence(sitting.person, sitting.evidence, str(_("重新批阅")), by=by, at=at)
        sitting.evidence = ""
    sitting.marked_by = by.login
    _keep_marks(sitting, {"items": marks}, Sitting.State.MARKED)
    _record_sitting("AnswersMarked", sitting, permit, {"again": int(again)}, {"marks": json.dumps(marks)}, by=by, at=at)
    _become_evidence(sitting, items, by=by, at=at)
    settle_marking(sitting.exam, on=timezone.localdate(at), at=at, act="AnswersMarked")
    return sitting


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper typed in: the day it was written, and marks by question, or else the result by unit."""

    on: date
    items: Mapping[int, int]
    units: Mapping[UnitKey, int]


@transaction.atomic
def enter_paper(sitting: Sitting, paper: Paper, *, by: Actor, at: datetime) -> Sitting:
    """Type a written paper in; it stands equal to one on the screen. Raises Refused."""
    permit = by.require("training.enter_paper", marking_reach(sitting))
    sitting = _locked(sitting)
    _expect(sitting, Sitting.State.INVITED)
    if not sitting.exam.opens_on <= paper.on <= timezone.localdate(at):
        raise Refused(_("日期填 %(first)s 至今天。") % {"first": sitting.exam.opens_on.isoformat()}, "on")
    items = items_of(sitting.exam)
    marks = _by_unit(paper, items) if paper.units else _by_question(paper, items)
    sitting.way, sitting.sat_on, sitting.handed_in_at, sitting.marked_by = Sitting.Way.PAPER, paper.on, at, by.login
    _keep_marks(sitting, marks, Sitting.State.MARKED)
    _record_sitting("PaperEntered", sitting, permit, {"questions": len(items)}, {"marks": json.dumps(marks)}, by=by, at=at)
    _become_evidence(sitting, items, by=by, at=at)
    return sitting


def _by_question(paper: Paper, items: Sequence[Item]) -> dict[str, Any]:
    for one in items:
        most = worth(one.asked)
        if not 0 <= paper.items.get(one.item, -1) <= most:
            raise Refused(_("第 %(n)s 题填 0 至 %(most)s 分。") % {"n": one.number, "most": most}, f"marks-{one.item}")
    return {"items": {str(one.item): paper.items[one.item] for one in items}}


def _by_unit(paper: Paper, items: Sequence[Item]) -> dict[str, Any]:
    full: dict[UnitKey, int] = {}
    for one in items:
        unit = (one.question.course, one.question.unit)
        full[unit] = full.get(unit, 0) + worth(one.asked)
    for unit, most in full.items():
        if not 0 <= paper.units.get(unit, -1) <= most:
            named = {"unit": bank_words.unit_title(*unit), "most": most}
            raise Refused(_("%(unit)s：填 0 至 %(most)s 分。") % named, f"unit-{unit[0]}-{unit[1]}")
    return {"units": {f"{course}-{unit}": [paper.units[course, unit], most] for (course, unit), most in full.items()}}


def marking_reach(sitting: Sitting) -> frozenset[str]:
    """Who may mark: the office, and the trainer whom the test names; nobody marks their own."""
    trainer = sitting.exam.trainer
    own = {trainer.key} if trainer is not None and trainer.pk != sitting.person_id else set()
    return frozenset({sitting.exam.top_key} | own)


# --- writing ---


def _locked(sitting: Sitting) -> Sitting:
    Sitting.objects.select_for_update().get(pk=sitting.pk)
    return Sitting.objects.select_related("exam__trainer", "person").get(pk=sitting.pk)


def _expect(sitting: Sitting, state: Sitting.State) -> None:
    if sitting.state != state:
        raise Refused(_("这份卷子的状态是“%(state)s”，不能这样做。") % {"state": bank_words.STATE[sitting.state]})


def _keep_answers(sitting: Sitting, items: Sequence[Item], answers: Answers) -> dict[str, Any]:
    """Seal what was answered; what is no option of a question is left out."""
    told: dict[str, Any] = {}
    for one in items:
        answer = answers.get(one.item)
        if isinstance(answer, str):
            if one.question.kind is Kind.SHORT and answer.strip():
                told[str(one.item)] = answer.strip()[:LONGEST_ANSWER]
        elif answer and one.question.kind is not Kind.SHORT:
            told[str(one.item)] = sorted({place for place in answer if 0 <= place < len(one.question.options)})
    sitting.answers_sealed = seal(sitting.person.key, f"{ANSWERS}:{sitting.key}", json.dumps(told, ensure_ascii=False))
    return told


def _keep_marks(sitting: Sitting, marks: Mapping[str, Any], state: Sitting.State) -> None:
    sitting.marks_sealed, sitting.state = seal(sitting.person.key, f"{MARKS}:{sitting.key}", json.dumps(marks)), state
    sitting.save()


def _become_evidence(sitting: Sitting, items: Sequence[Item], *, by: Actor, at: datetime) -> None:
    """A marked test says how much of each competency's questions was right; what was late says nothing."""
    late = sitting.handed_in_at and sitting.due_at and sitting.handed_in_at > sitting.due_at + GRACE
    if sitting.state != Sitting.State.MARKED or late or sitting.sat_on is None:
        return
    share = by_dimension(sums_of(kept([sitting], MARKS)[0], items), dimensions(), asked_by_unit(items))
    found = enter_test(sitting.person, share, on=sitting.sat_on, origin=sitting.key, by=by, at=at)
    if found is not None:
        sitting.evidence = found.key
        sitting.save(update_fields=["evidence"])


def _record_sitting(
    name: str, sitting: Sitting, permit: Permit, facts: Mapping[str, Any], personal: Mapping[str, str] | None = None, *, by: Actor, at: datetime
) -> None:
    person, exam = sitting.person, sitting.exam
    told = {"exam": exam.key, "sitting": sitting.key, **facts}
    sealed = {person.key: dict(personal)} if personal else {}
    on = sitting.sat_on or timezone.localdate(at)
    record(Act(name, on, exam.top_key, exam.top_key, person.key, facts=told, personal=sealed, typed=1, role=permit.role or ""), by=by, at=at)
